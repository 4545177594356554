package sim

import (
	"container/heap"
	"reflect"

	"emrproof/model/input"
	"emrproof/model/suite"
)

// A Computation says how long each kind of operation takes a party, in virtual
// time; the kinds are those of suite.Counts. What a party sends leaves when its
// computing is done. A party computes for all its sessions side by side, and reads
// its clock for a time stamp before it computes.
type Computation struct {
	Sign    Duration `json:"sign,omitzero" toml:"sign"`
	Verify  Duration `json:"verify,omitzero" toml:"verify"`
	Cert    Duration `json:"cert,omitzero" toml:"cert"`
	Seal    Duration `json:"aenc,omitzero" toml:"aenc"`
	Open    Duration `json:"adec,omitzero" toml:"adec"`
	Encrypt Duration `json:"senc,omitzero" toml:"senc"`
	Decrypt Duration `json:"sdec,omitzero" toml:"sdec"`
	Hash    Duration `json:"hash,omitzero" toml:"hash"`
	BaseMul Duration `json:"base_mul,omitzero" toml:"base_mul"`
	Mul     Duration `json:"mul,omitzero" toml:"mul"`
	Add     Duration `json:"add,omitzero" toml:"add"`
	Keys    Duration `json:"keys,omitzero" toml:"keys"`
	MAC     Duration `json:"mac,omitzero" toml:"mac"`
	Stretch Duration `json:"stretch,omitzero" toml:"stretch"`
}

func (c Computation) check() error {
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		if d := v.Field(i).Interface().(Duration); d < 0 {
			field := v.Type().Field(i).Tag.Get("toml")
			return input.Wrong("computation."+field, "computation: %s %s: want 0s or more", field, d)
		}
	}
	return nil
}

// takes is how long so many operations take, one after the other; at most the
// longest Duration.
func (c Computation) takes(n suite.Counts) Duration {
	if c == (Computation{}) {
		return 0
	}
	var sum Duration
	each, counts := reflect.ValueOf(c), reflect.ValueOf(n)
	for i := range each.NumField() {
		d := each.Field(i).Interface().(Duration)
		for range counts.FieldByName(each.Type().Field(i).Name).Int() {
			sum = sum.plus(d)
		}
	}
	return sum
}

// leave puts what a session sends on the network when its computing is done. Where
// that takes no time, it leaves at once.
func (w *world) leave(sent []*Message, after Duration) error {
	if after > 0 {
		heap.Push(&w.queue, w.at(w.now.Add(after), &happening{sent: sent, leaving: true}))
		return nil
	}
	for _, m := range sent {
		if err := w.send(m); err != nil {
			return err
		}
	}
	return nil
}
