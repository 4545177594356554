package model

// Needham–Schroeder public key (1978), without its key server, and Lowe's repair
// (1996): everyone knows what must come out, so they calibrate the harness.
//
//	A → B: E_PUK_B(N_A‖ID_A)          exchange 1
//	B → A: E_PUK_A(N_A‖N_B)           exchange 2, with ‖ID_B in Lowe's repair
//	A → B: E_PUK_B(N_B)               exchange 3
var (
	IDA, IDB = Var("ID_A", Identity), Var("ID_B", Identity)
	NA, NB   = Var("N_A", Key), Var("N_B", Key)

	M1, M2, M3 = Var("M1", Ciphertext), Var("M2", Ciphertext), Var("M3", Ciphertext)
)

// The parties of Needham–Schroeder.
const (
	A Party = "A"
	B Party = "B"
)

// NeedhamSchroeder is the protocol as it was broken in 1995.
func NeedhamSchroeder() *Protocol {
	return MustBuild(needham("ns", "Needham and Schroeder, CACM 21:12 (1978)", NA, NB))
}

// NeedhamSchroederLowe is the protocol with the responder's name in message 2.
func NeedhamSchroederLowe() *Protocol {
	return MustBuild(needham("nsl", "Lowe, TACAS 1996, LNCS 1055", NA, NB, IDB))
}

func needham(name, source string, second ...*Term) *Protocol {
	enrol := func(p Party) Phase {
		return Phase{Name: "keys of " + string(p), Group: "keys", Secure: true, Once: true,
			Roles: []Role{{Party: p, Steps: []Step{Enrol()}}}}
	}
	return &Protocol{
		Name: name, Source: source,
		Parties: []Member{
			{Party: A, Name: "initiator", ID: IDA},
			{Party: B, Name: "responder", ID: IDB},
		},
		Phases: []Phase{enrol(A), enrol(B), {
			Name: "exchange", Group: "exchange", Roles: []Role{
				{Party: A, Steps: []Step{
					Take(IDB, InputPeer),
					Fresh(NA),
					Secret("N_A", B, NA),
					Running("A-B", B, IDA, IDB, NA),
					Let(M1, AEnc(PUK(B), NA, IDA)),
					Send(B, M1),
					Recv(B, M2),
					Open(M2, PRK(A), second...),
					Commit("B-A", B, IDA, IDB, NA, NB),
					Running("A-B confirmed", B, IDA, IDB, NA, NB),
					Let(M3, AEnc(PUK(B), NB)),
					Send(B, M3),
				}},
				{Party: B, Steps: []Step{
					Recv(A, M1),
					Open(M1, PRK(B), NA, IDA),
					Fresh(NB),
					Secret("N_B", A, NB),
					Running("B-A", A, IDA, IDB, NA, NB),
					Let(M2, AEnc(PUK(A), second...)),
					Send(A, M2),
					Recv(A, M3),
					Open(M3, PRK(B), NB),
					Commit("A-B confirmed", A, IDA, IDB, NA, NB),
				}},
			},
		}},
		Claims: append(append(append(
			AgreementClaims("B-A", A, B),
			AgreementClaims("A-B confirmed", B, A)...),
			SecrecyClaims("N_A", A, B)[0]),
			SecrecyClaims("N_B", B, A)[0]),
	}
}
