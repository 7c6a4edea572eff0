package seal

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal/ots"
	"mithaq/internal/evidence/seal/tree"
)

// Outside is a file that came from outside the record: a checkpoint that somebody kept.
type Outside struct {
	File string
	Body []byte
}

// Options of Verify.
type Options struct {
	Outside []Outside             // checkpoints to hold the log against besides those kept in the record
	Keys    []*Verifier           // keys that the user knows, of the log and of witnesses. With one of a log, only those of the record's keys count that follow from it
	Roots   *x509.CertPool        // of time-stamping authorities; nil: stamps are not trusted
	Headers map[uint64]*ots.Block // of Bitcoin blocks, by height; ots.ParseHeader
	Told    func(done, of int64)  // progress, in entries; nil: nobody asks
}

// Report is what Verify found.
type Report struct {
	Head        record.Head
	Root        tlog.Hash // of the tree over the entries' ids, as they stand
	Origin      string    // "": the log has no key yet
	Keys        Ring      // of the log, without those that the user does not know
	Removed     int64     // entries whose content was removed, by a removal that names them
	Checkpoints []Held
	Stamps      []StampHeld
	Attested    []Attested
	Faults      []Fault // at most 200
	More        int     // faults beyond these
}

// Held is a checkpoint that the log was held against.
type Held struct {
	Size      int64
	Root      tlog.Hash
	File      string      // "": kept in the record
	Kept      int64       // when it was kept, seconds UTC; 0: from outside
	Keys      []*Verifier // of the log, that signed it
	Cosigners []Cosigner
	Agrees    bool
}

// Verify reads the whole record as it is stored and holds it against its log. Every entry is hashed anew, the tree is made anew from the ids and held
// against the tiles kept, and against each checkpoint kept in the record or given from outside. The error is one of reading; what is wrong is in the report.
func Verify(ctx context.Context, l record.Log, o Options) (*Report, error) {
	v := &verifier{ctx: ctx, log: l, o: o, gone: map[int64]record.Removed{}, roots: map[int64]tlog.Hash{}, report: &Report{}}
	err := v.readSeals()
	if err == nil { // after the checkpoints: somebody may be appending and signing meanwhile
		v.report.Head, err = l.Head(ctx)
	}
	if err != nil {
		return nil, err
	}
	for _, step := range []func() error{v.entries, v.end, v.tiles} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	v.report.Root = v.ids.root()
	v.settleKeys()
	v.openClaims()
	v.holdCheckpoints()
	v.holdStamps()
	v.holdAttested()
	slices.SortStableFunc(v.report.Faults, func(a, b Fault) int { return int(min(a.Seq, 1<<30) - min(b.Seq, 1<<30)) })
	return v.report, nil
}

type verifier struct {
	ctx    context.Context
	log    record.Log
	o      Options
	report *Report

	seals  []record.Seal
	ring   Ring            // as entries name its keys, after the first
	keys   []*Verifier     // that count
	admins map[string]bool // users who are administrators, at the entry at hand; nil: the record knows no users
	claims []claim
	roots  map[int64]tlog.Hash // of the sizes that checkpoints name
	ids    frontier            // over the entries' ids
	sealed frontier            // over the leaves that the log holds
	prev   record.Hash
	next   int64                    // position expected
	gone   map[int64]record.Removed // entries without content that no removal has named yet
	leaves []byte                   // the level-0 tile of the entry at hand
	places map[tlog.Hash]int64
}

func (v *verifier) fault(f Fault) {
	if len(v.report.Faults) == maxFaults {
		v.report.More++
		return
	}
	v.report.Faults = append(v.report.Faults, f)
}

// entries walks the record. What is sealed at an entry's place is read from the log's tiles beside it.
func (v *verifier) entries() error {
	head := v.report.Head
	v.next = 1
	for e, err := range v.log.Stored(v.ctx, 0) {
		if err != nil {
			return err
		}
		if e.Seq > head.Seq { // somebody appended meanwhile, or hung something on
			now, err := v.log.Head(v.ctx)
			if err != nil {
				return err
			}
			if e.Seq <= now.Seq {
				break
			}
			v.beyond(e.Seq)
			continue
		}
		if err := v.ctx.Err(); err != nil {
			return err
		}
		if e.Seq > v.next {
			if err := v.missing(v.next, e.Seq-1); err != nil {
				return err
			}
		}
		if err := v.entry(e); err != nil {
			return err
		}
		v.next = e.Seq + 1
		if v.o.Told != nil && e.Seq%4096 == 0 {
			v.o.Told(e.Seq, head.Seq)
		}
	}
	if v.next <= head.Seq {
		if err := v.missing(v.next, head.Seq); err != nil {
			return err
		}
		v.next = head.Seq + 1
	} else if v.prev != head.Hash {
		v.fault(Fault{Kind: FaultHead, Seq: head.Seq, Want: v.prev.String(), Got: head.Hash.String()})
	}
	for seq := range v.gone {
		v.report.Removed--
		v.fault(Fault{Kind: FaultEmptied, Seq: seq})
	}
	return nil
}

