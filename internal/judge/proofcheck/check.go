package proofcheck

import (
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Fault is one thing that a status claims and the facts do not give.
type Fault struct {
	Code    string // one of Codes
	Norm    string
	Member  string
	Lane    int    // the standard, as in grade.Standards; -1: all
	Claimed string // as the status has it
	Derived string // as the facts give it
}

// Codes are those of the faults: other states, a rule or a fact that does not decide so, one that is missing, another number of acts, another
// window, share of what was seen, bond, member, family or figure; a norm that the text does not hold.
var Codes = []string{"states", "rule", "missing_rule", "fact", "missing_fact", "acts", "window", "coverage", "bond", "member", "family", "number", "norm"}

// Result checks every norm, every instance and every claim of a result. reasons gives all reasons of a norm or an instance; nil: those
// that the result holds, of no instance.
func (c *Checker) Result(r *status.Result, reasons func(status.Key) status.Reasons) (out []Fault) {
	for i := range r.Agreements {
		a := &r.Agreements[i]
		for j := range a.Norms {
			out = append(out, c.Whole(&a.Norms[j], reasons)...)
		}
		for j := range a.Claims {
			out = append(out, c.Claim(&a.Claims[j])...)
		}
	}
	return out
}

// Whole checks a norm and each of its instances; reasons as for Result.
func (c *Checker) Whole(st *status.Norm, reasons func(status.Key) status.Reasons) []Fault {
	n := *st
	if reasons == nil {
		out := c.Norm(&n)
		for i := range n.Instances {
			out = append(out, c.Instance(&n.Instances[i], nil)...)
		}
		return out
	}
	n.Reasons = reasons(n.Key)
	out := c.Norm(&n)
	for i := range n.Instances {
		why := reasons(n.Instances[i].Key)
		out = append(out, c.Instance(&n.Instances[i], &why)...)
	}
	return out
}

// Norm checks the status of a norm: its own and, of a family, that of each of its instances. Deciding facts are compared where the
// reasons hold them all.
func (c *Checker) Norm(st *status.Norm) []Fault {
	n := c.norms[st.Key.Norm]
	if n == nil {
		return []Fault{{Code: "norm", Norm: st.Key.Norm, Lane: -1}}
	}
	f := &finder{norm: st.Key.Norm}
	if n.ForEach == nil {
		one := [status.Lanes]*instance{}
		for i, l := range c.lanes {
			one[i] = l.instance(n, &scope{ag: c.agreement(n), bearers: n.Bearers}, nil)
		}
		c.instance(f, n, one, &st.Lanes, st.Window)
		c.reasons(f, one, &st.Reasons)
		return f.faults
	}
	c.family(f, n, st)
	return f.faults
}

// Instance checks one member of a family with its own reasons.
func (c *Checker) Instance(x *status.Instance, r *status.Reasons) []Fault {
	n := c.norms[x.Key.Norm]
	if n == nil || n.ForEach == nil {
		return []Fault{{Code: "norm", Norm: x.Key.Norm, Lane: -1}}
	}
	f := &finder{norm: x.Key.Norm, member: x.Key.Member}
	one, ok := c.memberOf(n, x.Key)
	if !ok {
		f.say("member", -1, x.Key.Member, "")
		return f.faults
	}
	c.instance(f, n, one, &x.Lanes, x.Window)
	if r != nil {
		c.reasons(f, one, r)
	}
	return f.faults
}

// finder gathers faults.
type finder struct {
	norm, member string
	faults       []Fault
}

func (f *finder) say(code string, lane int, claimed, derived string) {
	f.faults = append(f.faults, Fault{code, f.norm, f.member, lane, claimed, derived})
}

// memberOf makes the instance of a key at each standard.
func (c *Checker) memberOf(n *norms.Norm, key status.Key) (out [status.Lanes]*instance, ok bool) {
	for i, l := range c.lanes {
		if v := l.members(n).byKey[key.Member]; v != nil {
			out[i], ok = l.instance(n, l.memberScope(n, v), v), true
		}
	}
	for i, in := range out { // a member at one standard alone is none at the others
		if in == nil && ok {
			out[i] = &instance{}
		}
	}
	return out, ok
}

// instance compares states, window and bond of an instance.
func (c *Checker) instance(f *finder, n *norms.Norm, one [status.Lanes]*instance, lanes *[status.Lanes]status.Lane, w status.Window) {
	for i, in := range one {
		if in.lane == nil {
			continue
		}
		q := in.at(c.r)
		set, _ := apply(q.table())
		if set != lanes[i].States {
			f.say("states", i, lanes[i].States.String(), set.String())
		}
		if bonded := q.bonded(); bonded != lanes[i].Bonded {
			f.say("bond", i, strconv.FormatBool(lanes[i].Bonded), strconv.FormatBool(bonded))
		}
		if in.w != nil {
			var acts fact.Range
			for _, u := range q.uses() {
				if t := q.shown(&u); t.must {
					acts = acts.Plus(u.fact.Acts)
				} else if t.may {
					acts = acts.Plus(fact.Range{Hi: u.fact.Acts.Hi})
				}
			}
			if acts != lanes[i].Acts {
				f.say("acts", i, ranged(lanes[i].Acts), ranged(acts))
			}
		}
		if i == headline(c.agreement(n)) && (w.Start != q.o || w.End != q.e || w.Dated != (n.Window.End != nil)) {
			f.say("window", i, span(w.Start)+", "+span(w.End), span(q.o)+", "+span(q.e))
		}
	}
}

func span(i civil.Interval) string {
	return strconv.FormatInt(i.Lo, 10) + ".." + strconv.FormatInt(i.Hi, 10)
}

// family compares the status of a family and of its members.
func (c *Checker) family(f *finder, n *norms.Norm, st *status.Norm) {
	closed, _ := c.closedAt(n)
	isClosed := closed <= c.r
	if st.Family == nil || st.Family.Closed != isClosed {
		f.say("family", -1, "", strconv.FormatBool(isClosed))
		return
	}
	named := map[string]*status.Instance{}
	for i := range st.Instances {
		named[st.Instances[i].Key.Member] = &st.Instances[i]
	}
	met := map[string]bool{}
	for i, l := range c.lanes {
		var list []part
		for _, v := range l.members(n).list {
			in := l.instance(n, l.memberScope(n, v), v)
			p := part{in: in.in.and(tri{v.when.Hi < c.r, v.when.Lo < c.r})}
			if !p.in.may {
				continue
			}
			q := in.at(c.r)
			p.set, _ = apply(q.table())
			list = append(list, p)
			met[v.key] = true
			x := named[v.key]
			if x == nil {
				f.say("member", i, "", v.key)
				continue
			}
			g := &finder{norm: f.norm, member: v.key}
			if p.set != x.Lanes[i].States {
				g.say("states", i, x.Lanes[i].States.String(), p.set.String())
			}
			if x.Known.Has(i) != p.in.must {
				g.say("member", i, strconv.FormatBool(x.Known.Has(i)), strconv.FormatBool(p.in.must))
			}
			if bonded := q.bonded(); bonded != x.Lanes[i].Bonded {
				g.say("bond", i, strconv.FormatBool(x.Lanes[i].Bonded), strconv.FormatBool(bonded))
			}
			f.faults = append(f.faults, g.faults...)
		}
		if n := counted(list); n != st.Family.Known[i] {
			f.say("family", i, ranged(st.Family.Known[i]), ranged(n))
		}
		if set := family(isClosed, list); set != st.Lanes[i].States {
			f.say("states", i, st.Lanes[i].States.String(), set.String())
		}
	}
	code := "family.members"
	switch {
	case len(met) == 0 && isClosed:
		code = "family.none"
	case len(met) == 0:
		code = "family.unknown"
	}
	if s := st.Reasons.Steps; len(s) == 0 || s[0].Rule != code {
		f.say("missing_rule", -1, "", code)
	}
	for i := range st.Instances {
		if key := st.Instances[i].Key.Member; !met[key] {
			f.say("member", -1, key, "")
		}
	}
}

// reasons compares the rules that decided, the facts that count, and what could be seen.
func (c *Checker) reasons(f *finder, one [status.Lanes]*instance, r *status.Reasons) {
	rules, facts := map[string]grade.Truth{}, map[string]grade.Truth{}
	var order []string
	for i, in := range one {
		if in.lane == nil {
			continue
		}
		q := in.at(c.r)
		_, applied := apply(q.table())
		for _, x := range applied {
			if _, ok := rules[x.code]; !ok {
				order = append(order, x.code)
			}
			rules[x.code] = with(rules[x.code], i, x.is)
		}
		if in.list == nil && in.w == nil {
			continue
		}
		for _, u := range q.uses() {
			if t := q.shown(&u); t.may {
				facts[u.fact.ID] = with(facts[u.fact.ID], i, t)
			}
		}
	}
	for _, s := range r.Steps {
		t, ok := rules[s.Rule]
		if !ok || t != s.Truth {
			f.say("rule", -1, s.Rule+" "+told(s.Truth), told(t))
		}
		delete(rules, s.Rule)
	}
	for _, code := range order {
		if t, left := rules[code]; left {
			f.say("missing_rule", -1, "", code+" "+told(t))
		}
	}
	if one[0].lane == nil || one[0].w == nil {
		return
	}
	absent := slices.ContainsFunc(order, func(code string) bool {
		_, last, _ := strings.Cut(code, ".")
		return slices.Contains([]string{"unobserved", "undone", "none", "stretch_unobserved", "stretch_short"}, last)
	})
	if absent && r.Coverage == nil {
		f.say("coverage", -1, "", "")
	}
	for _, d := range r.Deciding {
		x, t := c.byID[d.Fact], d.Truth
		if own := []string{"performance", "breach", "use", "early_use"}; slices.Contains(own, d.Part) {
			t = facts[d.Fact]
			delete(facts, d.Fact)
		}
		if x == nil && d.Part != "condition" || t != d.Truth || x != nil && (x.When != d.When || x.Acts != d.Acts) {
			f.say("fact", -1, d.Fact+" "+told(d.Truth)+" "+span(d.When), told(t))
		}
	}
	ids := make([]string, 0, len(facts))
	for id := range facts {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		f.say("missing_fact", -1, "", id+" "+told(facts[id]))
	}
	if head := one[headline(c.agreement(one[0].n))]; r.Coverage != nil && head.lane != nil {
		q := head.at(c.r)
		got := head.w.share(q.o.Lo, min(q.e.Lo, c.r), c.r)
		if got.Known != r.Coverage.Known || got.Covered != r.Coverage.Covered || got.Needed != r.Coverage.Needed || got.Asked != r.Coverage.Asked ||
			!slices.Equal(got.Entries, r.Coverage.Entries) || !slices.Equal(got.Denied, r.Coverage.Denied) {
			f.say("coverage", -1, share(r.Coverage), share(&got))
		}
	}
}

// counted gives how many members there are.
func counted(list []part) (n fact.Range) {
	for _, p := range list {
		n.Hi++
		if p.in.must {
			n.Lo++
		}
	}
	return n
}

func ranged(r fact.Range) string {
	return strconv.FormatInt(r.Lo, 10) + ".." + strconv.FormatInt(r.Hi, 10)
}

func share(s *status.Share) string {
	return strconv.FormatInt(s.Covered, 10) + "/" + strconv.FormatInt(s.Needed, 10) + " (" + strconv.Itoa(s.Asked) + "%)"
}

func with(t grade.Truth, i int, x tri) grade.Truth {
	if x.must {
		t.Must |= 1 << i
	}
	if x.may {
		t.May |= 1 << i
	}
	return t
}

func told(t grade.Truth) string {
	return strconv.FormatUint(uint64(t.Must), 2) + "/" + strconv.FormatUint(uint64(t.May), 2)
}

// shown says whether an act counts at the reading: it lies before the end and is seen.
func (q *moment) shown(u *use) tri {
	end := never
	if q.byForce() {
		end = q.e
	}
	if !u.is.may && !u.early.may || min(u.from, u.since) >= min(end.Hi, q.x) {
		return no
	}
	return tri{(u.is.must || u.early.must) && u.fact.When.Hi < min(end.Lo, q.x) && u.fact.Acts.Lo > 0, true}
}

// bonded says whether the bearers were bound when the deciding thing happened (section 9).
func (q *moment) bonded() bool {
	who := q.s.bearers
	if q.n.ForEach == nil || q.n.BearerVar == nil {
		who = q.n.Bearers
	}
	bound := func(t int64) bool { return q.bondAt(q.n, who, t) }
	_, sure := q.lane.bearers(q.n, q.member)
	if !sure {
		return false
	}
	switch {
	case q.judged() && q.n.Modality == norms.Prohibition:
		list := q.no
		if q.isFound(q.yes, q.no).may {
			list = q.yes
		}
		any, ok := false, false
		for _, h := range list {
			if q.counts(h).must {
				any = true
				ok = ok || bound(h.fact.When.Lo) && bound(h.fact.When.Hi)
			}
		}
		if any {
			return ok
		}
	case q.n.Goal != nil && q.n.Keep:
		if sure := q.spells(); sure != nil {
			return slices.ContainsFunc(sure, bound)
		}
	case q.byForce():
		for _, u := range q.uses() {
			if q.shown(&u).must && bound(u.fact.When.Lo) && bound(u.fact.When.Hi) {
				return true
			}
		}
		return false
	}
	at := min(q.e.Lo, q.x-1)
	if q.recurring() {
		at = min(at, q.short().Hi)
	}
	return bound(at)
}

// spells gives the latest instants at which the certain spells began.
func (q *moment) spells() (sure []int64) {
	at := q.instants(append(q.phaseChanges(q.o), q.goal.at...))
	lost := course{at, func(y int64) tri { return q.goal.is(y).not().and(q.phase(q.o, y).force()) }}
	first, last := q.o.Lo+1, min(q.e.Hi, q.x)
	if first > last {
		return nil
	}
	open, begun := false, false
	points := lost.within(first, last)
	for i, y := range points {
		t := lost.is(y)
		if !t.may {
			open, begun = false, false
			continue
		}
		if !open {
			open, begun = true, false
		}
		to := last
		if i+1 < len(points) {
			to = points[i+1] - 1
		}
		if lo := max(y, q.o.Hi+1); t.must && !begun && lo <= min(to, q.e.Lo) {
			sure, begun = append(sure, lo-1), true
		}
	}
	return sure
}
