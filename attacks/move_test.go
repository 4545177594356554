package attacks

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"emrproof/attacks/deduce"
	"emrproof/sim"
	"emrproof/sim/trace"
)

func (p *dice) duration() trace.Duration {
	return pick(p, trace.Duration(0), 1, -1, 1500e6, 3600e9, 1<<63-1, -1<<63)
}

func (p *dice) address() trace.Address {
	return trace.Address{Principal: p.text(), Session: pick(p, 0, 1, int(1e9))}
}

// move draws a move that need not make sense.
func (p *dice) move() Move {
	m := Move{When: pick(p, "begin", "on alice.1#1", "on é:b", "at 0s", "at 1h0m0.5s", "at 1000ms"),
		Do: pick(p, slices.Sorted(maps.Keys(forms))...)}
	switch m.Do {
	case DoDeliver:
		m.Message, m.To, m.Delay = p.text(), p.address(), p.duration()
	case DoInject:
		m.Name, m.From, m.To = p.text(), p.address(), p.address()
		for range p.Next(4) {
			m.Fields = append(m.Fields, p.recipe(p.Next(3)))
		}
	case DoReveal:
		m.Who, m.What = p.text(), p.text()
	case DoSkew:
		m.Who, m.Delay = p.text(), p.duration()
	case DoStart:
		m.Start = sim.Start{Phase: p.text(), By: p.text(), With: p.text(),
			Department: p.text()}
	case DoExhibit:
		m.What, m.Fields = p.text(), []deduce.Recipe{p.recipe(p.Next(3))}
	}
	return m
}

// sameMove compares moves but for how their recipes' numbers are held in memory.
func sameMove(a, b Move) bool {
	if len(a.Fields) != len(b.Fields) {
		return false
	}
	for i := range a.Fields {
		if a.Fields[i].String() != b.Fields[i].String() {
			return false
		}
	}
	a.Fields, b.Fields = nil, nil
	return reflect.DeepEqual(a, b)
}

func TestMovesReadBack(t *testing.T) {
	done := map[string]bool{}
	rolls(t, 2, 2000, "what a move prints is read as that move", func(p *dice) string {
		m := p.move()
		done[m.Do] = true
		again, err := ParseMove(m.String())
		if err != nil || !sameMove(again, m) {
			return fmt.Sprintf("%s: reads back as %s: %v", m, again, err)
		}
		return ""
	})
	if len(done) != len(forms) {
		t.Errorf("%d actions were drawn, want all %d", len(done), len(forms))
	}
}

func TestMovesAsPrinted(t *testing.T) {
	for _, c := range []struct {
		text string
		want Move
	}{
		{`begin: reveal("mallory", "all")`, Move{When: "begin", Do: DoReveal, Who: "mallory",
			What: "all"}},
		{`on alice.1#1: drop()`, Move{When: "on alice.1#1", Do: DoDrop}},
		{`at 5s: deliver("alice.1#1", "bob", 0, "0s")`, Move{When: "at 5s", Do: DoDeliver,
			Message: "alice.1#1", To: trace.Address{Principal: "bob"}}},
		{`on alice.1#1: inject("visit 1", "mallory", 0, "bob", 2, [field("alice.1#1", 1), G()])`,
			Move{When: "on alice.1#1", Do: DoInject, Name: "visit 1",
				From: trace.Address{Principal: "mallory"},
				To:   trace.Address{Principal: "bob", Session: 2},
				Fields: []deduce.Recipe{deduce.Apply("field", deduce.Text("alice.1#1"), deduce.Number(1)),
					deduce.Apply("G")}}},
		{`at 1m0s: skew("alice", "-1.5s")`, Move{When: "at 1m0s", Do: DoSkew, Who: "alice",
			Delay: -1500e6}},
		{`begin: start("visit", "alice", "bob", "oncology")`, Move{When: "begin", Do: DoStart,
			Start: sim.Start{Phase: "visit", By: "alice", With: "bob", Department: "oncology"}}},
		{`begin: exhibit("SEK1 of bob.1", hk(G()))`, Move{When: "begin", Do: DoExhibit,
			What: "SEK1 of bob.1", Fields: []deduce.Recipe{deduce.Apply("hk", deduce.Apply("G"))}}},
	} {
		got, err := ParseMove(c.text)
		if err != nil || !sameMove(got, c.want) || c.want.String() != c.text {
			t.Errorf("%s: got %s, %v; want %s", c.text, got, err, c.want)
		}
	}
}

