package guard

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/sqlite"
	"mithaq/internal/evidence/review"
)

// oneConn is a store of one connection: what is asked of it while something is read from it would wait for ever, and is an error here.
type oneConn struct {
	record.Reader
	mu   sync.Mutex
	open int // readings
}

var errHeld = errors.New("asked while something is read")

func (c *oneConn) ask() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open > 0 {
		return errHeld
	}
	return nil
}

func (c *oneConn) reading(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open += n
}

func hold[T any](c *oneConn, all iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		if err := c.ask(); err != nil {
			yield(*new(T), err)
			return
		}
		c.reading(1)
		defer c.reading(-1)
		all(yield)
	}
}

func (c *oneConn) Bundles(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return hold(c, c.Reader.Bundles(ctx, cut))
}

func (c *oneConn) Findings(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return hold(c, c.Reader.Findings(ctx, cut))
}

func (c *oneConn) Sights(ctx context.Context, v record.Visible) iter.Seq2[record.Sight, error] {
	return hold(c, c.Reader.Sights(ctx, v))
}

func (c *oneConn) Entries(ctx context.Context, after int64) iter.Seq2[record.Entry, error] {
	return hold(c, c.Reader.Entries(ctx, after))
}

func (c *oneConn) Each(ctx context.Context, kind record.Kind, after string) iter.Seq2[record.Standing, error] {
	return hold(c, c.Reader.Each(ctx, kind, after))
}

func asked[T any](c *oneConn, ask func() (T, error)) (T, error) {
	if err := c.ask(); err != nil {
		return *new(T), err
	}
	return ask()
}

func (c *oneConn) Seen(ctx context.Context, v record.Visible, ids []string) (map[string]bool, error) {
	return asked(c, func() (map[string]bool, error) { return c.Reader.Seen(ctx, v, ids) })
}

func (c *oneConn) Bundle(ctx context.Context, id string) (*record.Bundle, error) {
	return asked(c, func() (*record.Bundle, error) { return c.Reader.Bundle(ctx, id) })
}

func (c *oneConn) Several(ctx context.Context, ids []string) (map[string]*record.Bundle, error) {
	return asked(c, func() (map[string]*record.Bundle, error) { return c.Reader.Several(ctx, ids) })
}

func (c *oneConn) History(ctx context.Context, kind record.Kind, subject string) ([]record.Entry, error) {
	return asked(c, func() ([]record.Entry, error) { return c.Reader.History(ctx, kind, subject) })
}

func (c *oneConn) Standing(ctx context.Context, kind record.Kind, subject string) (record.Standing, error) {
	return asked(c, func() (record.Standing, error) { return c.Reader.Standing(ctx, kind, subject) })
}

func (c *oneConn) Head(ctx context.Context) (record.Head, error) {
	return asked(c, func() (record.Head, error) { return c.Reader.Head(ctx) })
}

func (c *oneConn) Base(ctx context.Context, cut record.Cut) (*record.Base, error) {
	return asked(c, func() (*record.Base, error) { return c.Reader.Base(ctx, cut) })
}

func (c *oneConn) Touched(ctx context.Context, after int64, most int) ([]string, bool, error) {
	if err := c.ask(); err != nil {
		return nil, false, err
	}
	return c.Reader.Touched(ctx, after, most)
}

// lists asks a view for everything that comes one after another, and gives how much came of each.
func lists(ctx context.Context, v record.Reader) (map[string]int, error) {
	came := map[string]int{}
	var errs error
	for _, cut := range []record.Cut{{}, {Seq: 50}, {Entered: 1 << 40}} {
		for _, err := range v.Bundles(ctx, cut) {
			came["Bundles"]++
			errs = errors.Join(errs, err)
		}
		for _, err := range v.Findings(ctx, cut) {
			came["Findings"]++
			errs = errors.Join(errs, err)
		}
	}
	for _, err := range v.Sights(ctx, record.Visible{Public: true, Waiting: true}) {
		came["Sights"]++
		errs = errors.Join(errs, err)
	}
	for _, err := range v.Entries(ctx, 0) {
		came["Entries"]++
		errs = errors.Join(errs, err)
	}
	for _, err := range v.Each(ctx, record.KindIncident, "") {
		came["Each"]++
		errs = errors.Join(errs, err)
	}
	return came, errs
}

