package protocol

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"emrproof/proofs/ban"
)

// The limits on the size of a protocol file.
const (
	mostLines  = 5_000
	mostErrata = 10 // sets of errata are gone through one by one
)

// Parse reads a protocol from the text of a file; errors give a position in the file. A file
// consists of lines, and a comment begins with two slashes. A line that begins with blanks
// belongs to the last message, statement or erratum above it. The members of a list are
// separated by blanks or commas.
//
//	protocol NAME: TITLE
//	source TEXT
//	model PROFILE                     whose steps links speak of
//	extension NAME                    of the logic, that is on
//	omits visit 1, visit 2: TEXT      messages that no idealised one stands for, and why
//	principal P, D, HPC
//	pair PUK_P PRK_P of P             a public key and its private half
//	shared SEK1 of D, P               a key for two
//	agreed SEK1 of D, P from X, Y     one that they agree on, D's half being X, and P's Y
//	secret Y  nonce N  stamp T  value X …  function F
//	identity ID_P of P
//	stands X: TERM                    what the profile calls it
//	message M1 from P to D: FORMULA
//	  part 1 is visit/P/let Sig_P1    phase, party, and the step that makes it
//	assume A1: FORMULA
//	goal G1: FORMULA
//	statement 3: FORMULA              M1 in a formula is what the message says
//	  cites 1, A9, M1
//	  by message meaning
//	erratum B1: TEXT
//	  assume A13: FORMULA             replaces A13, or adds it
//	  drop A2
//	  add to M1 part 1: FORMULA
//	  statement 3: FORMULA   cites 3: 1, A9   by 3: belief
//	expect none: nothing              which goals are derivable, and no others
//	expect B1, B5: G1, G2             or: all
func Parse(file, text string) (*Protocol, error) {
	r := &reader{p: &Protocol{scope: ban.Scope{}, Stands: map[string]string{}}}
	if !utf8.ValidString(text) {
		return nil, &ban.SyntaxError{At: ban.Position{File: file, Line: 1, Col: 1},
			Msg: "not UTF-8: want text in UTF-8"}
	}
	lines := strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n")
	if len(lines) > mostLines {
		return nil, &ban.SyntaxError{At: ban.Position{File: file, Line: mostLines, Col: 1},
			Msg: fmt.Sprintf("%d lines: want %d at most", len(lines), mostLines)}
	}
	for i, line := range lines {
		line = strings.TrimSuffix(line, "\r")
		line = uncommented(line)
		line = strings.TrimRight(line, " \t")
		body := strings.TrimLeft(line, " \t")
		r.line = ban.Position{File: file, Line: i + 1, Col: 1 + len(line) - len(body)}
		if body == "" {
			continue
		}
		if err := r.read(body, len(body) < len(line)); err != nil {
			return nil, err
		}
	}
	return r.p, r.finish()
}

// uncommented returns a line without its comment. A comment begins at the start of the line or
// after a blank.
func uncommented(line string) string {
	for at := 0; ; at += 2 {
		i := strings.Index(line[at:], "//")
		if i < 0 {
			return line
		}
		if at += i; at == 0 || line[at-1] == ' ' || line[at-1] == '\t' {
			return line[:at]
		}
	}
}

// A reader holds what has been read so far of a protocol file.
type reader struct {
	p    *Protocol
	line ban.Position // where the line at hand begins
	used map[string]bool
	last string // what an indented line belongs to
}

func (r *reader) wrong(format string, args ...any) error {
	return &ban.SyntaxError{At: r.line, Msg: fmt.Sprintf(format, args...)}
}

// declarations are the functions that read a line, by the first word of the line.
var declarations = map[string]func(*reader, words) error{
	"protocol": (*reader).protocol, "source": (*reader).source, "model": (*reader).model,
	"extension": (*reader).extension, "omits": (*reader).omits,
	"principal": (*reader).principals, "pair": (*reader).pair, "shared": (*reader).shared,
	"agreed": (*reader).agreed, "identity": (*reader).identity, "stands": (*reader).stands,
	"secret":   (*reader).names,
	"nonce":    (*reader).names,
	"stamp":    (*reader).names,
	"value":    (*reader).names,
	"function": (*reader).names,
	"message":  (*reader).message, "assume": (*reader).assume, "goal": (*reader).goal,
	"statement": (*reader).statement, "erratum": (*reader).erratum, "expect": (*reader).expect,
}

