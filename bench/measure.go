// Package bench says what the protocol costs: operations and bytes, read off its
// description and checked against runs, and times, which are measured. What is
// measured depends on the machine, and stands apart from deterministic output.
package bench

import "time"

// A Spent is time that some work took: by the wall clock, and as CPU time of the
// whole process, which on a shared machine spreads far less. What reads the CPU time
// depends on the system: see the files cputime_*.go.
type Spent struct {
	Wall, CPU time.Duration
}

// Measure says how long f takes. It and a split are the only clocks of the library.
func Measure(f func() error) (Spent, error) {
	cpu, wall := processTime(), time.Now()
	err := f()
	return Spent{Wall: time.Since(wall), CPU: processTime() - cpu}, err
}

// A split charges time to names in turn.
type split struct {
	at    string
	cpu   time.Duration
	wall  time.Time
	spent map[string]Spent
}

// to charges the time since the last call to the name given there, and goes on for
// another one; the empty name is charged nothing.
func (s *split) to(name string) {
	cpu, wall := processTime(), time.Now()
	if s.at != "" {
		if s.spent == nil {
			s.spent = map[string]Spent{}
		}
		sum := s.spent[s.at]
		sum.CPU += cpu - s.cpu
		sum.Wall += wall.Sub(s.wall)
		s.spent[s.at] = sum
	}
	s.at, s.cpu, s.wall = name, cpu, wall
}
