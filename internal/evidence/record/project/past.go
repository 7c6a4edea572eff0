package project

import "mithaq/internal/evidence/record"

// Past gives incidents as they stood at a cut, one after another.
type Past struct {
	Much Much // of each incident
	// Own makes an incident of the entries on it that lie within the cut; of one that has none there it leaves the empty one.
	Own func(id string, b *record.Bundle) error

	settled map[string]*record.Bundle // connected with an incident that came already, until their turn comes; nil: does not stand
}

// Take fills b with an incident if it stood at the cut, and leaves b alone or in any state if it did not. packed is how it is stored; whole says that
// no entry on it lies outside the cut.
func (p *Past) Take(id string, whole bool, packed string, b *record.Bundle) (stood bool, err error) {
	if s, known := p.settled[id]; known {
		delete(p.settled, id)
		if s != nil {
			*b = *s
			p.Much.keep(b)
		}
		return s != nil, nil
	}
	if whole && !merging(packed) {
		err := p.Much.Unpack(packed, b)
		return err == nil && b.Stands(), err
	}
	own := &record.Bundle{}
	if err := p.Own(id, own); err != nil {
		return false, err
	}
	if own.Merging() && own.Incident.ID != "" {
		return p.settle(id, own, b)
	}
	*b = *own
	p.Much.keep(b)
	return b.Stands(), nil
}

// settle settles the incidents that merges connect with one. What does not stand is not copied: its lists belong to the one it was merged into.
func (p *Past) settle(id string, own, b *record.Bundle) (stood bool, err error) {
	all, err := record.Connected(own, func(id string) (*record.Bundle, error) {
		b := &record.Bundle{}
		return b, p.Own(id, b)
	})
	if err != nil {
		return false, err
	}
	settled, _ := record.Settle(all)
	if p.settled == nil {
		p.settled = map[string]*record.Bundle{}
	}
	for other, s := range settled {
		if !s.Stands() {
			s = nil
		}
		p.settled[other] = s
	}
	return p.Take(id, false, "", b)
}
