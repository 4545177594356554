package sim

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// Each calls do with 0 to n−1, on so many workers at a time or, below 1, on one a
// core. It stops handing out numbers at the first error, and returns that of the
// least number, which does not depend on the number of workers. What do panics with,
// the caller can recover.
func Each(n, workers int, do func(i int) error) error {
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	var stop atomic.Bool
	var mu sync.Mutex
	var first error
	var panicked any
	at := n
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
			mu.Lock()
			defer mu.Unlock()
			if i < at {
				first, at = err, i
			}
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
	return first
}
