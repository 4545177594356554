package games

import (
	"bytes"
	"encoding/binary"

	"emrproof/model"
)

// A distinguisher is one way to tell two worlds apart. It reads marks off what the outsider
// heard. In training it learns a threshold on one of them.
type distinguisher struct {
	Name string
	Text string // what it looks at
	look func(v *view) []mark
	rows bool // it looks at a stolen table
}

// distinguishers returns the built-in distinguishers. Those that say most come first, because
// of equally good ones the first is chosen.
func distinguishers() []distinguisher {
	return []distinguisher{
		{"equal fields", "a field that is a public value of a candidate, or the same in both sessions",
			func(v *view) []mark { return v.sameness(v.wire) }, false},
		{"recovered text", "the same for what signatures with message recovery carry",
			func(v *view) []mark { return v.sameness(v.recovered) }, false},
		{"trial verification", "under which of the public keys a signature on a text that can be " +
			"guessed verifies", (*view).trialVerification, false},
		{"trial re-encryption", "which guess of its text gives a field again that it computes " +
			"afresh; never, where encryption is randomised", (*view).trialEncryption, false},
		{"lengths", "the sizes of messages", (*view).lengths, false},
		{"timing", "how far apart messages are, and how far clear time stamps are from the moment " +
			"of sending", (*view).timing, false},
		{"dictionary", "which guess of its text gives the key of a row of a stolen table",
			(*view).dictionary, true},
		{"one pad", "which guess of a row goes with a known row, when both are masked with one pad",
			(*view).onePad, true},
		{"plain rows", "what of a stolen table is a public value of a candidate, or twice there",
			(*view).plainRows, true},
		{"row sizes", "the size of a stolen table", (*view).rowSizes, true},
	}
}

// compare returns the marks of a distinguisher that looks at single rounds: in a game of one
// round the marks of that round, in a game of two rounds how far their marks are apart.
func (v *view) compare(show func(o overheard) []mark) []mark {
	marks := show(v.rounds[0])
	if len(v.rounds) == 1 {
		return marks
	}
	for i, m := range show(v.rounds[1]) {
		marks[i].value = max(marks[i].value-m.value, m.value-marks[i].value)
	}
	return marks
}

func (v *view) lengths() []mark {
	return v.compare(func(o overheard) []mark {
		var marks []mark
		for _, l := range v.sendings {
			size := int64(-1)
			if m := o[l.message]; m != nil {
				size = int64(m.size)
			}
			marks = append(marks, mark{"size of " + l.message, size})
		}
		return marks
	})
}

// timing returns marks for the times of messages. It leaves out when the rounds begin, which
// only follows from the schedule.
func (v *view) timing() []mark {
	return v.compare(func(o overheard) []mark {
		var marks []mark
		var before *heard
		for _, l := range v.sendings {
			m := o[l.message]
			gap := int64(-1)
			if m != nil && before != nil {
				gap = int64(m.at - before.at)
			}
			if before = m; l.message != v.sendings[0].message {
				marks = append(marks, mark{"time before " + l.message, gap})
			}
			for i, t := range l.fields {
				if t.Sort != model.Time {
					continue
				}
				var ahead int64
				if m != nil && m.fields != nil && len(m.fields[i]) == 8 {
					ahead = int64(binary.BigEndian.Uint64(m.fields[i])) - int64(m.at)
				}
				marks = append(marks, mark{t.String() + " before " + l.message, ahead})
			}
		}
		return marks
	})
}

// sameness returns marks for public values of a candidate in one round, or for equal fields in
// two rounds. It does not count time stamps as fields.
func (v *view) sameness(of func(o overheard) []heardField) []mark {
	var marks []mark
	first := timeless(of(v.rounds[0]))
	if len(v.rounds) == 1 {
		for _, f := range first {
			marks = append(marks, mark{f.label, v.owner(f.raw)})
		}
		return marks
	}
	second := timeless(of(v.rounds[1]))
	common := int64(0)
	for i, f := range first {
		same := int64(0)
		if f.raw != nil && bytes.Equal(f.raw, second[i].raw) {
			same = 1
		}
		marks = append(marks, mark{f.label, same})
		for _, g := range second {
			if f.raw != nil && bytes.Equal(f.raw, g.raw) {
				common++
			}
		}
	}
	if first == nil {
		return nil
	}
	return append(marks, mark{"fields in common", common})
}

// timeless returns the fields that are no time stamps.
func timeless(all []heardField) []heardField {
	var kept []heardField
	for _, f := range all {
		if f.term.Sort != model.Time {
			kept = append(kept, f)
		}
	}
	return kept
}

// owner returns the number of the candidate, from 1, to whom a public value belongs: a name, a
// key, or a value of a row in the directory. It returns 0 if it belongs to neither.
func (v *view) owner(raw []byte) int64 {
	for i, name := range v.pair {
		if string(raw) == name {
			return int64(i + 1)
		}
		values := v.net.Directory[name]
		if key := v.net.PublicKeys[name]; key != nil {
			values = append(values[:len(values):len(values)], key)
		}
		for _, value := range values {
			if raw != nil && bytes.Equal(raw, value.Bytes()) {
				return int64(i + 1)
			}
		}
	}
	return 0
}
