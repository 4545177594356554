package verify

import (
	"emrproof/attacks/survey"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/campaign"
	"fmt"
	"slices"
)

// A Store keeps the finished pieces of a verification, so that one that was cut off can go on.
// Its methods may be called from many goroutines.
type Store interface {
	// Load reads a piece into v, and says whether the piece is there and whole.
	Load(piece string, v any) (bool, error)
	Save(piece string, v any) error
	// Unfit reports that a piece was loaded which cannot be of this verification, and so is
	// done again.
	Unfit(piece string)
}

// piece is how many short tasks are kept together in one piece: some seconds of work.
const piece = 25

// A work is a number of like tasks, which are done one by one and kept in pieces.
type work[T any] struct {
	name   string
	n      int
	each   int // things in a piece
	inTurn bool
	one    func(i int) (T, error) // does the i-th, from 0; may be called side by side
	// fits says whether a result that was kept can be the result of task i.
	fits func(i int, v *T) bool
}

// pieces does a work, except for the pieces that the store has kept, and keeps each piece when
// it is finished.
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

// pieceName is the name of the i-th piece of a work. The argument counts from 0, the name from
// 1.
func pieceName(work string, i int) string { return fmt.Sprintf("%s %d", work, i+1) }

// load returns a piece that the store has kept; nil when there is none that can be this piece.
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

// known says whether a profile has all claims of a list.
func known(s *survey.Survey, ids []string) bool {
	p, err := library.Profile(s.Profile, s.Options...)
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(ids, func(id string) bool {
		return !slices.ContainsFunc(p.Claims, func(c model.Claim) bool { return c.ID == id })
	})
}
