package reports

import (
	"io"

	"emrproof/attacks"
	"emrproof/attacks/survey"
	"emrproof/model/input"
)

// StoppedText writes an attack that has no verdict because its script failed or never made a
// move. It writes all that is known of it, for whoever looks for the reason. The Outcome of the
// attack may be nil; otherwise it is that of the moves that were made.
func StoppedText(w io.Writer, a *survey.Attack, s AttackStyle) error {
	p := &page{out: w, ink: s.Ink}
	if a.Outcome != nil {
		header(a, p)
		account := a.Account()
		moves(a, account.Given, account.Idle, p)
		if !s.Quiet {
			p.drawn(a.Outcome, s)
		}
		if sent := a.Outcome.Injected(); len(sent) > 0 {
			p.heading("what the adversary sent", "")
			for _, m := range sent {
				p.fold("  ", "    ", m.String())
			}
			p.line("")
		}
	}
	says(a, p)
	return p.err
}

// says writes what the script of the attack printed.
func says(a *survey.Attack, p *page) {
	if len(a.Log) == 0 {
		return
	}
	p.heading("the script says", "")
	for _, line := range a.Log {
		p.fold("  ", "  ", input.Visible(line))
	}
	p.line("")
}

// A stoppedLine is an attack that has no verdict, as programs read it.
type stoppedLine struct {
	ID       string             `json:"id"`
	Error    string             `json:"error"`
	Log      []string           `json:"log"`
	Moves    []string           `json:"moves"`
	Injected []attacks.Injected `json:"injected"`
}

func (s *Attacks) stoppedLine() *stoppedLine {
	if s.Stopped == nil {
		return nil
	}
	a := s.All[0]
	l := &stoppedLine{ID: a.ID, Error: s.Stopped.Error(), Log: append([]string{}, a.Log...),
		Moves: []string{}, Injected: []attacks.Injected{}}
	if o := a.Outcome; o != nil {
		l.Moves = append(l.Moves, o.Config.Moves...)
		l.Injected = append(l.Injected, o.Injected()...)
	}
	return l
}
