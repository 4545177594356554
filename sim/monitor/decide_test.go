package monitor

import (
	"slices"
	"testing"

	"emrproof/model"
	"emrproof/model/library"
)

// A twin is a trace, and what the monitor of a kind of claim says of it. Each kind
// has traces that must pass and traces that must be flagged, one change apart.
type twin struct {
	name  string
	trace string
	want  string // a summary: status, judged, breaches with their evidence
}

func testTwins(t *testing.T, kind model.ClaimKind, twins []twin) {
	t.Helper()
	verdicts := map[Status]int{}
	for _, w := range twins {
		t.Run(w.name, func(t *testing.T) {
			v := verdictOf(t, Decide(handProtocol(), handHead(), handTrace(t, w.trace)), kind)
			if got := summary(v); got != w.want {
				t.Errorf("got  %s\nwant %s", got, w.want)
			}
			verdicts[v.Status]++
		})
	}
	if verdicts[Holds] == 0 || verdicts[Violated] == 0 || verdicts[Vacuous] == 0 {
		t.Errorf("%s: got %v, want a trace of each status", kind, verdicts)
	}
}

func TestEveryKindOfClaimHasAMonitor(t *testing.T) {
	var kinds []model.ClaimKind
	for _, c := range handProtocol().Claims {
		kinds = append(kinds, c.Kind)
	}
	if len(kinds) != len(monitors) {
		t.Errorf("%d kinds of claims, %d monitors", len(kinds), len(monitors))
	}
	for _, v := range Decide(handProtocol(), handHead(), nil) {
		if v.Status != Vacuous || v.Checked != 0 {
			t.Errorf("%s: got %q of a trace with nothing on it", v.Claim.Kind, v.Status)
		}
	}
}

