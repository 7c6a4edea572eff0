package monitor

import (
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

func seen(p norms.Pattern) norms.Cond { return norms.Seen{Pattern: p} }

var stopped = seen(pat("stop", "doer", "south"))

func stop(id string, at int64) fact.Fact { return happened(id, "stop", at, "by", "south") }

// watched covers the city with on-foot observers on days lo to hi, and says that the agreement's text asks for all of it.
func uncoveredSet(fs ...fact.Fact) fact.Set {
	s := facts(fs...)
	s.Coverage = []fact.Coverage{{ID: "c", Observer: "mission", Zone: "city", From: day(1), To: day(30), Denied: true}}
	return s
}

// Each line of the tables of spec/norms.md, section 6.
func TestRules(t *testing.T) {
	by := func(n int) norms.Window { return norms.Window{End: date(n, norms.DayEnd)} }
	from := func(n int) norms.Window { return norms.Window{Start: date(n, norms.DayStart)} }
	deliver := func(id string, at int64) fact.Fact { return happened(id, "deliver", at) }
	attack := func(id string, at int64) fact.Fact { return happened(id, "attack", at) }
	meet := func(id string, at int64) fact.Fact { return happened(id, "meet", at) }
	notStopped := norms.Not{Cond: stopped}
	resumed := seen(pat("meet", "doer", "south"))
	suspend := norms.Or{Conds: []norms.Cond{notStopped, resumed}} // suspended from a stop until a meeting
	mark := norms.Window{End: &norms.Bound{At: norms.Point{Sort: norms.AtMark, Mark: "mark"}, Edge: norms.DayEnd}}
	week := civil.Period{N: 7, Unit: civil.Days}
	every := must1(norms.Norm{AtLeast: norms.Number{N: 1, Per: week}, Window: by(20)})
	openEvery := must1(norms.Norm{AtLeast: norms.Number{N: 1, Per: week}})
	with := func(n norms.Norm, f func(*norms.Norm)) norms.Norm { f(&n); return n }
	cases := []struct {
		rule string
		norm norms.Norm
		at   int
		set  fact.Set
		want status.State
	}{
		{"obligation.not_open", must1(norms.Norm{Window: from(10)}), 5, facts(), status.NotYet},
		{"obligation.not_open at the opening itself", must1(norms.Norm{Window: from(10)}), 9, facts(), status.NotYet},
		{"obligation.empty", must1(norms.Norm{Window: norms.Window{Start: date(10, norms.DayStart), End: date(5, norms.DayEnd)}}), 12, facts(), status.Impossible},
		{"obligation.if", must1(norms.Norm{If: stopped, Window: by(10)}), 5, facts(), status.FellAway},
		{"obligation.done", must1(norms.Norm{Window: by(10)}), 12, facts(deliver("d", noon(10))), status.Kept},
		{"obligation.until", must1(norms.Norm{Until: stopped, Window: by(10)}), 12, facts(stop("s", noon(5))), status.Lapsed},
		{"obligation.waited", must1(norms.Norm{Once: stopped, Window: by(10)}), 12, facts(stop("s", noon(11))), status.Overtaken},
		{"obligation.suspended_out", must1(norms.Norm{While: notStopped, Window: by(10)}), 12, facts(stop("s", noon(5))), status.Overtaken},
		{"obligation.late", must1(norms.Norm{Window: by(10)}), 12, facts(deliver("d", noon(11))), status.Cured},
		{"obligation.unobserved", must1(norms.Norm{Window: by(10)}), 12, uncoveredSet(), status.NotKnown},
		{"obligation.unobserved, nobody said what could be seen", must1(norms.Norm{Window: by(10)}), 12, silent(), status.NotKnown},
		{"obligation.late before unobserved", must1(norms.Norm{Window: by(10)}), 12, silent(deliver("d", noon(11))), status.Cured},
		{"obligation.stretch_unobserved, nobody said what could be seen", every, 9, silent(), status.NotKnown},
		{"aim.unobserved, nobody said what could be seen", aim(norms.Norm{Window: by(10)}), 12, silent(), status.NotKnown},
		{"prohibition.none, nobody said what could be seen", mustNot(norms.Norm{}), 5, silent(), status.NoBreachSeen},
		{"obligation.undone", must1(norms.Norm{Window: by(10)}), 12, facts(), status.Breached},
		{"obligation.waits", must1(norms.Norm{Once: stopped, Window: by(10)}), 5, facts(), status.NotYet},
		{"obligation.no_date", must1(norms.Norm{Window: mark}), 5, facts(), status.NotYet},
		{"obligation.suspended", must1(norms.Norm{While: notStopped, Window: by(10)}), 7, facts(stop("s", noon(5))), status.Suspended},
		{"obligation.due", must1(norms.Norm{Window: by(10)}), 5, facts(), status.Due},
		{"obligation.open", must1(norms.Norm{}), 500, facts(), status.Open},
		{"obligation.done two", must1(norms.Norm{AtLeast: norms.Number{N: 2}, Window: by(10)}), 12, facts(deliver("d", noon(3)), deliver("e", noon(4))), status.Kept},
		{"obligation.done one of two", must1(norms.Norm{AtLeast: norms.Number{N: 2}, Window: by(10)}), 12, facts(deliver("d", noon(3))), status.Breached},

		{"recurring not_open", with(every, func(n *norms.Norm) { n.Window.Start = date(10, norms.DayStart) }), 5, facts(), status.NotYet},
		{"recurring if", with(every, func(n *norms.Norm) { n.If = stopped }), 5, facts(), status.FellAway},
		{"obligation.stretch_unobserved", every, 9, uncoveredSet(), status.NotKnown},
		{"obligation.stretch_short", every, 9, facts(), status.Breached},
		{"obligation.stretch_short not yet over", every, 6, facts(), status.Due},
		{"recurring until", with(openEvery, func(n *norms.Norm) { n.Until = stopped }), 9, facts(stop("s", noon(5))), status.Lapsed},
		{"recurring waited", with(every, func(n *norms.Norm) { n.Once = stopped }), 25, facts(stop("s", noon(22))), status.Overtaken},
		{"obligation.stretch_done", every, 25, facts(deliver("a", noon(6)), deliver("b", noon(12)), deliver("c", noon(18))), status.Kept},
		{"recurring waits", with(every, func(n *norms.Norm) { n.Once = stopped }), 15, facts(), status.NotYet},
		{"recurring suspended", with(every, func(n *norms.Norm) { n.While = notStopped }), 15, facts(stop("s", noon(5))), status.Suspended},
		{"recurring due", every, 10, facts(deliver("a", noon(6))), status.Due},
		{"recurring gap", every, 20, facts(deliver("a", noon(2)), deliver("b", noon(11))), status.Breached},

		{"prohibition.act", mustNot(norms.Norm{}), 5, facts(attack("x", noon(3))), status.Breached},
		{"prohibition.act in force at the opening itself", mustNot(norms.Norm{Window: from(3)}), 5, facts(attack("x", day(3))), status.Breached},
		{"prohibition.act after the end", mustNot(norms.Norm{Window: by(3)}), 5, facts(attack("x", day(4))), status.NoBreachSeen},
		{"prohibition.act excused", mustNot(norms.Norm{Unless: stopped}), 5, facts(stop("s", noon(2)), attack("x", noon(3))), status.NoBreachSeen},
		{"prohibition.act while suspended", mustNot(norms.Norm{While: suspend}), 9, facts(stop("s", noon(2)), attack("x", noon(3)), happened("m", "meet", noon(4), "by", "south")), status.NoBreachSeen},
		{"prohibition.act after suspension", mustNot(norms.Norm{While: suspend}), 9, facts(stop("s", noon(2)), attack("x", noon(5)), happened("m", "meet", noon(4), "by", "south")), status.Breached},
		{"prohibition.act before once", mustNot(norms.Norm{Once: stopped}), 5, facts(attack("x", noon(2)), stop("s", noon(3))), status.NoBreachSeen},
		{"prohibition two allowed", mustNot(norms.Norm{AtMost: norms.Number{N: 2}}), 5, facts(attack("x", noon(2)), attack("y", noon(3))), status.NoBreachSeen},
		{"prohibition third", mustNot(norms.Norm{AtMost: norms.Number{N: 2}}), 5, facts(attack("x", noon(2)), attack("y", noon(3)), attack("z", noon(4))), status.Breached},
		{"prohibition per week", mustNot(norms.Norm{AtMost: norms.Number{N: 1, Per: week}}), 20, facts(attack("x", noon(2)), attack("y", noon(8))), status.Breached},
		{"prohibition per week spread", mustNot(norms.Norm{AtMost: norms.Number{N: 1, Per: week}}), 20, facts(attack("x", noon(2)), attack("y", noon(9))), status.NoBreachSeen},
		{"prohibition.not_open", mustNot(norms.Norm{Window: from(10)}), 5, facts(), status.NotYet},
		{"prohibition.empty", mustNot(norms.Norm{Window: norms.Window{Start: date(10, norms.DayStart), End: date(5, norms.DayEnd)}}), 12, facts(), status.Impossible},
		{"prohibition.if", mustNot(norms.Norm{If: stopped}), 5, facts(), status.FellAway},
		{"prohibition.until", mustNot(norms.Norm{Until: stopped}), 5, facts(stop("s", noon(2)), attack("x", noon(3))), status.Lapsed},
		{"prohibition.waited", mustNot(norms.Norm{Once: stopped, Window: by(10)}), 12, facts(stop("s", noon(11))), status.Overtaken},
		{"prohibition.waits", mustNot(norms.Norm{Once: stopped}), 5, facts(), status.NotYet},
		{"prohibition.suspended", mustNot(norms.Norm{While: notStopped}), 5, facts(stop("s", noon(2))), status.Suspended},
		{"prohibition.unobserved", mustNot(norms.Norm{}), 5, uncoveredSet(), status.NotObserved},
		{"prohibition.none", mustNot(norms.Norm{}), 5, facts(), status.NoBreachSeen},

		{"permission.early", mayDo(norms.Norm{Once: stopped, OnlyOnce: true}), 5, facts(meet("m", noon(2)), stop("s", noon(3))), status.UsedTooEarly},
		{"permission without only: no early use", mayDo(norms.Norm{Once: stopped}), 5, facts(meet("m", noon(2)), stop("s", noon(3))), status.Open},
		{"permission.use", mayDo(norms.Norm{Once: stopped, OnlyOnce: true}), 5, facts(stop("s", noon(2)), meet("m", noon(3))), status.Used},
		{"permission.not_open", mayDo(norms.Norm{Window: from(10)}), 5, facts(), status.NotYet},
		{"permission.empty", mayDo(norms.Norm{Window: norms.Window{Start: date(10, norms.DayStart), End: date(5, norms.DayEnd)}}), 12, facts(), status.Impossible},
		{"permission.if", mayDo(norms.Norm{If: stopped}), 5, facts(), status.FellAway},
		{"permission.until", mayDo(norms.Norm{Until: stopped}), 5, facts(stop("s", noon(2))), status.Lapsed},
		{"permission.unused", mayDo(norms.Norm{Window: by(3)}), 5, facts(), status.Lapsed},
		{"permission.waits", mayDo(norms.Norm{Once: stopped}), 5, facts(), status.NotYet},
		{"permission.suspended", mayDo(norms.Norm{While: notStopped}), 5, facts(stop("s", noon(2))), status.Suspended},
		{"permission.open", mayDo(norms.Norm{}), 5, facts(), status.Open},

		{"aim.done", aim(norms.Norm{Window: by(10)}), 12, facts(deliver("d", noon(3))), status.Reached},
		{"aim.late", aim(norms.Norm{Window: by(10)}), 12, facts(deliver("d", noon(11))), status.Missed},
		{"aim.undone", aim(norms.Norm{Window: by(10)}), 12, facts(), status.Missed},
		{"aim.due", aim(norms.Norm{Window: by(10)}), 5, facts(), status.Open},
		{"aim.unobserved", aim(norms.Norm{Window: by(10)}), 12, uncoveredSet(), status.NotKnown},
	}
	for _, c := range cases {
		t.Run(c.rule, func(t *testing.T) {
			got := judge(t, text(c.norm), c.at, c.set)
			for l, lane := range got.Lanes {
				if lane.States != status.Of(c.want) {
					t.Errorf("lane %d: %v, want %v; steps %+v", l, lane.States, c.want, got.Reasons.Steps)
				}
			}
		})
	}
}

func aim(n norms.Norm) norms.Norm {
	n = must1(n)
	n.Modality = norms.Aim
	return n
}
