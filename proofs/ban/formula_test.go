package ban_test

import (
	"strings"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"

	"emrproof/proofs/ban"
)

func parse(t testing.TB, text string) *ban.Formula {
	t.Helper()
	f, err := ban.Parse(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return f
}

// Each formula in all the ways in which it can be written; the first is how it prints.
func TestNotations(t *testing.T) {
	for _, c := range []struct {
		want, words string
		also        []string
	}{
		{"D ⊨ P ⊨ D ↔SEK1 P", "D believes P believes D <-SEK1-> P",
			[]string{"D |≡ (P |= D ↔ SEK1 P)", "D⊨P⊨D<-SEK1->P"}},
		{"D ⊨ #(T_P1)", "D believes fresh(T_P1)", []string{"D ⊨ #T_P1", "D believes #(T_P1)"}},
		{"D ⊨ PUK_P → P", "D believes PUK_P -> P", []string{"D |= PUK_P->P"}},
		{"D ⊨ P ⇒ ID_P", "D believes P controls ID_P", []string{"D |= P |=> ID_P"}},
		{"D ⊲ (X‖Y)", "D sees (X, Y)", []string{"D <| (X||Y)", "D ⊳ (X,Y)", "D ◁ ((X, Y))"}},
		{"D ⊨ P ∼ X", "D believes P said X", []string{"D |= P |~ X", "D ⊨ P ~ X"}},
		{"P ∋ K⁻¹", "P has K^-1", nil},
		{"{X‖(A ↔K B)}PUK⁻¹", "{X, (A <-K-> B)}PUK^-1", nil},
		{"{X}K from P", "{X}K from P", nil},
		{"⟨X‖{Y}L⟩N", "<X, {Y}L>N", nil},
		{"A ⇌N B", "A <=N=> B", nil},
		{"H(X‖Y)", "H(X, Y)", nil},
		{"A ↔F(K‖L) B", "A <-F(K, L)-> B", nil},
		{"A ↔agreed(K‖L) B", "A <-agreed(K, L)-> B", []string{"A ↔agreed(L‖K) B"}},
		{"X‖Y‖Z", "X, Y, Z", []string{"(X, Y), Z", "X, (Y, Z)", "((X)), (Y), Z"}},
		{"#(A ↔K B)", "fresh(A <-K-> B)", nil},
	} {
		f := parse(t, c.want)
		if got := f.String(); got != c.want {
			t.Errorf("%s prints as %s", c.want, got)
		}
		for _, text := range append(c.also, c.words) {
			if g := parse(t, text); !g.Equal(f) {
				t.Errorf("%q is %s, want %s", text, g, f)
			}
		}
	}
}

// An agreed key goes by its own name, and equals what it is made of.
func TestAgreed(t *testing.T) {
	key := ban.New(ban.OpAgreed, "", ban.Name("K"), ban.Name("L"))
	key.Alias = "SEK"
	f := ban.New(ban.OpBelieves, "D", ban.Between(ban.OpShared, "D", key, "P"))
	if !f.Equal(parse(t, "D ⊨ P ↔agreed(K‖L) D")) ||
		f.Equal(parse(t, "D ⊨ D ↔SEK P")) || f.Equal(parse(t, "D ⊨ D ↔F(K‖L) P")) {
		t.Errorf("%s is not D ⊨ D ↔agreed(K‖L) P", f)
	}
	if got, want := f.String(), "D ⊨ D ↔SEK P"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	s := ban.Scope{"D": {Sort: "principal"}, "P": {Sort: "principal"}}
	if err := s.Declare("SEK", "shared key", key); err != nil {
		t.Fatal(err)
	}
	at := ban.Position{File: "a.ban", Line: 1, Col: 1}
	if g, err := s.Parse("D ⊨ D ↔SEK P", at); err != nil || !g.Equal(f) || g.String() != f.String() {
		t.Errorf("%v, %v, want %s", g, err, f)
	}
	if _, err := s.Parse("D ⊨ SEK → P", at); err == nil {
		t.Error("a shared key is taken for a public one")
	}
}

func TestLaTeX(t *testing.T) {
	const want = `\mathit{D} \mid\equiv \mathit{P} \mid\sim ` +
		`(\{\mathit{T}_{\mathit{P1}}\}_{\mathit{K}^{-1}}, \mathit{X})`
	if got := parse(t, "D ⊨ P ∼ ({T_P1}K⁻¹‖X)").LaTeX(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// What is the same, and what only looks so.
func TestEqual(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"A ↔K B", "B ↔K A", true},
		{"C ⊨ A ⊨ A ↔K B", "C ⊨ A ⊨ B ↔K A", true},
		{"A ⇌K B", "B ⇌K A", true},
		{"A ↔K B", "A ⇌K B", false},
		{"A ↔K B", "A ↔L B", false},
		{"X‖Y", "Y‖X", false},
		{"{X}K", "{X}K⁻¹", false},
		{"{X}K", "{X}K from A", false},
		{"K → A", "K → B", false},
		{"A ⊨ X", "A ∼ X", false},
	} {
		if got := parse(t, c.a).Equal(parse(t, c.b)); got != c.want {
			t.Errorf("%s and %s: equal %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestSyntaxErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", `1:1: the end: want a formula: a name, #, (, {, or ⟨`},
		{"D ⊨", `1:4: the end: want a formula: a name, #, (, {, or ⟨`},
		{"D ⊨ {X", `1:7: the end: want "}"`},
		{"{X}", `1:4: the end: want a name`},
		{"D ⊨ X Y", `1:7: "Y": want the end of the formula, or ‖ and more`},
		{"‖X", `1:1: "‖": want a formula: a name, #, (, {, or ⟨`},
		{"A <-K B", `1:7: "B": want "->"`},
		{"A <=N B", `1:7: "B": want "=>"`},
		{"believes X", `1:1: "believes": want a formula: a name, #, (, {, or ⟨`},
		{"D ⊨ ½", `1:5: "½": want a formula such as "D believes fresh(T)" or "D ⊨ #(T)"`},
		{"A ↔K⁻¹ B", `1:4: "K": want a shared key`},
		{"K → {X}L", `1:5: "{": want a principal`},
		{"A ↔agreed(K) B", `1:4: "agreed": want two public keys, such as agreed(K‖L)`},
		{"A ↔agreed(K‖L‖M) B", `1:4: "agreed": want two public keys, such as agreed(K‖L)`},
		{"A ↔agreed(K‖K⁻¹) B", `1:4: "agreed": want two public keys, such as agreed(K‖L)`},
		{"A ↔agreed(K‖agreed(K‖L)) B",
			`1:4: "agreed": want two public keys, such as agreed(K‖L)`},
		{"agreed(K‖L) → B", `1:13: "→": want the end of the formula, or ‖ and more`},
		{"X‖\xff", `1:3: not UTF-8: want text in UTF-8`},
		{strings.Repeat("(", 256) + "X" + strings.Repeat(")", 256),
			`1:257: too deep: want at most 32 formulas inside each other`},
		{strings.Repeat("A ⊨ ", 32) + "X",
			`1:1: too deep: want at most 32 formulas inside each other`},
		{strings.Repeat("X,", 1024) + "X", `1:1: 1026 formulas inside it: want 1024 at most`},
		{strings.Repeat("X,", 5000) + "X", `1:1: 10002 names and signs: want 8192 at most`},
	} {
		_, err := ban.Parse(c.text)
		if err == nil || err.Error() != c.want {
			t.Errorf("%.20q: got  %v\nwant %s", c.text, err, c.want)
		}
	}
}

// A scope knows what each name is.
func TestScope(t *testing.T) {
	half := parse(t, "PUK⁻¹")
	half.Alias = "PRK"
	s := ban.Scope{"D": {Sort: "principal"}, "P": {Sort: "principal"}, "SEK": {Sort: "shared key"},
		"T": {Sort: "stamp"}, "H": {Sort: "function"}, "PUK": {Sort: "public key"},
		"PRK": {Sort: "private key", Stands: half},
		"M1":  {Sort: "message", Stands: parse(t, "{T}PUK⁻¹‖T")}}
	at := ban.Position{File: "a.ban", Line: 7, Col: 11}
	for _, c := range []struct{ text, want string }{
		{"D ⊲ {T}PRK", "D ⊲ {T}PRK"},
		{"D ⊲ {T}PUK⁻¹", "D ⊲ {T}PUK⁻¹"},
		{"D ⊲ M1", "D ⊲ ({T}PUK⁻¹‖T)"},
		{"D ⊨ D ↔SEK P", "D ⊨ D ↔SEK P"},
		{"D ⊨ #(U)", `a.ban:7:17: "U" is not declared: want a name that is declared, one of ` +
			`D, M1, P, PRK, PUK, SEK, T`},
		{"T ⊨ T", `a.ban:7:11: "T" is a stamp: want a principal, one of D, P`},
		{"D ⊨ SEK → P", `a.ban:7:15: "SEK": want a public key before →`},
		{"D ⊨ D ↔T P", `a.ban:7:18: "T": want a shared key`},
		{"{T}T", `a.ban:7:14: "T": want a key`},
		{"⟨T⟩T", `a.ban:7:14: "T": want a secret`},
		{"D ⊨ SEK⁻¹", `a.ban:7:15: "SEK": want a public key before ⁻¹`},
		{"D ⊨ D ↔agreed(PUK‖PUK) P", `a.ban:7:18: "agreed": want the name of a key that is ` +
			`declared as agreed`},
		{"P(T)", `a.ban:7:11: "P" is a principal: want a function, one of H`},
		{"H", `a.ban:7:11: "H" is a function: want a name that is declared, one of ` +
			`D, M1, P, PRK, PUK, SEK, T`},
	} {
		got := ""
		if f, err := s.Parse(c.text, at); err != nil {
			got = err.Error()
		} else {
			got = f.String()
		}
		if got != c.want {
			t.Errorf("%q: got  %s\nwant %s", c.text, got, c.want)
		}
	}
	if err := s.Declare("SEK", "nonce", nil); err == nil {
		t.Error("SEK was declared twice")
	}
	if err := s.Declare("said", "nonce", nil); err == nil {
		t.Error("a word of the language was declared")
	}
	if f, err := s.Parse("PRK", at); err != nil || !f.Equal(parse(t, "PUK⁻¹")) {
		t.Errorf("PRK is %v, %v, want PUK⁻¹", f, err)
	}
}

// formulas draws formulas of a depth.
func formulas(depth int) gopter.Gen {
	name := gen.OneConstOf("A", "B", "K", "N_a", "T_P1", "x'")
	if depth == 0 {
		return name.Map(func(n string) *ban.Formula { return ban.Name(n) })
	}
	return gopter.CombineGens(gen.IntRange(0, 14), name, name, formulas(depth-1), formulas(depth-1)).
		Map(func(v []any) *ban.Formula {
			p, q := v[1].(string), v[2].(string)
			x, y := v[3].(*ban.Formula), v[4].(*ban.Formula)
			k := ban.Name(q)
			switch v[0].(int) {
			case 0:
				return ban.New(ban.OpBelieves, p, x)
			case 1:
				return ban.New(ban.OpSees, p, x)
			case 2:
				return ban.New(ban.OpSaid, p, x)
			case 3:
				return ban.New(ban.OpControls, p, x)
			case 4:
				return ban.New(ban.OpHas, p, x)
			case 5:
				return ban.New(ban.OpFresh, "", x)
			case 6:
				return ban.Between(ban.OpShared, p, k, q)
			case 7:
				return ban.Between(ban.OpSecret, p, ban.New(ban.OpApply, "F", x), q)
			case 8:
				return ban.New(ban.OpPublic, p, k)
			case 9:
				return ban.New(ban.OpEncrypted, "", x, ban.New(ban.OpInverse, "", k))
			case 10:
				return ban.New(ban.OpEncrypted, p, x, k)
			case 11:
				return ban.New(ban.OpCombined, "", x, k)
			case 12:
				return ban.New(ban.OpApply, "H", x)
			case 13:
				return ban.New(ban.OpEncrypted, "", x, ban.New(ban.OpAgreed, "", k, ban.Name(p)))
			}
			return ban.Tuple(x, y)
		})
}

func TestRoundTrip(t *testing.T) {
	parameters := gopter.DefaultTestParametersWithSeed(1)
	parameters.MinSuccessfulTests = 2000
	properties := gopter.NewProperties(parameters)
	properties.Property("a formula that is printed is read as itself",
		prop.ForAll(func(f *ban.Formula) bool {
			return parse(t, f.String()).Equal(f)
		}, formulas(4)))
	properties.TestingRun(t)
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"D ⊨ P ⊨ D ↔SEK1 P", "{X, <Y>N}K^-1 from P", "A <=F(X)=> B",
		"P ↔agreed(K‖L) Q",
		"#(X‖(A ↔K B))", "((((", "A |=> B |≡ ~", "K -> P", "⟨⟩", "H(X"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		x, err := ban.Parse(text)
		if err != nil {
			return
		}
		y, err := ban.Parse(x.String())
		if err != nil || !y.Equal(x) || y.String() != x.String() {
			t.Errorf("%q prints as %q, which is read as %v, %v", text, x, y, err)
		}
	})
}
