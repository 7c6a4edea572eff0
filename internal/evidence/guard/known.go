package guard

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"mithaq/internal/evidence/record"
)

// Known is what outsiders are shown of a record as it was known at an instant, and nothing that they are not shown now. It is nobody's to change.
type Known struct {
	Base  *record.Base
	Forms []*Stood // in the order of incidents
	Same  string   // names all of it by what is shown, and by nothing else: at two instants with the same name the same was known
}

// keptKnown is of how many instants it is kept which one it was, wholly of the last keptWhole of them.
const (
	keptKnown = 4096
	keptWhole = 2
)

// knowns keeps what was known at some instants. The zero value is ready.
type knowns struct {
	shelf *shelf
	came  int64
	same  map[int64]string // by the instant
	whole []*Known         // the one asked for last stands last
}

// Known gives what was known of what is shown at an instant.
func (o *outside) Known(ctx context.Context, entered int64) (*Known, error) {
	s, err := o.shelf(ctx)
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	came := o.came
	k := o.knownAt(s, came, entered)
	o.mu.Unlock()
	if k != nil {
		return k, nil
	}
	cut := record.Cut{Entered: entered}
	k = &Known{}
	if k.Base, err = o.baseOf(ctx, s, cut); err != nil {
		return nil, err
	}
	lines := s.lines()
	k.Forms = make([]*Stood, 0, len(lines))
	var sum sign
	for _, l := range lines {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		st, err := o.stood(ctx, s, l, cut)
		if err != nil {
			return nil, err
		}
		if st != nil {
			k.Forms = append(k.Forms, st)
			sum.toggle(st.Sign)
		}
	}
	told := *k.Base
	told.Head = record.Head{} // moves with what is not shown
	text, err := json.Marshal(told)
	if err != nil {
		return nil, err
	}
	all := sha256.Sum256(append(sum[:], text...))
	k.Same = hex.EncodeToString(all[:])
	o.mu.Lock()
	defer o.mu.Unlock()
	o.keepKnown(s, came, entered, k)
	return k, nil
}

// knownAt gives what is kept of an instant. o.mu is held.
func (o *outside) knownAt(s *shelf, came, entered int64) *Known {
	if o.knowns.shelf != s || o.knowns.came != came {
		o.knowns = knowns{shelf: s, came: came, same: map[int64]string{}}
	}
	same, known := o.knowns.same[entered]
	if !known {
		return nil
	}
	for i, k := range o.knowns.whole {
		if k.Same == same {
			last := len(o.knowns.whole) - 1
			copy(o.knowns.whole[i:], o.knowns.whole[i+1:])
			o.knowns.whole[last] = k
			return k
		}
	}
	return nil
}

// keepKnown keeps what was known at an instant, unless something came since. o.mu is held.
func (o *outside) keepKnown(s *shelf, came, entered int64, k *Known) {
	is := &o.knowns
	if is.shelf != s || is.came != came || o.came != came || o.kept != s {
		return
	}
	if len(is.same) == keptKnown {
		clear(is.same)
	}
	is.same[entered] = k.Same
	for _, other := range is.whole {
		if other.Same == k.Same {
			return
		}
	}
	if len(is.whole) == keptWhole {
		is.whole = is.whole[1:]
	}
	is.whole = append(is.whole, k)
}

// KnownAs names what was known of what is shown at an instant (Known.Same); false: it was not asked for yet, and Known makes it.
func (o *outside) KnownAs(ctx context.Context, entered int64) (same string, known bool, err error) {
	s, err := o.shelf(ctx)
	if err != nil {
		return "", false, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.knownAt(s, o.came, entered)
	same, known = o.knowns.same[entered]
	return same, known, nil
}
