package monitor

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Result gives the status of the whole program as of the last tick.
func (m *Machine) Result() (res *status.Result) {
	m.asOfTick(func() { res = m.result(m.readyAtTick) })
	return res
}

// result gives the status of the whole program as of the instant for which ready makes the machine ready.
func (m *Machine) result(ready func()) *status.Result {
	m.judgeAll(ready)
	res := &status.Result{At: m.at, Unbound: m.set.Unbound}
	for i := range m.prog.Agreements {
		ag := &m.prog.Agreements[i]
		out := status.Agreement{ID: ag.ID, Norms: make([]status.Norm, 0, len(ag.Norms)), Terms: make([]status.Term, 0, len(ag.Terms))}
		for j := range ag.Norms {
			ref := m.norms[ag.Norms[j].Name()]
			out.Norms = append(out.Norms, m.judgeOf(ref.n.Name()).keptStatus(ref))
		}
		m.markWaits(out.Norms)
		for j := range ag.Claims {
			out.Claims = append(out.Claims, m.judgeOf(ag.ID+"."+ag.Claims[j].ID).keptClaim(ag, &ag.Claims[j]))
		}
		of := map[string][]*status.Norm{} // by term
		for j := range out.Norms {
			of[out.Norms[j].Term] = append(of[out.Norms[j].Term], &out.Norms[j])
		}
		for j := range ag.Terms {
			out.Terms = append(out.Terms, m.term(&ag.Terms[j], of[ag.Terms[j].ID]))
		}
		res.Agreements = append(res.Agreements, out)
	}
	return res
}

// Snapshot is Result: a value that later steps do not change.
func (m *Machine) Snapshot() *status.Result { return m.Result() }

// keptStatus gives the status of a norm, judged once until it may change.
func (m *Machine) keptStatus(ref *normRef) status.Norm {
	name := ref.n.Name()
	st, kept := m.statuses[name]
	if !kept {
		m.memo.make(statusNode(name), func() { st = m.normStatus(ref, m.asKept()) })
		m.statuses[name] = st
	}
	st.Reasons.Waits = slices.Clone(st.Reasons.Waits) // marked anew each time
	if ref.n.ForEach == nil {
		if p := m.instances[name][0].act; p != nil { // counts change more often than all else
			st.Reasons.Silenced.Discounted, st.Reasons.Silenced.Unbound = p.discounted, p.unbound
		}
	}
	return st
}

// keptClaim is keptStatus for a claim.
func (m *Machine) keptClaim(ag *norms.Agreement, c *norms.Claim) status.Claim {
	name := ag.ID + "." + c.ID
	st, kept := m.claims[name]
	if !kept {
		m.memo.make(claimNode(name), func() { st = m.claim(ag, c, m.asKept()) })
		m.claims[name] = st
	}
	p := m.ready(&scope{ag: ag}, c.Figure.Pattern)
	st.Reasons.Silenced.Discounted, st.Reasons.Silenced.Unbound = p.discounted, p.unbound
	return st
}

// normStatus judges one norm at the reading asked for.
func (m *Machine) normStatus(ref *normRef, how manner) status.Norm {
	n := ref.n
	bearers := m.allBearers(ref)
	bound := m.boundCourse(ref, bearers)
	list := m.instancesOf(ref)
	st := status.Norm{
		Key: status.Key{Norm: n.Name()}, Term: n.Term, Modality: n.Modality, Bearers: bearers, Bond: m.bondAt(ref, bearers, m.at),
	}
	if n.ForEach != nil {
		m.familyStatus(ref, &st, list, bound, how)
		return st
	}
	o := list[0].judge(m.now())
	st.Lanes = m.lanes(list[0], &o, bound)
	st.Window = m.window(list[0], &o)
	if how.brief {
		st.Reasons, m.scratch.decided = m.briefly(ref, list[0], &o, how.keep, m.scratch.decided[:0])
		st.Reasons.Brief = how.sumUp(m.scratch.decided)
		return st
	}
	st.Reasons = m.reasons(ref, list[0], &o, how.keep)
	return st
}

// familyStatus fills the status of a norm with a family.
func (m *Machine) familyStatus(ref *normRef, st *status.Norm, list []*instance, bound course[bool], how manner) {
	fam := m.family(ref, list, bound)
	st.Family = m.familyInfo(ref.n, list, m.now())
	closed := m.closedAt(ref.n.ForEach) <= m.now()
	sets, _ := familyOf(closed, viewsAt(list, m.now(), func(i int) laneSets { return list[i].kept.out.sets }))
	fine, _ := familyOf(closed, viewsAt(list, m.now(), func(i int) laneSets { return list[i].kept.out.fine }))
	for l := range st.Lanes {
		st.Lanes[l] = noActs(sets[l])
		if fine[l] != sets[l] && fine[l].Len() == 1 {
			st.Lanes[l].Coarse = fine[l]
		}
		st.Lanes[l].Acts = fam.acts(l)
	}
	for _, in := range list {
		if in.scope.bind.knownAt(m.now()).May == 0 {
			continue
		}
		inst := &in.kept.instance
		for l := range st.Lanes {
			addLane(&st.Lanes[l], &inst.Lanes[l])
		}
		st.Instances = append(st.Instances, *inst)
	}
	st.Window = firstDue(st.Instances)
	st.Reasons = m.familyReasons(ref, st, list, how)
}

