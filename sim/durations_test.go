package sim

import "testing"

// A number without a unit is nanoseconds to go-toml, and a slip of the pen to us.
func TestBareDurationsAreRefused(t *testing.T) {
	for _, c := range []struct{ name, toml, want string }{
		{"a link", `delay = 5`,
			`f.toml: field "delay": 5: want a duration with its unit, such as "5ms"`},
		{"a float", `jitter = 1.5`,
			`f.toml: duration "1.5": want a number and a unit, such as 1.5s or 20ms`},
		{"a good one", `delay = "5ms"`, ""},
	} {
		var l Link
		sameError(t, c.name, decodeTOML("f.toml", []byte(c.toml), &l), c.want)
	}
	for _, c := range []struct{ name, toml, want string }{
		{"top", `delta_t = 60`,
			`f.toml: field "delta_t": 60: want a duration with its unit, such as "5ms"`},
		{"nested", "[link]\ndelay = 5",
			`f.toml: field "link.delay": 5: want a duration with its unit, such as "5ms"`},
		{"in a list", "[[starts]]\nat = \"1s\"\n[[starts]]\nat = 2",
			`f.toml: field "starts[1].at": 2: want a duration with its unit, such as "5ms"`},
		{"embedded", "[[principals]]\nskew = 3",
			`f.toml: field "principals[0].skew": 3: want a duration with its unit, such as "5ms"`},
	} {
		var config Config
		sameError(t, c.name, decodeTOML("f.toml", []byte(c.toml), &config), c.want)
	}
}

func sameError(t *testing.T, name string, err error, want string) {
	t.Helper()
	got := ""
	if err != nil {
		got = err.Error()
	}
	if got != want {
		t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
	}
}
