package monitor

import (
	"fmt"
	"reflect"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/status"
)

// interrupted judges as of day 10, while the last tick is on day 20. When a norm is judged somebody comes who is to go first; came says whether he has been there.
func interrupted(t *testing.T, parts int, come func(m *Machine), came *atomic.Bool) (m *Machine, res *status.Result) {
	t.Helper()
	var ns []norms.Norm
	for i := range 12 {
		ns = append(ns, mustNot(norms.Norm{ID: fmt.Sprint("n", i)}))
	}
	m, err := New(text(ns...), Options{Parts: parts})
	if err != nil {
		t.Fatal(err)
	}
	set := facts(happened("early", "attack", noon(5)), happened("late", "attack", noon(15)))
	m.Load(&set)
	m.Step(Event{Tick: noon(20)})
	m.Result()
	var once sync.Once
	var visitor sync.WaitGroup
	last := false
	var mu sync.Mutex
	m.between = func() {
		once.Do(func() {
			visitor.Go(func() { come(m) })
			for !m.gate.awaited() {
				runtime.Gosched()
			}
		})
		mu.Lock()
		defer mu.Unlock()
		last = came.Load()
	}
	res = m.AsOf(noon(10)).Result()
	visitor.Wait()
	if !last {
		t.Errorf("in %d parts: whoever was to go first waited for all of the judgement", parts)
	}
	m.between = nil
	return m, res
}

// freshly judges the same as of an instant with a machine of its own.
func freshly(t *testing.T, m *Machine, at int64) *status.Result {
	t.Helper()
	set := m.set
	for _, f := range m.facts {
		if f != nil {
			set.Facts = append(set.Facts, *f)
		}
	}
	set.Sort()
	res, err := Judge(m.prog, &set, at)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// A judgement as of another day steps aside between two norms for whoever asks as of the last tick, and says the same as if nobody had.
func TestThePresentGoesFirst(t *testing.T) {
	for parts := 1; parts <= 2; parts++ {
		var came atomic.Bool
		told := 0
		m, res := interrupted(t, parts, func(m *Machine) {
			m.Bearing(func(_ status.Key, _ string, _ grade.Mask) {
				told++
				came.Store(true)
			})
		}, &came)
		if told != 24 { // both attacks, for each norm
			t.Errorf("in %d parts: as of the last tick %d facts bear on a norm", parts, told)
		}
		if want := freshly(t, m, noon(10)); !reflect.DeepEqual(res, want) {
			t.Errorf("in %d parts: as of the other day\n%+v\nwant\n%+v", parts, res, want)
		}
		if got, want := m.Result(), freshly(t, m, noon(20)); !reflect.DeepEqual(got, want) {
			t.Errorf("in %d parts: as of the last tick\n%+v\nwant\n%+v", parts, got, want)
		}
	}
}

// What is told of a machine while it judges as of another day is in all that it says of it, or in nothing.
func TestToldWhileItJudges(t *testing.T) {
	f := happened("new", "attack", noon(7))
	for parts := 1; parts <= 2; parts++ {
		for name, event := range map[string]Event{"a fact": {Fact: &f}, "a tick": {Tick: noon(400)}, "a tick on that day": {Tick: noon(10)}} {
			var came atomic.Bool
			m, res := interrupted(t, parts, func(m *Machine) {
				m.Step(event)
				came.Store(true)
				m.Result()
			}, &came)
			if want := freshly(t, m, noon(10)); !reflect.DeepEqual(res, want) {
				t.Errorf("%s, in %d parts: %+v\nwant\n%+v", name, parts, res, want)
			}
			if at := m.Result().At; event.Fact == nil && at != event.Tick {
				t.Errorf("%s, in %d parts: the last tick is %d", name, parts, at)
			}
		}
	}
}

// Whoever is to go first does; the others come in the order in which they came, and whoever stepped aside goes on before them.
func TestGate(t *testing.T) {
	var g gate
	var order []string
	var wait sync.WaitGroup
	queue := func(name string, first bool) {
		before := func() int {
			g.mu.Lock()
			defer g.mu.Unlock()
			return len(g.first) + len(g.others)
		}
		n := before()
		wait.Go(func() {
			g.enter(first)
			order = append(order, name)
			g.leave()
		})
		for before() == n {
			runtime.Gosched()
		}
	}
	g.enter(false)
	if g.stepAside() {
		t.Error("stepped aside for nobody")
	}
	queue("a", false)
	queue("b", false)
	if g.stepAside() {
		t.Error("stepped aside for one who is not to go first")
	}
	queue("x", true)
	queue("y", true)
	if !g.awaited() || !g.stepAside() || g.awaited() {
		t.Error("did not step aside for those who are to go first")
	}
	order = append(order, "on")
	queue("z", true)
	g.leave()
	wait.Wait()
	if got := fmt.Sprint(order); got != "[x y on z a b]" {
		t.Errorf("they went in the order %s", got)
	}
	if g.taken {
		t.Error("it is taken by nobody")
	}
}
