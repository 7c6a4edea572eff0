package run

import (
	"cmp"
	"fmt"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
)

// Manner says when a move is made.
type Manner uint8

// The manners.
const (
	Early   Manner = iota // soon after it can be
	Opening               // at the first instant at which it counts
	Late                  // shortly before its end; where it has none, when nothing else is left to do
	Never
)

// Policy says who does what, and when. Its zero value: everybody does what is owed, soon, and nothing else.
type Policy struct {
	Manner func(*Move) Manner // nil: Early
	Aims   bool               // what is aimed at is done too
	Leave  bool               // permissions are used too, each once; what a body may find is found
	Powers bool               // powers that end, suspend or move something are used too, each once
	Free   bool               // what norms wait on or are about, and nobody owes, happens too, each once
	Choice int                // which of several values wanted is taken first
	Order  func(a, b *Move) int
	// MaxActs bounds the acts; 0: 200.
	MaxActs int
	// Until: the run is carried on to this instant at least.
	Until int64
}

// Blocked is a move that could not be made lawfully: every way of making it breached something.
type Blocked struct {
	Move     Move
	Act      Act          // the way that was tried first, dated
	Breaches []status.Key // what it would have breached
}

// Played is a run made by a policy.
type Played struct {
	Run     *Run
	Blocked []Blocked
	// Bounded: the run was cut off by the bound on acts or turns; it says nothing of what would have come.
	Bounded bool
}

// maxTurns bounds how often time moves on without an act.
const maxTurns = 400

// Play makes a run: at each step it judges, takes what can be done next and does it at an instant of the policy's manner. It makes no move
// that breaches something; if each way of making it does, it is listed as blocked. What comes out is not judged by the
// oracle yet: see Judge.
func Play(prog *norms.Program, s *Setting, p *Policy) (*Played, error) {
	return Continue(prog, s.Begin(), p)
}

// Continue makes a run that begins with another.
func Continue(prog *norms.Program, begun *Run, p *Policy) (out *Played, err error) {
	defer guard(&err)
	pl, err := newPlayer(prog, begun.Clone(), p)
	if err != nil {
		return nil, err
	}
	out = &Played{Run: pl.run}
	limit := cmp.Or(p.MaxActs, 200)
	for turns := 0; ; {
		view := pl.view()
		next, at := pl.choose(view)
		turn := pl.turn(view, next != nil)
		switch {
		case next != nil && at <= turn:
			if len(pl.run.Acts) >= limit {
				out.Bounded = true
				break
			}
			pl.do(next, at, out, view)
			continue
		case turn < civil.Forever:
			if turns++; turns <= maxTurns {
				pl.run.End = turn
				continue
			}
			out.Bounded = true
		}
		break
	}
	if p.Until > pl.run.End {
		pl.run.End = p.Until
	}
	return out, nil
}

// player is a run in the making.
type player struct {
	prog    *norms.Program
	policy  *Policy
	run     *Run
	machine *monitor.Machine
	blocked map[string]int // by move: how many acts there were when it was found blocked
	tried   map[string]int // by move: how often it was made and left its norm where it was
	once    map[string]bool
	reached []*norms.Bound
}

func newPlayer(prog *norms.Program, r *Run, p *Policy) (*player, error) {
	m, err := monitor.New(prog, monitor.Options{})
	if err != nil {
		return nil, err
	}
	pl := &player{prog: prog, policy: p, run: r, machine: m, blocked: map[string]int{}, tried: map[string]int{}, once: map[string]bool{}}
	far := *r
	far.End += 100 * 366 * 86400
	set := far.Facts(prog)
	m.Context(set)
	for i := range set.Facts {
		m.Step(monitor.Event{Fact: &set.Facts[i]})
	}
	for i := range prog.Agreements {
		conditions(&prog.Agreements[i], func(c norms.Cond) {
			if c, ok := c.(norms.Reached); ok {
				pl.reached = append(pl.reached, &c.Bound)
			}
		})
	}
	return pl, nil
}

func conditions(a *norms.Agreement, f func(norms.Cond)) {
	norms.Walk(a.Entry, f)
	for n := range a.AllNorms {
		for _, c := range n.Conds() {
			norms.Walk(c, f)
		}
	}
}

// view judges the run as it is.
func (pl *player) view() *Judged {
	pl.machine.Step(monitor.Event{Tick: pl.run.End})
	return judged(pl.prog, pl.run, pl.machine.Result())
}

// zone gives the zone in which the days of a move are counted.
func (pl *player) zone(m *Move) civil.Zone {
	name := m.For.Norm
	if m.Norm != nil {
		name = m.Norm.Agree
	}
	if a := pl.prog.Agreement(name); a != nil {
		return a.Zone
	}
	return civil.UTC
}

