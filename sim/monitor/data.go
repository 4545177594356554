package monitor

import (
	"emrproof/model"
	"emrproof/sim/trace"
)

// integrity is the monitor of integrity. It compares accepted data with made data by the names
// that both have, of which there must be one. The hospital makes M_EMR for its patient, long
// before a doctor asks, so whom the maker had in mind does not matter.
func integrity(t *index, v *Verdict) {
	made := map[string][]*trace.Event{}
	for _, e := range t.said(model.EventMade, v.Claim.Label, v.Claim.About) {
		made[e.Who] = append(made[e.Who], e)
	}
	for _, e := range t.between(model.EventAccept, v.Claim) {
		v.Checked++
		if !madeBefore(made[e.Peer], e) {
			v.breach(e, nil, "%s accepts %s from %s, but %s did not make it",
				e.Who, v.Claim.Label, e.Peer, e.Peer)
		}
	}
}

func madeBefore(made []*trace.Event, accept *trace.Event) bool {
	for _, m := range before(made, accept.Seq) {
		if agree(m.Data, accept.Data) {
			return true
		}
	}
	return false
}

// agree says whether made and accepted data have a name in common, and equal values for all
// names that they have in common.
func agree(made, accepted []trace.Datum) bool {
	common := false
	for _, d := range accepted {
		if m := find(made, d.Name); m != nil {
			if !m.Same(d.Value) {
				return false
			}
			common = true
		}
	}
	return common
}

// nonRepudiation is the monitor of non-repudiation. It asks what a could give to an arbiter:
// the signatures that a has verified. One proves that b made the data when its text has all of
// the data, or a hash of them, except identities, which say what the data are about. Nobody's
// honesty matters: a may want to blame b for what b never made, and b may want to be rid of what
// it did make.
func nonRepudiation(t *index, v *Verdict) {
	for _, e := range t.said(model.EventAccept, v.Claim.Label, v.Claim.By) {
		v.Checked++
		if !t.provable(e) {
			v.breach(e, nil, "%s accepts %s from %s, but can show no signature of %s on it",
				e.Who, v.Claim.Label, e.Peer, e.Peer)
		}
	}
}

func (t *index) provable(accept *trace.Event) bool {
	var facts []trace.Datum
	for _, d := range accept.Data {
		if d.Value.Sort != model.Identity {
			facts = append(facts, d)
		}
	}
	signatures := before(t.verified[[2]string{accept.Who, accept.Peer}], accept.Seq)
	for _, e := range signatures {
		if len(facts) > 0 && t.covers(e, accept, facts) {
			return true
		}
	}
	return false
}

// covers says whether the text of a verified signature has each of some accepted data: the value
// itself, or, in the same session, a hash of the variable. In the event's data the signature
// comes first, and its text follows.
func (t *index) covers(verify, accept *trace.Event, facts []trace.Datum) bool {
	for _, d := range facts {
		found := false
		for i, field := range verify.Data[min(1, len(verify.Data)):] {
			found = found || field.Value.Same(d.Value) ||
				verify.Session == accept.Session && t.hashes(verify, i, d.Name)
		}
		if !found {
			return false
		}
	}
	return true
}

// hashes says whether a field of what a verify step verifies is a hash of a variable, among
// others perhaps.
func (t *index) hashes(verify *trace.Event, field int, variable string) bool {
	ph := t.protocol.PhaseNamed(verify.Phase)
	if ph == nil || ph.Role(verify.Party) == nil || verify.Step < 1 ||
		verify.Step > len(ph.Role(verify.Party).Steps) {
		return false
	}
	fields := ph.Role(verify.Party).Steps[verify.Step-1].Fields
	return field < len(fields) && fields[field].StandsFor(variable)
}
