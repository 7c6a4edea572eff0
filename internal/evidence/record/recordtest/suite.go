package recordtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// Run tests a store. open gives a new, empty one; whoever opened it may close it at the end of the test, Close may be called twice.
func Run(t *testing.T, open func(*testing.T) record.Store) {
	for _, c := range []struct {
		name string
		test func(*testing.T, func(*testing.T) record.Store)
	}{
		{"Empty", testEmpty},
		{"AllOrNothing", testAllOrNothing},
		{"Expected", testExpected},
		{"Writers", testWriters},
		{"Canceled", testCanceled},
		{"Reread", testReread},
		{"Regraded", testRegraded},
		{"Many", testMany},
		{"Orders", testOrders},
		{"Touched", testTouched},
		{"Held", testHeld},
		{"Texts", testTexts},
		{"Refused", testRefused},
		{"Removed", testRemoved},
		{"NotRemoved", testNotRemoved},
		{"Pay", testPay},
		{"Merged", testMerged},
		{"Aside", testAside},
		{"Random", testRandom},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open) })
	}
}

func incident(id string) record.Draft {
	return record.Draft{Entered: 100, Actor: "desk", Payload: record.Incident{ID: id, Act: "attack", When: "2015-11-01"}}
}

func mustAppend(t *testing.T, s record.Store, drafts ...record.Draft) record.Head {
	t.Helper()
	h, err := s.Append(context.Background(), nil, seqOf(drafts))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func mustCount(t *testing.T, s record.Store, want int) {
	t.Helper()
	ctx := context.Background()
	head, newer, err := record.Verify(s.Entries(ctx, 0))
	if err != nil || newer != 0 || int(head.Seq) != want {
		t.Fatalf("the chain has %d entries (%v), want %d", head.Seq, err, want)
	}
	if h, err := s.Head(ctx); err != nil || h != head {
		t.Fatalf("the head is %v (%v), the chain ends in %v", h, err, head)
	}
}

func testEmpty(t *testing.T, open func(*testing.T) record.Store) {
	ctx := context.Background()
	s := open(t)
	mustCount(t, s, 0)
	if b, err := s.Base(ctx, record.Cut{Seq: 5}); err != nil || b.Head != (record.Head{}) || len(b.Sources) != 0 {
		t.Errorf("base: %+v, %v", b, err)
	}
	if p, err := s.Incidents(ctx, record.Query{}); err != nil || p.Total != 0 || len(p.Rows) != 0 || p.Next != "" {
		t.Errorf("page: %+v, %v", p, err)
	}
	if g, err := s.Count(ctx, nil, record.Query{}); err != nil || len(g) != 0 {
		t.Errorf("count: %+v, %v", g, err)
	}
	if h := mustAppend(t, s); h != (record.Head{}) {
		t.Errorf("appending nothing moved the head to %v", h)
	}
}

// testAllOrNothing: a list of drafts that ends in an error, a bad draft or a panic leaves nothing.
func testAllOrNothing(t *testing.T, open func(*testing.T) record.Store) {
	ctx := context.Background()
	s := open(t)
	was := mustAppend(t, s, incident("i0"))
	broken := errors.New("the file ended")
	_, err := s.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
		_ = yield(incident("i1"), nil) && yield(record.Draft{}, broken)
	})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	for name, d := range map[string]record.Draft{
		"a date that is none":  {Payload: record.Incident{ID: "i2", Act: "x", When: "last week"}},
		"another kind":         {Kind: record.KindSource, Payload: record.Incident{ID: "i2", Act: "x"}},
		"another subject":      {Subject: "i3", Payload: record.Incident{ID: "i2", Act: "x"}},
		"no payload":           {},
		"a grade that is none": {Payload: record.Assessment{Incident: "i1", Assessor: "a", Grade: 17}},
	} {
		if _, err := s.Append(ctx, nil, seqOf([]record.Draft{incident("i1"), d})); err == nil {
			t.Errorf("%s was kept", name)
		}
	}
	for name, d := range map[string]any{
		"account":                record.Account{ID: "a", Source: "s", Incident: "nowhere"},
		"assessment":             record.Assessment{Incident: "nowhere", Assessor: "a"},
		"position":               record.Position{ID: "p", Party: "x", Stance: "deny", About: "nowhere"},
		"withdrawn incident":     record.Withdrawal{Kind: record.KindIncident, Subject: "nowhere"},
		"withdrawn source":       record.Withdrawal{Kind: record.KindSource, Subject: "nowhere"},
		"withdrawn unknown kind": record.Withdrawal{Kind: "dream", Subject: "i0"},
	} {
		if _, err := s.Append(ctx, nil, seqOf([]record.Draft{incident("i1"), {Payload: d}})); !errors.Is(err, record.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	func() {
		defer func() { _ = recover() }()
		_, _ = s.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
			yield(incident("i1"), nil)
			panic("a fault in the importer")
		})
	}()
	mustCount(t, s, 1)
	if h, err := s.Head(ctx); err != nil || h != was {
		t.Errorf("the head moved to %v (%v)", h, err)
	}
	mustAppend(t, s, incident("i1")) // and the store still works
	mustCount(t, s, 2)
}

