package library

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"emrproof/model"
)

// equations are Eq. 1–50 as the paper prints them, but for the errata, with G for
// the paper's P; and who computes them where. "anew" is E14.
var equations = []struct {
	n     int
	phase string
	role  model.Party
	text  string
}{
	{1, "cloud", "PC", "PK = s·G"},
	{2, "registration of P", "PC", "R_P1 = r1·G"},
	{3, "registration of P", "PC", "S_P = r1 + H(ID_P‖B_P‖R_P1)·s"},
	{4, "registration of P", "P", "S_P·G ≟ R_P1 + H(ID_P‖B_P‖R_P1)·PK"},
	{5, "registration of HPC", "PC", "R_HPC1 = r2·G"},
	{6, "registration of HPC", "PC", "S_HPC = r2 + h(ID_HPC‖R_HPC1)·s"},
	{7, "registration of HPC", "HPC", "S_HPC·G ≟ R_HPC1 + h(ID_HPC‖R_HPC1)·PK"},
	{8, "registration of D", "PC", "R_D1 = r3·G"},
	{9, "registration of D", "PC", "S_D = r3 + h(ID_D‖Cert_D‖R_D1)·s"},
	{10, "registration of D", "D", "S_D·G ≟ R_D1 + h(ID_D‖Cert_D‖R_D1)·PK"},

	{11, "visit", "P", "R_P2 = r5·G"},
	{12, "visit", "P", "C_P1 = E_PUK_D(ID_P‖B_P‖R_P1‖R_P2‖T_P1)"},
	{13, "visit", "P", "Sig_P1 = S_PRK_P(R_P1‖ID_P‖R_P2‖B_P‖PK‖T_P1)"},
	{14, "visit", "D", "(ID_P‖B_P‖R_P1‖R_P2‖T_P1) = D_PRK_D(C_P1)"},
	{15, "visit", "D", "V_PUK_P(Sig_P1) ≟ (R_P1‖ID_P‖R_P2‖B_P‖PK‖T_P1)"},
	{16, "visit", "D", "R_D2 = r6·G"},
	{17, "visit", "D", "SEK1 = h((S_D·R_P2 + r6·(R_P1 + H(ID_P‖B_P‖R_P1)·PK))‖r6·R_P2)"},
	{18, "visit", "D", "C_D1 = E_PUK_P(ID_D‖Cert_D‖R_D1‖R_D2‖SEK1‖T_D1)"},
	{19, "visit", "D", "Sig_D1 = S_PRK_D(R_D2‖ID_D‖T_D1‖Cert_D‖SEK1‖PK)"},
	{20, "visit", "P", "(anew ID_D‖Cert_D‖R_D1‖R_D2‖SEK1‖T_D1) = D_PRK_P(C_D1)"},
	{21, "visit", "P", "V_PUK_D(Sig_D1) ≟ (R_D2‖ID_D‖T_D1‖Cert_D‖SEK1‖PK)"},
	{22, "visit", "P", "SEK1 ≟ h((S_P·R_D2 + r5·(R_D1 + h(ID_D‖Cert_D‖R_D1)·PK))‖r5·R_D2)"},
	{23, "visit", "P", "C_P2 = E_SEK1(M_SD‖ID_P‖T_P2)"},
	{24, "visit", "D", "(M_SD‖ID_P‖T_P2) = D_SEK1(C_P2)"},

	{25, "search", "D", "C_D2 = E_PUK_PC(ID_P‖T_D2‖ID_D‖Cert_D‖ID_DE)"},
	{26, "search", "D", "Sig_D2 = S_PRK_D(S_D‖T_D2‖ID_P‖ID_DE‖ID_D)"},
	{27, "search", "PC", "(ID_P‖T_D2‖ID_D‖Cert_D‖ID_DE) = D_PRK_PC(C_D2)"},
	{28, "search", "PC", "V_PUK_D(Sig_D2) ≟ (S_D‖T_D2‖ID_P‖ID_DE‖ID_D)"},
	{29, "search", "PC", "C_C = E_PUK_D(ID_HPC‖ID_DE‖T_C)"},
	{30, "search", "PC", "Sig_C = S_PRK_PC(ID_DE‖S_D‖ID_HPC‖T_C)"},
	{31, "search", "D", "(ID_HPC‖ID_DE‖T_C) = D_PRK_D(C_C)"},
	{32, "search", "D", "V_PUK_PC(Sig_C) ≟ (ID_DE‖S_D‖ID_HPC‖T_C)"},
	{33, "search", "D", "R_D3 = r7·G"},
	{34, "search", "D", "C_D3 = E_PUK_HPC(Cert_D‖T_D3‖ID_D‖R_D3‖R_D1‖ID_P)"},
	{35, "search", "D", "Sig_D3 = S_PRK_D(PK‖T_D3‖ID_P‖R_D3‖R_D1)"},
	{36, "search", "HPC", "(Cert_D‖T_D3‖ID_D‖R_D3‖R_D1‖ID_P) = D_PRK_HPC(C_D3)"},
	{37, "search", "HPC", "V_PUK_D(Sig_D3) ≟ (PK‖T_D3‖ID_P‖R_D3‖R_D1)"},
	{38, "search", "HPC", "R_HPC2 = r8·G"},
	{39, "search", "HPC",
		"SEK2 = h((S_HPC·R_D3 + r8·(R_D1 + h(ID_D‖Cert_D‖R_D1)·PK))‖r8·R_D3)"},
	{40, "search", "HPC", "C_HPC1 = E_PUK_D(ID_HPC‖SEK2‖T_HPC1‖R_HPC2)"},
	{41, "search", "HPC", "Sig_HPC1 = S_PRK_HPC(PK‖T_HPC1‖ID_HPC)"},
	{42, "search", "D", "(ID_HPC‖SEK2‖T_HPC1‖R_HPC2) = D_PRK_D(C_HPC1)"},
	{43, "search", "D", "V_PUK_HPC(Sig_HPC1) ≟ (PK‖T_HPC1‖ID_HPC)"},
	{44, "search", "D",
		"SEK2 ≟ h((S_D·R_HPC2 + r7·(R_HPC1 + h(ID_HPC‖R_HPC1)·PK))‖r7·R_HPC2)"},
	{45, "search", "D", "C_D4 = E_SEK2(ID_P‖ID_D‖T_D4‖Cert_D)"},
	{46, "search", "HPC", "(ID_P‖ID_D‖T_D4‖Cert_D) = D_SEK2(C_D4)"},
	{47, "search", "HPC", "C_HPC2 = E_SEK2(M_EMR‖T_HPC2)"},
	{48, "search", "D", "(M_EMR‖T_HPC2) = D_SEK2(C_HPC2)"},

	{49, "diagnosis", "D", "C_D5 = E_SEK1(M_DINF‖Cert_D‖T_D5)"},
	{50, "diagnosis", "P", "(M_DINF‖Cert_D‖T_D5) = D_SEK1(C_D5)"},
}

