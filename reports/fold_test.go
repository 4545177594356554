package reports

import (
	"strings"
	"testing"

	"emrproof/attacks/games"
	"emrproof/attacks/survey"
	"emrproof/sim/simtest"
)

func TestByKind(t *testing.T) {
	many := make([]string, 10)
	for i := range many {
		many[i] = "aliveness: x"
	}
	for _, c := range []struct {
		ids  []string
		want string
	}{
		{nil, ""},
		{[]string{"availability"}, "availability"},
		{[]string{"secrecy: a", "integrity: b", "secrecy: c"}, "secrecy: a, c; integrity: b"},
		{many, "aliveness: x, x, x, x, x, x, x, x and 2 more"},
	} {
		if got := strings.Join(survey.ByKind(c.ids), "; "); got != c.want {
			t.Errorf("%q: got %q, want %q", c.ids, got, c.want)
		}
	}
}

func TestGamesAsText(t *testing.T) {
	c := games.Config{Profile: "published", Options: []string{"E12"}, Suite: "p256"}
	g := Games{Config: c, Again: "again", All: []games.Result{
		{Game: "anonymity: P", Claim: "anonymity: P", Distinguisher: "lengths",
			Tell: "size of visit 1", Training: 40, Trials: 40, Correct: 40, AdvantagePermille: 1000,
			Low: 751, High: 1000, Resolution: 300, Confidence: 990, Violated: true},
		{Game: "location of the record: HPC", Trials: 40, Correct: 19, AdvantagePermille: -50,
			Low: -430, High: 351},
	}}
	var b strings.Builder
	if err := g.Text(&b, false); err != nil {
		t.Fatal(err)
	}
	simtest.Golden(t, "games.txt", b.String())
}

func TestGamesAsJSON(t *testing.T) {
	var b strings.Builder
	g := Games{Config: games.Config{Profile: "ns", Suite: "p256", Seed: 7, EqualLengths: true},
		All: []games.Result{{Game: "g", Claim: "c", Distinguisher: "d", Tell: "t", Training: 1,
			Trials: 2, Correct: 3, AdvantagePermille: 4, Low: -5, High: 6, Resolution: 7, Confidence: 8}}}
	if err := g.JSON(&b); err != nil {
		t.Fatal(err)
	}
	const want = `{"schema":1,"verb":"games","profile":"ns","options":[],"suite":"p256","seed":7,` +
		`"equal_lengths":true,"results":[{"game":"g","claim":"c","distinguisher":"d","tell":"t",` +
		`"training":1,"trials":2,"correct":3,"advantage_permille":4,"low_permille":-5,` +
		`"high_permille":6,"confidence_permille":8,"resolution_permille":7,` +
		`"verdict":"no difference found"}]}` + "\n"
	if b.String() != want {
		t.Errorf("got  %s\nwant %s", &b, want)
	}
}
