package attacks

import (
	"fmt"
	"strconv"
	"strings"

	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/trace"
)

// Narrate tells a finding in sentences, in the order in which it happened and
// with the paper's names: what the adversary was given, what was sent and what
// became of it, and what the claim broke on.
func (f *Finding) Narrate() []string {
	p, err := library.Profile(f.Outcome.Config.Profile, f.Outcome.Config.Options...)
	if err != nil {
		panic("attacks: internal error: " + err.Error())
	}
	t := teller{finding: f, protocol: p, moved: map[string]bool{}, fields: map[string][]string{},
		matters: map[int]bool{f.Breach.Commit: true}}
	for _, seq := range f.Breach.Evidence {
		t.matters[seq] = true
	}
	for _, line := range f.Outcome.Config.Moves {
		m, err := ParseMove(line)
		if err != nil {
			panic("attacks: internal error: " + err.Error())
		}
		if label, _, _ := m.Trigger(); label != "" {
			t.moved[label] = true
		}
		if m.Message != "" {
			t.moved[m.Message] = true
		}
	}
	for _, e := range f.Outcome.Events {
		t.event(e)
	}
	t.say("So %q is violated: %s.", f.Claim.ID, strings.TrimSuffix(f.Breach.Text, "."))
	return t.told
}

// A teller collects the sentences.
type teller struct {
	finding  *Finding
	protocol *model.Protocol
	moved    map[string]bool     // messages that a move is about, by label
	matters  map[int]bool        // events that the breach names, by sequence number
	fields   map[string][]string // names of the fields of messages, by label
	told     []string
}

func (t *teller) say(format string, args ...any) {
	t.told = append(t.told, fmt.Sprintf(format, args...))
}

func (t *teller) event(e *trace.Event) {
	switch e.Kind {
	case trace.KindReveal:
		t.say("The adversary is given %s.", Revealed(e))
	case trace.KindSkew:
		t.say("The clock of %s is set ahead by %s.", e.Who, e.Reason)
	case trace.KindSend:
		t.fields[e.Msg.Label] = fieldNames(e.Msg)
		if t.moved[e.Msg.Label] {
			t.say("%s sends %s (%s) to %s.", e.Msg.From.Principal, e.Msg.Name,
				strings.Join(fieldNames(e.Msg), ", "), e.Msg.To.Principal)
		}
	case trace.KindMove:
		t.move(e)
	case trace.KindRefuse:
		t.say("%s refuses at %s: %s.", e.Session, t.step(e), e.Reason)
	case trace.KindExhibit:
		if t.matters[e.Seq] {
			t.say("The adversary shows %s.", e.Label)
		}
	case trace.KindClaim:
		t.claim(e)
	}
}

// Revealed says what a reveal gives the adversary.
func Revealed(e *trace.Event) string {
	what := map[string]string{
		trace.RevealAll:       "everything that %s has: %s is corrupt",
		trace.RevealKeys:      "the private keys of %s",
		trace.RevealStore:     "what %s stores for itself",
		trace.RevealBiometric: "the biometric of %s",
		trace.RevealTables:    "the tables of %s",
	}[e.Label]
	if strings.HasPrefix(e.Label, trace.RevealTable) {
		what = "the " + e.Label + " of %s"
	}
	return strings.ReplaceAll(what, "%s", e.Who)
}

func fieldNames(m *trace.Message) []string {
	var list []string
	for _, f := range m.Fields {
		list = append(list, f.Name)
	}
	return list
}

// how tells a recipe with the names of what it is made from. What is made of what was made
// itself is told one level deep, and then in short: the moves have the rest.
func (t *teller) how(r deduce.Recipe) string { return t.tell(r, 1) }

func (t *teller) tell(r deduce.Recipe, deep int) string {
	if name, ok := t.name(r); ok {
		return name
	}
	if whole, ok := t.resealed(r); ok {
		return r.Op + "(" + t.tell(r.Args[1], 0) + ", " + whole + ")"
	}
	if r.Op == "expand" && len(r.Args) == 2 && r.Args[1].Op == "label" {
		return "the key " + r.Args[1].Args[0].String()
	}
	var args []string
	short := deep == 0 && !t.plain(r)
	for i, a := range r.Values() {
		_, named := t.name(a)
		if short && (i > 0 || !named) {
			args = append(args, "…")
			break
		}
		args = append(args, t.tell(a, deep-1))
	}
	return r.Op + "(" + strings.Join(args, ", ") + ")"
}

// plain says whether a recipe is told in few words: r6·G.
func (t *teller) plain(r deduce.Recipe) bool {
	for _, a := range r.Values() {
		if _, named := t.name(a); !named || a.Op == "part" {
			return false
		}
	}
	return len(r.Values()) <= 2
}

