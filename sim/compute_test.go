package sim

import (
	"bytes"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/wire"
	"emrproof/sim/trace"
)

// atTheEnd lets an adversary that only listened act once nothing is left to happen.
type atTheEnd struct {
	Passive
	act func(n *Network)
}

func (a atTheEnd) End(n *Network) error { a.act(n); return nil }

// withNetwork runs a standard world of the published profile, and then acts.
func withNetwork(t *testing.T, act func(n *Network)) []*trace.Event {
	t.Helper()
	_, events := eventsOf(t, standard(t, "published", DefaultSize), atTheEnd{act: act})
	return events
}

// A computer computes on a network, and fails the test where that is an error.
type computer struct {
	*Network
	t *testing.T
}

func (c computer) apply(op model.Op, args ...*trace.Value) *trace.Value {
	c.t.Helper()
	v, err := c.Apply(op, 0, "here", args...)
	if err != nil {
		c.t.Fatal(err)
	}
	return v
}

func (c computer) fresh(sort model.Sort, name string) *trace.Value {
	c.t.Helper()
	v, err := c.Fresh(sort, name, 16)
	if err != nil {
		c.t.Fatal(err)
	}
	return v
}

func (c computer) revealed(who, what, name string) *trace.Value {
	c.t.Helper()
	data, err := c.Reveal(who, what)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, d := range data {
		if d.Name == name {
			return d.Value
		}
	}
	c.t.Fatalf("%s of %s has no %s", what, who, name)
	return nil
}

// wantSame wants two values to be the same bytes, and the same value to whoever receives one.
func (c computer) wantSame(what string, a, b *trace.Value) {
	c.t.Helper()
	if !bytes.Equal(a.Bytes(), b.Bytes()) || a.Sort != b.Sort || a.String() != b.String() {
		c.t.Errorf("%s: %s and %s are not the same", what, a, b)
	}
}

// What an adversary computes obeys the laws that the parties' computations do.
func TestAdversaryComputes(t *testing.T) {
	withNetwork(t, func(n *Network) {
		c := computer{n, t}
		a, b, g := c.fresh(model.Scalar, "a"), c.fresh(model.Scalar, "b"), n.Constant(model.G)
		aG, bG := c.apply(model.OpMul, a, g), c.apply(model.OpMul, b, g)
		c.wantSame("a·(b·G) = b·(a·G)", c.apply(model.OpMul, a, bG), c.apply(model.OpMul, b, aG))
		c.wantSame("(a + b)·G = a·G + b·G", c.apply(model.OpMul, c.apply(model.OpSum, a, b), g),
			c.apply(model.OpSum, aG, bG))
		c.wantSame("(a·b)·G = a·(b·G)", c.apply(model.OpMul, c.apply(model.OpMul, a, b), g),
			c.apply(model.OpMul, a, bG))
		c.wantSame("(a⁻¹·a)·G = 1·G",
			c.apply(model.OpMul, c.apply(model.OpMul, c.apply(model.OpInv, a), a), g),
			c.apply(model.OpMul, n.Constant(integer(1)), g))
		if hash := c.apply(model.OpHashS, a); hash.Sort != model.Scalar ||
			hash.String() != "h(a[adversary])" {
			t.Errorf("got the %s %s", hash.Sort, hash)
		}
		text := n.Constant(model.Label("text"))
		key := c.apply(model.OpHashK, a, text)
		for _, op := range []model.Op{model.OpExtract, model.OpExpand} {
			if v := c.apply(op, key, text); v.Sort != model.Key || len(v.Bytes()) == 0 {
				t.Errorf("operation %d gives a %s of %d bytes", op, v.Sort, len(v.Bytes()))
			}
		}
		if v := c.apply(model.OpMAC, key, text); v.Sort != model.Data || len(v.Bytes()) == 0 {
			t.Errorf("a MAC is a %s of %d bytes", v.Sort, len(v.Bytes()))
		}
		if tuple := c.apply(model.OpTuple, a, text); tuple.Sort != model.Text {
			t.Errorf("a tuple is a %s", tuple.Sort)
		}
		if five := n.Constant(integer(5)); five.Scalar.Int().Cmp(big.NewInt(5)) != 0 {
			t.Errorf("the constant 5 is %s", five.Scalar.Int())
		}
		if string(text.Bytes()) != "text" || text.Sort != model.Data {
			t.Errorf("a label is the %s %q", text.Sort, text.Bytes())
		}
	})
}

