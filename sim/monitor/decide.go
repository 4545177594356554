// Package monitor decides the claims of a protocol from the trace of a run. A
// monitor sees the events, what the claim says, and what the head of the trace says of ΔT and
// of the clocks: nothing else.
//
// X is the party that a claim is made to (Claim.By), Y the other one (Claim.About);
// a plays X, and b is whom a's event names as its peer. "Earlier" is by the order
// of the trace. A principal is corrupt from its reveal event with trace.RevealAll
// on, and honest before; one of whom less is revealed stays honest: it is a victim.
// Where nothing else is said, an event is judged when a and b are honest at it.
//
//	claim                    is violated by
//	aliveness                a commit of a's, and b has run nothing on the open network before
//	weak agreement           a commit of a's, and b has run nothing with a before
//	non-injective agreement  a commit of a's, and b as Y has not run this part with a on the
//	                         same data before
//	injective agreement      such a commit, or one whose every such run answers to an
//	                         earlier commit already
//	intended peer            a commit of a's, and b as Y has run this part on the same data
//	                         for others, and not for a
//	freshness                a commit of a's, and b's last run of this part on the same data,
//	                         for whomever, is older than ΔT and the configured clocks explain
//	secrecy                  a value that a calls secret with b, and the adversary shows it
//	forward secrecy          the same, where secrets of a or b were revealed between the end
//	                         of a's session and then; it is not secrecy that breaks there
//	integrity                an accept of a's, and b as Y has not made the data before
//	non-repudiation          an accept of a's, whoever is honest, and a has verified no
//	                         signature of b's whose text has the data
//	authorization            a release by a, and the patient, who is honest, has not
//	                         consented to its receiver before
//	availability             a session that had injected messages alone and refused one, and
//	                         they cost the adversary less than it cost a
//
// The first four are Lowe's hierarchy (1997): a commit that violates one violates
// the later ones. Intended peer and freshness are about what b did run, so commits
// that b ran nothing for are left to agreement. They leave the identity of a out of
// the data, for it differs where b means another: in Lowe's attack on
// Needham–Schroeder alice runs her part for mallory, and bob commits to it.
//
// Anonymity and unlinkability say something about pairs of runs: a game decides them.
package monitor

import (
	"fmt"
	"sort"

	"emrproof/model"
	"emrproof/sim/trace"
)

// A Status says whether a claim holds in a run.
type Status string

// The statuses of a claim. Holds is about this trace alone.
const (
	Violated Status = "violated"
	Holds    Status = "not violated"
	Vacuous  Status = "not exercised" // the trace has nothing that the claim is about
)

// A Verdict is a monitor's judgement of one claim.
type Verdict struct {
	Claim    model.Claim
	Status   Status
	Checked  int      // commits, secrets, accepts, releases or refused sessions judged
	Breaches []Breach // in the order of the trace
	Note     string   // why no trace decides the claim; empty where one does
}

// A Breach is one place where a claim is violated.
type Breach struct {
	// Commit is the Seq of the event at which the claim broke: a commit, an accept, a
	// release, an exhibit, a refusal.
	Commit  int
	Session string // that the claim was about, such as "bob.2"
	// Who is the principal to whom the broken promise was made, and About the principal that
	// it was about; About is empty where that is the adversary.
	Who, About string
	Evidence   []int  // Seqs of other events that matter, in order
	Text       string // one sentence
}

// Decide decides every claim of a protocol, in the protocol's order, from the trace of a run:
// its head, and all of its events in order. Decide changes nothing.
func Decide(p *model.Protocol, head trace.Head, events []*trace.Event) []Verdict {
	t := read(p, head, events)
	verdicts := make([]Verdict, len(p.Claims))
	for i, claim := range p.Claims {
		verdicts[i] = t.decide(claim)
	}
	return verdicts
}

var monitors = map[model.ClaimKind]func(*index, *Verdict){
	model.Aliveness:      aliveness,
	model.WeakAgreement:  weakAgreement,
	model.Agreement:      agreement,
	model.Injective:      injective,
	model.IntendedPeer:   intendedPeer,
	model.Freshness:      freshness,
	model.Secrecy:        secrecy,
	model.ForwardSecrecy: forwardSecrecy,
	model.Integrity:      integrity,
	model.NonRepudiation: nonRepudiation,
	model.Authorization:  authorization,
	model.Availability:   availability,
	model.Anonymity:      byGame,
	model.Unlinkability:  byGame,
}

func (t *index) decide(claim model.Claim) Verdict {
	judge := monitors[claim.Kind]
	if judge == nil {
		panic(fmt.Sprintf("monitor: internal error: no monitor for %q", claim.Kind))
	}
	v := Verdict{Claim: claim, Status: Holds}
	judge(t, &v)
	sort.SliceStable(v.Breaches, func(i, j int) bool {
		return v.Breaches[i].Commit < v.Breaches[j].Commit
	})
	switch {
	case len(v.Breaches) > 0:
		v.Status = Violated
	case v.Checked == 0:
		v.Status = Vacuous
	}
	return v
}

func byGame(_ *index, v *Verdict) { v.Note = "decided by a game, not on a trace" }

// breach records a breach of the claim at an event of a session.
func (v *Verdict) breach(e *trace.Event, evidence []int, format string, args ...any) {
	sort.Ints(evidence)
	v.Breaches = append(v.Breaches, Breach{Commit: e.Seq, Session: e.Session, Who: e.Who,
		About: e.Peer, Evidence: evidence, Text: fmt.Sprintf(format, args...)})
}
