// Package sealtest holds what tests of the sealed log share: a log in memory, and the suite of attacks that each store runs.
package sealtest

import (
	"bytes"
	"context"
	"encoding/binary"
	"iter"
	"slices"
	"strconv"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal/tree"
)

// Memory is a log in memory. Its parts lie open, so that tests can change them.
type Memory struct {
	All   []record.Stored
	At    record.Head
	Tiles map[[2]int64][]byte
	Said  []record.Seal
}

var _ record.Log = (*Memory)(nil)

// NewMemory gives a log of n made-up sources.
func NewMemory(t testing.TB, n int) *Memory {
	t.Helper()
	m := &Memory{Tiles: map[[2]int64][]byte{}}
	m.Add(t, n)
	return m
}

// Add appends n made-up sources in one transaction.
func (m *Memory) Add(t testing.TB, n int) {
	t.Helper()
	var payloads []any
	for i := range n {
		payloads = append(payloads, record.Source{ID: "s" + strconv.Itoa(len(m.All)+i), Name: record.Text{"en": "made up"}})
	}
	m.Append(t, payloads...)
}

// Append appends payloads in one transaction.
func (m *Memory) Append(t testing.TB, payloads ...any) {
	t.Helper()
	e, err := tree.Load(m.At.Seq, m.get, m.put)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range payloads {
		s := m.Entry(t, m.At, p)
		m.All = append(m.All, s)
		m.At = record.Head{Seq: s.Seq, Hash: s.ID}
		if err := e.Add(s.ID[:]); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Flush(); err != nil {
		t.Fatal(err)
	}
}

// AddID appends an entry of which nothing but the id is known.
func (m *Memory) AddID(t testing.TB, id record.Hash) {
	t.Helper()
	m.addIDs(t, id, 1)
	m.All = append(m.All, record.Stored{Seq: m.At.Seq, ID: id})
}

// AddIDs makes the tree of n entries of the id zero, and keeps no entry.
func (m *Memory) AddIDs(t testing.TB, n int) {
	t.Helper()
	m.addIDs(t, record.Hash{}, n)
}

func (m *Memory) addIDs(t testing.TB, id record.Hash, n int) {
	t.Helper()
	e, err := tree.Load(m.At.Seq, m.get, m.put)
	if err != nil {
		t.Fatal(err)
	}
	for range n {
		if err := e.Add(id[:]); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Flush(); err != nil {
		t.Fatal(err)
	}
	m.At = record.Head{Seq: m.At.Seq + int64(n), Hash: id}
}

// Entry makes an entry of a payload after a head, and keeps it nowhere.
func (m *Memory) Entry(t testing.TB, after record.Head, payload any) record.Stored {
	t.Helper()
	kind, subject, b, _, err := record.EncodePayload(payload)
	if err != nil {
		t.Fatal(err)
	}
	e := record.Entry{
		Seq: after.Seq + 1, Kind: kind, Version: record.Version(kind), Subject: subject, Entered: 1, Actor: "desk",
		Salt: binary.BigEndian.AppendUint64(make([]byte, 8), uint64(after.Seq)), Prev: after.Hash, Payload: b,
	}
	raw, err := record.Encode(&e)
	if err != nil {
		t.Fatal(err)
	}
	return record.Stored{Seq: e.Seq, ID: record.IDOf(raw), Bytes: raw}
}

func (m *Memory) get(level int, n int64) ([]byte, error) {
	return m.Tiles[[2]int64{int64(level), n}], nil
}

func (m *Memory) put(level int, n int64, hashes []byte) error {
	m.Tiles[[2]int64{int64(level), n}] = bytes.Clone(hashes)
	return nil
}

// Head implements record.Log.
func (m *Memory) Head(context.Context) (record.Head, error) { return m.At, nil }

// Stored implements record.Log.
func (m *Memory) Stored(_ context.Context, after int64) iter.Seq2[record.Stored, error] {
	return func(yield func(record.Stored, error) bool) {
		for _, e := range m.All {
			if e.Seq > after && !yield(e, nil) {
				return
			}
		}
	}
}

// Tile implements record.Log.
func (m *Memory) Tile(_ context.Context, level int, n int64) ([]byte, error) { return m.get(level, n) }

// Seals implements record.Log.
func (m *Memory) Seals(context.Context) ([]record.Seal, error) { return m.Said, nil }

// AddSeal implements record.Log.
func (m *Memory) AddSeal(_ context.Context, s record.Seal) error {
	if !slices.ContainsFunc(m.Said, func(o record.Seal) bool { return o.Sort == s.Sort && bytes.Equal(o.Body, s.Body) }) {
		m.Said = append(m.Said, s)
	}
	return nil
}
