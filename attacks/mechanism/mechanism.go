// Package mechanism explains a finding. It says how the attack violates its claim, whatever the
// names of principals and sessions. So what random play and generated attacks find can be
// compared with what the catalogue knows.
package mechanism

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks"
	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/sim/trace"
)

// Of returns the mechanism of a shrunk finding: how it violates its claim, whatever the names.
// That is the claim, what the adversary was given, and each move in words in which principals
// are called by their parties. Two findings with one mechanism are the same attack: a known
// attack explains a finding if it has its mechanism. The mechanism leaves out:
//
//   - how principals and sessions are called, and who else is there;
//   - when a move is made, in which order, and how often the same one is made; by how much a
//     message is late or a clock is off;
//   - what is made up, and the numbers of encryptions;
//   - what does not lead to the session in which the claim breaks. Moves refer to messages by
//     their numbers, so an attack may need a move only to make the numbers come out;
//   - what is lost, late or sent in vain, where a message is also sent or repeated. It makes a
//     session wait or end, and does no more;
//   - from whom a message of the adversary's own seems to come. Its receiver goes by that only
//     if a signature or a key says the same;
//   - what makes an honest session start, where what it sends is delivered as it is: another one
//     would have started by itself;
//   - of several messages that are late, all but the first. How the time is spread over them
//     only says by how much each is late.
//
// The mechanism keeps what was stolen, and from whom. It keeps which message goes to what
// party, and whether to the session that it was for, to another one of that principal, or to
// another principal. It keeps whose clock is off. For a message of the adversary's own it keeps
// the recipe of each field, down to the fields of messages and the secrets that go into it.
//
// A claim of availability is about what a refusal costs. Its mechanism is the message that
// opens a session, whether that message or a later one is refused, and by what party. Another
// refusing check, or another sender of the message, makes no other attack.
func Of(f *attacks.Finding) string {
	t := newRenaming(f)
	if f.Claim.Kind == model.Availability {
		return f.Claim.ID + " | " + t.cost(f)
	}
	var moves, waits []string
	came := t.settled()
	for _, m := range t.leading(f) {
		m = t.plain(m)
		words := t.move(m)
		switch {
		case m.Do == attacks.DoDrop, t.vain(m):
			waits = append(waits, words)
		case m.Do == attacks.DoDeliver && came[m.Message] && t.sent[m.Message].To == m.To:
			came[m.Message] = false // it comes for the first time: later, or redirected
			waits = append(waits, "delay "+t.message(m.Message))
		default:
			moves = append(moves, words)
		}
	}
	sends := slices.ContainsFunc(moves, func(words string) bool {
		return !strings.HasPrefix(words, "given") && !strings.HasPrefix(words, "clock")
	})
	waits = oneDelay(waits)
	secret := f.Claim.Kind == model.ForwardSecrecy || f.Claim.Kind == model.Secrecy
	if !sends && !secret || len(moves) == 0 {
		moves = append(moves, waits...)
	}
	slices.Sort(moves)
	return f.Claim.ID + " | " + strings.Join(slices.Compact(moves), "; ")
}

// oneDelay removes from waits all delays but the first, and the loss of messages that are
// delayed.
func oneDelay(waits []string) []string {
	var list []string
	delayed := ""
	for _, words := range waits {
		message, delay := strings.CutPrefix(words, "delay ")
		lost, drop := strings.CutPrefix(words, "drop ")
		switch {
		case delay && delayed != "", drop && slices.Contains(waits, "delay "+lost):
			continue
		case delay:
			delayed = message
		}
		list = append(list, words)
	}
	return list
}

// A renaming replaces the names of principals by those of their parties.
type renaming struct {
	party map[string]model.Party
	sent  map[string]*trace.Message
	came  map[string]arrival // of messages of the adversary's own, by their moves
	moves []attacks.Move
	names map[string]string
	count map[model.Party]int
}

func newRenaming(f *attacks.Finding) *renaming {
	t := &renaming{party: map[string]model.Party{}, sent: map[string]*trace.Message{},
		names: map[string]string{}, count: map[model.Party]int{}}
	o := f.Outcome
	for _, p := range o.Config.Principals {
		t.party[p.Name] = p.Party
	}
	for _, e := range o.Events {
		if e.Kind == trace.KindSend {
			t.sent[e.Msg.Label] = e.Msg
		}
	}
	var err error
	if t.moves, err = attacks.ParseMoves(o.Config.Moves); err != nil {
		panic("attacks: internal error: " + err.Error())
	}
	t.came = arrivalsOf(o.Events)
	t.name(f.Breach.Who)
	t.name(f.Breach.About)
	return t
}

// vain says whether a message that a move sends, or sends elsewhere, has no effect: nobody gets
// it, or it is refused before anything was sent, claimed or stored.
func (t *renaming) vain(m attacks.Move) bool {
	if m.Do == attacks.DoDeliver {
		sent := t.sent[m.Message]
		return sent != nil && sent.To != m.To && t.came[redirection(m.Message, m.To)].vain
	}
	return m.Do == attacks.DoInject && t.came[m.String()].vain
}

// settled returns the labels of the messages that are not delivered by themselves: a move drops
// them, or delivers them when they are sent.
func (t *renaming) settled() map[string]bool {
	labels := map[string]bool{}
	for _, m := range t.moves {
		label, _, _ := m.Trigger()
		if t.sent[label] != nil && (m.Do == attacks.DoDrop || m.Do == attacks.DoDeliver &&
			m.Message == label) {
			labels[label] = true
		}
	}
	return labels
}

