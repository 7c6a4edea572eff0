package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

func ofSize(n int) *Judged {
	return &Judged{Facts: &fact.Set{Facts: make([]fact.Fact, n)}, held: &holding{}}
}

// TestRunsTogether sees that callers who ask for the same run wait for one.
func TestRunsTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newRuns()
		defer k.close()
		var made atomic.Int32
		var wait sync.WaitGroup
		got := make([]*Judged, 8)
		for i := range got {
			wait.Go(func() {
				got[i], _ = k.get(t.Context(), runKey{at: 1}, func(context.Context) (*Judged, error) {
					made.Add(1)
					time.Sleep(time.Second)
					return ofSize(1), nil
				})
			})
		}
		wait.Wait()
		for _, j := range got {
			if j == nil || j != got[0] {
				t.Fatal("not one run for all")
			}
		}
		if made.Load() != 1 {
			t.Errorf("made %d times", made.Load())
		}
	})
}

// TestRunsGivenUp sees that one caller who leaves does not end the run of another, and that the last one does.
func TestRunsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newRuns()
		defer k.close()
		ended := make(chan error, 2)
		judge := func(ctx context.Context) (*Judged, error) {
			select {
			case <-ctx.Done():
			case <-time.After(time.Minute):
			}
			ended <- ctx.Err()
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return ofSize(1), nil
		}
		one, leave := context.WithCancel(t.Context())
		var wait sync.WaitGroup
		wait.Go(func() {
			if _, err := k.get(one, runKey{at: 1}, judge); !errors.Is(err, context.Canceled) {
				t.Errorf("the one who left: %v", err)
			}
		})
		wait.Go(func() {
			if j, err := k.get(t.Context(), runKey{at: 1}, judge); err != nil || j == nil {
				t.Errorf("the one who stayed: %v", err)
			}
		})
		synctest.Wait()
		leave()
		wait.Wait()
		if err := <-ended; err != nil {
			t.Errorf("the run was ended with its first caller: %v", err)
		}

		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := k.get(short, runKey{at: 2}, judge); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("alone: %v", err)
		}
		synctest.Wait()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("nobody waits, and the run went on: %v", err)
		}
		if j, err := k.get(t.Context(), runKey{at: 2}, judge); err != nil || j == nil {
			t.Errorf("asked again: %v", err)
		}
	})
}

// TestRunsFailed sees that a failure is told to its callers, is not kept, and that a panic reaches the caller.
func TestRunsFailed(t *testing.T) {
	k := newRuns()
	defer k.close()
	bad := errors.New("bad")
	if _, err := k.get(t.Context(), runKey{}, func(context.Context) (*Judged, error) { return nil, bad }); !errors.Is(err, bad) {
		t.Errorf("%v", err)
	}
	if j, err := k.get(t.Context(), runKey{}, func(context.Context) (*Judged, error) { return ofSize(1), nil }); err != nil || j == nil {
		t.Errorf("after a failure: %v", err)
	}
	defer func() {
		if recover() != "broken" {
			t.Error("the panic did not reach the caller")
		}
	}()
	_, _ = k.get(t.Context(), runKey{at: 3}, func(context.Context) (*Judged, error) { panic("broken") })
}

// TestRunsKept sees what is kept: the last few, those asked for last, and few where they are large.
func TestRunsKept(t *testing.T) {
	k := newRuns()
	defer k.close()
	made := 0
	ask := func(at int64, size int) {
		_, _ = k.get(t.Context(), runKey{at: at}, func(context.Context) (*Judged, error) { made++; return ofSize(size), nil })
	}
	for at := range int64(keepRuns) {
		ask(at, 1)
	}
	ask(0, 1) // is used again, so it stays
	ask(100, 1)
	made = 0
	ask(0, 1)
	if made != 0 {
		t.Error("a run that was used lately was let go")
	}
	ask(1, 1)
	if made != 1 {
		t.Error("the run that was used least was kept")
	}
	if len(k.list) != keepRuns {
		t.Errorf("%d runs are kept", len(k.list))
	}
	for day := range 2 * keepRuns {
		_, _ = k.get(t.Context(), runKey{cuts: Cuts{AsOf: fmt.Sprint(day)}}, func(context.Context) (*Judged, error) { return ofSize(0), nil })
	}
	made = 0
	ask(1, 1)
	if made != 0 || len(k.list) != keepRuns {
		t.Errorf("other days than now took the room of the rest: %d runs", len(k.list))
	}
	ask(200, keepFacts-1)
	ask(201, 2)
	if n := len(k.list); n != 1 {
		t.Errorf("%d runs are kept beside large ones", n)
	}
	if k.facts(factsKey{}) == nil || k.facts(factsKey{published: 1}) != nil {
		t.Error("facts of another run were given, or none")
	}
}

