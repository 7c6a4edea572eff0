package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
)

// halfway calls something when half of what is appended has been handed over.
type halfway struct {
	record.Store
	at   int
	then func()
}

func (s *halfway) Append(ctx context.Context, expect *record.Head, drafts iter.Seq2[record.Draft, error]) (record.Head, error) {
	return s.Store.Append(ctx, expect, func(yield func(record.Draft, error) bool) {
		n := 0
		for d, err := range drafts {
			if n++; n == s.at {
				s.then()
			}
			if !yield(d, err) {
				return
			}
		}
	})
}

// manyRows is a file of n incidents.
func manyRows(n int) []byte {
	var b strings.Builder
	b.WriteString("incident,act,when,zones,role:harmed,source,published,assessor,grade,attributions\n")
	for i := range n {
		fmt.Fprintf(&b, "row-%d,attack,2016-01-%02d,ghouta,civilian,monitor,2016-02-01,desk,corroborated,russia=corroborated\n", i, 1+i%28)
	}
	return []byte(b.String())
}

const importedRows = 2000

// untouched checks that a record holds just what it held, and that the file can be imported as if nothing had been.
func untouched(t *testing.T, a *App, before record.Head) {
	t.Helper()
	if head, err := a.store.Head(t.Context()); err != nil || head != before {
		t.Errorf("the head moved from %d to %d: %v", before.Seq, head.Seq, err)
	}
	page, err := a.store.Incidents(t.Context(), record.Query{})
	if err != nil || page.Total != 0 {
		t.Errorf("%d incidents of half a file stand: %v", page.Total, err)
	}
	p := imported(t, a, manyRows(importedRows), intake.Options{File: "rows.csv"})
	if p.Added != importedRows {
		t.Errorf("imported after that: %d added, %d the same", p.Added, p.Same)
	}
	if page, err := a.store.Incidents(t.Context(), record.Query{}); err != nil || page.Total != importedRows {
		t.Errorf("%d incidents, %v", page.Total, err)
	}
}

func TestImportCancelled(t *testing.T) {
	a := empty(t, &clock{theDay})
	before := enter(t, a, "names", "scheme,sort,word,means\nx,party,y,russia\n")
	p, err := a.Plan(t.Context(), manyRows(importedRows), intake.Options{File: "rows.csv"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := p.Apply(ctx, &halfway{a.store, importedRows, cancel}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled halfway: %v", err)
	}
	untouched(t, a, before)

	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.Plan(gone, manyRows(10), intake.Options{File: "rows.csv"}); !errors.Is(err, context.Canceled) {
		t.Errorf("planned though cancelled: %v", err)
	}
}

// recordOfChild tells the child process of TestImportKilled where its record is.
const recordOfChild = "MITHAQ_TEST_KILLED_IMPORT"

func TestImportKilled(t *testing.T) {
	if path := os.Getenv(recordOfChild); path != "" {
		importForEver(t, path)
		return
	}
	path := filepath.Join(t.TempDir(), "record.db")
	a, err := Create(t.Context(), path, Options{Actor: "test", Now: func() time.Time { return theDay }})
	if err != nil {
		t.Fatal(err)
	}
	before := enter(t, a, "names", "scheme,sort,word,means\nx,party,y,russia\n")
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}

	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestImportKilled$")
	child.Env = append(os.Environ(), recordOfChild+"="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	said := false
	for lines := bufio.NewScanner(out); !said && lines.Scan(); {
		said = lines.Text() == "halfway"
	}
	if err := child.Process.Kill(); err != nil { // SIGKILL
		t.Fatal(err)
	}
	_ = child.Wait() // killed
	if !said {
		t.Fatal("the child did not come halfway")
	}

	a, err = Open(t.Context(), path, Options{Actor: "test", Now: func() time.Time { return theDay }})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	untouched(t, a, before)
}

// importForEver stops halfway through an import and waits to be killed.
func importForEver(t *testing.T, path string) {
	a, err := Open(t.Context(), path, Options{Actor: "test"})
	if err != nil {
		t.Fatal(err)
	}
	p, err := a.Plan(t.Context(), manyRows(importedRows), intake.Options{File: "rows.csv"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Apply(t.Context(), &halfway{a.store, importedRows, func() {
		fmt.Println("halfway")
		time.Sleep(time.Minute)
	}})
	t.Fatal("not killed", err)
}
