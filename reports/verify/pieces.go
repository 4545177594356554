package verify

import (
	"emrproof/attacks/survey"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/campaign"
	"fmt"
	"slices"
)

// A Store keeps what is finished of a verification, in pieces. It may be called from
// many goroutines.
type Store interface {
	// Load finds a piece again, and says whether it is there and whole.
	Load(piece string, v any) (bool, error)
	Save(piece string, v any) error
	// Unfit is called with a piece that was loaded and cannot be of this verification: it
	// is done again.
	Unfit(piece string)
}

// piece is how many short things are kept together: some seconds of work.
const piece = 25

// A work is n things of a kind that are done one by one and kept in pieces.
type work[T any] struct {
	name   string
	n      int
	each   int // things in a piece
	inTurn bool
	one    func(i int) (T, error) // does the i-th, from 0; may be called side by side
	// fits says whether a thing that was kept can be the i-th.
	fits func(i int, v *T) bool
}

// pieces does a work, but for what is kept of it, and keeps each piece when it is finished.
func pieces[T any](q *Question, w work[T]) ([]T, error) {
	step, end := q.Begin(w.name, w.n)
	defer end()
	all := make([]T, w.n)
	workers := q.Workers
	if w.inTurn {
		workers = 1
	}
	err := campaign.Each((w.n+w.each-1)/w.each, workers, func(i int) error {
		from, to := i*w.each, min(w.n, (i+1)*w.each)
		name := pieceName(w.name, i)
		kept, err := w.load(q.Store, name, from, to)
		if err != nil {
			return err
		}
		if kept != nil {
			copy(all[from:to], kept)
			for range kept {
				step()
			}
			return nil
		}
		for j := from; j < to; j++ {
			if all[j], err = w.one(j); err != nil {
				return err
			}
			step()
		}
		if q.Store == nil {
			return nil
		}
		return q.Store.Save(name, all[from:to])
	})
	return all, err
}

// pieceName is the name of the i-th piece of a work, from 0.
func pieceName(work string, i int) string { return fmt.Sprintf("%s %d", work, i+1) }

// load is a piece that was kept; nil when none was that can be this one.
func (w *work[T]) load(s Store, name string, from, to int) ([]T, error) {
	if s == nil {
		return nil, nil
	}
	var kept []T
	there, err := s.Load(name, &kept)
	if !there || err != nil {
		return nil, err
	}
	fits := len(kept) == to-from
	for i := 0; fits && i < len(kept); i++ {
		fits = w.fits(from+i, &kept[i])
	}
	if !fits {
		s.Unfit(name)
		return nil, nil
	}
	return kept, nil
}

// known says whether a profile has all of these claims.
func known(s *survey.Survey, ids []string) bool {
	p, err := library.Profile(s.Profile, s.Options...)
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(ids, func(id string) bool {
		return !slices.ContainsFunc(p.Claims, func(c model.Claim) bool { return c.ID == id })
	})
}
