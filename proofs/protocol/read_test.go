package protocol

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"emrproof/proofs/ban"
)

// whole is a file in which every kind of line occurs.
const whole = `// a comment
protocol small: an example
source "A Book", see https://example.org/book
model published
principal A, B
pair Ka Ia of A
shared K of A B
identity ID_A of A
stamp T
nonce N
secret Y
value X, Z
function H
stands X: h(ID_A)
message M1 from A to B: {T‖X}Ia, {N‖H(Z)}K   // behind a formula
  part 1 is visit/P/let Sig_P1
assume A1: B believes fresh(T)
assume A2: B ⊨ Ka → B
goal G1: B ⊨ A ⊨ X
goal G2: B ⊨ A ⊨ A ↔K B
statement 1: B ⊲ M1
  cites M1
  by seeing
statement 2: B ⊨ A ∼ (T‖X)
  cites 1, A2
  by message meaning
erratum E1: the right owner
  assume A2: B ⊨ Ka → A
  assume A3: B ⊨ #(N)
  drop A1
  assume A1: B ⊨ #(T)
erratum E2: the formula
  add to M1 part 1: A ↔K B
  statement 2: B ⊨ A ∼ X
  cites 2: 1
  by 2: belief
expect none: nothing
expect E1: G1
expect E1, E2: all
`

func TestParseWhole(t *testing.T) {
	p, err := Parse("small.ban", whole)
	if err != nil {
		t.Fatal(err)
	}
	if p.Source != `"A Book", see https://example.org/book` || p.Title != "an example" {
		t.Errorf("source %q, title %q", p.Source, p.Title)
	}
	v, err := p.Variant("E1", "E2")
	if err != nil {
		t.Fatal(err)
	}
	if got := v.Messages[0].Content.String(); got != "{T‖X‖(A ↔K B)}Ia‖{N‖H(Z)}K" {
		t.Errorf("message %s", got)
	}
	if len(v.Assumptions) != 3 {
		t.Errorf("assumptions %v", v.Assumptions)
	}
	if s := v.Statements[1]; s.Formula.String() != "B ⊨ A ∼ X" || s.Rule != "belief" ||
		!slices.Equal(s.Cites, []string{"1"}) {
		t.Errorf("statement 2: %s, cites %v, by %s", s.Formula, s.Cites, s.Rule)
	}
	if len(p.Errata) != 2 || !p.Errata[0].Goals || !p.Errata[1].Goals {
		t.Errorf("errata %v, want two that change goals", p.Errata)
	}
}

