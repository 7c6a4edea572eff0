package sealtest

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal"
	"mithaq/internal/evidence/seal/ots"
	"mithaq/internal/evidence/seal/tree"
)

// Victim is a record that a test changes behind the program's back.
type Victim interface {
	record.Store
	record.Log
}

// Attacks runs every attack on a store of entries. open gives a new, empty record and a way to run a statement of SQL on its database ($1, $2, ...
// stand for arguments) as somebody does who may do anything there: no trigger hinders it.
func Attacks(t *testing.T, open func(*testing.T) (v Victim, exec func(query string, args ...any))) {
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			v, exec := open(t)
			a.run(t, newScene(t, v, exec))
		})
	}
}

// entries is how many a victim has: two full tiles and a part of one, so that there is a second level.
const entries = 600

// scene is a record with its key, a checkpoint at 300 and one at all entries, both also kept outside.
type scene struct {
	t       *testing.T
	v       Victim
	exec    func(query string, args ...any)
	key     *seal.Signer
	known   []*seal.Verifier // keys that the user brings
	roots   *x509.CertPool
	headers map[uint64]*ots.Block
	outside []seal.Outside
}

func newScene(t *testing.T, v Victim, exec func(string, ...any)) *scene {
	t.Helper()
	ctx := context.Background()
	s := &scene{t: t, v: v, exec: exec}
	private, public, err := seal.NewLogKey(rand.Reader, "mithaq.log/victim")
	if err != nil {
		t.Fatal(err)
	}
	if s.key, err = seal.ParseSigner(private, time.Now); err != nil {
		t.Fatal(err)
	}
	s.known = []*seal.Verifier{&s.key.Verifier}
	if err := v.AddSeal(ctx, record.Seal{Sort: record.SealKey, Body: []byte(public)}); err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		s.append(i*entries/2, entries/2)
		note, err := seal.Make(ctx, v, s.key, 1)
		if err != nil {
			t.Fatal(err)
		}
		s.outside = append(s.outside, seal.Outside{File: fmt.Sprintf("kept-%d", i), Body: note})
	}
	s.expect(nil)
	return s
}

func (s *scene) append(from, n int) {
	s.t.Helper()
	s.add(func(yield func(record.Draft, error) bool) {
		for i := range n {
			if !yield(record.Draft{Entered: 1, Actor: "desk", Payload: record.Source{ID: fmt.Sprintf("s%d", from+i), Name: record.Text{"en": "made up"}}}, nil) {
				return
			}
		}
	})
}

func (s *scene) add(drafts iter.Seq2[record.Draft, error]) {
	s.t.Helper()
	if _, err := s.v.Append(context.Background(), nil, drafts); err != nil {
		s.t.Fatal(err)
	}
}

func (s *scene) verify(outside ...seal.Outside) *seal.Report {
	s.t.Helper()
	r, err := seal.Verify(context.Background(), s.v, seal.Options{Outside: outside, Keys: s.known, Roots: s.roots, Headers: s.headers})
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// expect holds what Verify finds against the faults wanted: those fields of each that say which entry and what.
func (s *scene) expect(want []seal.Fault, outside ...seal.Outside) *seal.Report {
	s.t.Helper()
	r := s.verify(outside...)
	var got []seal.Fault
	for _, f := range r.Faults {
		got = append(got, seal.Fault{Kind: f.Kind, Seq: f.Seq, Until: f.Until, Other: f.Other, Size: f.Size, Since: f.Since, Level: f.Level, Tile: f.Tile, File: f.File})
	}
	if !slices.Equal(got, want) || r.More > 0 {
		s.t.Errorf("found\n%+v and %d more, want\n%+v", got, r.More, want)
	}
	return r
}

func (s *scene) stored() []record.Stored {
	s.t.Helper()
	var out []record.Stored
	for e, err := range s.v.Stored(context.Background(), 0) {
		if err != nil {
			s.t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

// changed gives an entry with another actor, and the head before it as given.
func (s *scene) changed(e record.Stored, actor string, prev record.Hash) record.Stored {
	s.t.Helper()
	d, err := record.DecodeEntry(e.Bytes)
	if err != nil {
		s.t.Fatal(err)
	}
	if actor != "" {
		d.Actor = actor
	}
	d.Prev = prev
	raw, err := record.Encode(&d)
	if err != nil {
		s.t.Fatal(err)
	}
	return record.Stored{Seq: e.Seq, ID: record.IDOf(raw), Bytes: raw}
}

func (s *scene) write(e record.Stored) {
	s.exec("UPDATE entry SET id = $1, bytes = $2 WHERE seq = $3", e.ID[:], e.Bytes, e.Seq)
}

func (s *scene) head(e record.Stored) {
	s.exec("UPDATE head SET seq = $1, hash = $2", e.Seq, e.ID[:])
}

// rewrite changes entry seq and makes all after it consistent: ids, chain and head; with tiles, the tree too.
func (s *scene) rewrite(seq int64, withTiles bool) {
	all := s.stored()
	prev := record.Hash{}
	for i, e := range all {
		if e.Seq >= seq {
			actor := ""
			if e.Seq == seq {
				actor = "mallory"
			}
			e = s.changed(e, actor, prev)
			s.write(e)
			all[i] = e
		}
		prev = e.ID
	}
	s.head(all[len(all)-1])
	if withTiles {
		s.tiles(all)
	}
}

// tiles puts the tree of entries in place of the one kept.
func (s *scene) tiles(all []record.Stored) {
	s.t.Helper()
	s.exec("DELETE FROM tile")
	none := func(int, int64) ([]byte, error) { return nil, nil }
	kept := map[[2]int64][]byte{}
	e, err := tree.Load(0, none, func(level int, n int64, hashes []byte) error {
		kept[[2]int64{int64(level), n}] = slices.Clone(hashes)
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, x := range all {
		if err := e.Add(x.ID[:]); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := e.Flush(); err != nil {
		s.t.Fatal(err)
	}
	for at, hashes := range kept {
		s.exec("INSERT INTO tile (level, n, hashes) VALUES ($1, $2, $3)", at[0], at[1], hashes)
	}
}

// cut takes away the entries after seq, and sets the head back.
func (s *scene) cut(seq int64) []record.Stored {
	all := s.stored()[:seq]
	s.exec("DELETE FROM touch WHERE seq > $1", seq)
	s.exec("DELETE FROM entry WHERE seq > $1", seq)
	s.head(all[seq-1])
	return all
}

func (s *scene) tile(level, n int64) []byte {
	s.t.Helper()
	b, err := s.v.Tile(context.Background(), int(level), n)
	if err != nil {
		s.t.Fatal(err)
	}
	return b
}

func (s *scene) setTile(level, n int64, hashes []byte) {
	s.exec("UPDATE tile SET hashes = $1 WHERE level = $2 AND n = $3", hashes, level, n)
}

func leafOf(e record.Stored) []byte {
	h := tlog.RecordHash(e.ID[:])
	return h[:]
}
