package monitor

import (
	"emrproof/model"
	"emrproof/sim"
)

// authorization takes the patient from the first field of what is released. The
// receiver may be corrupt: it is against the curious doctor that the claim stands. A
// consent is for a doctor, without bound in number or time: neither the paper nor the
// trace says when a visit is over.
func authorization(t *trace, v *Verdict) {
	consents := map[[2]string][]*sim.Event{} // by patient and receiver
	given := map[string][]*sim.Event{}       // by patient
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
		if latest(consents[[2]string{patient, e.Peer}], e.Seq) != nil {
			continue
		}
		what := e.Who + " releases " + v.Claim.Label + " of " + patient + " to " + e.Peer
		if other := latest(given[patient], e.Seq); other != nil {
			v.breach(e, []int{other.Seq}, "%s, but %s consented to %s", what, patient, other.Peer)
		} else {
			v.breach(e, nil, "%s, but %s did not consent", what, patient)
		}
		v.Breaches[len(v.Breaches)-1].About = patient
	}
}

func patientOf(released *sim.Event) string {
	if len(released.Data) == 0 {
		return ""
	}
	return string(released.Data[0].Value.Bytes())
}
