package monitor

import (
	"testing"

	"emrproof/model"
	"emrproof/sim/trace"
)

func TestIntegrityTwins(t *testing.T) {
	testTwins(t, model.Integrity, []twin{
		{"nothing accepted", `alice.1 made M bob M=m`, "not exercised, 0 judged"},
		{"made and accepted", `alice.1 made M bob M=m
			bob.1 accept M alice M=m`, "not violated, 1 judged"},
		{"another byte", `alice.1 made M bob M=m
			bob.1 accept M alice M=n`, "violated, 1 judged; 2 []"},
		{"made after", `bob.1 accept M alice M=m
			alice.1 made M bob M=m`, "violated, 1 judged; 1 []"},
		{"made by another patient", `carol.1 made M bob M=m
			bob.1 accept M alice M=m`, "violated, 1 judged; 2 []"},
		{"made by another party", `hospital.1 made M bob M=m
			bob.1 accept M hospital M=m`, "violated, 1 judged; 2 []"},
		{"made as something else", `alice.1 made N bob M=m
			bob.1 accept M alice M=m`, "violated, 1 judged; 2 []"},
		{"made for another", `alice.1 made M dan M=m
			bob.1 accept M alice M=m`, "not violated, 1 judged"},
		{"more names on one side", `alice.1 made M bob ID_P=alice M=m
			bob.1 accept M alice M=m n=1`, "not violated, 1 judged"},
		{"about another patient", `alice.1 made M bob ID_P=alice M=m
			bob.1 accept M alice ID_P=carol M=m`, "violated, 1 judged; 2 []"},
		{"no name in common", `alice.1 made M bob N=m
			bob.1 accept M alice M=m`, "violated, 1 judged; 2 []"},
		{"accepted twice", `alice.1 made M bob M=m
			bob.1 accept M alice M=m
			bob.2 accept M alice M=m`, "not violated, 2 judged"},
		{"a corrupt maker", `reveal alice all
			bob.1 accept M alice M=m`, "not exercised, 0 judged"},
		{"a corrupt receiver", `reveal bob all
			bob.1 accept M alice M=m`, "not exercised, 0 judged"},
		{"a maker who was robbed", `reveal alice keys
			bob.1 accept M alice M=m`, "violated, 1 judged; 2 []"},
	})
}

func TestNonRepudiationTwins(t *testing.T) {
	testTwins(t, model.NonRepudiation, []twin{
		{"nothing accepted", `bob.1 verify alice Sig=s M=m`, "not exercised, 0 judged"},
		{"signed", `bob.1 verify alice Sig=s T=1 M=m
			bob.1 accept M alice M=m`, "not violated, 1 judged"},
		{"no signature", `bob.1 accept M alice M=m`, "violated, 1 judged; 1 []"},
		{"a signature on something else", `bob.1 verify alice Sig=s T=1 M=n
			bob.1 accept M alice M=m`, "violated, 1 judged; 2 []"},
		{"it is the signature, not the text", `bob.1 verify alice Sig=m T=1
			bob.1 accept M alice M=m`, "violated, 1 judged; 2 []"},
		{"a signature of another", `bob.1 verify carol Sig=s M=m
			bob.1 accept M alice M=m`, "violated, 1 judged; 2 []"},
		{"a signature that another has", `dan.1 verify alice Sig=s M=m
			bob.1 accept M alice M=m`, "violated, 1 judged; 2 []"},
		{"a signature in another session", `bob.1 verify alice Sig=s M=m
			bob.2 accept M alice M=m`, "not violated, 1 judged"},
		{"a signature that comes after", `bob.1 accept M alice M=m
			bob.1 verify alice Sig=s M=m`, "violated, 1 judged; 1 []"},
		{"under another name", `bob.1 verify alice Sig=s X=m
			bob.1 accept M alice M=m`, "not violated, 1 judged"},
		{"two values, one signature", `bob.1 verify alice Sig=s M=m N=n
			bob.1 accept M alice M=m N=n`, "not violated, 1 judged"},
		{"two values, two signatures", `bob.1 verify alice Sig=s M=m
			bob.1 verify alice Sig=t N=n
			bob.1 accept M alice M=m N=n`, "violated, 1 judged; 3 []"},
		{"whom it is about need not be signed", `bob.1 verify alice Sig=s M=m
			bob.1 accept M alice ID_P=alice M=m`, "not violated, 1 judged"},
		{"whom it is about is signed alone", `bob.1 verify alice Sig=s ID_P=alice
			bob.1 accept M alice ID_P=alice M=m`, "violated, 1 judged; 2 []"},
		{"it is all about whom", `bob.1 verify alice Sig=s ID_P=alice
			bob.1 accept M alice ID_P=alice`, "violated, 1 judged; 2 []"},
		{"a corrupt receiver", `reveal bob all
			bob.1 accept M alice M=m`, "violated, 1 judged; 2 []"},
		{"a corrupt maker", `reveal alice all
			bob.1 accept M alice M=m`, "violated, 1 judged; 2 []"},
		{"another party accepts", `hospital.1 accept M alice M=m`, "not exercised, 0 judged"},
	})
}

// A signature on a hash is one on what was hashed, if that is what the same session accepts.
func TestSignatureOnAHash(t *testing.T) {
	m, n := model.Var("M", model.Data), model.Var("N", model.Data)
	h := model.Apply(model.OpHashK, model.Apply(model.OpTuple, n, model.Apply(model.OpHashK, m)))
	p := &model.Protocol{Phases: []model.Phase{{Name: "visit", Roles: []model.Role{{Party: "D",
		Steps: []model.Step{{Kind: model.StepVerify, Fields: []*model.Term{h}}}}}}}}
	datum := func(name, bytes string) trace.Datum {
		return trace.Datum{Name: name, Value: &trace.Value{Sort: model.Data, Raw: []byte(bytes)}}
	}
	verify := trace.Event{Phase: "visit", Party: "D", Step: 1, Session: "bob.1",
		Data: []trace.Datum{datum("Sig", "s"), datum("h(N‖h(M))", "x")}}
	for _, c := range []struct {
		name, session, variable string
		change                  func(e *trace.Event)
		want                    bool
	}{
		{"of a hash of it", "bob.1", "M", nil, true},
		{"of it", "bob.1", "N", nil, true},
		{"of another variable", "bob.1", "O", nil, false},
		{"accepted by another session", "bob.2", "M", nil, false},
		{"of no step", "bob.1", "M", func(e *trace.Event) { e.Step = 2 }, false},
		{"of no role", "bob.1", "M", func(e *trace.Event) { e.Party = "P" }, false},
		{"of no phase", "bob.1", "M", func(e *trace.Event) { e.Phase = "" }, false},
	} {
		e := verify
		if c.change != nil {
			c.change(&e)
		}
		x := &index{protocol: p}
		got := x.covers(&e, &trace.Event{Session: c.session}, []trace.Datum{datum(c.variable, "m")})
		if got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}
