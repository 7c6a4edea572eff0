package monitor

import (
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/source"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

func span(s source.Span) *source.Span {
	if !s.Known() {
		return nil
	}
	return &s
}

func arg(name string, n int64) status.Arg {
	return status.Arg{Name: name, Value: strconv.FormatInt(n, 10)}
}

// parts names what a deciding fact was to each modality.
var parts = map[norms.Modality]string{
	norms.Obligation: "performance", norms.Aim: "performance", norms.Prohibition: "breach", norms.Permission: "use", norms.Power: "use",
}

// reasons collects everything that decided an instance; all of it, never only the first.
func (m *Machine) reasons(ref *normRef, in *instance, o *outcome, keep int) (out status.Reasons) {
	l := headlineLane(ref.ag)
	for _, r := range o.rules {
		step := status.Step{Rule: r.code, Truth: r.cond, Span: span(ref.n.Span)}
		if o.o[l].Lo < civil.Forever {
			step.Args = append(step.Args, arg("start", o.o[l].Lo))
		}
		if o.e[l].Lo < civil.Forever {
			step.Args = append(step.Args, arg("end", o.e[l].Lo))
		}
		if n := ref.n.AtLeast.N; n > 1 {
			step.Args = append(step.Args, arg("of", int64(n)))
		}
		if n := ref.n.AtMost.N; n > 0 {
			step.Args = append(step.Args, arg("of", int64(n)))
		}
		out.Steps = append(out.Steps, step)
	}
	if b := in.scope.bind; b != nil && b.fact != nil {
		out.Deciding = append(out.Deciding, m.deciding(b.fact, "trigger", b.knownAt(o.r), nil))
	}
	m.decidingFacts(&out, in, o, keep)
	if in.act != nil {
		m.misses(&out, in, o)
	}
	out.Waits = m.waits(ref, in, o)
	if in.watch != nil && (!in.watch.quiet() || o.restsOnAbsence()) {
		sh := in.watch.share(o.o[l].Lo, min(o.e[l].Lo, o.r), o.r)
		out.Coverage = &sh
	}
	m.would(&out, ref, in, o)
	return out
}

// restsOnAbsence says whether a rule that reads the act's absence may apply.
func (o *outcome) restsOnAbsence() bool {
	return slices.ContainsFunc(o.rules, func(r rule) bool {
		_, last, _ := strings.Cut(r.code, ".")
		return slices.Contains([]string{"unobserved", "undone", "none", "stretch_unobserved", "stretch_short"}, last)
	})
}

// decidingFacts lists the facts that count, each once.
func (m *Machine) decidingFacts(out *status.Reasons, in *instance, o *outcome, keep int) {
	total := 0
	for i := range o.limit.hits {
		if in.shown(&o.limit.hits[i], o) {
			total++
		}
	}
	k := 0
	for i := range o.limit.hits {
		u := &o.limit.hits[i]
		if !in.shown(u, o) {
			continue
		}
		f := m.facts[u.fact]
		if u.flags&unknownHit != 0 {
			out.Silenced.Unknown++
		}
		k++
		if k > (keep+1)/2 && k <= total-keep/2 { // the first and the last are kept
			continue
		}
		t := truth(func(l int) (bool, bool) {
			n, ok := in.counts(u, f, o, l)
			return n.Lo > 0, ok
		})
		part := parts[in.n.Modality]
		if u.may == 0 {
			part = "early_use"
		}
		out.Deciding = append(out.Deciding, m.deciding(f, part, t, m.doubts(f, in, u, o)))
		for l := range status.Lanes {
			if in.setAside(u, l) { // each fact comes once
				out.Coarse = append(out.Coarse, f.ID)
				break
			}
		}
		for _, code := range f.Excuses {
			out.Excuses = append(out.Excuses, status.Excuse{Fact: f.ID, Code: code})
		}
	}
}

// shown says whether a use counts at any standard.
func (in *instance) shown(u *use, o *outcome) bool {
	for l := range status.Lanes {
		if _, ok := in.counts(u, in.m.facts[u.fact], o, l); ok {
			return true
		}
	}
	return false
}

func (m *Machine) deciding(f *fact.Fact, part string, t grade.Truth, doubts []status.Doubt) status.Deciding {
	return status.Deciding{Fact: f.ID, Part: part, Truth: t, When: f.When, Acts: f.Acts, Doubt: doubts}
}

// doubts says why a fact is not certain at every standard, as far as it is not.
func (m *Machine) doubts(f *fact.Fact, in *instance, u *use, o *outcome) []status.Doubt {
	out := m.matchDoubts(f, in.act)
	w := f.When
	if !w.Point() {
		crosses := u.edge || w.Lo < o.r && o.r <= w.Hi
		for l := range status.Lanes {
			crosses = crosses || w.Lo < o.e[l].Hi && w.Hi >= o.e[l].Lo
		}
		if crosses {
			out = append(out, status.Doubt{Code: "date", Args: []status.Arg{arg("from", w.Lo), arg("to", w.Hi)}})
		}
	}
	if !in.plain {
		t := over(in.layout(o.o).forces, w.Lo, w.Hi+1)
		if t.Must != grade.AllStandards && u.earlyMay == 0 {
			out = append(out, status.Doubt{Code: "suspended"})
		}
	}
	if in.unless != nil && over(in.unless, w.Lo, w.Hi+1).May != 0 {
		out = append(out, status.Doubt{Code: "excused"})
	}
	return out
}

// matchDoubts says why a fact does not match a pattern for certain at every standard.
func (m *Machine) matchDoubts(f *fact.Fact, p *pattern) (out []status.Doubt) {
	if f.Grade != grade.Verified {
		out = append(out, status.Doubt{Code: "grade", Args: []status.Arg{{Name: "grade", Value: f.Grade.String()}}})
	}
	if f.Unsure {
		out = append(out, status.Doubt{Code: "unsure"})
	}
	if f.Acts.Lo < 1 {
		out = append(out, status.Doubt{Code: "amount"})
	}
	m.prepare(f, p.act)
	for i := range p.wants {
		w := &p.wants[i]
		got := m.hold(f, w, w.ids, w.table)
		if got.must == allLanes {
			continue
		}
		role := p.act.Roles[w.role].Name
		d := status.Doubt{Code: "role", Args: []status.Arg{{Name: "role", Value: role}}}
		switch {
		case w.doer:
			d = attributionDoubt(f)
		case w.place:
			d.Code = "place"
		}
		out = append(out, d)
	}
	return out
}

func attributionDoubt(f *fact.Fact) status.Doubt {
	d := status.Doubt{Code: "attribution"}
	best := grade.Discounted
	for i := range f.Attribution.To {
		best = max(best, f.Attribution.To[i].Grade)
	}
	if f.Attribution.OneOf && len(f.Attribution.To) > 1 {
		d.Code = "alternative"
	}
	if len(f.Attribution.To) > 0 {
		d.Args = []status.Arg{{Name: "grade", Value: best.String()}}
	}
	return d
}

// misses finds the facts that would decide but for one thing.
func (m *Machine) misses(out *status.Reasons, in *instance, o *outcome) {
	type near struct {
		f    *fact.Fact
		far  int64
		code string
	}
	var found []near
	counted := map[int32]bool{}
	for i := range o.limit.hits {
		if in.shown(&o.limit.hits[i], o) {
			counted[o.limit.hits[i].fact] = true
		}
	}
	l := headlineLane(in.scope.ag)
	for _, h := range in.hits {
		f := m.facts[h.fact]
		if counted[h.fact] || f.When.Lo >= o.r {
			continue
		}
		switch {
		case f.When.Hi < o.o[l].Lo:
			found = append(found, near{f, o.o[l].Lo - f.When.Hi, "date"})
		case f.When.Lo >= o.e[l].Hi:
			found = append(found, near{f, f.When.Lo - o.e[l].Hi, "date"})
		case in.unless != nil && over(in.unless, f.When.Lo, f.When.Hi+1).Must != 0:
			found = append(found, near{f, 0, "excused"})
		default:
			found = append(found, near{f, 0, "suspended"})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int {
		switch {
		case a.far < b.far:
			return -1
		case a.far > b.far:
			return 1
		}
		return 0
	})
	for _, x := range found[:min(len(found), m.opts.MaxMisses)] {
		out.Misses = append(out.Misses, status.Miss{Fact: x.f.ID, Why: []status.Doubt{{Code: x.code, Args: []status.Arg{arg("from", x.f.When.Lo), arg("to", x.f.When.Hi)}}}})
	}
	for _, x := range in.act.near[:min(len(in.act.near), m.opts.MaxMisses)] {
		f := m.facts[x.fact]
		w := &in.act.wants[x.want]
		d := status.Doubt{Code: "role", Args: []status.Arg{{Name: "role", Value: in.act.act.Roles[w.role].Name}}}
		switch {
		case w.doer:
			d = attributionDoubt(f)
		case w.place:
			d.Code = "place"
		}
		out.Misses = append(out.Misses, status.Miss{Fact: f.ID, Why: []status.Doubt{d}})
	}
	out.Silenced.Discounted, out.Silenced.Unbound = in.act.discounted, in.act.unbound
}

// waits says what an instance waits on.
func (m *Machine) waits(ref *normRef, in *instance, o *outcome) (out []status.Wait) {
	l := headlineLane(ref.ag)
	if !o.sets[l].Has(status.NotYet) {
		return nil
	}
	add := func(w status.Wait) {
		if !slices.ContainsFunc(out, func(x status.Wait) bool { return x.On == w.On && x.Ref == w.Ref }) {
			out = append(out, w)
		}
	}
	onBound := func(b *norms.Bound) {
		if b == nil {
			return
		}
		switch b.At.Sort {
		case norms.AtMark:
			add(status.Wait{On: "mark", Ref: b.At.Mark, Span: span(b.Span)})
		case norms.AtAct:
			add(status.Wait{On: "act", Ref: b.At.Act.Act, Span: span(b.Span)})
		case norms.AtNorm:
			add(status.Wait{On: "norm", Ref: b.At.Norm, Span: span(b.Span)})
		}
	}
	if o.r <= o.o[l].Hi {
		if o.o[l].Lo < civil.Forever {
			add(status.Wait{On: "start", Span: span(ref.n.Span)})
		} else {
			onBound(ref.n.Window.Start)
		}
	}
	if o.e[l].Hi >= civil.Forever {
		onBound(ref.n.Window.End)
	}
	if ref.n.Once != nil && !o.phase.once.Must.Has(l) {
		m.waitsOn(ref.n.Once, in.scope, l, add)
	}
	return out
}

// waitsOn names the parts of a condition that are not certainly true.
func (m *Machine) waitsOn(c norms.Cond, s *scope, lane int, add func(status.Wait)) {
	if m.Course(c, s).at(m.horizon).Must.Has(lane) {
		return
	}
	switch x := c.(type) {
	case norms.And:
		for _, d := range x.Conds {
			m.waitsOn(d, s, lane, add)
		}
	case norms.Or:
		for _, d := range x.Conds {
			m.waitsOn(d, s, lane, add)
		}
	case norms.NormIs:
		add(status.Wait{On: "norm", Ref: x.Norm, Span: span(x.Span)})
	case norms.MarkSet:
		add(status.Wait{On: "mark", Ref: x.Mark})
	case norms.Seen:
		add(status.Wait{On: "act", Ref: x.Pattern.Act, Span: span(x.Pattern.Span)})
	case norms.NoneHolds:
		on := "condition"
		if m.closedFrom(x.Pattern.Act, "") > m.horizon {
			on = "roster"
		}
		add(status.Wait{On: on, Ref: x.Pattern.Act, Span: span(x.Pattern.Span)})
	case norms.Holds:
		add(status.Wait{On: "condition", Ref: x.Pattern.Act, Span: span(x.Pattern.Span)})
	default:
		add(status.Wait{On: "condition"})
	}
}

// markWaits marks what is waited on and is itself overdue, its bearer bound, and what waits in a circle.
func (m *Machine) markWaits(all []status.Norm) {
	for i := range all {
		for j := range all[i].Reasons.Waits {
			w := &all[i].Reasons.Waits[j]
			if w.On != "norm" || m.norms[w.Ref] == nil {
				continue
			}
			k, in := m.circleOf[all[i].Key.Norm]
			other, too := m.circleOf[w.Ref]
			w.Circle = in && too && k == other
			ref := m.norms[w.Ref]
			sets := m.history(w.Ref).sets.at(m.horizon)[headlineLane(ref.ag)]
			w.Blocked = sets == status.Of(status.Breached) && ref.n.Modality == norms.Obligation && m.isBound(ref)
		}
	}
}

// would lists what would change the status.
func (m *Machine) would(out *status.Reasons, ref *normRef, in *instance, o *outcome) {
	l := headlineLane(ref.ag)
	set := o.sets[l]
	put := func(code, ref string, to status.State) {
		out.Would = append(out.Would, status.Would{Code: code, Ref: ref, To: status.Of(to)})
	}
	if set.Has(status.Due) || set.Has(status.Open) {
		to := map[norms.Modality]status.State{norms.Obligation: status.Kept, norms.Aim: status.Reached, norms.Permission: status.Used}[ref.n.Modality]
		put("act", ref.n.Act.Act, to)
	}
	if set == status.Of(status.Breached) && ref.n.Modality == norms.Obligation && ref.n.AtLeast.Per.IsZero() {
		put("act", ref.n.Act.Act, status.Cured)
	}
	if set.Len() > 1 {
		for _, d := range out.Deciding {
			if d.Truth.Must.Has(l) || !d.Truth.May.Has(l) || len(out.Would) >= 8 {
				continue
			}
			code := "regrade"
			if slices.ContainsFunc(d.Doubt, func(x status.Doubt) bool { return x.Code == "date" }) {
				code = "narrow_date"
			}
			out.Would = append(out.Would, status.Would{Code: code, Ref: d.Fact, To: set})
		}
	}
	switch {
	case set.Has(status.NotObserved):
		put("coverage", "", status.NoBreachSeen)
	case set.Has(status.NotKnown) && ref.n.Modality == norms.Aim:
		put("coverage", "", status.Missed)
	case set.Has(status.NotKnown):
		put("coverage", "", status.Breached)
	case set.Len() > 1 && len(out.Would) == 0: // it turns on no fact on record, so on what a condition finds absent
		out.Would = append(out.Would, status.Would{Code: "coverage", To: set})
	}
	for _, w := range out.Waits {
		switch w.On {
		case "mark":
			put("set_mark", w.Ref, status.Due)
		case "roster":
			put("close_roster", w.Ref, status.Open)
		}
	}
	if len(in.scope.bearers) > 0 && m.bondAt(ref, in.scope.bearers, m.at).Sort == status.NoBond {
		out.Would = append(out.Would, status.Would{Code: "accept", Ref: ref.ag.ID, To: set})
	}
}

// familyReasons gathers the reasons of a family: its line, then what decided in its members.
func (m *Machine) familyReasons(ref *normRef, st *status.Norm, list []*instance, outs []outcome, keep int) (out status.Reasons) {
	l := headlineLane(ref.ag)
	code := "family.members"
	switch {
	case len(st.Instances) == 0 && st.Family.Closed:
		code = "family.none"
	case len(st.Instances) == 0:
		code = "family.unknown"
	}
	out.Steps = append(out.Steps, status.Step{Rule: code, Truth: grade.True, Span: span(ref.n.Span), Args: []status.Arg{
		arg("known", st.Family.Known[l].Lo), arg("possible", st.Family.Known[l].Hi),
	}})
	seen := map[string]bool{}
	for i, in := range list {
		if in.scope.bind.knownAt(m.horizon).May == 0 || len(out.Deciding) >= keep {
			continue
		}
		r := m.reasons(ref, in, &outs[i], keep-len(out.Deciding))
		for _, s := range r.Steps {
			if !slices.ContainsFunc(out.Steps, func(x status.Step) bool { return x.Rule == s.Rule }) {
				s.Args = nil
				out.Steps = append(out.Steps, s)
			}
		}
		for _, d := range r.Deciding {
			if !seen[d.Part+d.Fact] {
				seen[d.Part+d.Fact] = true
				out.Deciding = append(out.Deciding, d)
			}
		}
		for _, w := range r.Waits {
			if !slices.ContainsFunc(out.Waits, func(x status.Wait) bool { return x.On == w.On && x.Ref == w.Ref }) {
				out.Waits = append(out.Waits, w)
			}
		}
		for _, c := range r.Coarse {
			if !slices.Contains(out.Coarse, c) {
				out.Coarse = append(out.Coarse, c)
			}
		}
		for _, e := range r.Excuses {
			if !slices.Contains(out.Excuses, e) {
				out.Excuses = append(out.Excuses, e)
			}
		}
		if out.Coverage == nil {
			out.Coverage = r.Coverage
		}
	}
	if !st.Family.Closed && ref.n.ForEach.Source != norms.FromAct {
		out.Waits = append(out.Waits, status.Wait{On: "roster", Ref: rosterName(ref.n.ForEach)})
		out.Would = append(out.Would, status.Would{Code: "close_roster", Ref: rosterName(ref.n.ForEach), To: st.Lanes[l].States})
	}
	return out
}

func rosterName(f *norms.Family) string {
	if f.Source == norms.FromRoster {
		return f.Roster
	}
	return f.Pattern.Act
}

// addStep adds a claim's step in one lane.
func addStep(steps []status.Step, code string, lane int, c *norms.Claim) []status.Step {
	bit := grade.Mask(1) << lane
	for i := range steps {
		if steps[i].Rule == code {
			steps[i].Truth.Must |= bit
			steps[i].Truth.May |= bit
			return steps
		}
	}
	return append(steps, status.Step{Rule: code, Truth: grade.Truth{Must: bit, May: bit}, Span: span(c.Span), Args: []status.Arg{arg("claimed", c.N)}})
}

// claimFacts lists the facts that a claim's figure counts.
func (m *Machine) claimFacts(out *status.Reasons, ag *norms.Agreement, c *norms.Claim, keep int) {
	s := &scope{ag: ag}
	p := m.ready(s, c.Figure.Pattern)
	from, until := m.bound(s, c.Figure.From, ag.Starts).at(m.horizon), m.bound(s, c.Figure.Until, civil.Forever).at(m.horizon)
	for _, h := range m.hitsFor(p, s) {
		f := m.facts[h.fact]
		w := f.When
		t := truth(func(l int) (bool, bool) {
			return h.must>>l&1 == 1 && w.Lo >= from[l].Hi && w.Hi < min(until[l].Lo, m.horizon),
				h.may>>l&1 == 1 && w.Hi >= from[l].Lo && w.Lo < min(until[l].Hi, m.horizon)
		})
		if t.May == 0 {
			continue
		}
		if h.flags&unknownHit != 0 {
			out.Silenced.Unknown++
		}
		if len(out.Deciding) < keep {
			out.Deciding = append(out.Deciding, m.deciding(f, "counted", t, m.matchDoubts(f, p)))
		}
	}
	for _, x := range p.near[:min(len(p.near), m.opts.MaxMisses)] {
		if w := &p.wants[x.want]; w.doer {
			out.Misses = append(out.Misses, status.Miss{Fact: m.facts[x.fact].ID, Why: []status.Doubt{attributionDoubt(m.facts[x.fact])}})
		}
	}
	out.Silenced.Discounted, out.Silenced.Unbound = p.discounted, p.unbound
}
