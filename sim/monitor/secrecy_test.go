package monitor

import (
	"testing"

	"emrproof/model"
)

// In these traces bob keeps K secret with alice.
func TestSecrecyTwins(t *testing.T) {
	testTwins(t, model.Secrecy, []twin{
		{"no secret", `exhibit k`, "not exercised, 0 judged"},
		{"another party's secret", `alice.1 secret K bob K=k
			exhibit k`, "not exercised, 0 judged"},
		{"nothing is shown", `bob.1 secret K alice K=k`, "not violated, 1 judged"},
		{"another value is shown", `bob.1 secret K alice K=k
			exhibit kk`, "not violated, 1 judged"},
		{"it is shown", `bob.1 secret K alice K=k
			exhibit k`, "violated, 1 judged; 2 [1]"},
		{"shown twice", `bob.1 secret K alice K=k
			exhibit k
			exhibit k`, "violated, 1 judged; 2 [1]"},
		{"shown before it was called secret", `exhibit k
			bob.1 secret K alice K=k`, "violated, 1 judged; 2 [1]"},
		{"one of two values", `bob.1 secret K alice K=k L=l
			exhibit l`, "violated, 2 judged; 2 [1]"},
		{"the later secret first", `bob.1 secret K alice K=k
			bob.2 secret K carol K=l
			exhibit l
			exhibit k`, "violated, 2 judged; 3 [2]; 4 [1]"},
		{"one of two sessions", `bob.1 secret K alice K=k
			bob.2 secret K carol K=l
			exhibit l`, "violated, 2 judged; 3 [2]"},

		{"a corrupt peer", `reveal alice all
			bob.1 secret K alice K=k
			exhibit k`, "not exercised, 0 judged"},
		{"a corrupt principal", `reveal bob all
			bob.1 secret K alice K=k
			exhibit k`, "not exercised, 0 judged"},
		{"corrupt in the session", `bob.1 secret K alice K=k
			reveal alice all
			bob.1 end
			exhibit k`, "not exercised, 0 judged"},
		{"shown, and corrupt in the session", `bob.1 secret K alice K=k
			exhibit k
			reveal alice all
			bob.1 end`, "violated, 1 judged; 2 [1]"},
		{"corrupt after the session", `bob.1 secret K alice K=k
			bob.1 end
			reveal bob all
			exhibit k`, "not violated, 1 judged"},
		{"a third one is corrupt", `reveal mallory all
			bob.1 secret K alice K=k
			exhibit k`, "violated, 1 judged; 3 [2]"},

		{"keys stolen before", `reveal alice keys
			bob.1 secret K alice K=k
			bob.1 end
			exhibit k`, "violated, 1 judged; 4 [2]"},
		{"keys stolen in the session", `bob.1 secret K alice K=k
			reveal alice keys
			bob.1 end
			exhibit k`, "violated, 1 judged; 4 [1]"},
		{"keys stolen after the session", `bob.1 secret K alice K=k
			bob.1 end
			reveal alice keys
			exhibit k`, "not violated, 1 judged"},
		{"keys stolen after it was shown", `bob.1 secret K alice K=k
			bob.1 end
			exhibit k
			reveal alice keys
			exhibit k`, "violated, 1 judged; 3 [1]"},
		{"keys stolen of a third one", `bob.1 secret K alice K=k
			bob.1 end
			reveal carol keys
			exhibit k`, "violated, 1 judged; 4 [1]"},
		{"keys stolen while another session of bob's goes on", `bob.1 secret K alice K=k
			bob.1 end
			reveal bob keys
			bob.2 start visit
			exhibit k`, "not violated, 1 judged"},

		{"told to a corrupt one as well", `reveal mallory all
			bob.1 secret K alice K=k
			bob.2 secret K mallory K=k
			exhibit k`, "not exercised, 0 judged"},
		{"told to one who is corrupt later", `bob.1 secret K alice K=k
			bob.2 secret K mallory K=k
			exhibit k
			reveal mallory all`, "violated, 2 judged; 3 [1]; 3 [2]"},
		{"told to a corrupt one after it was shown", `reveal mallory all
			bob.1 secret K alice K=k
			exhibit k
			bob.2 secret K mallory K=k`, "violated, 1 judged; 3 [2]"},
		{"the peer takes it for a corrupt one's, as in Lowe's attack", `reveal mallory all
			bob.1 secret K alice K=k
			alice.1 secret other mallory K=k
			exhibit k`, "violated, 1 judged; 4 [2]"},
		{"its author told a corrupt one", `reveal mallory all
			clinic.1 made E alice K=k
			bob.1 secret K alice K=k
			clinic.2 secret E mallory K=k
			exhibit k`, "not exercised, 0 judged"},
		{"no author told a corrupt one", `reveal mallory all
			bob.1 secret K alice K=k
			clinic.2 secret E mallory K=k
			exhibit k`, "violated, 1 judged; 4 [2]"},
		{"its author made it for a corrupt one, and told nobody", `reveal mallory all
			clinic.1 made E mallory K=k
			bob.1 secret K alice K=k
			exhibit k`, "violated, 1 judged; 4 [3]"},
		{"an author of it is corrupt", `clinic.1 made E alice K=k
			bob.1 secret K alice K=k
			reveal clinic all
			exhibit k`, "not exercised, 0 judged"},
		{"an author of it is robbed", `clinic.1 made E alice K=k
			bob.1 secret K alice K=k
			reveal clinic tables
			exhibit k`, "violated, 1 judged; 4 [2]"},
	})
}

