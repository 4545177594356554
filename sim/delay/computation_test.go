package delay

import (
	"encoding/json"
	"strings"
	"testing"
)

// What takes time is written in the order of the kinds, and read again as it was.
func TestComputationInJSON(t *testing.T) {
	c := Computation{"sign": 3, "mul": 5, "aenc": 7, "keys": 0}
	text, err := json.Marshal(c)
	if want := `{"sign":"3ns","aenc":"7ns","mul":"5ns"}`; err != nil || string(text) != want {
		t.Errorf("got %s, %v, want %s", text, err, want)
	}
	c = Computation{"sing": 3}
	err = c.Check()
	if err == nil || !strings.HasPrefix(err.Error(), `computation: "sing": want one`) {
		t.Errorf("error %v", err)
	}
}
