package library

import "emrproof/model"

// Needham–Schroeder public key (1978), without its key server, and Lowe's repair
// (1996): everyone knows what must come out, so they calibrate the harness.
//
//	A → B: E_PUK_B(N_A‖ID_A)          exchange 1
//	B → A: E_PUK_A(N_A‖N_B)           exchange 2, with ‖ID_B in Lowe's repair
//	A → B: E_PUK_B(N_B)               exchange 3
var (
	idA, idB = identity("ID_A"), identity("ID_B")
	nA, nB   = key("N_A"), key("N_B")

	m1, m2, m3 = ciphertext("M1"), ciphertext("M2"), ciphertext("M3")
)

// The parties of Needham–Schroeder.
const (
	initiator model.Party = "A"
	responder model.Party = "B"
)

// needhamSchroeder is the protocol as it was broken in 1995.
func needhamSchroeder() *model.Protocol {
	return needham("ns", "Needham and Schroeder, CACM 21:12 (1978)", nA, nB)
}

// needhamSchroederLowe is the protocol with the responder's name in message 2.
func needhamSchroederLowe() *model.Protocol {
	return needham("nsl", "Lowe, TACAS 1996, LNCS 1055", nA, nB, idB)
}

func needham(name, source string, second ...*model.Term) *model.Protocol {
	enrol := func(p model.Party) model.Phase {
		return model.Phase{Name: "keys of " + string(p), Group: "keys", Secure: true, Once: true,
			Roles: []model.Role{{Party: p, Steps: []model.Step{enrol()}}}}
	}
	return &model.Protocol{
		Name: name, Source: source,
		Parties: []model.Member{
			{Party: initiator, Name: "initiator", ID: idA},
			{Party: responder, Name: "responder", ID: idB},
		},
		Phases: []model.Phase{enrol(initiator), enrol(responder), {
			Name: "exchange", Group: "exchange", Roles: []model.Role{
				{Party: initiator, Steps: []model.Step{
					take(idB, model.InputPeer),
					fresh(nA),
					secret("N_A", responder, nA),
					running("A-B", responder, idA, idB, nA),
					let(m1, aenc(model.PUK(responder), nA, idA)),
					send(responder, m1),
					recv(responder, m2),
					open(m2, model.PRK(initiator), second...),
					commit("B-A", responder, idA, idB, nA, nB),
					running("A-B confirmed", responder, idA, idB, nA, nB),
					let(m3, aenc(model.PUK(responder), nB)),
					send(responder, m3),
				}},
				{Party: responder, Steps: []model.Step{
					recv(initiator, m1),
					open(m1, model.PRK(responder), nA, idA),
					fresh(nB),
					secret("N_B", initiator, nB),
					running("B-A", initiator, idA, idB, nA, nB),
					let(m2, aenc(append([]*model.Term{model.PUK(initiator)}, second...)...)),
					send(initiator, m2),
					recv(initiator, m3),
					open(m3, model.PRK(responder), nB),
					commit("A-B confirmed", initiator, idA, idB, nA, nB),
				}},
			},
		}},
		Claims: append(append(append(
			agreementClaims("B-A", initiator, responder),
			agreementClaims("A-B confirmed", responder, initiator)...),
			secrecyClaims("N_A", initiator, responder)[0]),
			secrecyClaims("N_B", responder, initiator)[0]),
		World: model.World{
			Cast: []model.Cast{
				{Party: initiator, Names: patients, Rest: "initiator-#"},
				{Party: responder, Names: doctors, Rest: "responder-#"},
			},
			Sessions: []model.Meeting{{Phase: "exchange", By: initiator, With: responder}},
			Every:    betweenSessions,
		},
	}
}
