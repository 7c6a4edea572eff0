package record

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
)

// ErrRemoved says that the content of an entry is gone: a later removal names it.
var ErrRemoved = errors.New("an entry whose content was removed")

// ErrHangs says that a removal would leave entries that speak of an incident of which nothing is left.
var ErrHangs = errors.New("entries that would be left hang on what is removed")

// Gone says that the entry is a stub: its content was removed. Of it are left Seq, ID, Prev, Kind, Version, Entered and Incidents.
func (e *Entry) Gone() bool { return len(e.Payload) == 0 }

// stub is the layout of what is stored in place of an entry whose content was removed (spec/record.md, section 6). Its keys are those of wire,
// and two that no entry has, so that neither passes for the other.
type stub struct {
	Kind      Kind     `cbor:"1,keyasint"`
	Version   int      `cbor:"2,keyasint"`
	Entered   int64    `cbor:"4,keyasint"`
	Prev      Hash     `cbor:"8,keyasint"`
	ID        Hash     `cbor:"10,keyasint"`
	Incidents []string `cbor:"11,keyasint,omitempty"`
}

// EncodeStub gives what is stored in place of an entry: of its content nothing but the incidents named, which go on standing without it.
func EncodeStub(e *Entry, incidents []string) []byte {
	return Marshal(stub{e.Kind, e.Version, e.Entered, e.Prev, e.ID, incidents})
}

// DecodeStored reads what a store keeps of an entry: its canonical bytes, or a stub. The ID of a stub is what the stub says: Verify holds it
// against the chain and against the removal that must name it.
func DecodeStored(b []byte) (Entry, error) {
	e, err := DecodeEntry(b)
	if err == nil {
		return e, nil
	}
	var s stub
	if decoder.Unmarshal(b, &s) != nil || s.Kind == "" || s.Version < 1 || s.ID.IsZero() || !bytes.Equal(Marshal(s), b) {
		return Entry{}, err
	}
	return Entry{ID: s.ID, Kind: s.Kind, Version: s.Version, Entered: s.Entered, Prev: s.Prev, Incidents: s.Incidents}, nil
}

// Removals holds stubs and removals against each other, as the entries pass in their order: of each entry without content a later removal
// must say so, and what a removal names must be without content.
type Removals struct{ stubs map[int64]Removed }

// Take takes the next entry; payload is what Decode gave of it, nil of a stub.
func (r *Removals) Take(e *Entry, payload any) error {
	if e.Gone() {
		if r.stubs == nil {
			r.stubs = map[int64]Removed{}
		}
		r.stubs[e.Seq] = Removed{Seq: e.Seq, Entry: e.ID, Kind: e.Kind}
		return nil
	}
	removal, ok := payload.(Removal)
	if !ok {
		return nil
	}
	for _, named := range removal.Entries {
		if !named.Same(r.stubs[named.Seq]) {
			return fmt.Errorf("entry %d says that entry %d, %s, was removed: it is another, or its content is still there", e.Seq, named.Seq, named.Entry)
		}
		delete(r.stubs, named.Seq)
	}
	return nil
}

// End tells the first entry that has no content although no removal names it.
func (r *Removals) End() error {
	seqs := make([]int64, 0, len(r.stubs))
	for seq := range r.stubs {
		seqs = append(seqs, seq)
	}
	if len(seqs) == 0 {
		return nil
	}
	return fmt.Errorf("entry %d has no content, and no removal names it", slices.Min(seqs))
}

// Scrubber is a store that can overwrite what a removal took out of its tables, but not yet out of its files.
type Scrubber interface {
	// Scrub leaves of removed content nothing in the store's own files. What of it stands in backups, in a database's archived logs or in blocks
	// that a disk has put aside it does not reach.
	Scrub(ctx context.Context) error
}