// related makes a record of incidents of rami's, each of which follows another one and is published.
func related(t *testing.T, n int) *sqlite.Store {
	t.Helper()
	ctx := context.Background()
	store, err := sqlite.Create(ctx, filepath.Join(t.TempDir(), "r.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	_, err = store.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
		for i := range n {
			in := record.Incident{ID: fmt.Sprintf("i%03d", i), Act: "attack", Title: record.Text{"en": "one"}}
			if i > 0 {
				in.Related = []record.Related{{Incident: fmt.Sprintf("i%03d", i-1), How: "follows"}}
			}
			p := record.Publication{Kind: record.KindIncident, Subject: in.ID, Public: true, By: "anna"}
			if !yield(record.Draft{Entered: 1, Actor: "rami", Payload: in}, nil) || !yield(record.Draft{Entered: 1, Actor: "anna", Payload: p}, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// deskOf gives a recorder's view, which holds no more than so many incidents.
func deskOf(store record.Reader, most int) *desk {
	d := View(store, review.Principal{ID: "rami", Roles: []string{"recorder"}}, today).(*desk)
	d.most = most
	return d
}

// TestNoQuestionWaits: no view asks a store anything while it reads from it, so that as many may read at once as like.
func TestNoQuestionWaits(t *testing.T) {
	const n = 60
	store := related(t, n)
	for name, view := range map[string]func(record.Reader) record.Reader{
		"a desk":          func(r record.Reader) record.Reader { return deskOf(r, heldAtMost) },
		"a large desk":    func(r record.Reader) record.Reader { return deskOf(r, n/2) },
		"the public":      func(r record.Reader) record.Reader { return View(r, review.Public, today) },
		"who reads whole": func(r record.Reader) record.Reader { return View(r, principals[3], today) },
	} {
		came, err := lists(context.Background(), view(&oneConn{Reader: store}))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if came["Bundles"] < 2*n || came["Findings"] < 2*n || came["Each"] != n {
			t.Errorf("%s: %v", name, came)
		}
	}
}

// TestManyReadAtOnce: more goroutines than a store has connections read the desk at once, and each is given all of it.
func TestManyReadAtOnce(t *testing.T) {
	const n, readers = 60, 16
	store := related(t, n)
	for _, most := range []int{heldAtMost, n / 2} {
		var all sync.WaitGroup
		for range readers {
			all.Go(func() {
				came, err := lists(context.Background(), deskOf(store, most))
				if err != nil || came["Sights"] != n || came["Entries"] != 2*n || came["Each"] != n {
					t.Errorf("%v, %v", came, err)
				}
			})
		}
		all.Wait()
	}
}

// merge merges each second incident into the one after it.
func (w *world) merge() {
	for i := 0; i+1 < len(w.facts); i += 2 {
		w.add("lina", record.Link{A: min(id(i), id(i+1)), B: max(id(i), id(i+1)), Decision: "merge", Into: id(i + 1), By: "lina"})
	}
	w.flush()
}

// TestLargeDesk: a desk that is too large to be held is given as a small one is, and tells no more.
func TestLargeDesk(t *testing.T) {
	w := newWorld(t, 7, 14)
	small, large := deskOf(w.store, heldAtMost), deskOf(w.store, 1)
	for method, what := range leaks(w, large.who, answers(w, large)) {
		t.Errorf("%s tells %s", method, what)
	}
	w.merge()
	ctx := context.Background()
	var linked, merged, related int
	given := func(all iter.Seq2[*record.Bundle, error], say func(*record.Bundle) string) (out []string) {
		each(t, all, func(b **record.Bundle) {
			out = append(out, say(*b))
			linked, merged, related = linked+len((*b).Links), merged+len((*b).Merged), related+len((*b).Incident.Related)
		})
		return out
	}
	whole := func(b *record.Bundle) string { return inJSON(t, b) }
	a, b := given(small.Bundles(ctx, record.Cut{}), whole), given(large.Bundles(ctx, record.Cut{}), whole)
	if !slices.Equal(a, b) || linked == 0 || merged == 0 || related == 0 {
		t.Errorf("%d links, %d merged, %d related:\n%s\n\n%s", linked, merged, related, strings.Join(a, "\n"), strings.Join(b, "\n"))
	}
	names := func(b *record.Bundle) string { // a small desk gives findings whole, and both in any order
		out := b.Incident.ID
		for i := range b.Merged {
			out += " " + b.Merged[i].Incident.ID
		}
		return out
	}
	a, b = given(small.Findings(ctx, record.Cut{}), names), given(large.Findings(ctx, record.Cut{}), names)
	slices.Sort(a)
	slices.Sort(b)
	if !slices.Equal(a, b) || len(a) < 3 {
		t.Errorf("%s\n%s", a, b)
	}
}

// TestStood: an incident that is made of the entries on it stood at a cut as the record gives it, or did not.
func TestStood(t *testing.T) {
	ctx := context.Background()
	w := newWorld(t, 8, 8)
	w.merge()
	head, err := w.store.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	o := &outside{store: w.store}
	var cuts []record.Cut
	for n := int64(1); n <= head.Seq; n++ {
		cuts = append(cuts, record.Cut{Seq: n})
	}
	for at := int64(1000); at < 1100; at += 5 {
		cuts = append(cuts, record.Cut{Entered: at})
	}
	merged := 0
	for _, cut := range cuts {
		known := map[string]string{}
		each(t, w.store.Bundles(ctx, cut), func(b **record.Bundle) { known[(*b).Incident.ID] = inJSON(t, *b) })
		for i := range w.facts {
			history, err := o.store.History(ctx, record.KindIncident, id(i))
			if err != nil {
				t.Fatal(err)
			}
			b, err := stood(ctx, o.store, id(i), within(history, cut), cut)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if b != nil {
				got, merged = inJSON(t, b), merged+len(b.Merged)
			}
			if got != known[id(i)] {
				t.Fatalf("%+v, %s:\n%s\nwant\n%s", cut, id(i), got, known[id(i)])
			}
		}
	}
	if merged == 0 {
		t.Error("nothing was merged at any cut")
	}
}

// TestPieces: what comes in pieces comes whole and in order, from wherever it is asked for, and twice alike.
func TestPieces(t *testing.T) {
	const n = 3 * firstPiece
	ctx := context.Background()
	d := deskOf(related(t, n), heldAtMost)
	for after := range int64(2*n + 2) {
		all := d.Entries(ctx, after)
		for range 2 {
			next := after + 1
			each(t, all, func(e *record.Entry) {
				if e.Seq != next {
					t.Fatalf("after %d: %d, want %d", after, e.Seq, next)
				}
				next++
			})
			if next != max(after, 2*n)+1 {
				t.Fatalf("after %d: ends at %d", after, next)
			}
		}
	}
	next := 0
	each(t, d.Each(ctx, record.KindIncident, ""), func(st *record.Standing) {
		if want := fmt.Sprintf("i%03d", next); st.Entry.Subject != want {
			t.Fatalf("%s, want %s", st.Entry.Subject, want)
		}
		next++
	})
	if next != n {
		t.Errorf("%d of %d", next, n)
	}
}
