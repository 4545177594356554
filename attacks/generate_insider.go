package attacks

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// insiderWorlds are the worlds in which insiders act: whose visits share nobody, the doctor, the
// patient, or everybody; and how many other values they put in the place of one that they
// hold.
var insiderWorlds = []struct{ couple, lies int }{{0, 2}, {1, 2}, {2, 1}, {3, 1}}

// A plot is what insiders do in a case: they play their sessions by themselves, honestly but
// for one thing. What it comes to is a list of moves, like all attacks.
type plot struct {
	lie  *lie  // nil: none
	pose *pose // nil: none
	with string
	at   trace.Duration // when the pose is struck
}

// A lie is a value that an insider puts in the place of one that it holds, when it has done
// a step.
type lie struct {
	session, stage, step int
	variable             string
	recipe               Recipe
}

// plotter decides by a plot.
type plotter struct {
	plot     plot
	insiders *insiders
	acted    bool
}

func newPlotter(c sim.Config, corrupt []string, plan plot) (*plotter, error) {
	protocol, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		return nil, err
	}
	d := &plotter{plot: plan, insiders: newInsiders(protocol, c, corrupt)}
	if plan.lie != nil {
		d.insiders.lie = d.tell
	}
	return d, nil
}

func (d *plotter) begin(x *Executor) error {
	if d.plot.pose != nil {
		x.net.After(d.plot.at, 1)
	}
	return d.insiders.reveal(x)
}

func (d *plotter) message(x *Executor, m *trace.Message) error {
	if d.plot.pose != nil && m.To.Session < firstInsider {
		return nil // the world goes on as it would: only the pose is the adversary's
	}
	_, err := d.insiders.take(x, m)
	return err
}

func (d *plotter) timer(x *Executor, _ int) error {
	d.acted = true
	return d.insiders.strike(x, *d.plot.pose, d.plot.with)
}

// tell tells the lie when its moment has come.
func (d *plotter) tell(p *insider, s *model.Step) {
	l := d.plot.lie
	if d.acted || s.Kind == model.StepSend || p.at.Session != firstInsider+l.session ||
		p.stage != l.stage || p.step != l.step {
		return
	}
	d.acted = true
	p.holds[l.variable] = held{p.holds[l.variable].sort, l.recipe}
}

// carryOut makes the moves of a case, if it is a plot, and is what comes of it. Where something
// is violated, the moves are made again by themselves.
func (c *Case) carryOut(m *suite.Memory) (*Outcome, error) {
	if c.plot == nil {
		return runOver(m, c.Config)
	}
	d, err := newPlotter(c.Config, c.Corrupt, *c.plot)
	if err != nil {
		return nil, err
	}
	x := newExecutor(d)
	c.Config.Moves = nil
	o, err := run(m, c.Config, x)
	if err != nil {
		return nil, err
	}
	if !d.acted {
		return nil, fmt.Errorf("%w: its moment never came", ErrNeverActed)
	}
	c.Config.Moves = x.lines()
	if len(o.Violated()) > 0 {
		again, err := x.repeatOf(o, m, c.Config)
		if err == nil {
			c.Config.Moves = again.Config.Moves
		}
		return again, err
	}
	o.Config.Moves = c.Config.Moves
	return o, nil
}

// insiderCases are the attacks of corrupt principals in a world: each untrusted party of the
// second visit alone, and two together.
func insiderCases(m *suite.Memory, c sim.Config, couple, lies int) ([]Case, error) {
	honest, err := rehearse(m, c)
	if err != nil {
		return nil, err
	}
	var all []Case
	for _, corrupt := range honest.conspiracies(couple == 0) {
		s, err := rehearseWith(m, c, corrupt)
		if err != nil {
			return nil, fmt.Errorf("%s corrupt: %w", strings.Join(corrupt, " and "), err)
		}
		s.world = couples[couple].world
		s.add(CaseListen, s.sent[0], "", "what it is given")
		s.each((*rehearsal).relay)
		s.each((*rehearsal).impersonate)
		s.keepOwn()
		if len(corrupt) == 1 {
			s.posing()
		}
		if s.err == nil {
			s.err = s.lies(lies)
		}
		if s.err != nil {
			return nil, s.err
		}
		all = append(all, s.cases...)
	}
	return all, nil
}