func TestClaimsInTheirOrder(t *testing.T) {
	p := library.Must("published")
	var got []string
	for _, v := range Decide(p, handHead(), nil) {
		got = append(got, v.Claim.ID)
	}
	var want []string
	for _, c := range p.Claims {
		want = append(want, c.ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestGamesAreNotDecidedOnATrace(t *testing.T) {
	verdicts := Decide(handProtocol(), handHead(), nil)
	for _, kind := range []model.ClaimKind{model.Anonymity, model.Unlinkability} {
		v := verdictOf(t, verdicts, kind)
		if v.Note == "" || v.Status != Vacuous {
			t.Errorf("%s: got %q with the note %q", kind, v.Status, v.Note)
		}
	}
	if v := verdictOf(t, verdicts, model.Secrecy); v.Note != "" {
		t.Errorf("secrecy: note %q", v.Note)
	}
}

func TestNobodyDecidesAnUnknownKind(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a claim of an unknown kind was decided")
		}
	}()
	p := handProtocol()
	p.Claims[0].Kind = "beauty"
	Decide(p, handHead(), nil)
}

// What a breach says, one of each kind and of each reason.
func TestBreachesAreToldInSentences(t *testing.T) {
	for _, w := range []struct {
		kind        model.ClaimKind
		trace, want string
	}{
		{model.Aliveness, `bob.1 commit part alice ID_P=alice n=1`,
			"bob commits to alice on (ID_P, n), but alice has run nothing"},
		{model.WeakAgreement, `bob.1 commit part alice n=1`,
			"bob commits to alice on (n), but alice has run nothing with bob"},
		{model.Agreement, `bob.1 commit part alice n=1`,
			"bob commits to alice on (n), but alice did not run this part with bob"},
		{model.Agreement, `alice.1 running part bob n=2
			bob.1 commit part alice n=1`,
			"bob commits to alice on (n), but alice ran this part with bob on other data"},
		{model.Agreement, `alice.1 running part mallory n=1
			bob.1 commit part alice n=1`,
			"bob commits to alice on (n), but alice ran this part for mallory"},
		{model.Agreement, `alice.1 running part bob ID_D=dan n=1
			bob.1 commit part alice ID_D=bob n=1`,
			"bob commits to alice on (ID_D, n), but alice ran this part with bob on other data"},
		{model.Injective, `alice.1 running part bob n=1
			bob.1 commit part alice n=1
			bob.2 commit part alice n=1`,
			"bob commits to alice on (n), but every run of this by alice with bob " +
				"answers to an earlier commit"},
		{model.IntendedPeer, `alice.1 running part mallory n=1
			bob.1 commit part alice n=1`,
			"bob commits to alice on (n), but alice ran this part for mallory"},
		{model.Freshness, `alice.1 running part bob n=1
			wait 2m
			bob.1 commit part alice n=1`,
			"bob commits to alice on (n), but alice ran this part 2m0s before: " +
				"more than ΔT = 1m0s and a known skew of 5s"},
		{model.Secrecy, `bob.1 secret K alice SEK1=k
			exhibit k`,
			"the adversary shows SEK1, which bob keeps secret with alice"},
		{model.ForwardSecrecy, `bob.1 secret K alice SEK1=k
			reveal alice keys
			exhibit k`,
			"the adversary shows SEK1, which bob kept secret with alice, " +
				"after the session was over and then the private keys of alice revealed"},
		{model.ForwardSecrecy, `bob.1 secret K alice SEK1=k
			reveal alice all
			exhibit k`,
			"the adversary shows SEK1, which bob kept secret with alice, " +
				"after the session was over and then every secret of alice revealed"},
		{model.ForwardSecrecy, `bob.1 secret K alice SEK1=k
			reveal alice tables
			exhibit k`,
			"the adversary shows SEK1, which bob kept secret with alice, " +
				"after the session was over and then the tables of alice revealed"},
		{model.Integrity, `bob.1 accept M alice M=m`,
			"bob accepts M from alice, but alice did not make it"},
		{model.NonRepudiation, `bob.1 accept M alice M=m`,
			"bob accepts M from alice, but can show no signature of alice on it"},
		{model.Authorization, `hospital.1 released E bob ID_P=alice ID_D=bob E=e`,
			"hospital releases E of alice to bob, but alice did not consent"},
		{model.Authorization, `alice.1 consent E dan ID_P=alice
			hospital.1 released E bob ID_P=alice ID_D=bob E=e`,
			"hospital releases E of alice to bob, but alice consented to dan"},
		{model.Authorization, `alice.1 consent E bob ID_P=alice ID_DE=skin
			hospital.1 released E bob ID_P=alice ID_D=bob ID_DE=heart E=e`,
			"hospital releases E of alice to bob, but the consent of alice is for something else, " +
				"or older than ΔT = 1m0s, or used"},
		{model.Availability, `inject 7 1
			bob.1 deliver 7 new
			bob.1 refuse 1`,
			"bob spends 39 units of work before it refuses a message " +
				"that the adversary made for 17"},
	} {
		v := verdictOf(t, Decide(handProtocol(), handHead(), handTrace(t, w.trace)), w.kind)
		if len(v.Breaches) != 1 || v.Breaches[0].Text != w.want {
			t.Errorf("%s: got %+v\nwant %q", w.kind, v.Breaches, w.want)
		}
	}
}

func TestBreachNamesSessionAndPrincipals(t *testing.T) {
	for _, w := range []struct {
		kind                model.ClaimKind
		trace               string
		session, who, about string
	}{
		{model.Aliveness, `bob.2 commit part alice n=1`, "bob.2", "bob", "alice"},
		{model.Secrecy, `bob.2 secret K alice K=k
			exhibit k`, "bob.2", "bob", "alice"},
		{model.Integrity, `bob.2 accept M alice M=m`, "bob.2", "bob", "alice"},
		{model.Authorization, `hospital.1 released E bob ID_P=alice ID_D=bob E=e`,
			"hospital.1", "hospital", "alice"},
		{model.Availability, `inject 7 1
			bob.1 deliver 7 new
			bob.1 refuse 1`, "bob.1", "bob", ""},
	} {
		v := verdictOf(t, Decide(handProtocol(), handHead(), handTrace(t, w.trace)), w.kind)
		if len(v.Breaches) != 1 {
			t.Fatalf("%s: %s", w.kind, summary(v))
		}
		b := v.Breaches[0]
		if b.Session != w.session || b.Who != w.who || b.About != w.about {
			t.Errorf("%s: got %s, %s, %s; want %s, %s, %s", w.kind,
				b.Session, b.Who, b.About, w.session, w.who, w.about)
		}
	}
}
