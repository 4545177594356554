package ban

// The forward form of each rule: given a fact that has its turn, what follows from it
// and from facts that had theirs.

// turn takes a fact and draws all conclusions.
func (s *search) turn(n int) {
	f := s.facts[n]
	switch f.Op {
	case OpSees:
		s.turnSees(f, n)
	case OpHas:
		s.turnHas(f, n)
	case OpBelieves:
		s.turnBelieves(f, n)
	}
}

// turnSees is for P ⊲ X.
func (s *search) turnSees(f *Formula, n int) {
	p, x := f.Name, f.Args[0]
	s.infer("has-seen", Has(p, x), n)
	if said, ok := s.index["hash|"+p+"|"+x.key]; ok {
		for _, m := range said {
			s.infer("hash", s.facts[m].withBody(x), m, n)
		}
	}
	s.post("sees|"+p+"|"+x.key, n)
	switch x.Op {
	case OpTuple:
		for _, part := range s.partsOf(x) {
			s.infer("sees-part", Sees(p, part), n)
		}
	case OpCombined:
		s.infer("sees-combined", Sees(p, x.Args[0]), n)
		s.post("combined|"+p+"|"+x.Args[1].key, n)
		for _, m := range s.index["secret|"+p+"|"+x.Args[1].key] {
			s.meaningSecret(m, n)
		}
	case OpEncrypted:
		s.turnEnvelope(p, x, n)
	}
}

// turnEnvelope is for P ⊲ {X}K.
func (s *search) turnEnvelope(p string, x *Formula, n int) {
	k := x.Args[1]
	if k.Op == OpInverse {
		s.post("signed|"+p+"|"+k.Args[0].key, n)
		for _, m := range s.index["public|"+p+"|"+k.Args[0].key] {
			s.openSigned(m, n)
		}
		return
	}
	s.post("under|"+p+"|"+k.key, n)
	for _, m := range s.index["shared|"+p+"|"+k.key] {
		s.openShared(m, n)
	}
	for _, m := range s.index["public|"+p+"|"+k.key] {
		s.openPublic(m, n)
	}
	if m, ok := s.fact(Has(p, k), n); ok && !s.public[k.key] {
		s.infer("sees-held", Sees(p, x.Args[0]), m, n)
	}
	if m, ok := s.fact(Has(p, Inverse(k, "")), n); ok {
		s.infer("sees-held-private", Sees(p, x.Args[0]), m, n)
	}
}

// openShared joins P ⊨ Q ↔K P with P ⊲ {X}K.
func (s *search) openShared(belief, seen int) {
	p, between := s.facts[belief].Name, s.facts[belief].Args[0]
	envelope := s.facts[seen].Args[0]
	x := envelope.Args[0]
	q, ok := other(between, p)
	if !ok {
		return
	}
	s.infer("sees-shared", Sees(p, x), belief, seen)
	if envelope.Name == p {
		return
	}
	s.infer("message-meaning-shared", Believes(p, Said(q, x)), belief, seen)
	if fresh, ok := s.number[Believes(p, Fresh(envelope.Args[1])).key]; ok {
		s.freshKey(fresh, belief, seen)
	}
}

// freshKey joins P ⊨ #(K), P ⊨ Q ↔K P, P ⊲ {X}K.
func (s *search) freshKey(fresh, belief, seen int) {
	p, envelope := s.facts[belief].Name, s.facts[seen].Args[0]
	q, ok := other(s.facts[belief].Args[0], p)
	if x := envelope.Args[0]; ok && envelope.Name != p && cleartext(x) == x {
		s.infer("fresh-key", Believes(p, Believes(q, x)), fresh, belief, seen)
	}
}

// openPublic joins P ⊨ K → P with P ⊲ {X}K.
func (s *search) openPublic(belief, seen int) {
	b := s.facts[belief]
	if b.Args[0].Name == b.Name {
		s.infer("sees-public", Sees(b.Name, s.facts[seen].Args[0].Args[0]), belief, seen)
	}
}

