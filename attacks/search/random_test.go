package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"emrproof/attacks/attacktest"
	"emrproof/attacks/search/symbolic"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/trace"
)

// A draft is a random description of two messages that is being written. It is not always one
// that can be built.
type draft struct {
	*rand.Rand
	b strings.Builder
}

// some returns some of a list, at least one.
func (d *draft) some(list ...string) []string {
	var all []string
	for _, s := range list {
		if d.IntN(2) == 0 {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		all = []string{list[d.IntN(len(list))]}
	}
	return all
}

func (d *draft) add(format string, args ...any) { fmt.Fprintf(&d.b, format+"\n", args...) }

// A part is how one message is made, and how it is read.
type part struct{ let, fields, read []string }

// message draws a message from one party to another with some of the names and nonces: signed,
// encrypted, hashed, or in the clear, in one of several ways.
func (d *draft) message(no int, from, to string, values ...string) part {
	text := d.some(values...)
	list := strings.Join(text, ", ")
	sig, c, h := fmt.Sprint("Sig", no), fmt.Sprint("C", no), fmt.Sprint("H", no)
	signed := strings.Join(d.some(values...), ", ")
	sign := fmt.Sprintf("%s = S[PRK_%s](%s)", sig, from, signed)
	verify := fmt.Sprintf("verify %s by PUK_%s: %s", sig, from, signed)
	switch d.IntN(5) {
	case 0: // in the clear, signed
		return part{[]string{sign}, append(text, sig), []string{verify}}
	case 1: // encrypted
		return part{[]string{fmt.Sprintf("%s = E[PUK_%s](%s)", c, to, list)}, []string{c},
			[]string{fmt.Sprintf("open %s by PRK_%s: %s", c, to, list)}}
	case 2: // signed, and encrypted
		return part{[]string{sign, fmt.Sprintf("%s = E[PUK_%s](%s, %s)", c, to, list, sig)},
			[]string{c}, []string{fmt.Sprintf("open %s by PRK_%s: %s, %s", c, to, list, sig), verify}}
	case 3: // encrypted, and signed
		return part{[]string{fmt.Sprintf("%s = E[PUK_%s](%s)", c, to, list),
			fmt.Sprintf("%s = S[PRK_%s](%s, %s)", sig, from, c, values[0])}, []string{c, sig},
			[]string{fmt.Sprintf("open %s by PRK_%s: %s", c, to, list),
				fmt.Sprintf("verify %s by PUK_%s: %s, %s", sig, from, c, values[0])}}
	}
	// hashed, beside what is encrypted
	return part{[]string{fmt.Sprintf("%s = E[PUK_%s](%s)", c, to, list),
		fmt.Sprintf("%s = h(%s)", h, signed)}, []string{c, h},
		[]string{fmt.Sprintf("open %s by PRK_%s: %s", c, to, list),
			fmt.Sprintf("check %s = h(%s)", h, signed)}}
}

// describe draws a description.
func describe(r *rand.Rand) string {
	d := &draft{Rand: r}
	one := d.message(1, "A", "B", "N_A", "ID_A", "ID_B")
	two := d.message(2, "B", "A", "N_A", "N_B", "ID_A", "ID_B")
	if d.IntN(3) > 0 { // A's name, which B has to know
		one.fields = append([]string{"ID_A"}, one.fields...)
	}
	d.add("protocol random \"none\"\nparty A \"initiator\" is ID_A\nparty B \"responder\" is ID_B")
	d.add("key N_A, N_B, H1, H2, H3\nciphertext C1, C2, C3\nsignature Sig1, Sig2\nphase \"exchange\"")
	agreed := strings.Join(d.some("N_A", "N_B", "ID_A", "ID_B"), ", ")
	begun := strings.Join(d.some("N_A", "ID_A", "ID_B"), ", ")
	d.add("  role A\n    input ID_B from peer\n    fresh N_A\n    secret \"N_A\" to B: N_A")
	d.add("    made \"N_A\" to B: N_A\n    consent \"record\" to A: ID_A")
	d.add("    running \"A-B\" to B: %s", begun)
	d.lines(one.let)
	d.add("    send B: %s\n    receive B: %s", strings.Join(one.fields, ", "),
		strings.Join(two.fields, ", "))
	d.lines(two.read)
	d.add("    commit \"B-A\" to B: %s", agreed)
	d.add("  role B\n    receive A: %s", strings.Join(one.fields, ", "))
	d.lines(one.read)
	d.add("    commit \"A-B\" to A: %s\n    fresh N_B\n    secret \"N_B\" to A: N_B", begun)
	d.add("    running \"B-A\" to A: %s", agreed)
	d.lines(two.let)
	d.add("    send A: %s", strings.Join(two.fields, ", "))
	d.add("    released \"record\" to A: ID_A")
	held := d.IntN(2) == 0 // B has N_A by then
	if held {
		d.add("    accept \"N_A\" to A: N_A")
	}
	if d.IntN(2) == 0 {
		d.again()
	}
	d.add("claim agreement \"B-A\" by A about B\nclaim agreement \"A-B\" by B about A")
	for _, c := range []string{"secrecy", "forward secrecy"} {
		d.add("claim %s \"N_A\" by A about B\nclaim %s \"N_B\" by B about A", c, c)
	}
	d.add("claim authorization \"record\" by B about A")
	if held {
		d.add("claim integrity \"N_A\" by B about A\nclaim non-repudiation \"N_A\" by B about A")
	}
	return d.b.String()
}

// again has B keep N_B, under A's name, and say something of it to whoever asks under that name.
func (d *draft) again() {
	d.add("    store notes[ID_A]: N_B\nphase \"again\"")
	d.add("  role A\n    input ID_B from peer\n    send B: ID_A")
	sends := [][2]string{{"", "N_B"}, {"C3 = E[PUK_A](N_B)", "C3"}, {"H3 = h(N_B)", "H3"}}[d.IntN(3)]
	d.add("    receive B: %s\n  role B\n    receive A: ID_A\n    lookup notes[ID_A]: N_B", sends[1])
	if sends[0] != "" {
		d.add("    %s", sends[0])
	}
	d.add("    send A: %s", sends[1])
}

func (d *draft) lines(list []string) {
	for _, l := range list {
		d.add("    %s", l)
	}
}

// judgedPlainly are the kinds of claims that a plain search judges.
var judgedPlainly = []model.ClaimKind{model.Secrecy, model.Aliveness, model.WeakAgreement,
	model.Agreement, model.Injective, model.ForwardSecrecy, model.Integrity, model.NonRepudiation,
	model.Authorization}

// What a plain search finds in random protocols of two messages, the search finds too; and what
// the search finds, the monitors find on real cryptography.
func TestAgreesWithAPlainSearch(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long, and has one worker")
	}
	want, runs := 30, 1000
	if *attacktest.Everything {
		want, runs = 1000, 3000
	}
	r := rand.New(rand.NewPCG(15, 1))
	tried, found, more := 0, 0, 0
	kinds := map[model.ClaimKind]int{}
	for i := 0; tried < want && i < 50*want; i++ {
		text := describe(r)
		name, err := library.Add(fmt.Sprintf("random %d.emr", i), text)
		if err != nil {
			continue
		}
		tried++
		q := Question{Profile: name, Bound: Bound{Instances: 2}}
		var stolen []string
		if party := []model.Party{"", "A", "B"}[i%3]; party != "" { // its keys, before all sessions
			q.Steal = []symbolic.Theft{{Party: party, What: trace.RevealKeys}}
			stolen = []string{map[model.Party]string{"A": alice, "B": bob}[party]}
		}
		lazy, err := Search(q)
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		plain := newPlainSearch(library.Must(name), 2, runs, stolen...)
		plain.explore(0)
		p := library.Must(name)
		compare(t, p, symbolic.Insiders(p), 3, "without differentiation",
			func(x *searcher) { x.whole = true })
		for _, a := range lazy.Claims {
			switch {
			case !slices.Contains(judgedPlainly, a.Claim.Kind):
			case plain.found[a.Claim.ID] && a.Verdict != Violated:
				t.Errorf("%s: violated in a plain search, and %s in\n%s", a.Claim.ID, a.Verdict, text)
			case plain.found[a.Claim.ID]:
				found++
				kinds[a.Claim.Kind]++
			case a.Verdict == Violated:
				more++
			}
		}
	}
	t.Logf("%d descriptions: %d violations in both, %d not in the plain search", tried, found, more)
	for _, k := range judgedPlainly {
		if kinds[k] == 0 {
			t.Errorf("%s: violated in no description", k)
		}
	}
	if tried < want || found < want {
		t.Errorf("%d descriptions and %d violations: want %d", tried, found, want)
	}
}
