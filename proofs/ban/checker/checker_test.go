package checker

import (
	"slices"
	"strings"
	"testing"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/prover"
)

// small is a theory in which most rules are used.
func small(t testing.TB) ban.Theory {
	th := ban.Theory{Extensions: ban.Extensions()}
	for i, text := range []string{
		"P ⊨ K → Q", "P ⊨ #(N)", "P ⊨ #(J)", "P ⊲ ({N‖(P ↔L Q)‖{Y}M}K⁻¹‖{X‖N}L)", "P ⊨ Q ⇒ P ↔L Q",
		"P ⊨ Q ⇌S P", "P ⊲ ⟨Z‖N⟩S", "P ⊨ #(L)", "P ∋ M", "P ⊨ Q ∼ H(Y)", "P ⊨ J → P",
	} {
		f, err := ban.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		th.Given = append(th.Given, ban.Given{ID: string(rune('a' + i)), Formula: f})
	}
	for _, text := range []string{"P ⊨ (N‖Z)", "P ↔agreed(J‖K) Q"} {
		f, err := ban.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		th.Asked = append(th.Asked, f)
	}
	return th
}

// claims are the proofs of all facts, unchecked.
func claims(c *prover.Closure) []*ban.Claim {
	var all []*ban.Claim
	for _, f := range c.Facts {
		all = append(all, c.Claim(f, nil))
	}
	return all
}

// Every derivation that the prover finds is accepted.
func TestCheckerAccepts(t *testing.T) {
	th := small(t)
	c, err := prover.Close(th)
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, k := range claims(c) {
		if _, err := New(th).Check(k); err != nil {
			t.Error(err)
		}
		used[k.Rule] = true
	}
	if len(used) < 12 {
		t.Errorf("only %d rules were used: want a theory that shows more", len(used))
	}
}

// mutate changes one step of a proof in each way there is.
func mutate(c *prover.Closure, k *ban.Claim, visit func(what string, m *ban.Claim)) {
	with := func(what string, change func(m *ban.Claim)) {
		m := *k
		m.Premises = slices.Clone(k.Premises)
		change(&m)
		visit(what, &m)
	}
	for _, f := range c.Facts {
		if !f.Equal(k.Conclusion) {
			with("another conclusion", func(m *ban.Claim) { m.Conclusion = f })
		}
	}
	with("a conclusion that does not follow", func(m *ban.Claim) {
		m.Conclusion = ban.New(ban.OpBelieves, "P", ban.Name("nonsense"))
	})
	for _, r := range ban.Rules() {
		if r.ID != k.Rule {
			with("another rule", func(m *ban.Claim) { m.Rule, m.Given = r.ID, "" })
		}
	}
	with("a rule that is not there", func(m *ban.Claim) { m.Rule, m.Given = "magic", "" })
	for i := range k.Premises {
		with("a premise less", func(m *ban.Claim) { m.Premises = slices.Delete(m.Premises, i, i+1) })
		with("a premise twice", func(m *ban.Claim) { m.Premises = append(m.Premises, m.Premises[i]) })
		with("a circle", func(m *ban.Claim) { m.Premises[i] = m })
	}
	if len(k.Premises) > 1 {
		with("premises in another order", func(m *ban.Claim) { slices.Reverse(m.Premises) })
	}
	if k.Given != "" {
		with("given by something else", func(m *ban.Claim) { m.Given += "'" })
		with("given from nothing", func(m *ban.Claim) { m.Given = "" })
		with("given with a premise", func(m *ban.Claim) { m.Premises = []*ban.Claim{k} })
	} else {
		with("given, not derived", func(m *ban.Claim) { m.Rule, m.Given = "", "a" })
		with("given and derived", func(m *ban.Claim) { m.Given = "a" })
	}
}

// A mutated proof is refused, unless what it now says is a proof: two rules may lead
// from the same premises to the same conclusion, and a part may be another part.
func TestCheckerRefuses(t *testing.T) {
	th := small(t)
	c, err := prover.Close(th)
	if err != nil {
		t.Fatal(err)
	}
	tried, refused := 0, 0
	for _, k := range claims(c) {
		mutate(c, k, func(what string, m *ban.Claim) {
			tried++
			_, err := New(th).Check(m)
			switch may := what == "another conclusion" || what == "another rule"; {
			case err != nil:
				refused++
			case !may:
				t.Errorf("%s: accepted %s by %q", what, m.Conclusion, m.Rule)
			case !slices.ContainsFunc(c.Steps(m.Conclusion), func(s *ban.Claim) bool {
				return s.Rule == m.Rule && slices.EqualFunc(s.Premises, m.Premises, sameConclusion)
			}):
				t.Errorf("%s: accepted %s by %q, which the prover does not have", what, m.Conclusion,
					m.Rule)
			}
		})
	}
	if tried < 1000 || refused*10 < tried*9 {
		t.Errorf("%d mutations, %d refused", tried, refused)
	}
}

