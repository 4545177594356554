package suite

import (
	"fmt"
	"io"
)

// draw fills b from rnd. Nothing in this package has another source of
// randomness, so that a run is a function of its seed.
func draw(rnd io.Reader, b []byte) error {
	if rnd == nil {
		panic(internal("nil source of randomness"))
	}
	if _, err := io.ReadFull(rnd, b); err != nil {
		return fmt.Errorf("suite: drawing %d random bytes: %w", len(b), err)
	}
	return nil
}
