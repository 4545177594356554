//go:build linux || darwin || freebsd || openbsd || dragonfly || solaris

package timing

import (
	"time"

	"golang.org/x/sys/unix"
)

// thisClock is the system's clock of CPU time, which counts nanoseconds.
var thisClock = cpuClock{}

// processTime is the CPU time that the process has used, all threads together.
func processTime() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t); err != nil {
		panic("timing: internal error: no process clock: " + err.Error())
	}
	return time.Duration(t.Nano())
}
