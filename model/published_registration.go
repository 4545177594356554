package model

// Registration, Eq. 1–10, over the secure channel (Fig. 2 and 3), with what the
// paper takes for granted before it: the authority's and the cloud's own keys,
// the doctors' certificates, and an index that is not empty.

func setupAuthority() Phase {
	return Phase{Name: "authority", Group: "setup", Secure: true, Once: true, Roles: []Role{
		{Party: MA, Steps: []Step{Enrol()}},
	}}
}

func setupCloud() Phase {
	return Phase{Name: "cloud", Group: "setup", Secure: true, Once: true, Roles: []Role{
		{Party: PC, Steps: []Step{
			Enrol(),
			Fresh(s),
			// Eq. 1 defines t·P as a sum of t terms; PK = s·G is its first use (Table 1).
			Let(PK, Mul(s, G)).Eq(1),
			Publish(PK),
			Store(OwnTable, nil, s),
		}},
	}}
}

// certification is how a doctor gets Cert_D; the paper only says that a medical
// authority issues it (Table 1).
func certification() Phase {
	return Phase{Name: "certification", Group: "setup", Secure: true, Once: true, Roles: []Role{
		{Party: D, Steps: []Step{
			Send(MA, IDD),
			Recv(MA, CertD),
			CheckCert(CertD, IDD),
			Store(OwnTable, nil, CertD),
		}},
		{Party: MA, Steps: []Step{
			Recv(D, IDD),
			Let(CertD, Cert(PRK(MA), IDD)),
			Send(D, CertD),
		}},
	}}
}

func registrationP() Phase {
	return Phase{Name: "registration of P", Group: "registration", Secure: true, Once: true,
		Roles: []Role{
			{Party: P, Steps: []Step{
				Enrol(),
				Take(BP, InputBiometric),
				Send(PC, IDP, BP),
				Recv(PC, RP1, SP),
				Same(Mul(SP, G), implicitP).Eq(4),
				Store(OwnTable, nil, RP1, SP),
			}},
			{Party: PC, Steps: join(
				[]Step{Recv(P, IDP, BP)},
				issue(r1, RP1, SP, H(IDP, BP, RP1), 2),
				[]Step{Store(Issued, IDP, SP), Send(P, RP1, SP)})},
		}}
}

// issue makes R_X1 = r·G and S_X = r + h·s, the equations eq and eq + 1; the errata are those
// of the latter.
func issue(r, RX1, SX, h *Term, eq int, errata ...string) []Step {
	return []Step{
		Lookup(OwnTable, nil, s),
		Fresh(r),
		Let(RX1, Mul(r, G)).Eq(eq),
		Let(SX, Sum(r, Mul(h, s))).Eq(eq + 1).Erratum(errata...),
	}
}

func registrationHPC() Phase {
	return Phase{Name: "registration of HPC", Group: "registration", Secure: true, Once: true,
		Roles: []Role{
			{Party: HPC, Steps: []Step{
				Enrol(),
				Send(PC, IDHPC),
				Recv(PC, RHPC1, SHPC),
				Same(Mul(SHPC, G), implicitHPC).Eq(7),
				Store(OwnTable, nil, RHPC1, SHPC),
				// E9: D needs R_HPC1 in Eq. 44, and no message carries it.
				Store(Directory, IDHPC, RHPC1).Erratum("E9"),
			}},
			{Party: PC, Steps: join(
				[]Step{Recv(HPC, IDHPC)},
				issue(r2, RHPC1, SHPC, HashScalar(IDHPC, RHPC1), 5),
				[]Step{Store(Issued, IDHPC, SHPC), Send(HPC, RHPC1, SHPC)})},
		}}
}

func registrationD() Phase {
	return Phase{Name: "registration of D", Group: "registration", Secure: true, Once: true,
		Roles: []Role{
			{Party: D, Steps: []Step{
				Lookup(OwnTable, nil, CertD),
				Enrol(),
				Send(PC, IDD, CertD),
				Recv(PC, RD1, SD),
				Same(Mul(SD, G), implicitD).Eq(10),
				Store(OwnTable, nil, RD1, SD),
			}},
			{Party: PC, Steps: join(
				[]Step{Recv(D, IDD, CertD), CheckCert(CertD, IDD)},
				// E3: Eq. 9 prints H(·), Fig. 3 and Eq. 10 print h(·).
				issue(r3, RD1, SD, HashScalar(IDD, CertD, RD1), 8, "E3"),
				[]Step{Store(Issued, IDD, SD), Send(D, RD1, SD)})},
		}}
}

// filing puts a patient's record into a hospital's store, and into the index of
// the public cloud. No phase of the paper does (E15).
func filing() Phase {
	return Phase{Name: "filing", Group: "filing", Secure: true, Roles: []Role{
		{Party: HPC, Steps: []Step{
			Take(IDP, InputPeer),
			Take(IDDE, InputDepartment),
			TakeRecord(MEMR, InputEMR, IDP),
			Made("M_EMR", P, IDP, MEMR),
			Store(Records, IDP, MEMR),
			Send(PC, IDP, IDDE, IDHPC),
		}},
		{Party: PC, Steps: []Step{
			Recv(HPC, IDP, IDDE, IDHPC),
			Lookup(OwnTable, nil, s),
			Let(IX, HashKey(IDP, IDDE)),
			Let(pad, HashKey(s)),
			// The entry names a doctor; the one who filed the record is not known, so
			// it names the hospital twice.
			Let(NX, Mask(pad, IDHPC, IDHPC)).Erratum("E15"),
			Store(Index, IX, NX),
		}},
	}}
}
