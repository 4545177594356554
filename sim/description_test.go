package sim

import (
	"bytes"
	"strings"
	"testing"

	"emrproof/model/library"
)

// told is a description of three parties that does not come with the harness. C certifies what
// A sends, and A and B each have data of their own.
const told = `protocol told "nowhere"
party A "sender" is ID_A
party B "receiver" is ID_B
party C "notary" is ID_C one trusted
identity ID_X
data D_X
scalar x_X
key K_X
certificate Cert_A
signature S_A

phase "certificate" secure once
  role A
    send C: ID_A
    receive C: Cert_A
    store own: Cert_A
  role C
    receive A: ID_A
    Cert_A = Cert[PRK_C](ID_A)
    send A: Cert_A

phase "telling"
  role A
    input ID_B from peer
    lookup own: Cert_A
    input ID_X from data
    input D_X from data
    input x_X from data
    input K_X from data
    S_A = S[PRK_A](ID_X, D_X, x_X·G, K_X)
    send B: ID_A, Cert_A, S_A
  role B
    receive A: ID_A, Cert_A, S_A
    certificate Cert_A of ID_A
    input D_X from data

world
  A: ann, amy
  B: ben
  C: notary
  session "telling" by A with B
`

// toldWorld returns a world of the description, under a name that no other test uses.
func toldWorld(t *testing.T, name string) Config {
	t.Helper()
	if _, err := library.Add(name, told); err != nil {
		t.Fatal(err)
	}
	return standard(t, name, Size{Each: 2, Sessions: 3})
}

// What a principal has of its own is the same in each session, and another principal's or
// another variable is another.
func TestDataOfOnesOwn(t *testing.T) {
	got := inputs(t, toldWorld(t, "data.emr"))
	seen := map[string]string{}
	for _, name := range []string{"D_X", "x_X", "K_X", "ID_X"} {
		for _, who := range []string{"ann", "amy"} {
			first := got[who+".3 "+name]
			if other, ok := seen[string(first)]; ok || len(first) == 0 {
				t.Errorf("%s of %s is %x, that of %s", name, who, first, other)
			}
			seen[string(first)] = who + " " + name
		}
		if !bytes.Equal(got["ann.3 "+name], got["ann.4 "+name]) {
			t.Errorf("%s is another in ann's next session", name)
		}
	}
	if bytes.Equal(got["receiver-0002.2 D_X"], got["amy.3 D_X"]) || got["receiver-0002.2 D_X"] == nil {
		t.Error("who receives has not its own data")
	}
	c := toldWorld(t, "data.emr")
	c.Seed = 2
	if other := inputs(t, c); bytes.Equal(other["ann.3 D_X"], got["ann.3 D_X"]) {
		t.Error("another seed gives the same data")
	}
}

// A trace has the description that it was made with, so that it is read and run again where
// nobody has the file.
func TestTraceHasItsDescription(t *testing.T) {
	_, text := traceOf(t, toldWorld(t, "told.emr"))
	elsewhere := strings.Replace(text, `"profile":"told.emr"`, `"profile":"elsewhere.emr"`, 1)
	file, err := ReadTrace("t", strings.NewReader(elsewhere))
	if err != nil {
		t.Fatal(err)
	}
	if _, again := traceOf(t, file.Config); again != elsewhere {
		t.Error("it is not the same again")
	}
	if library.Added("elsewhere.emr") != told {
		t.Error("the description is not known by its name")
	}
	for want, change := range map[string]func(c *Config){
		"another description of this name is in use":   func(c *Config) { c.Description += "#" },
		"nsl\": a description of this name comes with": func(c *Config) { c.Profile = "nsl" },
		`told.emr": want the base name of a file`:      func(c *Config) { c.Profile = "a/told.emr" },
		"bad.emr:1:1: ": func(c *Config) {
			c.Profile, c.Description = "bad.emr", "party"
		},
	} {
		c := file.Config
		change(&c)
		if err := c.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
