package sim

import "io"

// A Trace is a trace file that was read, with the Config at its head.
type Trace struct {
	Config Config
	*traceFile
}

// ReadTrace reads a trace file whole. It is strict: an unknown field, another
// schema version, a line out of order or a missing end is an error that names the
// line.
func ReadTrace(name string, r io.Reader) (*Trace, error) {
	t := &Trace{}
	var err error
	t.traceFile, err = readFile(name, r, &t.Config)
	return t, err
}

// Replay runs the trace's Config again, under the adversary that makes its moves
// (nil when it has none), and reports where the two traces differ; nil when every
// byte is the same. What the run writes is compared line by line and not kept.
func (t *Trace) Replay(a Adversary) error {
	c := t.compare()
	w := NewTraceWriter(c, t.Config)
	if _, err := Run(t.Config, a, w.Event); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return c.finish()
}

// Head is what a monitor may know of a run of c.
func (c Config) Head() Head {
	h := Head{DeltaT: c.DeltaT}
	for _, p := range c.Principals {
		h.Principals = append(h.Principals, HeadPrincipal{Name: p.Name, Party: p.Party,
			Clock: p.Clock})
	}
	return h
}