// Each line that is wrong is named with its place, and with what would be right.
func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"assume A1: B believes fresh(T)", "assume A1: B believes fresh(U)",
			`17:29: "U" is not declared: want a name that is declared, one of A, B, ID_A, Ia, K, Ka, ` +
				`M1, N, T, X, Y, Z`},
		{"assume A1: B believes fresh(T)", "assume A1: T", `17:12: T is no statement: want one such ` +
			`as "P believes X"`},
		{"assume A2: B ⊨ Ka → B", "assume A1: B ⊨ Ka → B", `18:1: "A1" is there already: want ` +
			`another id`},
		{"assume A2: B ⊨ Ka → B", "assume 2: B ⊨ Ka → B", `18:1: "2": want an id that begins with ` +
			`a letter; statements are numbered`},
		{"assume A2: B ⊨ Ka → B", "assume A2", `18:1: want "assume ID: FORMULA"`},
		{"assume A2: B ⊨ Ka → B", "asume A2: B ⊨ Ka → B", `18:1: "asume": want one of ` +
			`agreed, assume, erratum`},
		{"protocol small: an example", "", `40:1: no protocol: want a line such as ` +
			`"protocol kerberos: Kerberos"`},
		{"principal A, B", "principal A, A", `5:1: "A": it is a principal already: want another name`},
		{"principal A, B", "principal A, said", `5:1: "said": want a name: a letter, then letters, ` +
			`digits, _ or ', and not a word of the language`},
		{"pair Ka Ia of A", "pair Ka Ia of C", `6:1: "C": want a principal, one of A, B`},
		{"pair Ka Ia of A", "pair Ka of A", `6:1: want "pair PUBLIC PRIVATE of PRINCIPAL"`},
		{"shared K of A B", "shared K of A A", `7:1: "A" twice: want two principals`},
		{"shared K of A B", "agreed K of A, B", `7:1: want "agreed KEY of PRINCIPAL, PRINCIPAL from ` +
			`PUBLIC, PUBLIC"`},
		{"shared K of A B", "agreed K of A, A from Ka, Ka", `7:1: "A" twice: want two principals`},
		{"shared K of A B", "agreed K of A, B from Ka, Ka", `7:1: "Ka": want the public key of a pair ` +
			`of B`},
		{"shared K of A B", "extension magic", `7:1: extension "magic": want one of possession, `},
		{"shared K of A B", "extension saying saying", `7:1: extension "saying" is on already`},
		{"shared K of A B", "extension", `7:1: want "extension NAME …"`},
		{"shared K of A B", "omits visit 1", `7:1: want "omits MESSAGE, …: TEXT"`},
		{"shared K of A B", "omits visit 1,: no", `7:1: want "omits MESSAGE, …: TEXT"`},
		{"stands X: h(ID_A)", "stands W: h(ID_A)", `14:1: "W" is not declared: want a name that is`},
		{"from A to B:", "from A to X:", `15:1: "X": want a principal, one of A, B`},
		{"from A to B:", "for A to B:", `15:1: want "message ID from PRINCIPAL to PRINCIPAL: FORMULA"`},
		{"message M1 from", "message T from", `15:1: "T": want a name that is new`},
		{"{T‖X}Ia, {N‖H(Z)}K ", "{T‖X}Ia, {N‖H(Z)}N ", `15:42: "N": want a key`},
		{"part 1 is visit/P/let Sig_P1", "part 3 is visit/P/let Sig_P1", `16:3: part 3: M1 has 2`},
		{"part 1 is visit/P/let Sig_P1", "part 1 is Sig_P1",
			`16:3: want "part N is PHASE/PARTY/let VARIABLE"`},
		{"  part 1 is visit", "part 1 is visit", `16:1: "part": want one of agreed, assume, erratum`},
		{"source", "  source", `3:3: "source": a line that begins with blanks belongs to a message, a ` +
			`statement or an erratum above it`},
		{"cites 1, A2", "cites 3, A2", `25:3: "3": want the number of an earlier statement, or the ` +
			`id of an assumption or a message`},
		{"by message meaning", "by magic", `26:3: rule "magic": want one of message meaning, ` +
			`nonce verification, jurisdiction, belief, seeing, freshness, hashing`},
		{"drop A1", "drop A9", `30:3: "A9": want the id of an assumption`},
		{"add to M1 part 1", "add to M2 part 1", `33:3: "M2": want the id of a message`},
		{"add to M1 part 1: A", "add to M1 part 7: A", `33:21: part 7: M1 has 2`},
		{"by 2: belief", "by 9: belief", `36:3: "9": want the id of a statement`},
		{"expect E1: G1", "expect E1: G9", `38:1: goal "G9": want one above this line, of G1, G2`},
		{"expect E1: G1", "expect E9: G1", `38:1: erratum "E9": want one above this line, of E1, E2, ` +
			`or none`},
		{"erratum E2: the", "erratum none: the", `32:1: "none" means that no erratum is applied: want ` +
			`another id`},
		{"erratum E2: the", "erratum E1: the", `32:1: "erratum-E1" is there already: want another id`},
	} {
		text := strings.Replace(whole, c.old, c.new, 1)
		if text == whole {
			t.Fatalf("%q is not in the file", c.old)
		}
		_, err := Parse("small.ban", text)
		var at *ban.SyntaxError
		switch {
		case !errors.As(err, &at):
			t.Errorf("%q: got %v, want a syntax error", c.new, err)
		case !strings.HasPrefix(err.Error(), "small.ban:"+c.want):
			t.Errorf("%q:\ngot  %v\nwant small.ban:%s", c.new, err, c.want)
		}
	}
	for _, text := range []string{"", "protocol a: b", "\xff", strings.Repeat("\n", 6000)} {
		if _, err := Parse("small.ban", text); err == nil {
			t.Errorf("%.20q was read", text)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(whole)
	for _, name := range Names() {
		p, err := Load(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add("protocol " + p.Name + ": x\nprincipal A\ngoal G: A ⊨ A")
	}
	f.Add("protocol a: b\nprincipal A\nerratum B: c\n  cites 1: 2\nexpect B: all\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Parse("f.ban", text)
		var at *ban.SyntaxError
		switch {
		case err == nil:
			if _, err := p.Variant(p.errataIDs()...); err != nil {
				t.Errorf("read, and then: %v", err)
			}
		case !errors.As(err, &at) || at.At.Line < 1 || at.At.Col < 1:
			t.Errorf("an error without its place: %v", err)
		}
	})
}
