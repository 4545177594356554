package library

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/build"
)

// padding is how a test prints that a step pads.
var padding = regexp.MustCompile(` \{padded [^}]*\}$`)

// hardenedRow is a line of the tables of equations in HARDENED.md. How a step is padded is
// said once for all there.
func hardenedRow(ph *model.Phase, r *model.Role, s *model.Step) string {
	return fmt.Sprintf("| %s | %s | %s | `%s` |", s.Equation(), ph.Name, r.Party,
		padding.ReplaceAllString(stepText(*s), ""))
}

// The document and the description cannot drift apart: every line of the one is made
// again from the other.
func TestHardenedIsWhatTheDocumentSays(t *testing.T) {
	text, err := os.ReadFile("../HARDENED.md")
	if err != nil {
		t.Fatal(err)
	}
	var inDocument []string
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "| H") && strings.Contains(line, "`") {
			inDocument = append(inDocument, strings.TrimSpace(line))
		}
	}
	rows := map[int]string{}
	p := Must("hardened")
	p.EachStep(func(ph *model.Phase, r *model.Role, _ int, s *model.Step) {
		if s.Eqn > 0 {
			rows[s.Eqn] = hardenedRow(ph, r, s)
		}
	})
	if len(rows) != p.Equations {
		t.Errorf("%d steps carry numbers, want %d", len(rows), p.Equations)
	}
	for n := 1; n <= p.Equations; n++ {
		if !slices.Contains(inDocument, rows[n]) {
			t.Errorf("HARDENED.md lacks\n%s", rows[n])
		}
	}
	if len(inDocument) != p.Equations {
		t.Errorf("HARDENED.md has %d equations, want %d", len(inDocument), p.Equations)
	}
	for _, o := range Options("hardened") {
		if !strings.Contains(string(text), "| "+o.ID+" |") {
			t.Errorf("HARDENED.md has no line for option %s", o.ID)
		}
	}
}

func TestHardenedMessagesInOrder(t *testing.T) {
	want := []string{
		"hello 1: P → D: N_P",
		"hello 2: D → P: cookie_D",
		"visit 1: P → D: N_P, cookie_D, C_P1",
		"visit 2: D → P: R_D2, C_D1, MAC_D",
		"visit 3: P → D: MAC_P, C_P2",
		"query hello 1: D → PC: N_D1",
		"query hello 2: PC → D: cookie_C",
		"query 1: D → PC: N_D1, cookie_C, C_D2",
		"query 2: PC → D: C_C",
		"search hello 1: D → HPC: N_D2",
		"search hello 2: HPC → D: cookie_HPC",
		"search 1: D → HPC: N_D2, cookie_HPC, C_D3",
		"search 2: HPC → D: R_HPC2, C_HPC1, MAC_HPC",
		"search 3: D → HPC: MAC_D2",
		"search 4: HPC → D: C_HPC2",
		"diagnosis 1: D → P: C_D5",
	}
	phases := []string{"hello", "visit", "query hello", "query", "search hello", "search", "diagnosis"}
	for _, kind := range []model.StepKind{model.StepSend, model.StepRecv} {
		if got := messagesOf(Must("hardened"), kind, phases...); !slices.Equal(got, want) {
			t.Errorf("%s: got\n%s\nwant\n%s", kind, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// No session key, private key, S_X or B_P is in any message of the open network, at any
// depth: what is encrypted can be opened by whoever has the key later.
func TestHardenedSendsNoSecret(t *testing.T) {
	secret := []string{"SEK1", "SEK2", "B_P", "S_P", "S_D", "S_HPC", "s", "K_B", "K_I", "K_E"}
	made := map[string]*model.Term{}
	Must("hardened").EachStep(func(ph *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if s.Kind == model.StepLet {
			made[s.Var.Name] = s.Term
		}
	})
	messages := 0
	var look func(in string, t *model.Term, depth int)
	look = func(in string, u *model.Term, depth int) {
		if u.Op == model.OpPRK || slices.Contains(secret, u.Name) && u.Op == model.OpVar {
			t.Errorf("%s holds %s", in, u)
		}
		if m := made[u.Name]; u.Op == model.OpVar && m != nil && depth < 10 {
			look(in, m, depth+1)
		}
		switch u.Op {
		case model.OpAEnc, model.OpSEnc, model.OpSign:
			// What is told, or signed and so shown to whoever checks.
			for _, f := range u.Fields() {
				look(in, f, depth+1)
			}
		}
	}
	Must("hardened").EachStep(func(ph *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if s.Kind != model.StepSend || ph.Secure {
			return
		}
		messages++
		for _, f := range s.Fields {
			look(s.Msg, f, 0)
		}
	})
	if messages != 16 {
		t.Errorf("%d messages, want 16", messages)
	}
}

// Every signature says whom it is for, and on which data of the session.
func TestHardenedSignaturesNameTheirRecipient(t *testing.T) {
	signed := 0
	Must("hardened").EachStep(func(_ *model.Phase, r *model.Role, _ int, s *model.Step) {
		if s.Kind != model.StepLet || s.Term.Op != model.OpSign {
			return
		}
		signed++
		names := 0
		for _, f := range s.Term.Fields() {
			if f.Sort == model.Identity {
				names++
			}
		}
		own := Must("hardened").Member(r.Party).ID
		if names < 2 || !slices.ContainsFunc(s.Term.Fields(), func(f *model.Term) bool {
			return model.Equal(f, own)
		}) {
			t.Errorf("%s names %d principals, want its signer and another", s.Var, names)
		}
	})
	if signed != 10 {
		t.Errorf("%d signatures, want 10", signed)
	}
}

func TestWhatEachRepairIs(t *testing.T) {
	var b strings.Builder
	b.WriteString("The steps of the hardened description that each option takes out or changes.\n")
	for _, o := range Options("hardened") {
		q, err := Profile("hardened", o.ID)
		if err != nil {
			t.Errorf("%s: %v", o.ID, err)
			continue
		}
		fmt.Fprintf(&b, "\n%s: %s\n", o.ID, o.Text)
		changes := changedSteps(t, Must("hardened"), q)
		if changes == "" {
			t.Errorf("option %s changes nothing", o.ID)
		}
		b.WriteString(changes)
	}
	golden(t, "hardened-options.txt", b.String())
}

func TestSealedKeysHaveToBeOpened(t *testing.T) {
	_, err := build.Protocol(Must("hardened").Edit(func(ph *model.Phase, r *model.Role,
		s model.Step) []model.Step {
		if s.Kind == model.StepOpen && s.Term.String() == "C_P0" {
			s.Fields, s.Anew = s.Fields[:1], s.Anew[:1]
		}
		return []model.Step{s}
	}))
	const want = "hardened: visit: role P: step 4 (H17): C_P0: has 2 fields, want 1"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	_, err = build.Protocol(Must("hardened").Edit(func(ph *model.Phase, r *model.Role,
		s model.Step) []model.Step {
		if s.Kind == model.StepOpen && s.Term.String() == "C_P0" {
			return []model.Step{{Kind: model.StepPublish, Eqn: s.Eqn}}
		}
		return []model.Step{s}
	}))
	if err == nil || !strings.Contains(err.Error(), "PRK_P: P has not opened what it is sealed in") {
		t.Errorf("got %v, want that the key is sealed", err)
	}
}
