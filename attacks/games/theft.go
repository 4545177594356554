package games

import (
	"bytes"
	"crypto/subtle"
	"fmt"
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/model/wire"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A stolen table is another way to tell two worlds apart. The outsider has a copy of the table,
// and knows what everybody knows: names, the directory, the protocol. It also knows for certain
// whose one of the two rows is, because a friend told it. The game is about the other row.
//
//	theft of the index: P      0: the first candidate has a record in the department, 1: the second
//	theft of the index: HPC    0: the first candidate holds the record, 1: the second

// theftGames returns the games about stolen tables. There is one for each table of a party that
// only one principal plays, and for each party that a row of the table is about. Tables of
// registration are left out, because everybody is in them, and those that sessions on the open
// network write, for none of them is run before the theft. So are the tables of a party that
// several principals play, such as the hospitals' records: whoever has one of these need not
// guess.
func theftGames(p *model.Protocol) []Game {
	var games []Game
	seen := map[string]bool{} // tables: the first step that stores a row is that of the filing
	p.EachStep(func(ph *model.Phase, r *model.Role, _ int, s *model.Step) {
		if !keepsTable(ph, s) || !p.Member(r.Party).One || seen[s.Table] || !filed(p, ph) {
			return
		}
		seen[s.Table] = true
		about := identitiesIn(r, append([]*model.Term{s.Term}, s.Fields...))
		for _, m := range p.Parties {
			if !m.One && about[m.ID.Name] {
				games = append(games, Game{Name: "theft of the " + s.Table + ": " + string(m.Party),
					Kind: model.Anonymity, About: m.Party, Table: s.Table})
			}
		}
	})
	return games
}

// filed says whether a phase belongs to a session that stays on the secure channel: these alone
// are run before a table is stolen.
func filed(p *model.Protocol, ph *model.Phase) bool {
	opening, _ := p.Opening(ph.Name)
	return opening != nil && p.Aside(opening)
}

// friendOf returns the party of the friend who told the outsider whose a row of a table is: the
// first of those that several can play and that the rows are about; empty: nobody told.
func friendOf(p *model.Protocol, table string) model.Party {
	var about map[string]bool
	p.EachStep(func(ph *model.Phase, r *model.Role, _ int, s *model.Step) {
		if about == nil && table != "" && s.Table == table && keepsTable(ph, s) {
			about = identitiesIn(r, append([]*model.Term{s.Term}, s.Fields...))
		}
	})
	for _, party := range p.Players() {
		if about[p.Member(party).ID.Name] {
			return party
		}
	}
	return ""
}

// keepsTable says whether a step stores a row of what is filed under a key.
func keepsTable(ph *model.Phase, s *model.Step) bool {
	return s.Kind == model.StepStore && !ph.Once && s.Term != nil && s.Table != model.Directory
}

// identitiesIn returns the names of the identities that terms are made from in a role.
func identitiesIn(r *model.Role, terms []*model.Term) map[string]bool {
	made := map[string]*model.Term{}
	for _, s := range r.Steps {
		if s.Kind == model.StepLet {
			made[s.Var.Name] = s.Term
		}
	}
	found := map[string]bool{}
	var look func(t *model.Term)
	look = func(t *model.Term) {
		t.Walk(func(u *model.Term) {
			if u.Op != model.OpVar {
				return
			}
			found[u.Name] = u.Sort == model.Identity
			if next := made[u.Name]; next != nil {
				delete(made, u.Name) // once
				look(next)
			}
		})
	}
	for _, t := range terms {
		look(t)
	}
	return found
}

// A stolenRow is a row of a table, as bytes.
type stolenRow struct {
	key    []byte
	values [][]byte
}

// A theft is the copy of a table that the outsider has in a trial.
type theft struct {
	step  *model.Step // that stores a row
	rows  []stolenRow
	known guess // the names in the row that the friend told of
}

// friend is the principal who told the outsider about a row. No game is about this principal.
const friend = "walter"

// steal takes the table from the principal who keeps it.
func (a *arena) steal(n *sim.Network) (*theft, error) {
	t := &theft{known: guess{}}
	holder := ""
	a.protocol.EachStep(func(ph *model.Phase, r *model.Role, _ int, s *model.Step) {
		if t.step == nil && s.Table == a.game.Table && keepsTable(ph, s) {
			t.step, holder = s, a.cast(0)[r.Party]
		}
	})
	data, err := n.Reveal(holder, trace.RevealTable+a.game.Table)
	if err != nil {
		return nil, err
	}
	for _, d := range data {
		if strings.HasSuffix(d.Name, ".key") {
			t.rows = append(t.rows, stolenRow{key: d.Value.Bytes()})
			continue
		}
		last := &t.rows[len(t.rows)-1]
		last.values = append(last.values, d.Value.Bytes())
	}
	if len(t.rows) != 2 {
		return nil, fmt.Errorf("table %q of %s has %d rows: want two", a.game.Table, holder, len(t.rows))
	}
	told := a.told()
	for v, names := range a.choices {
		t.known[v] = a.department(told)
		if party := a.playedUnder(model.Var(v, model.Identity)); party != "" {
			t.known[v] = told[party]
		}
		if !slices.Contains(names, t.known[v]) {
			return nil, fmt.Errorf("nobody is %q to be %s", t.known[v], v)
		}
	}
	return t, nil
}

// told returns the cast of the row about which the friend told the outsider.
func (a *arena) told() cast {
	who := a.cast(0)
	for _, p := range a.base.Principals {
		if p.Name == friend {
			who[p.Party] = friend
		}
	}
	return who
}

// sameAs says whether a guess gives the names of the known row.
func (t *theft) sameAs(as guess) bool {
	for v, name := range as {
		if t.known[v] != name {
			return false
		}
	}
	return true
}

// dictionary returns marks for those keys of rows that anybody can compute from names.
func (v *view) dictionary() []mark {
	g := v.guesser(overheard{})
	var vars []string
	if !g.open(v.stolen.step.Term, &vars) {
		return nil
	}
	return g.try("the keys of "+v.game.Table, vars, func(as guess) bool {
		key, err := g.value(v.stolen.step.Term, as)
		return err == nil && !v.stolen.sameAs(as) &&
			slices.ContainsFunc(v.stolen.rows, func(r stolenRow) bool {
				return bytes.Equal(r.key, key.Bytes())
			})
	})
}

// onePad returns marks for what the known row tells about the other, if both are masked with
// one pad: the pad cancels out of their sum.
func (v *view) onePad() []mark {
	g := v.guesser(overheard{})
	var marks []mark
	for column, t := range v.stolen.step.Fields {
		if t.Op == model.OpVar && g.made[t.Name] != nil {
			t = g.made[t.Name]
		}
		var vars []string
		if t.Op != model.OpMask || !g.openAll(t.Fields(), &vars) {
			continue
		}
		a, b := v.stolen.rows[0].values[column], v.stolen.rows[1].values[column]
		label := t.String() + " of " + v.game.Table
		marks = append(marks, g.try(label, vars, func(as guess) bool {
			one, err := g.text(t.Fields(), v.stolen.known)
			other, err2 := g.text(t.Fields(), as)
			return err == nil && err2 == nil && bytes.Equal(xored(a, b), xored(one, other))
		})...)
	}
	return marks
}

// openAll lists the variables that have to be guessed to compute every term.
func (g *guesser) openAll(terms []*model.Term, vars *[]string) bool {
	for _, t := range terms {
		if !g.open(t, vars) {
			return false
		}
	}
	return true
}

// text returns the text that an operation works on, under a guess.
func (g *guesser) text(fields []*model.Term, as guess) ([]byte, error) {
	var raw [][]byte
	for _, f := range fields {
		value, err := g.value(f, as)
		if err != nil {
			return nil, err
		}
		raw = append(raw, value.Bytes())
	}
	return wire.Encode(raw...), nil
}

// xored returns the sum of two texts of one length, or nil if their lengths differ.
func xored(a, b []byte) []byte {
	if len(a) != len(b) {
		return nil
	}
	sum := make([]byte, len(a))
	subtle.XORBytes(sum, a, b)
	return sum
}

// plainRows returns marks for public values of candidates in the rows, and for equal rows.
func (v *view) plainRows() []mark {
	owned := mark{label: "public values of a candidate in " + v.game.Table}
	for _, r := range v.stolen.rows {
		for _, raw := range append([][]byte{r.key}, r.values...) {
			switch v.owner(raw) {
			case 1:
				owned.value--
			case 2:
				owned.value++
			}
		}
	}
	alike := mark{label: "equal rows of " + v.game.Table}
	for column, raw := range v.stolen.rows[0].values {
		if bytes.Equal(raw, v.stolen.rows[1].values[column]) {
			alike.value++
		}
	}
	return []mark{owned, alike}
}

// rowSizes returns a mark for the size of all rows together. The known row has the same size in
// both worlds.
func (v *view) rowSizes() []mark {
	size := mark{label: "size of " + v.game.Table}
	for _, r := range v.stolen.rows {
		size.value += int64(len(r.key))
		for _, raw := range r.values {
			size.value += int64(len(raw))
		}
	}
	return []mark{size}
}
