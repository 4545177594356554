package monitor

import (
	"testing"

	"emrproof/model"
	"emrproof/sim/trace"
)

func TestAlivenessTwins(t *testing.T) {
	testTwins(t, model.Aliveness, []twin{
		{"nothing on the trace", ``, "not exercised, 0 judged"},
		{"another label", `bob.1 commit other alice n=1`, "not exercised, 0 judged"},
		{"another party commits", `alice.1 commit part bob n=1`, "not exercised, 0 judged"},
		{"a session on the open network", `alice.1 start visit
			bob.1 commit part alice n=1`, "not violated, 1 judged"},
		{"a session of registration", `alice.1 start registration
			bob.1 commit part alice n=1`, "violated, 1 judged; 2 []"},
		{"a session on the secure channel", `alice.1 start filing
			bob.1 commit part alice n=1`, "violated, 1 judged; 2 []"},
		{"a session of somebody else", `carol.1 start visit
			bob.1 commit part alice n=1`, "violated, 1 judged; 2 []"},
		{"a session after the commit", `bob.1 commit part alice n=1
			alice.1 start visit`, "violated, 1 judged; 1 []"},
		{"a run of any part, with anybody", `alice.1 running other carol n=2
			bob.1 commit part alice n=1`, "not violated, 1 judged"},
		{"a corrupt peer", `reveal alice all
			bob.1 commit part alice n=1`, "not exercised, 0 judged"},
		{"a corrupt principal", `reveal bob all
			bob.1 commit part alice n=1`, "not exercised, 0 judged"},
		{"a third one is corrupt", `reveal mallory all
			bob.1 commit part alice n=1`, "violated, 1 judged; 2 []"},
		{"corrupt after the commit", `bob.1 commit part alice n=1
			reveal alice all`, "violated, 1 judged; 1 []"},
		{"a victim's keys", `reveal alice keys
			reveal alice store
			reveal bob tables
			reveal alice biometric
			bob.1 commit part alice n=1`, "violated, 1 judged; 5 []"},
		{"two commits", `bob.1 commit part alice n=1
			alice.1 start visit
			bob.2 commit part alice n=1`, "violated, 2 judged; 1 []"},
	})
}

func TestWeakAgreementTwins(t *testing.T) {
	testTwins(t, model.WeakAgreement, []twin{
		{"nothing on the trace", ``, "not exercised, 0 judged"},
		{"a run of any part with a", `alice.1 running other bob n=2
			bob.1 commit part alice n=1`, "not violated, 1 judged"},
		{"a run with another", `alice.1 running part dan n=1
			bob.1 commit part alice n=1`, "violated, 1 judged; 2 []"},
		{"a session, and no run", `alice.1 start visit
			bob.1 commit part alice n=1`, "violated, 1 judged; 2 []"},
		{"a run after the commit", `bob.1 commit part alice n=1
			alice.1 running part bob n=1`, "violated, 1 judged; 1 []"},
		{"a run of somebody else", `carol.1 running part bob n=1
			bob.1 commit part alice n=1`, "violated, 1 judged; 2 []"},
		{"a run of its own", `bob.1 running part alice n=1
			bob.1 commit part alice n=1`, "violated, 1 judged; 2 []"},
		{"a corrupt peer", `reveal alice all
			bob.1 commit part alice n=1`, "not exercised, 0 judged"},
		{"a victim's keys", `reveal alice keys
			bob.1 commit part alice n=1`, "violated, 1 judged; 2 []"},
	})
}

