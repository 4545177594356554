package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// follow does thirty things that take a second each.
func follow(terminal bool) string {
	var out bytes.Buffer
	clock := time.Unix(0, 0)
	p := newProgress(&out, terminal, "runs", 30)
	p.now = func() time.Time { return clock }
	p.began, p.said = clock, clock
	for range 30 {
		clock = clock.Add(time.Second)
		p.step()
	}
	p.end()
	return out.String()
}

func TestProgressWithoutATerminal(t *testing.T) {
	const want = "emrproof: 10 of 30 runs\nemrproof: 20 of 30 runs\nemrproof: 30 of 30 runs\n"
	if got := follow(false); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestProgressOnATerminal(t *testing.T) {
	// What is written is no terminal, so the bar itself stays silent.
	if got := follow(true); strings.Contains(got, "emrproof:") {
		t.Errorf("got lines: %q", got)
	}
}

func TestNoProgressOfWhatIsQuick(t *testing.T) {
	var out bytes.Buffer
	p := newProgress(&out, true, "runs", 2)
	p.now = func() time.Time { return p.began.Add(patience - 1) }
	p.step()
	if p.bar != nil {
		t.Error("a bar before two seconds are over")
	}
	p.now = func() time.Time { return p.began.Add(patience) }
	p.step()
	if p.bar == nil {
		t.Error("no bar after two seconds")
	}
	p.end()
}

// A worker may be late.
func TestNoProgressAfterTheEnd(t *testing.T) {
	p := newProgress(new(bytes.Buffer), true, "runs", 2)
	p.end()
	p.now = func() time.Time { return p.began.Add(patience) }
	p.step()
	if p.bar != nil {
		t.Error("a bar after the end")
	}
}