// TestJudgeKept sees when a run is that of the call before: same record, same texts, same standards, same cuts, same minute.
func TestJudgeKept(t *testing.T) {
	c := &clock{theDay}
	a := empty(t, c)
	r := readAll(t, Text{Name: "truce.mithaq", Content: truce})
	j := judged(t, a, r, Cuts{})
	c.at = c.at.Add(20 * time.Second)
	if judged(t, a, r, Cuts{}) != j {
		t.Error("judged again within a minute")
	}
	if judged(t, a, readAll(t, Text{Name: "truce.mithaq", Content: truce}), Cuts{}) != j {
		t.Error("judged again for the same text read anew")
	}
	other := map[string]*Judged{
		"name":       judged(t, a, readAll(t, Text{Name: "b.mithaq", Content: truce}), Cuts{}),
		"as of":      judged(t, a, r, Cuts{AsOf: "2017-01-01"}),
		"known at":   judged(t, a, r, Cuts{KnownAt: "2018-01-01"}),
		"vocabulary": judged(t, a, readAll(t, Text{Name: "truce.mithaq", Content: strings.Replace(truce, `party opposition "Opposition"`, `party opposition "Opposition" in government`, 1)}), Cuts{}),
	}
	c.at = c.at.Add(time.Minute)
	other["later"] = judged(t, a, r, Cuts{})
	if other["later"].Facts != j.Facts {
		t.Error("the same facts were bound again for another minute")
	}
	enter(t, a, "names", "scheme,sort,word,means\nx,party,y,russia\n")
	other["record"] = judged(t, a, r, Cuts{})
	for why, o := range other {
		if o == j {
			t.Errorf("%s: the kept run was given", why)
		}
	}
}

// TestJudgeStandard sees that a standard set after reading is judged by, and that the run before keeps its own.
func TestJudgeStandard(t *testing.T) {
	a := generated(t, 50)
	r := readAll(t, Text{Name: "truce.mithaq", Content: truce})
	before := judged(t, a, r, Cuts{})
	r.Program.Agreements[0].Standard = grade.Verified
	after := judged(t, a, r, Cuts{})
	if before == after {
		t.Fatal("the run at another standard was given")
	}
	if before.Program.Agreements[0].Standard != grade.Corroborated || after.Program.Agreements[0].Standard != grade.Verified {
		t.Errorf("standards %v, %v", before.Program.Agreements[0].Standard, after.Program.Agreements[0].Standard)
	}
	r.Program.Agreements[0].Standard = grade.Corroborated
	if judged(t, a, r, Cuts{}) != before {
		t.Error("the kept run at the first standard was not given")
	}
}

// TestJudgeWhileEntered sees that a run speaks of one state of the record, also when something is entered while it reads.
func TestJudgeWhileEntered(t *testing.T) {
	a := generated(t, 20)
	slow := &entering{Store: a.store, add: func() {
		enter(t, a, "mithaq", "incident,act,when,zones,role:harmed,assessor,grade,attributions\nnew,attack,2015-12-01,ghouta,civilian,desk,verified,russia=verified\n")
	}}
	b := newApp(slow, "", Options{Now: func() time.Time { return theDay }})
	defer b.runs.close()
	head, err := a.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r := readAll(t, Text{Name: "truce.mithaq", Content: truce})
	j := judged(t, b, r, Cuts{})
	if _, there := j.Fact("new"); there || j.Head != head || j.Base.Head != head || len(j.Facts.Facts) != 20 {
		t.Errorf("head %d, want %d; %d facts; the new one: %v", j.Head.Seq, head.Seq, len(j.Facts.Facts), there)
	}
	if _, there := judged(t, b, r, Cuts{}).Fact("new"); !there {
		t.Error("what was entered is not judged the next time")
	}
}

// entering enters something between the first two things that are read of a store.
type entering struct {
	record.Store
	once sync.Once
	add  func()
}

func (s *entering) Base(ctx context.Context, cut record.Cut) (*record.Base, error) {
	s.once.Do(s.add)
	return s.Store.Base(ctx, cut)
}

// TestTitleAsKnown sees that a run gives the titles that stood on the record as it was read.
func TestTitleAsKnown(t *testing.T) {
	a := empty(t, &clock{theDay})
	row := func(title string) record.Head {
		return enter(t, a, "mithaq", "incident,act,when,title_en,assessor,grade\none,attack,2015-12-01,"+title+",desk,alleged\n")
	}
	first := row("First title")
	r := readAll(t, Text{Name: "truce.mithaq", Content: truce})
	j := judged(t, a, r, Cuts{})
	row("Second title")
	then := judged(t, a, r, Cuts{KnownAt: fmt.Sprint("#", first.Seq)})
	now := judged(t, a, r, Cuts{})
	for _, c := range []struct {
		j    *Judged
		want string
	}{{j, "First title"}, {then, "First title"}, {now, "Second title"}} {
		if got := c.j.Title("one")["en"]; got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	if now.Title("none") != nil {
		t.Error("a title of nothing")
	}
}

// A judgement that failed half-way leaves nothing: neither its half run nor its fault is given to who asks next, and nothing falls over it.
func TestRunsHalfMade(t *testing.T) {
	k := newRuns()
	defer k.close()
	ask := func(j *Judged, err error) (*Judged, error) {
		return k.get(t.Context(), runKey{at: 1}, func(context.Context) (*Judged, error) { return j, err })
	}
	broken := errors.New("given up")
	if j, err := ask(&Judged{}, broken); j != nil || !errors.Is(err, broken) {
		t.Errorf("%v %v", j, err)
	}
	whole := ofSize(1)
	if j, err := ask(whole, nil); j != whole || err != nil {
		t.Errorf("asked for again: %v %v", j, err)
	}
}