func TestAgreementTwins(t *testing.T) {
	testTwins(t, model.Agreement, []twin{
		{"nothing on the trace", `alice.1 running part bob n=1`, "not exercised, 0 judged"},
		{"a run on the data", `alice.1 running part bob n=1 m=2
			bob.1 commit part alice n=1 m=2`, "not violated, 1 judged"},
		{"another byte", `alice.1 running part bob n=1 m=2
			bob.1 commit part alice n=1 m=3`, "violated, 1 judged; 2 [1]"},
		{"a byte more", `alice.1 running part bob n=1 m=2
			bob.1 commit part alice n=1 m=22`, "violated, 1 judged; 2 [1]"},
		{"bytes on the other side of a border", `alice.1 running part bob n=12 m=3
			bob.1 commit part alice n=1 m=23`, "violated, 1 judged; 2 [1]"},
		{"another name", `alice.1 running part bob n=1 m=2
			bob.1 commit part alice n=1 l=2`, "violated, 1 judged; 2 [1]"},
		{"a datum less", `alice.1 running part bob n=1 m=2
			bob.1 commit part alice n=1`, "violated, 1 judged; 2 [1]"},
		{"no data", `alice.1 running part bob
			bob.1 commit part alice`, "not violated, 1 judged"},
		{"another label", `alice.1 running other bob n=1
			bob.1 commit part alice n=1`, "violated, 1 judged; 2 []"},
		{"another peer", `alice.1 running part dan n=1
			bob.1 commit part alice n=1`, "violated, 1 judged; 2 [1]"},
		{"the same data for another peer comes closest", `alice.1 running part bob n=2
			alice.1 running part dan n=1
			alice.1 running part bob n=3
			bob.1 commit part alice n=1`, "violated, 1 judged; 4 [2]"},
		{"the name of the one it is meant for is wrong", `
			alice.1 running part bob ID_D=dan n=1
			bob.1 commit part alice ID_D=bob n=1`, "violated, 1 judged; 2 [1]"},
		{"another peer, and other data", `alice.1 running part dan n=2
			bob.1 commit part alice n=1`, "violated, 1 judged; 2 []"},
		{"another patient", `carol.1 running part bob n=1
			bob.1 commit part alice n=1`, "violated, 1 judged; 2 []"},
		{"another party", `dan.1 running part bob n=1
			bob.1 commit part dan n=1`, "violated, 1 judged; 2 []"},
		{"after the commit", `bob.1 commit part alice n=1
			alice.1 running part bob n=1`, "violated, 1 judged; 1 []"},
		{"one run, two commits", `alice.1 running part bob n=1
			bob.1 commit part alice n=1
			bob.2 commit part alice n=1`, "not violated, 2 judged"},
		{"a corrupt peer", `reveal alice all
			bob.1 commit part alice n=1`, "not exercised, 0 judged"},
		{"keys stolen of both", `reveal alice keys
			reveal bob keys
			bob.1 commit part alice n=1`, "violated, 1 judged; 3 []"},
	})
}

func TestInjectiveTwins(t *testing.T) {
	testTwins(t, model.Injective, []twin{
		{"nothing on the trace", ``, "not exercised, 0 judged"},
		{"a run each", `alice.1 running part bob n=1
			bob.1 commit part alice n=1
			alice.2 running part bob n=1
			bob.2 commit part alice n=1`, "not violated, 2 judged"},
		{"both runs before", `alice.1 running part bob n=1
			alice.2 running part bob n=1
			bob.1 commit part alice n=1
			bob.2 commit part alice n=1`, "not violated, 2 judged"},
		{"one run for two", `alice.1 running part bob n=1
			bob.1 commit part alice n=1
			bob.2 commit part alice n=1`, "violated, 2 judged; 3 [1 2]"},
		{"one run for three", `alice.1 running part bob n=1
			bob.1 commit part alice n=1
			bob.2 commit part alice n=1
			bob.3 commit part alice n=1`, "violated, 3 judged; 3 [1 2]; 4 [1 2]"},
		{"the second run comes too late", `alice.1 running part bob n=1
			bob.1 commit part alice n=1
			bob.2 commit part alice n=1
			alice.2 running part bob n=1
			bob.3 commit part alice n=1`, "violated, 3 judged; 3 [1 2]"},
		{"two runs on other data", `alice.1 running part bob n=1
			alice.2 running part bob n=2
			bob.1 commit part alice n=1
			bob.2 commit part alice n=1`, "violated, 2 judged; 4 [1 3]"},
		{"two doctors, a run each", `alice.1 running part bob n=1
			alice.2 running part dan n=1
			bob.1 commit part alice n=1
			dan.1 commit part alice n=1`, "not violated, 2 judged"},
		{"two doctors, one run", `alice.1 running part bob n=1
			bob.1 commit part alice n=1
			dan.1 commit part alice n=1`, "violated, 2 judged; 3 [1]"},
		{"no run", `bob.1 commit part alice n=1`, "violated, 1 judged; 1 []"},
		{"corrupt after the first two", `alice.1 running part bob n=1
			bob.1 commit part carol n=1
			bob.2 commit part alice n=1
			reveal alice all
			bob.3 commit part alice n=1`, "violated, 2 judged; 2 []"},
	})
}

