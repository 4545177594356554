// Package script runs attacks that are written as Starlark programs.
//
// A script states what it needs, reacts to messages, and makes moves with what the adversary
// knows; SCRIPTING.md says what scripts can do. Its header says what is expected of it: which
// claims it violates, what refuses it, and which moves must take effect. The package meter bounds
// what a script may cost, need makes the world that it asks for, and catalogue has the scripts
// that come with the harness.
package script

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"sort"
	"strings"

	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"emrproof/attacks"
	"emrproof/attacks/script/convert"
	"emrproof/attacks/script/meter"
	"emrproof/attacks/script/need"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A Script is an attack as a Starlark program: a header, what the attack needs, and functions
// that react to what happens. SCRIPTING.md says what scripts can do.
//
// A script decides moves and does nothing else. It sees what the adversary sees, makes values
// with what the adversary knows, and does not judge.
type Script struct {
	File string
	ID   string // such as "W3"; the file's name where the script gives none

	Title    string
	Threat   string            // against whom: "outsider", "insider doctor", …
	Source   string            // who described the attack
	Violates []string          // ids of the claims that it is meant to violate
	Expect   map[string]string // by profile; see Script.Differs
	Acts     []string          // the moves that must take effect
	// Scope says what the adversary has that the description does not claim to withstand;
	// empty: nothing.
	Scope string

	Config  sim.Config // the world, without moves
	Corrupt []string   // principals that are the adversary's from the beginning

	program *starlark.Program
}

// An Error says what is wrong with a script, and where.
type Error struct {
	Pos syntax.Position
	Msg string
	// Printed is what the script has printed, if it fails before the run begins.
	Printed []string
}

func (e *Error) Error() string { return e.Pos.String() + ": " + e.Msg }

// An Outcome is the outcome of a script's attack, and what the script printed.
type Outcome struct {
	*attacks.Outcome
	Log []string
}

// Load reads a script: it runs the script's first lines, which make the header and the world.
// Errors in the script are of type *Error, unless they are about the file as a whole.
func Load(file string, src []byte, o need.Overrides) (*Script, error) {
	s := &Script{File: file}
	var err error
	if s.program, err = meter.Compile(file, src, known); err != nil {
		return nil, located(file, err)
	}
	h := newHost(s, o)
	if err := h.load(); err != nil {
		return nil, err
	}
	if h.world == nil {
		return nil, fmt.Errorf("%s: the script does not say what it needs: want need(…)", file)
	}
	s.Config, s.Corrupt = h.world.Config, h.world.Corrupt
	if err := s.header(h.globals); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return s, nil
}

// header reads the variables of a script that describe the attack.
func (s *Script) header(globals starlark.StringDict) error {
	s.ID = strings.TrimSuffix(filepath.Base(s.File), ".star")
	for name, to := range map[string]*string{"id": &s.ID, "title": &s.Title, "threat": &s.Threat,
		"source": &s.Source, "scope": &s.Scope} {
		if v, ok := globals[name]; ok {
			text, ok := starlark.AsString(v)
			if !ok {
				return fmt.Errorf("%s: %s: want a string", name, convert.TypeName(v))
			}
			*to = text
		}
	}
	if _, ok := globals["acts"]; !ok {
		return errors.New("acts: want the moves that must take effect, such as [\"inject\"]; " +
			"[] for a script that only listens")
	}
	var err error
	if s.Violates, err = convert.Texts("violates", globals["violates"]); err != nil {
		return err
	}
	if s.Acts, err = convert.Texts("acts", globals["acts"]); err != nil {
		return err
	}
	if err := s.expectations(globals["expect"]); err != nil {
		return err
	}
	return s.check(globals)
}

// check refuses a script that would show less than it seems to.
func (s *Script) check(globals starlark.StringDict) error {
	protocol, err := library.Profile(s.Config.Profile, s.Config.Options...)
	if err != nil {
		return err
	}
	claims := map[string]bool{}
	for _, c := range protocol.Claims {
		claims[c.ID] = true
	}
	for _, id := range s.Violates {
		if !claims[id] {
			return fmt.Errorf("violates: %q is no claim of %s: want one such as %q", id, protocol.Name,
				protocol.Claims[0].ID)
		}
	}
	for _, act := range s.Acts {
		if do, _, _ := strings.Cut(act, " "); !strings.Contains(" "+actWords+",", " "+do+",") {
			return fmt.Errorf("acts: %q: want one of %s, and what it is about if it matters", act, actWords)
		}
	}
	for _, name := range globals.Keys() {
		if !strings.HasPrefix(name, "on_") {
			continue
		}
		f, ok := globals[name].(*starlark.Function)
		want, known := reactions[name]
		switch {
		case !known:
			return fmt.Errorf("%s: nothing calls it: want on_begin or on_message", name)
		case !ok || f.NumParams() != want || f.HasVarargs() || f.HasKwargs():
			return fmt.Errorf("%s: want a function of %d arguments", name, want)
		}
	}
	return nil
}

