package search

import (
	"testing"

	"emrproof/attacks/search/symbolic"
	"emrproof/model"
	"emrproof/model/library"
)

// bench searches the runs of at most n instances for violations of claims of some kinds, and
// reports the states a second.
func bench(b *testing.B, name string, n int, kinds ...model.ClaimKind) {
	p := library.Must(name)
	states := 0
	for b.Loop() {
		s, err := symbolic.New(p, symbolic.Insiders(p))
		if err != nil {
			b.Fatal(err)
		}
		x := newSearcher(s, Bound{Instances: n, Of: map[model.Party]int{"A": (n + 1) / 2, "B": n / 2}})
		for _, c := range p.Claims {
			for _, k := range kinds {
				if c.Kind == k && (n != 3 || c.By == "B") {
					x.open = append(x.open, c)
				}
			}
		}
		x.explore()
		states += x.states
	}
	b.ReportMetric(float64(states)/float64(b.N), "states/op")
	b.ReportMetric(float64(states)/b.Elapsed().Seconds(), "states/s")
}

var lowes = []model.ClaimKind{model.Secrecy, model.Aliveness, model.WeakAgreement, model.Agreement,
	model.Injective, model.IntendedPeer}

// The first attack on Needham–Schroeder: B commits to A, who ran nothing with it.
func BenchmarkFirstAttack(b *testing.B) { bench(b, "ns", 3, model.WeakAgreement) }

// Lowe's repair, all claims, all runs of at most five instances.
func BenchmarkExhausted(b *testing.B) { bench(b, "nsl", 5, lowes...) }

func BenchmarkExhaustedKerberos(b *testing.B) { bench(b, "kerberos", 4, lowes...) }
