package searched

import (
	"strings"
	"testing"

	"emrproof/attacks/kept"
	"emrproof/attacks/search"
	"emrproof/attacks/search/threats"
	"emrproof/model"
)

var results = []*threats.Result{
	{Profile: "one", Under: []threats.Under{
		{Threat: "outsider", States: 70, Claims: []threats.Said{
			{Claim: "secrecy: K of A", Verdict: search.None, Instances: 4},
			{Claim: "secrecy: K of B", Verdict: search.Violated, Run: &kept.Finding{}},
			{Claim: "aliveness: A-B", Verdict: search.None, Instances: 3}}},
		{Threat: "B corrupt", Corrupt: []model.Party{"B"}, States: 90, Claims: []threats.Said{
			{Claim: "secrecy: K of A", Verdict: search.Cut},
			{Claim: "secrecy: K of B", Verdict: search.Violated, As: "outsider"},
			{Claim: "aliveness: A-B", Verdict: search.Violated, Run: &kept.Finding{}}}},
		{Threat: "A corrupt", Corrupt: []model.Party{"A"}, States: 80, Claims: []threats.Said{
			{Claim: "secrecy: K of A", Verdict: search.None, Instances: 4},
			{Claim: "secrecy: K of B", Verdict: search.Undecided, Instances: 4}}}}},
	{Profile: "two", Refused: "search two: the group: not searched yet"},
}

func TestTable(t *testing.T) {
	var got []string
	for _, row := range Table(results).Rows {
		var cells []string
		for _, c := range row {
			cells = append(cells, c.String())
		}
		got = append(got, strings.Join(cells, " | "))
	}
	want := "one | outsider | secrecy: K of B | 3 | 70\n" +
		" | B corrupt | aliveness: A-B; and 1 under threats of less | cut | 90\n" +
		" | A corrupt | – | undecided | 80\n" +
		"two | – | not searched | – | –"
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

func TestClaims(t *testing.T) {
	for _, c := range []struct {
		of       *threats.Result
		scripted []string
		want     string
	}{
		{nil, nil, "not asked"}, {results[1], nil, "not searched"},
		{results[0], []string{"secrecy: K of B", "aliveness: A-B"}, "2"},
		{results[0], []string{"secrecy: K of B"}, "1, and 1"},
	} {
		if got := Claims(c.of, c.scripted); got != c.want {
			t.Errorf("%q: got %s, want %s", c.scripted, got, c.want)
		}
	}
}
