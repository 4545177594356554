package library

import (
	"testing"

	"emrproof/model"
	"emrproof/model/build"
)

// An undo takes the repair of an erratum out of a step: what it makes of the step
// is what stands there instead.
type undo func(s model.Step) []model.Step

// undone builds the published description with equations as printed.
func undone(by map[int]undo) error {
	_, err := build.Protocol(Must("published").Edit(func(_ *model.Phase, _ *model.Role,
		s model.Step) []model.Step {
		if f := by[s.Eqn]; f != nil && s.Eqn != 0 {
			return f(s)
		}
		return []model.Step{s}
	}))
	return err
}

// withTerm replaces what a step computes or compares with.
func withTerm(f func(*model.Term) *model.Term) undo {
	return func(s model.Step) []model.Step { s.Term = f(s.Term); return []model.Step{s} }
}

// withKey replaces the key that a step opens or verifies with.
func withKey(key *model.Term) undo {
	return func(s model.Step) []model.Step { s.Key = key; return []model.Step{s} }
}

// replace puts a term where another one stands.
func replace(old, by *model.Term) func(*model.Term) *model.Term {
	return func(t *model.Term) *model.Term {
		return t.Map(func(u *model.Term) *model.Term {
			if model.Equal(u, old) {
				return by
			}
			return u
		})
	}
}

// without drops the fields from a step that it shares with a repair.
func without(drop *model.Term) undo {
	return func(s model.Step) []model.Step {
		if s.Kind == model.StepLet {
			s.Term = aenc(dropped(s.Term.Args, drop)...)
			return []model.Step{s}
		}
		return []model.Step{open(s.Term, s.Key, dropped(s.Fields, drop)...).Eq(s.Eqn)}
	}
}

func dropped(from []*model.Term, drop *model.Term) []*model.Term {
	var rest []*model.Term
	for _, f := range from {
		if f != drop {
			rest = append(rest, f)
		}
	}
	return rest
}

// literalHashes are the readings in which a hash takes other arguments.
var literalHashes = []struct {
	id   string
	eq   int
	with func(*model.Term) *model.Term
}{
	{"E2", 22, replace(hashScalar(idD, certD, rD1), hashScalar(idD, rD1))},
	{"E3", 9, replace(hashScalar(idD, certD, rD1), hashB(idD, certD, rD1))},
	{"E4", 44, replace(hashScalar(idHPC, rHPC1), hashScalar(idHPC, certD, rHPC1))},
	{"E5", 39, replace(hashScalar(idD, certD, rD1), hashScalar(idD, rD1))},
}

func literalHash(id string) map[int]undo {
	for _, l := range literalHashes {
		if l.id == id {
			return map[int]undo{l.eq: withTerm(l.with)}
		}
	}
	panic("no literal reading " + id)
}

// What the session keys are made of in the rehearsal: SEK1 as D makes it (Eq. 17)
// and SEK2 as HPC does (Eq. 39), with atoms in the place of variables.
const (
	sek1Made = "h(((r3 + h(ID_D‖Cert(ID_D)‖r3·G)·s)·r5·G + " +
		"r6·(r1·G + H(ID_P‖B_P‖r1·G)·s·G))‖r6·r5·G)"
	sek2Made = "h(((r2 + h(ID_HPC‖r2·G)·s)·r7·G + " +
		"r8·(r3·G + h(ID_D‖Cert(ID_D)‖r3·G)·s·G))‖r8·r7·G)"
)

