package sim

import (
	"path/filepath"
	"testing"
)

func TestReadLink(t *testing.T) {
	path := file(t, "l.toml", `
		name = "dsl"
		bits_per_second = 16_000_000
		delay = "20ms"
		jitter = "1.5ms"
		loss_ppm = 100
		resend = "200ms"
		source = "a guess"`)
	got, err := ReadLink(path)
	want := Link{Name: "dsl", BitsPerSecond: 16e6, Delay: 20e6, Jitter: 15e5, LossPPM: 100,
		Resend: 200e6, Source: "a guess"}
	if err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	if got, err := ReadLink(file(t, "l.toml", "")); err != nil || got != (Link{}) {
		t.Errorf("an empty file: %+v, %v, want the zero Link", got, err)
	}
}

var badLinks = []struct{ text, want string }{
	{"x", `l.toml:1:1: expected '=' after key`},
	{"name = \"x", `l.toml:1:9: unterminated basic string`},
	{"name = \"\xff\"", `l.toml:1:9: invalid UTF-8 character in basic string`},
	{"\n name = 5", `l.toml:2:9: cannot decode TOML integer into struct field sim.Link.Name ` +
		`of type string`},
	{"bits_per_second = 1.5", `l.toml:1:19: cannot decode TOML float into struct field ` +
		`sim.Link.BitsPerSecond of type int64`},
	{"bits_per_second = 9223372036854775808",
		`l.toml:1:19: decimal number is too large to fit in a 64-bit signed integer`},
	{"delay = \"1s\"\ndelay = \"2s\"", `l.toml:2:1: key delay is already defined`},
	{"delay = \"5\"", `l.toml:1:9: duration "5": want a number and a unit, such as 1.5s or 20ms`},
	{"# fast\ndelay = \"1s\"\nspeed = 5", `l.toml:3:1: field "speed" is not known`},
	{"[link]\ndelay = \"1s\"", `l.toml:1:2: field "link" is not known`},
	{"speed.up = 5", `l.toml:1:1: field "speed.up" is not known`},
	{"bits_per_second = -1", `l.toml: bits_per_second -1: want 0 (no limit) or more`},
	{"delay = \"-1ms\"", `l.toml: delay -1ms: want 0s or more`},
	{"jitter = \"-1ns\"", `l.toml: jitter -1ns: want 0s or more`},
	{"resend = \"-1h\"", `l.toml: resend -1h0m0s: want 0s or more`},
	{"loss_ppm = -1", `l.toml: loss_ppm -1: want 0 to 999999`},
	{"loss_ppm = 1000000", `l.toml: loss_ppm 1000000: want 0 to 999999`},
	{"loss_ppm = 1", `l.toml: resend: want how long to wait before a lost message is sent again`},
}

func TestReadLinkRefuses(t *testing.T) {
	for _, c := range badLinks {
		path := file(t, "l.toml", c.text)
		_, err := ReadLink(path)
		if got := withoutFolder(err, path); got != c.want {
			t.Errorf("%q:\ngot  %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestReadLinkWithoutFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.toml")
	for _, read := range []func() error{
		func() error { _, err := ReadLink(path); return err },
		func() error { _, err := ReadConfig(path); return err },
	} {
		err := read()
		if got := withoutFolder(err, path); got != "open none.toml: no such file or directory" {
			t.Errorf("got %q", got)
		}
	}
}

// FuzzReadLink: no panic, and a link that reads takes some time, not a negative one.
func FuzzReadLink(f *testing.F) {
	for _, c := range badLinks {
		f.Add([]byte(c.text))
	}
	f.Add([]byte("jitter = \"2562047h47m16.854775807s\"\nbits_per_second = 1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var l Link
		if err := decodeTOML("l.toml", data, &l); err != nil {
			if err.Error() == "" {
				t.Error("an error without a text")
			}
			return
		}
		// With nearly every message lost, drawing takes long.
		if l.check() == nil && l.LossPPM < 990000 && l.takes(1<<40, testRand()) < 0 {
			t.Errorf("%+v: a negative time", l)
		}
	})
}
