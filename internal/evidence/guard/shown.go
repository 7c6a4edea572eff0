package guard

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"maps"
	"slices"
)

// Shown is all that an outsider sees of incidents, by name: it rests on nothing else, so that two records that publish the same have the same.
type Shown string

// Moved tells how what an outsider sees of incidents became otherwise. Each list is sorted.
type Moved struct {
	Added   []string // incidents that were not shown
	Changed []string // of which something else is shown
	Gone    []string // that are shown no more
}

// Showing is a record as an outsider sees it, which can tell what changed of that.
type Showing interface {
	// Shown names what is shown now, and tells what became otherwise since it was named before; false: that is not known any more.
	Shown(ctx context.Context, since Shown) (now Shown, moved Moved, known bool, err error)
}

const (
	keptShifts = 64   // of which it is known how what is shown changed
	shiftMost  = 1000 // incidents that one of them names
)

// shift is how what is shown became otherwise once.
type shift struct {
	before, after Shown
	moved         Moved
}

// sign stands for one form: what is shown of an incident.
type sign [sha256.Size]byte

func signOf(id, packed string) sign { return sha256.Sum256([]byte(id + "\x00" + packed)) }

// toggle takes a form into the sum of all, or out of it.
func (s *sign) toggle(one sign) { subtle.XORBytes(s[:], s[:], one[:]) }

func (s *sign) shown() Shown { return Shown(hex.EncodeToString(s[:16])) }

// signs gives that of every form.
func (s *shelf) signs() map[string]sign {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make(map[string]sign, len(s.forms))
	for _, l := range s.forms {
		out[l.id] = l.sign
	}
	return out
}

// signsOf gives those of some incidents, as far as there are forms of them.
func (s *shelf) signsOf(ids []string) map[string]sign {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := map[string]sign{}
	for _, id := range ids {
		if l := s.forms[s.rows[id]]; l != nil {
			out[id] = l.sign
		}
	}
	return out
}

// between tells what of some forms became otherwise.
func between(was, is map[string]sign) (m Moved) {
	for id, one := range is {
		before, known := was[id]
		switch {
		case !known:
			m.Added = append(m.Added, id)
		case before != one:
			m.Changed = append(m.Changed, id)
		}
	}
	for id := range was {
		if _, known := is[id]; !known {
			m.Gone = append(m.Gone, id)
		}
	}
	m.sort()
	return m
}

func (m *Moved) sort() {
	for _, list := range []*[]string{&m.Added, &m.Changed, &m.Gone} {
		slices.Sort(*list)
	}
}

// shifted notes that what is shown became otherwise. o.mu is held.
func (o *outside) shifted(before, after Shown, m Moved) {
	switch {
	case before == after:
		return
	case len(m.Added)+len(m.Changed)+len(m.Gone) > shiftMost:
		o.shifts = nil // too much to be told one by one
		return
	}
	o.shifts = append(o.shifts, shift{before, after, m})
	o.shifts = o.shifts[max(0, len(o.shifts)-keptShifts):]
}

func (o *outside) Shown(ctx context.Context, since Shown) (now Shown, moved Moved, known bool, err error) {
	s, err := o.shelf(ctx)
	if err != nil {
		return "", Moved{}, false, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	s.mu.RLock()
	now = s.sum.shown()
	s.mu.RUnlock()
	if now == since {
		return now, Moved{}, true, nil
	}
	at := len(o.shifts)
	for at > 0 && o.shifts[at-1].after != now { // what came while this was asked is told the next time
		at--
	}
	for i := at - 1; i >= 0; i-- { // what was so may have been so before
		if o.shifts[i].before == since {
			return now, joint(o.shifts[i:at]), true, nil
		}
	}
	return now, Moved{}, false, nil
}

// joint makes one of several.
func joint(shifts []shift) (m Moved) {
	was, is := map[string]bool{}, map[string]bool{} // whether it was shown before all of them, and is after
	look := func(list []string, before, after bool) {
		for _, id := range list {
			if _, known := was[id]; !known {
				was[id] = before
			}
			is[id] = after
		}
	}
	for i := range shifts {
		look(shifts[i].moved.Added, false, true)
		look(shifts[i].moved.Changed, true, true)
		look(shifts[i].moved.Gone, true, false)
	}
	for id := range maps.Keys(is) {
		switch {
		case was[id] && is[id]:
			m.Changed = append(m.Changed, id)
		case is[id]:
			m.Added = append(m.Added, id)
		case was[id]:
			m.Gone = append(m.Gone, id)
		}
	}
	m.sort()
	return m
}
