package sim

import (
	"testing"

	"emrproof/model"
	"emrproof/model/build"
	"emrproof/sim/trace"
)

// around is a description in which A asks S by way of B, and S answers A, who did not write to it.
func around(t *testing.T) *model.Protocol {
	t.Helper()
	idA, idB, idS := model.Var("ID_A", model.Identity), model.Var("ID_B", model.Identity),
		model.Var("ID_S", model.Identity)
	n := model.Var("N", model.Key)
	step := func(k model.StepKind, peer model.Party, fields ...*model.Term) model.Step {
		return model.Step{Kind: k, Peer: peer, Fields: fields}
	}
	p, err := build.Protocol(&model.Protocol{Name: "around",
		Parties: []model.Member{{Party: "A", Name: "a", ID: idA}, {Party: "B", Name: "b", ID: idB},
			{Party: "S", Name: "s", ID: idS, One: true}},
		Phases: []model.Phase{{Name: "one", Group: "one", Roles: []model.Role{
			{Party: "A", Steps: []model.Step{
				{Kind: model.StepInput, Var: idB, Input: model.InputPeer},
				{Kind: model.StepFresh, Var: n},
				step(model.StepSend, "B", idA, n), step(model.StepRecv, "S", n)}},
			{Party: "B", Steps: []model.Step{
				step(model.StepRecv, "A", idA, n), step(model.StepSend, "S", idA, n)}},
			{Party: "S", Steps: []model.Step{
				step(model.StepRecv, "B", idA, n), step(model.StepSend, "A", n)}},
		}}}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Who is answered by somebody whom it did not write to gets the answer in the session that it
// began, however many of them wait.
func TestAnswerByAThird(t *testing.T) {
	c := standard(t, "ns", DefaultSize)
	c.Principals = []Principal{{Name: "alice", Party: "A"}, {Name: "bob", Party: "B"},
		{Name: "server", Party: "S"}}
	c.Starts = []Start{{Phase: "one", By: "alice", With: "bob"},
		{Phase: "one", By: "alice", With: "bob"}}
	var got []string
	r, err := worldOf(around(t), baseSuite(t), c, nil, func(e *trace.Event) {
		if e.Kind == trace.KindDeliver && e.Msg.Name == "one 3" {
			got = append(got, e.Msg.To.String())
		}
	}).play()
	if err != nil {
		t.Fatal(err)
	}
	wantComplete(t, r, 2)
	if len(got) != 2 || got[0] != "alice.1" || got[1] != "alice.2" {
		t.Errorf("the answers go to %q", got)
	}
}

// An answer that belongs to nobody's round goes to the first session that waits for it.
func TestAnswerToWhoeverWaits(t *testing.T) {
	c := standard(t, "ns", DefaultSize)
	c.Principals = []Principal{{Name: "alice", Party: "A"}, {Name: "bob", Party: "B"},
		{Name: "server", Party: "S"}}
	c.Starts = []Start{{Phase: "one", By: "alice", With: "bob"},
		{Phase: "one", By: "alice", With: "bob"}}
	w := worldOf(around(t), baseSuite(t), c, on("one 1", func(*Network, *trace.Message) {}), nil)
	if _, err := w.play(); err != nil {
		t.Fatal(err)
	}
	for message, want := range map[string]string{"one 3": "alice.1", "one 1": "alice"} {
		if got := w.address("alice", message, noRound).String(); got != want {
			t.Errorf("%s goes to %s, want %s", message, got, want)
		}
	}
	if got := w.address("mallory", "one 3", noRound).String(); got != "mallory" {
		t.Errorf("what goes to nobody goes to %s", got)
	}
}

// A session that opens on the secure channel is a round if it goes on on the insecure network,
// and none if it does not.
func TestVisitThatBeginsAside(t *testing.T) {
	idA, idB := model.Var("ID_A", model.Identity), model.Var("ID_B", model.Identity)
	n := model.Var("N", model.Key)
	phase := func(name string, secure, continues bool, a, b []model.Step) model.Phase {
		return model.Phase{Name: name, Group: "one", Secure: secure, Roles: []model.Role{
			{Party: "A", Continues: continues, Steps: a},
			{Party: "B", Continues: continues, Steps: b}}}
	}
	step := func(k model.StepKind, peer model.Party, fields ...*model.Term) model.Step {
		return model.Step{Kind: k, Peer: peer, Fields: fields}
	}
	asks := []model.Step{{Kind: model.StepInput, Var: idB, Input: model.InputPeer},
		step(model.StepSend, "B", idA)}
	asked := []model.Step{step(model.StepRecv, "A", idA)}
	answers := []model.Step{{Kind: model.StepFresh, Var: n}, step(model.StepSend, "A", n)}
	answered := []model.Step{step(model.StepRecv, "B", n)}
	p, err := build.Protocol(&model.Protocol{Name: "aside",
		Parties: []model.Member{{Party: "A", Name: "a", ID: idA}, {Party: "B", Name: "b", ID: idB}},
		Phases: []model.Phase{phase("telling", true, false, asks, asked),
			phase("asking", true, false, asks, asked), phase("answer", false, true, answered, answers)}})
	if err != nil {
		t.Fatal(err)
	}
	c := standard(t, "ns", DefaultSize)
	c.Starts = []Start{{Phase: "telling", By: "alice", With: "bob"},
		{Phase: "asking", By: "alice", With: "bob"}}
	r, err := worldOf(p, baseSuite(t), c, nil, nil).play()
	if err != nil {
		t.Fatal(err)
	}
	wantComplete(t, r, 1)
}
