package sealtest

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal"
	"mithaq/internal/evidence/seal/tsp"
	"mithaq/internal/evidence/seal/tsp/tsptest"
)

// attacks are what somebody can do who writes to the database directly, and what Verify says of it.
var attacks = []struct {
	name string
	run  func(*testing.T, *scene)
}{
	{"a content edited", func(_ *testing.T, s *scene) {
		all := s.stored()
		e := s.changed(all[2], "mallory", all[1].ID)
		e.ID = all[2].ID
		s.write(e)
		s.expect([]seal.Fault{{Kind: seal.FaultChanged, Seq: 3}})
	}},
	{"a content that nothing can read", func(_ *testing.T, s *scene) {
		e := s.stored()[2]
		e.Bytes = []byte{0xff}
		s.write(e)
		s.expect([]seal.Fault{{Kind: seal.FaultChanged, Seq: 3}, {Kind: seal.FaultUnreadable, Seq: 3}})
	}},
	{"an entry replaced, with its id", func(_ *testing.T, s *scene) {
		all := s.stored()
		s.write(s.changed(all[2], "mallory", all[1].ID))
		s.expect([]seal.Fault{{Kind: seal.FaultReplaced, Seq: 3}, {Kind: seal.FaultUnchained, Seq: 4}})
	}},
	{"the last entries rewritten, chain and head too", func(_ *testing.T, s *scene) {
		s.rewrite(599, false)
		s.expect([]seal.Fault{{Kind: seal.FaultReplaced, Seq: 599}, {Kind: seal.FaultReplaced, Seq: 600}})
	}},
	{"everything rewritten from an entry on, the tree too", func(_ *testing.T, s *scene) {
		s.rewrite(400, true)
		s.expect([]seal.Fault{{Kind: seal.FaultForked, Size: 600, Since: 300}})
	}},
	{"everything rewritten, and the checkpoints thrown away", func(t *testing.T, s *scene) {
		s.rewrite(400, true)
		s.exec("DELETE FROM seal WHERE sort = 'checkpoint'")
		if r := s.expect(nil); len(r.Checkpoints) > 0 { // nothing inside can tell any more, and the report says what it was held against: nothing
			t.Errorf("%+v", r.Checkpoints)
		}
		s.expect([]seal.Fault{{Kind: seal.FaultForked, Size: 600, Since: 300, File: "kept-1"}}, s.outside...)
		s.expect([]seal.Fault{{Kind: seal.FaultForked, Size: 600, File: "kept-1"}}, s.outside[1])
		s.expect(nil, s.outside[0])
	}},
	{"an entry taken out", func(_ *testing.T, s *scene) {
		s.exec("DELETE FROM touch WHERE seq = 4")
		s.exec("DELETE FROM entry WHERE seq = 4")
		s.expect([]seal.Fault{{Kind: seal.FaultMissing, Seq: 4, Until: 4}})
	}},
	{"entries taken out and the rest moved up", func(t *testing.T, s *scene) {
		s.exec("DELETE FROM touch WHERE seq IN (598, 599)")
		s.exec("DELETE FROM entry WHERE seq IN (598, 599)")
		s.exec("UPDATE entry SET seq = 598 WHERE seq = 600")
		s.exec("UPDATE head SET seq = 598")
		s.expect([]seal.Fault{
			{Kind: seal.FaultShort, Size: 600, Until: 598},
			{Kind: seal.FaultUnchained, Seq: 598},
			{Kind: seal.FaultMoved, Seq: 598, Other: 600},
			{Kind: seal.FaultMissing, Seq: 599, Until: 600},
		})
		if _, err := seal.Make(context.Background(), s.v, s.key, 2); err == nil {
			t.Error("the log was signed")
		}
	}},
	{"the end cut off, and the head set back", func(t *testing.T, s *scene) {
		s.cut(590)
		s.expect([]seal.Fault{{Kind: seal.FaultShort, Size: 600, Until: 590}, {Kind: seal.FaultMissing, Seq: 591, Until: 600}})
		if _, err := s.v.Append(context.Background(), nil, func(yield func(record.Draft, error) bool) {
			yield(record.Draft{Payload: record.Source{ID: "later"}}, nil)
		}); err == nil {
			t.Error("an entry was appended to a log that was cut")
		}
	}},
	{"the end cut off, and the tree with it", func(_ *testing.T, s *scene) {
		s.tiles(s.cut(590))
		s.expect([]seal.Fault{{Kind: seal.FaultShort, Size: 600, Until: 590}})
		s.exec("DELETE FROM seal WHERE sort = 'checkpoint' AND size > 590")
		s.expect(nil)
		s.expect([]seal.Fault{{Kind: seal.FaultShort, Size: 600, Until: 590, File: "kept-1"}}, s.outside...)
	}},
	{"two entries exchanged", func(_ *testing.T, s *scene) {
		all := s.stored()
		a, b := all[2], all[6]
		a.Seq, b.Seq = b.Seq, a.Seq
		s.write(a)
		s.write(b)
		s.expect([]seal.Fault{
			{Kind: seal.FaultUnchained, Seq: 3},
			{Kind: seal.FaultMoved, Seq: 3, Other: 7},
			{Kind: seal.FaultUnchained, Seq: 4},
			{Kind: seal.FaultUnchained, Seq: 7},
			{Kind: seal.FaultMoved, Seq: 7, Other: 3},
			{Kind: seal.FaultUnchained, Seq: 8},
		})
	}},
	{"entries hung on after the head", func(_ *testing.T, s *scene) {
		s.exec("UPDATE head SET seq = 597, hash = (SELECT id FROM entry WHERE seq = 597)")
		s.exec("DELETE FROM seal WHERE sort = 'checkpoint'")
		s.expect([]seal.Fault{{Kind: seal.FaultBeyond, Seq: 598, Until: 600}, {Kind: seal.FaultMissing, Seq: 598, Until: 600}})
	}},
	{"entries that the log does not hold", func(_ *testing.T, s *scene) {
		all := s.stored()
		s.tiles(all[:598])
		s.exec("DELETE FROM seal WHERE sort = 'checkpoint'")
		s.expect([]seal.Fault{{Kind: seal.FaultUnsealed, Seq: 599, Until: 600}})
	}},
	{"the head renamed", func(_ *testing.T, s *scene) {
		s.exec("UPDATE head SET hash = (SELECT id FROM entry WHERE seq = 5)")
		s.expect([]seal.Fault{{Kind: seal.FaultHead, Seq: 600}})
	}},
	{"a leaf changed", func(_ *testing.T, s *scene) {
		b := bytes.Clone(s.tile(0, 1))
		b[5*tlog.HashSize] ^= 1
		s.setTile(0, 1, b)
		s.expect([]seal.Fault{
			{Kind: seal.FaultTile, Level: 1, Tile: 0}, {Kind: seal.FaultForked, Size: 300}, {Kind: seal.FaultForked, Size: 600}, {Kind: seal.FaultReplaced, Seq: 262},
		})
	}},
	{"leaves exchanged with their entries", func(_ *testing.T, s *scene) {
		all := s.stored()
		b := bytes.Clone(s.tile(0, 0))
		copy(b[2*tlog.HashSize:], leafOf(all[3]))
		copy(b[3*tlog.HashSize:], leafOf(all[2]))
		s.setTile(0, 0, b)
		x, y := all[2], all[3]
		x.Seq, y.Seq = y.Seq, x.Seq
		s.write(x)
		s.write(y)
		s.expect([]seal.Fault{
			{Kind: seal.FaultTile, Level: 1, Tile: 0},
			{Kind: seal.FaultForked, Size: 300},
			{Kind: seal.FaultForked, Size: 600},
			{Kind: seal.FaultUnchained, Seq: 3},
			{Kind: seal.FaultUnchained, Seq: 4},
			{Kind: seal.FaultUnchained, Seq: 5},
		})
	}},
	{"a tile above the leaves changed", func(_ *testing.T, s *scene) {
		b := bytes.Clone(s.tile(1, 0))
		b[40] ^= 1
		s.setTile(1, 0, b)
		s.expect([]seal.Fault{{Kind: seal.FaultTile, Level: 1, Tile: 0}})
	}},
	{"a tile taken away", func(_ *testing.T, s *scene) {
		s.exec("DELETE FROM tile WHERE level = 0 AND n = 1")
		s.expect([]seal.Fault{{Kind: seal.FaultUnsealed, Seq: 257, Until: 512}})
	}},
	{"a content emptied", func(_ *testing.T, s *scene) {
		s.empty(7)
		s.expect([]seal.Fault{{Kind: seal.FaultEmptied, Seq: 7}})
	}},
	{"a content removed as it should be", func(t *testing.T, s *scene) {
		e := s.stored()[6]
		s.removal("r1", record.Removed{Seq: 7, Entry: e.ID, Kind: record.KindSource})
		if r := s.expect(nil); r.Removed != 1 {
			t.Errorf("%d entries count as removed", r.Removed)
		}
		proven, err := seal.ProveEntry(context.Background(), s.v, 7, e.ID[:], s.outside[1].Body) // its place can still be shown
		if err != nil {
			t.Fatal(err)
		}
		if _, err := seal.CheckEntry(proven, []*seal.Verifier{&s.key.Verifier}); err != nil {
			t.Error(err)
		}
	}},
	{"a content emptied, another removed", func(_ *testing.T, s *scene) {
		s.removal("r1", record.Removed{Seq: 8, Entry: s.stored()[7].ID, Kind: record.KindSource})
		s.empty(7)
		s.expect([]seal.Fault{{Kind: seal.FaultEmptied, Seq: 7}})
	}},
	{"a removed content put back, and another in its place", func(_ *testing.T, s *scene) {
		all := s.stored()
		s.removal("r1", record.Removed{Seq: 7, Entry: all[6].ID, Kind: record.KindSource}, record.Removed{Seq: 8, Entry: all[7].ID, Kind: record.KindSource})
		s.write(all[6])
		forged := all[7]
		forged.Bytes = record.EncodeStub(&record.Entry{ID: all[7].ID, Prev: all[6].ID, Kind: record.KindAccount, Version: 2, Entered: 1}, nil)
		s.write(forged)
		s.expect([]seal.Fault{
			{Kind: seal.FaultLingering, Seq: 7, Other: 601}, {Kind: seal.FaultLingering, Seq: 8, Other: 601}, {Kind: seal.FaultEmptied, Seq: 8},
		})
	}},
	{"a stub of another entry", func(_ *testing.T, s *scene) {
		all := s.stored()
		s.removal("r1", record.Removed{Seq: 7, Entry: all[6].ID, Kind: record.KindSource})
		forged := all[6]
		forged.Bytes = record.EncodeStub(&record.Entry{ID: record.Hash{9}, Prev: record.Hash{8}, Kind: record.KindSource, Version: 1, Entered: 1}, nil)
		s.write(forged)
		s.expect([]seal.Fault{{Kind: seal.FaultChanged, Seq: 7}, {Kind: seal.FaultUnchained, Seq: 7}})
	}},
	{"a fork: a copy that went on otherwise", func(t *testing.T, s *scene) {
		ctx := context.Background()
		s.append(entries, 5)
		if _, err := seal.Make(ctx, s.v, s.key, 3); err != nil {
			t.Fatal(err)
		}
		other := NewMemory(t, 300) // stands for the copy: the same log, other entries
		other.Add(t, 305)
		head, err := seal.Head(ctx, other, s.key.Name())
		if err != nil {
			t.Fatal(err)
		}
		signed, err := head.Sign(s.key)
		if err != nil {
			t.Fatal(err)
		}
		s.expect([]seal.Fault{{Kind: seal.FaultForked, Size: 605, Since: 605, File: "copy"}}, seal.Outside{File: "copy", Body: signed})
	}},
	{"a checkpoint forged", func(_ *testing.T, s *scene) {
		s.exec("UPDATE seal SET body = $1 WHERE sort = 'checkpoint' AND size = 600", bytes.Replace(s.outside[1].Body, []byte("\n600\n"), []byte("\n601\n"), 1))
		s.expect([]seal.Fault{{Kind: seal.FaultSignature, Size: 600}})
	}},
	{"a checkpoint of another log", func(t *testing.T, s *scene) {
		s.expect([]seal.Fault{{Kind: seal.FaultSignature, File: "foreign"}}, seal.Outside{File: "foreign", Body: foreign(t, s, s.key)}) // our key signs for us alone
		private, _, err := seal.NewLogKey(rand.Reader, "mithaq.log/another")
		if err != nil {
			t.Fatal(err)
		}
		key, err := seal.ParseSigner(private, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		s.known = append(s.known, &key.Verifier)
		s.expect([]seal.Fault{{Kind: seal.FaultOrigin, Size: 600, File: "foreign"}}, seal.Outside{File: "foreign", Body: foreign(t, s, key)})
	}},
	{"everything rewritten and signed anew, by another key", func(t *testing.T, s *scene) {
		s.rewrite(400, true)
		s.exec("DELETE FROM seal")
		private, public, err := seal.NewLogKey(rand.Reader, s.key.Name())
		if err != nil {
			t.Fatal(err)
		}
		mallory, err := seal.ParseSigner(private, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.v.AddSeal(context.Background(), record.Seal{Sort: record.SealKey, Body: []byte(public)}); err != nil {
			t.Fatal(err)
		}
		if _, err := seal.Make(context.Background(), s.v, mallory, 3); err != nil {
			t.Fatal(err)
		}
		s.expect([]seal.Fault{{Kind: seal.FaultStranger}, {Kind: seal.FaultSignature, Size: 600}})
		s.known = nil // to who knows nothing from outside, all is in order
		s.expect(nil)
		s.expect([]seal.Fault{{Kind: seal.FaultSignature, File: "kept-1"}}, s.outside[1])
	}},
	{"a time stamp changed, and one of something else", func(t *testing.T, s *scene) {
		ctx := context.Background()
		authority := tsptest.New(t)
		s.roots = authority.Roots
		held, err := seal.OpenCheckpoint(s.outside[1].Body, s.known)
		if err != nil {
			t.Fatal(err)
		}
		request, err := (&tsp.Request{Hash: crypto.SHA256, Digest: seal.StampDigest(held.Checkpoint)(crypto.SHA256)}).Marshal()
		if err != nil {
			t.Fatal(err)
		}
		token := authority.Stamp(t, request, time.Now())
		if err := s.v.AddSeal(ctx, record.Seal{Sort: record.SealStamp, Size: 600, Body: token}); err != nil {
			t.Fatal(err)
		}
		if r := s.expect(nil); len(r.Stamps) != 1 || !r.Stamps[0].Trusted || r.Stamps[0].Size != 600 {
			t.Errorf("%+v", r.Stamps)
		}
		s.roots = nil
		if r := s.expect(nil); len(r.Stamps) != 1 || r.Stamps[0].Trusted {
			t.Errorf("trusted without a root: %+v", r.Stamps)
		}
		s.exec("UPDATE seal SET size = 300 WHERE sort = 'timestamp'")
		s.expect([]seal.Fault{{Kind: seal.FaultStamp, Size: 300}})
		token[len(token)-1] ^= 1
		s.exec("UPDATE seal SET size = 600, body = $1 WHERE sort = 'timestamp'", token)
		s.expect([]seal.Fault{{Kind: seal.FaultStamp, Size: 600}})
	}},
	{"an OpenTimestamps proof changed, and one of something else", attested},
	{"a key that is none", func(_ *testing.T, s *scene) {
		s.exec("UPDATE seal SET body = $1 WHERE sort = 'key'", []byte("x"))
		r := s.verify()
		if len(r.Faults) != 1 || r.Faults[0].Kind != seal.FaultKey || r.Origin != "" {
			s.t.Errorf("%+v", r)
		}
	}},
	{"a key put beside the record", keyBeside},
	{"a key in an entry that the key before did not sign for", keyEntered},
	{"a key in an entry put in the place of another, and all after it signed anew", keyInPlace},
	{"the entry that names a key taken out", keyEntryGone},
}

// foreign is a checkpoint of the same entries for a log of another name.
func foreign(t *testing.T, s *scene, key *seal.Signer) []byte {
	t.Helper()
	head, err := seal.Head(context.Background(), s.v, "mithaq.log/another")
	if err != nil {
		t.Fatal(err)
	}
	signed, err := head.Sign(key)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// empty puts a stub in place of an entry, as a removal does, without a removal.
func (s *scene) empty(seq int64) {
	s.t.Helper()
	e := s.stored()[seq-1]
	d, err := record.DecodeEntry(e.Bytes)
	if err != nil {
		s.t.Fatal(err)
	}
	e.Bytes = record.EncodeStub(&d, nil)
	s.write(e)
}

func (s *scene) removal(id string, gone ...record.Removed) {
	s.t.Helper()
	s.add(func(yield func(record.Draft, error) bool) {
		yield(record.Draft{Entered: 2, Actor: "desk", Payload: record.Removal{ID: id, Entries: gone, Ground: "safety", By: "user-1", Second: "user-2"}}, nil)
	})
}