// choose gives the move to be made first, and when; nil: there is none.
func (pl *player) choose(view *Judged) (*Move, int64) {
	type plan struct {
		move Move
		at   int64
	}
	var plans, last []plan
	repeats := 0
	for _, m := range view.Moves() {
		if !pl.takes(&m) {
			continue
		}
		manner := pl.manner(&m)
		at := pl.time(&m, manner)
		switch {
		case manner == Never || at < 0:
		case at >= civil.Forever:
			last = append(last, plan{m, pl.soon(&m, pl.run.End)})
		default:
			plans = append(plans, plan{m, at})
			if m.Norm != nil && m.Why == Owed && !m.Norm.AtLeast.Per.IsZero() {
				repeats++
			}
		}
	}
	if repeats == len(plans) {
		plans = append(plans, last...)
		if len(last) == 0 && len(plans) > 0 && !slices.ContainsFunc(plans, func(p plan) bool { return pl.did(&p.move) == nil }) &&
			!pl.unfinished(view) {
			return nil, 0 // nothing is left but what repeats for ever
		}
	}
	pl.apart(len(plans), func(i int) (*Move, *int64) { return &plans[i].move, &plans[i].at })
	if len(plans) == 0 {
		return nil, 0
	}
	best := slices.MinFunc(plans, func(a, b plan) int {
		byOrder := 0
		if pl.policy.Order != nil {
			byOrder = pl.policy.Order(&a.move, &b.move)
		}
		return cmp.Or(cmp.Compare(a.at, b.at), byOrder)
	})
	return &best.move, best.at
}

// unfinished says that some duty waits or is due that does not repeat: time has to pass for it.
func (pl *player) unfinished(view *Judged) bool {
	return slices.ContainsFunc(view.list, func(in Instance) bool {
		return in.Norm.Modality == norms.Obligation && !Repeats(in.Norm) && in.States&status.Of(status.NotYet, status.Due) != 0 &&
			pl.next(&in) < civil.Forever
	})
}

// apart moves those who would act at the same last instants before an end apart from each other, by a minute each.
func (pl *player) apart(n int, get func(int) (*Move, *int64)) {
	taken := map[int64]bool{}
	for i := n - 1; i >= 0; i-- {
		m, at := get(i)
		if pl.manner(m) != Late || m.End >= civil.Forever {
			continue
		}
		for t := *at; t > pl.run.End; t -= 60 {
			if !taken[t] {
				*at = t
				break
			}
		}
		taken[*at] = true
	}
}

func (pl *player) manner(m *Move) Manner {
	if pl.policy.Manner == nil {
		return Early
	}
	return pl.policy.Manner(m)
}

// takes says whether the policy makes such a move at all, now.
func (pl *player) takes(m *Move) bool {
	switch m.Why {
	case Aimed:
		if !pl.policy.Aims {
			return false
		}
	case Leave:
		if !pl.policy.Leave {
			return false
		}
	case Power:
		if !pl.policy.Powers {
			return false
		}
	case Trigger:
		if !pl.policy.Free {
			return false
		}
	}
	if n, was := pl.blocked[m.id()]; was && n == len(pl.run.Acts) {
		return false
	}
	if pl.tried[m.id()] > m.Choices() {
		return false
	}
	once := m.Norm != nil && m.Norm.Judged != nil || m.Why == Leave || m.Why == Power || m.Why == Trigger || m.Part > 0
	return !once || !pl.once[m.id()]
}

// did gives the last act done for the sake of the move's instance.
func (pl *player) did(m *Move) *Act {
	for i := len(pl.run.Acts) - 1; i >= 0; i-- {
		if pl.run.Acts[i].For == m.For {
			return &pl.run.Acts[i]
		}
	}
	return nil
}

// time gives the instant of a move; negative: never; Forever: when nothing else is left.
func (pl *player) time(m *Move, manner Manner) int64 {
	now := pl.run.End
	if m.Why == Owed && m.Norm != nil && !m.Norm.AtLeast.Per.IsZero() {
		return pl.again(m, manner)
	}
	switch manner {
	case Late:
		if m.End >= civil.Forever {
			return civil.Forever
		}
		return later((m.End-1)/60*60, now, m.End)
	case Opening:
		return later(m.From, now, m.End)
	}
	return pl.soon(m, max(now, m.From))
}

// later gives t, or the next instant after now where that is gone; negative where the end is.
func later(t, now, end int64) int64 {
	if t = max(t, now+1); t >= end {
		return -1
	}
	return t
}

