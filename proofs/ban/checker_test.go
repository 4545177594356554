package ban

import (
	"slices"
	"testing"
)

// small is a theory in which most rules are used.
func small(t testing.TB) Theory {
	th := Theory{Extensions: Extensions()}
	for i, text := range []string{
		"P ⊨ K → Q", "P ⊨ #(N)", "P ⊨ #(J)", "P ⊲ ({N‖(P ↔L Q)‖{Y}M}K⁻¹‖{X‖N}L)", "P ⊨ Q ⇒ P ↔L Q",
		"P ⊨ Q ⇌S P", "P ⊲ ⟨Z‖N⟩S", "P ⊨ #(L)", "P ∋ M", "P ⊨ Q ∼ H(Y)", "P ⊨ J → P",
	} {
		f, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		th.Given = append(th.Given, Given{ID: string(rune('a' + i)), Formula: f})
	}
	for _, text := range []string{"P ⊨ (N‖Z)", "P ↔F(J‖K) Q"} {
		f, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		th.Asked = append(th.Asked, f)
	}
	return th
}

// claims are the proofs of all facts, unchecked.
func claims(t testing.TB, c *Closure) []*claim {
	on := make([]bool, len(c.theory.Given))
	for i := range on {
		on[i] = true
	}
	best, done := c.smallest(on), map[int]*claim{}
	var all []*claim
	for n := range c.facts {
		all = append(all, c.claim(n, best, done))
	}
	return all
}

// Every derivation that the prover finds is accepted.
func TestCheckerAccepts(t *testing.T) {
	th := small(t)
	c, err := Close(th)
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, k := range claims(t, c) {
		if _, err := check(&th, k); err != nil {
			t.Error(err)
		}
		used[k.rule] = true
	}
	if len(used) < 12 {
		t.Errorf("only %d rules were used: want a theory that shows more", len(used))
	}
}

// mutate changes one step of a proof in each way there is.
func mutate(c *Closure, k *claim, visit func(what string, m *claim)) {
	with := func(what string, change func(m *claim)) {
		m := *k
		m.premises = slices.Clone(k.premises)
		change(&m)
		visit(what, &m)
	}
	for _, f := range c.facts {
		if !f.Equal(k.conclusion) {
			with("another conclusion", func(m *claim) { m.conclusion = f })
		}
	}
	with("a conclusion that does not follow", func(m *claim) {
		m.conclusion = Believes("P", Name("nonsense"))
	})
	for _, r := range rules {
		if r.ID != k.rule {
			with("another rule", func(m *claim) { m.rule, m.given = r.ID, "" })
		}
	}
	with("a rule that is not there", func(m *claim) { m.rule, m.given = "magic", "" })
	for i := range k.premises {
		with("a premise less", func(m *claim) { m.premises = slices.Delete(m.premises, i, i+1) })
		with("a premise twice", func(m *claim) { m.premises = append(m.premises, m.premises[i]) })
		with("a circle", func(m *claim) { m.premises[i] = m })
	}
	if len(k.premises) > 1 {
		with("premises in another order", func(m *claim) { slices.Reverse(m.premises) })
	}
	if k.given != "" {
		with("given by something else", func(m *claim) { m.given += "'" })
		with("given from nothing", func(m *claim) { m.given = "" })
		with("given with a premise", func(m *claim) { m.premises = []*claim{k} })
	} else {
		with("given, not derived", func(m *claim) { m.rule, m.given = "", "a" })
		with("given and derived", func(m *claim) { m.given = "a" })
	}
}

// A mutated proof is refused, unless what it now says is a proof: two rules may lead
// from the same premises to the same conclusion, and a part may be another part.
func TestCheckerRefuses(t *testing.T) {
	th := small(t)
	c, err := Close(th)
	if err != nil {
		t.Fatal(err)
	}
	tried, refused := 0, 0
	for _, k := range claims(t, c) {
		mutate(c, k, func(what string, m *claim) {
			tried++
			_, err := check(&th, m)
			switch may := what == "another conclusion" || what == "another rule"; {
			case err != nil:
				refused++
			case !may:
				t.Errorf("%s: accepted %s by %q", what, m.conclusion, m.rule)
			case !slices.ContainsFunc(c.by[c.number[m.conclusion.key]], func(i int) bool {
				return c.steps[i].rule == m.rule && samePremises(c, c.steps[i], m)
			}):
				t.Errorf("%s: accepted %s by %q, which the prover does not have", what, m.conclusion,
					m.rule)
			}
		})
	}
	if tried < 1000 || refused*10 < tried*9 {
		t.Errorf("%d mutations, %d refused", tried, refused)
	}
}

func samePremises(c *Closure, s inference, m *claim) bool {
	return slices.EqualFunc(s.premises, m.premises, func(n int, k *claim) bool {
		return c.facts[n].Equal(k.conclusion)
	})
}

// A mutation deep inside a proof is refused as well.
func TestCheckerLooksAtEveryStep(t *testing.T) {
	th := small(t)
	c, err := Close(th)
	if err != nil {
		t.Fatal(err)
	}
	goal, err := Parse("P ⊨ P ↔L Q")
	if err != nil {
		t.Fatal(err)
	}
	var k *claim
	for _, one := range claims(t, c) {
		if one.conclusion.Equal(goal) {
			k = one
		}
	}
	leaf := k
	depth := 0
	for ; len(leaf.premises) > 0; depth++ {
		leaf = leaf.premises[len(leaf.premises)-1]
	}
	leaf.given += "'"
	if _, err := check(&th, k); err == nil || depth < 3 {
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
		{"P ⊨ K → P", "P ⊨ L → Q", "P ⊲ {P ↔F(K‖L) Q}K", "P ∋ K⁻¹"},
	} {
		th := Theory{Extensions: Extensions()}
		for _, text := range texts {
			f, err := Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			th.Given = append(th.Given, Given{ID: text, Formula: f})
		}
		c, err := Close(th)
		if err != nil {
			t.Fatal(err)
		}
		missed(t, c, shapes(th))
	}
}

// shapes are the formulas that a rule may conclude from a theory.
func shapes(th Theory) []*Formula {
	parts := map[string]*Formula{}
	for _, g := range th.Given {
		g.Formula.Walk(func(f *Formula) { parts[f.key] = f })
	}
	var all []*Formula
	for _, x := range parts {
		for _, p := range []string{"P", "Q"} {
			all = append(all, Sees(p, x), Has(p, x), Believes(p, x), Believes(p, Fresh(x)))
			for _, q := range []string{"P", "Q"} {
				all = append(all, Believes(p, Said(q, x)), Believes(p, Believes(q, x)),
					Believes(p, Has(q, x)))
			}
		}
	}
	return all
}

// missed looks for conclusions of one or two facts that the closure does not have.
func missed(t *testing.T, c *Closure, all []*Formula) {
	t.Helper()
	var open []*Formula
	for _, f := range all {
		if !c.Holds(f) {
			open = append(open, f)
		}
	}
	if len(open) == 0 || len(c.facts) < 6 {
		t.Fatalf("%d facts, %d formulas that do not follow: want some of both", len(c.facts), len(open))
	}
	try := func(from ...*Formula) {
		for _, f := range open {
			for id, follows := range inferences {
				if follows(from, f) {
					t.Errorf("%s follows from %v by %s, and was not derived", f, from, id)
				}
			}
		}
	}
	for _, a := range c.facts {
		try(a)
		for _, b := range c.facts {
			try(a, b)
		}
	}
}
