package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/recordtest"
	"mithaq/internal/judge/status"
)

// theDay is the day of the tests' clock.
var theDay = time.Date(2018, 2, 1, 12, 0, 30, 0, time.UTC)

// clock is a clock that tests move.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

// empty is an App over a new record.
func empty(tb testing.TB, c *clock) *App {
	tb.Helper()
	a, err := Create(tb.Context(), filepath.Join(tb.TempDir(), "record.db"), Options{Actor: "test", Now: c.now})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := a.Close(); err != nil {
			tb.Error(err)
		}
	})
	return a
}

// generated is an App over a record of n made-up incidents.
func generated(tb testing.TB, n int) *App {
	tb.Helper()
	a := empty(tb, &clock{theDay})
	if _, err := a.store.Append(tb.Context(), nil, recordtest.Generate(n, 1)); err != nil {
		tb.Fatal(err)
	}
	return a
}

// truce is a small text that speaks of the acts of generated records.
const truce = `vocabulary made_up "Made up"
party russia "Russia"
party government "Government"
party opposition "Opposition"
kind site { residential market school hospital }
kind people { civilian { man woman child } }
kind weapon { airstrike shelling }
zone ghouta "Ghouta"
zone damascus "Damascus"
zone rif_dimashq "Rif Dimashq"
act attack (doer party, means weapon, object site, harmed people, at place, killed count, injured count)
act detain (doer party, person, people)
act release (doer party, person, people)
act meet (doer parties, with parties, about text)
state held(person, people) begins detain(person, people) ends release(person)

agreement truce "A made-up truce"
  uses made_up
  agreed between russia and government
  dated 2015-11-01
  zone "Asia/Damascus"
  standard corroborated

term 1 "No attack"
  1a: russia must not attack(harmed: civilian)
  1b: government must not attack(object: hospital) from 2016-01-01
term 2 "Release"
  2a: government must release() by 2016-06-30
`

func readAll(tb testing.TB, texts ...Text) *Reading {
	tb.Helper()
	r := Read(texts)
	if r.Program == nil {
		tb.Fatalf("%+v", r.Diagnostics)
	}
	return r
}

func judged(tb testing.TB, a *App, r *Reading, cuts Cuts) *Judged {
	tb.Helper()
	j, err := a.Judge(tb.Context(), r, cuts)
	if err != nil {
		tb.Fatal(err)
	}
	return j
}

// norm finds a norm's status by its full name.
func norm(tb testing.TB, j *Judged, name string) *status.Norm {
	tb.Helper()
	for i := range j.Result.Agreements {
		for k := range j.Result.Agreements[i].Norms {
			if n := &j.Result.Agreements[i].Norms[k]; n.Key.Norm == name {
				return n
			}
		}
	}
	tb.Fatalf("no norm %s", name)
	return nil
}

// claim finds a claim's status by its full name.
func claim(tb testing.TB, j *Judged, name string) *status.Claim {
	tb.Helper()
	for i := range j.Result.Agreements {
		for k := range j.Result.Agreements[i].Claims {
			if c := &j.Result.Agreements[i].Claims[k]; c.Key.Norm == name {
				return c
			}
		}
	}
	tb.Fatalf("no claim %s", name)
	return nil
}

// enter plans rows of a layout, given as CSV, and writes them.
func enter(tb testing.TB, a *App, layout, csv string) record.Head {
	tb.Helper()
	p, err := a.Plan(tb.Context(), []byte(csv), intake.Options{File: layout + ".csv", As: layout, Strict: true})
	if err != nil || p.Refused {
		tb.Fatalf("%v %+v", err, p.Diagnostics)
	}
	head, err := a.Apply(tb.Context(), p)
	if err != nil {
		tb.Fatal(err)
	}
	return head
}

// day gives the days of an interval.
func day(tb testing.TB, in civil.Interval) string {
	tb.Helper()
	z, err := civil.LoadZone("Asia/Damascus")
	if err != nil {
		tb.Fatal(err)
	}
	lo, hi := z.DateOf(in.Lo).String(), z.DateOf(in.Hi).String()
	if lo == hi {
		return lo
	}
	return strings.Join([]string{lo, hi}, "/")
}

// loadExample makes a record with the example in a folder of its own. TestMain takes the folders away.
func loadExample(c *clock) (*exampleApp, error) {
	dir, err := os.MkdirTemp(folder, "example-")
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	a, err := Create(ctx, filepath.Join(dir, "record.db"), Options{Actor: "test", Now: c.now})
	if err != nil {
		return nil, err
	}
	if err := a.LoadExample(ctx); err != nil {
		return nil, err
	}
	texts, err := a.RecordTexts(ctx)
	if err != nil {
		return nil, err
	}
	return &exampleApp{a, Read(texts)}, nil
}

// folder holds the records that outlive one test.
var folder string

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "mithaq-app-"); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(folder)
	os.Exit(code)
}
