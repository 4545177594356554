package generate

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/attacktest"
	"emrproof/model/library"
	"emrproof/sim/simtest"
	"emrproof/sim/trace"
)

// What the paper says must fail does fail, but for what is known; and the counts are
// those of the golden file.
func TestGenerated(t *testing.T) {
	simtest.Long(t)
	for _, profile := range library.Profiles() {
		t.Run(profile, func(t *testing.T) {
			r := triedOnce(t, profile)
			if _, err := Find(r, 2, attacktest.Catalogued(t, profile)); err != nil {
				t.Fatal(err)
			}
			for _, x := range r.Unexplained() {
				t.Errorf("%s of %s %s with %s (%s) violates %v", x.Kind, x.Message, x.Field, x.With,
					x.World, x.Broken)
			}
			simtest.Golden(t, "generated/"+profile+".txt", countsText(r))
		})
	}
	// Reference: the paper, "Security analysis": replay, man-in-the-middle and
	// impersonation attacks.
}

func countsText(r *Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d cases\n", len(r.Cases))
	for _, part := range []struct {
		name string
		list []Count
	}{{"by kind", r.Kinds}, {"by message", r.Messages}, {"refused by", r.RefusedBy}} {
		fmt.Fprintf(&b, "\n%s\n", part.name)
		for _, c := range part.list {
			var what []string
			for _, s := range Statuses {
				if c.Status[s] > 0 {
					what = append(what, fmt.Sprintf("%d %s", c.Status[s], s))
				}
			}
			fmt.Fprintf(&b, "%5d  %s: %s\n", c.Tried, c.Name, strings.Join(what, ", "))
		}
	}
	b.WriteString("\nviolated\n")
	var keys []string
	times := map[string]int{}
	for _, x := range r.Cases {
		for _, broken := range x.Broken {
			k := fmt.Sprintf("%s: %s of %s violates %s", broken.Why, x.Kind, x.Message, broken.ID)
			if times[k]++; times[k] == 1 {
				keys = append(keys, k)
			}
		}
	}
	slices.Sort(keys)
	for _, k := range keys {
		fmt.Fprintf(&b, "%5d  %s\n", times[k], k)
	}
	return b.String()
}

// Twins: where a literal reading takes a check away, the same cases get through.
func TestGeneratedFindsWhatMustSucceed(t *testing.T) {
	simtest.Long(t)
	for _, c := range []struct {
		option, kind, with string
		violated           int
	}{
		// Late, with a new clear time stamp: each but the last two, after which nobody
		// commits.
		{"E13", kindLate, "for the first time, with the time of then", 8},
		{"E20", kindFlip, "", 3},
		{"E12", "impersonate P", "carol to dan", 1},
	} {
		keep := func(k Case) bool { return k.Kind == c.kind && strings.HasPrefix(k.With, c.with) }
		plain := tried(t, only(generated(t, "published"), keep))
		weak := tried(t, only(generated(t, "published", c.option), keep))
		got := 0
		for i, x := range weak.Cases {
			if x.Status == statusViolated {
				got++
			}
			if y := plain.Cases[i]; y.Status != statusRefused {
				t.Errorf("without %s: %s of %s: %s, want refused", c.option, y.Kind, y.Message, y.Status)
			}
		}
		if got != c.violated {
			t.Errorf("%s: %d cases violate a claim, want %d", c.option, got, c.violated)
		}
	}
}

// A finding that is made from a case is W7 in its simplest form: the adversary needs
// but one move.
func TestGeneratedFinding(t *testing.T) {
	r := tried(t, slices.DeleteFunc(generated(t, "published"), func(c Case) bool {
		return c.Kind != kindSwap || c.Message != "search 2" || c.World != "two patients, one doctor"
	}))
	o, err := attacks.Run(r.Cases[0].Config)
	if err != nil {
		t.Fatal(err)
	}
	f := attacktest.Find(t, o, "non-injective agreement: PC-D answer")
	want := `inject("search 2", "cloud", 10, "bob", 4, [field("cloud.9#1", 1), ` +
		`field("cloud.9#1", 2), field("cloud.9#1", 3)])`
	if m := f.Outcome.Config.Moves; len(m) != 1 || !strings.HasSuffix(m[0], want) {
		t.Errorf("got moves %q, want %s", m, want)
	}
}

func TestRunGeneratedWorkers(t *testing.T) {
	cases := generated(t, "ns")
	one, err := Run(cases, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	eight, err := Run(cases, 8, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(one, eight) {
		t.Error("one worker and eight: the results differ")
	}
}

// A case that never gets to act is an error, and so is one that changes nothing.
func TestRunGeneratedRefusesVacuousCases(t *testing.T) {
	first := generated(t, "ns")[0]
	for _, c := range []struct {
		moves []string
		want  string
	}{
		{nil, "0 of 0 moves had their moment"},
		{[]string{`on nobody.9#1: drop()`}, "0 of 1 moves had their moment"},
		{[]string{`on carol.2#1: drop()`, `on nobody.9#1: inject("exchange 1", "carol", 1, "dan", 0, ` +
			`[field("carol.1#1", 1)])`}, "1 of 2 moves had their moment"},
		{[]string{`on carol.2#1: drop()`, `on carol.2#1: inject("exchange 1", "carol", 2, "dan", 0, ` +
			`[field("carol.2#1", 1)])`}, "it sends what it keeps back"},
		{[]string{`on carol.2#1: inject("exchange 1", "carol", 2, "dan", 0, [field("carol.2#1", 7)])`},
			"number 7"},
	} {
		bad := first
		bad.Config.Moves = c.moves
		_, err := Run([]Case{first, bad}, 2, nil)
		if err == nil || !strings.Contains(err.Error(), "case 2: ") ||
			!strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, want an error: %s", c.moves, err, c.want)
		}
	}
}

// A case of which something is sent that never arrives shows nothing.
func TestFateOfWhatNeverArrives(t *testing.T) {
	const move = `on carol.2#1: inject("exchange 1", "carol", 2, "dan", 0, [junk("a", 3)])`
	m := &trace.Message{ID: 7, Name: "exchange 1"}
	o := &attacks.Outcome{Made: 1, Events: []*trace.Event{{Kind: trace.KindInject, Msg: m}}}
	o.Config.Moves = []string{move}
	if _, err := effectOf(o); err == nil || !strings.Contains(err.Error(), "of 1 messages 0 arrived") {
		t.Errorf("got %v, want an error: of 1 messages 0 arrived", err)
	}
	o.Events = append(o.Events, &trace.Event{Kind: trace.KindDeliver, Msg: m})
	if _, err := effectOf(o); err != nil {
		t.Errorf("it arrives: %v", err)
	}
}
