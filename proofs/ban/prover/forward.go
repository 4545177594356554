package prover

import "emrproof/proofs/ban"

// The rules as they are used forwards: from one fact at hand, and facts that were at hand
// before, to what follows from them.

func believes(p string, x *ban.Formula) *ban.Formula { return ban.New(ban.OpBelieves, p, x) }
func sees(p string, x *ban.Formula) *ban.Formula     { return ban.New(ban.OpSees, p, x) }
func said(p string, x *ban.Formula) *ban.Formula     { return ban.New(ban.OpSaid, p, x) }
func has(p string, x *ban.Formula) *ban.Formula      { return ban.New(ban.OpHas, p, x) }
func fresh(x *ban.Formula) *ban.Formula              { return ban.New(ban.OpFresh, "", x) }

// turn takes one fact, and draws all conclusions from it and from the facts that had their
// turn.
func (s *search) turn(n int) {
	f := s.Facts[n]
	switch f.Op {
	case ban.OpSees:
		s.turnSees(f, n)
	case ban.OpHas:
		s.turnHas(f, n)
	case ban.OpBelieves:
		s.turnBelieves(f, n)
	}
}

// turnSees draws conclusions from a fact P ⊲ X.
func (s *search) turnSees(f *ban.Formula, n int) {
	p, x := f.Name, f.Args[0]
	s.infer("has-seen", has(p, x), n)
	for _, m := range s.index["hash|"+p+"|"+x.Key] {
		s.infer("hash", believes(p, said(s.Facts[m].Args[0].Name, x)), m, n)
	}
	s.post("sees|"+p+"|"+x.Key, n)
	switch x.Op {
	case ban.OpTuple:
		for _, part := range s.partsOf(x) {
			s.infer("sees-part", sees(p, part), n)
		}
	case ban.OpCombined:
		s.infer("sees-combined", sees(p, x.Args[0]), n)
		s.post("combined|"+p+"|"+x.Args[1].Key, n)
		for _, m := range s.index["secret|"+p+"|"+x.Args[1].Key] {
			s.meaningSecret(m, n)
		}
	case ban.OpEncrypted:
		s.turnEnvelope(p, x, n)
	}
}

// turnEnvelope draws conclusions from a fact P ⊲ {X}K.
func (s *search) turnEnvelope(p string, x *ban.Formula, n int) {
	k := x.Args[1]
	if k.Op == ban.OpInverse {
		s.post("signed|"+p+"|"+k.Args[0].Key, n)
		for _, m := range s.index["public|"+p+"|"+k.Args[0].Key] {
			s.openSigned(m, n)
		}
		return
	}
	s.post("under|"+p+"|"+k.Key, n)
	for _, m := range s.index["shared|"+p+"|"+k.Key] {
		s.openShared(m, n)
	}
	for _, m := range s.index["public|"+p+"|"+k.Key] {
		s.openPublic(m, n)
	}
	if m, ok := s.fact(has(p, k), n); ok {
		s.inferIf(!s.public[k.Key], "sees-held", sees(p, x.Args[0]), m, n)
	}
	if m, ok := s.fact(has(p, ban.New(ban.OpInverse, "", k)), n); ok {
		s.infer("sees-held-private", sees(p, x.Args[0]), m, n)
	}
}

// openShared applies a rule to P ⊨ Q ↔K P and P ⊲ {X}K.
func (s *search) openShared(belief, seen int) {
	p, between := s.Facts[belief].Name, s.Facts[belief].Args[0]
	envelope := s.Facts[seen].Args[0]
	x := envelope.Args[0]
	q, ok := other(between, p)
	if !ok {
		return
	}
	s.infer("sees-shared", sees(p, x), belief, seen)
	s.inferIf(envelope.Name != p, "message-meaning-shared", believes(p, said(q, x)),
		belief, seen)
	if n, ok := s.number[believes(p, fresh(envelope.Args[1])).Key]; ok {
		s.freshKey(n, belief, seen)
	}
}

// freshKey applies a rule to P ⊨ #(K), P ⊨ Q ↔K P and P ⊲ {X}K.
func (s *search) freshKey(freshness, belief, seen int) {
	p, envelope := s.Facts[belief].Name, s.Facts[seen].Args[0]
	q, ok := other(s.Facts[belief].Args[0], p)
	if x := envelope.Args[0]; ok {
		s.inferIf(envelope.Name != p && cleartext(x) == x, "fresh-key",
			believes(p, believes(q, x)), freshness, belief, seen)
	}
}

