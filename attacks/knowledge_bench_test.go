package attacks

import (
	"cmp"
	"testing"

	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A listener has heard a hundred visits, which are 1,000 messages.
type listener struct {
	*Executor
	heard []*item // what is public and what was sent, as it came
}

func newListener(b *testing.B) *listener {
	b.Helper()
	c, err := sim.Standard("published",
		sim.Size{Patients: 20, Doctors: 5, Hospitals: 3, Visits: 100})
	if err != nil {
		b.Fatal(err)
	}
	moves, err := newFixed(nil)
	if err != nil {
		b.Fatal(err)
	}
	x := newExecutor(moves)
	if _, err := sim.Run(c, x, x.Watch); err != nil {
		b.Fatal(err)
	}
	if len(x.seen) != 1000 || len(x.shown) > 0 {
		b.Fatalf("%d messages and %d secrets, want 1000 and none", len(x.seen), len(x.shown))
	}
	return &listener{x, x.Knowledge.order}
}

// knowledge is what the listener knows from what it has heard, but for the last
// few things.
func (l *listener) knowledge(but int) *Knowledge {
	k := newKnowledge(l.kitchen)
	for _, it := range l.heard[:len(l.heard)-but] {
		k.Add(it.term, it.recipe)
	}
	k.saturate()
	return k
}

// reveal adds secrets of principals.
func (l *listener) reveal(b *testing.B, k *Knowledge, what string, names ...string) {
	b.Helper()
	for _, name := range names {
		data, err := l.net.Reveal(name, what)
		if err != nil {
			b.Fatal(err)
		}
		if l.kitchen.revealed[name] == nil {
			l.kitchen.revealed[name] = map[string]*trace.Value{}
		}
		for _, d := range data {
			l.kitchen.revealed[name][d.Name] = d.Value
			k.Add(d.Value.Term, recipe("own", text(name), text(d.Name)))
		}
	}
}

// secretNamed is a secret that a claim is about, such as "SEK1 of bob.3".
func (l *listener) secretNamed(b *testing.B, label string) *model.Term {
	b.Helper()
	for _, s := range l.secrets {
		if s.label == label {
			return s.term
		}
	}
	b.Fatalf("no secret %q: there are %v", label, l.secrets[:20])
	return nil
}

// anew derives terms over and over, each time as if for the first time.
func anew(b *testing.B, k *Knowledge, want bool, goals ...*model.Term) {
	for b.Loop() {
		k.made, k.failed = map[int]Recipe{}, map[int]bool{}
		for _, g := range goals {
			if _, ok := k.Derive(g); ok != want {
				b.Fatalf("%s: got %v, want %v", g, ok, want)
			}
		}
	}
}

// A deduction on the knowledge of a run of 1,000 messages is to take under 10 ms.
func BenchmarkDerive(b *testing.B) {
	l := newListener(b)
	sek1 := l.secretNamed(b, "SEK1 of bob.3")
	sd := model.Apply(model.OpMul, sek1.Args[0].Args[0].Args[0], model.G) // S_D·G
	b.Run("impossible", func(b *testing.B) { anew(b, l.knowledge(0), no, sek1) })
	b.Run("impossible with all that PC holds", func(b *testing.B) {
		k := l.knowledge(0)
		l.reveal(b, k, trace.RevealAll, "cloud")
		k.saturate()
		anew(b, k, no, sek1)
	})
	b.Run("possible with PRK_P", func(b *testing.B) {
		k := l.knowledge(0)
		l.reveal(b, k, trace.RevealKeys, "alice")
		k.saturate()
		anew(b, k, yes, sek1)
	})
	b.Run("possible in the group", func(b *testing.B) {
		k := l.knowledge(0)
		l.reveal(b, k, trace.RevealKeys, "alice")
		k.saturate()
		anew(b, k, yes, sd)
	})
}

// What it costs to hear.
func BenchmarkHear(b *testing.B) {
	l := newListener(b)
	everyone := []string{}
	for _, p := range l.net.Principals() {
		everyone = append(everyone, p.Name)
	}
	b.Run("1,000 messages", func(b *testing.B) {
		for b.Loop() {
			l.knowledge(0)
		}
	})
	b.Run("1,000 messages with every PRK", func(b *testing.B) {
		for b.Loop() {
			k := l.knowledge(0)
			l.reveal(b, k, trace.RevealKeys, everyone...)
			k.saturate()
		}
	})
	for _, what := range []string{"", trace.RevealKeys, trace.RevealStore} {
		b.Run("one more message, and a deduction, with "+cmp.Or(what, "nothing"), func(b *testing.B) {
			const more = 600
			sek1 := l.secretNamed(b, "SEK1 of bob.3")
			var k *Knowledge
			next := more
			for b.Loop() {
				if next >= more {
					b.StopTimer()
					k = l.knowledge(more)
					if what != "" {
						l.reveal(b, k, what, "bob", "alice", "cloud")
					}
					k.saturate()
					next = 0
					b.StartTimer()
				}
				for _, it := range l.heard[len(l.heard)-more+next:][:3] {
					k.Add(it.term, it.recipe)
				}
				next += 3
				k.Derive(sek1)
			}
		})
	}
}
