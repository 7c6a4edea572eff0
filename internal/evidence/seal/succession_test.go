package seal_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal"
	"mithaq/internal/evidence/seal/sealtest"
)

// rotated gives the log another key, as the program does. old nil: it is lost, and by and second decide.
func rotated(t testing.TB, m *sealtest.Memory, oldPublic *seal.Verifier, old *seal.Signer, by, second string) *seal.Signer {
	t.Helper()
	private, public, err := seal.NewLogKey(rand.Reader, origin)
	if err != nil {
		t.Fatal(err)
	}
	next := signer(t, private)
	note, err := seal.Succeed(oldPublic, old, next)
	if err != nil {
		t.Fatal(err)
	}
	name(t, m, record.LogKey{Key: public, Old: oldPublic.Public(), Note: note, By: by, Second: second})
	return next
}

// name enters a key and keeps it.
func name(t testing.TB, m *sealtest.Memory, k record.LogKey) {
	t.Helper()
	m.Append(t, k)
	if err := m.AddSeal(context.Background(), record.Seal{Sort: record.SealKey, Size: m.At.Seq, Body: []byte(k.Key)}); err != nil {
		t.Fatal(err)
	}
}

func faults(t testing.TB, m *sealtest.Memory, o seal.Options) (kinds []seal.FaultKind, r *seal.Report) {
	t.Helper()
	r, err := seal.Verify(context.Background(), m, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Faults {
		kinds = append(kinds, f.Kind)
	}
	return kinds, r
}

// TestRotation: what the old key signed stays good, who knows the old key alone follows to the new one, and the old one speaks no more.
func TestRotation(t *testing.T) {
	ctx := context.Background()
	m := sealtest.NewMemory(t, 300)
	first := keyed(t, m)
	before, err := seal.Make(ctx, m, first, 1)
	if err != nil {
		t.Fatal(err)
	}
	second := rotated(t, m, &first.Verifier, first, "anna", "")
	between, err := seal.Make(ctx, m, second, 2, first)
	if err != nil {
		t.Fatal(err)
	}
	m.Add(t, 10)
	after, err := seal.Make(ctx, m, second, 3, first)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Make(ctx, m, first, 4); !errors.Is(err, seal.ErrRetired) {
		t.Errorf("the old key signed: %v", err)
	}
	old, next := []*seal.Verifier{&first.Verifier}, []*seal.Verifier{&second.Verifier}
	for name, c := range map[string]struct {
		note []byte
		keys []*seal.Verifier
		ok   bool
	}{
		"before, by the old":  {before, old, true},
		"before, by the new":  {before, next, false},
		"between, by the old": {between, old, true},
		"between, by the new": {between, next, true},
		"after, by the old":   {after, old, false},
		"after, by the new":   {after, next, true},
	} {
		if _, err := seal.OpenCheckpoint(c.note, c.keys); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	if kept, err := seal.Keys(ctx, m); err != nil || len(kept) != 2 || kept[0].Until != 301 || kept[1].From != 301 || !kept[1].Signed {
		t.Errorf("%+v, %v", kept, err)
	}
	for name, keys := range map[string][]*seal.Verifier{"none": nil, "the old": old, "the new": next} {
		kinds, r := faults(t, m, seal.Options{Keys: keys, Outside: []seal.Outside{{File: "b", Body: before}, {File: "c", Body: between}, {File: "a", Body: after}}})
		if len(kinds) > 0 || len(r.Keys) != 2 || len(r.Checkpoints) != 6 {
			t.Errorf("%s known: %v, %+v", name, kinds, r.Checkpoints)
		}
		for _, h := range r.Checkpoints {
			want := map[int64][]string{300: {first.ID()}, 301: {second.ID(), first.ID()}, 311: {second.ID()}}[h.Size]
			var got []string
			for _, k := range h.Keys {
				got = append(got, k.ID())
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("the checkpoint of %d: signed by %q, want %q", h.Size, got, want)
			}
		}
	}
	// Whoever has the old key can sign on, and counts no more.
	_, c := at(t, m, 305, second)
	seized, err := c.Sign(first)
	if err != nil {
		t.Fatal(err)
	}
	if kinds, _ := faults(t, m, seal.Options{Outside: []seal.Outside{{File: "x", Body: seized}}}); !slices.Equal(kinds, []seal.FaultKind{seal.FaultRetired}) {
		t.Errorf("the old key after its time: %v", kinds)
	}
	_, c = at(t, m, 200, second)
	early, err := c.Sign(second)
	if err != nil {
		t.Fatal(err)
	}
	if kinds, _ := faults(t, m, seal.Options{Outside: []seal.Outside{{File: "x", Body: early}}}); !slices.Equal(kinds, []seal.FaultKind{seal.FaultRetired}) {
		t.Errorf("the new key before its time: %v", kinds)
	}
	// Once more.
	third := rotated(t, m, &second.Verifier, second, "anna", "")
	if _, err := seal.Make(ctx, m, third, 5, second, first); err != nil {
		t.Fatal(err)
	}
	if kinds, r := faults(t, m, seal.Options{Keys: old}); len(kinds) > 0 || len(r.Keys) != 3 {
		t.Errorf("%v, %+v", kinds, r.Keys)
	}
}

// TestLostKey: two administrators decide where the old key is lost. Who knows the old key alone does not follow them.
func TestLostKey(t *testing.T) {
	ctx := context.Background()
	admin := []string{"administrator"}
	lost := func(by, second string, users ...any) (*sealtest.Memory, *seal.Signer, *seal.Signer) {
		m := sealtest.NewMemory(t, 5)
		first := keyed(t, m)
		if _, err := seal.Make(ctx, m, first, 1); err != nil {
			t.Fatal(err)
		}
		m.Append(t, append(users, record.Source{ID: "x"})...)
		next := rotated(t, m, &first.Verifier, nil, by, second)
		return m, first, next
	}
	anna, boris := record.User{ID: "anna", Roles: admin}, record.User{ID: "boris", Roles: admin}
	m, first, next := lost("anna", "boris", anna, boris)
	if _, err := seal.Make(ctx, m, next, 2); err != nil {
		t.Fatal(err)
	}
	kinds, r := faults(t, m, seal.Options{})
	if len(kinds) > 0 || len(r.Keys) != 2 || r.Keys[1].Signed || r.Keys[1].By != "anna" || r.Keys[1].Second != "boris" {
		t.Errorf("%v, %+v", kinds, r.Keys)
	}
	if kinds, _ := faults(t, m, seal.Options{Keys: []*seal.Verifier{&first.Verifier}}); !slices.Equal(kinds, []seal.FaultKind{seal.FaultStranger, seal.FaultSignature}) {
		t.Errorf("the old key known: %v", kinds)
	}
	if kinds, r := faults(t, m, seal.Options{Keys: []*seal.Verifier{&next.Verifier}}); len(kinds) > 0 || len(r.Checkpoints) != 2 {
		t.Errorf("the new key known: %v", kinds)
	}
	if m, _, _ := lost("anna", "boris"); true { // a record without users: both are declared
		if kinds, _ := faults(t, m, seal.Options{}); len(kinds) > 0 {
			t.Errorf("without users: %v", kinds)
		}
	}
	for name, by := range map[string][2]string{"alone": {"anna", ""}, "twice the same": {"anna", "anna"}, "no administrator": {"anna", "clara"}, "nobody": {"anna", "dora"}, "one who left": {"anna", "emil"}} {
		m, _, _ := lost(by[0], by[1], anna, boris, record.User{ID: "clara", Roles: []string{"recorder"}}, record.User{ID: "emil", Roles: admin}, record.User{ID: "emil"})
		if kinds, r := faults(t, m, seal.Options{}); !slices.Contains(kinds, seal.FaultSuccession) || len(r.Keys) != 1 {
			t.Errorf("%s: %v", name, kinds)
		}
	}
}

// TestKeyInserted: somebody who writes to the record, and has no key of the log, does not become one who speaks for it.
func TestKeyInserted(t *testing.T) {
	ctx := context.Background()
	private, public, err := seal.NewLogKey(rand.Reader, origin)
	if err != nil {
		t.Fatal(err)
	}
	mallory := signer(t, private)
	alien, alienPublic, err := seal.NewLogKey(rand.Reader, "mithaq.log/other")
	if err != nil {
		t.Fatal(err)
	}
	for n, c := range []struct {
		name   string
		insert func(m *sealtest.Memory, first *seal.Signer)
		want   []seal.FaultKind
	}{
		{"a key beside the record", func(m *sealtest.Memory, _ *seal.Signer) {
			m.Said = append(m.Said, record.Seal{Sort: record.SealKey, Body: []byte(public)})
		}, []seal.FaultKind{seal.FaultUnnamed}},
		{"a key that points at some entry", func(m *sealtest.Memory, _ *seal.Signer) {
			m.Said = append(m.Said, record.Seal{Sort: record.SealKey, Size: 3, Body: []byte(public)})
		}, []seal.FaultKind{seal.FaultUnnamed}},
		{"an entry whose statement the new key alone signed", func(m *sealtest.Memory, first *seal.Signer) {
			note, err := seal.Succeed(&first.Verifier, nil, mallory)
			if err != nil {
				t.Fatal(err)
			}
			name(t, m, record.LogKey{Key: public, Old: first.Public(), Note: note, By: "mallory"})
		}, []seal.FaultKind{seal.FaultUnnamed, seal.FaultSuccession}},
		{"the statement of another key", func(m *sealtest.Memory, first *seal.Signer) {
			other, _, err := seal.NewLogKey(rand.Reader, origin)
			if err != nil {
				t.Fatal(err)
			}
			note, err := seal.Succeed(&first.Verifier, first, signer(t, other))
			if err != nil {
				t.Fatal(err)
			}
			name(t, m, record.LogKey{Key: public, Old: first.Public(), Note: note, By: "a", Second: "b"})
		}, []seal.FaultKind{seal.FaultUnnamed, seal.FaultSuccession}},
		{"a checkpoint in place of the statement", func(m *sealtest.Memory, first *seal.Signer) {
			_, c := at(t, m, 5, first)
			note, err := c.Sign(first, mallory)
			if err != nil {
				t.Fatal(err)
			}
			name(t, m, record.LogKey{Key: public, Old: first.Public(), Note: string(note), By: "a", Second: "b"})
		}, []seal.FaultKind{seal.FaultUnnamed, seal.FaultSuccession}},
		{"two decide, and it follows on a key that the log never had", func(m *sealtest.Memory, _ *seal.Signer) {
			other, otherPublic, err := seal.NewLogKey(rand.Reader, origin)
			if err != nil {
				t.Fatal(err)
			}
			note, err := seal.Succeed(&signer(t, other).Verifier, nil, mallory)
			if err != nil {
				t.Fatal(err)
			}
			name(t, m, record.LogKey{Key: public, Old: otherPublic, Note: note, By: "a", Second: "b"})
		}, []seal.FaultKind{seal.FaultUnnamed, seal.FaultSuccession}},
		{"of another name", func(m *sealtest.Memory, first *seal.Signer) {
			note, err := seal.Succeed(&first.Verifier, first, signer(t, alien))
			if err != nil {
				t.Fatal(err)
			}
			name(t, m, record.LogKey{Key: alienPublic, Old: first.Public(), Note: note})
		}, []seal.FaultKind{seal.FaultUnnamed, seal.FaultSuccession}},
	} {
		m := sealtest.NewMemory(t, 5)
		first := keyed(t, m)
		if _, err := seal.Make(ctx, m, first, 1); err != nil {
			t.Fatal(err)
		}
		c.insert(m, first)
		kinds, r := faults(t, m, seal.Options{})
		slices.Sort(kinds)
		slices.Sort(c.want)
		if !slices.Equal(kinds, c.want) || len(r.Keys) != 1 {
			t.Errorf("%s: %v", c.name, kinds)
		}
		if keys, err := seal.Keys(ctx, m); err != nil || len(keys) != 1 {
			t.Errorf("%s: %d keys, %v", c.name, len(keys), err)
		}
		if n != 6 {
			if _, err := seal.Make(ctx, m, mallory, 2); !errors.Is(err, seal.ErrRetired) {
				t.Errorf("%s: the key inserted signed: %v", c.name, err)
			}
		}
		if _, err := seal.Make(ctx, m, first, 2); err != nil { // the log goes on
			t.Errorf("%s: %v", c.name, err)
		}
	}
	// The first key put in the place of another: what entries name follows on the one that is gone.
	m := sealtest.NewMemory(t, 5)
	first := keyed(t, m)
	rotated(t, m, &first.Verifier, first, "anna", "")
	m.Said[0].Body = bytes.Clone([]byte(public))
	if kinds, _ := faults(t, m, seal.Options{}); !slices.Contains(kinds, seal.FaultSuccession) {
		t.Errorf("the first key replaced: %v", kinds)
	}
}
