// Command emrproof runs, attacks and measures the protocol of Chen et al. (2020), which
// authorizes access to electronic medical records.
package main

import (
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"golang.org/x/term"

	"emrproof/cmd/emrproof/cli"
	"emrproof/sim"
)

func main() {
	debug.SetGCPercent(sim.GCPercent)
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	signal.Ignore(syscall.SIGPIPE) // a write says so, and what was begun is cleaned up
	root := newRoot()
	root.SetOut(cli.Screen(os.Stdout, "standard output", coloured(os.Stdout)))
	root.SetErr(cli.Screen(os.Stderr, "standard error", coloured(os.Stderr)))
	os.Exit(cli.Status(root, os.Args[1:]))
}

func coloured(file *os.File) bool {
	return os.Getenv("NO_COLOR") == "" && term.IsTerminal(int(file.Fd()))
}

// memoryLimit is the size of the heap in bytes from which on the garbage collector runs more
// often than GCPercent says. Without it, a large world or a long trace would take five times
// the memory that it needs.
const memoryLimit = 1 << 30
