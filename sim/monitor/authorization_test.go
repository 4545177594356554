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
		{"a consent that carries a time", `alice.1 consent E bob ID_P=alice T_P1=when-012
			wait 59s
			hospital.1 released E bob ID_P=alice ID_D=bob E=e`, "not violated, 1 judged"},
		{"a consent that is as old as it may be", `alice.1 consent E bob ID_P=alice T_P1=when-012
			wait 60s
			hospital.1 released E bob ID_P=alice ID_D=bob E=e`, "not violated, 1 judged"},
		{"a consent that is too old", `alice.1 consent E bob ID_P=alice T_P1=when-012
			wait 61s
			hospital.1 released E bob ID_P=alice ID_D=bob E=e`, "violated, 1 judged; 2 [1]"},
		{"a consent that is as old as ΔT and the clinic's clock", `
			alice.1 consent E bob ID_P=alice T_P1=when-012
			wait 65s
			clinic.1 released E bob ID_P=alice ID_D=bob E=e`, "not violated, 1 judged"},
		{"a consent that is older", `alice.1 consent E bob ID_P=alice T_P1=when-012
			wait 65001ms
			clinic.1 released E bob ID_P=alice ID_D=bob E=e`, "violated, 1 judged; 2 [1]"},
		{"one that carries no time is never too old", `alice.1 consent E bob ID_P=alice
			wait 61s
			hospital.1 released E bob ID_P=alice ID_D=bob E=e`, "not violated, 1 judged"},
		{"a consent used twice", `alice.1 consent E bob ID_P=alice T_P1=when-012
			hospital.1 released E bob ID_P=alice ID_D=bob E=e
			hospital.2 released E bob ID_P=alice ID_D=bob E=e`, "violated, 2 judged; 3 [1]"},
		{"a consent used by two", `alice.1 consent E bob ID_P=alice T_P1=when-012
			hospital.1 released E bob ID_P=alice ID_D=bob E=e
			clinic.1 released E bob ID_P=alice ID_D=bob E=e`, "not violated, 2 judged"},
		{"two consents, used twice", `alice.1 consent E bob ID_P=alice T_P1=when-012
			wait 30s
			alice.2 consent E bob ID_P=alice T_P1=when-042
			wait 20s
			hospital.1 released E bob ID_P=alice ID_D=bob E=e
			wait 20s
			hospital.2 released E bob ID_P=alice ID_D=bob E=e`, "not violated, 2 judged"},
		{"consent for another department", `alice.1 consent E bob ID_P=alice ID_DE=skin
			hospital.1 released E bob ID_P=alice ID_D=bob ID_DE=heart E=e`,
			"violated, 1 judged; 2 [1]"},
		{"consent for the department", `alice.1 consent E bob ID_P=alice ID_DE=heart
			hospital.1 released E bob ID_P=alice ID_D=bob ID_DE=heart E=e`,
			"not violated, 1 judged"},
		{"nobody's record", `hospital.1 released E bob`, "violated, 1 judged; 1 []"},
	})
}