// openSigned joins P ⊨ K → Q with P ⊲ {X}K⁻¹.
func (s *search) openSigned(belief, seen int) {
	b, x := s.facts[belief], s.facts[seen].Args[0].Args[0]
	s.infer("sees-signed", Sees(b.Name, x), belief, seen)
	s.infer("message-meaning-public", Believes(b.Name, Said(b.Args[0].Name, x)), belief, seen)
}

// meaningSecret joins P ⊨ Q ⇌Y P with P ⊲ ⟨X⟩Y.
func (s *search) meaningSecret(belief, seen int) {
	b := s.facts[belief]
	if q, ok := other(b.Args[0], b.Name); ok {
		s.infer("message-meaning-secret",
			Believes(b.Name, Said(q, s.facts[seen].Args[0].Args[0])), belief, seen)
	}
}

// other is the other side of a key or secret that p shares.
func other(between *Formula, p string) (string, bool) {
	switch p {
	case between.Name:
		return between.Peer, true
	case between.Peer:
		return between.Name, true
	}
	return "", false
}

// turnHas is for P ∋ X.
func (s *search) turnHas(f *Formula, n int) {
	p, x := f.Name, f.Args[0]
	for _, part := range s.partsOf(x) {
		s.infer("has-part", Has(p, part), n)
	}
	s.join("has-tuple", x, n, func(y *Formula) *Formula { return Has(p, y) })
	if x.Op == OpInverse {
		for _, m := range s.index["under|"+p+"|"+x.Args[0].key] {
			s.infer("sees-held-private", Sees(p, s.facts[m].Args[0].Args[0]), n, m)
		}
		return
	}
	for _, m := range s.index["under|"+p+"|"+x.key] {
		if !s.public[x.key] {
			s.infer("sees-held", Sees(p, s.facts[m].Args[0].Args[0]), n, m)
		}
	}
}

// join builds the tuples that x is a part of, once all other parts are facts too.
func (s *search) join(rule string, x *Formula, n int, about func(*Formula) *Formula) {
	for _, t := range s.inside[x.key] {
		if t.Op != OpTuple {
			continue
		}
		premises := make([]int, 0, len(t.Args))
		for _, part := range t.Args {
			if m, ok := s.fact(about(part), n); ok {
				premises = append(premises, m)
			}
		}
		if len(premises) == len(t.Args) {
			s.infer(rule, about(t), premises...)
		}
	}
}

// turnBelieves is for P ⊨ X.
func (s *search) turnBelieves(f *Formula, n int) {
	p, x := f.Name, f.Args[0]
	s.parted(f, n)
	s.join("belief-tuple", x, n, func(y *Formula) *Formula { return Believes(p, y) })
	switch x.Op {
	case OpBelieves:
		if m, ok := s.fact(Believes(p, Controls(x.Name, x.Args[0])), n); ok {
			s.infer("jurisdiction", Believes(p, x.Args[0]), m, n)
		}
	case OpControls:
		if m, ok := s.fact(Believes(p, Believes(x.Name, x.Args[0])), n); ok {
			s.infer("jurisdiction", Believes(p, x.Args[0]), n, m)
		}
	case OpSaid:
		s.turnSaid(p, x, n)
	case OpFresh:
		s.turnFresh(p, x.Args[0], n)
	case OpShared:
		s.post("shared|"+p+"|"+x.Args[0].key, n)
		for _, m := range s.index["under|"+p+"|"+x.Args[0].key] {
			s.openShared(n, m)
		}
	case OpSecret:
		s.post("secret|"+p+"|"+x.Args[0].key, n)
		for _, m := range s.index["combined|"+p+"|"+x.Args[0].key] {
			s.meaningSecret(n, m)
		}
	case OpPublic:
		s.turnPublic(p, x, n)
	}
}

