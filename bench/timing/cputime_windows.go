package timing

import (
	"time"

	"golang.org/x/sys/windows"
)

// thisClock is the system's clock of CPU time. It moves on at the ticks of the scheduler, 64 a
// second.
var thisClock = cpuClock{step: time.Second / 64}

// processTime is the CPU time that the process has used, all threads together, by
// GetProcessTimes.
func processTime() time.Duration {
	var created, ended, kernel, user windows.Filetime
	err := windows.GetProcessTimes(windows.CurrentProcess(), &created, &ended, &kernel, &user)
	if err != nil {
		panic("timing: internal error: no process clock: " + err.Error())
	}
	return ticks(kernel) + ticks(user)
}

// ticks reads a length of time that is given in units of 100 ns. (Filetime.Nanoseconds would
// take it for a date.)
func ticks(t windows.Filetime) time.Duration {
	return time.Duration(uint64(t.HighDateTime)<<32|uint64(t.LowDateTime)) * 100
}