func TestMalformedMoves(t *testing.T) {
	const action = "want an action: drop, deliver, inject, reveal, skew, start or exhibit"
	for _, c := range []struct{ src, want string }{
		{"", `move:1:1: "": want when, a colon and an action, such as "on alice.1#1: drop()"`},
		{"drop()", `move:1:1: "drop()": want when, a colon and an action, such as ` +
			`"on alice.1#1: drop()"`},
		{"begin:drop()", `move:1:1: "begin:drop()": want when, a colon and an action, such as ` +
			`"on alice.1#1: drop()"`},
		{"soon: drop()", `move:1:1: when "soon": want begin, on and a message's label, or at and a ` +
			`duration`},
		{"on : drop()", `move:1:1: when "on ": want begin, on and a message's label, or at and a ` +
			`duration`},
		{"at noon: drop()", `move:1:1: duration "noon": want a number and a unit, such as 1.5s or 20ms`},
		{"at -1s: drop()", `move:1:1: at -1s: want 0s or more`},
		{"begin: ", "move:1:8: got end of file, want primary expression"},
		{"begin: drop(", "move:1:13: got end of file, want ')'"},
		{"begin: drop", "move:1:8: " + action},
		{"begin: 7", "move:1:8: " + action},
		{"begin: a.drop()", "move:1:8: " + action},
		{"on é.1#1: dorp()", `move:1:11: action "dorp": want drop, deliver, inject, reveal, skew, ` +
			`start or exhibit`},
		{"begin: drop(1)", "move:1:13: 1 arguments, want 0: drop()"},
		{`begin: reveal("bob")`, "move:1:8: argument 2 is missing: want reveal(principal, what)"},
		{`begin: reveal("bob", 1)`, "move:1:22: argument 2 is an integer, want a string: " +
			"reveal(principal, what)"},
		{`begin: reveal("bob", "all", "x", "y")`, "move:1:29: 4 arguments, want 2: " +
			"reveal(principal, what)"},
		{`begin: deliver("m", "bob", -1, "0s")`, "move:1:28: session -1: want 0 for a new one, or " +
			"a number"},
		{`begin: deliver("m", "bob", 99999999999999999999, "0s")`, "move:1:28: session " +
			"99999999999999999999: want 0 for a new one, or a number"},
		{`begin: deliver("m", "bob", 0, "soon")`, `move:1:31: duration "soon": want a number and a ` +
			`unit, such as 1.5s or 20ms`},
		{`begin: skew("bob", 5)`, "move:1:20: argument 2 is an integer, want a string: " +
			"skew(principal, duration)"},
		{`begin: inject("m", "a", 0, "b", 0)`, "move:1:8: argument 6 is missing: want " +
			"inject(name, from, session, to, session, [field, …])"},
		{`begin: inject("m", "a", 0, "b", 0, G())`, "move:1:36: argument 6 is no list: want " +
			"inject(name, from, session, to, session, [field, …])"},
		{`begin: inject("m", "a", 0, "b", 0, [G(), "x"])`, "move:1:42: a field is a value, such as " +
			`data("x")`},
		{`begin: inject("m", "a", 0, "b", 0, [hs()])`, "move:1:37: hs: 0 arguments, want 1 or more: " +
			"h(…) to a scalar"},
		{`begin: exhibit("x", "y")`, "move:1:21: argument 2 is a string, want a value: " +
			"exhibit(label, value)"},
		{`begin: exhibit("x", nonce())`, `move:1:21: operation "nonce": want one of ` + operations()},
		{"begin: exhibit(\"x\",\n  nonce())", `move:2:3: operation "nonce": want one of ` + operations()},
		{"begin: reveal(\"\xff\", \"all\")", "move:1:8: want text in UTF-8: hexdata takes any bytes"},
	} {
		_, err := ParseMove(c.src)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s:\ngot  %v\nwant %s", c.src, err, c.want)
		}
	}
}

func TestMovesThatAreNoneSayWhichOne(t *testing.T) {
	_, err := ParseMoves([]string{"begin: drop()", "begin: dorp()"})
	const want = `moves[1]: move:1:8: action "dorp": want drop, deliver, inject, reveal, skew, ` +
		`start or exhibit`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// operations is the list at the end of some errors.
func operations() string {
	_, list, _ := strings.Cut(deduce.Recipe{}.Check().Error(), "want one of ")
	return list
}

func FuzzParseMove(f *testing.F) {
	for _, src := range []string{
		`begin: reveal("mallory", "all")`, `on alice.1#1: drop()`,
		`on alice.1#1: inject("visit 1", "mallory", 0, "bob", 0, [field("alice.1#1", 1), G()])`,
		`at 5s: deliver("alice.1#1", "bob", 0, "0s")`, `at 1h: skew("é\x00", "-2562047h")`,
		`begin: start("visit", "alice", "bob", "")`, `begin: exhibit("x", time(-0x7f))`,
		"on a\nb: drop(\n)", `on : drop()`, "begin: " + strings.Repeat("inject(", 100),
		`begin: deliver("m", "b", 1000000000, "1ns")`,
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		m, err := ParseMove(src)
		if err != nil {
			return
		}
		if forms[m.Do] == "" {
			t.Errorf("%q: action %q", src, m.Do)
		}
		again, err := ParseMove(m.String())
		if err != nil || !sameMove(again, m) {
			t.Errorf("%q: reads as %s, that as %s: %v", src, m, again, err)
		}
	})
}
