package sim

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

// worlds are from the smallest to some in which rounds overlap, patients come back, and
// records lie at several hospitals and departments: how many rounds there are, of how many
// patients, doctors and hospitals.
var worlds = []struct {
	rounds int
	counts []int
}{
	{0, []int{1, 1, 1}},
	{1, []int{1, 1, 1}},
	{1, nil},
	{3, []int{1, 1, 1}},
	{6, []int{3, 2, 2}},
	{10, []int{2, 5, 3}},
}

// optionSets are no option, each alone, and all together.
func optionSets() [][]string {
	sets := [][]string{nil}
	for _, id := range library.OptionIDs("published") {
		sets = append(sets, []string{id})
	}
	return append(sets, library.OptionIDs("published"))
}

// wantComplete wants every round to complete.
func wantComplete(t *testing.T, r *Result, rounds int) {
	t.Helper()
	if want := (Sessions{Started: rounds, Completed: rounds}); r.Sessions != want {
		t.Errorf("sessions: %+v, want %+v", r.Sessions, want)
	}
}

func TestHonestRunsComplete(t *testing.T) {
	for _, profile := range library.Profiles() {
		for _, s := range suite.Names() {
			for _, cache := range []bool{false, true} {
				for _, size := range worlds {
					t.Run(fmt.Sprintf("%s/%s/cache=%t/%+v", profile, s, cache, size),
						func(t *testing.T) {
							c := standard(t, profile,
								SizeOf(library.Must(profile), size.rounds, size.counts...))
							c.Suite, c.Cache = s, cache
							wantComplete(t, mustRun(t, c, nil, nil), size.rounds)
						})
				}
			}
		}
	}
}

func TestHonestRunsCompleteUnderEveryOption(t *testing.T) {
	for _, s := range suite.Names() {
		for _, options := range optionSets() {
			t.Run(s+"/"+strings.Join(options, "+"), func(t *testing.T) {
				c := standard(t, "published", Size{Each: 2, Sessions: 3})
				c.Suite, c.Options = s, options
				wantComplete(t, mustRun(t, c, nil, nil), 3)
			})
		}
	}
}

// On a slow link rounds overlap: what one starts is not over when the next begins.
func TestOverlappingVisitsComplete(t *testing.T) {
	c := standard(t, "published", Size{Of: map[model.Party]int{"P": 3, "D": 1, "HPC": 2}, Sessions: 6})
	c.Link = delay.Link{BitsPerSecond: 100e6, Delay: 200e6, Jitter: 150e6, LossPPM: 100000,
		Resend: 1e8}
	open, most := map[string]bool{}, 0
	r := mustRun(t, c, nil, func(e *trace.Event) {
		switch {
		case e.Kind == trace.KindStart && e.Phase == "visit":
			open[e.Session] = true
		case e.Kind == trace.KindEnd:
			delete(open, e.Session)
		}
		most = max(most, len(open))
	})
	wantComplete(t, r, 6)
	if most < 6 {
		t.Errorf("at most %d sessions were open at once, want some to overlap", most)
	}
}

// In an honest run every value that a session holds was made in the run, and so
// has a term that says how. Nothing is unknown.
func TestNothingIsUnknown(t *testing.T) {
	for _, profile := range library.Profiles() {
		c := standard(t, profile, Size{Each: 2, Sessions: 3})
		mustRun(t, c, nil, func(e *trace.Event) {
			for _, d := range e.Data {
				if strings.Contains(d.Value.String(), "unknown[") {
					t.Errorf("%s: event %d: %s is %s", profile, e.Seq, d.Name, d.Value)
				}
			}
		})
	}
}

