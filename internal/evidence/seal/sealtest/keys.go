package sealtest

import (
	"context"
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal"
)

// stranger makes a key under the log's name, as somebody does who has none of the log's own.
func (s *scene) stranger() *seal.Signer {
	s.t.Helper()
	private, _, err := seal.NewLogKey(rand.Reader, s.key.Name())
	if err != nil {
		s.t.Fatal(err)
	}
	key, err := seal.ParseSigner(private, time.Now)
	if err != nil {
		s.t.Fatal(err)
	}
	return key
}

// names is the entry that names next after the log's key. signer nil: the log's key did not sign.
func (s *scene) names(next, signer *seal.Signer, by, second string) record.LogKey {
	s.t.Helper()
	note, err := seal.Succeed(&s.key.Verifier, signer, next)
	if err != nil {
		s.t.Fatal(err)
	}
	return record.LogKey{Key: next.Public(), Old: s.key.Public(), Note: note, By: by, Second: second}
}

// insertKey puts a key beside the record, in SQL.
func (s *scene) insertKey(key *seal.Signer, size int64) {
	s.exec("INSERT INTO seal (sort, size, kept, body) VALUES ('key', $1, 1, $2)", size, []byte(key.Public()))
}

func (s *scene) enter(payloads ...any) {
	s.t.Helper()
	s.add(func(yield func(record.Draft, error) bool) {
		for _, p := range payloads {
			if !yield(record.Draft{Entered: 2, Actor: "desk", Payload: p}, nil) {
				return
			}
		}
	})
}

// signsNothing: the log is not signed by key, is signed by its own, and has no other.
func (s *scene) signsNothing(key *seal.Signer) {
	s.t.Helper()
	ctx := context.Background()
	if _, err := seal.Make(ctx, s.v, key, 3); !errors.Is(err, seal.ErrRetired) {
		s.t.Errorf("the key inserted signed: %v", err)
	}
	if keys, err := seal.Keys(ctx, s.v); err != nil || len(keys) != 1 || keys[0].Public() != s.key.Public() {
		s.t.Errorf("%d keys, %v", len(keys), err)
	}
	if _, err := seal.Make(ctx, s.v, s.key, 3); err != nil {
		s.t.Errorf("the log does not go on: %v", err)
	}
}

func keyBeside(t *testing.T, s *scene) {
	mallory := s.stranger()
	s.insertKey(mallory, 0)
	s.signsNothing(mallory)
	s.expect([]seal.Fault{{Kind: seal.FaultUnnamed}})
	s.exec("UPDATE seal SET size = 300 WHERE sort = 'key' AND body = $1", []byte(mallory.Public())) // an entry that names no key
	s.signsNothing(mallory)
	s.expect([]seal.Fault{{Kind: seal.FaultUnnamed}})
	s.known = nil // it is told without anything from outside
	s.expect([]seal.Fault{{Kind: seal.FaultUnnamed}})
	head, err := seal.Head(context.Background(), s.v, s.key.Name())
	if err != nil {
		t.Fatal(err)
	}
	signed, err := head.Sign(mallory)
	if err != nil {
		t.Fatal(err)
	}
	s.expect([]seal.Fault{{Kind: seal.FaultUnnamed}, {Kind: seal.FaultSignature, File: "signed"}}, seal.Outside{File: "signed", Body: signed})
}

func keyEntered(_ *testing.T, s *scene) {
	mallory := s.stranger()
	s.enter(s.names(mallory, nil, "mallory", ""))
	s.insertKey(mallory, entries+1)
	s.signsNothing(mallory)
	s.expect([]seal.Fault{{Kind: seal.FaultUnnamed}, {Kind: seal.FaultSuccession, Seq: entries + 1}})
	// Two names that no administrator bears.
	other := s.stranger()
	s.enter(record.User{ID: "anna", Roles: []string{"administrator"}}, record.User{ID: "boris", Roles: []string{"recorder"}}, s.names(other, nil, "anna", "boris"))
	s.expect([]seal.Fault{{Kind: seal.FaultUnnamed}, {Kind: seal.FaultSuccession, Seq: entries + 1}, {Kind: seal.FaultSuccession, Seq: entries + 4}})
}

// keyInPlace: who may write everything, and whom no users hinder, makes a record that agrees with itself. Whoever knows the log's key, or kept a checkpoint, sees it.
func keyInPlace(t *testing.T, s *scene) {
	ctx := context.Background()
	mallory := s.stranger()
	all := s.stored()
	prev := all[398].ID
	for i := 399; i < len(all); i++ {
		d, err := record.DecodeEntry(all[i].Bytes)
		if err != nil {
			t.Fatal(err)
		}
		if i == 399 {
			if d.Kind, d.Subject, d.Payload, _, err = record.EncodePayload(s.names(mallory, nil, "anna", "boris")); err != nil {
				t.Fatal(err)
			}
			d.Version = 1
		}
		d.Prev = prev
		raw, err := record.Encode(&d)
		if err != nil {
			t.Fatal(err)
		}
		all[i] = record.Stored{Seq: all[i].Seq, ID: record.IDOf(raw), Bytes: raw}
		prev = all[i].ID
		s.write(all[i])
	}
	s.head(all[len(all)-1])
	s.tiles(all)
	s.insertKey(mallory, 400)
	s.expect([]seal.Fault{{Kind: seal.FaultStranger}, {Kind: seal.FaultRetired, Size: 600}}) // the checkpoint kept is by a key that would have stopped at 400
	s.exec("DELETE FROM seal WHERE sort = 'checkpoint'")
	if _, err := seal.Make(ctx, s.v, mallory, 3); err != nil {
		t.Fatal(err)
	}
	s.expect([]seal.Fault{{Kind: seal.FaultStranger}, {Kind: seal.FaultSignature, Size: 600}})
	s.known = nil
	s.expect(nil)
	s.expect([]seal.Fault{{Kind: seal.FaultRetired, File: "kept-1"}}, s.outside...)
}

func keyEntryGone(t *testing.T, s *scene) {
	next := s.stranger()
	s.enter(s.names(next, s.key, "anna", ""))
	s.insertKey(next, entries+1)
	if _, err := seal.Make(context.Background(), s.v, next, 3, s.key); err != nil {
		t.Fatal(err)
	}
	s.append(entries, 5)
	s.expect(nil)
	s.exec("DELETE FROM touch WHERE seq = 601")
	s.exec("DELETE FROM entry WHERE seq = 601")
	s.expect([]seal.Fault{{Kind: seal.FaultUnnamed}, {Kind: seal.FaultMissing, Seq: 601, Until: 601}}) // both keys signed at 601: the old one still vouches for it
}