// The literal readings that cannot be executed, and what Build says of each.
var literal = []struct {
	name string
	by   map[int]undo
	want string
}{
	{"E1: Sig_D1 verified with PUK_P", map[int]undo{21: withKey(model.PUK(patient))},
		"published: visit: role P: step 17 (Eq. 21): Sig_D1: can never be verified with PUK_P: " +
			"it is S_PRK_D(r6·G‖ID_D‖T_D1‖Cert(ID_D)‖" + sek1Made + "‖s·G)"},
	{"E2: h(ID_D‖R_D1) in Eq. 22", literalHash("E2"),
		"published: visit: role P: step 19 (Eq. 22): " +
			"h((S_P·R_D2 + r5·(R_D1 + h(ID_D‖R_D1)·PK))‖r5·R_D2): can never be equal to SEK1: " +
			"it is h(((r1 + H(ID_P‖B_P‖r1·G)·s)·r6·G + r5·(r3·G + h(ID_D‖r3·G)·s·G))‖r5·r6·G), " +
			"and SEK1 is " + sek1Made},
	{"E3: H in Eq. 9, h in Eq. 10", literalHash("E3"),
		"published: registration of D: role D: step 5 (Eq. 10): " +
			"R_D1 + h(ID_D‖Cert_D‖R_D1)·PK: can never be equal to S_D·G: " +
			"it is r3·G + h(ID_D‖Cert(ID_D)‖r3·G)·s·G, " +
			"and S_D·G is (r3 + H(ID_D‖Cert(ID_D)‖r3·G)·s)·G"},
	{"E4: h(ID_HPC‖Cert_D‖R_HPC) as in Fig. 5", literalHash("E4"),
		"published: search: role D: step 25 (Eq. 44): " +
			"h((S_D·R_HPC2 + r7·(R_HPC1 + h(ID_HPC‖Cert_D‖R_HPC1)·PK))‖r7·R_HPC2): " +
			"can never be equal to SEK2: it is h(((r3 + h(ID_D‖Cert(ID_D)‖r3·G)·s)·r8·G + " +
			"r7·(r2·G + h(ID_HPC‖Cert(ID_D)‖r2·G)·s·G))‖r7·r8·G), and SEK2 is " + sek2Made},
	{"E5: h(ID_D‖R_D1) as in Fig. 5", literalHash("E5"),
		"published: search: role D: step 25 (Eq. 44): " +
			"h((S_D·R_HPC2 + r7·(R_HPC1 + h(ID_HPC‖R_HPC1)·PK))‖r7·R_HPC2): " +
			"can never be equal to SEK2: it is h(((r3 + h(ID_D‖Cert(ID_D)‖r3·G)·s)·r8·G + " +
			"r7·(r2·G + h(ID_HPC‖r2·G)·s·G))‖r7·r8·G), and SEK2 is " +
			"h(((r2 + h(ID_HPC‖r2·G)·s)·r7·G + r8·(r3·G + h(ID_D‖r3·G)·s·G))‖r8·r7·G)"},
	{"E6: Sig_HPC1 verified with PRK_HPC", map[int]undo{43: withKey(model.PRK(hospital))},
		"published: search: role D: step 22 (Eq. 43): Sig_HPC1: PRK_HPC is not a public key: " +
			"only a public key verifies a signature"},
	{"E7: S_SD in Eq. 30", map[int]undo{30: withTerm(replace(sD, model.Var("S_SD", model.Scalar)))},
		"published: search: role PC: step 16 (Eq. 30): S_SD: PC does not hold it here, " +
			"so it cannot build S_PRK_PC(ID_DE‖S_SD‖ID_HPC‖T_C)"},
	{"E8: C_D3 without ID_P", map[int]undo{34: without(idP), 36: without(idP)},
		"published: search: role HPC: step 5 (Eq. 37): ID_P: HPC does not hold it here, " +
			"so it cannot build PK‖T_D3‖ID_P‖R_D3‖R_D1"},
	{"E8 undone for the sender only", map[int]undo{34: without(idP)},
		"published: search: role HPC: step 3 (Eq. 36): C_D3: has 5 fields, want 6"},
}

func TestLiteralReadingsAreRefused(t *testing.T) {
	for _, c := range literal {
		t.Run(c.name, func(t *testing.T) {
			WantRefused(t, undone(c.by), c.want)
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
			WantRefused(t, err, c.want)
		})
	}
	// Reference: E9, Eq. 44.
}

func WantRefused(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil {
		t.Errorf("it builds, want %s", want)
	} else if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
}
