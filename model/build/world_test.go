package build_test

import (
	"strings"
	"testing"
	"time"

	"emrproof/model"
	"emrproof/model/build"
	"emrproof/model/library"
)

// A world that nobody could live in is refused, with the reason.
func TestWorldsRefused(t *testing.T) {
	for _, c := range []struct {
		want string
		edit func(*model.World)
	}{
		{`X: is not a party of the protocol`, func(w *model.World) { w.Cast[0].Party = "X" }},
		{`P: is there twice`, func(w *model.World) { w.Cast[0].Party = "P" }},
		{`HPC: -1 principals: want 1 or more`, func(w *model.World) { w.Cast[2].Count = -1 }},
		{`PC: 2 principals: want one`, func(w *model.World) { w.Cast[1].Count = 2 }},
		{`PC: name "authority" is taken`, func(w *model.World) {
			w.Cast[1].Names = w.Cast[0].Names
		}},
		{`PC: name "a.1": want 1 to 40 letters`, func(w *model.World) {
			w.Cast[1].Names = []string{"a.1"}
		}},
		{`HPC: name "h": want letters, digits and hyphens, and one #`, func(w *model.World) {
			w.Cast[2].Rest = "h"
		}},
		{`D: name "hospital-#" is taken`, func(w *model.World) { w.Cast[3].Rest = "hospital-#" }},
		{`P: department "x" is there twice`, func(w *model.World) {
			w.Cast[4].Departments = []string{"x", "x"}
		}},
		{`P: department "": want 1 to 255 bytes`, func(w *model.World) {
			w.Cast[4].Departments = []string{""}
		}},
		{`session "vist": is not a phase of the protocol`, func(w *model.World) {
			w.Sessions[0].Phase = "vist"
		}},
		{`session "authority": every MA runs it when it registers`, func(w *model.World) {
			w.Sessions[0].Phase = "authority"
		}},
		{`session "visit": by D: want P, who opens it`, func(w *model.World) {
			w.Sessions[0].By = "D"
		}},
		{`session "visit": with "": want D, whom P takes from its peer`, func(w *model.World) {
			w.Sessions[0].With = ""
		}},
		{`before "filing": with X: is not a party of the protocol`, func(w *model.World) {
			w.Before[0].With = "X"
		}},
		{`sessions from -1s every`, func(w *model.World) { w.From = -time.Second }},
	} {
		p := library.Must("published").Clone()
		c.edit(&p.World)
		_, err := build.Protocol(p)
		if err == nil || !strings.HasPrefix(err.Error(), "published: world: ") ||
			!strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

// A description without a world has a principal a party, and sessions of its first phase.
func TestStandardWorld(t *testing.T) {
	p := library.Must("published").Clone()
	p.World = model.World{}
	p, err := build.Protocol(p)
	if err != nil {
		t.Fatal(err)
	}
	w := p.StandardWorld()
	if c := w.Of("HPC"); c.Count != 1 || c.Name(0) != "hospitals-private-cloud" ||
		c.Name(1) != "hospitals-private-cloud-0002" {
		t.Errorf("%+v", c)
	}
	if want := (model.Meeting{Phase: "visit", By: "P", With: "D"}); len(w.Sessions) != 1 ||
		w.Sessions[0] != want {
		t.Errorf("got %+v, want %+v", w.Sessions, want)
	}
}