func TestEquationsReadAsPrinted(t *testing.T) {
	p := Must("published")
	for _, want := range equations {
		ph, r, s := equation(t, p, want.n)
		if got := stepText(s); got != want.text {
			t.Errorf("Eq. %d: got  %s\nwant %s", want.n, got, want.text)
		}
		if ph.Name != want.phase || r.Party != want.role {
			t.Errorf("Eq. %d: got %s, role %s; want %s, role %s",
				want.n, ph.Name, r.Party, want.phase, want.role)
		}
	}
	// Reference: Eq. 1–50.
}

func TestEachEquationStandsOnce(t *testing.T) {
	var got []int
	Must("published").EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if s.Eqn != 0 {
			got = append(got, s.Eqn)
		}
	})
	slices.Sort(got)
	var want []int
	for n := 1; n <= 50; n++ {
		want = append(want, n)
	}
	if !slices.Equal(got, want) {
		t.Errorf("steps carry %v, want 1 to 50, each once", got)
	}
	if len(equations) != 50 {
		t.Errorf("the table above has %d equations, want 50", len(equations))
	}
	// Reference: Eq. 1–50.
}

// The messages of the three phases on the open network, in the order in which an
// honest run sends them.
var messages = []string{
	"visit 1: P → D: C_P1, Sig_P1, T_P1",
	"visit 2: D → P: C_D1, Sig_D1, T_D1",
	"visit 3: P → D: C_P2, T_P2",
	"search 1: D → PC: C_D2, Sig_D2, T_D2",
	"search 2: PC → D: C_C, Sig_C, T_C",
	"search 3: D → HPC: C_D3, Sig_D3, T_D3",
	"search 4: HPC → D: C_HPC1, Sig_HPC1, T_HPC1",
	"search 5: D → HPC: C_D4, T_D4",
	"search 6: HPC → D: C_HPC2, T_HPC2",
	"diagnosis 1: D → P: C_D5, T_D5",
}

