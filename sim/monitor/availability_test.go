package monitor

import (
	"testing"

	"emrproof/model"
	"emrproof/model/suite"
)

// Of inject the number after the message counts signatures (17 each), of refuse
// verifications (39 each).
func TestAvailabilityTwins(t *testing.T) {
	testTwins(t, model.Availability, []twin{
		{"nothing injected", `bob.1 deliver 6 new
			bob.1 refuse 1`, "not exercised, 0 judged"},
		{"nothing refused", `inject 7 0
			bob.1 deliver 7 new`, "not exercised, 0 judged"},
		{"dear junk", `inject 7 3
			bob.1 deliver 7 new
			bob.1 refuse 1`, "not violated, 1 judged"},
		{"cheap junk", `inject 7 2
			bob.1 deliver 7 new
			bob.1 refuse 1`, "violated, 1 judged; 3 [1]"},
		{"refused for nothing", `inject 7 0
			bob.1 deliver 7 new
			bob.1 refuse 0`, "not violated, 1 judged"},
		{"dear once, and delivered twice", `inject 7 3
			bob.1 deliver 7 new
			bob.1 refuse 1
			dan.1 deliver 7 new
			dan.1 refuse 1`, "violated, 2 judged; 5 [1]"},
		{"two messages to one session", `inject 7 3
			bob.1 deliver 7 new
			inject 8 3
			bob.1 deliver 8
			bob.1 refuse 3`, "violated, 1 judged; 5 [1 3]"},
		{"two messages that pay", `inject 7 3
			bob.1 deliver 7 new
			inject 8 4
			bob.1 deliver 8
			bob.1 refuse 3`, "not violated, 1 judged"},
		{"into a session that somebody else opened", `inject 7 0
			bob.1 deliver 6 new
			bob.1 deliver 7
			bob.1 refuse 3`, "not exercised, 0 judged"},
		{"into a session that its principal opened", `inject 7 0
			bob.1 deliver 7
			bob.1 refuse 3`, "not exercised, 0 judged"},
		{"a session that somebody else's message went to", `inject 7 0
			bob.1 deliver 7 new
			bob.1 deliver 6
			bob.1 refuse 3`, "not exercised, 0 judged"},
		{"a corrupt victim", `inject 7 0
			reveal bob all
			bob.1 deliver 7 new
			bob.1 refuse 3`, "not exercised, 0 judged"},
		{"a victim who was robbed", `inject 7 0
			reveal bob keys
			bob.1 deliver 7 new
			bob.1 refuse 3`, "violated, 1 judged; 4 [1]"},
	})
}

func TestWorkCountsPublicKeysAndPoints(t *testing.T) {
	all := suite.Counts{model.CallSign: 1, model.CallVerify: 1, model.CallCert: 1,
		model.CallSeal: 1, model.CallOpen: 1, model.CallEncrypt: 1, model.CallDecrypt: 1,
		model.CallHash: 1, model.CallBaseMul: 1, model.CallMul: 1, model.CallAdd: 1,
		model.CallKeys: 1}
	if got, want := work(all), 17+39+39+49+32+13+45+26; got != want {
		t.Errorf("got %d, want %d", got, want)
	}
	if got := work(suite.Counts{model.CallEncrypt: 9, model.CallDecrypt: 9, model.CallHash: 9,
		model.CallAdd: 9}); got != 0 {
		t.Errorf("got %d for what is cheap, want 0", got)
	}
}
