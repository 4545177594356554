package deduce_test

import (
	"cmp"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A listener has heard a hundred sessions, which are 1,000 messages.
type listener struct {
	oracle
	heard   []*deduce.Item         // what is public and what was sent, as it came
	secrets map[string]*model.Term // by label, such as "SEK1 of bob.3"
}

func newListener(b *testing.B) *listener {
	b.Helper()
	c, err := sim.Standard("published",
		sim.Size{Of: map[model.Party]int{"P": 20, "D": 5, "HPC": 3}, Sessions: 100})
	if err != nil {
		b.Fatal(err)
	}
	var stage stage
	o, err := attacks.Decide(nil, c, &stage)
	if err != nil {
		b.Fatal(err)
	}
	x := stage.exec
	l := &listener{oracle: oracle{x.Evaluator, x.Net},
		heard: x.Knowledge.Items(), secrets: map[string]*model.Term{}}
	for _, e := range o.Events {
		if e.Kind == trace.KindClaim && e.Event == model.EventSecret {
			for _, d := range e.Data {
				l.secrets[d.Name+" of "+e.Session] = d.Value.Term
			}
		}
	}
	if len(l.Heard) != 1000 {
		b.Fatalf("%d messages, want 1000", len(l.Heard))
	}
	return l
}

// knowledge is what the listener knows from what it has heard, but for the last
// few things.
func (l *listener) knowledge(but int) *deduce.Knowledge {
	k := deduce.NewKnowledge(l.oracle)
	for _, it := range l.heard[:len(l.heard)-but] {
		k.Add(it.Term, it.Recipe)
	}
	k.Items()
	return k
}

// reveal adds secrets of principals.
func (l *listener) reveal(b *testing.B, k *deduce.Knowledge, what string, names ...string) {
	b.Helper()
	for _, name := range names {
		data, err := l.net.Reveal(name, what)
		if err != nil {
			b.Fatal(err)
		}
		if l.Revealed[name] == nil {
			l.Revealed[name] = map[string]*trace.Value{}
		}
		for _, d := range data {
			l.Revealed[name][d.Name] = d.Value
			k.Add(d.Value.Term, deduce.Apply("own", deduce.Text(name), deduce.Text(d.Name)))
		}
	}
}

// secretNamed is a secret that a claim is about, such as "SEK1 of bob.3".
func (l *listener) secretNamed(b *testing.B, label string) *model.Term {
	b.Helper()
	t := l.secrets[label]
	if t == nil {
		b.Fatalf("no secret %q", label)
	}
	return t
}

// anew derives terms over and over, each time as if for the first time.
func anew(b *testing.B, k *deduce.Knowledge, want bool, goals ...*model.Term) {
	for b.Loop() {
		k.Forget()
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
		k.Items()
		anew(b, k, no, sek1)
	})
	b.Run("possible with PRK_P", func(b *testing.B) {
		k := l.knowledge(0)
		l.reveal(b, k, trace.RevealKeys, "alice")
		k.Items()
		anew(b, k, yes, sek1)
	})
	b.Run("possible in the group", func(b *testing.B) {
		k := l.knowledge(0)
		l.reveal(b, k, trace.RevealKeys, "alice")
		k.Items()
		anew(b, k, yes, sd)
	})
}

// What it costs to hear.
func BenchmarkHear(b *testing.B) {
	l := newListener(b)
	everyone := []string{}
	for _, p := range l.net.Principals {
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
			k.Items()
		}
	})
	for _, what := range []string{"", trace.RevealKeys, trace.RevealStore} {
		b.Run("one more message, and a deduction, with "+cmp.Or(what, "nothing"), func(b *testing.B) {
			const more = 600
			sek1 := l.secretNamed(b, "SEK1 of bob.3")
			var k *deduce.Knowledge
			next := more
			for b.Loop() {
				if next >= more {
					b.StopTimer()
					k = l.knowledge(more)
					if what != "" {
						l.reveal(b, k, what, "bob", "alice", "cloud")
					}
					k.Items()
					next = 0
					b.StartTimer()
				}
				for _, it := range l.heard[len(l.heard)-more+next:][:3] {
					k.Add(it.Term, it.Recipe)
				}
				next += 3
				k.Derive(sek1)
			}
		})
	}
}