func sameConclusion(a, b *ban.Claim) bool { return a.Conclusion.Equal(b.Conclusion) }

// A mutation deep inside a proof is refused as well.
func TestCheckerLooksAtEveryStep(t *testing.T) {
	th := small(t)
	c, err := prover.Close(th)
	if err != nil {
		t.Fatal(err)
	}
	goal, err := ban.Parse("P ⊨ P ↔L Q")
	if err != nil {
		t.Fatal(err)
	}
	var k *ban.Claim
	for _, one := range claims(c) {
		if one.Conclusion.Equal(goal) {
			k = one
		}
	}
	leaf := k
	depth := 0
	for ; len(leaf.Premises) > 0; depth++ {
		leaf = leaf.Premises[len(leaf.Premises)-1]
	}
	leaf.Given += "'"
	if _, err := New(th).Check(k); err == nil || depth < 3 {
		t.Errorf("accepted with a leaf that is not given, %d steps down", depth)
	}
}

// The prover misses nothing that the checker would accept, among formulas of the
// shapes that rules conclude: a slow, plain second version of the search.
func TestProverIsComplete(t *testing.T) {
	for _, texts := range [][]string{
		{"P ⊨ K → Q", "P ⊨ #(N)", "P ⊲ {N‖X}K⁻¹", "P ⊨ Q ⇒ X"},
		{"P ⊨ Q ↔K P", "P ⊲ ({X‖{Y}L}K‖N)", "P ∋ L", "P ⊨ #(K)"},
		{"P ⊨ Q ⇌S P", "P ⊲ ⟨H(X)⟩S", "P ⊲ X", "P ⊨ #(X)"},
		{"P ⊨ K → P", "P ⊨ L → Q", "P ⊲ {P ↔agreed(K‖L) Q}K", "P ∋ K⁻¹"},
	} {
		th := ban.Theory{Extensions: ban.Extensions()}
		for _, text := range texts {
			f, err := ban.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			th.Given = append(th.Given, ban.Given{ID: text, Formula: f})
		}
		c, err := prover.Close(th)
		if err != nil {
			t.Fatal(err)
		}
		missed(t, th, c, shapes(th))
	}
}

// shapes are the formulas that a rule may conclude from a theory.
func shapes(th ban.Theory) []*ban.Formula {
	parts := map[string]*ban.Formula{}
	for _, g := range th.Given {
		g.Formula.Walk(func(f *ban.Formula) { parts[f.Key] = f })
	}
	var all []*ban.Formula
	for _, x := range parts {
		for _, p := range []string{"P", "Q"} {
			believes := func(x *ban.Formula) *ban.Formula { return ban.New(ban.OpBelieves, p, x) }
			all = append(all, ban.New(ban.OpSees, p, x), ban.New(ban.OpHas, p, x), believes(x),
				believes(ban.New(ban.OpFresh, "", x)))
			for _, q := range []string{"P", "Q"} {
				for _, verb := range []ban.Op{ban.OpSaid, ban.OpBelieves, ban.OpHas} {
					all = append(all, believes(ban.New(verb, q, x)))
				}
			}
		}
	}
	return all
}

// missed looks for conclusions of one or two facts that the closure does not have.
func missed(t *testing.T, th ban.Theory, c *prover.Closure, all []*ban.Formula) {
	t.Helper()
	var open []*ban.Formula
	for _, f := range all {
		if c.Claim(f, nil) == nil {
			open = append(open, f)
		}
	}
	if len(open) == 0 || len(c.Facts) < 6 {
		t.Fatalf("%d facts, %d formulas that do not follow: want some of both", len(c.Facts),
			len(open))
	}
	k, rules := New(th), ban.Rules()
	try := func(from ...*ban.Formula) {
		for _, r := range rules {
			// What is wrong with the premises is so for every conclusion.
			why := k.follows(r, from, ban.Name("X"))
			if !strings.HasPrefix(why, "the conclusion is") {
				continue
			}
			for _, f := range open {
				if k.follows(r, from, f) == "" {
					t.Errorf("%s follows from %v by %s, and was not derived", f, from, r.ID)
				}
			}
		}
	}
	facts := c.Facts
	for _, a := range facts {
		try(a)
		for _, b := range facts {
			try(a, b)
		}
	}
}