// inner are the functions that read an indented line, by the kind of line to which it belongs
// and by its own first word.
var inner = map[string]map[string]func(*reader, words) error{
	"message":   {"part": (*reader).part},
	"statement": {"cites": (*reader).cites, "by": (*reader).by},
	"erratum": {"assume": (*reader).edit, "drop": (*reader).edit, "add": (*reader).add,
		"statement": (*reader).edit, "cites": (*reader).edit, "by": (*reader).edit},
}

// words are the parts of a line behind its first word: those before the first colon, and the
// text behind it.
type words struct {
	first string
	head  []string
	rest  string // head as it stands there
	text  string // behind the colon
	at    ban.Position
	colon bool
}

func (r *reader) split(body string) words {
	var w words
	head, text, colon := strings.Cut(body, ":")
	trimmed := strings.TrimLeft(text, " \t")
	w.text, w.colon, w.at = trimmed, colon, r.line
	w.at.Col += utf8.RuneCountInString(head) + 1 + len(text) - len(trimmed)
	if fields := ids(head); len(fields) > 0 {
		w.first, w.head = fields[0], fields[1:]
		w.rest = strings.TrimPrefix(strings.TrimSpace(head), w.first)
	}
	return w
}

func (r *reader) read(body string, indented bool) error {
	w := r.split(body)
	known := declarations
	if indented {
		if known = inner[r.last]; known == nil {
			return r.wrong("%q: a line that begins with blanks belongs to a message, a statement or "+
				"an erratum above it", w.first)
		}
	} else {
		r.last = w.first
	}
	read, ok := known[w.first]
	if !ok {
		var names []string
		for name := range known {
			names = append(names, name)
		}
		slices.Sort(names)
		return r.wrong("%q: want one of %s", w.first, strings.Join(names, ", "))
	}
	if w.first == "source" {
		w.text = strings.TrimSpace(strings.TrimPrefix(body, w.first))
	}
	return read(r, w)
}

// form refuses a line that does not have a given form. The argument n is how many words must
// stand before the colon; -1: any number.
func (r *reader) form(w words, n int, colon bool, form string) error {
	if n >= 0 && len(w.head) != n || w.colon != colon || colon && w.text == "" {
		return r.wrong("want %s", form)
	}
	return nil
}

// fresh refuses an ID that is already in use, or that is not a valid ID.
func (r *reader) fresh(id string) error {
	if r.used == nil {
		r.used = map[string]bool{}
	}
	if r.used[id] {
		return r.wrong("%q is there already: want another id", id)
	}
	if strings.ContainsFunc(id, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return r.wrong("%q: want an id of letters, digits and signs", id)
	}
	r.used[id] = true
	return nil
}

func (r *reader) declare(name, sort string, stands *ban.Formula) error {
	if err := r.p.scope.Declare(name, sort, stands); err != nil {
		return r.wrong("%v", err)
	}
	return nil
}

// finish checks the protocol as a whole: with each erratum alone, and with all of them.
func (r *reader) finish() error {
	p := r.p
	if p.Name == "" {
		return r.wrong("no protocol: want a line such as %q", "protocol kerberos: Kerberos")
	}
	if len(p.draft.goals) == 0 {
		return r.wrong("no goal: want a line such as %q", "goal G1: A believes A <-K-> B")
	}
	sets := [][]string{nil, p.errataIDs()}
	for _, id := range p.errataIDs() {
		sets = append(sets, []string{id})
	}
	for _, e := range p.Expected {
		sets = append(sets, e.Errata)
	}
	for _, set := range sets {
		if _, err := p.Variant(set...); err != nil {
			return err
		}
	}
	return nil
}

// number reads a number, which must be 1 or more.
func number(text string) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && n > 0 && n < 1000
}
