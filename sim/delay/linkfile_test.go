package delay

import (
	"strings"
	"testing"
)

func TestParseLink(t *testing.T) {
	got, err := ParseLink("l.toml", []byte(`
		name = "dsl"
		bits_per_second = 16_000_000
		delay = "20ms"
		jitter = "1.5ms"
		loss_ppm = 100
		resend = "200ms"
		source = "a guess"`))
	want := Link{Name: "dsl", BitsPerSecond: 16e6, Delay: 20e6, Jitter: 15e5, LossPPM: 100,
		Resend: 200e6, Source: "a guess"}
	if err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}

const wantLink = `: want one of name, bits_per_second, delay, jitter, loss_ppm, resend, source`

var badLinks = []struct{ text, want string }{
	{"x", `l.toml:1:1: expected '=' after key`},
	{"name = \"x", `l.toml:1:9: unterminated basic string`},
	{"name = \"\xff\"", `l.toml:1:9: byte 0xff: want UTF-8`},
	{"\n name = 5", `l.toml:2:9: field "name": 5: want a text in quotes`},
	{"bits_per_second = 1.5", `l.toml:1:19: field "bits_per_second": 1.5: want a whole number`},
	{"bits_per_second = 9223372036854775808",
		`l.toml:1:19: field "bits_per_second": 9223372036854775808: is out of range: ` +
			`want -9223372036854775808 to 9223372036854775807`},
	{"delay = \"1s\"\ndelay = \"2s\"", `l.toml:2:1: key delay is already defined`},
	{"delay = \"5\"",
		`l.toml:1:9: field "delay": duration "5": want a number and a unit, such as 1.5s or 20ms`},
	{"# fast\ndelay = \"1s\"\nspeed = 5", `l.toml:3:1: field "speed" is not known` + wantLink},
	{"[link]\ndelay = \"1s\"", `l.toml:1:2: field "link" is not known` + wantLink},
	{"speed.up = 5", `l.toml:1:1: field "speed" is not known` + wantLink},
	{"Delay = 5", `l.toml:1:1: field "Delay" is not known: want delay`},
	{"dealy = 5", `l.toml:1:1: field "dealy" is not known: did you mean delay?`},
	{"delay = 5", `l.toml:1:9: field "delay": 5: want a duration in quotes, with its unit, ` +
		`such as "5ms"`},
	{"jitter = 1.5", `l.toml:1:10: field "jitter": 1.5: want a duration in quotes, with its unit, ` +
		`such as "5ms"`},
	{"delay = 0", `l.toml:1:9: field "delay": 0: want a duration in quotes, with its unit, ` +
		`such as "5ms"`},
	{"delay = \"99999999h\"", `l.toml:1:9: field "delay": duration "99999999h": is too long: ` +
		`want at most 2562047h47m16.854775807s, which are 292 years`},
	{"", `l.toml: ` + ErrEmpty.Error()},
	{"# nothing\n", `l.toml: ` + ErrEmpty.Error()},
	{"bits_per_second = -1", `l.toml:1:1: bits_per_second -1: want 0 (no limit) or more`},
	{"delay = \"-1ms\"", `l.toml:1:1: delay -1ms: want 0s or more`},
	{"jitter = \"-1ns\"", `l.toml:1:1: jitter -1ns: want 0s or more`},
	{"resend = \"-1h\"", `l.toml:1:1: resend -1h0m0s: want 0s or more`},
	{"loss_ppm = -1", `l.toml:1:1: loss_ppm -1: want 0 to 999999`},
	{"loss_ppm = 1000000", `l.toml:1:1: loss_ppm 1000000: want 0 to 999999`},
	{"loss_ppm = 1", `l.toml:1:1: resend: want how long to wait before a lost message is sent again`},
}

func TestParseLinkRefuses(t *testing.T) {
	for _, c := range badLinks {
		_, err := ParseLink("l.toml", []byte(c.text))
		if err == nil || err.Error() != c.want {
			t.Errorf("%s:\ngot  %v\nwant %s", c.text, err, c.want)
		}
	}
}

// FuzzParseLink: no panic, and a link that reads takes some time, not a negative one.
func FuzzParseLink(f *testing.F) {
	for _, c := range badLinks {
		f.Add([]byte(c.text))
	}
	f.Add([]byte("jitter = \"2562047h47m16.854775807s\"\nbits_per_second = 1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := ParseLink("l.toml", data)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "l.toml:") {
				t.Errorf("the error does not say where: %q", err)
			}
			return
		}
		// With nearly every message lost, drawing takes long.
		if l.LossPPM < 990000 && l.Takes(1<<40, testRand()) < 0 {
			t.Errorf("%+v: a negative time", l)
		}
	})
}
