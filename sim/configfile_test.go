package sim

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"emrproof/model/input"
	"emrproof/model/library"
	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

// asJSON is a Config as text, in which an empty list is a missing one.
func asJSON(t testing.TB, c Config) string {
	t.Helper()
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// richConfig uses every field that a Config has.
func richConfig(t testing.TB) Config {
	c := standard(t, "published", Size{Each: 2, Sessions: 3})
	c.Options = []string{"E13", "E14"}
	c.Seed = 1<<63 - 1
	c.Link = delay.Link{Name: "x", BitsPerSecond: 5e6, Delay: 1, Jitter: 2, LossPPM: 3, Resend: 4,
		Source: "tab\tand \"quotes\""}
	c.Routes = []route{{Between: [2]string{"alice", "bob"}, Link: delay.Links()[2]}}
	*principalOf(t, &c, "bob") = Principal{Name: "bob", Party: "D",
		Clock: trace.Clock{Skew: -5 * second, Drift: 30}, Department: "Kardiologie, Süd",
		CertFrom: -hour, CertUntil: 2 * hour, CertRevoked: hour}
	principalOf(t, &c, "alice").Biometric = "left thumb"
	c.Starts[0].Department = "Kardiologie, Süd"
	c.Moves = []string{"a move"}
	c.Records = map[string][]byte{"emr": []byte("{}\n"), "signal": {0, 255}}
	return c
}

func TestConfigSurvivesTOML(t *testing.T) {
	configs := map[string]Config{"rich": richConfig(t)}
	for _, p := range library.Profiles() {
		configs[p] = standard(t, p, Size{Each: 2, Sessions: 5})
	}
	for name, c := range configs {
		text, err := toml.Marshal(c)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, err := ParseConfig("c.toml", text)
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, text)
		} else if a, b := asJSON(t, got), asJSON(t, c); a != b {
			t.Errorf("%s: reads as\n%s\nwant\n%s", name, a, b)
		}
	}
}

// The head of a trace is the Config as JSON.
func TestConfigSurvivesJSON(t *testing.T) {
	want := asJSON(t, richConfig(t))
	var c Config
	in := input.NewLines("c.json", strings.NewReader(want))
	line, err := in.Next()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.JSON(line, &c); err != nil {
		t.Fatal(err)
	}
	if got := asJSON(t, c); got != want {
		t.Errorf("reads as\n%s\nwant\n%s", got, want)
	}
}

// Every world of a campaign can be written to a file, to be run alone.
func TestSeedOfAWorldSurvivesTOML(t *testing.T) {
	c := standard(t, "ns", DefaultSize)
	for i := range 10 {
		c.Seed = Seed(1).Run(i)
		if _, err := toml.Marshal(c); err != nil {
			t.Errorf("world %d: %v", i, err)
		}
	}
}

const leastConfig = `schema = 1
profile = "ns"
suite = "p256"
seed = 3
delta_t = "1m"

[[principals]]
name = "alice"
party = "A"
skew = "1s"
`

