package monitor

import (
	"testing"

	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// lowe is the attack of 1995: alice runs the exchange with mallory, who is corrupt
// and runs it with bob in her name.
//
//	alice → mallory: E_PUK_mallory(N_A‖alice)
//	mallory → bob:   E_PUK_bob(N_A‖alice)
//	bob → alice:     E_PUK_alice(N_A‖N_B)          as if from mallory
//	alice → mallory: E_PUK_mallory(N_B)
//	mallory → bob:   E_PUK_bob(N_B)
type lowe struct {
	sim.Passive
	keys *trace.Value // PRK of mallory
}

func (a *lowe) Begin(n *sim.Network) error {
	data, err := n.Reveal("mallory", trace.RevealAll)
	if err == nil {
		a.keys = data[0].Value
	}
	return err
}

func (a *lowe) Message(n *sim.Network, m *trace.Message) error {
	switch m.Name {
	case "exchange 1":
		_, err := a.relay(n, m, 2, trace.Address{Principal: "bob"})
		return err
	case "exchange 2":
		n.Deliver(m, trace.Address{Principal: "alice", Session: 2}, 0)
		return nil
	}
	nonce, err := a.relay(n, m, 1, trace.Address{Principal: "bob", Session: 2})
	if err == nil {
		n.Exhibit("N_B", nonce)
	}
	return err
}

// relay opens what was for mallory and seals it for bob; it returns the first field.
func (a *lowe) relay(n *sim.Network, m *trace.Message, fields int, to trace.Address) (
	*trace.Value, error) {
	text, err := n.Open(m.Fields[0].Value, a.keys, 0, fields)
	if err != nil {
		return nil, err
	}
	args := append([]*trace.Value{n.PublicKeys["bob"]}, text...)
	c, err := n.Apply(model.OpAEnc, 0, m.Name, args...)
	if err != nil {
		return nil, err
	}
	n.Inject(m.Name, m.From, to, []trace.Datum{{Name: m.Fields[0].Name, Value: c}})
	return text[0], nil
}

// Reference: Lowe 1995, 1996.
func TestLowesAttack(t *testing.T) {
	violated := map[string][]model.ClaimKind{
		"ns": {model.WeakAgreement, model.Agreement, model.Injective, model.IntendedPeer},
		// alice finds bob in message 2, and ends.
		"nsl": nil,
	}
	for profile, kinds := range violated {
		t.Run(profile, func(t *testing.T) {
			c, _ := world(t, profile, sim.DefaultSize)
			c.Principals = append(c.Principals, sim.Principal{Name: "mallory", Party: "B"})
			c.Starts = []sim.Start{{Phase: "exchange", By: "alice", With: "mallory"}}
			want := map[string]Status{}
			for _, kind := range kinds {
				want[string(kind)+": A-B confirmed"] = Violated
				want["secrecy: N_B of B"] = Violated
			}
			verdicts := verdictsOn(t, c, &lowe{})
			if v := verdicts["secrecy: N_B of B"]; v.Checked != 1 {
				t.Errorf("%s: got %s: bob did not answer", v.Claim.ID, summary(v))
			}
			for id, v := range verdicts {
				if (v.Status == Violated) != (want[id] == Violated) {
					t.Errorf("%s: got %s", id, summary(v))
				}
			}
		})
	}
}
