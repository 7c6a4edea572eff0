package app

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/bind"
	"mithaq/internal/evidence/guard"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
)

// Judged is one run of the judge with everything that went into it.
type Judged struct {
	Reading *Reading
	Program *norms.Program
	Base    *record.Base
	Facts   *fact.Set
	Result  *status.Result // with brief reasons (status.Brief)
	Head    record.Head    // of the record that was read
	Cuts    Cuts
	Angle   Angle
	In      Instants

	store record.Reader
	forms *forms // what is bound of what outsiders see
	today func() civil.Date
	held  *holding // for all runs on the same facts

	mu      sync.Mutex        // guards what follows
	told    map[string]spoken // by incident
	reasons map[status.Key]status.Reasons
}

// ErrTexts tells that the texts have errors: Reading.Diagnostics says which.
var ErrTexts = errors.New("the text has errors")

// Judge judges the texts on the record within the cuts. The same inputs give the same result; a result is kept for the next call.
// An --as-of that is still to come is read as now: nothing is known of what will have been done by then.
func (a *App) Judge(ctx context.Context, r *Reading, cuts Cuts) (*Judged, error) {
	return a.JudgeFrom(ctx, r, cuts, Angle{})
}

// JudgeFrom is Judge from another angle. Where the record went on while it was judged as of another day, what is asked for is judged on what stands then.
func (a *App) JudgeFrom(ctx context.Context, r *Reading, cuts Cuts, angle Angle) (*Judged, error) {
	for {
		if j, err := a.judgeFrom(ctx, r, cuts, angle); !errors.Is(err, errOvertaken) {
			return j, err
		}
	}
}

func (a *App) judgeFrom(ctx context.Context, r *Reading, cuts Cuts, angle Angle) (*Judged, error) {
	if r.Program == nil {
		return nil, ErrTexts
	}
	chosen := bundle(r.Program, angle.Reading)
	if chosen == nil {
		return nil, fmt.Errorf("the texts hold no reading %q", angle.Reading)
	}
	program := *chosen // what the caller does to his agreements later is not this run's
	program.Agreements = slices.Clone(program.Agreements)
	zone := zoneOf(&program)
	// Without a cut the status is that of now. A page need not be judged again every second: nothing but a
	// deadline can change it while the record stands still, and deadlines fall on seconds after a minute's end.
	now := a.Now().Unix()
	now -= now % 60
	in, err := cuts.instants(zone, now)
	if err != nil {
		return nil, err
	}
	if in.Record.Seq != 0 && !a.Insider() { // whoever sees a part of the record asks by no number of its entries: the last one tells how many there are
		return nil, &CutError{"known-at", cuts.KnownAt}
	}
	head, err := a.Head(ctx)
	if err != nil {
		return nil, err
	}
	key := runKey{factsKey{head, r.key, in.Published, in.Record, angle.Without, angle.Point, "", ""}, angle.Reading, "", cuts, in.At}
	if !a.who.Whole() {
		key.day = a.today()
	}
	if outside, is := a.view.(outsiders); is && in.Record.Entered != 0 {
		if key.known, err = a.knownAs(ctx, outside, in.Record.Entered); err != nil {
			return nil, err
		}
		key.cut = record.Cut{}
	} else if in.Record.Entered != 0 {
		if key.cut.Entered, err = a.view.EnteredBy(ctx, in.Record.Entered); err != nil {
			return nil, err
		}
		key.known = "entered" // nothing is a cut of its own
	}
	for i := range program.Agreements {
		key.standards += program.Agreements[i].Standard.String() + " "
	}
	begin := func(cuts Cuts, in Instants) *Judged {
		return &Judged{
			Reading: r, Program: &program, Cuts: cuts, Angle: angle, In: in,
			store: a.view, forms: &a.pasts.forms, told: map[string]spoken{}, today: a.Today, reasons: map[status.Key]status.Reasons{},
		}
	}
	who := asking(ctx)
	present := key // what is asked as of a day rests on the run of the present moment
	present.cuts.AsOf, present.at = "", now
	judge := func(ctx context.Context) (*Judged, error) {
		j := begin(present.cuts, Instants{now, in.Published, in.Record})
		if same := a.runs.alike(present); same != nil {
			return j, j.rest(ctx, same)
		}
		if present.cuts != (Cuts{}) {
			leave, err := a.turn(ctx, who)
			if err != nil {
				return nil, err
			}
			defer leave()
			if same := a.runs.alike(present); same != nil { // made meanwhile
				return j, j.rest(ctx, same)
			}
		}
		if same := a.runs.facts(key.factsKey); same != nil {
			j.Base, j.Facts, j.Head = same.Base, same.Facts, same.Head
			return j, j.judge(ctx)
		}
		if prev := a.runs.before(present); prev != nil {
			if done, err := j.advance(ctx, prev, zone, head); done || err != nil {
				return j, err
			}
		}
		if err := j.read(ctx, zone, head); err != nil {
			return nil, err
		}
		return j, j.judge(ctx)
	}
	if key == present {
		return a.runs.get(ctx, key, judge)
	}
	return a.runs.get(ctx, key, func(ctx context.Context) (*Judged, error) {
		same := a.runs.alike(key)
		if same == nil {
			var err error
			if same, err = a.runs.get(ctx, present, judge); err != nil {
				return nil, err
			}
		}
		leave, err := a.turn(ctx, who)
		if err != nil {
			return nil, err
		}
		defer leave()
		j := begin(cuts, in)
		return j, j.rest(ctx, same)
	})
}

