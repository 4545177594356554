//go:build !(linux || darwin || freebsd || openbsd || dragonfly || solaris || windows)

package bench

import "time"

// thisClock says that there is none.
var thisClock = cpuClock{none: true}

func processTime() time.Duration { panic("bench: internal error: no process clock") }
