package emr_test

import (
	"reflect"
	"testing"

	"emrproof/model"
	"emrproof/model/build"
	"emrproof/model/emr"
	"emrproof/model/library"
)

// same says whether a description is the one that its text gives when it is read.
func same(t *testing.T, p *model.Protocol) {
	t.Helper()
	text := emr.Print(p)
	f, err := emr.Parse(p.Name+".emr", []byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	q, err := f.Protocol()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if !reflect.DeepEqual(p, q) {
		t.Errorf("%s %v: what is printed reads as another description:\n%s", p.Name, p.Options, text)
	}
	if again := emr.Print(q); again != text {
		t.Errorf("%s %v: prints as another text the second time", p.Name, p.Options)
	}
}

// Every description of the library reads back as it is printed, with each option and without
// each check.
func TestPrintedIsReadBack(t *testing.T) {
	for _, name := range library.Names() {
		p := library.Must(name)
		same(t, p)
		for _, o := range library.OptionIDs(name) {
			same(t, library.Must(name, o))
		}
		for _, c := range build.Checks(p) {
			same(t, library.Must(name, build.WithoutPrefix+c.ID))
		}
	}
}