// conspiracies are those of Conspiracies whose principals act in the second visit; where
// different worlds have the same ones, or the party is one, it is enough in the first world.
func (s *rehearsal) conspiracies(first bool) [][]string {
	p, err := library.Profile(s.config.Profile, s.config.Options...)
	if err != nil {
		panic("attacks: internal error: " + err.Error())
	}
	second := map[string]bool{}
	for _, m := range s.sent {
		if m.second {
			second[m.From.Principal], second[m.To.Principal] = true, true
		}
	}
	var all [][]string
	for _, names := range Conspiracies(p, s.config) {
		of := func(i int) model.Party { return s.party(names[i]) }
		acting := 0 // in the second visit
		for _, name := range names {
			if second[name] {
				acting++
			}
		}
		switch {
		case acting == 0:
		case len(names) == 1, first && (of(0) == of(1) || acting == 2):
			all = append(all, names)
		}
	}
	return all
}

// keepOwn leaves out what an outsider can do as well: what is forged without a corrupt
// principal's secrets.
func (s *rehearsal) keepOwn() {
	given := len(s.corrupt)
	s.cases = slices.DeleteFunc(s.cases, func(c Case) bool {
		if !strings.HasPrefix(c.Kind, caseImpersonate) {
			return false
		}
		return !strings.Contains(strings.Join(c.Config.Moves[given:], "\n"), `own("`)
	})
	for i := range s.cases {
		if party, ok := strings.CutPrefix(s.cases[i].Kind, caseImpersonate); ok {
			s.cases[i].Kind = caseInsiderAs + party
		}
	}
}

// relay passes what a corrupt principal gets on to others of its party, encrypted again: what
// opens a session to each of them, what answers to the one that waits for it in the first
// visit.
func (s *rehearsal) relay(m *crossing) {
	if !slices.Contains(s.corrupt, m.To.Principal) {
		return
	}
	a := &insiders{}
	if m.To.Session == 0 {
		for _, to := range s.others(m.To.Principal)[1:] {
			s.add(CaseRelay, m, "", "to "+to, dropMove(m), injectMove(sentAt(m), m, m.From,
				trace.Address{Principal: to}, a.resealed(m.own(), m.Message, to)))
		}
		return
	}
	t := s.twin(m)
	if t.To.Principal == m.To.Principal {
		return
	}
	m = s.waiting(m, t)
	s.add(CaseRelay, m, "", "to "+t.To.Principal+", who waits for its own", dropMove(t),
		dropMove(m), injectMove(sentAt(m), m, t.From, t.To,
			a.resealed(m.own(), m.Message, t.To.Principal)))
}

// posing has corrupt principals open phases in the roles of other parties.
func (s *rehearsal) posing() {
	at := s.sent[len(s.sent)-1].at - s.opening + apart
	for _, p := range s.poses {
		for _, with := range p.with {
			if with != p.who {
				s.plan(casePose+string(p.as), p.phase, "", p.who+" with "+with,
					plot{pose: &p, with: with, at: at})
			}
		}
	}
}

func (s *rehearsal) plan(kind, message, field, with string, p plot) {
	c := Case{Kind: kind, World: s.world, Message: message, Field: field, With: with,
		Config: s.config, Corrupt: s.corrupt, plot: &p}
	c.Config.Moves = slices.Clone(s.config.Moves)
	s.cases = append(s.cases, c)
}

