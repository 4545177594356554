package idealised

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/proofs/ban"
	"emrproof/proofs/protocol"
)

// A Difference is one difference between an idealised message and what the profile puts on the
// wire.
type Difference struct {
	Message string `json:"message"` // empty: it is about the profile as a whole
	Part    int    `json:"part"`    // from 1; 0: it is about the message as a whole
	Kind    string `json:"kind"`    // such as NotAgreed
	Text    string `json:"text"`
	// Lacks is the component of the part that the wire lacks there; nil when the difference is
	// about something else.
	Lacks *ban.Formula `json:"-"`
}

// NotAgreed is the kind of difference in which a key is not made from the halves from which the
// file says it is.
const NotAgreed = "not agreed"

// The other kinds of differences.
const (
	joined      = "joined"      // one idealised message, several on the wire
	unlinked    = "unlinked"    // a part stands for nothing that the file names
	otherKey    = "other key"   // protected under another key, or not at all
	absent      = "absent"      // a component is nowhere in the wire message
	unprotected = "unprotected" // a component is there, but not under that key
	unsaid      = "unsaid"      // a statement that no field stands for
	tooSoon     = "too soon"    // a statement about a key that is not there yet
	leftOut     = "left out"    // a field that the idealised part does not have
	nameless    = "nameless"    // a signature that does not name its maker, or whom it is for
	exposed     = "exposed"     // a secret that the idealised part lets everyone read
	notInIt     = "not in it"   // wire messages that no idealised one stands for
)

// Compare compares the idealised messages of a protocol with the profile that its file names.
// Every component of a message has to be a field of what the linked step makes, protected under
// the same key. The error is about a link that leads nowhere. A protocol that names no profile
// has no differences.
func Compare(v *protocol.Variant) ([]Difference, error) {
	if v.Model == "" {
		return nil, nil
	}
	p, err := library.Profile(v.Model)
	if err != nil {
		return nil, err
	}
	w := &comparison{variant: v, description: p}
	linked := map[string]bool{}
	for i := range v.Messages {
		if err := w.message(&v.Messages[i], linked); err != nil {
			return nil, err
		}
	}
	for _, k := range v.Shared {
		if k.OfP != "" {
			w.agreed(k)
		}
	}
	return w.all, w.others(linked)
}

type comparison struct {
	variant     *protocol.Variant
	description *model.Protocol
	all         []Difference
}

func (w *comparison) differ(m *protocol.Message, part int, kind, format string, args ...any) {
	d := Difference{Part: part, Kind: kind, Text: fmt.Sprintf(format, args...)}
	if m != nil {
		d.Message = m.ID
	}
	w.all = append(w.all, d)
}

// message compares one idealised message with the wire.
func (w *comparison) message(m *protocol.Message, linked map[string]bool) error {
	var sent, names []string
	for i, part := range m.Content.Parts() {
		links := slices.DeleteFunc(slices.Clone(m.Links),
			func(l protocol.Link) bool { return l.Part != i+1 })
		if len(links) == 0 {
			w.differ(m, i+1, unlinked, "%s stands for no step of %s that the file names", part,
				w.description.Name)
		}
		for _, l := range links {
			p, err := w.resolve(l, m.From)
			if err != nil {
				return err
			}
			linked[p.send.Msg] = true
			if !slices.Contains(sent, p.send.Msg) {
				sent = append(sent, p.send.Msg)
				names = append(names, fmt.Sprintf("%s (%s)", p.send.Msg, p.step().Var))
			}
			if got, want := p.send.Peer, m.To; string(got) != want {
				w.differ(m, i+1, otherKey, "%s goes to %s, not to %s", p.step().Var, got, want)
			}
			e := &envelope{comparison: w, message: m, part: i + 1, place: p, name: p.step().Var.Name,
				term: p.step().Term, used: map[string]bool{}}
			e.compare(part)
		}
	}
	if len(sent) > 1 {
		w.differ(m, 0, joined, "it joins %s: who sees one need not see the other, and no rule "+
			"joins what was said in two", strings.Join(names, " and "))
	}
	return nil
}

// others finds the messages on the insecure network to which no idealised message is linked,
// and for which the file gives no reason. It is an error to give a reason for a message that is
// linked, or that does not exist.
func (w *comparison) others(linked map[string]bool) error {
	var all, left []string
	omitted := map[string]bool{}
	for _, o := range w.variant.Omissions {
		for _, m := range o.Messages {
			omitted[m] = true
		}
	}
	w.description.EachStep(func(ph *model.Phase, r *model.Role, _ int, s *model.Step) {
		if ph.Secure || s.Kind != model.StepSend {
			return
		}
		all = append(all, s.Msg)
		if !linked[s.Msg] && !omitted[s.Msg] {
			left = append(left, fmt.Sprintf("%s (%s → %s)", s.Msg, r.Party, s.Peer))
		}
	})
	for _, o := range w.variant.Omissions {
		for _, m := range o.Messages {
			switch {
			case !slices.Contains(all, m):
				return &ban.SyntaxError{At: o.At, Msg: fmt.Sprintf("message %q: want one of %s", m,
					strings.Join(all, ", "))}
			case linked[m]:
				return &ban.SyntaxError{At: o.At, Msg: fmt.Sprintf("%s is not omitted: a part is linked "+
					"to it", m)}
			}
		}
	}
	if len(left) > 0 {
		w.differ(nil, 0, notInIt, "no idealised message stands for %s", strings.Join(left, ", "))
	}
	return nil
}
