// Package bench measures what the protocol costs. Its figures depend on the
// machine, and stand apart from deterministic output.
package bench

import (
	"time"

	"golang.org/x/sys/unix"
)

// A Spent is time that some work took: by the wall clock, and as CPU time of the
// whole process, which on a shared machine spreads far less.
type Spent struct {
	Wall, CPU time.Duration
}

// Measure says how long f takes. It is the only clock of the library.
func Measure(f func() error) (Spent, error) {
	cpu, wall := processTime(), time.Now()
	err := f()
	return Spent{Wall: time.Since(wall), CPU: processTime() - cpu}, err
}

// processTime is the CPU time that the process has used, all threads together.
func processTime() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t); err != nil {
		panic("bench: internal error: no process clock: " + err.Error())
	}
	return time.Duration(t.Nano())
}
