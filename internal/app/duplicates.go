package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/evidence/link"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Duplicates is a page of the pairs of incidents that may be one.
type Duplicates struct {
	Pairs []link.Pair
	Total int       // proposals in all; at link.MostPairs there may be more
	Left  link.Left // what could not be compared
	Next  string    // cursor; "": the last page
}

// Duplicates proposes pairs of incidents, the most alike first, those with at least one incident that entries after a position touch (since; 0: all). What whoever acts may
// not see is not compared. Errors: record.ErrCursor, Preparing.
func (a *App) Duplicates(ctx context.Context, since int64, after string, limit int) (*Duplicates, error) {
	return a.DuplicatesBut(ctx, since, after, limit, nil)
}

// DuplicatesBut is Duplicates without the pairs that somebody set aside.
func (a *App) DuplicatesBut(ctx context.Context, since int64, after string, limit int, aside func(*link.Pair) bool) (*Duplicates, error) {
	pairs, left, err := a.proposed(ctx, since)
	if err != nil {
		return nil, err
	}
	if aside != nil {
		pairs = slices.DeleteFunc(slices.Clone(pairs), func(p link.Pair) bool { return aside(&p) })
	}
	out := &Duplicates{Total: len(pairs), Left: left}
	if after != "" {
		score, a, b, err := pairCursor(after)
		if err != nil {
			return nil, err
		}
		from, _ := slices.BinarySearchFunc(pairs, link.Pair{Score: score, A: a, B: b}, func(p, at link.Pair) int {
			return cmp.Or(cmp.Compare(at.Score, p.Score), cmp.Compare(p.A, at.A), cmp.Compare(p.B, at.B))
		})
		if from < len(pairs) && pairs[from].A == a && pairs[from].B == b {
			from++
		}
		pairs = pairs[from:]
	}
	if len(pairs) > limit {
		last := pairs[limit-1]
		out.Next = CursorAfter(&last)
		pairs = pairs[:limit]
	}
	out.Pairs = pairs
	return out, nil
}

// proposed gives the proposals of those that entries after a position touch. They are shared: nobody changes them.
func (a *App) proposed(ctx context.Context, since int64) (pairs []link.Pair, left link.Left, err error) {
	if since == 0 {
		is, err := a.queue.proposed(ctx, a)
		if err != nil {
			return nil, link.Left{}, err
		}
		return is.pairs, is.left, nil
	}
	err = a.queue.with(ctx, func() error {
		of, err := touchedSince(ctx, a.Store(), since)
		if err != nil {
			return err
		}
		x, err := a.queue.index(ctx, a)
		if err == nil {
			pairs, left, err = x.Propose(ctx, of)
		}
		return err
	})
	return pairs, left, err
}

// touchedSince gives the incidents that entries after a position speak of; never nil.
func touchedSince(ctx context.Context, store record.Reader, since int64) ([]string, error) {
	ids := []string{}
	for e, err := range store.Entries(ctx, since) {
		if err != nil {
			return nil, err
		}
		p, err := record.Decode(e.Kind, e.Version, e.Payload)
		if err == nil {
			ids = append(ids, record.Touches(p)...)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// CursorAfter gives the cursor with which the pairs after one go on.
func CursorAfter(p *link.Pair) string { return record.Key(strconv.FormatInt(p.Score, 10), p.A, p.B) }

func pairCursor(s string) (score int64, a, b string, err error) {
	parts := record.Parts(s)
	if len(parts) == 3 {
		if score, err = strconv.ParseInt(parts[0], 10, 64); err == nil {
			return score, parts[1], parts[2], nil
		}
	}
	return 0, "", "", record.ErrCursor
}

// Decide enters what was decided of two incidents: that they are one, into being the one that goes on standing (record.Link: merge), that they are two (apart), or that the decision
// before is taken back (open). What speaks for it is kept as it is seen now. seen is what was looked at (PairSeen); "": it is not asked for. Errors: ErrChanged, where they stand
// otherwise by now; record.ErrNotFound; review.Refusals.
func (a *App) Decide(ctx context.Context, x, y, decision, into, why, seen string) (record.Head, error) {
	head, err := a.decide(ctx, func() ([]any, error) {
		l := record.Link{
			A: min(x, y), B: max(x, y), Decision: decision, Into: into, By: a.who.ID, When: a.Now().UTC().Format("2006-01-02"), Why: strings.TrimSpace(why),
		}
		var refused review.Refusals
		var both []*record.Bundle
		for _, id := range []string{l.A, l.B} {
			c, err := a.Case(ctx, id)
			if err != nil {
				return nil, &AboutError{id, err}
			}
			refused = append(refused, a.who.Require(review.Assess, a.state(c))...)
			both = append(both, c.Bundle)
		}
		if seen != "" && seen != PairSeen([2]*record.Bundle(both)) {
			return nil, ErrChanged
		}
		was, decided := linkOf(both[0], l.A, l.B)
		switch {
		case decision == "open":
			if !decided || was.Decision == "open" {
				refused = append(refused, review.Refusal{Code: "undecided", Args: diagArgs("a", x, "b", y)})
			}
		default:
			for _, b := range both {
				if b.Into != "" && !(decided && was.Decision == "merge") {
					refused = append(refused, review.Refusal{Code: "merged_already", Args: diagArgs("incident", b.Incident.ID, "into", b.Into)})
				}
			}
		}
		p, err := a.compared(ctx, both)
		if err != nil {
			return nil, err
		}
		l.Signs, l.Score = p.Shown(), p.Score
		if decision == "merge" && l.Why == "" {
			code := "merge_reason"
			if p.SamePublisher {
				code = "merge_same_publisher"
			}
			refused = append(refused, review.Refusal{Code: code, Args: diagArgs("publisher", both[0].Incident.Publisher)})
		}
		return []any{l}, refused.OrNil()
	})
	if errors.Is(err, record.ErrMerge) {
		err = review.Refusals{{Code: "merge_circle", Args: diagArgs("a", x, "b", y)}}
	}
	return head, err
}

// AboutError says of what something is an error.
type AboutError struct {
	Subject string
	Err     error
}

func (e *AboutError) Error() string { return e.Subject + ": " + e.Err.Error() }
func (e *AboutError) Unwrap() error { return e.Err }

func linkOf(b *record.Bundle, x, y string) (record.Link, bool) {
	for _, l := range b.Links {
		if l.A == x && l.B == y {
			return l, true
		}
	}
	return record.Link{}, false
}

// compared gives what speaks for and against two incidents being one, each without what was merged into it, and as if what they share were theirs alone: how rare it is
// in the record is not asked for a single pair.
func (a *App) compared(ctx context.Context, both []*record.Bundle) (link.Pair, error) {
	base, err := a.Store().Base(ctx, record.Cut{})
	if err != nil {
		return link.Pair{}, err
	}
	x, err := link.NewIndex(base, func(yield func(*record.Bundle, error) bool) {
		for _, b := range both {
			own := *b
			own.Merged, own.Links = nil, nil
			if !yield(&own, nil) {
				return
			}
		}
	})
	if err != nil {
		return link.Pair{}, err
	}
	p, _ := x.Pair(both[0].Incident.ID, both[1].Incident.ID)
	return p, nil
}