// What it seals, it opens with the key; the text's fields are what they were before.
func TestAdversarySealsAndOpens(t *testing.T) {
	withNetwork(t, func(n *Network) {
		c := computer{n, t}
		private := c.revealed("bob", trace.RevealKeys, "PRK")
		key, masking := c.fresh(model.Key, "k"), c.fresh(model.Key, "m")
		alice, err := n.Literal(model.Identity, []byte("alice"))
		if err != nil {
			t.Fatal(err)
		}
		scalar, data := c.fresh(model.Scalar, "a"), c.fresh(model.Data, "d")
		for _, w := range []struct {
			op         model.Op
			seal, open *trace.Value
			sort       model.Sort
		}{
			{model.OpSEnc, key, key, model.Ciphertext},
			{model.OpMask, masking, masking, model.Masked},
			{model.OpAEnc, n.PublicKeys["bob"], private, model.Ciphertext},
		} {
			sealed := c.apply(w.op, w.seal, alice, scalar, data)
			if sealed.Sort != w.sort {
				t.Errorf("operation %d gives a %s", w.op, sealed.Sort)
			}
			fields, err := n.Open(sealed, w.open, 0, 3)
			if err != nil {
				t.Fatal(err)
			}
			c.wantSame("an identity", fields[0], alice)
			c.wantSame("a scalar", fields[1], scalar)
			c.wantSame("data", fields[2], data)
			if _, err := n.Open(sealed, w.open, 0, 2); err == nil {
				t.Errorf("operation %d on three fields opens to two", w.op)
			}
		}
		_, err = n.Open(c.apply(model.OpSEnc, key, data), masking, 0, 1)
		if err == nil || !strings.HasPrefix(err.Error(), "does not open: ") {
			t.Errorf("under another key: %v", err)
		}
		_, err = n.Open(data, key, 0, 1)
		wantError(t, "opened data", err, "a data does not open")
		_, err = n.Open(c.apply(model.OpSEnc, key, data), data, 0, 1)
		wantError(t, "opened with data", err, "a data opens nothing")
	})
}

// A signature with message recovery gives its text, and one without gives none.
func TestAdversaryRecovers(t *testing.T) {
	withNetwork(t, func(n *Network) {
		c := computer{n, t}
		private, data := c.revealed("bob", trace.RevealKeys, "PRK"), c.fresh(model.Data, "d")
		signature, err := n.Apply(model.OpSign, model.Recovery, "", private, data,
			n.Constant(model.Label("text")))
		if err != nil {
			t.Fatal(err)
		}
		fields, err := n.Recover(signature, 2)
		if err != nil {
			t.Fatal(err)
		}
		c.wantSame("data", fields[0], data)
		if _, err := n.Recover(signature, 3); err == nil {
			t.Error("a text of two fields is taken for three")
		}
		plain := c.apply(model.OpSign, private, data)
		if plain.Sort != model.Signature {
			t.Errorf("a signature is a %s", plain.Sort)
		}
		if _, err := n.Recover(plain, 1); err == nil {
			t.Error("a signature with appendix gives a text")
		}
		if !n.Suite.Verify(n.PublicKeys["bob"].Public, wire.Encode(data.Bytes()), plain.Bytes()) {
			t.Error("the signature does not verify")
		}
	})
}

// Who has the authority's key issues certificates that are accepted.
func TestAdversaryCertifies(t *testing.T) {
	withNetwork(t, func(n *Network) {
		c := computer{n, t}
		authority := c.revealed("authority", trace.RevealKeys, "PRK")
		mallory, err := n.Literal(model.Identity, []byte("mallory"))
		if err != nil {
			t.Fatal(err)
		}
		certificate := c.apply(model.OpCert, authority, mallory)
		if certificate.Sort != model.Certificate {
			t.Errorf("a certificate is a %s", certificate.Sort)
		}
		check := func(who string) error {
			return n.w.public.authority.check(n.Suite,
				issuer{"authority", n.PublicKeys["authority"].Public}, certificate.Bytes(), who, n.Opening)
		}
		wantError(t, "of mallory", check("mallory"), "")
		if check("alice") == nil {
			t.Error("mallory's certificate is accepted of alice")
		}
	})
}

