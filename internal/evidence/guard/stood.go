package guard

import (
	"context"
	"math"
	"sync"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

// Stood is an incident as it stood at an instant, as outsiders see it. It does not change.
type Stood struct {
	ID     string
	Sign   [32]byte // equal signs: the same incident, of which the same is shown
	packed string
}

// Bundle gives it.
func (s *Stood) Bundle() (*record.Bundle, error) {
	b := &record.Bundle{}
	return b, project.Unpack(s.packed, b)
}

func (l *line) now() *Stood { return &Stood{l.id, l.sign, l.packed} }

// stages keeps what forms were before: each stage of an incident, from one entry on it to the next, is made once. The zero value is ready.
type stages struct {
	mu    sync.Mutex
	of    map[*line][]stage
	bytes int
}

// stage is what a form was from one instant on, and before another.
type stage struct {
	from, until int64
	stood       *Stood // nil: it did not stand
}

const (
	stagesMost = 64 << 20 // bytes; beyond it all are made again
	stageCosts = 120      // bytes, beside what is packed
)

func (k *stages) at(l *line, entered int64) (*Stood, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range k.of[l] {
		if s.from <= entered && entered < s.until {
			return s.stood, true
		}
	}
	return nil, false
}

func (k *stages) keep(l *line, s stage) {
	cost := stageCosts
	if s.stood != nil {
		cost += len(s.stood.packed)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.bytes += cost; k.of == nil || k.bytes > stagesMost {
		k.of, k.bytes = map[*line][]stage{}, cost
	}
	k.of[l] = append(k.of[l], s)
}

// stood gives an incident that is shown now as it stood at a cut; nil: it did not stand then, or outsiders may not ask by this cut. What nothing was entered on
// since is what it is now. Nothing is given that is not shown now.
func (o *outside) stood(ctx context.Context, s *shelf, l *line, cut record.Cut) (*Stood, error) {
	switch {
	case cut == (record.Cut{}):
		return l.now(), nil
	case cut.Seq > 0, cut.Entered < l.span.first && l.span.alone: // which entry stands where would tell how many are not shown
		return nil, nil
	case cut.Entered >= l.span.last && l.span.alone:
		return l.now(), nil
	}
	if st, known := s.stages.at(l, cut.Entered); known {
		return st, nil
	}
	st, err := o.stage(ctx, s, l, cut.Entered)
	if err != nil {
		return nil, err
	}
	if st.until > st.from {
		s.stages.keep(l, st)
	}
	return st.stood, nil
}

// stage makes an incident as it stood at an instant, of its entries. Of one that a merge connected with others at any time it says nothing of how long it stood so:
// that hangs on their entries too.
func (o *outside) stage(ctx context.Context, s *shelf, l *line, entered int64) (stage, error) {
	is, err := o.store.Bundle(ctx, l.id)
	if err != nil {
		return stage{}, err
	}
	history, err := o.store.History(ctx, record.KindIncident, l.id)
	if err != nil || !is.Stands() { // it does not any more: the next one who asks is told so
		return stage{}, err
	}
	out := stage{from: math.MinInt64, until: math.MaxInt64}
	linked := false
	for i := range history {
		linked = linked || history[i].Kind == record.KindLink
		if at := history[i].Entered; at <= entered {
			out.from = max(out.from, at)
		} else {
			out.until = min(out.until, at)
		}
	}
	if linked {
		out.from, out.until = 0, 0
	}
	cut := record.Cut{Entered: entered}
	history = within(history, cut)
	was, err := stood(ctx, o.store, l.id, history, cut)
	if err != nil || was == nil {
		return out, err
	}
	was.Dissents = joined(was.Dissents, is.Dissents, func(d *record.Dissent) string { // while it is known by whom they are: no form says it
		return d.Assessor + "\x00" + d.By + "\x00" + d.When
	}, func(then, now *record.Dissent) { then.Says = now.Says })
	f := o.made(s.told, was, &is.Publication, history, 1)
	if f.first == 0 {
		return out, nil
	}
	now, err := l.bundle()
	if err != nil {
		return out, err
	}
	narrow(&f.bundle, now)
	packed := string(project.Pack(nil, &f.bundle))
	out.stood = &Stood{l.id, signOf(l.id, packed), packed}
	return out, nil
}
