package attacks

import (
	"fmt"

	"emrproof/sim/trace"
)

// A fixed decider makes moves that are known from the start.
type fixed struct {
	begins []Move
	on     map[string][]Move
	at     []Move // by the number of its timer
	done   int
}

func newFixed(lines []string) (*fixed, error) {
	moves, err := ParseMoves(lines)
	if err != nil {
		return nil, err
	}
	f := &fixed{on: map[string][]Move{}}
	for _, m := range moves {
		label, _, _ := m.Trigger()
		switch {
		case m.When == "begin":
			f.begins = append(f.begins, m)
		case label != "":
			f.on[label] = append(f.on[label], m)
		default:
			f.at = append(f.at, m)
		}
	}
	return f, nil
}

func (f *fixed) Begin(x *Executor) error {
	for i, m := range f.at {
		_, at, err := m.Trigger()
		if err != nil {
			return err
		}
		// One timer for all that is made at a moment, as when it was made first:
		// nothing comes between.
		if i == 0 || f.at[i-1].When != m.When {
			x.Net.After(at, i)
		}
	}
	return f.make(x, f.begins)
}

func (f *fixed) Message(x *Executor, m *trace.Message) error { return f.make(x, f.on[m.Label]) }

func (f *fixed) Timer(x *Executor, id int) error {
	end := id
	for end < len(f.at) && f.at[end].When == f.at[id].When {
		end++
	}
	return f.make(x, f.at[id:end])
}

func (f *fixed) make(x *Executor, moves []Move) error {
	for _, m := range moves {
		if err := x.Make(m); err != nil {
			return fmt.Errorf("%s: %w", m, err)
		}
		f.done++
	}
	return nil
}

// ParseMoves reads the moves of a Config.
func ParseMoves(lines []string) ([]Move, error) {
	var moves []Move
	for i, line := range lines {
		m, err := ParseMove(line)
		if err != nil {
			return nil, fmt.Errorf("moves[%d]: %w", i, err)
		}
		moves = append(moves, m)
	}
	return moves, nil
}