// Both sides of a round hold the same term for SEK1, and of a search for SEK2: that
// (17) = (22) and (39) = (44) holds for terms as for bytes.
func TestBothSidesHoldTheKey(t *testing.T) {
	terms := map[string]map[string]bool{}
	mustRun(t, standard(t, "published", DefaultSize), nil, func(e *trace.Event) {
		for _, d := range e.Data {
			if e.Kind == trace.KindClaim && strings.HasPrefix(d.Name, "SEK") {
				if terms[d.Name] == nil {
					terms[d.Name] = map[string]bool{}
				}
				terms[d.Name][d.Value.String()] = true
			}
		}
	})
	if len(terms["SEK1"]) != 1 || len(terms["SEK2"]) != 1 {
		t.Errorf("terms of the session keys: %v, want one of each", terms)
	}
}

// What is remembered changes no byte of the trace, nor the counts.
func TestCacheChangesNothing(t *testing.T) {
	for _, s := range suite.Names() {
		c := standard(t, "published", Size{Each: 2, Sessions: 3})
		c.Suite = s
		run := func(cache bool) (*Result, string) {
			c.Cache = cache
			r, text := traceOf(t, c)
			_, events, _ := strings.Cut(text, "\n") // the head has Config.Cache
			return r, events
		}
		with, withText := run(true)
		without, withoutText := run(false)
		if withText != withoutText {
			t.Errorf("%s: the cache changes the trace", s)
		}
		if !reflect.DeepEqual(with, without) {
			t.Errorf("%s: the cache changes the result:\n%+v\n%+v", s, with, without)
		}
	}
}

// What is remembered is not computed again: multiples of PK, verified certificates.
func TestCacheSavesWork(t *testing.T) {
	c := standard(t, "published", Size{Each: 1, Sessions: 4})
	run := func(cache bool) suite.Counts {
		c.Cache = cache
		var counts *suite.Counts
		w, err := newWorld(c, nil, nil, func(s suite.Suite) suite.Suite {
			s, counts = suite.Counted(s)
			return s
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.play(); err != nil {
			t.Fatal(err)
		}
		return *counts
	}
	with, without := run(true), run(false)
	// There is one certificate, checked at certification, at registration, and five times
	// a round. Each round has four products h(..)·PK, all known from registration.
	if with[model.CallCert] != 1 || without[model.CallCert] != 22 ||
		with[model.CallMul] != without[model.CallMul]-16 {
		t.Errorf("with %+v, without %+v", with, without)
	}
	without[model.CallCert], without[model.CallMul] = with[model.CallCert], with[model.CallMul]
	if with != without {
		t.Errorf("what else differs: with %+v, without %+v", with, without)
	}
}

// A run does the same whether anybody watches or not, and so whether terms are
// built or not.
func TestWatchingChangesNothing(t *testing.T) {
	for _, profile := range library.Profiles() {
		for _, options := range optionSets() {
			if profile != "published" && options != nil {
				continue
			}
			c := standard(t, profile, Size{Each: 2, Sessions: 3})
			c.Options = options
			want := mustRun(t, c, nil, nil)
			watched := mustRun(t, c, nil, func(*trace.Event) {})
			heard := mustRun(t, c, Passive{}, nil)
			if !reflect.DeepEqual(watched, want) || !reflect.DeepEqual(heard, want) {
				t.Errorf("%s %v: results differ:\n%+v\n%+v\n%+v", profile, options,
					want, watched, heard)
			}
		}
	}
}

// Also when parties refuse: an adversary that only listens changes nothing.
func TestWatchingRefusalsChangesNothing(t *testing.T) {
	c := standard(t, "published", Size{Each: 2, Sessions: 4})
	principalOf(t, &c, "alice").Skew = -2 * minute
	principalOf(t, &c, "dan").CertUntil = 1
	want := mustRun(t, c, nil, nil)
	if want.Sessions.Refused == 0 {
		t.Fatal("nothing is refused")
	}
	if got := mustRun(t, c, Passive{}, func(*trace.Event) {}); !reflect.DeepEqual(got, want) {
		t.Errorf("results differ:\n%+v\n%+v", got, want)
	}
}
