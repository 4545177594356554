//go:build !(linux || darwin || freebsd || openbsd || dragonfly || solaris || windows)

package timing

import "time"

// thisClock says that this system has no clock of the CPU time of a process.
var thisClock = cpuClock{none: true}

func processTime() time.Duration { panic("timing: internal error: no process clock") }
