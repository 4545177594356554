package sim

import (
	"container/heap"
	"io"
	"math/rand/v2"
	"strconv"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/model/suite/compute"
	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

// A world is the state of one run: principals, network, virtual time.
type world struct {
	config   Config
	protocol *model.Protocol
	seed     Seed
	suite    suite.Suite
	counts   *suite.Counts
	declare  func(*suite.Point) // to what remembers multiples of PK; nil without Config.Cache

	principals []*principal
	byName     map[string]*principal
	public     public
	threads    map[string][]model.Stage // by party and the message that opens them
	groups     map[string]string        // of phases, by the messages that are counted there
	routes     map[[2]string]delay.Link
	draws      map[[2]string]*rand.Rand
	records    map[string][]byte // those that come with the harness, by kind and patient
	issuers    map[string]issuer // of certificates, by the variable, as far as somebody checked one

	adversary       Adversary
	net             *Network // the adversary's side
	adversarySuite  suite.Suite
	adversaryCounts *suite.Counts
	adversarySpent  suite.Counts // up to its last injection
	watch           func(*trace.Event)
	enter           func(group string) // told the group of phases before each step; may be nil
	lexicon         lexicon
	made            int          // ciphertexts
	text            compute.Text // that everybody computes in

	now      trace.Time
	opening  trace.Time // when the schedule began
	queue    queue
	sequence int
	events   int
	slab     []trace.Event // room for the next ones
	messages int
	tally    tally
}

// newWorld makes a world with its principals, in which nothing has happened yet. A wrap, if
// not nil, comes between the suite and what remembers and counts.
func newWorld(
	c Config, a Adversary, watch func(*trace.Event), wrap func(suite.Suite) suite.Suite,
) (*world, error) {
	protocol, base, err := c.prepare()
	if err != nil {
		return nil, err
	}
	if wrap != nil {
		base = wrap(base)
	}
	return worldOf(protocol, base, c, a, watch), nil
}

// worldOf is newWorld for a given description, which need not have a name.
func worldOf(
	protocol *model.Protocol, base suite.Suite, c Config, a Adversary, watch func(*trace.Event),
) *world {
	w := &world{
		config: c, protocol: protocol, seed: c.Seed, now: trace.Epoch,
		adversary: a, watch: watch,
		byName:  map[string]*principal{},
		threads: map[string][]model.Stage{},
		groups:  map[string]string{},
		routes:  map[[2]string]delay.Link{},
		draws:   map[[2]string]*rand.Rand{},
		records: map[string][]byte{},
		issuers: map[string]issuer{},
		public: public{
			keys: map[string]*trace.Value{}, directory: rows{}, values: map[string]*trace.Value{},
			ones: map[model.Party]*principal{},
			authority: authority{validity: map[string]Principal{},
				revoked: map[uint64]trace.Time{}},
		},
	}
	if c.Cache {
		base, w.declare = suite.Cached(base)
	}
	w.adversarySuite, w.adversaryCounts = suite.Counted(base)
	w.suite, w.counts = suite.Counted(base)
	for _, r := range c.Routes {
		w.routes[r.Between] = r.Link
		w.routes[[2]string{r.Between[1], r.Between[0]}] = r.Link
	}
	for _, p := range c.Principals {
		w.join(p)
	}
	w.index()
	w.net = w.network()
	return w
}

func (w *world) join(p Principal) {
	m := w.protocol.Member(p.Party)
	who := newPrincipal(p, m, w.seed)
	w.principals = append(w.principals, who)
	w.byName[p.Name] = who
	if w.symbolic() {
		w.lexicon.enter(who.id)
	}
	w.public.authority.validity[p.Name] = p
	if m.One {
		w.public.ones[p.Party] = who
	}
}

// index finds the threads that messages open, and the groups of phases of the messages.
func (w *world) index() {
	w.protocol.EachStep(func(ph *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if s.Kind == model.StepSend {
			w.groups[s.Msg] = ph.Group
		}
	})
	for i := range w.protocol.Phases {
		ph := &w.protocol.Phases[i]
		for j := range ph.Roles {
			r := &ph.Roles[j]
			if r.Continues || r.Opens() {
				continue
			}
			for _, s := range r.Steps {
				if s.Kind == model.StepRecv {
					w.threads[string(r.Party)+" "+s.Msg] = w.protocol.Thread(r.Party, ph.Name)
					break
				}
			}
		}
	}
}

// play runs the phases that come once, and then the schedule, until nothing is left to happen.
func (w *world) play() (*Result, error) {
	if err := w.register(); err != nil {
		return nil, err
	}
	if err := w.schedule(); err != nil {
		return nil, err
	}
	r := w.tally.result(w.protocol)
	r.Duration = trace.Duration(w.now - w.opening)
	return r, nil
}

// register runs the phases that every principal runs when it joins.
func (w *world) register() error {
	for i := range w.protocol.Phases {
		ph := &w.protocol.Phases[i]
		if !ph.Once {
			continue
		}
		_, role := w.protocol.Opening(ph.Name)
		for _, p := range w.principals {
			if p.Party != role.Party {
				continue
			}
			if err := w.start(p, ph, &Start{Phase: ph.Name, By: p.Name}, noRound); err != nil {
				return err
			}
			if err := w.drain(); err != nil {
				return err
			}
		}
	}
	return nil
}

// schedule runs the starts of the schedule, with the adversary at work.
func (w *world) schedule() error {
	w.opening = w.now
	w.net.Opening = w.now
	if w.adversary != nil {
		if err := w.adversary.Begin(w.net); err != nil {
			return err
		}
	}
	for i := range w.config.Starts {
		s := &w.config.Starts[i]
		heap.Push(&w.queue, w.at(w.opening.Add(s.At), &happening{start: s}))
	}
	if err := w.drain(); err != nil || w.adversary == nil {
		return err
	}
	return w.adversary.End(w.net)
}

func (w *world) drain() error {
	for len(w.queue) > 0 {
		h := heap.Pop(&w.queue).(*happening)
		w.now = h.at
		var err error
		switch {
		case h.timed:
			err = w.adversary.Timer(w.net, h.timer)
		case h.start != nil:
			ph, _ := w.protocol.Opening(h.start.Phase)
			err = w.start(w.byName[h.start.By], ph, h.start, w.tally.newRound(w.protocol, ph))
		case h.leaving:
			err = w.leave(h.sent, 0)
		default:
			err = w.deliver(h.message)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *world) start(p *principal, ph *model.Phase, start *Start, round int) error {
	s := w.session(p, w.protocol.Thread(p.Party, ph.Name), start, round)
	return w.run(s, nil)
}

// machine makes what computes for a participant, who draws from the stream rnd.
func (w *world) machine(s suite.Suite, rnd io.Reader) compute.Machine {
	return compute.Machine{Suite: s, Random: rnd, MemoryKiB: w.config.memory(), Text: &w.text}
}

// session opens a new session of a principal.
func (w *world) session(p *principal, thread []model.Stage, start *Start, round int) *session {
	s := &session{
		who: p, world: w, number: len(p.open) + 1, stages: thread, start: start, round: round,
		holds: make(map[string]*trace.Value, 48), peers: map[model.Party]trace.Address{},
	}
	s.holds[p.member.ID.Name] = p.id
	s.label = p.Name + "." + strconv.Itoa(s.number)
	s.eval = evaluator{Machine: w.machine(w.suite, p.rnd), symbolic: w.symbolic(), made: &w.made,
		lookup: s.find, certify: w.certify}
	for party, one := range w.public.ones {
		s.holds[w.protocol.Member(party).ID.Name] = one.id
	}
	p.open = append(p.open, s)
	w.tally.opened(s)
	w.event(s, trace.KindStart, nil, nil)
	return s
}

// run drives a session on, by a message if there is one, and puts on the network what the
// session sends.
func (w *world) run(s *session, m *trace.Message) error {
	var fx effects
	before := s.spent
	if err := s.advance(w.now, m, &fx); err != nil {
		return err
	}
	for _, m := range fx.sent {
		s.sent++
		m.Label = s.label + "#" + strconv.Itoa(s.sent)
	}
	busy := w.config.Computation.Takes(s.spent.Minus(before))
	if err := w.leave(fx.sent, busy); err != nil {
		return err
	}
	if s.state != waiting {
		w.tally.closed(s)
		s.forget()
	}
	return nil
}

// symbolic says whether terms are built: they are not where no watcher and no adversary looks
// at them. The bytes are the same either way.
func (w *world) symbolic() bool { return w.watch != nil || w.adversary != nil }

func (w *world) watched() bool { return w.watch != nil }

// publish makes a value known to everyone.
func (w *world) publish(name string, v *trace.Value) {
	w.public.values[name] = v
	if w.declare != nil && v.Point != nil {
		w.declare(v.Point)
	}
}
