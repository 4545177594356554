package monitor

import (
	"emrproof/model"
	"emrproof/sim/trace"
)

// authorization is the monitor of authorization. The patient is the first field of what is
// released. The receiver may be corrupt: the claim stands against a curious doctor. Where the
// description says no more of a consent, the consent is for a doctor, without bound in number
// or time: the paper does not say when a visit is over. What both the consent and the release
// name, such as a department, has to agree. A consent that carries a time is good for ΔT,
// clock skew as configured apart, and for one release by each principal who releases.
func authorization(t *index, v *Verdict) {
	consents := map[[2]string][]*trace.Event{} // by patient and receiver
	given := map[string][]*trace.Event{}       // by patient
	used := map[use]bool{}
	for _, e := range t.said(model.EventConsent, v.Claim.Label, v.Claim.About) {
		k := [2]string{e.Who, e.Peer}
		consents[k] = append(consents[k], e)
		given[e.Who] = append(given[e.Who], e)
	}
	for _, e := range t.said(model.EventReleased, v.Claim.Label, v.Claim.By) {
		patient := patientOf(e)
		if !t.honest(e.Seq, e.Who, patient) {
			continue
		}
		v.Checked++
		if t.covered(before(consents[[2]string{patient, e.Peer}], e.Seq), e, used) {
			continue
		}
		what := e.Who + " releases " + v.Claim.Label + " of " + patient + " to " + e.Peer
		if own := latest(consents[[2]string{patient, e.Peer}], e.Seq); own != nil {
			v.breach(e, []int{own.Seq}, "%s, but the consent of %s is for something else, or "+
				"older than ΔT = %s, or used", what, patient, t.deltaT)
		} else if other := latest(given[patient], e.Seq); other != nil {
			v.breach(e, []int{other.Seq}, "%s, but %s consented to %s", what, patient, other.Peer)
		} else {
			v.breach(e, nil, "%s, but %s did not consent", what, patient)
		}
		v.Breaches[len(v.Breaches)-1].About = patient
	}
}

// A use says which principal has released something by which consent.
type use struct {
	consent int // its Seq
	by      string
}

// covered finds a consent that covers a release, the oldest first: all consents of one patient
// for one doctor last equally long.
func (t *index) covered(consents []*trace.Event, release *trace.Event, used map[use]bool) bool {
	for _, c := range consents {
		u := use{c.Seq, release.Who}
		switch {
		case !consistent(c.Data, release.Data):
		case !carriesTime(c.Data):
			return true
		case !used[u] && trace.Duration(release.At-c.At) <= t.deltaT+t.skew(c, release):
			used[u] = true
			return true
		}
	}
	return false
}

func carriesTime(data []trace.Datum) bool {
	for _, d := range data {
		if d.Value.Sort == model.Time {
			return true
		}
	}
	return false
}

// consistent says whether two lists of data agree on all the names that both have.
func consistent(a, b []trace.Datum) bool {
	for _, d := range a {
		if v := find(b, d.Name); v != nil && !v.Same(d.Value) {
			return false
		}
	}
	return true
}

func patientOf(released *trace.Event) string {
	if len(released.Data) == 0 {
		return ""
	}
	return released.Data[0].Value.Key()
}
