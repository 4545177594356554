package sim

import (
	"fmt"
	"strings"
	"testing"

	"emrproof/sim/trace"
)

// What parties hold in the end.
// Reference: Section "Parties" of protocol.md, and the tables of E9, E10 and E15.
func TestHoldings(t *testing.T) {
	_, holdings, err := RunHoldings(standard(t, "published", DefaultSize), nil, func(*trace.Event) {})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"authority":  "MA [] map[]",
		"cloud":      "PC [s] map[index:1 issued:4]",
		"hospital-a": "HPC [R_HPC1 S_HPC] map[records:1]",
		"hospital-b": "HPC [R_HPC1 S_HPC] map[]",
		"bob":        "D [Cert_D R_D1 S_D] map[]",
		"alice":      "P [R_P1 S_P] map[]",
	}
	for _, h := range holdings {
		if got := fmt.Sprint(h.Party, " ", h.Own, " ", h.Tables); got != want[h.Principal] {
			t.Errorf("%s: %s, want %s", h.Principal, got, want[h.Principal])
		}
		delete(want, h.Principal)
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
}

// A session that waits for ever, and one that is over, say what they held.
func TestHoldingsOfSessions(t *testing.T) {
	lost := on("visit 2", func(*Network, *trace.Message) {})
	_, holdings, err := RunHoldings(standard(t, "published", DefaultSize), lost, func(*trace.Event) {})
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range holdings {
		for session, want := range map[string]string{
			"alice.2": "B_P C_P1 ID_D ID_MA ID_P ID_PC R_P1 R_P2 S_P Sig_P1 T_P1 r5",
			"bob.1":   "Cert_D ID_D ID_MA ID_PC",
		} {
			if names, ok := h.Sessions[session]; ok && strings.Join(names, " ") != want {
				t.Errorf("%s holds %v, want %s", session, names, want)
			}
		}
	}
}

// Where nobody watches, a session that is over lets go of what it held: there may be very
// many. Those that wait do not.
func TestSessionsThatAreOverHoldNothing(t *testing.T) {
	lost := on("visit 2", func(*Network, *trace.Message) {})
	_, holdings, err := RunHoldings(standard(t, "published", DefaultSize), lost, nil)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, h := range holdings {
		for session, names := range h.Sessions {
			if waits := session == "alice.2" || session == "bob.3"; waits != (len(names) > 0) {
				t.Errorf("%s holds %v", session, names)
			}
			found++
		}
	}
	if found < 5 {
		t.Errorf("%d sessions, want those of the registration too", found)
	}
}
