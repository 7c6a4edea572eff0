package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/files/stamp"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// planFiles says which files go with the entries of a plan: those that the entries name and that nothing that stands names besides. What the record
// says of such a file goes along, in all versions, as does what stands beside it. Of a file that stays nothing is left said but what its bytes say.
func (a *App) planFiles(ctx context.Context, p *Removing) error {
	asked := map[record.Hash]bool{} // named by what goes
	from := map[string]bool{}       // the sources whose accounts go
	for _, payload := range p.named {
		for _, d := range record.DueOf(payload) {
			asked[d.Hash] = asked[d.Hash] || d.Sort == record.DueFile
		}
		if acc, ok := payload.(record.Account); ok {
			from[acc.Source] = true
		}
	}
	if len(asked) == 0 {
		return nil
	}
	going := map[int64]bool{}
	for _, e := range p.Entries {
		going[e.Seq] = true
	}
	held, err := a.heldFiles(ctx, going)
	if err != nil {
		return err
	}
	about, err := a.aboutFiles(ctx)
	if err != nil {
		return err
	}
	for h, st := range about { // what an entry of another source says of it is theirs
		f := st.Payload.(record.File)
		held[h] = held[h] || !going[st.Entry.Seq] && f.Source != "" && !from[f.Source]
	}
	gone := goingFiles(asked, held, about)
	for h := range asked {
		st, said := about[h]
		switch {
		case gone[h]:
			p.Files = append(p.Files, h)
			if said {
				if err := a.takeVersions(ctx, p, h, going); err != nil {
					return err
				}
			}
		case held[h]:
			p.Shared = append(p.Shared, h)
			if said && going[st.Entry.Seq] {
				f := st.Payload.(record.File)
				p.first = append(p.first, record.File{SHA256: h, Size: f.Size, Type: f.Type, Proofs: f.Proofs, Graphic: f.Graphic})
			}
		default: // something beside a file that stays
			p.Shared = append(p.Shared, h)
		}
	}
	p.sort()
	return nil
}

// goingFiles gives the files of asked that nothing holds, and adds to asked what stands beside those. held are files that stay.
func goingFiles(asked, held map[record.Hash]bool, about map[record.Hash]record.Standing) map[record.Hash]bool {
	gone := map[record.Hash]bool{}
	for {
		beside := map[record.Hash]bool{} // what files that stay need
		for h, st := range about {
			f := st.Payload.(record.File)
			if asked[h] && !held[h] {
				continue
			}
			for _, n := range namedBy(&f)[1:] {
				beside[n] = true
			}
		}
		more := false
		for h := range asked {
			if held[h] || beside[h] || gone[h] {
				continue
			}
			gone[h], more = true, true
			if st, ok := about[h]; ok {
				f := st.Payload.(record.File)
				for _, n := range f.Names() {
					asked[n] = true
				}
			}
		}
		if !more {
			return gone
		}
	}
}

// sort brings a plan into the order in which it is told and entered.
func (p *Removing) sort() {
	slices.SortFunc(p.Entries, func(a, b record.Removed) int { return int(a.Seq - b.Seq) })
	byHash := func(a, b record.Hash) int { return slices.Compare(a[:], b[:]) }
	slices.SortFunc(p.Files, byHash)
	slices.SortFunc(p.Shared, byHash)
}

// takeVersions takes everything that the record says of a file into the plan.
func (a *App) takeVersions(ctx context.Context, p *Removing, h record.Hash, going map[int64]bool) error {
	history, err := a.store.History(ctx, record.KindFile, h.String())
	if err != nil {
		return err
	}
	for i := range history {
		e := &history[i]
		if e.Gone() || going[e.Seq] {
			continue
		}
		payload, err := record.Decode(e.Kind, e.Version, e.Payload)
		if err != nil {
			return err
		}
		going[e.Seq] = true
		p.take(e, payload)
	}
	return nil
}

// heldFiles gives the files that accounts hold which stand when some entries are gone.
func (a *App) heldFiles(ctx context.Context, going map[int64]bool) (map[record.Hash]bool, error) {
	held := map[record.Hash]bool{}
	for st, err := range a.store.Each(ctx, record.KindAccount, "") {
		if err != nil {
			return nil, err
		}
		acc, ok := st.Payload.(record.Account)
		if ok && going[st.Entry.Seq] {
			if acc, ok, err = a.before(ctx, acc.ID, going); err != nil {
				return nil, err
			}
		}
		if !ok {
			continue
		}
		for _, h := range acc.Files {
			held[h] = true
		}
	}
	return held, nil
}

// before gives the newest version of an account that stays.
func (a *App) before(ctx context.Context, id string, going map[int64]bool) (record.Account, bool, error) {
	history, err := a.store.History(ctx, record.KindAccount, id)
	if err != nil {
		return record.Account{}, false, err
	}
	for i := len(history) - 1; i >= 0; i-- {
		e := &history[i]
		if e.Kind != record.KindAccount || e.Gone() || going[e.Seq] {
			continue
		}
		payload, err := record.Decode(e.Kind, e.Version, e.Payload)
		acc, ok := payload.(record.Account)
		return acc, ok, err
	}
	return record.Account{}, false, nil
}

