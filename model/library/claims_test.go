package library

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"emrproof/model"
)

// The rows of Table 3 that claims stand for.
func TestEveryRowOfTable3IsClaimed(t *testing.T) {
	rows := map[string]bool{}
	for _, c := range Must("published").Claims {
		rows[c.Row] = true
	}
	want := []string{"availability", "confidentiality", "data integrity", "data non-repudiation",
		"doctor unlinkability", "impersonation attack", "man-in-the-middle attack",
		"mutual authentication", "patient anonymity", "patient unlinkability", "replay attack"}
	var got []string
	for row := range rows {
		got = append(got, row)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	// Reference: Table 3, "the proposed scheme".
}

func TestClaimsSayWhatTheyAre(t *testing.T) {
	for _, p := range []*model.Protocol{Must("published"), Must("ns"), Must("nsl")} {
		for _, c := range p.Claims {
			if c.ID == "" || c.Text == "" || c.Row == "" {
				t.Errorf("%s: %+v: something is not said", p.Name, c)
			}
			if !strings.Contains(c.ID, string(c.Kind)) {
				t.Errorf("%s: claim %q is of kind %q", p.Name, c.ID, c.Kind)
			}
		}
	}
}

// claimSteps finds the claim steps of a label, as "role peer data".
func claimSteps(p *model.Protocol, label string, e model.Event) []string {
	var list []string
	p.EachStep(func(_ *model.Phase, r *model.Role, _ int, s *model.Step) {
		if s.Kind == model.StepClaim && s.Event == e && s.Label == label {
			list = append(list, fmt.Sprintf("%s %s %s", r.Party, s.Peer, ListText(s.Fields)))
		}
	})
	return list
}

// An agreement is on data that both name in the same way, each with the other as
// its peer; otherwise it could never hold.
func TestRunningAndCommitFit(t *testing.T) {
	for _, p := range []*model.Protocol{Must("published"), Must("ns"), Must("nsl")} {
		labels := 0
		for _, c := range p.Claims {
			if c.Kind != model.Agreement {
				continue
			}
			labels++
			commit := claimSteps(p, c.Label, model.EventCommit)
			running := claimSteps(p, c.Label, model.EventRunning)
			if len(commit) != 1 || len(running) != 1 {
				t.Errorf("%s: %q: commit %q, running %q", p.Name, c.Label, commit, running)
				continue
			}
			data, ok := strings.CutPrefix(commit[0], fmt.Sprintf("%s %s ", c.By, c.About))
			if !ok || running[0] != fmt.Sprintf("%s %s %s", c.About, c.By, data) {
				t.Errorf("%s: %q: commit %q, running %q", p.Name, c.Label, commit, running)
			}
		}
		if labels < 2 {
			t.Errorf("%s: %d agreements", p.Name, labels)
		}
	}
}

// Data that is accepted was made by somebody, on the same fields.
func TestMadeAndAcceptFit(t *testing.T) {
	p := Must("published")
	for label, want := range map[string]struct{ made, accept string }{
		"M_SD":   {"P D M_SD", "D P M_SD"},
		"M_EMR":  {"HPC P ID_P, M_EMR", "D HPC ID_P, M_EMR"},
		"M_DINF": {"D P M_DINF", "P D M_DINF"},
	} {
		made, accept := claimSteps(p, label, model.EventMade), claimSteps(p, label, model.EventAccept)
		if fmt.Sprint(made, accept) != fmt.Sprintf("[%s] [%s]", want.made, want.accept) {
			t.Errorf("%s: made %q, accept %q; want %+v", label, made, accept, want)
		}
	}
	// Reference: Eq. 24, 48, 50.
}

// A secret is called so by the party that its claim is promised to, with the other one:
// B_P with PC, to whom P told it at registration, and not with the doctors who see it.
func TestSecretsFit(t *testing.T) {
	p := Must("published")
	secrets := 0
	for _, c := range p.Claims {
		if c.Kind != model.Secrecy {
			continue
		}
		secrets++
		want := fmt.Sprintf("%s %s %s", c.By, c.About, c.Label)
		if got := claimSteps(p, c.Label, model.EventSecret); !slices.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", c.ID, got, want)
		}
	}
	if secrets != 9 {
		t.Errorf("%d secrets, want 9", secrets)
	}
}

// A party is about to act before the message that lets its peer commit, and
// commits only after a check has let it.
func TestRunningComesBeforeTheMessage(t *testing.T) {
	Must("published").EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
		if s.Kind != model.StepClaim || s.Event != model.EventRunning && s.Event != model.EventCommit {
			return
		}
		if s.Event == model.EventRunning && !holdsKind(r.Steps[i:], model.StepSend) {
			t.Errorf("%s: running %q, and sends nothing after", placeText(ph, r, i, s), s.Label)
		}
		if s.Event == model.EventCommit && !holdsKind(r.Steps[:i], model.StepVerify) {
			t.Errorf("%s: commit %q, and has verified nothing", placeText(ph, r, i, s), s.Label)
		}
	})
}

func holdsKind(steps []model.Step, k model.StepKind) bool {
	return slices.ContainsFunc(steps, func(s model.Step) bool { return s.Kind == k })
}

// agreements are what each agreement is on, by who commits to whom. A datum that both sides
// left out would weaken the claim, and still fit.
var agreements = map[string]string{
	"published": `P-D visit: D P ID_P, R_P1, R_P2
D-P visit: P D ID_D, R_D2
D-P SEK1: P D SEK1
P-D SEK1: D P SEK1
D-PC query: PC D ID_P, ID_DE
PC-D answer: D PC ID_P, ID_DE, ID_HPC
D-HPC search: HPC D ID_D, ID_P, R_D3
HPC-D search: D HPC ID_HPC, T_HPC1
HPC-D SEK2: D HPC SEK2
D-HPC SEK2: HPC D SEK2, ID_P
`,
	"hardened": `P-D visit: D P ID_P, R_P2
D-P visit: P D ID_D, R_D2
D-P SEK1: P D SEK1
P-D SEK1: D P SEK1
D-PC query: PC D ID_P, ID_DE
PC-D answer: D PC ID_P, ID_DE, ID_HPC
D-HPC search: HPC D ID_D, ID_P, R_D3
HPC-D search: D HPC ID_HPC, R_HPC2
HPC-D SEK2: D HPC SEK2
D-HPC SEK2: HPC D SEK2, ID_P
HPC-D record: D HPC ID_P, M_EMR
D-P diagnosis: P D ID_D, M_DINF
`,
	"ns": `B-A: A B ID_A, ID_B, N_A, N_B
A-B confirmed: B A ID_A, ID_B, N_A, N_B
`,
	"nsl": `B-A: A B ID_A, ID_B, N_A, N_B
A-B confirmed: B A ID_A, ID_B, N_A, N_B
`,
}

func TestAgreementsAreOnAllThatTheyShould(t *testing.T) {
	for _, name := range Profiles() {
		p, err := Profile(name)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, c := range p.Claims {
			if c.Kind == model.Agreement {
				commits := claimSteps(p, c.Label, model.EventCommit)
				fmt.Fprintf(&b, "%s: %s\n", c.Label, strings.Join(commits, "; "))
			}
		}
		if got := b.String(); got != agreements[name] {
			t.Errorf("%s:\n%swant\n%s", name, got, agreements[name])
		}
	}
}