// soon gives noon of the next day, or earlier where the end comes before.
func (pl *player) soon(m *Move, from int64) int64 {
	z := pl.zone(m)
	for _, t := range []int64{z.Clock(z.DateOf(from).AddDays(1), 12, 0), from + 3600, from + 60, from + 1} {
		if t > from && t < m.End {
			return t
		}
	}
	return -1
}

// again gives the next time of what repeats: within every stretch, well before it ends, or shortly before.
func (pl *player) again(m *Move, manner Manner) int64 {
	per := m.Norm.AtLeast.Per.Seconds()
	last := pl.did(m)
	from := m.From
	if last != nil {
		from = last.At
	}
	t := from + per*9/10
	switch {
	case manner == Late && !m.Norm.AtLeast.Every:
		t = from + per - 60
	case last == nil && manner != Late:
		t = pl.soon(m, max(pl.run.End, m.From))
	}
	return later(t, pl.run.End, m.End)
}

// made begins the ID of every made-up act, so that none is taken for one on record.
const made = "?"

// markAhead is how far ahead the day lies to which a mark is set.
const markAhead = 30

// do makes the move at the instant, in the first way that breaches nothing.
func (pl *player) do(m *Move, at int64, out *Played, before *Judged) {
	had := before.Breaches()
	z := pl.zone(m)
	m.day = z.DateOf(at).AddDays(markAhead)
	id := fmt.Sprintf("%sact%d", made, len(pl.run.Acts)+1)
	var first *Blocked
	for try := range m.Choices() {
		act, ok := m.Make(pl.prog, pl.policy.Choice+pl.tried[m.id()]+try)
		if !ok {
			continue
		}
		act.ID, act.At = id, at
		f := act.fact(pl.prog.Act(act.Act), int64(len(pl.run.Acts)+1))
		pl.machine.Step(monitor.Event{Fact: &f})
		old := pl.run.End
		pl.run.Acts, pl.run.End = append(pl.run.Acts, act), at
		var fresh []status.Key
		after := pl.view()
		for _, k := range after.Breaches() {
			if !slices.Contains(had, k) {
				fresh = append(fresh, k)
			}
		}
		if fresh == nil {
			pl.once[m.id()] = true
			if m.Norm != nil && m.Norm.AtLeast.Per.IsZero() && after.State(m.For) == before.State(m.For) {
				pl.tried[m.id()]++
			}
			return
		}
		if first == nil {
			first = &Blocked{*m, act, fresh}
		}
		pl.run.Acts, pl.run.End = pl.run.Acts[:len(pl.run.Acts)-1], old
	}
	if first != nil { // what was tried never happened
		gone := fact.Fact{ID: id, Act: first.Act.Act, Grade: grade.Discounted, When: civil.At(at), Acts: fact.Range{Lo: 1, Hi: 1}}
		pl.machine.Step(monitor.Event{Fact: &gone})
		if !slices.ContainsFunc(out.Blocked, func(b Blocked) bool { return b.Move.id() == m.id() }) {
			out.Blocked = append(out.Blocked, *first)
		}
	}
	pl.blocked[m.id()] = len(pl.run.Acts)
}

// Ahead gives the run with the act of a norm added, soon after its end, whether or not anything asks for it yet; nil where the norm asks for
// no act, or only for one of a family's members.
func Ahead(prog *norms.Program, begun *Run, n *norms.Norm) (r *Run, err error) {
	defer guard(&err)
	if n == nil || n.ForEach != nil || n.Goal != nil || n.Act.Act == "" {
		return nil, nil
	}
	pl, err := newPlayer(prog, begun.Clone(), &Policy{})
	if err != nil {
		return nil, err
	}
	m := &Move{For: status.Key{Norm: n.Name()}, Norm: n, Why: Owed, From: begun.End, End: civil.Forever, pattern: n.Act, except: n.Except, n: max(1, int64(n.AtLeast.N)), sum: n.AtLeast.Role}
	if n.Window.Start != nil && n.Window.Start.At.Sort == norms.AtInstant {
		m.From = max(m.From, n.Window.Start.At.Instant)
	}
	at := pl.soon(m, m.From)
	m.day = pl.zone(m).DateOf(at).AddDays(markAhead)
	act, ok := m.Make(prog, 0)
	if !ok {
		return nil, nil
	}
	act.ID, act.At, act.For = fmt.Sprintf("%sact%d", made, len(pl.run.Acts)+1), at, status.Key{}
	pl.run.Acts, pl.run.End = append(pl.run.Acts, act), at
	return pl.run, nil
}
