package library

import "emrproof/model"

// Registration and filing, H1–H14, over the secure channel. It is the paper's, but for this:
// B_P does not leave the device, so that it is not in S_P; R_X1 and Cert_D stand in the
// directory beside the keys; and every party that answers to strangers draws a key for cookies.

func setupCloudHardened() model.Phase {
	return model.Phase{Name: "cloud", Group: "setup", Secure: true, Once: true, Roles: []model.Role{
		{Party: cloud, Steps: []model.Step{
			enrol(),
			fresh(s),
			let(pk, mul(s, model.G)).Eq(1),
			publish(pk),
			fresh(cookieKeyC),
			fresh(kI),
			fresh(kE),
			store(model.OwnTable, nil, s, cookieKeyC, kI, kE),
		}},
	}}
}

func registrationPHardened() model.Phase {
	return model.Phase{Name: "registration of P", Group: "registration", Secure: true, Once: true,
		Roles: []model.Role{
			{Party: patient, Steps: []model.Step{
				enrol(),
				send(cloud, idP),
				recv(cloud, rP1, sP),
				same(mul(sP, model.G), implicitPNew).Eq(4),
				store(model.Directory, idP, rP1),
				take(bP, model.InputBiometric),
				fresh(salt),
				let(kB, stretch(bP, salt)).Eq(5),
				let(cDevice, senc(kB, sP, model.PRK(patient))).Eq(6),
				store(model.OwnTable, nil, salt, cDevice),
			}},
			{Party: cloud, Steps: join(
				[]model.Step{recv(patient, idP)},
				issue(r1, rP1, sP, hashScalar(idP, rP1), 2),
				[]model.Step{send(patient, rP1, sP)})},
		}}
}

func registrationHPCHardened() model.Phase {
	return model.Phase{Name: "registration of HPC", Group: "registration", Secure: true, Once: true,
		Roles: []model.Role{
			{Party: hospital, Steps: []model.Step{
				enrol(),
				send(cloud, idHPC),
				recv(cloud, rHPC1, sHPC),
				same(mul(sHPC, model.G), implicitHPC).Eq(9),
				store(model.Directory, idHPC, rHPC1),
				fresh(cookieKeyHPC),
				store(model.OwnTable, nil, sHPC, cookieKeyHPC),
			}},
			{Party: cloud, Steps: join(
				[]model.Step{recv(hospital, idHPC)},
				issue(r2, rHPC1, sHPC, hashScalar(idHPC, rHPC1), 7),
				[]model.Step{send(hospital, rHPC1, sHPC)})},
		}}
}

func registrationDHardened() model.Phase {
	return model.Phase{Name: "registration of D", Group: "registration", Secure: true, Once: true,
		Roles: []model.Role{
			{Party: doctor, Steps: []model.Step{
				lookup(model.OwnTable, nil, certD),
				enrol(),
				send(cloud, idD, certD),
				recv(cloud, rD1, sD),
				same(mul(sD, model.G), implicitD).Eq(12),
				store(model.Directory, idD, rD1, certD),
				fresh(cookieKeyD),
				store(model.OwnTable, nil, sD, cookieKeyD),
			}},
			{Party: cloud, Steps: join(
				[]model.Step{recv(doctor, idD, certD), checkCert(certD, idD)},
				issue(r3, rD1, sD, hashScalar(idD, certD, rD1), 10),
				[]model.Step{send(doctor, rD1, sD)})},
		}}
}

// filingHardened is the phase that puts a patient's record into a hospital's store, by patient
// and department. It also puts where the record is into the index: under a key that only the
// public cloud can compute, each entry sealed by itself.
func filingHardened() model.Phase {
	return model.Phase{Name: "filing", Group: "filing", Secure: true, Roles: []model.Role{
		{Party: hospital, Steps: []model.Step{
			take(idP, model.InputPeer),
			take(idDE, model.InputDepartment),
			takeRecord(mEMR, model.InputEMR, idP),
			made("M_EMR", patient, idP, mEMR),
			store(recordsTable, recordKey, mEMR),
			send(cloud, idP, idDE, idHPC),
		}},
		{Party: cloud, Steps: []model.Step{
			recv(hospital, idP, idDE, idHPC),
			lookup(model.OwnTable, nil, kI, kE),
			let(lookupKey, mac(kI, idP, idDE)).Eq(13),
			let(sealedEntry, senc(kE, idHPC)).Eq(14),
			store(indexTable, lookupKey, sealedEntry),
		}},
	}}
}
