package seal

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal/tree"
)

// proofHeader begins a proof of inclusion: C2SP tlog-proof. Its extra data is the leaf: an entry's id, or the whole entry, of which the id follows.
const proofHeader = "c2sp.org/tlog-proof@v1"

// maxProof is the longest proof file read: an entry may stand in it.
const maxProof = 64 << 20

// tiles reads a log's tiles.
func tiles(ctx context.Context, l record.Log) tree.Get {
	return func(level int, n int64) ([]byte, error) { return l.Tile(ctx, level, n) }
}

// Head gives the unsigned checkpoint of the log as it stands.
func Head(ctx context.Context, l record.Log, origin string) (Checkpoint, error) {
	h, err := l.Head(ctx)
	if err != nil {
		return Checkpoint{}, err
	}
	root, err := tree.Root(h.Seq, tiles(ctx, l))
	return Checkpoint{origin, h.Seq, root}, err
}

// ProveEntry writes the file that shows a third person that the entry at seq stands in the log that the signed checkpoint names. leaf is what the file
// tells of the entry: its id, or its canonical bytes.
func ProveEntry(ctx context.Context, l record.Log, seq int64, leaf, checkpoint []byte) ([]byte, error) {
	text, _, _ := cutNote(checkpoint)
	c, err := parseText(text)
	if err != nil {
		return nil, err
	}
	if seq < 1 || seq > c.Size {
		return nil, fmt.Errorf("%w: entry %d is not among the %d of the checkpoint", record.ErrNotFound, seq, c.Size)
	}
	hashes, err := tlog.ProveRecord(c.Size, seq-1, tree.Reader(tiles(ctx, l)))
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nextra %s\nindex %d\n", proofHeader, base64.StdEncoding.EncodeToString(leaf), seq-1)
	for _, h := range hashes {
		b.WriteString(h.String() + "\n")
	}
	return append([]byte(b.String()+"\n"), checkpoint...), nil
}

// Included is what a proof of inclusion shows, once it is checked.
type Included struct {
	Signed
	Seq   int64         // position of the entry
	ID    record.Hash   //
	Entry *record.Entry // the whole entry, where the file brings it
}