// addLane adds what else a member says to its family's lane.
func addLane(to, from *status.Lane) {
	if from.FirstF != "" && (to.FirstF == "" || from.First.Lo < to.First.Lo) {
		to.First, to.FirstF = from.First, from.FirstF
	}
	if from.LastF != "" && (to.LastF == "" || from.Last.Hi > to.Last.Hi) {
		to.Last, to.LastF = from.Last, from.LastF
	}
	accused := from.States&status.Of(status.Breached, status.Cured, status.UsedTooEarly) != 0
	to.Bonded = to.Bonded || from.Bonded && accused
	to.BearerOpen = to.BearerOpen || from.BearerOpen
	to.Contested = to.Contested || from.Contested
}

func noActs(s status.Set) status.Lane {
	none := civil.Interval{Lo: civil.Forever, Hi: civil.Ever}
	return status.Lane{States: s, First: none, Last: none}
}

// counts says how many acts of a fact count at a standard, as far as the reading sees; false: none may.
func (in *instance) counts(u *use, f *fact.Fact, o *outcome, lane int) (fact.Range, bool) {
	end := civil.Interval{Lo: civil.Forever, Hi: civil.Forever}
	if in.byForce() {
		end = o.e[lane]
	}
	may, must := u.may|u.earlyMay, u.must|u.earlyMust
	if may>>lane&1 == 0 || min(u.from(lane, f), u.fromEarly(lane, f)) >= min(end.Hi, o.r) {
		return fact.Range{}, false
	}
	n := fact.Range{Hi: f.Acts.Hi}
	if must>>lane&1 == 1 && f.When.Hi < min(end.Lo, o.r) {
		n.Lo = f.Acts.Lo
	}
	return n, true
}

// lanes gives the status of one instance at each standard.
func (m *Machine) lanes(in *instance, o *outcome, bound course[bool]) (out [status.Lanes]status.Lane) {
	o.bound = bound
	for l := range out {
		lane := noActs(o.sets[l])
		if o.fine[l] != o.sets[l] && o.fine[l].Len() == 1 {
			lane.Coarse = o.fine[l]
		}
		if in.act == nil {
			in.laneWithoutActs(&lane, o, bound, l)
			out[l] = lane
			continue
		}
		var got laneTold
		for _, p := range o.pages() {
			got.join(&in.toldOf(p, o).lanes[l])
		}
		lane.Acts, lane.Contested = got.acts, got.contested
		if f := cmp.Or(got.sureFirst, got.first); f != nil {
			lane.First, lane.FirstF = f.When, f.ID
		}
		if f := cmp.Or(got.sureLast, got.last); f != nil {
			lane.Last, lane.LastF = f.When, f.ID
		}
		lane.BearerOpen = got.open && !got.certain
		lane.Bonded = got.bonded
		if !in.byForce() {
			lane.Bonded = bound.at(in.decidedAt(o, l))
		}
		_, sure := bearersOf(&normRef{in.n, in.scope.ag}, in.scope.bind)
		lane.Bonded = lane.Bonded && sure.Has(l)
		lane.BearerOpen = lane.BearerOpen || in.n.Share == norms.Either && lane.States&failed != 0
		out[l] = lane
	}
	return out
}

// failed are the states of a norm that was not done (in time): of several who may each have done it, whose failure it is
// is not settled.
const failed = 1<<status.Breached | 1<<status.Cured | 1<<status.Missed

// laneWithoutActs fills the lane of an instance that turns on a condition or on the findings of a body: when what decides
// came about, and whether the bearers were bound then.
func (in *instance) laneWithoutActs(lane *status.Lane, o *outcome, bound course[bool], l int) {
	q := in.read(o.r)
	lane.Bonded = bound.at(in.decidedAt(o, l))
	tell := func(n fact.Range, first, last civil.Interval) {
		if n.Hi > 0 {
			lane.Acts, lane.First, lane.Last = n, first, last
		}
	}
	switch {
	case in.found != nil:
		got := q.found.told(q, l)
		tell(got.n, got.first, got.last)
		lane.FirstF, lane.LastF = got.firstF, got.lastF
		if in.n.Modality == norms.Prohibition && got.sure != nil {
			lane.Bonded = slices.ContainsFunc(got.sure, func(w civil.Interval) bool { return bound.at(w.Lo) && bound.at(w.Hi) })
		}
	case in.n.Keep:
		s := q.spells(l)
		tell(s.n, s.first, s.last)
		if s.sure != nil {
			lane.Bonded = slices.ContainsFunc(s.sure, bound.at)
		}
	default:
		if at := q.limit.nth[l]; at.Lo < o.r {
			n := fact.Range{Hi: 1}
			if at.Hi < o.r {
				n.Lo = 1
			}
			at.Hi = min(at.Hi, o.r-1)
			tell(n, at, at)
		}
	}
}

