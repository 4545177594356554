package model

// Registration and filing, H1–H14, over the secure channel. It is the paper's, but for this:
// B_P does not leave the device, so that it is not in S_P; R_X1 and Cert_D stand in the
// directory beside the keys; and every party that answers to strangers draws a key for cookies.

func setupCloudHardened() Phase {
	return Phase{Name: "cloud", Group: "setup", Secure: true, Once: true, Roles: []Role{
		{Party: PC, Steps: []Step{
			Enrol(),
			Fresh(s),
			Let(PK, Mul(s, G)).Eq(1),
			Publish(PK),
			Fresh(KC),
			Fresh(KI),
			Fresh(KE),
			Store(OwnTable, nil, s, KC, KI, KE),
		}},
	}}
}

func registrationPHardened() Phase {
	return Phase{Name: "registration of P", Group: "registration", Secure: true, Once: true,
		Roles: []Role{
			{Party: P, Steps: []Step{
				Enrol(),
				Send(PC, IDP),
				Recv(PC, RP1, SP),
				Same(Mul(SP, G), implicitPNew).Eq(4),
				Store(Directory, IDP, RP1),
				Take(BP, InputBiometric),
				Fresh(salt),
				Let(KB, Stretch(BP, salt)).Eq(5),
				Let(CDevice, SEnc(KB, SP, PRK(P))).Eq(6),
				Store(OwnTable, nil, salt, CDevice),
			}},
			{Party: PC, Steps: join(
				[]Step{Recv(P, IDP)},
				issue(r1, RP1, SP, HashScalar(IDP, RP1), 2),
				[]Step{Send(P, RP1, SP)})},
		}}
}

func registrationHPCHardened() Phase {
	return Phase{Name: "registration of HPC", Group: "registration", Secure: true, Once: true,
		Roles: []Role{
			{Party: HPC, Steps: []Step{
				Enrol(),
				Send(PC, IDHPC),
				Recv(PC, RHPC1, SHPC),
				Same(Mul(SHPC, G), implicitHPC).Eq(9),
				Store(Directory, IDHPC, RHPC1),
				Fresh(KHPC),
				Store(OwnTable, nil, SHPC, KHPC),
			}},
			{Party: PC, Steps: join(
				[]Step{Recv(HPC, IDHPC)},
				issue(r2, RHPC1, SHPC, HashScalar(IDHPC, RHPC1), 7),
				[]Step{Send(HPC, RHPC1, SHPC)})},
		}}
}

func registrationDHardened() Phase {
	return Phase{Name: "registration of D", Group: "registration", Secure: true, Once: true,
		Roles: []Role{
			{Party: D, Steps: []Step{
				Lookup(OwnTable, nil, CertD),
				Enrol(),
				Send(PC, IDD, CertD),
				Recv(PC, RD1, SD),
				Same(Mul(SD, G), implicitD).Eq(12),
				Store(Directory, IDD, RD1, CertD),
				Fresh(KD),
				Store(OwnTable, nil, SD, KD),
			}},
			{Party: PC, Steps: join(
				[]Step{Recv(D, IDD, CertD), CheckCert(CertD, IDD)},
				issue(r3, RD1, SD, HashScalar(IDD, CertD, RD1), 10),
				[]Step{Send(D, RD1, SD)})},
		}}
}

// filingHardened puts a patient's record into a hospital's store, by patient and
// department, and where it is into the index: under a key that only the public cloud can
// compute, each entry sealed by itself.
func filingHardened() Phase {
	return Phase{Name: "filing", Group: "filing", Secure: true, Roles: []Role{
		{Party: HPC, Steps: []Step{
			Take(IDP, InputPeer),
			Take(IDDE, InputDepartment),
			TakeRecord(MEMR, InputEMR, IDP),
			Made("M_EMR", P, IDP, MEMR),
			Store(Records, recordKey, MEMR),
			Send(PC, IDP, IDDE, IDHPC),
		}},
		{Party: PC, Steps: []Step{
			Recv(HPC, IDP, IDDE, IDHPC),
			Lookup(OwnTable, nil, KI, KE),
			Let(lookupKey, MAC(KI, IDP, IDDE)).Eq(13),
			Let(sealedEntry, SEnc(KE, IDHPC)).Eq(14),
			Store(Index, lookupKey, sealedEntry),
		}},
	}}
}