func testExpected(t *testing.T, open func(*testing.T) record.Store) {
	ctx := context.Background()
	s := open(t)
	first, err := s.Append(ctx, &record.Head{}, seqOf([]record.Draft{incident("i0")}))
	if err != nil {
		t.Fatal(err)
	}
	for name, h := range map[string]record.Head{"empty": {}, "another hash": {Seq: 1}, "another place": {Seq: 2, Hash: first.Hash}} {
		if _, err := s.Append(ctx, &h, seqOf([]record.Draft{incident("i1")})); !errors.Is(err, record.ErrHeadMoved) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := s.Append(ctx, &first, seqOf([]record.Draft{incident("i1")})); err != nil {
		t.Error(err)
	}
	mustCount(t, s, 2)
}

// testWriters: of writers that all expect one head exactly one succeeds; those that expect none all do, in one chain, and readers see whole batches.
func testWriters(t *testing.T, open func(*testing.T) record.Store) {
	ctx := context.Background()
	s := open(t)
	const writers, rounds = 8, 5
	var wg sync.WaitGroup
	stop, stopped := make(chan struct{}), make(chan struct{})
	go readPairs(t, s, stop, stopped)
	defer func() { close(stop); <-stopped }()
	for r := range rounds {
		head, err := s.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		won := 0
		for w := range writers {
			wg.Go(func() {
				_, err := s.Append(ctx, &head, seqOf([]record.Draft{incident(fmt.Sprintf("r%d-%d", r, w))}))
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					won++
				case !errors.Is(err, record.ErrHeadMoved):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won != 1 {
			t.Fatalf("%d writers moved one head", won)
		}
	}
	for w := range writers {
		wg.Go(func() {
			if _, err := s.Append(ctx, nil, seqOf([]record.Draft{incident(fmt.Sprintf("w%d-a", w)), incident(fmt.Sprintf("w%d-b", w))})); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	mustCount(t, s, rounds+2*writers)
}

// readPairs reads until it is told to stop: of a pair appended together it sees both or neither.
func readPairs(t *testing.T, s record.Store, stop, stopped chan struct{}) {
	defer close(stopped)
	for {
		select {
		case <-stop:
			return
		default:
		}
		seen := map[string]int{}
		for b, err := range s.Bundles(context.Background(), record.Cut{}) {
			if err != nil {
				t.Error(err)
				return
			}
			if id, _, ok := strings.Cut(b.Incident.ID, "-"); ok && id[0] == 'w' {
				seen[id]++
			}
		}
		for id, n := range seen {
			if n != 2 {
				t.Errorf("half of %s was seen", id)
			}
		}
	}
}

func testCanceled(t *testing.T, open func(*testing.T) record.Store) {
	s := open(t)
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	_, err := s.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
		for ; yield(incident(fmt.Sprint("i", n)), nil); n++ {
			if n == 50 {
				cancel()
			}
		}
	})
	if !errors.Is(err, context.Canceled) || n > 51 {
		t.Errorf("after %d drafts: %v", n, err)
	}
	mustCount(t, s, 0)
	mustAppend(t, s, incident("i0"), incident("i1"))
	for name, read := range map[string]func() error{
		"bundles": func() (last error) {
			for _, err := range s.Bundles(ctx, record.Cut{}) {
				last = err
			}
			return last
		},
		"findings": func() (last error) {
			for _, err := range s.Findings(ctx, record.Cut{}) {
				last = err
			}
			return last
		},
		"entries": func() (last error) {
			for _, err := range s.Entries(ctx, 0) {
				last = err
			}
			return last
		},
		"page":  func() error { _, err := s.Incidents(ctx, record.Query{}); return err },
		"count": func() error { _, err := s.Count(ctx, nil, record.Query{}); return err },
		"base":  func() error { _, err := s.Base(ctx, record.Cut{}); return err },
	} {
		if err := read(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for range s.Bundles(context.Background(), record.Cut{}) {
		break // leaving early is no error, and gives the connection back
	}
	for range s.Findings(context.Background(), record.Cut{}) {
		break
	}
}

// testReread: the drafts of an import may look into the store that they are appended to.
func testReread(t *testing.T, open func(*testing.T) record.Store) {
	ctx := context.Background()
	s := open(t)
	mustAppend(t, s, incident("i0"))
	_, err := s.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
		for i := range 3 {
			if b, err := s.Bundle(ctx, "i0"); err != nil || b.Incident.ID != "i0" {
				t.Errorf("%+v, %v", b, err)
			}
			if !yield(incident(fmt.Sprint("i", i+1)), nil) {
				return
			}
		}
	})
	if err != nil {
		t.Error(err)
	}
	mustCount(t, s, 4)
}

// testRegraded: an attribution regraded to discounted stands, and what was known before it can be asked.
func testRegraded(t *testing.T, open func(*testing.T) record.Store) {
	ctx := context.Background()
	s := open(t)
	graded := func(at int64, g grade.Grade) record.Draft {
		return record.Draft{Entered: at, Actor: "desk", Payload: record.Assessment{
			Incident: "i0", Assessor: "airwars", Grade: grade.Corroborated, Attributions: []record.Attribution{{To: "russia", Grade: g}},
		}}
	}
	mustAppend(t, s, incident("i0"), graded(200, grade.Corroborated), graded(300, grade.Discounted))
	for at, want := range map[int64]grade.Grade{0: grade.Discounted, 250: grade.Corroborated, 299: grade.Corroborated, 300: grade.Discounted} {
		for b, err := range s.Bundles(ctx, record.Cut{Entered: at}) {
			if err != nil {
				t.Fatal(err)
			}
			if len(b.Assessments) != 1 || b.Assessments[0].Attributions[0].Grade != want {
				t.Errorf("known at %d: %+v, want %s", at, b.Assessments, want)
			}
		}
	}
	for b, err := range s.Bundles(ctx, record.Cut{Entered: 150}) {
		if err != nil || len(b.Assessments) != 0 || b.Seq != 1 {
			t.Errorf("before the first assessment: %+v, %v", b, err)
		}
	}
	if es, err := s.History(ctx, record.KindIncident, "i0"); err != nil || len(es) != 3 {
		t.Errorf("history: %d entries, %v", len(es), err)
	}
	if g, err := s.Count(ctx, []record.CountBy{record.ByAttribution}, record.Query{}); err != nil || len(g) != 1 || g[0].Values[0] != "" {
		t.Errorf("count by attribution: %+v, %v", g, err)
	}
}
