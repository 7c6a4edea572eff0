package judgetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/source"
	"mithaq/internal/judge/core"
	"mithaq/internal/judge/core/policy"
	"mithaq/internal/judge/core/trace"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
)

// Conditions are formulas of the calculus (DESIGN 5): on a record where nothing is uncertain, a condition read at r is the
// formula below, evaluated by judge/core at the time point of the last act before r. The two engines share no code: the monitor
// reads conditions as functions of the reading, over facts that may be dated by intervals and corrected anywhere in the
// past; the core reads a log once, in order.

// The log has one time point for each instant of an act: now(t), and act(id, t, doer, object, n) for attacks and meetings.
const calculusSignature = `now(t:int)
attack(id:int, t:int, doer:string, object:string, n:int)
meet(id:int, t:int, doer:string, object:string, n:int)
`

// calculus draws conditions and writes them as formulas.
type calculus struct {
	*rand.Rand
	names int            // variables used so far
	used  map[string]int // forms drawn
}

func (c *calculus) fresh(s string) string { c.names++; return fmt.Sprintf("%s%d", s, c.names) }

// cond draws a condition of at most the depth, with its formula, which is closed.
func (c *calculus) cond(depth int) (norms.Cond, string) {
	kind := c.IntN(10)
	if depth == 0 {
		kind = 4 + c.IntN(6)
	}
	switch kind {
	case 0, 1:
		a, f := c.cond(depth - 1)
		b, g := c.cond(depth - 1)
		c.used["and"]++
		return norms.And{Conds: []norms.Cond{a, b}}, "((" + f + ") AND (" + g + "))"
	case 2:
		a, f := c.cond(depth - 1)
		b, g := c.cond(depth - 1)
		c.used["or"]++
		return norms.Or{Conds: []norms.Cond{a, b}}, "((" + f + ") OR (" + g + "))"
	case 3:
		a, f := c.cond(depth - 1)
		c.used["not"]++
		return norms.Not{Cond: a}, "(NOT (" + f + "))"
	case 4, 5:
		return c.seen()
	case 6:
		return c.reached()
	case 7:
		return c.held()
	}
	return c.compare()
}

// pattern draws a pattern with its formula over the variables id, t and n, the others bound.
func (c *calculus) pattern() (p norms.Pattern, id, t, n, f string) {
	p.Act = []string{"attack", "meet"}[c.IntN(2)]
	id, t, n = c.fresh("i"), c.fresh("t"), c.fresh("n")
	doer, object := c.fresh("d"), c.fresh("o")
	f = fmt.Sprintf("%s(%s,%s,%s,%s,%s)", p.Act, id, t, doer, object, n)
	if c.IntN(2) == 0 {
		want := c.some("red", "blue", "green")
		p.Roles = append(p.Roles, norms.Want{Role: "doer", Values: values(want)})
		f += " AND " + oneOf(doer, want)
	}
	if c.IntN(2) == 0 {
		want := c.some("school", "house", "site")
		p.Roles = append(p.Roles, norms.Want{Role: "object", Values: values(want)})
		if slices.Contains(want, "site") { // a kind stands for those below it
			want = append(want, "school", "house")
		}
		f += " AND " + oneOf(object, want)
	}
	if c.IntN(3) == 0 {
		k := int64(c.IntN(4))
		op := norms.Op(c.IntN(5))
		p.Roles = append(p.Roles, norms.Want{Role: "n", Amount: &norms.Amount{Op: op, N: k}})
		f += " AND " + comparison(n, op, fmt.Sprint(k))
		c.used["amount"]++
	}
	return p, id, t, n, fmt.Sprintf("(EXISTS %s, %s. (%s))", doer, object, f)
}

func (c *calculus) some(from ...string) []string {
	c.Shuffle(len(from), func(i, j int) { from[i], from[j] = from[j], from[i] })
	return from[:1+c.IntN(2)]
}

func values(ids []string) (list []norms.Value) {
	for _, id := range ids {
		list = append(list, norms.Value{ID: id})
	}
	return list
}