// beyond and unsealed join neighbours into one fault.
func (v *verifier) beyond(seq int64)   { v.span(FaultBeyond, seq) }
func (v *verifier) unsealed(seq int64) { v.span(FaultUnsealed, seq) }

func (v *verifier) span(kind FaultKind, seq int64) {
	if n := len(v.report.Faults); n > 0 {
		if last := &v.report.Faults[n-1]; last.Kind == kind && last.Until == seq-1 {
			last.Until = seq
			return
		}
	}
	v.fault(Fault{Kind: kind, Seq: seq, Until: seq})
}

// missing passes over entries that are not there: the log's own leaves take their place, so that what comes after is held against the log as it was.
func (v *verifier) missing(from, to int64) error {
	v.fault(Fault{Kind: FaultMissing, Seq: from, Until: to})
	for seq := from; seq <= to; seq++ {
		leaf, ok, err := v.leaf(seq)
		if err != nil {
			return err
		}
		if !ok {
			leaf = tlog.RecordHash(nil)
		}
		v.grow(leaf, leaf)
		v.prev = record.Hash{}
	}
	return nil
}

func (v *verifier) entry(e record.Stored) error {
	f := Fault{Seq: e.Seq}
	v.content(e, &f)
	v.prev = e.ID
	id := tlog.RecordHash(e.ID[:])
	leaf, ok, err := v.leaf(e.Seq)
	if err != nil {
		return err
	}
	switch {
	case !ok:
		leaf = id
		v.unsealed(e.Seq)
	case leaf != id:
		other, err := v.placeOf(id)
		if err != nil {
			return err
		}
		f.Kind, f.Other = FaultReplaced, other
		if other > 0 {
			f.Kind = FaultMoved
		}
		v.fault(f)
	}
	v.grow(id, leaf)
	return nil
}

// content hashes an entry anew and holds it against its id and the entry before. Of a stub there is nothing to hash: a later removal must name it.
func (v *verifier) content(e record.Stored, f *Fault) {
	got, err := record.DecodeStored(e.Bytes)
	gone := err == nil && got.Gone()
	id := got.ID // of a stub: what it says
	if !gone {
		id = record.IDOf(e.Bytes)
	}
	if err == nil {
		f.Entry, f.About = got.Kind, got.Subject
	}
	if id != e.ID {
		c := *f
		c.Kind, c.Want, c.Got = FaultChanged, e.ID.String(), id.String()
		v.fault(c)
	}
	if err != nil {
		v.fault(Fault{Kind: FaultUnreadable, Seq: e.Seq})
		return
	}
	if got.Prev != v.prev && (e.Seq == 1 || v.prev != record.Hash{}) {
		c := *f
		c.Kind, c.Want, c.Got = FaultUnchained, v.prev.String(), got.Prev.String()
		v.fault(c)
	}
	switch {
	case gone:
		v.gone[e.Seq] = record.Removed{Seq: e.Seq, Entry: e.ID, Kind: got.Kind}
		v.report.Removed++
	case got.Kind == record.KindRemoval:
		v.removal(&got, e.Seq)
	case got.Kind == record.KindLogKey, got.Kind == record.KindUser, got.Kind == record.KindWithdrawal:
		v.successor(&got, e.Seq)
	}
}

// removal holds what a removal names against the stubs before it.
func (v *verifier) removal(e *record.Entry, seq int64) {
	p, err := record.Decode(e.Kind, e.Version, e.Payload)
	r, ok := p.(record.Removal)
	if err != nil || !ok {
		return // a newer program's
	}
	for _, named := range r.Entries {
		if !named.Same(v.gone[named.Seq]) {
			v.fault(Fault{Kind: FaultLingering, Seq: named.Seq, Other: seq})
			continue
		}
		delete(v.gone, named.Seq)
	}
}

// grow takes an entry into both trees, and keeps the roots that checkpoints name.
func (v *verifier) grow(id, leaf tlog.Hash) {
	v.ids.add(id)
	v.sealed.add(leaf)
	if _, asked := v.roots[v.sealed.size]; asked {
		v.roots[v.sealed.size] = v.sealed.root()
	}
}

// leaf gives what the log holds at the place of an entry. ok false: it holds nothing there.
func (v *verifier) leaf(seq int64) (h tlog.Hash, ok bool, err error) {
	at := (seq - 1) % tree.Width
	if at == 0 || v.leaves == nil {
		if v.leaves, err = v.log.Tile(v.ctx, 0, (seq-1)/tree.Width); err != nil {
			return h, false, err
		}
		if v.leaves == nil {
			v.leaves = []byte{}
		}
	}
	if int64(len(v.leaves)) < (at+1)*tlog.HashSize {
		return h, false, nil
	}
	return tlog.Hash(v.leaves[at*tlog.HashSize:]), true, nil
}