// rest lets a run rest on what another one read, and on its machine.
func (j *Judged) rest(ctx context.Context, on *Judged) error {
	j.Base, j.Facts, j.Head, j.held = on.Base, on.Facts, on.Head, on.held
	if j.In.At == on.In.At {
		j.Result = on.Result
		return nil
	}
	return j.judge(ctx)
}

// zoneOf gives the zone in which days are read where no one text is spoken of: the first text's.
func zoneOf(p *norms.Program) civil.Zone {
	if len(p.Agreements) == 0 {
		return civil.UTC
	}
	return p.Agreements[0].Zone
}

// read binds the record as it stands at the head.
func (j *Judged) read(ctx context.Context, zone civil.Zone, head record.Head) error {
	if outside, ok := j.store.(outsiders); ok {
		return j.readOutside(ctx, outside, zone, head)
	}
	cut := j.In.Record
	for {
		base, err := j.store.Base(ctx, cut)
		if err != nil {
			return err
		}
		page, err := j.store.Incidents(ctx, record.Query{Limit: 1}) // for how many there are, whatever the cut
		if err != nil {
			return err
		}
		facts, err := j.bound(zone, base, j.store.Findings(ctx, cut), page.Total)
		if err != nil {
			return err
		}
		after, err := j.store.Head(ctx)
		if err != nil {
			return err
		}
		if after != head && (cut.Seq == 0 || cut.Seq > head.Seq) {
			cut.Seq = head.Seq // somebody entered something meanwhile: what was read may be partly before it, partly after
			if head.Seq > 0 {
				continue
			}
			base, facts = &record.Base{Head: head}, &fact.Set{} // nothing was in the record: a cut at nothing would be none
		}
		j.Base, j.Facts, j.Head = base, j.pointed(facts), base.Head
		return nil
	}
}

// bound binds what was read.
func (j *Judged) bound(zone civil.Zone, base *record.Base, findings iter.Seq2[*record.Bundle, error], n int) (*fact.Set, error) {
	if err := j.Angle.missing(base); err != nil {
		return nil, err
	}
	opts := j.binding(base)
	opts.Expect = n
	return bind.Bind(&j.Program.Vocabulary, zone, base, findings, opts)
}

// binding says how the record is bound.
func (j *Judged) binding(base *record.Base) bind.Options {
	return bind.Options{Order: orderOf(base), PublishedBy: j.In.Published, Without: j.Angle.Sources()}
}

// pointed reads the facts by the ends of their ranges where the angle says so.
func (j *Judged) pointed(facts *fact.Set) *fact.Set {
	if j.Angle.Point != (fact.PointReading{}) {
		facts = facts.At(j.Angle.Point)
	}
	return facts
}

// outsiders is the record as those see it who are told of no entries (evidence/guard).
type outsiders interface {
	Still(ctx context.Context) (*record.Base, iter.Seq2[*record.Bundle, error], int, error)
	At(ctx context.Context, id string, cut record.Cut) (*record.Bundle, error)
	Known(ctx context.Context, entered int64) (*guard.Known, error)
	KnownAs(ctx context.Context, entered int64) (same string, known bool, err error)
}

// readOutside binds the record of an outsider. No number of an entry holds it still: by one they are told nothing at all. What came since the head may be in what is
// read; the next run is then made anew (App.Head).
func (j *Judged) readOutside(ctx context.Context, store outsiders, zone civil.Zone, head record.Head) error {
	base, facts, err := j.boundOutside(ctx, store, zone)
	if err != nil {
		return err
	}
	for i := range facts.Facts {
		facts.Facts[i].OneVoice = false // the accounts that are shown go back to one source: others may be kept back
	}
	own := *base
	own.Head = head
	j.Base, j.Facts, j.Head = &own, j.pointed(facts), head
	return nil
}