// openPublic applies a rule to P ⊨ K → P and P ⊲ {X}K.
func (s *search) openPublic(belief, seen int) {
	b := s.Facts[belief]
	if b.Args[0].Name == b.Name {
		s.infer("sees-public", sees(b.Name, s.Facts[seen].Args[0].Args[0]), belief, seen)
	}
}

// openSigned applies a rule to P ⊨ K → Q and P ⊲ {X}K⁻¹.
func (s *search) openSigned(belief, seen int) {
	b, x := s.Facts[belief], s.Facts[seen].Args[0].Args[0]
	s.infer("sees-signed", sees(b.Name, x), belief, seen)
	s.infer("message-meaning-public", believes(b.Name, said(b.Args[0].Name, x)), belief, seen)
}

// meaningSecret applies a rule to P ⊨ Q ⇌Y P and P ⊲ ⟨X⟩Y.
func (s *search) meaningSecret(belief, seen int) {
	b := s.Facts[belief]
	if q, ok := other(b.Args[0], b.Name); ok {
		s.infer("message-meaning-secret",
			believes(b.Name, said(q, s.Facts[seen].Args[0].Args[0])), belief, seen)
	}
}

// other returns the principal with whom p shares a key or a secret.
func other(between *ban.Formula, p string) (string, bool) {
	switch p {
	case between.Name:
		return between.Peer, true
	case between.Peer:
		return between.Name, true
	}
	return "", false
}

// turnHas draws conclusions from a fact P ∋ X.
func (s *search) turnHas(f *ban.Formula, n int) {
	p, x := f.Name, f.Args[0]
	for _, part := range s.partsOf(x) {
		s.infer("has-part", has(p, part), n)
	}
	s.join("has-tuple", x, n, func(y *ban.Formula) *ban.Formula { return has(p, y) })
	if x.Op == ban.OpInverse {
		for _, m := range s.index["under|"+p+"|"+x.Args[0].Key] {
			s.infer("sees-held-private", sees(p, s.Facts[m].Args[0].Args[0]), n, m)
		}
		return
	}
	for _, m := range s.index["under|"+p+"|"+x.Key] {
		s.inferIf(!s.public[x.Key], "sees-held", sees(p, s.Facts[m].Args[0].Args[0]), n, m)
	}
}

