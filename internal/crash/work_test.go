package crash

import (
	"context"
	"fmt"
	"iter"
	"os"
	"strings"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/testroot/pgtest"
)

// TestMain lets the test binary be the program that is killed or traced.
func TestMain(m *testing.M) {
	if where := os.Getenv("CRASH_RECORD"); where != "" {
		if err := work(where, os.Getenv("CRASH_NAME"), os.Getenv("CRASH_JOBS")); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	pgtest.Main(m)
}

// A job is one transaction of the kinds that people wait for: an import, an assessment, a decision that two incidents are one.
type job struct {
	letter byte
	drafts func(name string, i int) []any
}

// imported is how many incidents an import brings.
const imported = 150

var jobs = []job{
	{'i', func(name string, i int) []any {
		out := []any{record.Source{ID: "radio", Name: record.Text{"en": "A radio"}, Sort: "newsroom"}}
		for j := range imported {
			id := fmt.Sprintf("%s-%d-%d", name, i, j)
			out = append(out,
				record.Incident{ID: id, Act: "attack", When: "2015-11-01", Title: record.Text{"en": "Made up"}, Note: strings.Repeat("made up ", 20)},
				record.Account{ID: id, Source: "radio", Incident: id, Published: "2015-11-02"},
				record.Assessment{Incident: id, Assessor: "pub", Rule: "made-up.row", Grade: grade.Alleged},
			)
		}
		return out
	}},
	{'a', func(name string, i int) []any {
		return []any{
			record.Assessment{Incident: first(name, i), Assessor: "desk", Grade: grade.Corroborated, Why: fmt.Sprint("seen ", i)},
			record.Review{Incident: first(name, i), Assessor: "desk", Stage: "finding", By: "one", Second: "two", When: "2016-01-01"},
		}
	}},
	{'m', func(name string, i int) []any {
		a, b := first(name, i), strings.TrimSuffix(first(name, i), "-0")+fmt.Sprintf("-%d", 1+i%(imported-1))
		return []any{record.Link{A: min(a, b), B: max(a, b), Decision: "merge", Into: a, By: "one", When: "2016-01-02"}}
	}},
}

// first is the first incident of the import before job i: of three jobs one is an import.
func first(name string, i int) string { return fmt.Sprintf("%s-%d-0", name, i-i%3) }

// work does jobs, an import first, then those upon it, and says after each what the record acknowledged. letters: how many, or as many as come.
func work(where, name, letters string) error {
	ctx := context.Background()
	if os.Getenv("CRASH_MAKE") != "" {
		a, err := app.Create(ctx, where, app.Options{})
		if err != nil {
			return err
		}
		if err := a.Close(); err != nil {
			return err
		}
		fmt.Println("made")
	}
	a, err := app.Open(ctx, where, app.Options{Actor: name, Now: time.Now})
	if err != nil {
		return err
	}
	defer a.Close()
	fmt.Println("ready")
	for i := 0; letters == "" || i < len(letters); i++ {
		j := jobs[i%len(jobs)]
		head, err := a.Store().Append(ctx, nil, drafts(name, j.drafts(name, i)))
		if err != nil {
			return err
		}
		fmt.Printf("ack %s %d %c %d\n", name, i, j.letter, head.Seq)
	}
	return nil
}

func drafts(actor string, payloads []any) iter.Seq2[record.Draft, error] {
	return func(yield func(record.Draft, error) bool) {
		for _, p := range payloads {
			if !yield(record.Draft{Entered: 1451606400, Actor: actor, Payload: p}, nil) {
				return
			}
		}
	}
}

// checker is what a store offers for a look at the whole of it.
type checker interface {
	Check(ctx context.Context) (newer int, err error)
}

// whole sees that a record is sound and holds whole jobs only: of each import all incidents or none, of each assessment its review too. It gives the head.
func whole(t *testing.T, a *app.App) record.Head {
	t.Helper()
	ctx := t.Context()
	if _, err := a.Store().(checker).Check(ctx); err != nil {
		t.Fatalf("the record is damaged: %v", err)
	}
	head, _, err := record.Verify(a.Store().Entries(ctx, 0))
	if err != nil {
		t.Fatal(err)
	}
	at := int64(0)
	for at < head.Seq { // entries come in the sizes of jobs
		n, err := jobAt(ctx, a.Store(), at)
		if err != nil {
			t.Fatal(err)
		}
		at += n
	}
	if at != head.Seq {
		t.Fatalf("half a job: entry %d is the last, a job ends in %d", head.Seq, at)
	}
	if got, err := a.Store().Head(ctx); err != nil || got != head {
		t.Fatalf("the head is %v (%v), the entries end in %v", got, err, head)
	}
	return head
}

// jobAt gives how many entries the job has that begins after a position.
func jobAt(ctx context.Context, s record.Store, after int64) (int64, error) {
	for e, err := range s.Entries(ctx, after) {
		if err != nil {
			return 0, err
		}
		switch e.Kind {
		case record.KindSource:
			return 1 + 3*imported, nil
		case record.KindAssessment:
			return 2, nil
		case record.KindLink:
			return 1, nil
		}
		return 0, fmt.Errorf("entry %d, of kind %s, begins no job", e.Seq, e.Kind)
	}
	return 0, fmt.Errorf("nothing after %d", after)
}
