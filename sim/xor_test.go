package sim

import (
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/build"
	"emrproof/model/library"
	"emrproof/sim/trace"
)

// masked is a protocol of exclusive ors between the parties of Needham and Schroeder.
//
//	A → B: k ⊕ n, n, m
//	B → A: E_k(n ⊕ m)
func masked(t testing.TB) *model.Protocol {
	t.Helper()
	xor := func(a, b *model.Term) *model.Term { return model.Apply(model.OpXOR, a, b) }
	key, data := model.Key, model.Data
	k, n, m := model.Var("k", key), model.Var("n", data), model.Var("m", data)
	c, k2, z := model.Var("c", key), model.Var("k2", key), model.Var("z", data)
	e := model.Var("e", model.Ciphertext)
	let := func(v, u *model.Term) model.Step {
		return model.Step{Kind: model.StepLet, Var: v, Term: u}
	}
	p := library.Must("ns").Clone()
	p.Claims = nil
	exchange := p.PhaseNamed("exchange")
	exchange.Role("A").Steps = []model.Step{
		{Kind: model.StepInput, Var: p.Member("B").ID, Input: model.InputPeer},
		{Kind: model.StepFresh, Var: k}, {Kind: model.StepFresh, Var: n},
		{Kind: model.StepFresh, Var: m}, let(c, xor(k, n)),
		{Kind: model.StepSend, Peer: "B", Fields: []*model.Term{c, n, m}},
		{Kind: model.StepRecv, Peer: "B", Fields: []*model.Term{e}}, let(z, xor(m, n)),
		{Kind: model.StepOpen, Term: e, Key: k, Fields: []*model.Term{z}, Anew: []bool{false}},
	}
	exchange.Role("B").Steps = []model.Step{
		{Kind: model.StepRecv, Peer: "A", Fields: []*model.Term{c, n, m}},
		let(k2, xor(c, n)), let(z, xor(n, m)), let(e, model.Apply(model.OpSEnc, k2, z)),
		{Kind: model.StepSend, Peer: "A", Fields: []*model.Term{e}},
	}
	q, err := build.Protocol(p)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// playMasked runs the protocol once and returns the values that were computed, by principal and
// variable, and why somebody refused.
func playMasked(t *testing.T, a Adversary) (values map[string]*trace.Value, refusals []string) {
	t.Helper()
	values = map[string]*trace.Value{}
	w := worldOf(masked(t), baseSuite(t), brokenConfig("ns", 1), a, func(e *trace.Event) {
		if e.Kind == trace.KindRefuse {
			refusals = append(refusals, e.Who+": "+e.Reason)
		}
		for _, d := range e.Data {
			values[string(e.Party)+" "+d.Name] = d.Value
		}
	})
	if _, err := w.play(); err != nil {
		t.Fatal(err)
	}
	return values, refusals
}

// Who takes one text out of an exclusive or holds the other, by its bytes and by its term.
func TestExclusiveOrsComeApart(t *testing.T) {
	values, refusals := playMasked(t, nil)
	if len(refusals) > 0 {
		t.Fatalf("refused: %s", refusals)
	}
	for _, c := range []struct{ got, like string }{{"B k2", "A k"}, {"B z", "A z"}} {
		got, like := values[c.got], values[c.like]
		if got.Term.String() != like.Term.String() || string(got.Bytes()) != string(like.Bytes()) {
			t.Errorf("%s is %s, want %s", c.got, got, like)
		}
	}
	if c := values["A c"]; c.Sort != model.Key || !strings.Contains(c.Term.String(), " ⊕ n[") {
		t.Errorf("c is %s, a %s", c, c.Sort)
	}
}

// An adversary can make a principal add a text to itself.
func TestTextsThatCancelEachOtherAreZero(t *testing.T) {
	values, _ := playMasked(t, onMessage(func(n *Network, m *trace.Message) {
		fields := m.Fields
		if len(fields) == 3 {
			fields = []trace.Datum{fields[0], fields[1], fields[1]}
		}
		n.Inject(m.Name, m.From, m.To, fields)
	}))
	z := values["B z"]
	zeros := strings.Repeat("\x00", 32)
	if z == nil || string(z.Bytes()) != zeros || !model.Equal(z.Term, model.Label(zeros)) {
		t.Errorf("z is %s", z)
	}
}

// Texts of several lengths are refused: no fault of the harness.
func TestTextsOfSeveralLengthsAreRefused(t *testing.T) {
	_, refusals := playMasked(t, onMessage(func(n *Network, m *trace.Message) {
		short, err := n.Literal(model.Data, []byte("short"))
		if err != nil {
			t.Fatal(err)
		}
		n.Inject(m.Name, m.From, m.To,
			[]trace.Datum{m.Fields[0], m.Fields[1], {Name: "m", Value: short}})
	}))
	want := "bob: texts of several lengths have no ⊕: 32 and 5 bytes"
	if got := strings.Join(refusals, "\n"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
