package delay

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"emrproof/model"
	"emrproof/model/input"
	"emrproof/model/suite"
	"emrproof/sim/trace"
)

// A Computation says how long each kind of call of a suite takes a party, in virtual time, by
// the kind's key. A party's message leaves when its computing is done. A party computes for
// all its sessions side by side, and reads its clock for a time stamp before it computes.
type Computation map[string]trace.Duration

// Keys returns the keys of all kinds of calls.
func (Computation) Keys() []string { return model.KeysOfCalls() }

// IsZero says whether no kind of call takes time.
func (c Computation) IsZero() bool {
	for _, d := range c {
		if d != 0 {
			return false
		}
	}
	return true
}

// MarshalJSON writes the kinds of calls in order, and leaves out those that take no time.
func (c Computation) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for _, key := range c.Keys() {
		if c[key] == 0 {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		d, err := json.Marshal(c[key])
		if err != nil {
			return nil, err
		}
		b = append(append(strconv.AppendQuote(b, key), ':'), d...)
	}
	return append(b, '}'), nil
}

// Check reports a kind of call that does not exist, or one that takes less than no time.
func (c Computation) Check() error {
	for key := range c {
		if !slices.Contains(c.Keys(), key) {
			return input.Wrong("computation", "computation: %q: want one of %s", key,
				strings.Join(c.Keys(), ", "))
		}
	}
	for _, key := range c.Keys() {
		if d := c[key]; d < 0 {
			return input.Wrong("computation."+key, "computation: %s %s: want 0s or more", key, d)
		}
	}
	return nil
}

// Takes is how long the counted calls take, one after the other, at most the longest Duration.
func (c Computation) Takes(n suite.Counts) trace.Duration {
	if c.IsZero() {
		return 0
	}
	var sum trace.Duration
	for call, times := range n {
		for range times {
			sum = sum.Plus(c[model.Call(call).Kind().Key])
		}
	}
	return sum
}
