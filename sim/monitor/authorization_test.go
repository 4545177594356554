package monitor

import (
	"testing"

	"emrproof/model"
)

func TestAuthorizationTwins(t *testing.T) {
	testTwins(t, model.Authorization, []twin{
		{"nothing released", `alice.1 consent E bob ID_P=alice`, "not exercised, 0 judged"},
		{"with consent", `alice.1 consent E bob ID_P=alice
			hospital.1 released E bob ID_P=alice ID_D=bob E=e`, "not violated, 1 judged"},
		{"without", `hospital.1 released E bob ID_P=alice ID_D=bob E=e`,
			"violated, 1 judged; 1 []"},
		{"consent to another", `alice.1 consent E dan ID_P=alice
			hospital.1 released E bob ID_P=alice ID_D=bob E=e`, "violated, 1 judged; 2 [1]"},
		{"consent of another", `carol.1 consent E bob ID_P=carol
			hospital.1 released E bob ID_P=alice ID_D=bob E=e`, "violated, 1 judged; 2 []"},
		{"another in the patient's name", `carol.1 consent E bob ID_P=alice
			hospital.1 released E bob ID_P=alice ID_D=bob E=e`, "violated, 1 judged; 2 []"},
		{"consent to something else", `alice.1 consent F bob ID_P=alice
			hospital.1 released E bob ID_P=alice ID_D=bob E=e`, "violated, 1 judged; 2 []"},
		{"another party in the patient's place", `bob.1 consent E bob ID_P=bob
			hospital.1 released E bob ID_P=bob ID_D=bob E=e`, "violated, 1 judged; 2 []"},
		{"consent after", `hospital.1 released E bob ID_P=alice ID_D=bob E=e
			alice.1 consent E bob ID_P=alice`, "violated, 1 judged; 1 []"},
		{"one consent, two hospitals", `alice.1 consent E bob ID_P=alice
			hospital.1 released E bob ID_P=alice ID_D=bob E=e
			clinic.1 released E bob ID_P=alice ID_D=bob E=e`, "not violated, 2 judged"},
		{"a corrupt receiver without consent", `reveal mallory all
			hospital.1 released E mallory ID_P=alice ID_D=mallory E=e`,
			"violated, 1 judged; 2 []"},
		{"a corrupt receiver with consent", `reveal mallory all
			alice.1 consent E mallory ID_P=alice
			hospital.1 released E mallory ID_P=alice ID_D=mallory E=e`,
			"not violated, 1 judged"},
		{"a corrupt patient", `reveal alice all
			hospital.1 released E bob ID_P=alice ID_D=bob E=e`, "not exercised, 0 judged"},
		{"a corrupt hospital", `reveal hospital all
			hospital.1 released E bob ID_P=alice ID_D=bob E=e`, "not exercised, 0 judged"},
		{"a patient who was robbed", `reveal alice keys
			reveal alice biometric
			hospital.1 released E bob ID_P=alice ID_D=bob E=e`, "violated, 1 judged; 3 []"},
		{"nobody's record", `hospital.1 released E bob`, "violated, 1 judged; 1 []"},
	})
}
