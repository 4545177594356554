package show

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"emrproof/model"
	"emrproof/model/build"
	"emrproof/model/emr"
	"emrproof/model/library"
	"emrproof/reports/table"
)

// A description is what there is to say of a protocol, as programs read it.
type description struct {
	Schema   int       `json:"schema"`
	Verb     string    `json:"verb"`
	Profile  string    `json:"profile"`
	Name     string    `json:"name"`
	Source   string    `json:"source"`
	Applied  []string  `json:"applied"` // options that are switched on
	Text     string    `json:"text"`
	Parties  []party   `json:"parties"`
	Messages []message `json:"messages"`
	Claims   []claim   `json:"claims"`
	Checks   []check   `json:"checks"`
	Options  []option  `json:"options"`
	Before   []meeting `json:"before"`
	Sessions []meeting `json:"sessions"`
}

type party struct {
	Party      model.Party `json:"party"`
	Name       string      `json:"name"`
	ID         string      `json:"id"`
	One        bool        `json:"one"`
	Trusted    bool        `json:"trusted"`
	Sealed     bool        `json:"sealed"`
	Principals []string    `json:"principals"` // of the standard world
}

// A message carries variables; those that its sender computes stand with their terms.
type message struct {
	Message string      `json:"message"`
	From    model.Party `json:"from"`
	To      model.Party `json:"to"`
	Secure  bool        `json:"secure"`
	Fields  []field     `json:"fields"`
}

type field struct {
	Name string `json:"name"`
	Term string `json:"term,omitempty"`
}

type claim struct {
	ID    string          `json:"id"`
	Kind  model.ClaimKind `json:"kind"`
	By    model.Party     `json:"by"`
	About model.Party     `json:"about"`
	Row   string          `json:"row"`
	Text  string          `json:"text"`
	Scope string          `json:"scope,omitempty"`
}

type check struct {
	ID string `json:"id"`
	Eq int    `json:"eq"` // 0: it stands for no equation
}

type option struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

type meeting struct {
	Phase string      `json:"phase"`
	By    model.Party `json:"by"`
	With  model.Party `json:"with"`
}

// New describes a profile with some of its options switched on.
func New(profile string, options []string) (*description, error) {
	p, err := library.Profile(profile, options...)
	if err != nil {
		return nil, err
	}
	d := &description{Schema: table.Schema, Verb: "show", Profile: profile, Name: p.Name,
		Source: p.Source, Applied: append([]string{}, p.Options...), Text: emr.Print(p),
		Messages: messagesOf(p), Claims: []claim{}, Checks: []check{}, Options: []option{}}
	world := p.StandardWorld()
	for _, m := range p.Parties {
		who := world.Of(m.Party)
		one := party{m.Party, m.Name, m.ID.Name, m.One, m.Trusted, m.Sealed, []string{}}
		for i := range who.Count {
			one.Principals = append(one.Principals, who.Name(i))
		}
		d.Parties = append(d.Parties, one)
	}
	for _, c := range p.Claims {
		d.Claims = append(d.Claims, claim{c.ID, c.Kind, c.By, c.About, c.Row, c.Text, c.Scope})
	}
	for _, c := range build.Checks(p) {
		d.Checks = append(d.Checks, check{c.ID, c.Eq})
	}
	for _, o := range library.Options(profile) {
		d.Options = append(d.Options, option{o.ID, o.Text})
	}
	d.Before, d.Sessions = meetings(world.Before), meetings(world.Sessions)
	return d, nil
}

func meetings(all []model.Meeting) []meeting {
	list := []meeting{}
	for _, m := range all {
		list = append(list, meeting{m.Phase, m.By, m.With})
	}
	return list
}

// messagesOf lists the messages of a protocol, phase by phase, in the order in which an honest
// run sends them.
func messagesOf(p *model.Protocol) []message {
	all := []message{}
	number := map[string]int{}
	place := map[string]int{}
	made := map[model.Party]map[string]string{}
	p.EachStep(func(ph *model.Phase, r *model.Role, _ int, s *model.Step) {
		switch s.Kind {
		case model.StepLet:
			if made[r.Party] == nil {
				made[r.Party] = map[string]string{}
			}
			made[r.Party][s.Var.Name] = s.Term.String()
		case model.StepSend:
			m := message{Message: s.Msg, From: r.Party, To: s.Peer, Secure: ph.Secure, Fields: []field{}}
			for _, f := range s.Fields {
				m.Fields = append(m.Fields, field{f.String(), made[r.Party][f.Name]})
			}
			all = append(all, m)
			number[s.Msg], _ = strconv.Atoi(s.Msg[strings.LastIndexByte(s.Msg, ' ')+1:])
			place[s.Msg] = slices.IndexFunc(p.Phases, func(q model.Phase) bool { return q.Name == ph.Name })
		}
	})
	slices.SortStableFunc(all, func(a, b message) int {
		if d := place[a.Message] - place[b.Message]; d != 0 {
			return d
		}
		return number[a.Message] - number[b.Message]
	})
	return all
}

// JSON writes the description as one object.
func (d *description) JSON(w io.Writer) error { return table.WriteJSON(w, d) }

// EMR writes the text of the description alone, in canonical form.
func (d *description) EMR(w io.Writer) error {
	_, err := io.WriteString(w, d.Text)
	return err
}

// Write writes the description for people: its text, and a table for each kind of thing that it
// has.
func (d *description) Write(w io.Writer, ink table.Ink) error {
	if err := d.EMR(w); err != nil {
		return err
	}
	for _, t := range d.tables() {
		if len(t.Rows) == 0 {
			continue
		}
		if _, err := io.WriteString(w, "\n"); err != nil {
			return err
		}
		if err := t.Write(w, "text", ink); err != nil {
			return err
		}
	}
	return nil
}