// reactions are the functions of a script that the host calls, with the number of their
// arguments.
var reactions = map[string]int{"on_begin": 0, "on_message": 1}

// Run runs the script's attack. The script decides its moves in a rehearsal. The outcome is
// that of the moves alone, from their Config, which is therefore the whole attack, and repeats
// byte for byte. It is an error if the rehearsal put other bytes on the network. It is also an
// error if a move that the script says it needs took no effect: an attack that never got to act
// shows nothing.
func (s *Script) Run() (*Outcome, error) {
	h, err := s.hosted()
	if err != nil {
		return nil, err
	}
	rehearsal, err := attacks.Decide(new(suite.Memory), s.Config, h)
	if err != nil {
		// If the moves cannot be made again, there is nothing left to show.
		if rehearsal != nil {
			rehearsal, _ = rehearsal.Repeat()
		}
		return &Outcome{rehearsal, h.log}, err
	}
	o, err := rehearsal.Repeat()
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", s.File, attacks.ErrDoesNotRepeat, err)
	}
	if err := sameMessages(rehearsal, o); err != nil {
		return nil, fmt.Errorf("%s: %w: %w", s.File, attacks.ErrDoesNotRepeat, err)
	}
	if err := s.acted(o); err != nil {
		return &Outcome{o, h.log}, fmt.Errorf("%s: %w", s.File, err)
	}
	return &Outcome{o, h.log}, nil
}

// Decider returns a decider that decides the moves of one run as the script does.
func (s *Script) Decider() (attacks.Decider, error) { return s.hosted() }

// hosted returns the host of a script that is about to act in its world.
func (s *Script) hosted() (*host, error) {
	h := newHost(s, need.Overrides{})
	h.world, h.given = &need.World{Config: s.Config, Corrupt: s.Corrupt}, true
	return h, h.load()
}

// sameMessages compares the messages that went over the network in two runs.
func sameMessages(o, p *attacks.Outcome) error {
	one, other := sent(o), sent(p)
	for i := range max(len(one), len(other)) {
		if i >= len(one) || i >= len(other) || one[i].At != other[i].At ||
			one[i].Msg.Name != other[i].Msg.Name || one[i].Msg.Label != other[i].Msg.Label ||
			!bytes.Equal(one[i].Msg.Bytes(), other[i].Msg.Bytes()) {
			return fmt.Errorf("message %d on the network differs", i+1)
		}
	}
	return nil
}

func sent(o *attacks.Outcome) []*trace.Event {
	var all []*trace.Event
	for _, e := range o.Events {
		if e.Kind == trace.KindSend || e.Kind == trace.KindInject {
			all = append(all, e)
		}
	}
	return all
}

// maxErrorText is how much of an error's text is kept, in bytes. Starlark's errors repeat what
// a script passes.
const maxErrorText = 600

// located gives an error of Starlark's the position in the script that the reader looks for:
// that of the innermost call in the script.
func located(file string, err error) error {
	msg := err.Error()
	pos := syntax.MakePosition(&file, 1, 1)
	var own *Error
	var evaluation *starlark.EvalError
	var parse syntax.Error
	var names resolve.ErrorList
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &evaluation):
		for i := range evaluation.CallStack {
			if at := evaluation.CallStack.At(i).Pos; at.Filename() == file {
				pos = at
				break
			}
		}
		msg = strings.TrimPrefix(evaluation.Msg, "Starlark computation cancelled: ")
	case errors.As(err, &parse):
		pos, msg = parse.Pos, parse.Msg
	case errors.As(err, &names):
		sort.SliceStable(names, func(i, j int) bool {
			a, b := names[i].Pos, names[j].Pos
			return a.Line < b.Line || a.Line == b.Line && a.Col < b.Col
		})
		pos, msg = names[0].Pos, names[0].Msg
	}
	msg = strings.Replace(msg, "frozen hash table", "frozen dict", 1)
	if strings.HasSuffix(msg, "frozen list") || strings.HasSuffix(msg, "frozen dict") {
		msg += ": it is what the run gave, and does not change; list(…) and dict(…) make one of your own"
	}
	if len(msg) > maxErrorText {
		msg = strings.ToValidUTF8(msg[:maxErrorText], "") + "…"
	}
	return &Error{Pos: pos, Msg: msg}
}
