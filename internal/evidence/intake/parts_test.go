package intake

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
)

// rowsOf is a file of n incidents with an account and an assessment each.
func rowsOf(n int) []byte {
	var b strings.Builder
	b.WriteString("incident,act,when,source,published,assessor,grade\n")
	for i := range n {
		fmt.Fprintf(&b, "row-%02d,attack,2016-01-02,radio,2016-02-01,desk,alleged\n", i)
	}
	return []byte(b.String())
}

// TestParts: an import in parts that is stopped after any of them holds whole rows and says that it is not finished; importing the same file again ends
// with what importing it in one go gives, and says of itself what that says.
func TestParts(t *testing.T) {
	ctx := context.Background()
	plan := func(f *fake) *Plan {
		t.Helper()
		p, err := Read(ctx, f, rowsOf(7), Options{File: "rows.csv", Actor: "desk", Now: 100})
		if err != nil || p.Refused {
			t.Fatalf("%+v, %v", p, err)
		}
		return p
	}
	said := func(f *fake) record.Import {
		t.Helper()
		b, err := f.Base(ctx, record.Cut{})
		if err != nil || len(b.Imports) != 1 {
			t.Fatalf("%+v, %v", b.Imports, err)
		}
		return b.Imports[0]
	}
	whole := &fake{}
	if _, err := plan(whole).Apply(ctx, whole); err != nil {
		t.Fatal(err)
	}
	want := said(whole)
	for size := 1; size < 30; size++ {
		for stop := 1; stop < 12; stop++ {
			f := &fake{}
			within, cancel := context.WithCancel(ctx)
			parts := 0
			_, err := plan(f).ApplyParts(within, f, size, func(done, of int64) {
				if parts++; parts == stop {
					cancel()
				}
			})
			cancel()
			if err == nil { // it had fewer parts
				if got := said(f); got.Of != 0 || got.Added != want.Added {
					t.Fatalf("size %d, whole: %+v", size, got)
				}
				continue
			}
			if !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			if got := said(f); got.Of == 0 || got.Done >= got.Of || got.Done == 0 {
				t.Fatalf("size %d, stopped after part %d: %+v", size, stop, got)
			}
			n := 0
			for b, err := range f.Bundles(ctx, record.Cut{}) {
				if n++; err != nil || len(b.Accounts) != 1 || len(b.Assessments) != 1 {
					t.Fatalf("size %d, stopped after part %d: half a row: %+v, %v", size, stop, b, err)
				}
			}
			again := plan(f)
			if again.Same != n || again.Added != 7-n {
				t.Fatalf("%d of 7 rows stand, the plan says %+v", n, again)
			}
			if _, err := again.ApplyParts(ctx, f, size, nil); err != nil {
				t.Fatal(err)
			}
			got := said(f)
			if got.Scope.From, want.Scope.From = "", ""; got.Of != 0 || got.Added != want.Added || got.Same != want.Same {
				t.Fatalf("size %d, in the end: %+v, want %+v", size, got, want)
			}
			if p := plan(f); !p.Empty() {
				t.Fatalf("imported once more: %+v", p)
			}
		}
	}
}
