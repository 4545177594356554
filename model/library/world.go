package library

import (
	"time"

	"emrproof/model"
)

var (
	patients    = []string{"alice", "carol", "erin", "grace", "ivan", "judy", "niaj", "olivia"}
	doctors     = []string{"bob", "dan", "frank", "heidi", "mike", "peggy", "rupert", "sybil"}
	departments = []string{"cardiology", "neurology", "oncology", "radiology"}
)

// betweenSessions is the time from the start of one session to the start of the next: on any
// real link the two overlap.
const betweenSessions = 25 * time.Millisecond

// hospitalWorld is the world of the paper's parties: visits, each of which needs the patient's
// record at a hospital for the doctor's department.
func hospitalWorld() model.World {
	var hospitals []string
	for letter := 'a'; letter <= 'z'; letter++ {
		hospitals = append(hospitals, "hospital-"+string(letter))
	}
	return model.World{
		Cast: []model.Cast{
			{Party: authority, Names: []string{"authority"}},
			{Party: cloud, Names: []string{"cloud"}},
			{Party: hospital, Count: 2, Names: hospitals, Rest: "hospital-#"},
			{Party: doctor, Names: doctors, Rest: "doctor-#", Departments: departments},
			{Party: patient, Names: patients, Rest: "patient-#"},
		},
		Before:   []model.Meeting{{Phase: "filing", By: hospital, With: patient}},
		Sessions: []model.Meeting{{Phase: "visit", By: patient, With: doctor}},
		From:     time.Second,
		Every:    betweenSessions,
	}
}
