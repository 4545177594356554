// Package timing measures what the protocol costs in time: the primitives, a session beside
// the floor under it, sessions end to end on links, and how the cost grows. What is measured
// depends on the machine, and stands apart from deterministic output.
package timing

import "time"

// A spent is the time that some work took: by the wall clock, and as CPU time of the whole
// process, which on a shared machine spreads far less. What reads the CPU time depends on the
// system: see the files cputime_*.go.
type spent struct {
	wall, cpu time.Duration
}

// measure says how long f takes. This function and split are the only clocks of the library.
func measure(f func() error) (spent, error) {
	cpu, wall := processTime(), time.Now()
	err := f()
	return spent{time.Since(wall), processTime() - cpu}, err
}

// repeated says how long n calls take together.
func repeated(n int, call func() error) (spent, error) {
	return measure(func() error {
		for range n {
			if err := call(); err != nil {
				return err
			}
		}
		return nil
	})
}

// A split charges time to several names, one after the other.
type split struct {
	at    string
	cpu   time.Duration
	wall  time.Time
	spent map[string]spent
}

// to charges the time since the last call to the name given in that call, and starts to charge
// the new name. The empty name is charged nothing.
func (s *split) to(name string) {
	cpu, wall := processTime(), time.Now()
	if s.at != "" {
		if s.spent == nil {
			s.spent = map[string]spent{}
		}
		sum := s.spent[s.at]
		sum.cpu += cpu - s.cpu
		sum.wall += wall.Sub(s.wall)
		s.spent[s.at] = sum
	}
	s.at, s.cpu, s.wall = name, cpu, wall
}
