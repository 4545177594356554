package sim

import (
	"io"

	"emrproof/model/library"
	"emrproof/sim/trace"
)

// A Trace is a trace file that was read, with the Config at its head.
type Trace struct {
	Config Config
	*trace.File
}

// ReadTrace reads a trace file whole. It is strict: an unknown field, another
// schema version, a line out of order or a missing end is an error that names the
// line.
func ReadTrace(name string, r io.Reader) (*Trace, error) {
	t := &Trace{}
	var err error
	t.File, err = trace.Read(name, r, &t.Config)
	return t, err
}

// Events returns the events of the trace, checked against the description that its Config
// names.
func (t *Trace) Events() ([]*trace.Event, error) {
	protocol, err := library.Profile(t.Config.Profile, t.Config.Options...)
	if err != nil {
		return nil, err
	}
	return t.File.Events(protocol, t.Config.Head())
}

// Replay runs the trace's Config again, under the adversary that makes its moves (nil when it
// has none). It reports where the two traces differ; nil when every byte is the same. The new
// trace is compared line by line and not kept.
func (t *Trace) Replay(a Adversary) error {
	return t.Same(func(file io.Writer) error {
		w := trace.NewWriter(file, t.Config)
		if _, err := Run(t.Config, a, w.Event); err != nil {
			return err
		}
		return w.Close()
	})
}

// Head returns what a monitor may know of a run of c beside its events.
func (c Config) Head() trace.Head {
	h := trace.Head{DeltaT: c.DeltaT}
	for _, p := range c.Principals {
		h.Principals = append(h.Principals, trace.Principal{Name: p.Name, Party: p.Party,
			Clock: p.Clock})
	}
	return h
}