func TestIntendedPeerTwins(t *testing.T) {
	testTwins(t, model.IntendedPeer, []twin{
		{"no run", `bob.1 commit part alice n=1`, "not exercised, 0 judged"},
		{"a run on other data", `alice.1 running part mallory n=2
			bob.1 commit part alice n=1`, "not exercised, 0 judged"},
		{"a run for a", `alice.1 running part bob n=1
			bob.1 commit part alice n=1`, "not violated, 1 judged"},
		{"a run for another", `alice.1 running part mallory n=1
			bob.1 commit part alice n=1`, "violated, 1 judged; 2 [1]"},
		{"a run for another, who is corrupt", `reveal mallory all
			alice.1 running part mallory n=1
			bob.1 commit part alice n=1`, "violated, 1 judged; 3 [2]"},
		{"one for another and one for a", `alice.1 running part bob n=1
			alice.2 running part mallory n=1
			bob.1 commit part alice n=1`, "not violated, 1 judged"},
		{"the one for a is too late", `alice.1 running part mallory n=1
			bob.1 commit part alice n=1
			alice.2 running part bob n=1`, "violated, 1 judged; 2 [1]"},
		{"the name of the one it is meant for is in the data", `
			alice.1 running part mallory ID_P=alice ID_D=mallory n=1
			bob.1 commit part alice ID_P=alice ID_D=bob n=1`, "violated, 1 judged; 2 [1]"},
		{"and is the right one", `alice.1 running part bob ID_P=alice ID_D=bob n=1
			bob.1 commit part alice ID_P=alice ID_D=bob n=1`, "not violated, 1 judged"},
		{"another patient's run", `carol.1 running part mallory n=1
			bob.1 commit part alice n=1`, "not exercised, 0 judged"},
		{"another party's run", `hospital.1 running part mallory n=1
			bob.1 commit part hospital n=1`, "not exercised, 0 judged"},
		{"a corrupt runner", `reveal alice all
			alice.1 running part mallory n=1
			bob.1 commit part alice n=1`, "not exercised, 0 judged"},
		{"a victim's keys", `reveal alice keys
			alice.1 running part mallory n=1
			bob.1 commit part alice n=1`, "violated, 1 judged; 3 [2]"},
	})
}

// ΔT is 60 s. bob's clock is 5 s ahead of alice's and dan's gains a tenth, as
// configured.
func TestFreshnessTwins(t *testing.T) {
	testTwins(t, model.Freshness, []twin{
		{"no run", `bob.1 commit part alice n=1`, "not exercised, 0 judged"},
		{"at once", `alice.1 running part bob n=1
			bob.1 commit part alice n=1`, "not violated, 1 judged"},
		{"ΔT and the skew", `alice.1 running part bob n=1
			wait 65s
			bob.1 commit part alice n=1`, "not violated, 1 judged"},
		{"a nanosecond more", `alice.1 running part bob n=1
			wait 65.000000001s
			bob.1 commit part alice n=1`, "violated, 1 judged; 2 [1]"},
		{"clocks that agree have no skew", `alice.1 running part mallory n=1
			wait 60.000000001s
			mallory.1 commit part alice n=1`, "violated, 1 judged; 2 [1]"},
		{"ΔT and the drift of so long", `alice.1 running part dan n=1
			wait 66s
			dan.1 commit part alice n=1`, "not violated, 1 judged"},
		{"more than that", `alice.1 running part dan n=1
			wait 67s
			dan.1 commit part alice n=1`, "violated, 1 judged; 2 [1]"},
		{"the last run counts", `alice.1 running part bob n=1
			wait 2m
			alice.2 running part bob n=1
			bob.1 commit part alice n=1`, "not violated, 1 judged"},
		{"for whomever", `alice.1 running part mallory n=1
			wait 2m
			bob.1 commit part alice n=1`, "violated, 1 judged; 2 [1]"},
		{"a run after the commit", `alice.1 running part bob n=1
			wait 2m
			bob.1 commit part alice n=1
			alice.2 running part bob n=1`, "violated, 1 judged; 2 [1]"},
		{"a run on other data", `alice.1 running part bob n=1
			wait 2m
			alice.2 running part bob n=2
			bob.1 commit part alice n=1`, "violated, 1 judged; 3 [1]"},
		{"a corrupt runner", `alice.1 running part bob n=1
			reveal alice all
			wait 2m
			bob.1 commit part alice n=1`, "not exercised, 0 judged"},
		{"a victim's keys", `alice.1 running part bob n=1
			reveal alice keys
			wait 2m
			bob.1 commit part alice n=1`, "violated, 1 judged; 3 [1]"},
	})
}

// One value may look like two, with all that could stand between them.
func TestDataAreToldApart(t *testing.T) {
	two := handData(t, "n=a", "m=b")
	for _, between := range []string{"", "\x00m\x00", "\x01m\x01", "\x01m", "m\x01", "m"} {
		one := []trace.Datum{{Name: "n", Value: value(t, model.Data, "a"+between+"b")}}
		if dataKey(one, "") == dataKey(two, "") {
			t.Errorf("n = %q is taken for n = a, m = b", "a"+between+"b")
		}
	}
}
