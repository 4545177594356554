package campaign

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// Each calls do with every number from 0 to n−1, on the given number of workers; below 1 it
// takes one worker a core. After the first error it hands out no more numbers. It returns the
// error of the least number, which does not depend on the number of workers. If do panics, the
// caller of Each can recover the panic.
func Each(n, workers int, do func(i int) error) error {
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	var stop atomic.Bool
	var first leastError
	var mu sync.Mutex
	var panicked any
	one := func(i int) {
		defer func() {
			if p := recover(); p != nil {
				stop.Store(true)
				mu.Lock()
				defer mu.Unlock()
				panicked = fmt.Sprintf("%v\n%s", p, debug.Stack())
			}
		}()
		if err := do(i); err != nil {
			stop.Store(true)
			first.note(i, err)
		}
	}
	var wg sync.WaitGroup
	for range min(workers, n) {
		wg.Go(func() {
			for !stop.Load() {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				one(i)
			}
		})
	}
	wg.Wait()
	if panicked != nil {
		panic(panicked)
	}
	return first.err
}

// A leastError keeps, of several errors, that of the least number, in whatever order they
// come.
type leastError struct {
	mu  sync.Mutex
	at  int
	err error // nil: none yet
}

func (l *leastError) note(i int, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil || i < l.at {
		l.at, l.err = i, err
	}
}
