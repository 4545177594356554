package library

import "emrproof/model"

// Registration, Eq. 1–10, over the secure channel (Fig. 2 and 3), with what the
// paper takes for granted before it: the authority's and the cloud's own keys,
// the doctors' certificates, and an index that is not empty.

func setupAuthority() model.Phase {
	return model.Phase{Name: "authority", Group: "setup", Secure: true, Once: true,
		Roles: []model.Role{
			{Party: authority, Steps: []model.Step{enrol()}},
		}}
}

func setupCloud() model.Phase {
	return model.Phase{Name: "cloud", Group: "setup", Secure: true, Once: true, Roles: []model.Role{
		{Party: cloud, Steps: []model.Step{
			enrol(),
			fresh(s),
			// Eq. 1 defines t·P as a sum of t terms; PK = s·G is its first use (Table 1).
			let(pk, mul(s, model.G)).Eq(1),
			publish(pk),
			store(model.OwnTable, nil, s),
		}},
	}}
}

// certification is the phase in which a doctor gets Cert_D; the paper only says that a medical
// authority issues it (Table 1).
func certification() model.Phase {
	return model.Phase{Name: "certification", Group: "setup", Secure: true, Once: true,
		Roles: []model.Role{
			{Party: doctor, Steps: []model.Step{
				send(authority, idD),
				recv(authority, certD),
				checkCert(certD, idD),
				store(model.OwnTable, nil, certD),
			}},
			{Party: authority, Steps: []model.Step{
				recv(doctor, idD),
				let(certD, cert(model.PRK(authority), idD)),
				send(doctor, certD),
			}},
		}}
}

func registrationP() model.Phase {
	return model.Phase{Name: "registration of P", Group: "registration", Secure: true, Once: true,
		Roles: []model.Role{
			{Party: patient, Steps: []model.Step{
				enrol(),
				take(bP, model.InputBiometric),
				send(cloud, idP, bP),
				recv(cloud, rP1, sP),
				same(mul(sP, model.G), implicitP).Eq(4),
				store(model.OwnTable, nil, rP1, sP),
			}},
			{Party: cloud, Steps: join(
				[]model.Step{recv(patient, idP, bP)},
				issue(r1, rP1, sP, hashB(idP, bP, rP1), 2),
				[]model.Step{store(issuedTable, idP, sP), send(patient, rP1, sP)})},
		}}
}

// issue returns the steps that make R_X1 = r·G and S_X = r + h·s. Their equations are eq and
// eq + 1; the errata are those of the latter.
func issue(r, RX1, SX, h *model.Term, eq int, errata ...string) []model.Step {
	return []model.Step{
		lookup(model.OwnTable, nil, s),
		fresh(r),
		let(RX1, mul(r, model.G)).Eq(eq),
		let(SX, sum(r, mul(h, s))).Eq(eq + 1).Erratum(errata...),
	}
}

func registrationHPC() model.Phase {
	return model.Phase{Name: "registration of HPC", Group: "registration", Secure: true, Once: true,
		Roles: []model.Role{
			{Party: hospital, Steps: []model.Step{
				enrol(),
				send(cloud, idHPC),
				recv(cloud, rHPC1, sHPC),
				same(mul(sHPC, model.G), implicitHPC).Eq(7),
				store(model.OwnTable, nil, rHPC1, sHPC),
				// E9: D needs R_HPC1 in Eq. 44, and no message carries it.
				store(model.Directory, idHPC, rHPC1).Erratum("E9"),
			}},
			{Party: cloud, Steps: join(
				[]model.Step{recv(hospital, idHPC)},
				issue(r2, rHPC1, sHPC, hashScalar(idHPC, rHPC1), 5),
				[]model.Step{store(issuedTable, idHPC, sHPC), send(hospital, rHPC1, sHPC)})},
		}}
}

func registrationD() model.Phase {
	return model.Phase{Name: "registration of D", Group: "registration", Secure: true, Once: true,
		Roles: []model.Role{
			{Party: doctor, Steps: []model.Step{
				lookup(model.OwnTable, nil, certD),
				enrol(),
				send(cloud, idD, certD),
				recv(cloud, rD1, sD),
				same(mul(sD, model.G), implicitD).Eq(10),
				store(model.OwnTable, nil, rD1, sD),
			}},
			{Party: cloud, Steps: join(
				[]model.Step{recv(doctor, idD, certD), checkCert(certD, idD)},
				// E3: Eq. 9 prints H(·), Fig. 3 and Eq. 10 print h(·).
				issue(r3, rD1, sD, hashScalar(idD, certD, rD1), 8, "E3"),
				[]model.Step{store(issuedTable, idD, sD), send(doctor, rD1, sD)})},
		}}
}

// filing is the phase that puts a patient's record into a hospital's store, and into the index
// of the public cloud. The paper has no such phase (E15).
func filing() model.Phase {
	return model.Phase{Name: "filing", Group: "filing", Secure: true, Roles: []model.Role{
		{Party: hospital, Steps: []model.Step{
			take(idP, model.InputPeer),
			take(idDE, model.InputDepartment),
			takeRecord(mEMR, model.InputEMR, idP),
			made("M_EMR", patient, idP, mEMR),
			store(recordsTable, idP, mEMR),
			send(cloud, idP, idDE, idHPC),
		}},
		{Party: cloud, Steps: []model.Step{
			recv(hospital, idP, idDE, idHPC),
			lookup(model.OwnTable, nil, s),
			let(ix, hashKey(idP, idDE)),
			let(pad, hashKey(s)),
			// The entry names a doctor; the one who filed the record is not known, so
			// it names the hospital twice.
			let(newEntry, mask(pad, idHPC, idHPC)).Erratum("E15"),
			store(indexTable, ix, newEntry),
		}},
	}}
}