// placeOf looks for a leaf in the whole log; 0: it is nowhere. The log is read once, and only where an entry is not in its place.
func (v *verifier) placeOf(h tlog.Hash) (int64, error) {
	if v.places == nil {
		v.places = map[tlog.Hash]int64{}
		for n := int64(0); ; n++ {
			t, err := v.log.Tile(v.ctx, 0, n)
			if err != nil {
				return 0, err
			}
			for i := 0; (i+1)*tlog.HashSize <= len(t); i++ {
				v.places[tlog.Hash(t[i*tlog.HashSize:])] = n*tree.Width + int64(i) + 1
			}
			if len(t) < tree.Width*tlog.HashSize {
				break
			}
		}
	}
	return v.places[h], nil
}

// end looks for leaves after the last entry.
func (v *verifier) end() error {
	last := v.report.Head.Seq
	held := last // entries in the log
	for n := last / tree.Width; ; n++ {
		t, err := v.log.Tile(v.ctx, 0, n)
		if err != nil {
			return err
		}
		held = max(held, n*tree.Width+int64(len(t)/tlog.HashSize))
		if len(t) < tree.Width*tlog.HashSize {
			break
		}
	}
	if held == last {
		return nil
	}
	now, err := v.log.Head(v.ctx)
	if err != nil {
		return err
	}
	if held > now.Seq { // not what somebody appended meanwhile
		v.fault(Fault{Kind: FaultMissing, Seq: now.Seq + 1, Until: held})
	}
	return nil
}

// tiles makes the tiles above the leaves anew, from the leaves that the log holds.
func (v *verifier) tiles() error {
	size := v.report.Head.Seq
	check := func(level int, n int64, want []byte) error {
		if level == 0 {
			return nil
		}
		got, err := v.log.Tile(v.ctx, level, n)
		if err != nil {
			return err
		}
		if len(got) < len(want) || !bytes.Equal(got[:len(want)], want) {
			v.fault(Fault{Kind: FaultTile, Level: level, Tile: n})
		}
		return nil
	}
	e, err := tree.Load(0, func(int, int64) ([]byte, error) { return nil, nil }, check)
	if err != nil {
		return err
	}
	for n := int64(0); e.Size() < size; n++ {
		t, err := v.log.Tile(v.ctx, 0, n)
		if err != nil {
			return err
		}
		width := min(tree.Width, size-n*tree.Width)
		if int64(len(t)) < width*tlog.HashSize {
			return nil // told already: these entries are not in the log
		}
		for i := range width {
			if err := e.AddHash(tlog.Hash(t[i*tlog.HashSize:])); err != nil {
				return err
			}
		}
	}
	return e.Flush()
}

// holdCheckpoints holds the log against each checkpoint, the smallest first: the last that agrees says up to where nothing was changed.
func (v *verifier) holdCheckpoints() {
	slices.SortStableFunc(v.claims, func(a, b claim) int { return int(min(a.Size, 1<<40) - min(b.Size, 1<<40)) })
	agrees := int64(0)
	for i, c := range v.claims {
		if i+1 < len(v.claims) { // a checkpoint that came back cosigned is kept twice
			if next := &v.claims[i+1]; c.err == nil && next.err == nil && c.file == next.file && c.Checkpoint == next.Checkpoint {
				next.Cosigners, next.seal.Kept = union(c.Cosigners, next.Cosigners), c.seal.Kept
				next.Keys = union(next.Keys, c.Keys)
				continue
			}
		}
		h := Held{Size: c.Size, Root: c.Root, File: c.file, Kept: c.seal.Kept, Keys: c.Keys, Cosigners: c.Cosigners}
		f := Fault{Size: c.Size, File: c.file}
		switch {
		case c.err != nil:
			f.Kind, f.Size = FaultSignature, c.seal.Size
			if errors.Is(c.err, ErrRetired) {
				f.Kind = FaultRetired
			}
			h.Size = c.seal.Size
			f.Got = c.err.Error()
		case v.report.Origin != "" && c.Origin != v.report.Origin:
			f.Kind, f.Want, f.Got = FaultOrigin, v.report.Origin, c.Origin
		case c.Size > v.report.Head.Seq:
			f.Kind, f.Until = FaultShort, v.report.Head.Seq
		case v.roots[c.Size] != c.Root:
			f.Kind, f.Since = FaultForked, agrees
		default:
			h.Agrees = true
			agrees = c.Size
		}
		if !h.Agrees {
			v.fault(f)
		}
		v.report.Checkpoints = append(v.report.Checkpoints, h)
	}
}

func union[T comparable](a, b []T) []T {
	for _, c := range b {
		if !slices.Contains(a, c) {
			a = append(a, c)
		}
	}
	return a
}
