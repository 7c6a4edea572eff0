package postgres

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/recordtest"
	"mithaq/internal/evidence/record/sqlite"
	"mithaq/internal/testroot/pgtest"
)

// zeros is a source of salts, so that two stores make the same entries of the same drafts.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// both is a record in two stores. It answers as the first does; when it is closed both are asked everything.
type both struct {
	*sqlite.Store
	other *Store
	t     *testing.T
}

func (b *both) Append(ctx context.Context, expect *record.Head, drafts iter.Seq2[record.Draft, error]) (record.Head, error) {
	var kept []record.Draft
	head, err := b.Store.Append(ctx, expect, func(yield func(record.Draft, error) bool) {
		for d, err := range drafts {
			kept = append(kept, d)
			if !yield(d, err) {
				return
			}
		}
	})
	if err != nil {
		return head, err
	}
	other, err := b.other.Append(ctx, expect, func(yield func(record.Draft, error) bool) {
		for _, d := range kept {
			if !yield(d, nil) {
				return
			}
		}
	})
	if err != nil || other != head {
		b.t.Errorf("one store stands at %+v, the other at %+v (%v)", head, other, err)
	}
	return head, nil
}

func (b *both) Close() error {
	recordtest.Same(b.t, b.Store, b.other)
	return b.Store.Close()
}

// TestSame: random histories in both stores give the same answers to every question; so do the copies of one store in the other.
func TestSame(t *testing.T) {
	ctx := context.Background()
	pg, err := Create(ctx, pgtest.Database(t), Options{Rand: zeros{}})
	if err != nil {
		t.Fatal(err)
	}
	defer pg.Close()
	n := 0
	recordtest.Histories(t, 25, func(t *testing.T) record.Store {
		wipe(t, pg)
		n++
		one, err := sqlite.Create(ctx, filepath.Join(t.TempDir(), fmt.Sprintf("%d.db", n)), sqlite.Options{Rand: zeros{}})
		if err != nil {
			t.Fatal(err)
		}
		return &both{one, pg, t}
	})
}

// TestCopies: entries with what PostgreSQL would not keep in a text, with texts longer than its indexes hold, with stubs and merges, go from either store
// to the other and back, and stay the same, bytes and answers.
func TestCopies(t *testing.T) {
	ctx := context.Background()
	one, err := sqlite.Create(ctx, filepath.Join(t.TempDir(), "a.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer one.Close()
	recordtest.FillWithCanaries(t, one)
	odd := "a\x00b\x01c\x02 ' \" % _ \\ $1 ; DROP TABLE entry; -- \u202e"
	long := odd // longer than an index of PostgreSQL holds, and of random letters, which cannot be packed together
	for r := rand.New(rand.NewPCG(1, 2)); len(long) < 9000; {
		long += string(rune('一' + r.IntN(20000)))
	}
	var payloads []any
	for i, s := range []string{odd, long, long + "x", "\x00", "\x01", "\x00\x01", "%2F/%"} {
		payloads = append(payloads,
			record.Incident{ID: s, Act: s, Publisher: s, When: "2015-11", Title: record.Text{"en": s}, Place: record.Place{Name: record.Text{"en": s}}, Note: s},
			record.Account{ID: s, Source: s, Incident: s, Note: s},
			record.Assessment{Incident: s, Assessor: s, Attributions: []record.Attribution{{To: s, Grade: 2}}, Grade: 2},
			record.Source{ID: fmt.Sprint("s", i), Name: record.Text{"en": s}},
		)
	}
	payloads = append(payloads, record.Link{A: "\x00", B: "\x01", Decision: "merge", Into: "\x01", By: "desk"})
	if _, err := one.Append(ctx, nil, drafts(payloads...)); err != nil {
		t.Fatal(err)
	}
	two := created(t)
	carry(t, one, two)
	recordtest.Same(t, one, two)
	for _, q := range []record.Query{{Act: long}, {Publisher: odd}, {Source: long + "x"}, {Party: "\x00"}, {Party: long}} {
		if p, err := two.Incidents(ctx, q); err != nil || p.Total != 1 {
			t.Errorf("%.20q: %d, %v", q.Act+q.Publisher+q.Source+q.Party, p.Total, err)
		}
	}
	back, err := sqlite.Create(ctx, filepath.Join(t.TempDir(), "b.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	carry(t, two, back)
	recordtest.Same(t, one, back)
	if newer, err := back.Check(ctx); err != nil || newer != 0 {
		t.Errorf("%d, %v", newer, err)
	}
	whole(t, two)
}

// logged is a store with its log.
type logged interface {
	record.Store
	record.Log
}

func carry(t *testing.T, from, to logged) {
	t.Helper()
	ctx := context.Background()
	have, err := to.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want, err := from.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := to.AppendStored(ctx, have, from.Stored(ctx, have.Seq)); err != nil || got != want {
		t.Fatalf("it stands at %+v (%v), not %+v", got, err, want)
	}
}
