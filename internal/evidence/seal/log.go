package seal

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal/tree"
)

// Keys gives the log's keys: the first, and those that entries name after it. What is kept as a key and no entry names does not count. ErrNoKey.
func Keys(ctx context.Context, l record.Log) (Ring, error) {
	seals, err := l.Seals(ctx)
	if err != nil {
		return nil, err
	}
	var ring Ring
	for _, s := range seals {
		if s.Sort != record.SealKey {
			continue
		}
		if len(ring) == 0 {
			k, err := ParseVerifier(string(s.Body))
			if err != nil {
				return nil, fmt.Errorf("the log's key: %w", err)
			}
			ring = Ring{{Verifier: k}}
			continue
		}
		named, err := namedAt(ctx, l, s)
		if err != nil {
			return nil, err
		}
		if named == nil {
			continue
		}
		if longer, err := ring.follow(named, s.Size); err == nil {
			ring = longer
		}
	}
	if len(ring) == 0 {
		return nil, ErrNoKey
	}
	return ring, nil
}

// namedAt reads the entry that names a key; nil: none does.
func namedAt(ctx context.Context, l record.Log, s record.Seal) (*record.LogKey, error) {
	if s.Size < 1 {
		return nil, nil
	}
	stored, err := EntryAt(ctx, l, s.Size)
	if errors.Is(err, record.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	e, err := record.DecodeStored(stored.Bytes)
	if err != nil || e.Kind != record.KindLogKey {
		return nil, nil // Verify tells what is wrong with an entry
	}
	p, err := record.Decode(e.Kind, e.Version, e.Payload)
	if named, ok := p.(record.LogKey); err == nil && ok && named.Key == string(s.Body) {
		return &named, nil
	}
	return nil, nil
}

// Kept is a signed checkpoint that the record keeps.
type Kept struct {
	Signed
	Note []byte
	At   int64 // when it was kept, seconds UTC
}

// Checkpoints gives the checkpoints kept in the record that are in order, as they were kept. Verify tells of the others.
func Checkpoints(ctx context.Context, l record.Log, keys Ring) ([]Kept, error) {
	seals, err := l.Seals(ctx)
	if err != nil {
		return nil, err
	}
	var out []Kept
	for _, s := range seals {
		if s.Sort != record.SealCheckpoint {
			continue
		}
		if signed, err := keys.Open(s.Body); err == nil {
			out = append(out, Kept{*signed, s.Body, s.Kept})
		}
	}
	return out, nil
}

// Make signs a checkpoint of the log as it stands, and keeps it in the record. A log that no longer begins with the entries of a checkpoint that
// it kept is not signed: ErrProof (tlog-checkpoint: a log never signs what contradicts what it signed). Where the newest checkpoint is of the same size and by the same key it is given again.
// before are keys that this one follows on: they sign too where they still speak for the log. ErrRetired: the key is not the newest.
func Make(ctx context.Context, l record.Log, key *Signer, now int64, before ...*Signer) ([]byte, error) {
	keys, err := Keys(ctx, l)
	if err != nil {
		return nil, err
	}
	switch origin := keys.Origin(); {
	case key.Name() != origin:
		return nil, fmt.Errorf("%w: the key is one of %s, the log is %s", ErrOtherLog, key.Name(), origin)
	case key.Public() != keys.Newest().Public():
		return nil, fmt.Errorf("%w: the key %s is not the log's newest, %s", ErrRetired, key.ID(), keys.Newest().ID())
	}
	kept, err := Checkpoints(ctx, l, keys)
	if err != nil {
		return nil, err
	}
	head, err := l.Head(ctx) // after the checkpoints: somebody may be appending and signing meanwhile
	if err != nil {
		return nil, err
	}
	root, err := tree.Root(head.Seq, tiles(ctx, l))
	if err != nil {
		return nil, err
	}
	if err := endsIn(ctx, l, head); err != nil {
		return nil, err
	}
	var same []byte
	for _, k := range kept {
		if k.Size > head.Seq {
			return nil, fmt.Errorf("%w: a checkpoint names %d entries, the record has %d", ErrProof, k.Size, head.Seq)
		}
		was, err := tree.Root(k.Size, tiles(ctx, l))
		if err != nil {
			return nil, err
		}
		if was != k.Root {
			return nil, fmt.Errorf("%w: the log does not begin with the %d entries of a checkpoint that it signed", ErrProof, k.Size)
		}
		if k.Size == head.Seq && slices.ContainsFunc(k.Keys, func(v *Verifier) bool { return v.Public() == key.Public() }) {
			same = k.Note
		}
	}
	if same != nil {
		return same, nil
	}
	signers := []*Signer{key}
	for _, b := range before {
		if k := keys.find(b.Public()); k != nil && k.Speaks(head.Seq) {
			signers = append(signers, b)
		}
	}
	signed, err := Checkpoint{keys.Origin(), head.Seq, root}.Sign(signers...)
	if err != nil {
		return nil, err
	}
	return signed, l.AddSeal(ctx, record.Seal{Sort: record.SealCheckpoint, Size: head.Seq, Kept: now, Body: signed})
}

// endsIn: the log's last leaf is the record's head.
func endsIn(ctx context.Context, l record.Log, head record.Head) error {
	if head.Seq == 0 {
		return nil
	}
	hashes, err := tree.Reader(tiles(ctx, l)).ReadHashes([]int64{tlog.StoredHashIndex(0, head.Seq-1)})
	if err != nil {
		return err
	}
	if hashes[0] != tlog.RecordHash(head.Hash[:]) {
		return fmt.Errorf("%w: the log does not hold the record's last entry, %d", ErrProof, head.Seq)
	}
	return nil
}

// Take keeps a checkpoint that came back from a witness. It must be one that the record keeps already, with signatures besides: what nobody here
// signed is not kept. witnesses are the keys whose cosignatures count; at least one must stand in it.
func Take(ctx context.Context, l record.Log, cosigned []byte, witnesses []*Verifier, now int64) (*Signed, error) {
	keys, err := Keys(ctx, l)
	if err != nil {
		return nil, err
	}
	signed, err := keys.Open(cosigned, witnesses...)
	if err != nil {
		return nil, err
	}
	if len(signed.Cosigners) == 0 {
		return nil, fmt.Errorf("%w: no witness that is known cosigned it", ErrSignature)
	}
	kept, err := Checkpoints(ctx, l, keys)
	if err != nil {
		return nil, err
	}
	for i := len(kept) - 1; i >= 0; i-- { // the newest, with what has come back already
		if kept[i].Checkpoint == signed.Checkpoint {
			joined, err := Join(kept[i].Note, cosigned)
			if err != nil {
				return nil, err
			}
			return signed, l.AddSeal(ctx, record.Seal{Sort: record.SealCheckpoint, Size: signed.Size, Kept: now, Body: joined})
		}
	}
	return nil, fmt.Errorf("%w: the record keeps no such checkpoint", ErrOtherLog)
}