func TestParseConfig(t *testing.T) {
	c, err := ParseConfig("c.toml", []byte(leastConfig))
	if err != nil {
		t.Fatal(err)
	}
	want := Config{Schema: 1, Profile: "ns", Suite: "p256", Cache: true, Seed: 3, DeltaT: minute,
		Link:       delay.Links()[1],
		Principals: []Principal{{Name: "alice", Party: "A", Clock: trace.Clock{Skew: second}}}}
	if got, want := asJSON(t, c), asJSON(t, want); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

const ofPrincipal = `name, party, skew, drift_ppm, department, biometric, cert_from, ` +
	`cert_until, cert_revoked`

// A file leaves out what run's flags leave out.
func TestParseConfigHasDefaults(t *testing.T) {
	c := standard(t, "published", DefaultSize)
	text, err := toml.Marshal(map[string]any{"schema": 1, "principals": c.Principals,
		"starts": c.Starts})
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseConfig("c.toml", text)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := asJSON(t, got), asJSON(t, c); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Keys in another case would go round what is checked of them.
func TestKeysInAnotherCase(t *testing.T) {
	for name, want := range map[string]string{
		"config-delta_T-60.toml": `:6:1: field "Delta_T" is not known: want delta_t`,
		"config-two-seeds.toml":  `:6:1: field "Seed" is not known: want seed`,
		"link-case.toml":         `:1:1: field "Delay" is not known: want delay`,
	} {
		text, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(name, "link") {
			_, err = delay.ParseLink(name, text)
		} else {
			_, err = ParseConfig(name, text)
		}
		wantError(t, name, err, name+want)
	}
}

func TestParseConfigRefuses(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", `c.toml: schema: is missing: want schema = 1`},
		{"schema = 3", `c.toml:1:1: schema 3: this version reads schema 1`},
		{"schema = 1\n\nspeed = 3\n", `c.toml:3:1: field "speed" is not known: did you mean seed?`},
		{leastConfig + "color = 3\n", `c.toml:11:1: field "principals[0].color" is not known: ` +
			`want one of ` + ofPrincipal},
		{leastConfig + "[principals.clock]\nskew = \"1s\"\n",
			`c.toml:11:13: field "principals[0].clock" is not known: want one of ` + ofPrincipal},
		{leastConfig + "[[start]]\n", `c.toml:11:3: field "start" is not known: did you mean starts?`},
		{leastConfig + "drift_ppm = \"3\"\n", `c.toml:11:13: field "principals[0].drift_ppm": "3": ` +
			`want a whole number`},
		{leastConfig + "cert_from = \"2020\"\n",
			`c.toml:11:13: field "principals[0].cert_from": duration "2020": ` +
				`want a number and a unit, such as 1.5s or 20ms`},
		{leastConfig + "[[starts]]\nphase = \"x\"\n",
			`c.toml:12:1: starts[0]: phase "x": want one of exchange`},
		{leastConfig + "[[routes]]\nbetween = [\"alice\"]\n",
			`c.toml:12:1: field "routes[0].between": a list of 1: want a list of 2`},
		{"seed = -1", `c.toml:1:8: field "seed": -1: want a whole number, 0 or more`},
		{"seed = 9223372036854775808",
			`c.toml:1:8: field "seed": 9223372036854775808: is out of range: ` +
				`want 0 to 9223372036854775807`},
		{leastConfig + "[[routes]]\nbetween = [\"alice\", \"alice\"]\n",
			`c.toml:11:3: routes[0]: link: ` + delay.ErrEmpty.Error()},
		{leastConfig + "[link]\n", `c.toml:11:2: link: ` + delay.ErrEmpty.Error()},
		{strings.Replace(leastConfig, "1m", "0s", 1), `c.toml:5:1: delta_t 0s: want more than 0s`},
		{leastConfig + "[principals]\n", `c.toml:11:2: field "principals": want a header [[principals]]`},
		{leastConfig + "[[link]]\n", `c.toml:11:3: field "link": want [link], once`},
		{leastConfig + "[link]\ndelay.s = 5\n",
			`c.toml:12:7: field "link.delay": want a duration in quotes, with its unit, such as "5ms"`},
		{"link = 5", `c.toml:1:8: field "link": 5: want a table`},
		{"cache = 2020-01-01", `c.toml:1:9: field "cache": 2020-01-01: want true or false`},
		{"starts = [{phase = \"visit\", At = \"1s\"}]",
			`c.toml:1:29: field "starts[0].At" is not known: want at`},
		{"moves = [\"drop()\", 3]", `c.toml:1:20: field "moves[1]": 3: want a text in quotes`},
		{"schema = 1\nschema = 1", `c.toml:2:1: key schema is already defined`},
	} {
		_, err := ParseConfig("c.toml", []byte(c.text))
		wantError(t, c.text, err, c.want)
	}
}

// FuzzParseConfig: no panic, whatever the file says.
func FuzzParseConfig(f *testing.F) {
	f.Add([]byte(leastConfig))
	for _, more := range []string{"[link]\ndelay = \"1ms\"\n", "[computation]\nsign = \"1us\"\n",
		"[[routes]]\nbetween = [\"alice\", \"alice\"]\nlink.delay = \"1s\"\n",
		"[records]\nemr = [1, 2]\n", "[[starts]]\nphase = \"exchange\"\nby = \"alice\"\n"} {
		f.Add([]byte(leastConfig + more))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := ParseConfig("c.toml", data)
		if err != nil && !strings.HasPrefix(err.Error(), "c.toml:") {
			t.Errorf("the error does not say where: %q", err)
		}
	})
}
