package library

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"emrproof/model"
)

func TestNeedhamSchroederMessages(t *testing.T) {
	for _, c := range []struct {
		p    *model.Protocol
		want []string
	}{
		{Must("ns"), []string{"M1 = E_PUK_B(N_A‖ID_A)", "M3 = E_PUK_B(N_B)",
			"M2 = E_PUK_A(N_A‖N_B)"}},
		{Must("nsl"), []string{"M1 = E_PUK_B(N_A‖ID_A)", "M3 = E_PUK_B(N_B)",
			"M2 = E_PUK_A(N_A‖N_B‖ID_B)"}},
	} {
		var got []string
		c.p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
			if s.Kind == model.StepLet {
				got = append(got, stepText(*s))
			}
		})
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.p.Name, got, c.want)
		}
		sent := messagesOf(c.p, model.StepSend, "exchange")
		want := []string{"exchange 1: A → B: M1", "exchange 2: B → A: M2", "exchange 3: A → B: M3"}
		if !slices.Equal(sent, want) {
			t.Errorf("%s: got %q, want %q", c.p.Name, sent, want)
		}
	}
	// Reference: Needham and Schroeder 1978, messages 3, 6, 7; Lowe 1996.
}

// Lowe's repair is the name of B in the second message, and nothing else.
func TestLoweChangesTheSecondMessageOnly(t *testing.T) {
	ns, nsl := Must("ns"), Must("nsl")
	var got []string
	ns.EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
		now := nsl.PhaseNamed(ph.Name).Role(r.Party).Steps[i]
		if was, is := stepText(*s), stepText(now); was != is {
			got = append(got, fmt.Sprintf("%s: %s → %s", r.Party, was, is))
		}
	})
	want := []string{
		"A: (N_A‖N_B) = D_PRK_A(M2) → (N_A‖N_B‖ID_B) = D_PRK_A(M2)",
		"B: M2 = E_PUK_A(N_A‖N_B) → M2 = E_PUK_A(N_A‖N_B‖ID_B)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(ns.Phases) != len(nsl.Phases) || !slices.Equal(ns.Claims, nsl.Claims) {
		t.Error("the two have other phases, or other claims")
	}
}

// threadText lists the phases of a thread; "-" when there are none.
func threadText(p *model.Protocol, party model.Party, phase string) string {
	names := []string{}
	for _, stage := range p.Thread(party, phase) {
		if stage.Role.Party != party || stage.Phase.Role(party) != stage.Role {
			return "somebody else's role"
		}
		names = append(names, stage.Phase.Name)
	}
	if len(names) == 0 {
		return "-"
	}
	return strings.Join(names, ", ")
}

func TestThreads(t *testing.T) {
	ns, published := Must("ns"), Must("published")
	for _, c := range []struct {
		p     *model.Protocol
		party model.Party
		phase string
		want  string
	}{
		{published, "D", "visit", "visit, search, diagnosis"},
		{published, "P", "visit", "visit, diagnosis"},
		{published, "PC", "search", "search"},
		{published, "HPC", "search", "search"},
		{published, "HPC", "filing", "filing"},
		{published, "PC", "filing", "filing"},
		{published, "P", "registration of P", "registration of P"},
		{published, "PC", "registration of P", "registration of P"},
		{published, "D", "certification", "certification"},
		{published, "MA", "authority", "authority"},
		{published, "D", "search", "-"},    // where D goes on, it does not begin
		{published, "P", "diagnosis", "-"}, // nor does P
		{published, "HPC", "visit", "-"},
		{published, "D", "no such phase", "-"},
		{ns, "A", "exchange", "exchange"},
		{ns, "B", "exchange", "exchange"},
		{ns, "A", "keys of A", "keys of A"},
		{ns, "A", "keys of B", "-"},
	} {
		if got := threadText(c.p, c.party, c.phase); got != c.want {
			t.Errorf("%s: %s from %q: got %s, want %s", c.p.Name, c.party, c.phase, got, c.want)
		}
	}
}

// Who begins a session, who answers a message, and who goes on.
func TestWhoOpens(t *testing.T) {
	for _, c := range []struct {
		p    *model.Protocol
		want string
	}{
		{Must("ns"), "keys of A: A opens; keys of B: B opens; " +
			"exchange: A opens, B responds"},
		{Must("published"), "authority: MA opens; cloud: PC opens; " +
			"certification: D opens, MA responds; registration of P: P opens, PC responds; " +
			"registration of HPC: HPC opens, PC responds; " +
			"registration of D: D opens, PC responds; filing: HPC opens, PC responds; " +
			"visit: P opens, D responds; search: D continues, PC responds, HPC responds; " +
			"diagnosis: D continues, P continues"},
	} {
		if got := opensText(c.p); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func opensText(p *model.Protocol) string {
	var phases []string
	for i := range p.Phases {
		var roles []string
		for j := range p.Phases[i].Roles {
			r := &p.Phases[i].Roles[j]
			what := "responds"
			if r.Continues {
				what = "continues"
			} else if r.Opens() {
				what = "opens"
			}
			roles = append(roles, string(r.Party)+" "+what)
		}
		phases = append(phases, p.Phases[i].Name+": "+strings.Join(roles, ", "))
	}
	return strings.Join(phases, "; ")
}

func TestLookingForWhatIsNotThere(t *testing.T) {
	p := Must("published")
	if m := p.Member("X"); m != nil {
		t.Errorf("Member: got %+v, want nil", m)
	}
	if ph := p.PhaseNamed("lunch"); ph != nil {
		t.Errorf("PhaseNamed: got %s, want nil", ph.Name)
	}
	if r := p.PhaseNamed("visit").Role("HPC"); r != nil {
		t.Errorf("Role: got %s, want nil", r.Party)
	}
	m := p.Member("HPC")
	if m == nil || m.Name != "hospital's private cloud" || m.ID.Name != "ID_HPC" {
		t.Errorf("Member: got %+v, want HPC's", m)
	}
}