// decidedAt gives the instant at which an obligation's bearer must be bound for words of a breach: its end, the
// earliest it can be; of a recurring one the end of the first stretch that is certainly short; the reading before that.
func (in *instance) decidedAt(o *outcome, lane int) int64 {
	at := min(o.e[lane].Lo, o.r-1)
	if in.isRecurring() {
		at = min(at, in.shortBy(o.o, o.phase.from)[lane].Hi)
	}
	return at
}

// key names an instance.
func (m *Machine) key(in *instance) status.Key {
	k := status.Key{Norm: in.n.Name()}
	if b := in.scope.bind; b != nil {
		k.Member = b.key()
		if b.fact != nil {
			k.Trigger = b.fact.ID
		}
	}
	return k
}

// headlineLane is the lane of the agreement's own standard.
func headlineLane(ag *norms.Agreement) int {
	if ag.Standard == grade.Discounted {
		return grade.Corroborated.Lane()
	}
	return ag.Standard.Lane()
}

// window gives the window as computed at the agreement's own standard.
func (m *Machine) window(in *instance, o *outcome) status.Window {
	l := headlineLane(in.scope.ag)
	w := status.Window{Start: o.o[l], End: o.e[l], Dated: in.n.Window.End != nil}
	if end := in.n.Window.End; end != nil && w.End.Hi >= civil.Forever {
		switch end.At.Sort {
		case norms.AtMark:
			w.WaitOn = end.At.Mark
		case norms.AtAct:
			w.WaitOn = end.At.Act.Act
		case norms.AtNorm:
			w.WaitOn = end.At.Norm
		}
	}
	return w
}

// Reasons gives the full reasons of one norm, claim or instance, with every deciding fact; none when there is none of that key.
func (m *Machine) Reasons(key status.Key) (r status.Reasons) {
	m.asOfTick(func() { r = m.reasonsOf(key, inFull) })
	return r
}

func (m *Machine) reasonsOf(key status.Key, how manner) status.Reasons {
	ref := m.norms[key.Norm]
	if ref == nil {
		return m.judgeOf(key.Norm).claimReasons(key, how)
	}
	j := m.judgeOf(key.Norm)
	st := []status.Norm{{Key: key}}
	j.memo.make(statusNode(key.Norm), func() {
		if key.Member == "" {
			st[0] = j.normStatus(ref, how)
		} else if in := j.instance(ref, key); in != nil {
			o := in.judge(j.now())
			st[0].Reasons = j.reasons(ref, in, &o, how.keep)
		}
	})
	m.markWaits(st)
	return st[0].Reasons
}

func (m *Machine) claimReasons(key status.Key, how manner) status.Reasons {
	for i := range m.prog.Agreements {
		ag := &m.prog.Agreements[i]
		for j := range ag.Claims {
			if c := &ag.Claims[j]; ag.ID+"."+c.ID == key.Norm {
				return m.claim(ag, c, how).Reasons
			}
		}
	}
	return status.Reasons{}
}

// instance finds one instance.
func (m *Machine) instance(ref *normRef, key status.Key) *instance {
	name := ref.n.Name()
	list := m.instancesOf(ref)
	byKey := m.keyed[name]
	if byKey == nil {
		byKey = make(map[status.Key]*instance, len(list))
		for _, in := range list {
			if k := m.key(in); k.Member != "" {
				for _, k := range []status.Key{k, {Norm: k.Norm, Member: k.Member}} { // the first stands for one whose trigger is not named
					if byKey[k] == nil {
						byKey[k] = in
					}
				}
			}
		}
		m.keyed[name] = byKey
	}
	return byKey[key]
}

// Change is a reading from which the sets of states stand as given.
type Change struct {
	Reading int64 // the status as of Reading-1 and later
	Sets    [status.Lanes]status.Set
}

// History gives the sets of states of a norm or an instance at every reading up to the last tick, as the changes among
// them; the first stands since ever. Nil when there is none of that key.
func (m *Machine) History(key status.Key) (changes []Change) {
	m.asOfTick(func() { changes = m.changesOf(key, m.now()) })
	return changes
}

// changesOf is History up to a reading.
func (m *Machine) changesOf(key status.Key, r int64) []Change {
	ref := m.norms[key.Norm]
	if ref == nil {
		return nil
	}
	var c course[laneSets]
	j := m.judgeOf(key.Norm)
	j.memo.make(statusNode(key.Norm), func() {
		if key.Member == "" {
			c = j.history(key.Norm).sets
		} else if in := j.instance(ref, key); in != nil {
			c = in.pathOf()
		}
	})
	if c == nil {
		return nil
	}
	out := make([]Change, 0, c.index(r)+1)
	for _, p := range c[:cap(out)] {
		out = append(out, Change{p.from, p.v})
	}
	return out
}
