package checker

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/prover"
)

// A twin is an inference that looks like a rule's, breaks one of its conditions, and must
// be refused for that.
type twin struct {
	rule  string
	given []string // the premises, then what else is given
	not   string
	why   string // what the refusal says
}

func read(t testing.TB, text string) *ban.Formula {
	t.Helper()
	f, err := ban.Parse(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return f
}

// refuses checks that the checker refuses a twin for its reason, and that the prover does
// not make the step, in whatever order it meets what is given.
func refuses(t *testing.T, w twin, given []*ban.Formula, not *ban.Formula, asked ...*ban.Formula) {
	t.Helper()
	rule := schemas[w.rule].rule
	th := ban.Theory{Asked: append(asked, not)}
	if rule.Extension != "" {
		th.Extensions = []string{rule.Extension}
	}
	k := &ban.Claim{Conclusion: not, Rule: w.rule}
	for i, f := range given {
		g := ban.Given{ID: fmt.Sprint(i), Formula: f}
		th.Given = append(th.Given, g)
		if i < len(rule.Premises) {
			k.Premises = append(k.Premises, &ban.Claim{Conclusion: f, Given: g.ID})
		}
	}
	_, err := New(th).Check(k)
	if err == nil || !strings.Contains(err.Error(), w.why) {
		t.Errorf("%s, %s from %v: got %v, want %q", w.rule, not, given, err, w.why)
	}
	for range given {
		th.Given = append(th.Given[1:len(th.Given):len(th.Given)], th.Given[0])
		for _, flip := range []bool{false, true} {
			if flip && len(th.Given) > 1 {
				th.Given = slices.Clone(th.Given)
				th.Given[0], th.Given[1] = th.Given[1], th.Given[0]
			}
			c, err := prover.Close(th)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range c.Steps(not) {
				if s.Rule == w.rule && len(s.Premises) == len(k.Premises) &&
					slices.EqualFunc(s.Premises, k.Premises, sameConclusion) {
					t.Errorf("%s, %s: the prover makes this step from %v", w.rule, not, given)
				}
			}
		}
	}
}

// schemaOf is a rule with its variables standing for themselves: premises, conclusion last.
func schemaOf(t testing.TB, r ban.Rule) []*ban.Formula {
	t.Helper()
	var all []*ban.Formula
	for _, text := range append(slices.Clone(r.Premises), r.Conclusion) {
		all = append(all, read(t, text))
	}
	return all
}

// A site is a place in a formula, as the way to it, where something can be put.
func sites(f *ban.Formula, path []int, visit func(path []int, g *ban.Formula)) {
	visit(path, f)
	for i, a := range f.Args {
		sites(a, append(slices.Clone(path), i), visit)
	}
}

// put is a formula with another one at a place inside it.
func put(f *ban.Formula, path []int, g *ban.Formula) *ban.Formula {
	if len(path) == 0 {
		return g
	}
	h := *f
	h.Args = slices.Clone(f.Args)
	h.Args[path[0]] = put(f.Args[path[0]], path[1:], g)
	if h.Op == ban.OpTuple {
		return ban.Tuple(h.Args...)
	}
	return resealed(&h)
}

// resealed is a formula whose fields were changed, as the package makes it.
func resealed(h *ban.Formula) *ban.Formula {
	return h.Map(func(f *ban.Formula) *ban.Formula { return f })
}

// A variant of a schema: one place in it is something else.
type changed struct {
	what     string
	formulas []*ban.Formula
	variable string // that stands for two things now
	place    string // whose form is another now
}

// changes are all changes of one name or one operation in a schema.
func changes(schema []*ban.Formula) []changed {
	var all []changed
	count := occurrences(schema)
	for i, f := range schema {
		with := func(what, variable string, g *ban.Formula) {
			c := changed{what: fmt.Sprintf("%s in %s", what, f), formulas: slices.Clone(schema),
				variable: variable}
			c.formulas[i] = g
			if variable == "" {
				c.place = fmt.Sprintf("premise %d is ", i+1)
				if i == len(schema)-1 {
					c.place = "the conclusion is "
				}
			}
			all = append(all, c)
		}
		sites(f, nil, func(path []int, g *ban.Formula) {
			if g.Op == ban.OpName {
				if count[g.Name] > 1 {
					with("another "+g.Name, g.Name, put(f, path, ban.Name("Z")))
				}
				return
			}
			if g.Op != ban.OpApply && g.Name != "" && count[g.Name] > 1 {
				h := *g
				h.Name = "S"
				with("another "+g.Name, g.Name, put(f, path, resealed(&h)))
			}
			if g.Peer != "" && count[g.Peer] > 1 {
				h := *g
				h.Peer = "S"
				with("another "+g.Peer, g.Peer, put(f, path, resealed(&h)))
			}
			with("another operation", "", put(f, path, otherOperation(g)))
		})
	}
	return all
}

// occurrences are how often each variable stands in a schema.
func occurrences(schema []*ban.Formula) map[string]int {
	count := map[string]int{}
	for _, f := range schema {
		f.Walk(func(g *ban.Formula) {
			if g.Op != ban.OpApply {
				count[g.Name]++
			}
			count[g.Peer]++
		})
	}
	return count
}

// otherOperation is a formula of the same parts made otherwise.
func otherOperation(g *ban.Formula) *ban.Formula {
	x := g.Args[0]
	switch g.Op {
	case ban.OpBelieves:
		return ban.New(ban.OpControls, g.Name, x)
	case ban.OpSees, ban.OpHas, ban.OpControls:
		return ban.New(ban.OpSaid, g.Name, x)
	case ban.OpSaid:
		return ban.New(ban.OpSees, g.Name, x)
	case ban.OpShared:
		return ban.Between(ban.OpSecret, g.Name, x, g.Peer)
	case ban.OpSecret:
		return ban.Between(ban.OpShared, g.Name, x, g.Peer)
	case ban.OpPublic:
		return ban.Between(ban.OpShared, g.Name, x, g.Name)
	case ban.OpFresh:
		return ban.New(ban.OpApply, "fresh", x)
	case ban.OpApply:
		return ban.New(ban.OpApply, "G", x)
	case ban.OpInverse:
		return x
	case ban.OpAgreed:
		return ban.New(ban.OpApply, "H", ban.Tuple(g.Args...))
	case ban.OpEncrypted:
		return ban.New(ban.OpCombined, "", x, g.Args[1])
	case ban.OpCombined:
		return ban.New(ban.OpEncrypted, "", x, g.Args[1])
	case ban.OpTuple:
		return ban.New(ban.OpApply, "H", g)
	}
	panic(fmt.Sprint("no other operation for ", g))
}

// Every name that a rule has twice has to be the same, and every operation its own: each
// is changed by itself, in each place, and the refusal names it.
func TestEachPlaceOfEachRule(t *testing.T) {
	tried := map[string]int{}
	for _, r := range ban.Rules() {
		for _, c := range changes(schemaOf(t, r)) {
			last := len(c.formulas) - 1
			w := twin{rule: r.ID, why: c.place}
			if c.variable != "" {
				w.why = ": " + c.variable + " is "
			}
			if joins := r.ID == "belief-tuple" || r.ID == "has-tuple"; joins && c.variable == "Y" {
				w.why = ": X is " // the part that the premise is about
			}
			refuses(t, w, c.formulas[:last], c.formulas[last])
			tried[r.ID]++
		}
	}
	for _, r := range ban.Rules() {
		if tried[r.ID] < 4 {
			t.Errorf("%s: %d changes: want more", r.ID, tried[r.ID])
		}
	}
}

// Where a rule speaks of a key, the private half of one is none.
func TestNoRuleTakesAPrivateHalfForAKey(t *testing.T) {
	tried := 0
	for _, r := range ban.Rules() {
		schema := schemaOf(t, r)
		for _, k := range []string{"K", "L"} {
			if occurrences(schema)[k] == 0 {
				continue
			}
			tried++
			var all []*ban.Formula
			for _, f := range schema {
				all = append(all, f.Map(func(g *ban.Formula) *ban.Formula {
					if g.Op == ban.OpName && g.Name == k {
						return ban.New(ban.OpInverse, "", g)
					}
					return g
				}))
			}
			last := len(all) - 1
			w := twin{rule: r.ID, why: k + " is " + k + "⁻¹ in premise"}
			refuses(t, w, all[:last], all[last])
		}
	}
	if tried < 9 {
		t.Errorf("%d rules speak of keys", tried)
	}
}

// A premise too few and one too many.
func TestPremisesAreCounted(t *testing.T) {
	for _, r := range ban.Rules() {
		schema := schemaOf(t, r)
		to := schema[len(schema)-1]
		for _, from := range [][]*ban.Formula{schema[:len(schema)-2],
			append(slices.Clone(schema[:len(schema)-1]), schema[0])} {
			want := fmt.Sprintf("it has %d premises: want %d", len(from), len(r.Premises))
			if why := New(ban.Theory{}).follows(r, from, to); !strings.HasPrefix(why, want) {
				t.Errorf("%s: got %q, want %q", r.ID, why, want)
			}
		}
	}
}

// allFamilies are the families of all rules.
func allFamilies() []string {
	var all []string
	for _, r := range ban.Rules() {
		if !slices.Contains(all, r.Family) {
			all = append(all, r.Family)
		}
	}
	return all
}

// A rule that is off is refused: that of an extension, and that of another family.
func TestRulesThatAreOff(t *testing.T) {
	for _, r := range ban.Rules() {
		schema := schemaOf(t, r)
		th := ban.Theory{}
		k := &ban.Claim{Conclusion: schema[len(schema)-1], Rule: r.ID}
		for i, f := range schema[:len(schema)-1] {
			th.Given = append(th.Given, ban.Given{ID: fmt.Sprint(i), Formula: f})
			k.Premises = append(k.Premises, &ban.Claim{Conclusion: f, Given: fmt.Sprint(i)})
		}
		try := func(on []string, families []string, want string) {
			t.Helper()
			th.Extensions, th.Families = on, families
			_, err := New(th).Check(k)
			if want == "" && err != nil || want != "" &&
				(err == nil || !strings.HasSuffix(err.Error(), want)) {
				t.Errorf("%s: got %v, want %q", r.ID, err, want)
			}
		}
		others := slices.DeleteFunc(ban.Extensions(), func(e string) bool { return e == r.Extension })
		families := slices.DeleteFunc(allFamilies(), func(f string) bool { return f == r.Family })
		if r.Extension != "" {
			try(others, nil, fmt.Sprintf("rule %q is of the extension %s, which is off", r.ID,
				r.Extension))
		}
		try(ban.Extensions(), families,
			fmt.Sprintf("rule %q is of the family %s, which may not be used", r.ID, r.Family))
		try(ban.Extensions(), []string{r.Family}, "")
		try(ban.Extensions(), nil, "")
	}
}

// What is given stands in the theory under its name, and needs nothing else.
func TestGiven(t *testing.T) {
	x, y := read(t, "P ⊨ X"), read(t, "P ⊨ Y")
	th := ban.Theory{Given: []ban.Given{{ID: "A1", Formula: x}, {ID: "A2", Formula: y}}}
	leaf := &ban.Claim{Conclusion: x, Given: "A1"}
	for _, c := range []struct {
		k    ban.Claim
		want string
	}{
		{ban.Claim{Conclusion: x, Given: "A2"}, `"A2" does not give it`},
		{ban.Claim{Conclusion: x, Given: "A3"}, `"A3" does not give it`},
		{ban.Claim{Conclusion: x}, `"" does not give it`},
		{ban.Claim{Conclusion: x, Given: "A1", Premises: []*ban.Claim{leaf}},
			"it is given, and has premises"},
		{ban.Claim{Conclusion: x, Given: "A1", Rule: "said-part", Premises: []*ban.Claim{leaf}},
			`it is given by "A1", and derived`},
		{ban.Claim{Conclusion: x, Rule: "magic"}, `there is no rule "magic"`},
	} {
		if _, err := New(th).Check(&c.k); err == nil || !strings.HasSuffix(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
	circle := &ban.Claim{Conclusion: x, Rule: "belief-part"}
	circle.Premises = []*ban.Claim{circle}
	if _, err := New(th).Check(circle); err == nil ||
		!strings.HasSuffix(err.Error(), "it is derived from itself") {
		t.Errorf("a circle: got %v", err)
	}
}

// What rules ask for beside their forms, each broken by itself.
var broken = []twin{
	{"message-meaning-shared", []string{"P ⊨ Q ↔K P", "P ⊲ {X}K from P"}, "P ⊨ Q ∼ X",
		sentByAnother.broken},
	{"nonce-verification", []string{"P ⊨ #({X}K)", "P ⊨ Q ∼ {X}K"}, "P ⊨ Q ⊨ {X}K",
		cleartext.broken},
	{"nonce-verification", []string{"P ⊨ #(N‖{X}K)", "P ⊨ Q ∼ (N‖{X}K)"}, "P ⊨ Q ⊨ (N‖{X}K)",
		cleartext.broken},
	{"nonce-verification", []string{"P ⊨ #({X}K⁻¹)", "P ⊨ Q ∼ {X}K⁻¹"}, "P ⊨ Q ⊨ {X}K⁻¹",
		cleartext.broken},
	{"nonce-verification", []string{"P ⊨ #(H(N‖{X}K))", "P ⊨ Q ∼ H(N‖{X}K)"},
		"P ⊨ Q ⊨ H(N‖{X}K)", cleartext.broken},
	{"nonce-verification", []string{"P ⊨ #(⟨{X}K⟩Y)", "P ⊨ Q ∼ ⟨{X}K⟩Y"}, "P ⊨ Q ⊨ ⟨{X}K⟩Y",
		cleartext.broken},
	{"nonce-verification", []string{"P ⊨ #(R ⊲ {X}K)", "P ⊨ Q ∼ R ⊲ {X}K"}, "P ⊨ Q ⊨ R ⊲ {X}K",
		cleartext.broken},
	{"fresh-key", []string{"P ⊨ #(K)", "P ⊨ Q ↔K P", "P ⊲ {X}K from P"}, "P ⊨ Q ⊨ X",
		sentByAnother.broken},
	{"fresh-key", []string{"P ⊨ #(K)", "P ⊨ Q ↔K P", "P ⊲ {{X}L}K"}, "P ⊨ Q ⊨ {X}L",
		cleartext.broken},
	{"fresh-key", []string{"P ⊨ #(K)", "P ⊨ Q ↔K P", "P ⊲ {N‖{X}L}K"}, "P ⊨ Q ⊨ (N‖{X}L)",
		cleartext.broken},
	{"belief-part", []string{"P ⊨ (X‖Y)"}, "P ⊨ Z", someParts.broken},
	{"belief-part", []string{"P ⊨ (X‖Y)"}, "P ⊨ (X‖Y)", someParts.broken},
	{"belief-part", []string{"P ⊨ (X‖Y‖Z)"}, "P ⊨ (Z‖X)", someParts.broken},
	{"belief-part", []string{"P ⊨ (X‖{Y‖Z}K)"}, "P ⊨ Y", someParts.broken},
	{"belief-part", []string{"P ⊨ Q ⊨ (X‖Y‖Z)"}, "P ⊨ Q ⊨ (Y‖X)", someParts.broken},
	// At any depth it is one principal's belief in one principal's.
	{"belief-part", []string{"P ⊨ Q ⊨ (X‖Y)"}, "R ⊨ Q ⊨ X", "premise 1 is P ⊨ Q ⊨ (X‖Y)"},
	{"belief-part", []string{"P ⊨ Q ⊨ (X‖Y)"}, "P ⊨ R ⊨ X", "P is Q in premise 1, and R"},
	{"belief-part", []string{"P ⊨ Q ⊨ (X‖Y)"}, "P ⊨ X", "premise 1 is P ⊨ Q ⊨ (X‖Y)"},
	{"belief-part", []string{"P ⊨ (X‖Y)"}, "P ⊨ Q ⊨ X", someParts.broken},
	{"belief-tuple", []string{"P ⊨ Q ⊨ X", "P ⊨ Q ⊨ Y"}, "P ⊨ Q ⊨ (X‖Y)", "the conclusion is"},
	{"has-tuple", []string{"P ∋ X", "P ∋ Y"}, "P ∋ (X‖Y‖Z)", "it has 2 premises: want 3"},
	{"belief-tuple", []string{"P ⊨ Y", "P ⊨ X"}, "P ⊨ (X‖Y)",
		"X is X in part 1 of the conclusion, and Y"},
	{"said-part", []string{"P ⊨ Q ∼ (X‖Y‖Z)"}, "P ⊨ Q ∼ (Z‖X)", someParts.broken},
	{"said-part", []string{"P ⊨ Q ∼ (X‖Y‖Z)"}, "P ⊨ Q ∼ (X‖X)", someParts.broken},
	{"said-part", []string{"P ⊨ Q ∼ (X‖Y)"}, "P ⊨ Q ∼ (X‖Y)", someParts.broken},
	{"said-part", []string{"P ⊨ Q ∼ (X‖Y)"}, "P ⊨ Q ∼ (X‖Y‖Z)", someParts.broken},
	{"sees-part", []string{"P ⊲ (X‖Y‖Z)"}, "P ⊲ (Y‖X)", someParts.broken},
	{"has-part", []string{"P ∋ (X‖Y‖Z)"}, "P ∋ (Y‖X)", someParts.broken},
	{"has-part", []string{"P ∋ (X‖{Y}K)"}, "P ∋ Y", someParts.broken},
	{"fresh-tuple", []string{"P ⊨ #(Z‖X)"}, "P ⊨ #(X‖Y‖Z)", someParts.broken},
	{"fresh-tuple", []string{"P ⊨ #(X)"}, "P ⊨ #({X}K‖Y)", someParts.broken},
	{"fresh-tuple", []string{"P ⊨ #(X‖Y)"}, "P ⊨ #(X‖Y)", someParts.broken},
	{"sees-held", []string{"P ∋ K", "P ⊲ {X}K", "P ⊨ K → Q"}, "P ⊲ X", noHalf.broken},
	{"sees-held", []string{"P ∋ K", "P ⊲ {X}K", "P ⊲ {Y}K⁻¹"}, "P ⊲ X", noHalf.broken},
	{"sees-held", []string{"P ∋ K", "P ⊲ {X}K", "P ⊨ P ↔agreed(L‖K) Q"}, "P ⊲ X", noHalf.broken},
	{"key-agreement", []string{"P ⊨ #(K)", "P ⊨ K → P", "P ⊨ L → P"}, "P ⊨ P ↔agreed(K‖L) P",
		anotherPrincipal.broken},
	{"key-agreement", []string{"P ⊨ #(K)", "P ⊨ K → P", "P ⊨ K → Q"}, "P ⊨ P ↔agreed(K‖K) Q",
		anotherKey.broken},
}

func TestEachConditionOfEachRule(t *testing.T) {
	for _, w := range broken {
		var given []*ban.Formula
		for _, text := range w.given {
			given = append(given, read(t, text))
		}
		refuses(t, w, given, read(t, w.not))
		// What is only asked for is part of the theory too.
		if rule := schemas[w.rule].rule; len(given) > len(rule.Premises) {
			refuses(t, w, given[:len(rule.Premises)], read(t, w.not), given[len(rule.Premises):]...)
		}
	}
	for _, r := range ban.Rules() {
		for _, c := range conditions[r.ID] {
			if !slices.ContainsFunc(broken, func(w twin) bool {
				return w.rule == r.ID && w.why == c.broken
			}) {
				t.Errorf("%s: no twin breaks the condition that is broken when %s", r.ID, c.broken)
			}
		}
	}
	for id := range conditions {
		if schemas[id].rule.Side == "" {
			t.Errorf("%s has conditions, and says nothing of them", id)
		}
	}
}

// What no rule gives, however much it looks like it.
func TestNoRuleGives(t *testing.T) {
	for _, c := range []struct {
		why   string
		given []string
		not   string
	}{
		{"encrypted to Q, by anybody", []string{"P ⊨ K → Q", "P ⊲ {X}K"}, "P ⊨ Q ∼ X"},
		{"encrypted to P, by anybody", []string{"P ⊨ K → P", "P ⊲ {X}K"}, "P ⊨ Q ∼ X"},
		{"a key that is held says not who shares it", []string{"P ∋ K", "P ⊲ {X}K"}, "P ⊨ Q ∼ X"},
		{"fresh, but not said by anyone", []string{"P ⊨ #(X)", "P ⊲ X"}, "P ⊨ Q ⊨ X"},
		{"said, but not fresh", []string{"P ⊨ Q ∼ X"}, "P ⊨ Q ⊨ X"},
		{"said, not believed", []string{"P ⊨ Q ⇒ X", "P ⊨ Q ∼ X"}, "P ⊨ X"},
		{"no control", []string{"P ⊨ Q ⊨ X"}, "P ⊨ X"},
		{"beliefs of another do not join", []string{"P ⊨ Q ⊨ X", "P ⊨ Q ⊨ Y"}, "P ⊨ Q ⊨ (X‖Y)"},
		{"said does not join", []string{"P ⊨ Q ∼ X", "P ⊨ Q ∼ Y"}, "P ⊨ Q ∼ (X‖Y)"},
		{"sees does not join", []string{"P ⊲ X", "P ⊲ Y"}, "P ⊲ (X‖Y)"},
		{"the secret is not shown", []string{"P ⊲ ⟨X⟩Y"}, "P ⊲ Y"},
		{"others' secret", []string{"P ⊨ Q ⇌Y R", "P ⊲ ⟨X⟩Y"}, "P ⊨ Q ∼ X"},
		{"others' key", []string{"P ⊨ Q ↔K R", "P ⊲ {X}K"}, "P ⊲ X"},
		{"another one's key", []string{"R ⊨ Q ↔K P", "P ⊲ {X}K"}, "P ⊲ X"},
		{"another one's key to verify with", []string{"R ⊨ K → Q", "P ⊲ {X}K⁻¹"}, "P ⊲ X"},
		{"freshness down into a part", []string{"P ⊨ #(X‖Y)"}, "P ⊨ #(X)"},
		{"freshness out of an encryption", []string{"P ⊨ #({X}K)"}, "P ⊨ #(X)"},
		{"freshness by the key", []string{"P ⊨ #(K)"}, "P ⊨ #({X}K)"},
		{"a private key signs, and opens no signature", []string{"P ∋ K⁻¹", "P ⊲ {X}K⁻¹"}, "P ⊲ X"},
		{"a hash of public keys is public", []string{"P ⊨ #(K)", "P ⊨ K → P", "P ⊨ L → Q"},
			"P ⊨ P ↔H(K‖L) Q"},
		{"P's own half is an old one", []string{"P ⊨ #(L)", "P ⊨ K → P", "P ⊨ L → Q"},
			"P ⊨ P ↔agreed(K‖L) Q"},
		{"the peer's half was its own once", []string{"P ⊨ #(K)", "P ⊨ K → P", "P ⊨ Q ∼ L → Q"},
			"P ⊨ P ↔agreed(K‖L) Q"},
		{"the peer's belief does not follow", []string{"P ⊨ #(K)", "P ⊨ K → P", "P ⊨ L → Q"},
			"P ⊨ Q ⊨ P ↔agreed(K‖L) Q"},
	} {
		th := ban.Theory{Asked: []*ban.Formula{read(t, c.not)}, Extensions: []string{"possession",
			"envelope", "saying", "agreement"}}
		if strings.HasPrefix(c.why, "freshness") {
			th.Extensions = nil
		}
		for _, text := range c.given {
			th.Given = append(th.Given, ban.Given{ID: text, Formula: read(t, text)})
		}
		closure, err := prover.Close(th)
		if err != nil {
			t.Fatal(err)
		}
		if closure.Claim(read(t, c.not), nil) != nil {
			t.Errorf("%s: the prover claims %s from %v", c.why, c.not, c.given)
		}
	}
}