// plain replaces a move that injects a copy of another message by the move that delivers that
// message, unless the answer is to go elsewhere.
func (t *renaming) plain(m attacks.Move) attacks.Move {
	if m.Do != attacks.DoInject || len(m.Fields) == 0 || m.Fields[0].Op != "field" {
		return m
	}
	label := m.Fields[0].Args[0].Text
	sent := t.sent[label]
	if sent == nil || sent.Name != m.Name || !t.answered(sent, m) ||
		len(m.Fields) != len(sent.Fields) {
		return m
	}
	for i, r := range deduce.Heard(sent) {
		if m.Fields[i].String() != r.String() {
			return m
		}
	}
	return attacks.Move{When: m.When, Do: attacks.DoDeliver, Message: label, To: m.To}
}

// answered says whether the answer to a copy of a message goes to the sender of the message. It
// counts as going there if the copy is itself an answer: the session that waits for it takes
// it, wherever it seems to come from.
func (t *renaming) answered(sent *trace.Message, m attacks.Move) bool {
	return m.To.Session != 0 || sent.From == m.From
}

// cost describes a refusal that costs too much: by the message that opens the session, and by
// whether that message or a later one is refused.
func (t *renaming) cost(f *attacks.Finding) string {
	var refusal *trace.Event
	opened := map[string]string{} // the message that came first, by session
	after := map[string]string{}
	for _, e := range f.Outcome.Events {
		if e.Kind == trace.KindDeliver {
			if opened[e.Session] != "" {
				after[e.Session] = "what comes after "
			} else {
				opened[e.Session] = e.Msg.Name
			}
		}
		if e.Seq == f.Breach.Commit {
			refusal = e
			break
		}
	}
	if refusal == nil {
		return "no refusal"
	}
	at := refusal.Session
	return fmt.Sprintf("%s%s is refused by %s", after[at], opened[at], refusal.Party)
}

// name returns the party of a principal, numbered where the attack has several of that party.
func (t *renaming) name(who string) string {
	if t.names[who] == "" {
		p := t.party[who]
		if p == "" {
			return who
		}
		t.count[p]++
		t.names[who] = fmt.Sprintf("%s%d", p, t.count[p])
	}
	return t.names[who]
}

func (t *renaming) move(m attacks.Move) string {
	switch m.Do {
	case attacks.DoDrop:
		label, _, _ := m.Trigger()
		return "drop " + t.message(label)
	case attacks.DoDeliver:
		return "deliver " + t.message(m.Message) + " to " + t.target(m.Message, m.To)
	case attacks.DoInject:
		var fields []string
		for _, f := range m.Fields {
			fields = append(fields, t.recipe(f))
		}
		words := "inject " + m.Name + " to " + t.name(m.To.Principal)
		if m.To.Session == 0 {
			words += ", a new session"
		}
		return words + ": " + strings.Join(fields, ", ")
	case attacks.DoReveal:
		return "given " + m.What + " of " + t.name(m.Who)
	case attacks.DoSkew:
		return "clock of " + t.name(m.Who)
	case attacks.DoExhibit:
		secret, _, _ := strings.Cut(m.What, " of ")
		return "exhibit " + secret + ": " + t.recipe(m.Fields[0])
	case attacks.DoStart:
		return "start " + m.Start.Phase + " " + t.name(m.Start.By) + " " + t.name(m.Start.With)
	}
	return m.Do
}

// message describes a message by its name, its sender and its receiver.
func (t *renaming) message(label string) string {
	m := t.sent[label]
	if m == nil {
		return "?"
	}
	return m.Name + " " + t.name(m.From.Principal) + ">" + t.name(m.To.Principal)
}

// target describes where a message goes, compared with where it was sent to.
func (t *renaming) target(label string, to trace.Address) string {
	m := t.sent[label]
	switch {
	case m == nil:
		return "?"
	case m.To.Principal != to.Principal:
		return t.name(to.Principal)
	case m.To == to:
		return "the same"
	case to.Session == 0:
		return "a new session"
	}
	return "another session"
}

// identity returns the principal whose identity is a part of a message's field, or nothing if
// the part is no identity. It is the same principal wherever its name was read.
func (t *renaming) identity(part deduce.Recipe) string {
	field := part.Args[2]
	if field.Op != "field" || t.sent[field.Args[0].Text] == nil {
		return ""
	}
	list := t.sent[field.Args[0].Text].Fields
	i, j := int(field.Args[1].Int.Int64())-1, int(part.Args[0].Int.Int64())-1
	if i >= len(list) || list[i].Value.Term == nil {
		return ""
	}
	inside := list[i].Value.Term.Fields()
	if j >= len(inside) || inside[j].Sort != model.Identity {
		return ""
	}
	return inside[j].Name
}

// recipe returns the text of a recipe without the names of principals.
func (t *renaming) recipe(r deduce.Recipe) string {
	switch r.Op {
	case "field":
		return t.message(r.Args[0].Text) + "." + r.Args[1].String()
	case "own":
		return t.name(r.Args[0].Text) + "." + r.Args[1].Text
	case "part":
		if who := t.identity(r); who != "" {
			return "id(" + t.name(who) + ")"
		}
	case "puk", "id":
		return r.Op + "(" + t.name(r.Args[0].Text) + ")"
	case "entry":
		return r.Op + "(" + t.name(r.Args[0].Text) + "," + r.Args[1].String() + ")"
	case "fresh", "freshkey", "junk", "data", "hexdata", "time":
		return r.Op
	}
	var args []string
	for i, a := range r.Args {
		switch a.Kind() {
		case deduce.KindValue:
			args = append(args, t.recipe(a))
		case deduce.KindInt:
			if !(i == 0 && r.Random()) {
				args = append(args, a.String())
			}
		default:
			args = append(args, a.String())
		}
	}
	if r.Op == "mul" && args[0] == "const(1)" {
		return args[1]
	}
	return r.Op + "(" + strings.Join(args, ",") + ")"
}