func oneOf(v string, ids []string) string {
	var parts []string
	for _, id := range ids {
		parts = append(parts, fmt.Sprintf("%s = %q", v, id))
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

func comparison(v string, op norms.Op, n string) string {
	return v + " " + [...]string{">=", "<=", ">", "<", "="}[op] + " " + n
}

// instant draws an instant of the span in which acts happen.
func (c *calculus) instant() int64 { return calculusStart + int64(c.IntN(60)) }

func at(t int64) *norms.Bound {
	return &norms.Bound{At: norms.Point{Sort: norms.AtInstant, Instant: t}, Edge: norms.Exact}
}

// window draws bounds for a pattern's acts, and writes them after its formula.
func (c *calculus) window(t, f string) (from, until *norms.Bound, g string) {
	g = f
	if c.IntN(3) == 0 {
		at0 := c.instant()
		from = at(at0)
		g += fmt.Sprintf(" AND %s >= %d", t, at0)
		c.used["from"]++
	}
	if c.IntN(3) == 0 {
		at1 := c.instant()
		until = at(at1)
		g += fmt.Sprintf(" AND %s < %d", t, at1)
		c.used["until"]++
	}
	return from, until, "(" + g + ")"
}

func (c *calculus) seen() (norms.Cond, string) {
	c.used["seen"]++
	p, id, t, n, f := c.pattern()
	from, until, f := c.window(t, f)
	return norms.Seen{Pattern: p, From: from, Until: until}, fmt.Sprintf("(EXISTS %s, %s, %s. (ONCE %s))", id, t, n, f)
}

// reached: the reading after the time point at t is t+1.
func (c *calculus) reached() (norms.Cond, string) {
	c.used["reached"]++
	b, t := c.instant(), c.fresh("t")
	return norms.Reached{Bound: *at(b)}, fmt.Sprintf("(EXISTS %s. (now(%s) AND %s >= %d))", t, t, t, b-1)
}

// held: the state "at odds" begins with an attack of a doer and ends with a meeting of the same doer.
func (c *calculus) held() (norms.Cond, string) {
	c.used["holds"]++
	d := c.fresh("d")
	p := norms.Pattern{Act: "at_odds"}
	f := fmt.Sprintf("((NOT (EXISTS i, t, o, n. meet(i,t,%s,o,n))) SINCE (EXISTS i, t, o, n. attack(i,t,%s,o,n)))", d, d)
	if c.IntN(2) == 0 {
		want := c.some("red", "blue", "green")
		p.Roles = []norms.Want{{Role: "by", Values: values(want)}}
		f += " AND " + oneOf(d, want)
	}
	return norms.Holds{Pattern: p}, fmt.Sprintf("(EXISTS %s. (%s))", d, f)
}

func (c *calculus) figure() (norms.Figure, string, string) {
	p, id, t, n, f := c.pattern()
	fig := norms.Figure{Pattern: p}
	fig.From, fig.Until, f = c.window(t, f)
	past := "ONCE"
	if c.IntN(3) == 0 { // acts at r-Last or later: up to Last-1 before the time point
		hours := 1 + c.IntN(2)
		fig.Last = civil.Period{N: hours, Unit: civil.Hours}
		past = fmt.Sprintf("ONCE[0,%d)", hours*3600)
		c.used["last"]++
	}
	v := c.fresh("c")
	switch c.IntN(3) {
	case 0:
		c.used["count"]++
		return fig, v, fmt.Sprintf("(%s <- CNT %s (%s %s))", v, id, past, f)
	case 1:
		c.used["sum"]++
		fig.Measure, fig.Role = norms.Sum, "n"
		return fig, v, fmt.Sprintf("(%s <- SUM %s (%s %s))", v, n, past, f)
	}
	c.used["distinct"]++
	fig.Measure, fig.Role = norms.CountDistinct, "doer"
	d, o, m := c.fresh("d"), c.fresh("o"), c.fresh("m")
	g := fmt.Sprintf("(%s(%s,%s,%s,%s,%s) AND %s)", p.Act, id, t, d, o, m, strings.ReplaceAll(f, n, m))
	return fig, v, fmt.Sprintf("(%s <- CNT %s (EXISTS %s, %s, %s, %s. (%s %s)))", v, d, id, t, o, m, past, g)
}

func (c *calculus) compare() (norms.Cond, string) {
	c.used["compare"]++
	fig, v, f := c.figure()
	op := norms.Op(c.IntN(5))
	if c.IntN(4) == 0 {
		c.used["with"]++
		other, w, g := c.figure()
		return norms.Compare{Figure: fig, Op: op, With: &other}, fmt.Sprintf("(EXISTS %s, %s. ((%s AND %s) AND %s))", v, w, f, g, comparison(v, op, w))
	}
	k := int64(c.IntN(4))
	return norms.Compare{Figure: fig, Op: op, N: k}, fmt.Sprintf("(EXISTS %s. (%s AND %s))", v, f, comparison(v, op, fmt.Sprint(k)))
}

const calculusStart int64 = 1446328800 // an hour apart are the instants of acts, so that "the last 2 hours" bites

// calculusProgram suspends one undated norm while the condition is not true: the norm's state tells its truth.
func calculusProgram(cond norms.Cond) *norms.Program {
	role := func(name string, typ norms.RoleType) norms.Role { return norms.Role{Name: name, Type: typ} }
	roles := []norms.Role{role("doer", norms.PartyRole), {Name: "object", Type: norms.KindRole, Kind: "site"}, role("n", norms.CountRole)}
	by := norms.RoleLink{Act: "doer", State: "by"}
	p := &norms.Program{
		Vocabulary: norms.Vocabulary{
			Parties: []norms.Party{{ID: "blue"}, {ID: "green"}, {ID: "red"}, {ID: "watch"}},
			Kinds:   []norms.Kind{{ID: "house", Parent: "site"}, {ID: "school", Parent: "site"}, {ID: "site"}},
			Acts:    []norms.Act{{ID: "attack", Roles: roles}, {ID: "meet", Roles: roles}, {ID: "never", Roles: roles}},
			States: []norms.State{{
				ID: "at_odds", Roles: []norms.Role{role("by", norms.PartyRole)},
				Begins: []norms.Link{{Filter: norms.Pattern{Act: "attack"}, Roles: []norms.RoleLink{by}}},
				Ends:   []norms.Link{{Filter: norms.Pattern{Act: "meet"}, Roles: []norms.RoleLink{by}}},
			}},
			Zones: []norms.Zone{{ID: "land"}},
		},
		Agreements: []norms.Agreement{{
			ID: "a", Force: norms.Accord, By: []string{"red"}, Zone: civil.UTC, Starts: calculusStart - 1, Standard: grade.Verified,
			Terms: []norms.Term{{ID: "1", Norms: []string{"1a"}}},
			Norms: []norms.Norm{{
				ID: "1a", Agree: "a", Term: "1", Bearers: []string{"red"}, AtLeast: norms.Number{N: 1}, While: cond,
				Act: norms.Pattern{Act: "never", Roles: []norms.Want{{Role: "doer", Values: values([]string{"red"})}}},
			}},
		}},
	}
	p.Index()
	return p
}

// calculusRecord draws facts where nothing is uncertain, no two at one instant, all observed; and the log of the same.
func (c *calculus) record() (*fact.Set, string) {
	set := &fact.Set{Coverage: []fact.Coverage{{
		ID: "all", Observer: "watch", Zone: "land", From: calculusStart - 86400*2, To: calculusStart + 86400*40,
	}}}
	var log strings.Builder
	t := calculusStart
	for i := range 3 + c.IntN(12) {
		t += []int64{1, 2, 5, 1800, 3599, 3600, 3601, 7200}[c.IntN(8)]
		act, doer := []string{"attack", "meet"}[c.IntN(2)], []string{"red", "blue", "green"}[c.IntN(3)]
		object, n := []string{"school", "house"}[c.IntN(2)], int64(c.IntN(4))
		set.Facts = append(set.Facts, fact.Fact{
			ID: fmt.Sprint(i), Act: act, Grade: grade.Verified, When: civil.At(t), Acts: fact.Range{Lo: 1, Hi: 1},
			Roles:       []fact.Role{{Name: "object", Values: []string{object}}},
			Attribution: fact.Attribution{To: []fact.Attributed{{Party: doer, Grade: grade.Verified}}},
			Amounts:     []fact.Amount{{Role: "n", Range: fact.Range{Lo: n, Hi: n}, Best: -1}},
			Published:   t, Place: fact.Place{Zones: []string{"land"}},
		})
		fmt.Fprintf(&log, "@%d now(%d) %s(%d,%d,%q,%q,%d)\n", t, t, act, i, t, doer, object, n)
	}
	set.Sort()
	return set, log.String()
}

// coreTruth gives the time points at which the formula is true.
func coreTruth(t *testing.T, formula, log string) map[int64]bool {
	t.Helper()
	sig, ds := policy.ParseSignature(source.NewFile("calculus.sig", calculusSignature))
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	written, ds := policy.Parse(source.NewFile("calculus.mfotl", formula))
	if len(ds) > 0 {
		t.Fatalf("%s: %+v", formula, ds)
	}
	checked, ds := policy.Check(sig, written)
	if checked == nil {
		t.Fatalf("%s: %+v", formula, ds)
	}
	found := map[int64]bool{}
	engine, err := core.Compile(checked, core.Options{Verdict: func(_, stamp int64, _ core.Rows) error {
		found[stamp] = true
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := trace.Read(strings.NewReader(log), "calculus.log", sig, engine.Symbols(), engine); err != nil {
		t.Fatal(err)
	}
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	return found
}

// TestConditionsAreFormulas holds the monitor's conditions against the core on random conditions and records.
func TestConditionsAreFormulas(t *testing.T) {
	c := &calculus{Rand: rand.New(rand.NewPCG(base(), 7)), used: map[string]int{}}
	both := [2]int{}
	n := int(cases(1500))
	for range n {
		c.names = 0
		cond, formula := c.cond(2)
		set, log := c.record()
		found := coreTruth(t, formula, log)
		prog := calculusProgram(cond)
		for _, f := range set.Facts {
			at := f.When.Lo // as of the instant of an act: the reading after it
			res, err := monitor.Judge(prog, set, at)
			if err != nil {
				t.Fatal(err)
			}
			want := status.Suspended
			if found[at] {
				want = status.Open
				both[1]++
			} else {
				both[0]++
			}
			if got := res.Agreements[0].Norms[0].Lanes[2].States; got != status.Of(want) {
				t.Fatalf("at %d the monitor says %v, the core %v\n%#v\n%s\n%s", at-calculusStart, got, found[at], cond, formula, log)
			}
		}
	}
	t.Logf("true %d, false %d; %v", both[1], both[0], c.used)
	if min(both[0], both[1]) < (both[0]+both[1])/5 {
		t.Errorf("the truth of the conditions is lopsided: %v", both)
	}
	for _, form := range []string{"and", "or", "not", "seen", "reached", "holds", "compare", "count", "sum", "distinct", "last", "with", "from", "until", "amount"} {
		if c.used[form] < n/25 {
			t.Errorf("form %q occurs %d times in %d conditions", form, c.used[form], n)
		}
	}
}