// lies are the cases in which an insider of the second visit puts another value in the place
// of one that it holds. Of two together, only with what the other one has.
func (s *rehearsal) lies(most int) error {
	d, err := newPlotter(s.config, s.corrupt, plot{})
	if err != nil {
		return err
	}
	x := newExecutor(d)
	began := s.opening + 2*apart
	told := map[string]bool{}
	d.insiders.lie = func(p *insider, step *model.Step) {
		if step.Kind == model.StepSend || x.net.Now().Since() < began {
			return
		}
		list := bound(step)
		if p.stage > 0 && !told[s.stageKey(p)] { // another phase: it can be about somebody else
			told[s.stageKey(p)] = true
			list = append(p.identities(), list...)
		}
		for _, v := range list {
			key := s.stageKey(p) + v.Symbol()
			if _, ok := p.holds[v.Symbol()]; ok && !told[key] {
				told[key] = true
				s.lie(x, p, v, most)
			}
		}
	}
	c := s.config
	c.Moves = nil
	_, err = run(s.memory, c, x)
	return err
}

// stageKey names a session and its phase.
func (s *rehearsal) stageKey(p *insider) string {
	return fmt.Sprintf("%s %d ", address(p.at), p.stage)
}

// identities are the parties' identities that a session holds, but for its own.
func (p *insider) identities() []*model.Term {
	var list []*model.Term
	protocol := p.exec.net.Protocol()
	for _, m := range protocol.Parties {
		_, held := p.holds[m.ID.Symbol()]
		if held && m.Party != p.exec.partyOf(p.at.Principal) {
			list = append(list, m.ID)
		}
	}
	return list
}

// bound are the variables that a step gives a value.
func bound(s *model.Step) []*model.Term {
	switch {
	case s.Kind == model.StepClaim || s.Kind == model.StepSend || s.Kind == model.StepStore:
		return nil
	case s.Binds():
		return s.Fields
	case s.Var != nil:
		return []*model.Term{s.Var}
	}
	return nil
}

// lie makes cases of one variable, at the moment.
func (s *rehearsal) lie(x *Executor, p *insider, v *model.Term, most int) {
	h := p.holds[v.Symbol()]
	value, err := x.kitchen.evaluate(h.recipe)
	if err != nil {
		return // it is stopped here anyway
	}
	seen, n := [][]byte{value.Bytes()}, 0
	for _, r := range s.otherwise(p, v, h) {
		w, err := x.kitchen.evaluate(r)
		if err != nil || w.Sort != value.Sort ||
			slices.ContainsFunc(seen, func(b []byte) bool { return bytes.Equal(b, w.Bytes()) }) {
			continue
		}
		seen = append(seen, w.Bytes())
		ph := p.stages[p.stage].Phase
		s.plan(CaseLie, ph.Name, v.Symbol(), p.at.Principal+": "+r.String(), plot{lie: &lie{
			p.at.Session - firstInsider, p.stage, p.step, v.Symbol(), r}})
		if n++; n == most {
			return
		}
	}
}

// otherwise are other values for a variable that an insider holds, the likeliest first: what
// the same variable is in another session, whom it can name, what else insiders hold of its
// sort, and what is made up.
func (s *rehearsal) otherwise(p *insider, v *model.Term, h held) []Recipe {
	var same, others []Recipe
	for _, q := range p.all.sessions {
		if len(s.corrupt) > 1 && q.at.Principal == p.at.Principal {
			continue
		}
		for _, name := range sortedKeys(q.holds) {
			switch g := q.holds[name]; {
			case name == v.Symbol() && q != p:
				same = append(same, g.recipe)
			case g.sort == h.sort:
				others = append(others, g.recipe)
			}
		}
	}
	if len(s.corrupt) > 1 {
		return slices.Concat(same, others)
	}
	madeUp := inventValue(h.sort, "instead of "+v.Symbol(), partSize)
	if h.sort == model.Time {
		madeUp = recipe("time", number(int(p.exec.net.Now().Since()+s.config.DeltaT)))
	}
	return slices.Concat(same, p.all.namesakes(v.Name), []Recipe{madeUp}, others)
}