// A stream gives the same bytes again, and another stream others.
func TestAdversaryDrawsTheSameAgain(t *testing.T) {
	withNetwork(t, func(n *Network) {
		c := computer{n, t}
		key := c.fresh(model.Key, "k")
		sealed := func(stream string) *trace.Value {
			v, err := n.Apply(model.OpSEnc, 0, stream, key, key)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		one, two := sealed("one"), sealed("two")
		c.wantSame("the same stream", one, sealed("one"))
		if bytes.Equal(one.Bytes(), two.Bytes()) || model.Equal(one.Term, two.Term) {
			t.Errorf("two streams give one ciphertext: %s, %s", one, two)
		}
		c.wantSame("the same name", key, c.fresh(model.Key, "k"))
		if bytes.Equal(key.Bytes(), c.fresh(model.Key, "l").Bytes()) {
			t.Error("two names give one key")
		}
		for sort, size := range map[model.Sort]int{model.Key: n.Suite.Sizes().Hash,
			model.Data: 16, model.Ciphertext: 16, model.Signature: 16} {
			if got := len(c.fresh(sort, "size").Bytes()); got != size {
				t.Errorf("a fresh %s has %d bytes, want %d", sort, got, size)
			}
		}
		_, err := n.Fresh(model.Identity, "x", 16)
		wantError(t, "a fresh name", err, "a fresh identity cannot be drawn")
	})
}

// What an operation cannot be done on is an error that says so.
func TestAdversaryCannotCompute(t *testing.T) {
	withNetwork(t, func(n *Network) {
		c := computer{n, t}
		scalar, key, data := c.fresh(model.Scalar, "a"), c.fresh(model.Key, "k"),
			n.Constant(model.Label("d"))
		private := c.revealed("bob", trace.RevealKeys, "PRK")
		point := c.apply(model.OpMul, scalar, n.Constant(model.G))
		for _, w := range []struct {
			op   model.Op
			args []*trace.Value
			want string
		}{
			{model.OpHashK, nil, "no arguments"},
			{model.OpAEnc, []*trace.Value{key, data}, "argument 1 is a key, want a public key"},
			{model.OpSEnc, []*trace.Value{data, data}, "argument 1 is a data, want a key"},
			{model.OpMask, []*trace.Value{data, data}, "argument 1 is a data, want a key"},
			{model.OpMAC, []*trace.Value{data, data}, "argument 1 is a data, want a key"},
			{model.OpExtract, []*trace.Value{data, data}, "argument 1 is a data, want a key"},
			{model.OpExpand, []*trace.Value{data, data}, "argument 1 is a data, want a key"},
			{model.OpSign, []*trace.Value{key, data}, "argument 1 is a key, want a private key"},
			{model.OpInv, []*trace.Value{data}, "argument 1 is a data, want a scalar"},
			{model.OpMul, []*trace.Value{point, scalar}, "argument 1 is a point, want a scalar"},
			{model.OpMul, []*trace.Value{scalar}, "want a scalar, and a scalar or a point"},
			{model.OpMul, []*trace.Value{scalar, scalar, scalar}, "want a scalar, and a scalar or a point"},
			{model.OpMul, []*trace.Value{scalar, key}, "want a scalar, and a scalar or a point"},
			{model.OpSum, []*trace.Value{key, key}, "argument 1 is a key, want scalars or points"},
			{model.OpSum, []*trace.Value{scalar, point}, "argument 2 is a point, want scalars or points"},
			{model.OpSum, []*trace.Value{point, n.Constant(model.G)},
				"argument 2 is G: want a multiple of it"},
			{model.OpHashK, []*trace.Value{n.Constant(model.G)}, "G stands alone"},
			{model.OpStretch, []*trace.Value{data}, "want a password and a salt"},
			{model.OpStretch, []*trace.Value{data, data, data}, "want a password and a salt"},
			{model.OpCert, []*trace.Value{private}, "want a private key and an identity"},
			{model.OpCert, []*trace.Value{private, data}, "want a private key and an identity"},
			{model.OpCert, []*trace.Value{key, data}, "argument 1 is a key, want a private key"},
		} {
			_, err := n.Apply(w.op, 0, "", w.args...)
			wantError(t, fmt.Sprintf("operation %d", w.op), err, w.want)
		}
		_, err := n.Literal(model.Key, []byte("short"))
		wantError(t, "a literal", err, "not a key: 5 bytes, want 32")
		n.w.adversarySuite = broken{Suite: n.w.adversarySuite, scalars: true}
		_, err = n.Fresh(model.Scalar, "b", 0)
		wantError(t, "a scalar", err, errBroken.Error())
		_, err = n.TimeValue(-1)
		wantError(t, "a time", err, "not a time: want 8 bytes, the first below 0x80")
	})
}

// Bytes are recognized by whoever made them, and are unknown else, always the same one.
func TestAdversaryRecognizes(t *testing.T) {
	withNetwork(t, func(n *Network) {
		c := computer{n, t}
		point := n.Directory["hospital-a"][0]
		c.wantSame("a published point", n.Recognize(point.Bytes()), point)
		now, err := n.TimeValue(n.Now())
		if err != nil {
			t.Fatal(err)
		}
		c.wantSame("a time", n.Recognize(now.Bytes()), now)
		unknown := n.Recognize([]byte("nobody's"))
		if unknown.Sort != model.Data || string(unknown.Bytes()) != "nobody's" {
			t.Errorf("got the %s %q", unknown.Sort, unknown.Bytes())
		}
		c.wantSame("unknown bytes", n.Recognize([]byte("nobody's")), unknown)
		if other := n.Recognize([]byte("others")); other.String() == unknown.String() {
			t.Error("two unknown values have one term")
		}
		literal, err := n.Literal(model.Point, point.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		c.wantSame("a literal", literal, point)
	})
}

// What cannot be found is refused wherever in a term it stands.
func TestWhatATermLacksIsRefused(t *testing.T) {
	a, b := model.Var("a", model.Scalar), model.Var("b", model.Scalar)
	k, x := model.Var("k", model.Key), model.Var("x", model.Data)
	withNetwork(t, func(n *Network) {
		c := computer{n, t}
		held := map[string]*trace.Value{"a": c.fresh(model.Scalar, "a"), "b": c.fresh(model.Scalar, "b"),
			"k": c.fresh(model.Key, "k"), "x": c.fresh(model.Data, "x")}
		lookup := func(t *model.Term) (*trace.Value, error) {
			if v := held[t.Name]; v != nil {
				return v, nil
			}
			return nil, refuse("there is no %s", t.Name)
		}
		e := evaluator{Machine: n.w.machine(n.Suite, n.w.stream("here")), symbolic: true,
			made: new(int), lookup: lookup}
		for _, w := range []struct {
			term *model.Term
			of   string
		}{
			{model.Apply(model.OpSum, a, b), "ab"},
			{model.Apply(model.OpMul, a, model.G), "a"},
			{model.Apply(model.OpMul, a, b), "ab"},
			{model.Apply(model.OpMul, a, model.Apply(model.OpMul, b, model.G)), "ab"},
			{model.Apply(model.OpSum, model.Apply(model.OpMul, a, model.G),
				model.Apply(model.OpMul, b, model.G)), "ab"},
			{model.Apply(model.OpHashK, a, x), "ax"},
			{model.Apply(model.OpSEnc, k, a, x), "kax"},
		} {
			if _, err := e.eval(w.term); err != nil {
				t.Errorf("%s: %v", w.term, err)
			}
			for _, name := range w.of {
				missing := held[string(name)]
				delete(held, string(name))
				_, err := e.eval(w.term)
				wantError(t, w.term.String(), err, "there is no "+string(name))
				held[string(name)] = missing
			}
		}
		delete(held, "a")
		s := &session{eval: e}
		for _, step := range []*model.Step{
			{Kind: model.StepEqual, Var: a, Term: b},
			{Kind: model.StepEqual, Var: b, Term: a},
			{Kind: model.StepOpen, Term: x, Key: a},
			{Kind: model.StepOpen, Term: a, Key: k},
			{Kind: model.StepVerify, Term: a, Key: k},
			{Kind: model.StepVerify, Term: x, Key: a},
			{Kind: model.StepVerify, Term: x, Key: k, Fields: []*model.Term{a}},
			{Kind: model.StepOnce, Term: a},
		} {
			wantError(t, step.Kind.String(), s.check(step), "there is no a")
		}
	})
}

// integer is a number as a term.
func integer(n int) *model.Term {
	return &model.Term{Op: model.OpConst, Sort: model.Scalar, Name: fmt.Sprint(n)}
}