// aboutFiles gives what stands of each file.
func (a *App) aboutFiles(ctx context.Context) (map[record.Hash]record.Standing, error) {
	about := map[record.Hash]record.Standing{}
	for st, err := range a.store.Each(ctx, record.KindFile, "") {
		if err != nil {
			return nil, err
		}
		if f, ok := st.Payload.(record.File); ok {
			about[f.SHA256] = st
		}
	}
	return about, nil
}

// namedBy gives everything in the store of files that an entry names: the file first, then what stands beside it, lists that were stamped in its place among them.
func namedBy(f *record.File) []record.Hash {
	out := f.Names()
	for _, p := range f.Proofs {
		var h record.Hash
		if list, ok := strings.CutPrefix(p.Says, stamp.ListPrefix); ok && h.UnmarshalText([]byte(list)) == nil {
			out = append(out, h)
		}
	}
	return out
}

// Mend finishes removals that were interrupted, or in which something could not be reached. It gives how many files and sealed identities it took away
// or found to be needed, and ErrUnreached with what is still there.
func (a *App) Mend(ctx context.Context) (int, error) {
	if err := a.require(review.Remove); err != nil {
		return 0, err
	}
	before, err := a.Due(ctx)
	if err != nil || len(before) == 0 {
		return 0, err
	}
	left, err := a.settle(ctx)
	errs := []error{err}
	if s, ok := a.lent().(record.Scrubber); ok && len(left) < len(before) { // the list of what was due named it
		errs = append(errs, s.Scrub(ctx))
	}
	if err := errors.Join(errs...); err != nil {
		return len(before) - len(left), fmt.Errorf("%w: %w", ErrUnreached, err)
	}
	return len(before), nil
}

// Due gives what removals have not yet taken away outside the record's tables.
func (a *App) Due(ctx context.Context) ([]record.Due, error) {
	d, ok := a.lent().(record.Debtor)
	if !ok {
		return nil, nil
	}
	return d.Due(ctx)
}

// settle takes away what is due and named by nothing that stands, and gives what is left of it. It asks the record as it is now, so that it may be done
// again after any interruption. What is gone already is done.
//
// Each thing goes while nobody can enter anything, and only if the record as it is then does not name it; whoever enters that a file is kept looks
// whether it is there under the same lock (bringing). So a file goes before somebody names it, and is brought again, or not at all.
func (a *App) settle(ctx context.Context) (left []record.Due, err error) {
	due, err := a.Due(ctx)
	if err != nil || len(due) == 0 {
		return due, err
	}
	asked, err := a.store.Head(ctx) // first: what is entered while the record is read moves it
	if err != nil {
		return due, err
	}
	needed, err := a.needed(ctx, due) // before anybody is kept waiting: it holds as long as nobody enters anything
	if err != nil {
		return due, err
	}
	var errs []error
	for _, d := range due {
		err := a.lent().(record.Debtor).Pay(ctx, d, func(now record.Head) error {
			if now != asked {
				again, err := a.needed(ctx, due)
				if err != nil {
					return err
				}
				needed, asked = again, now
			}
			if needed[d] {
				return nil
			}
			return a.takeAway(ctx, d)
		})
		if err != nil {
			errs = append(errs, fmt.Errorf("%s %s: %w", d.Sort, d.Hash, err))
			left = append(left, d)
		}
	}
	return left, errors.Join(errs...)
}

// takeAway takes a file or a sealed identity away. What is gone already is no error.
func (a *App) takeAway(ctx context.Context, d record.Due) error {
	if d.Sort == record.DueBox {
		boxes, err := a.identities()
		if err != nil {
			return err
		}
		return boxes.Delete(d.Hash)
	}
	store, err := a.Files()
	if err != nil {
		return err
	}
	if err := store.Remove(ctx, d.Hash); !errors.Is(err, files.ErrNotFound) {
		return err
	}
	return nil
}

// needed gives what of a list something that stands names.
func (a *App) needed(ctx context.Context, due []record.Due) (map[record.Due]bool, error) {
	needed := map[record.Due]bool{}
	for st, err := range a.store.Each(ctx, record.KindIdentity, "") {
		if err != nil {
			return nil, err
		}
		if id, ok := st.Payload.(record.Identity); ok {
			needed[record.Due{Sort: record.DueBox, Hash: id.Box}] = true
		}
	}
	if !slices.ContainsFunc(due, func(d record.Due) bool { return d.Sort == record.DueFile }) {
		return needed, nil
	}
	held, err := a.heldFiles(ctx, nil)
	if err != nil {
		return nil, err
	}
	for h := range held {
		needed[record.Due{Sort: record.DueFile, Hash: h}] = true
	}
	about, err := a.aboutFiles(ctx)
	if err != nil {
		return nil, err
	}
	for _, st := range about {
		f := st.Payload.(record.File)
		for _, h := range namedBy(&f) {
			needed[record.Due{Sort: record.DueFile, Hash: h}] = true
		}
	}
	return needed, nil
}
