package vault

import (
	"cmp"
	"slices"

	"filippo.io/age"

	"mithaq/internal/evidence/record"
)

// Found is what a rehearsal found of one box.
type Found struct {
	Of
	Box    record.Hash
	Opened []string // recipients whose key was at hand and opened it
	Shut   []string // recipients whose key was at hand and did not open it
	Unseen []string // recipients whose key was not at hand
	Err    error    // ErrMissing, ErrDamaged, or of the file system
}

// Recoverable says that at least one of the keys at hand opened it.
func (f *Found) Recoverable() bool { return len(f.Opened) > 0 }

// Rehearsal is the state of all boxes.
type Rehearsal struct {
	Boxes   []Found
	Orphans []record.Hash // boxes that no identity names: left by a program that was killed, or by a rewrap
}

// Rehearse tries each recipient's key that is at hand on each box that the identities name, and shows nothing of what is in them.
func Rehearse(d *Dir, identities []record.Identity, keys []age.Identity) (*Rehearsal, error) {
	there, err := d.List()
	if err != nil {
		return nil, err
	}
	held := map[string]age.Identity{}
	for _, k := range keys {
		held[Recipient(k)] = k
	}
	out := &Rehearsal{Orphans: there}
	for _, i := range identities {
		f := Found{Of: Of{i.Kind, i.Subject}, Box: i.Box}
		out.Orphans = slices.DeleteFunc(out.Orphans, func(h record.Hash) bool { return h == i.Box })
		box, err := d.Get(i.Box)
		f.Err = err
		for _, r := range i.Recipients {
			key := held[r.Key]
			switch {
			case key == nil:
				f.Unseen = append(f.Unseen, r.Name)
			case err == nil && opens(f.Of, box, key):
				f.Opened = append(f.Opened, r.Name)
			default:
				f.Shut = append(f.Shut, r.Name)
			}
		}
		out.Boxes = append(out.Boxes, f)
	}
	slices.SortFunc(out.Boxes, func(a, b Found) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Subject, b.Subject)) })
	return out, nil
}

func opens(of Of, box []byte, key age.Identity) bool {
	content, err := Open(of, box, []age.Identity{key})
	clear(content)
	return err == nil
}