func (j *Judged) boundOutside(ctx context.Context, store outsiders, zone civil.Zone) (*record.Base, *fact.Set, error) {
	cut := j.In.Record
	if cut == (record.Cut{}) {
		base, all, n, err := store.Still(ctx)
		if err != nil {
			return nil, nil, err
		}
		facts, err := j.bound(zone, base, all, n)
		return base, facts, err
	}
	known, err := store.Known(ctx, cut.Entered)
	if err != nil {
		return nil, nil, err
	}
	if len(j.Angle.Sources()) > 0 {
		facts, err := j.bound(zone, known.Base, j.store.Findings(ctx, cut), len(known.Forms))
		return known.Base, facts, err
	}
	facts, err := j.forms.facts(ctx, j, zone, known)
	return known.Base, facts, err
}

func (j *Judged) judge(ctx context.Context) error {
	if j.held == nil {
		j.held = &holding{program: j.Program, facts: j.Facts}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := j.held.judge(j.say); err != nil {
		return fmt.Errorf("judge: %w", err)
	}
	return nil
}

// say keeps what the machine says. Its last tick is the present moment, so that what it keeps of that goes on from entry to entry.
func (j *Judged) say(m *monitor.Machine) {
	if j.Cuts.AsOf == "" {
		m.Step(monitor.Event{Tick: j.In.At})
	}
	j.Result = m.AsOf(j.In.At).Result()
	j.Result.Unbound = j.Facts.Unbound
}

// ask asks the machine as of the run's instant.
func (j *Judged) ask(fn func(monitor.AsOf)) {
	compiledBefore(j.held.ask(func(m *monitor.Machine) { fn(m.AsOf(j.In.At)) }))
}

// compiledBefore sees that a run that was made can be asked: its program was compiled once before.
func compiledBefore(err error) {
	if err != nil {
		panic(err)
	}
}

// Fact gives a fact by its incident's id.
func (j *Judged) Fact(id string) (*fact.Fact, bool) {
	var f *fact.Fact
	j.ask(func(m monitor.AsOf) { f = m.Fact(id) })
	return f, f != nil
}

// Reasons gives all reasons of one instance. They are not to be changed.
func (j *Judged) Reasons(key status.Key) status.Reasons {
	j.mu.Lock()
	defer j.mu.Unlock()
	if r, known := j.reasons[key]; known {
		return r
	}
	var r status.Reasons
	j.ask(func(m monitor.AsOf) { r = m.Reasons(key) })
	j.reasons[key] = r
	return r
}

// Listed gives the reasons of a norm or a claim with the first and the last of its deciding facts: the result tells only what these come to.
func (j *Judged) Listed(key status.Key) (r status.Reasons) {
	j.ask(func(m monitor.AsOf) { r = m.Listed(key) })
	return r
}

// Decided gives the facts of Listed, and nothing of why they count: each once for each part that it plays.
func (j *Judged) Decided(key status.Key) (facts []*fact.Fact) {
	j.ask(func(m monitor.AsOf) { facts = m.Decided(key) })
	return facts
}

// Bearing tells every incident that counts for a norm, and at which standards it does for certain; a norm's come together. visit must not ask the run for anything.
func (j *Judged) Bearing(visit func(key status.Key, incident string, must grade.Mask)) {
	j.ask(func(m monitor.AsOf) { m.Bearing(visit) })
}

// History gives the sets of states of a norm or an instance at every reading up to the present one, as the changes among them; the first stands since ever. They are
// not to be changed.
func (j *Judged) History(key status.Key) []monitor.Change {
	history, err := j.held.history(key, j.In.At)
	compiledBefore(err)
	return history
}

// Since gives the reading from which on the status at a lane has been as it is.
func (j *Judged) Since(key status.Key, lane int) int64 {
	since := civil.Ever
	history := j.History(key)
	for i := range history {
		if i > 0 && history[i].Sets[lane] != history[i-1].Sets[lane] {
			since = history[i].Reading
		}
	}
	return since
}

// orderOf gives the order of assessors that the record states in its names table: scheme "mithaq", sort "assessors".
func orderOf(base *record.Base) []string {
	for i := range base.Names {
		if n := &base.Names[i]; n.Scheme == "mithaq" && n.Sort == "assessors" {
			return n.Means
		}
	}
	return nil
}