// turnPublic is for P ⊨ K → Q.
func (s *search) turnPublic(p string, x *Formula, n int) {
	k := x.Args[0].key
	s.post("public|"+p+"|"+k, n)
	for _, m := range s.index["signed|"+p+"|"+k] {
		s.openSigned(n, m)
	}
	for _, m := range s.index["under|"+p+"|"+k] {
		s.openPublic(n, m)
	}
	s.agreements(p)
}

// agreements tries the formulas P ↔F(K‖L) Q that occur.
func (s *search) agreements(p string) {
	for _, a := range s.agreed {
		halves := a.Args[0].Args[0].Parts()
		if len(halves) != 2 {
			continue
		}
		s.agree(p, a, [2]*Formula{halves[0], halves[1]})
		s.agree(p, a, [2]*Formula{halves[1], halves[0]})
	}
}

// agree joins P ⊨ #(K) and P ⊨ K → P with P ⊨ L → Q for a formula P ↔F(K‖L) Q.
func (s *search) agree(p string, between *Formula, keys [2]*Formula) {
	q, ok := other(between, p)
	if !ok {
		return
	}
	fresh, is := s.number[Believes(p, Fresh(keys[0])).key]
	own, has := s.number[Believes(p, Public(keys[0], p)).key]
	peer, knows := s.number[Believes(p, Public(keys[1], q)).key]
	if is && has && knows {
		s.infer("key-agreement", Believes(p, between), fresh, own, peer)
	}
}

// turnSaid is for P ⊨ Q ∼ X.
func (s *search) turnSaid(p string, said *Formula, n int) {
	q, x := said.Name, said.Args[0]
	for _, part := range s.partsOf(x) {
		s.infer("said-part", Believes(p, Said(q, part)), n)
	}
	s.infer("said-has", Believes(p, Has(q, x)), n)
	if x.Op == OpApply && x.Name == "H" {
		s.post("hash|"+p+"|"+x.Args[0].key, n)
		for _, m := range s.index["sees|"+p+"|"+x.Args[0].key] {
			s.infer("hash", Believes(p, Said(q, x.Args[0])), n, m)
		}
	}
	s.post("said|"+p+"|"+x.key, n)
	if m, ok := s.fact(Believes(p, Fresh(x)), n); ok {
		s.verify(m, n)
	}
}

// verify joins P ⊨ #(X) with P ⊨ Q ∼ X.
func (s *search) verify(fresh, saying int) {
	p, said := s.facts[saying].Name, s.facts[saying].Args[0]
	if x := said.Args[0]; cleartext(x) == x {
		s.infer("nonce-verification", Believes(p, Believes(said.Name, x)), fresh, saying)
	}
}

// turnFresh is for P ⊨ #(X).
func (s *search) turnFresh(p string, x *Formula, n int) {
	for _, whole := range s.inside[x.key] {
		rule := "fresh-tuple"
		if whole.Op == OpEncrypted {
			rule = "fresh-envelope"
		}
		s.infer(rule, Believes(p, Fresh(whole)), n)
	}
	for _, m := range s.index["said|"+p+"|"+x.key] {
		s.verify(n, m)
	}
	for _, m := range s.index["under|"+p+"|"+x.key] {
		for _, b := range s.index["shared|"+p+"|"+x.key] {
			s.freshKey(n, b, m)
		}
	}
	s.agreements(p)
}

// parted takes apart the tuple that P ⊨ Q ⊨ … ends in.
func (s *search) parted(f *Formula, n int) {
	var who []string
	x := f
	for ; x.Op == OpBelieves; x = x.Args[0] {
		who = append(who, x.Name)
	}
	for _, part := range s.partsOf(x) {
		for i := len(who) - 1; i >= 0; i-- {
			part = Believes(who[i], part)
		}
		s.infer("belief-part", part, n)
	}
}

// withBody is P ⊨ Q ∼ X with another X.
func (f *Formula) withBody(x *Formula) *Formula {
	return Believes(f.Name, Said(f.Args[0].Name, x))
}