func TestForwardSecrecyTwins(t *testing.T) {
	testTwins(t, model.ForwardSecrecy, []twin{
		{"nothing is lost", `bob.1 secret K alice K=k
			bob.1 end`, "not exercised, 0 judged"},
		{"shown, and nothing is lost", `bob.1 secret K alice K=k
			bob.1 end
			exhibit k`, "not exercised, 0 judged"},
		{"keys lost, and nothing shown", `bob.1 secret K alice K=k
			bob.1 end
			reveal alice keys`, "not violated, 1 judged"},
		{"keys lost of the peer", `bob.1 secret K alice K=k
			bob.1 end
			reveal alice keys
			exhibit k`, "violated, 1 judged; 4 [1 3]"},
		{"keys lost of the principal", `bob.1 secret K alice K=k
			bob.1 end
			reveal bob keys
			exhibit k`, "violated, 1 judged; 4 [1 3]"},
		{"corrupt after the session", `bob.1 secret K alice K=k
			bob.1 end
			reveal bob all
			exhibit k`, "violated, 1 judged; 4 [1 3]"},
		{"both lost", `bob.1 secret K alice K=k
			bob.1 end
			reveal bob store
			reveal alice biometric
			exhibit k`, "violated, 1 judged; 5 [1 3 4]"},
		{"lost of a third one", `bob.1 secret K alice K=k
			bob.1 end
			reveal carol keys
			exhibit k`, "not exercised, 0 judged"},
		{"lost in the session", `bob.1 secret K alice K=k
			reveal alice keys
			bob.1 end
			exhibit k`, "not exercised, 0 judged"},
		{"lost in the session and after", `bob.1 secret K alice K=k
			reveal alice keys
			bob.1 end
			reveal bob keys
			exhibit k`, "violated, 1 judged; 5 [1 4]"},
		{"a session that never ends", `bob.1 secret K alice K=k
			bob.1 start visit
			reveal alice keys
			exhibit k`, "violated, 1 judged; 4 [1 3]"},
		{"shown before the loss", `bob.1 secret K alice K=k
			bob.1 end
			exhibit k
			reveal alice keys
			exhibit k`, "not exercised, 0 judged"},
		{"made by the one who is lost", `bob.1 made K alice K=k
			bob.1 secret K alice K=k
			bob.1 end
			reveal bob all
			exhibit k`, "violated, 1 judged; 5 [2 4]"},
		{"corrupt in the session", `bob.1 secret K alice K=k
			reveal alice all
			bob.1 end
			exhibit k`, "not exercised, 0 judged"},
	})
}