// join builds the tuples that have x as a part, once all their other parts are facts too.
func (s *search) join(rule string, x *ban.Formula, n int, about func(*ban.Formula) *ban.Formula) {
	for _, t := range s.inside[x.Key] {
		if t.Op != ban.OpTuple {
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

// turnBelieves draws conclusions from a fact P ⊨ X.
func (s *search) turnBelieves(f *ban.Formula, n int) {
	p, x := f.Name, f.Args[0]
	s.parted(f, n)
	s.join("belief-tuple", x, n, func(y *ban.Formula) *ban.Formula { return believes(p, y) })
	switch x.Op {
	case ban.OpBelieves:
		if m, ok := s.fact(believes(p, ban.New(ban.OpControls, x.Name, x.Args[0])), n); ok {
			s.infer("jurisdiction", believes(p, x.Args[0]), m, n)
		}
	case ban.OpControls:
		if m, ok := s.fact(believes(p, believes(x.Name, x.Args[0])), n); ok {
			s.infer("jurisdiction", believes(p, x.Args[0]), n, m)
		}
	case ban.OpSaid:
		s.turnSaid(p, x, n)
	case ban.OpFresh:
		s.turnFresh(p, x.Args[0], n)
	case ban.OpShared:
		s.post("shared|"+p+"|"+x.Args[0].Key, n)
		for _, m := range s.index["under|"+p+"|"+x.Args[0].Key] {
			s.openShared(n, m)
		}
	case ban.OpSecret:
		s.post("secret|"+p+"|"+x.Args[0].Key, n)
		for _, m := range s.index["combined|"+p+"|"+x.Args[0].Key] {
			s.meaningSecret(n, m)
		}
	case ban.OpPublic:
		s.turnPublic(p, x, n)
	}
}

// turnPublic draws conclusions from a fact P ⊨ K → Q.
func (s *search) turnPublic(p string, x *ban.Formula, n int) {
	if x.Args[0].Op == ban.OpInverse { // no rule speaks of the private half as somebody's key
		return
	}
	k := x.Args[0].Key
	s.post("public|"+p+"|"+k, n)
	for _, m := range s.index["signed|"+p+"|"+k] {
		s.openSigned(n, m)
	}
	for _, m := range s.index["under|"+p+"|"+k] {
		s.openPublic(n, m)
	}
	s.agreements(p)
}

// agreements tries to derive for p the formulas P ↔agreed(K‖L) Q that occur.
func (s *search) agreements(p string) {
	for _, a := range s.agreed {
		halves := a.Args[0].Args
		if a.Args[0].Op == ban.OpApply {
			halves = halves[0].Parts()
		}
		if len(halves) == 2 {
			s.agree(p, a, halves[0], halves[1])
			s.agree(p, a, halves[1], halves[0])
		}
	}
}

// agree derives a formula P ↔agreed(K‖L) Q from P ⊨ #(K), P ⊨ K → P and P ⊨ L → Q. The two
// principals differ and so do the two keys: nobody agrees on a key with itself, nor on a key
// made of one public key alone.
func (s *search) agree(p string, between, k, l *ban.Formula) {
	q, ok := other(between, p)
	if !ok {
		return
	}
	keys := k.Op != ban.OpInverse && l.Op != ban.OpInverse && !k.Equal(l)
	new, is := s.number[believes(p, fresh(k)).Key]
	own, owns := s.number[believes(p, ban.New(ban.OpPublic, p, k)).Key]
	peer, knows := s.number[believes(p, ban.New(ban.OpPublic, q, l)).Key]
	if is && owns && knows {
		s.inferIf(between.Args[0].Op == ban.OpAgreed && keys && q != p, "key-agreement",
			believes(p, between), new, own, peer)
	}
}

// turnSaid draws conclusions from a fact P ⊨ Q ∼ X.
func (s *search) turnSaid(p string, uttered *ban.Formula, n int) {
	q, x := uttered.Name, uttered.Args[0]
	for _, part := range s.partsOf(x) {
		s.infer("said-part", believes(p, said(q, part)), n)
	}
	s.infer("said-has", believes(p, has(q, x)), n)
	if x.Op == ban.OpApply && x.Name == "H" {
		s.post("hash|"+p+"|"+x.Args[0].Key, n)
		for _, m := range s.index["sees|"+p+"|"+x.Args[0].Key] {
			s.infer("hash", believes(p, said(q, x.Args[0])), n, m)
		}
	}
	s.post("said|"+p+"|"+x.Key, n)
	if m, ok := s.fact(believes(p, fresh(x)), n); ok {
		s.verify(m, n)
	}
}

// verify applies the rule of nonce verification to P ⊨ #(X) and P ⊨ Q ∼ X.
func (s *search) verify(freshness, saying int) {
	p, uttered := s.Facts[saying].Name, s.Facts[saying].Args[0]
	x := uttered.Args[0]
	s.inferIf(cleartext(x) == x, "nonce-verification", believes(p, believes(uttered.Name, x)),
		freshness, saying)
}

// turnFresh draws conclusions from a fact P ⊨ #(X).
func (s *search) turnFresh(p string, x *ban.Formula, n int) {
	for _, whole := range s.inside[x.Key] {
		rule := "fresh-tuple"
		if whole.Op == ban.OpEncrypted {
			rule = "fresh-envelope"
		}
		s.infer(rule, believes(p, fresh(whole)), n)
	}
	for _, m := range s.index["said|"+p+"|"+x.Key] {
		s.verify(n, m)
	}
	for _, m := range s.index["under|"+p+"|"+x.Key] {
		for _, b := range s.index["shared|"+p+"|"+x.Key] {
			s.freshKey(n, b, m)
		}
	}
	s.agreements(p)
}

// parted takes a nested belief P ⊨ Q ⊨ …, and for each part of the tuple in which it ends
// derives the same belief in that part.
func (s *search) parted(f *ban.Formula, n int) {
	var who []string
	x := f
	for ; x.Op == ban.OpBelieves; x = x.Args[0] {
		who = append(who, x.Name)
	}
	for _, part := range s.partsOf(x) {
		for i := len(who) - 1; i >= 0; i-- {
			part = believes(who[i], part)
		}
		s.infer("belief-part", part, n)
	}
}
