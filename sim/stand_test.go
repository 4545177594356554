package sim

import (
	"errors"
	"io"
	"testing"

	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim/trace"
)

// A stand's rounds cost what a run's do, one after the other.
func TestStand(t *testing.T) {
	c := standard(t, "published", SizeOf(library.Must("published"), 2, 2, 1, 1))
	events := 0
	s, err := NewStand(c, nil, func(*trace.Event) { events++ })
	if err != nil {
		t.Fatal(err)
	}
	for range 5 { // round the schedule twice, and a half
		if err := s.Next(); err != nil {
			t.Fatal(err)
		}
	}
	r := s.world.tally.result(s.world.protocol)
	wantComplete(t, r, 5)
	if got, want := r.Total("visit"), timesCounts(5, countsOfVisit); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got, want := r.Total("filing"), timesCounts(2, countsOfFiling); got != want {
		t.Errorf("filing: got %+v, want %+v", got, want)
	}
	if events == 0 {
		t.Error("nobody watches")
	}
}

func TestStandRefuses(t *testing.T) {
	c := standard(t, "published", DefaultSize)
	principalOf(t, &c, "alice").Skew = -hour
	s, err := NewStand(c, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantError(t, "a refused visit", s.Next(), "the session of alice does not complete")
	_, err = Tapes(c)
	wantError(t, "taped", err, "the session of alice does not complete")
	lost := on("visit 2", func(*Network, *trace.Message) {})
	if s, err = NewStand(standard(t, "published", DefaultSize), lost, nil); err != nil {
		t.Fatal(err)
	}
	wantError(t, "a visit that nobody refuses and that waits for ever", s.Next(),
		"the session of alice does not complete")
	c.Suite = "rsa"
	_, err = NewStand(c, nil, nil)
	wantError(t, "suite", err, `suite "rsa": want one of ristretto255, p256`)
	_, err = Tapes(c)
	wantError(t, "suite", err, `suite "rsa": want one of ristretto255, p256`)
}

// A broken suite fails where it is told to.
type broken struct {
	suite.Suite
	keys, scalars bool
}

var errBroken = errors.New("the suite is broken")

func (b broken) NewKeys(rnd io.Reader) (*suite.PrivateKeys, error) {
	if b.keys {
		return nil, errBroken
	}
	return b.Suite.NewKeys(rnd)
}

func (b broken) RandomScalar(rnd io.Reader) (*suite.Scalar, error) {
	if b.scalars {
		return nil, errBroken
	}
	return b.Suite.RandomScalar(rnd)
}

// What the suite cannot do is no refusal by a party: it ends the run, and says where.
func TestBrokenSuiteEndsTheRun(t *testing.T) {
	for _, w := range []struct {
		broken
		want string
	}{
		{broken{keys: true}, "authority.1: authority: step 1: the suite is broken"},
		{broken{scalars: true}, "cloud.1: cloud: step 2: the suite is broken"},
	} {
		world, err := newWorld(standard(t, "published", DefaultSize), nil, nil,
			func(s suite.Suite) suite.Suite { w.Suite = s; return w.broken })
		if err != nil {
			t.Fatal(err)
		}
		_, err = world.play()
		wantError(t, "the run", err, w.want)
	}
}
