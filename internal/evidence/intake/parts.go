package intake

import (
	"context"
	"fmt"
	"slices"

	"mithaq/internal/evidence/record"
)

// ApplyParts writes the plan of a long file in parts, each a transaction of whole rows with at least size entries. Every part but the last also states how far
// the import has come (record.Import.Done, Of), so that a record says of itself that an import is not finished. After an interruption the
// same file is read again: what stands is left alone, and the rest is written. told is called after each part; it may be nil.
//
// record.ErrHeadMoved: somebody else wrote between two parts; what was written stands, and reading the file again goes on.
func (p *Plan) ApplyParts(ctx context.Context, store record.Store, size int, told func(done, of int64)) (record.Head, error) {
	if p.Refused {
		return record.Head{}, fmt.Errorf("%s: refused", p.File)
	}
	head, of := p.head, len(p.drafts)
	for from := 0; from < of; {
		to := wholeRows(p.drafts, from+max(size, 1))
		part := p.drafts[from:to]
		if to < of && p.drafts[of-1].Kind == record.KindImport {
			part = append(slices.Clip(part), p.unfinished(to))
		}
		var err error
		if head, err = store.Append(ctx, &head, untilDone(ctx, part, nil)); err != nil {
			return record.Head{}, err
		}
		if from = to; told != nil {
			told(int64(from), int64(of))
		}
	}
	return head, nil
}

// wholeRows gives the first place from which on, or after, drafts speak of another incident than the draft before.
func wholeRows(drafts []record.Draft, at int) int {
	for ; at < len(drafts); at++ {
		if last := len(drafts) - 1; at == last && drafts[last].Kind == record.KindImport {
			return len(drafts) // with the entry that ends the import
		}
		if a, b := record.Touches(drafts[at-1].Payload), record.Touches(drafts[at].Payload); len(b) == 0 || !slices.Equal(a, b) {
			return at
		}
	}
	return len(drafts)
}

// unfinished is the entry that says how much of the plan is written.
func (p *Plan) unfinished(done int) record.Draft {
	d := p.drafts[len(p.drafts)-1]
	i := d.Payload.(record.Import)
	i.Done, i.Of = p.before+done, p.before+len(p.drafts)
	d.Payload = i
	return d
}
