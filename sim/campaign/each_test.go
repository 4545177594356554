package campaign

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
)

func TestEach(t *testing.T) {
	for _, workers := range []int{0, 1, 3, 50} {
		var calls [20]atomic.Int64
		err := Each(len(calls), workers, func(i int) error { calls[i].Add(1); return nil })
		if err != nil {
			t.Fatal(err)
		}
		for i := range calls {
			if got := calls[i].Load(); got != 1 {
				t.Errorf("%d workers: %d was called %d times, want once", workers, i, got)
			}
		}
		err = Each(20, workers, func(i int) error {
			if i%7 == 3 {
				return fmt.Errorf("number %d", i)
			}
			return nil
		})
		if err == nil || err.Error() != "number 3" {
			t.Errorf("%d workers: got %v, want the error of the least number", workers, err)
		}
	}
	if err := Each(0, 2, func(int) error { return errors.New("called") }); err != nil {
		t.Error(err)
	}
}

// Workers fail in any order; the error of the least number is the one to tell.
func TestLeastError(t *testing.T) {
	for _, order := range [][]int{{1, 4, 7}, {7, 4, 1}, {4, 1, 7}} {
		var l leastError
		for _, i := range order {
			l.note(i, fmt.Errorf("number %d", i))
		}
		if l.err == nil || l.err.Error() != "number 1" {
			t.Errorf("%v: got %v, want number 1", order, l.err)
		}
	}
}

func TestEachHandsPanicsOn(t *testing.T) {
	defer func() {
		if p := fmt.Sprint(recover()); !strings.HasPrefix(p, "odd\n") {
			t.Errorf("got %.40q, want what was panicked with, and the stack", p)
		}
	}()
	_ = Each(4, 2, func(i int) error {
		if i == 1 {
			panic("odd")
		}
		return nil
	})
	t.Error("nothing panicked")
}