// name tells what the adversary was given, saw, opened or drew.
func (t *teller) name(r deduce.Recipe) (string, bool) {
	if r.Kind() != deduce.KindValue {
		return r.String(), true
	}
	switch r.Op {
	case "field":
		names, i := t.fields[r.Args[0].Text], int(r.Args[1].Int.Int64())
		if i > len(names) {
			return "", false
		}
		return names[i-1] + " of " + r.Args[0].Text, true
	case "own":
		if r.Args[1].Text == "PRK" {
			return "PRK_" + r.Args[0].Text, true
		}
		return r.Args[1].Text + " of " + r.Args[0].Text, true
	case "puk":
		return "PUK_" + r.Args[0].Text, true
	case "entry":
		return fmt.Sprintf("value %s of %s in the directory", r.Args[1], r.Args[0].Text), true
	case "part":
		what := fmt.Sprintf("part %s of what %s opens to", r.Args[0], t.tell(r.Args[2], 0))
		if key, named := t.name(r.Args[3]); named {
			what += " under " + key
		}
		return what, true
	case "recovered":
		return fmt.Sprintf("part %s of the text that %s carries", r.Args[0], t.tell(r.Args[2], 0)), true
	}
	return drawn(r)
}

// drawn tells constants, and what the adversary draws: by the name that a script gives it.
func drawn(r deduce.Recipe) (string, bool) {
	switch r.Op {
	case "public", "id", "fresh", "freshkey":
		return r.Args[0].Text, true
	case "label", "data":
		if text := []rune(r.Args[0].Text); len(text) > 40 {
			return strconv.Quote(string(text[:40]) + "…"), true
		}
		return r.Args[0].String(), true
	case "hexdata":
		return fmt.Sprintf("%d bytes", len(r.Args[0].Text)/2), true
	case "junk":
		return fmt.Sprintf("%s random bytes", r.Args[1]), true
	case "const":
		return r.Args[0].String(), true
	case "time":
		return "a time stamp", true
	case "G":
		return "G", true
	case "mul":
		if r.String() == "mul(const(1), G())" {
			return "G", true
		}
	}
	return "", false
}

func (t *teller) step(e *trace.Event) string {
	if e.Eq > 0 {
		return t.protocol.Equation(e.Eq)
	}
	return fmt.Sprintf("step %d of %s (%s)", e.Step, e.Phase, e.Do)
}

// resealed tells an encryption of all that another ciphertext opens to.
func (t *teller) resealed(r deduce.Recipe) (string, bool) {
	if !r.Random() {
		return "", false
	}
	parts := r.Fields()
	for i, p := range parts {
		if p.Op != "part" || p.Args[0].String() != fmt.Sprint(i+1) ||
			p.Args[1].String() != fmt.Sprint(len(parts)) ||
			p.Args[2].String() != parts[0].Args[2].String() ||
			p.Args[3].String() != parts[0].Args[3].String() {
			return "", false
		}
	}
	return fmt.Sprintf("all that %s opens to under %s", t.how(parts[0].Args[2]),
		t.how(parts[0].Args[3])), true
}

// move tells the moves that no event of their own tells.
func (t *teller) move(e *trace.Event) {
	if secret, how, ok := strings.Cut(e.Reason, " = "); ok && strings.HasPrefix(secret, "knows ") {
		if t.aboutTo(secret[6:]) {
			if r, err := deduce.ParseRecipe(how); err == nil {
				how = t.how(r)
			}
			t.say("The adversary makes %s: %s.", secret[6:], how)
		}
		return
	}
	m, err := ParseMove(e.Reason)
	if err != nil {
		return
	}
	switch m.Do {
	case DoDrop:
		t.say("The adversary keeps it back.")
	case DoDeliver:
		t.say("The adversary delivers %s to %s%s.", m.Message, m.To, later(m.Delay))
	case DoInject:
		var fields []string
		for _, r := range m.Fields {
			fields = append(fields, t.how(r))
		}
		t.say("The adversary sends %s to %s, as if from %s: %s.", m.Name, m.To, m.From.Principal,
			strings.Join(fields, ", "))
	case DoStart:
		t.say("The adversary has %s open %s with %s.", m.Start.By, m.Start.Phase, m.Start.With)
	}
}

// aboutTo says whether the breach is the exhibit of a secret.
func (t *teller) aboutTo(secret string) bool {
	for _, e := range t.finding.Outcome.Events {
		if e.Kind == trace.KindExhibit && e.Label == secret && t.matters[e.Seq] {
			return true
		}
	}
	return false
}

func later(d trace.Duration) string {
	if d == 0 {
		return ""
	}
	return ", " + d.String() + " later"
}

func (t *teller) claim(e *trace.Event) {
	if !t.matters[e.Seq] {
		return
	}
	var data []string
	for _, d := range e.Data {
		data = append(data, d.Name)
	}
	on := strings.Join(data, ", ")
	switch e.Event {
	case model.EventCommit:
		t.say("%s is convinced that it deals with %s, on (%s).", e.Session, e.Peer, on)
	case model.EventRunning:
		t.say("%s acts with %s, on (%s).", e.Session, e.Peer, on)
	case model.EventAccept:
		t.say("%s accepts %s as made by %s.", e.Session, on, e.Peer)
	case model.EventReleased:
		t.say("%s releases %s to %s.", e.Session, e.Label, e.Peer)
	}
}