// CheckEntry checks a proof of inclusion without the record. ErrForm, ErrSignature, ErrProof.
func CheckEntry(file []byte, keys []*Verifier) (*Included, error) {
	if len(file) > maxProof {
		return nil, fmt.Errorf("%w: %d bytes", ErrForm, len(file))
	}
	head, checkpoint, ok := bytes.Cut(file, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !ok || len(lines) < 3 || lines[0] != proofHeader {
		return nil, fmt.Errorf("%w: a proof begins with %s, extra, index and hashes", ErrForm, proofHeader)
	}
	b64, hasLeaf := strings.CutPrefix(lines[1], "extra ")
	number, hasIndex := strings.CutPrefix(lines[2], "index ")
	leaf, err := base64.StdEncoding.Strict().DecodeString(b64)
	if !hasLeaf || !hasIndex || err != nil {
		return nil, fmt.Errorf("%w: a proof begins with %s, extra, index and hashes", ErrForm, proofHeader)
	}
	index, err := parseSize(number)
	if err != nil {
		return nil, err
	}
	hashes, err := parseHashes(lines[3:])
	if err != nil {
		return nil, err
	}
	out := &Included{Seq: index + 1}
	if len(leaf) == len(out.ID) {
		out.ID = record.Hash(leaf)
	} else {
		e, err := record.DecodeEntry(leaf)
		if err != nil {
			return nil, fmt.Errorf("%w: the entry in it: %w", ErrForm, err)
		}
		e.Seq = out.Seq
		out.ID, out.Entry = e.ID, &e
	}
	signed, err := OpenCheckpoint(checkpoint, keys)
	if err != nil {
		return nil, err
	}
	out.Signed = *signed
	if err := tlog.CheckRecord(hashes, out.Size, out.Root, index, tlog.RecordHash(out.ID[:])); err != nil {
		return nil, fmt.Errorf("%w: entry %d of %d", ErrProof, out.Seq, out.Size)
	}
	return out, nil
}

func parseHashes(lines []string) ([]tlog.Hash, error) {
	if len(lines) > 63 {
		return nil, fmt.Errorf("%w: %d hashes", ErrForm, len(lines))
	}
	out := make([]tlog.Hash, len(lines))
	for i, l := range lines {
		var err error
		if out[i], err = parseHash(l); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ProveGrowth writes the file that shows that the log of the signed checkpoint begins with the first old entries as they were: a request of C2SP
// tlog-witness. A witness answers it with a cosignature.
func ProveGrowth(ctx context.Context, l record.Log, old int64, checkpoint []byte) ([]byte, error) {
	text, _, _ := cutNote(checkpoint)
	c, err := parseText(text)
	if err != nil {
		return nil, err
	}
	if old < 0 || old > c.Size {
		return nil, fmt.Errorf("%w: the checkpoint is of %d entries, fewer than %d", ErrBehind, c.Size, old)
	}
	var hashes []tlog.Hash
	if old > 0 && old < c.Size {
		if hashes, err = tlog.ProveTree(c.Size, old, tree.Reader(tiles(ctx, l))); err != nil {
			return nil, err
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "old %d\n", old)
	for _, h := range hashes {
		b.WriteString(h.String() + "\n")
	}
	return append([]byte(b.String()+"\n"), checkpoint...), nil
}

// Grown is what a proof of growth shows, once it is checked.
type Grown struct {
	Signed
	Old  int64  // the size from which it grew
	Note []byte // the signed checkpoint as it stands in the file
}

// CheckGrowth checks, without the record, that the log in the file grew from the one seen before: nothing in it was changed, taken out or put
// between. seen is the checkpoint known before; the zero one: none, then the file must begin from 0. ErrForm, ErrSignature, ErrOtherLog, ErrBehind (of the
// file's beginning or its end), ErrProof.
func CheckGrowth(file []byte, seen Checkpoint, keys []*Verifier) (*Grown, error) {
	if len(file) > maxNote {
		return nil, fmt.Errorf("%w: %d bytes", ErrForm, len(file))
	}
	head, checkpoint, ok := bytes.Cut(file, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	number, isOld := strings.CutPrefix(lines[0], "old ")
	if !ok || !isOld {
		return nil, fmt.Errorf("%w: it begins with old and a number", ErrForm)
	}
	old, err := parseSize(number)
	if err != nil {
		return nil, err
	}
	hashes, err := parseHashes(lines[1:])
	if err != nil {
		return nil, err
	}
	signed, err := OpenCheckpoint(checkpoint, keys)
	if err != nil {
		return nil, err
	}
	switch {
	case seen.Origin != "" && signed.Origin != seen.Origin:
		return nil, fmt.Errorf("%w: %s, not %s", ErrOtherLog, signed.Origin, seen.Origin)
	case old != seen.Size:
		return nil, fmt.Errorf("%w: it begins from %d entries, %d were seen", ErrBehind, old, seen.Size)
	case signed.Size < old:
		return nil, fmt.Errorf("%w: it has %d entries, %d were seen", ErrBehind, signed.Size, old)
	}
	if err := grows(hashes, seen, signed.Checkpoint); err != nil {
		return nil, err
	}
	return &Grown{Signed: *signed, Old: old, Note: checkpoint}, nil
}

func grows(hashes []tlog.Hash, from, to Checkpoint) error {
	ok := false
	switch {
	case from.Size == 0 || from.Size == to.Size: // RFC 6962, 2.1.2: nothing to show
		ok = len(hashes) == 0 && (from.Size == 0 || from.Root == to.Root)
	default:
		ok = tlog.CheckTree(hashes, to.Size, to.Root, from.Size, from.Root) == nil
	}
	if !ok {
		return fmt.Errorf("%w: the log of %d entries does not begin with the %d seen before", ErrProof, to.Size, from.Size)
	}
	return nil
}

// Cosign signs what CheckGrowth found in order, as a witness, and gives the checkpoint with the cosignature. The caller must have stored the
// checkpoint as the one last seen before it hands out the signature.
func (g *Grown) Cosign(key *Signer) ([]byte, error) {
	if !key.Witness() {
		return nil, fmt.Errorf("%w: the key of %s is a log's", ErrForm, key.name)
	}
	text, sigs, ok := cutNote(g.Note)
	if !ok {
		return nil, ErrForm
	}
	sig, err := key.Sign([]byte(text))
	if err != nil {
		return nil, err
	}
	id := []byte{byte(key.id >> 24), byte(key.id >> 16), byte(key.id >> 8), byte(key.id)}
	return []byte(text + "\n" + sigs + "— " + key.name + " " + base64.StdEncoding.EncodeToString(append(id, sig...)) + "\n"), nil
}