func TestMessagesInOrder(t *testing.T) {
	p := Must("published")
	for _, kind := range []model.StepKind{model.StepSend, model.StepRecv} {
		got := messagesOf(p, kind, "visit", "search", "diagnosis")
		if !slices.Equal(got, messages) {
			t.Errorf("%s: got\n%s\nwant\n%s", kind,
				strings.Join(got, "\n"), strings.Join(messages, "\n"))
		}
	}
	// Reference: Fig. 4, 5, 6.
}

// messagesOf lists the messages of phases as their senders, or their receivers,
// have them.
func messagesOf(p *model.Protocol, kind model.StepKind, phases ...string) []string {
	var list []string
	for _, name := range phases {
		ph := p.PhaseNamed(name)
		var of []string
		for _, r := range ph.Roles {
			for _, s := range r.Steps {
				from, to := r.Party, s.Peer
				if kind == model.StepRecv {
					from, to = to, from
				}
				if s.Kind == kind {
					of = append(of, fmt.Sprintf("%s: %s → %s: %s",
						s.Msg, from, to, ListText(s.Fields)))
				}
			}
		}
		slices.Sort(of) // by number: no phase has more than nine
		list = append(list, of...)
	}
	return list
}

func TestRegistrationIsTwoMessagesOnTheSecureChannel(t *testing.T) {
	p := Must("published")
	for _, want := range []struct{ phase, first, second string }{
		{"registration of P", "P → PC: ID_P, B_P", "PC → P: R_P1, S_P"},
		{"registration of HPC", "HPC → PC: ID_HPC", "PC → HPC: R_HPC1, S_HPC"},
		{"registration of D", "D → PC: ID_D, Cert_D", "PC → D: R_D1, S_D"},
	} {
		got := messagesOf(p, model.StepSend, want.phase)
		wanted := []string{want.phase + " 1: " + want.first, want.phase + " 2: " + want.second}
		if !slices.Equal(got, wanted) {
			t.Errorf("got %q, want %q", got, wanted)
		}
	}
	for _, ph := range p.Phases {
		open := ph.Name == "visit" || ph.Name == "search" || ph.Name == "diagnosis"
		if ph.Secure == open {
			t.Errorf("phase %q: Secure is %v, want %v", ph.Name, ph.Secure, !open)
		}
	}
	// Reference: Fig. 2, 3; Eq. 2–10.
}

// Every message of the open network has its age checked as soon as it is there,
// on the time stamp that it carries in clear.
func TestEveryMessageHasItsAgeChecked(t *testing.T) {
	p := Must("published")
	received := 0
	p.EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
		if s.Kind != model.StepRecv || ph.Secure {
			return
		}
		received++
		last, next := s.Fields[len(s.Fields)-1], r.Steps[i+1]
		if next.Kind != model.StepAge || next.Var.String() != last.String() || last.Sort != model.Time {
			t.Errorf("after %q stands %q, want the age of %s", s.Msg, stepText(next), last)
		}
	})
	if received != len(messages) {
		t.Errorf("%d messages are received, want %d", received, len(messages))
	}
	// Reference: "checks T' − T ≤ ΔT", before Eq. 14, 20, 24, 27, 31, 36, 42, 46, 48, 50.
}

func TestWhoVerifiesTheCertificate(t *testing.T) {
	var got []string
	Must("published").EachStep(func(ph *model.Phase, r *model.Role, _ int, s *model.Step) {
		if s.Kind == model.StepCert {
			got = append(got, fmt.Sprintf("%s %s %s", ph.Name, r.Party, stepText(*s)))
		}
	})
	want := []string{
		"certification D certificate Cert_D on ID_D",
		"registration of D PC certificate Cert_D on ID_D",
		"visit P certificate Cert_D on ID_D",
		"search PC certificate Cert_D on ID_D",
		"search HPC certificate Cert_D on ID_D",
		"search HPC certificate Cert_D on ID_D",
		"diagnosis P certificate Cert_D on ID_D",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	// Reference: before Eq. 8, Eq. 20, 27, 36, 46, 50.
}
