package link

import (
	"context"
	"slices"

	"mithaq/internal/evidence/record"
)

// Queue is the proposals of a record, kept as the record changes: what an update costs goes by what changed, not by the size of the record.
type Queue struct {
	index *Index
	Pairs []Pair // the highest score first; they are not changed, others take their place
}

// NewQueue compares all incidents of an index, which is the queue's from then on.
// progress is told now and then how many incidents are compared.
func NewQueue(ctx context.Context, x *Index, progress func(done int)) (q *Queue, err error) {
	q = &Queue{index: x}
	q.Pairs, err = x.propose(ctx, nil, progress)
	return q, err
}

// quietly tells nobody how far it is.
func quietly(int) {}

// Index gives what the proposals were made from.
func (q *Queue) Index() *Index { return q.index }

// Left counts what could not be compared.
func (q *Queue) Left() Left { return q.index.left }

// Knows says whether a source may change without any incident being compared otherwise; it is taken to be so from then on.
func (q *Queue) Knows(s record.Source) bool {
	x := q.index
	old, known := x.sources[s.ID]
	if x.met[s.ID] && (!known || old.Party != s.Party || old.Sort != s.Sort || !slices.Equal(old.Cites, s.Cites)) {
		return false
	}
	x.sources[s.ID] = s
	return true
}

// Update takes the incidents of ids as they are now; an incident among ids and not among bundles does not stand. The pairs are what a comparison of all would give.
// After an error the queue is of no use.
func (q *Queue) Update(ctx context.Context, ids []string, bundles []*record.Bundle) error {
	x := q.index
	was := map[uint64]int{} // of the blocks that change, how many incidents they held
	note := func(c *candidate) {
		for _, key := range x.keys(c, nil) {
			if _, ok := was[key]; !ok {
				was[key] = len(x.blocks.of(key))
			}
		}
	}
	again := map[string]bool{} // incidents of which no pair is left as it was
	for _, id := range ids {
		again[id] = true
		if i, ok := x.at[id]; ok {
			note(&x.all[i])
			x.remove(i)
		}
	}
	some := map[int32]bool{}
	r := x.reader()
	for _, b := range bundles {
		c := r.candidate(b)
		note(&c)
		some[x.insert(c)] = true
	}
	for key, n := range was {
		block := x.blocks.of(key)
		if now := len(block); x.crowded(key, n) == x.crowded(key, now) && (key&1 == 0 || band(n) == band(now)) {
			continue
		}
		for _, i := range block {
			some[i], again[x.all[i].id] = true, true
		}
	}
	if x.blocks.grown() {
		x.block()
	}
	if len(q.Pairs) >= MostPairs { // what was beyond the last may come up
		all, err := x.propose(ctx, nil, quietly)
		q.Pairs = all
		return err
	}
	more, err := x.propose(ctx, some, quietly)
	if err != nil {
		return err
	}
	for i := range q.Pairs {
		if p := &q.Pairs[i]; !again[p.A] && !again[p.B] {
			more = append(more, *p)
		}
	}
	q.Pairs = best(more)
	return nil
}
