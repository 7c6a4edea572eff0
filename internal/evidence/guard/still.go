package guard

import (
	"context"
	"iter"

	"mithaq/internal/evidence/record"
)

// stillTries is how often an outsider's record is looked at again where others enter something meanwhile.
const stillTries = 100

// Still gives what is shown as it is at one moment: what speaks beside incidents, the incidents, and how many they are. No position in the record can hold
// it still, since outsiders are told nothing by positions. Error: record.ErrBusy where others write without a pause.
func (o *outside) Still(ctx context.Context) (*record.Base, iter.Seq2[*record.Bundle, error], int, error) {
	for range stillTries {
		s, said, err := o.base(ctx)
		if err != nil {
			return nil, nil, 0, err
		}
		lines := s.lines()
		o.mu.Lock()
		same := o.kept == s && o.said == said && o.head == said.Head
		o.mu.Unlock()
		if !same {
			continue
		}
		all := func(yield func(*record.Bundle, error) bool) {
			for _, l := range lines {
				if b, err := l.bundle(); !yield(b, err) || err != nil {
					return
				}
			}
		}
		base := *said // what is remembered is nobody's to change
		return &base, all, len(lines), nil
	}
	return nil, nil, 0, record.ErrBusy
}

// At gives an incident as it stood at a cut, and nothing that is not shown now. Error: record.ErrNotFound where it did not stand, or is not shown.
func (o *outside) At(ctx context.Context, id string, cut record.Cut) (*record.Bundle, error) {
	s, err := o.shelf(ctx)
	if err != nil {
		return nil, err
	}
	l := s.line(id)
	if l == nil {
		return nil, absent(record.KindIncident, id)
	}
	st, err := o.stood(ctx, s, l, cut)
	if err != nil || st == nil {
		return nil, orAbsent(err, id)
	}
	return st.Bundle()
}

func orAbsent(err error, id string) error {
	if err == nil {
		err = absent(record.KindIncident, id)
	}
	return err
}
