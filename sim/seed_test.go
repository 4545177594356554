package sim

import (
	"encoding/hex"
	"io"
	"math"
	"testing"
)

// drawn is the first n bytes of a stream.
func drawn(t testing.TB, r io.Reader, n int) string {
	t.Helper()
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(b)
}

// A saved trace can be replayed only as long as the streams stay what they are.
func TestStreamsAreWhatTheyWere(t *testing.T) {
	for _, c := range []struct {
		seed Seed
		name string
		want string
	}{
		{1, "principal/alice", "afb0f93f3684de509bf6c53e48694c10"},
		{1, "principal/bob", "5243ab96ec27ce069f6679a1f51af8c1"},
		{2, "principal/alice", "b69db44b63dbb93c0ae8f98a07887cb9"},
		{math.MaxUint64, "", "83d2b337f8994b9de5a81e01c0f6119b"},
	} {
		if got := drawn(t, c.seed.Stream(c.name), 16); got != c.want {
			t.Errorf("seed %d, stream %q: %s, want %s", c.seed, c.name, got, c.want)
		}
	}
}

func TestSameSeedSameBytes(t *testing.T) {
	if a, b := drawn(t, Seed(7).Stream("x"), 1000), drawn(t, Seed(7).Stream("x"), 1000); a != b {
		t.Error("the same stream gives other bytes")
	}
}

func TestStreamsDoNotTouch(t *testing.T) {
	alone := drawn(t, Seed(1).Stream("a"), 64)
	a, b := Seed(1).Stream("a"), Seed(1).Stream("b")
	drawn(t, b, 999)
	first := drawn(t, a, 32)
	drawn(t, b, 1)
	if got := first + drawn(t, a, 32); got != alone {
		t.Error("drawing from one stream moves another")
	}
}

func TestStreamsDiffer(t *testing.T) {
	seen := map[string]bool{}
	for _, seed := range []Seed{0, 1, 2, 1 << 8, 1 << 63, math.MaxUint64} {
		for _, name := range []string{"", "a", "b", "ab", "a\x00", "link/a/b", "link/b/a"} {
			s := drawn(t, seed.Stream(name), 16)
			if seen[s] {
				t.Errorf("seed %d, stream %q: as another stream", seed, name)
			}
			seen[s] = true
		}
	}
}

// A campaign's seeds are distinct, and small enough for TOML, whose integers have
// 64 bits with a sign: a world that stands out can be run again from a file.
func TestSeedsOfACampaign(t *testing.T) {
	seen := map[Seed]int{}
	for i := range 100000 {
		s := Seed(1).Run(i)
		if j, ok := seen[s]; ok {
			t.Fatalf("worlds %d and %d have the seed %d", j, i, s)
		}
		if s > math.MaxInt64 {
			t.Fatalf("world %d: seed %d is too large for TOML", i, s)
		}
		seen[s] = i
	}
	one, again, other := Seed(1).Run(0), Seed(1).Run(0), Seed(2).Run(0)
	if one != again || one == other {
		t.Error("the seed of a world is not a function of the campaign's seed")
	}
}
