package library

import (
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/build"
	"emrproof/model/emr"
)

// edited reads the published description with each first text of a pair replaced by the second.
func edited(t *testing.T, pairs ...string) error {
	t.Helper()
	data, err := texts.ReadFile("published.emr")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("the file has no %q", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	f, err := emr.Parse("published.emr", []byte(text))
	if err == nil {
		_, err = f.Protocol()
	}
	return err
}

// What the session keys are made of in the rehearsal: SEK1 as D makes it (Eq. 17)
// and SEK2 as HPC does (Eq. 39), with atoms in the place of variables.
const (
	sek1Made = "h(((r3 + h(ID_D‖Cert(ID_D)‖r3·G)·s)·r5·G + " +
		"r6·(r1·G + H(ID_P‖B_P‖r1·G)·s·G))‖r6·r5·G)"
	sek2Made = "h(((r2 + h(ID_HPC‖r2·G)·s)·r7·G + " +
		"r8·(r3·G + h(ID_D‖Cert(ID_D)‖r3·G)·s·G))‖r8·r7·G)"
)

const (
	c34 = "C_D3 = E[PUK_HPC](Cert_D, T_D3, ID_D, R_D3, R_D1, ID_P)"
	c36 = "open C_D3 by PRK_HPC: Cert_D, T_D3, ID_D, R_D3, R_D1, ID_P"
)

// The literal readings that cannot be executed, and what Build says of each.
var literal = []struct {
	name  string
	edits []string // pairs: what the file has, and what stands there instead
	want  string
}{
	{"E1: Sig_D1 verified with PUK_P", []string{
		"verify Sig_D1 by PUK_D", "verify Sig_D1 by PUK_P"},
		"published: visit: role P: step 19 (Eq. 21): Sig_D1: can never be verified with PUK_P: " +
			"it is S_PRK_D(r6·G‖ID_D‖T_D1‖Cert(ID_D)‖" + sek1Made + "‖s·G)"},
	{"E2: h(ID_D‖R_D1) in Eq. 22", []string{
		"SEK1 = h(S_P·R_D2 + r5·implicit_D",
		"SEK1 = h(S_P·R_D2 + r5·(R_D1 + h(ID_D, R_D1)·PK)"},
		"published: visit: role P: step 21 (Eq. 22): " +
			"h((S_P·R_D2 + r5·(R_D1 + h(ID_D‖R_D1)·PK))‖r5·R_D2): can never be equal to SEK1: " +
			"it is h(((r1 + H(ID_P‖B_P‖r1·G)·s)·r6·G + r5·(r3·G + h(ID_D‖r3·G)·s·G))‖r5·r6·G), " +
			"and SEK1 is " + sek1Made},
	{"E3: H in Eq. 9, h in Eq. 10", []string{
		"S_D = r3 + h(", "S_D = r3 + H("},
		"published: registration of D: role D: step 5 (Eq. 10): " +
			"R_D1 + h(ID_D‖Cert_D‖R_D1)·PK: can never be equal to S_D·G: " +
			"it is r3·G + h(ID_D‖Cert(ID_D)‖r3·G)·s·G, " +
			"and S_D·G is (r3 + H(ID_D‖Cert(ID_D)‖r3·G)·s)·G"},
	{"E4: h(ID_HPC‖Cert_D‖R_HPC) as in Fig. 5", []string{
		"r7·implicit_HPC", "r7·(R_HPC1 + h(ID_HPC, Cert_D, R_HPC1)·PK)"},
		"published: search: role D: step 25 (Eq. 44): " +
			"h((S_D·R_HPC2 + r7·(R_HPC1 + h(ID_HPC‖Cert_D‖R_HPC1)·PK))‖r7·R_HPC2): " +
			"can never be equal to SEK2: it is h(((r3 + h(ID_D‖Cert(ID_D)‖r3·G)·s)·r8·G + " +
			"r7·(r2·G + h(ID_HPC‖Cert(ID_D)‖r2·G)·s·G))‖r7·r8·G), and SEK2 is " + sek2Made},
	{"E5: h(ID_D‖R_D1) as in Fig. 5", []string{
		"SEK2 = h(S_HPC·R_D3 + r8·implicit_D",
		"SEK2 = h(S_HPC·R_D3 + r8·(R_D1 + h(ID_D, R_D1)·PK)"},
		"published: search: role D: step 25 (Eq. 44): " +
			"h((S_D·R_HPC2 + r7·(R_HPC1 + h(ID_HPC‖R_HPC1)·PK))‖r7·R_HPC2): " +
			"can never be equal to SEK2: it is h(((r3 + h(ID_D‖Cert(ID_D)‖r3·G)·s)·r8·G + " +
			"r7·(r2·G + h(ID_HPC‖r2·G)·s·G))‖r7·r8·G), and SEK2 is " +
			"h(((r2 + h(ID_HPC‖r2·G)·s)·r7·G + r8·(r3·G + h(ID_D‖r3·G)·s·G))‖r8·r7·G)"},
	{"E6: Sig_HPC1 verified with PRK_HPC", []string{
		"verify Sig_HPC1 by PUK_HPC", "verify Sig_HPC1 by PRK_HPC"},
		"published: search: role D: step 22 (Eq. 43): Sig_HPC1: PRK_HPC is not a public key: " +
			"only a public key verifies a signature"},
	{"E7: S_SD in Eq. 30", []string{
		"S[PRK_PC](ID_DE, S_D", "S[PRK_PC](ID_DE, S_SD", "scalar s,", "scalar s, S_SD,"},
		"published: search: role PC: step 16 (Eq. 30): S_SD: PC does not hold it here, " +
			"so it cannot build S_PRK_PC(ID_DE‖S_SD‖ID_HPC‖T_C); did you mean S_D (line 243)?"},
	{"E8: C_D3 without ID_P", []string{
		c34, c34[:len(c34)-len(", ID_P)")] + ")",
		c36, c36[:len(c36)-len(", ID_P")]},
		"published: search: role HPC: step 5 (Eq. 37): ID_P: HPC does not hold it here, " +
			"so it cannot build PK‖T_D3‖ID_P‖R_D3‖R_D1"},
	{"E8 undone for the sender only", []string{
		c34, c34[:len(c34)-len(", ID_P)")] + ")"},
		"published: search: role HPC: step 3 (Eq. 36): C_D3: has 5 fields, want 6"},
}

func TestLiteralReadingsAreRefused(t *testing.T) {
	for _, c := range literal {
		t.Run(c.name, func(t *testing.T) {
			wantRefused(t, edited(t, c.edits...), c.want)
		})
	}
	// Reference: E1–E8.
}

// E9: no message carries R_HPC1, so without the directory D cannot compute Eq. 44.
func TestWithoutTheDirectory(t *testing.T) {
	const cannotBuild44 = "published: search: role D: step 24 (Eq. 44): R_HPC1: D does not hold " +
		"it here, so it cannot build " +
		"h((S_D·R_HPC2 + r7·(R_HPC1 + h(ID_HPC‖R_HPC1)·PK))‖r7·R_HPC2)"
	for _, c := range []struct {
		name string
		gone model.StepKind // of the two steps of E9; with the other one left, or not
		both bool
		want string
	}{
		{"no lookup", model.StepLookup, false, cannotBuild44},
		{"no store", model.StepStore, false, "published: search: role D: step 24: R_HPC1: " +
			"no earlier step stores it in the directory"},
		{"neither", model.StepStore, true, cannotBuild44},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := build.Protocol(Must("published").Edit(func(_ *model.Phase, _ *model.Role,
				s model.Step) []model.Step {
				if s.Table == model.Directory && (c.both || s.Kind == c.gone) {
					return nil
				}
				return []model.Step{s}
			}))
			wantRefused(t, err, c.want)
		})
	}
	// Reference: E9, Eq. 44.
}

// wantRefused wants an error that says this, in whatever line it stands.
func wantRefused(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil {
		t.Errorf("it builds, want %s", want)
	} else if !strings.Contains(err.Error()+"\n", want+"\n") {
		t.Errorf("got  %s\nwant %s", err, want)
	}
}
