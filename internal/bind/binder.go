package bind

import (
	"iter"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

// Binder binds incidents one by one, so that what was made of one is made once, however many sets it goes into. Set gives what Bind gives of the same. It is for
// one goroutine at a time.
type Binder struct {
	vocabulary *norms.Vocabulary
	zone       civil.Zone
	opts       Options
	b          *binder
}

// Bound is what was made of one incident.
type Bound struct {
	fact      fact.Fact
	counts    bool // there is a fact
	left      fact.Left
	positions []fact.Position
	words     []usedWord // that are not bound
}

// usedWord is a word that was met; used: it counts as one of the incident.
type usedWord struct {
	*word
	used bool
}

// NewBinder gives a binder by the names and sources of a base, of which nothing else is read.
func NewBinder(v *norms.Vocabulary, zone civil.Zone, base *record.Base, opts Options) *Binder {
	return &Binder{v, zone, opts, newBinder(v, zone, base, opts)}
}

// One binds an incident. Nothing of the bundle is kept.
func (k *Binder) One(bundle *record.Bundle) *Bound {
	b, out := k.b, &Bound{}
	b.left, b.positions = fact.Left{}, nil
	b.words.met = b.words.met[:0]
	turn := b.words.turn
	kept, most, ok := b.without(bundle.Joined())
	switch {
	case !ok:
		b.left.Without++
	case b.incident(kept, &out.fact):
		atMost(&out.fact, most)
		out.counts = true
	default:
		out.fact = fact.Fact{}
	}
	out.left, out.positions = b.left, b.positions
	for _, w := range b.words.met {
		if !slices.ContainsFunc(out.words, func(u usedWord) bool { return u.word == w }) {
			out.words = append(out.words, usedWord{w, w.turn == b.words.turn && turn != b.words.turn})
		}
	}
	return out
}

// Set gives the facts of some incidents, in the order of their IDs or in any other, and of a base, which has the names and sources of the binder's. expect is about how many they are.
func (k *Binder) Set(base *record.Base, all iter.Seq[*Bound], expect int) *fact.Set {
	opts := k.opts
	opts.Expect = expect
	found := newFacts(expect)
	b := newBinder(k.vocabulary, k.zone, base, opts)
	used := map[*word]int{}
	for x := range all {
		if x.counts {
			*found.next() = x.fact
			found.add()
		}
		b.left.Add(x.left)
		b.positions = append(b.positions, x.positions...)
		for _, w := range x.words {
			n := 0
			if w.used {
				n = 1
			}
			used[w.word] += n
		}
	}
	set := &fact.Set{Facts: found.sorted()}
	b.base(set, b.baseWithout(base))
	for w, n := range used {
		b.words.find(w.key.scheme, w.key.sort, w.key.word).count += n
	}
	set.Left, set.Unbound = b.left, b.words.list()
	return set
}
