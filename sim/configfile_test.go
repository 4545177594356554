package sim

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"emrproof/model"
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
	c := standard(t, "published", Size{Patients: 2, Doctors: 2, Hospitals: 2, Visits: 3})
	c.Options = []string{"E13", "E14"}
	c.Seed = 1<<63 - 1
	c.Link = Link{Name: "x", BitsPerSecond: 5e6, Delay: 1, Jitter: 2, LossPPM: 3, Resend: 4,
		Source: "tab\tand \"quotes\""}
	c.Routes = []Route{{Between: [2]string{"alice", "bob"}, Link: Links()[2]}}
	*principalOf(t, &c, "bob") = Principal{Name: "bob", Party: model.D,
		Clock: Clock{Skew: -5 * second, Drift: 30}, Department: "Kardiologie, Süd",
		CertFrom: -hour, CertUntil: 2 * hour, CertRevoked: hour}
	principalOf(t, &c, "alice").Biometric = "left thumb"
	c.Starts[0].Department = "Kardiologie, Süd"
	c.Moves = []string{"a move"}
	c.Records = map[string][]byte{"emr": []byte("{}\n"), "signal": {0, 255}}
	return c
}

func TestConfigSurvivesTOML(t *testing.T) {
	configs := map[string]Config{"rich": richConfig(t)}
	for _, p := range model.Profiles() {
		configs[p] = standard(t, p, Size{Patients: 2, Doctors: 2, Hospitals: 2, Visits: 5})
	}
	for name, c := range configs {
		text, err := toml.Marshal(c)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, err := ReadConfig(file(t, "c.toml", string(text)))
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
	if err := decodeJSON([]byte(want), &c); err != nil {
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

func TestReadConfig(t *testing.T) {
	c, err := ReadConfig(file(t, "c.toml", leastConfig))
	if err != nil {
		t.Fatal(err)
	}
	want := Config{Schema: 1, Profile: "ns", Suite: "p256", Seed: 3, DeltaT: minute,
		Principals: []Principal{{Name: "alice", Party: "A", Clock: Clock{Skew: second}}}}
	if got, want := asJSON(t, c), asJSON(t, want); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestReadConfigRefuses(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", `c.toml: schema 0: this version reads schema 1`},
		{"schema = 1\n\nspeed = 3\n", `c.toml:3:1: field "speed" is not known`},
		{leastConfig + "color = 3\n", `c.toml:11:1: field "principals.color" is not known`},
		{leastConfig + "[principals.clock]\nskew = \"1s\"\n",
			`c.toml:11:2: field "principals.clock" is not known`},
		{leastConfig + "[[start]]\n", `c.toml:11:3: field "start" is not known`},
		{leastConfig + "drift_ppm = \"3\"\n", `c.toml:11:13: cannot decode TOML string into ` +
			`struct field sim.Principal.Drift of type int64`},
		{leastConfig + "cert_from = \"2020\"\n",
			`c.toml:11:13: duration "2020": want a number and a unit, such as 1.5s or 20ms`},
		{leastConfig + "[[starts]]\nphase = \"x\"\n",
			`c.toml: starts[0]: phase "x": want one of exchange`},
		{leastConfig + "[[routes]]\nbetween = [\"alice\"]\n",
			`c.toml: routes[0]: between "alice" and "": want two principals`},
		{"seed = -1", `c.toml:1:8: negative integer value -1 cannot be stored in sim.Seed`},
		{"seed = 9223372036854775808",
			`c.toml:1:8: decimal number is too large to fit in a 64-bit signed integer`},
		{"schema = 1\nschema = 1", `c.toml:2:1: key schema is already defined`},
	} {
		path := file(t, "c.toml", c.text)
		_, err := ReadConfig(path)
		if got := withoutFolder(err, path); got != c.want {
			t.Errorf("%q:\ngot  %s\nwant %s", c.text, got, c.want)
		}
	}
}

// FuzzReadConfig: no panic, whatever the file says.
func FuzzReadConfig(f *testing.F) {
	f.Add([]byte(leastConfig))
	for _, p := range model.Profiles() {
		text, err := toml.Marshal(standard(f, p, DefaultSize))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	text, err := toml.Marshal(richConfig(f))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, data []byte) {
		var c Config
		err := decodeTOML("c.toml", data, &c)
		if err == nil {
			err = c.Check()
		}
		if err != nil && fmt.Sprint(err) == "" {
			t.Error("an error without a text")
		}
	})
}
