package judgetest

import (
	"fmt"
	"math/rand/v2"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// sample is one random case: a program, a record, and the instant as of which both are judged.
type sample struct {
	seed uint64
	prog *norms.Program
	set  *fact.Set
	at   int64
	tags map[string]bool // the forms that occur in it
	says *answers        // what the oracle says of it; a copy has its own
}

// maker draws one case. Its instants come from a small pool near days' edges, so that things meet.
type maker struct {
	*rand.Rand
	zone      civil.Zone
	starts    int64
	pool      []int64
	prog      *norms.Program
	ag        *norms.Agreement
	other     *norms.Agreement // a second text, which may include the first
	pats      []norms.Pattern  // every act pattern used: what facts aim at
	tags      map[string]bool
	exact     bool
	near      bool            // some pattern asks what a place is near to
	fixed     bool            // points may rest neither on marks nor on starts: these rest on what is being drawn
	this      string          // the act under test, while what excuses it is drawn
	supersede bool            // a start may be that of the other text
	theme     string          // what is drawn more often than elsewhere, so that it bites
	sure      bool            // the fact that is drawn is all that is wanted of it
	bent      bool            // the theme was asked for: a broken engine bites where it is met
	aims      []norms.Pattern // where it was: what most facts are to be
	movers    bool            // the first power moves the mark
	powers    map[string]bool // by full name
	of        []string        // norms with an open word
}

var day0 = civil.Date{Year: 2015, Month: 11, Day: 1}

func (m *maker) chance(percent int) bool { return m.IntN(100) < percent }

func pick[T any](m *maker, from ...T) T { return from[m.IntN(len(from))] }

// themes take turns in half of the cases.
var themes = []string{"last", "excuse", "stretch", "undo", "finding", "cure", "mark", "extension", "late", "early"}

// likely is a chance that is good where the case has the theme.
func (m *maker) likely(theme string, percent int) bool {
	if m.theme == theme {
		percent = 85
	}
	return m.chance(percent)
}

func (m *maker) tag(format string, args ...any) { m.tags[fmt.Sprintf(format, args...)] = true }

// instant gives an instant of the pool, or the second before or after one.
func (m *maker) instant() int64 {
	return m.pool[m.IntN(len(m.pool))] + pick[int64](m, 0, 0, 0, 0, -1, 1, 3600)
}

// newMaker sets up one case with its program.
func newMaker(seed uint64, exact bool) *maker { return newThemed(seed, exact, "") }

// newThemed does so for one theme; "": any or none.
func newThemed(seed uint64, exact bool, theme string) *maker {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 7)), tags: map[string]bool{}, powers: map[string]bool{}, exact: exact}
	if m.chance(50) {
		m.theme = pick(m, themes...)
	}
	if theme != "" {
		m.theme, m.bent = theme, true
	}
	m.zone = civil.UTC
	switch m.IntN(10) {
	case 0, 1:
		m.zone, _ = civil.LoadZone("Asia/Damascus")
	case 2: // its clocks went forward at two on 1 November 2015
		m.zone, _ = civil.LoadZone("Pacific/Fiji")
		m.tag("clocks change")
	}
	m.starts = m.zone.Start(day0)
	for range 5 {
		d := m.zone.Start(day0.AddDays(m.IntN(8)))
		m.pool = append(m.pool, d, d+12*3600)
	}
	m.prog = &norms.Program{Vocabulary: m.vocabulary()}
	m.prog.Agreements = []norms.Agreement{m.text(), m.second()}
	m.ag, m.other = &m.prog.Agreements[0], &m.prog.Agreements[1]
	m.heads()
	m.norms()
	m.claims()
	m.aim()
	return m
}

func (m *maker) text() norms.Agreement {
	ag := norms.Agreement{
		ID: "x", Force: norms.Force(m.IntN(4)), By: []string{"c"}, To: []string{"a"},
		Dated: day0, Starts: m.starts, Zone: m.zone, Standard: grade.Corroborated,
		Marks: []norms.Mark{{ID: "peace"}}, Terms: []norms.Term{{ID: "1"}},
	}
	if m.chance(50) {
		ag.By = []string{"a", "c"}
	}
	if m.chance(12) {
		ag.Observed = norms.Observed{Percent: pick(m, 40, 60)}
	}
	return ag
}

// second gives the text that may include the first, and that may still have to enter into force.
func (m *maker) second() norms.Agreement {
	return norms.Agreement{
		ID: "w", Force: pick(m, norms.Accord, norms.Demand), By: []string{"b"}, Dated: day0, Starts: m.starts, Zone: m.zone,
		Standard: grade.Corroborated,
	}
}

// heads draws what stands in the heads of the texts.
func (m *maker) heads() {
	m.fixed = true
	if m.chance(25) {
		m.tag("entry")
		m.ag.Entry = m.cond(1, nil, nil)
	}
	if m.chance(45) {
		m.other.Entry = m.cond(0, nil, nil)
	}
	m.fixed = false
	if m.chance(25) {
		m.tag("includes")
		m.other.Includes = []string{m.ag.ID}
	}
	for range m.IntN(3) {
		if m.chance(50) {
			m.tag("initially")
			m.ag.Initially = append(m.ag.Initially, norms.Pattern{Act: "held", Roles: []norms.Want{
				wantOf("by", pick(m, leaves["by"]...)), wantOf("people", pick(m, leaves["people"]...)), wantOf("person", pick(m, leaves["person"]...)),
			}})
		}
	}
	m.movers = m.likely("mark", 25)
	if m.likely("rule", 35) {
		for i := range 1 + m.IntN(2) {
			m.ag.Counts = append(m.ag.Counts, m.countsAs(fmt.Sprint("r", i+1)))
		}
	}
}

// countsAs draws a rule by which one act counts as another.
func (m *maker) countsAs(id string) norms.CountsAs {
	m.tag("counts as")
	rule := norms.CountsAs{ID: id, Term: "1"}
	as := func(from, to string, roles ...norms.Want) {
		rule.From = m.pattern(from, nil, nil)
		rule.To = norms.Pattern{Act: to, Roles: roles}
	}
	switch m.IntN(4) {
	case 0:
		as("shell", "strike", wantOf("object", pick(m, leaves["object"]...)))
	case 1:
		as("bring", "talk", wantOf("with", pick(m, leaves["with"]...)))
	case 2:
		as("seize", "free")
	default:
		as("talk", "leave", wantOf("people", pick(m, leaves["people"]...)))
	}
	if m.chance(40) {
		m.tag("counts as for some")
		rule.For = []string{pick(m, "a", "b", "c")}
	}
	return rule
}

// norms draws the norms, powers first: what they bring about is written into the others.
func (m *maker) norms() {
	ag := m.ag
	var refs []string
	add := func(n norms.Norm) {
		ag.Norms = append(ag.Norms, n)
		ag.Terms[0].Norms = append(ag.Terms[0].Norms, n.ID)
		refs = append(refs, n.Name())
	}
	powers := 0
	if m.movers || m.likely("undo", 25) || m.theme == "extension" || m.theme == "effect" {
		powers = pick(m, 1, 2, 2)
		if m.theme == "undo" {
			powers = 2
		}
	}
	for i := range powers {
		m.fixed = m.movers && i == 0
		add(m.power(fmt.Sprint("n", len(ag.Norms)+1), refs))
		m.fixed = false
	}
	for range 1 + m.IntN(4) {
		add(m.norm(fmt.Sprint("n", len(ag.Norms)+1), refs))
	}
	if len(ag.Norms) > 1 && ag.Norms[0].Goal == nil && ag.Norms[1].Goal == nil && !m.movers && m.chance(8) { // a circle through Once
		ag.Norms[0].Once = norms.NormIs{Norm: ag.Norms[1].Name(), Word: norms.IsKept}
		ag.Norms[1].Once = norms.NormIs{Norm: ag.Norms[0].Name(), Word: pick(m, norms.IsKept, norms.IsDue)}
		for i := range 2 {
			n := &ag.Norms[i]
			n.Window, n.Extends, n.Cure = norms.Window{}, nil, nil
			n.If, n.While, n.Until, n.Unless = nil, nil, nil, nil
		}
		m.tag("circle")
	}
}

func (m *maker) claims() {
	for i := range 1 + m.IntN(4) {
		c := norms.Claim{ID: fmt.Sprint("c", i+1), Agree: m.ag.ID, By: []string{"c"}, Number: m.chance(80), Op: norms.AtLeast, N: 1}
		c.Figure = m.figure(nil)
		if c.Number {
			c.N = int64(m.IntN(4))
			if m.chance(35) {
				c.Op = norms.Op(m.IntN(5))
			}
		} else {
			c.Figure.Measure, c.Figure.Role = norms.Count, ""
		}
		if m.chance(30) {
			c.RedLine = true
			m.tag("red line")
		}
		m.tag("claim %d", c.Figure.Measure)
		m.ag.Claims = append(m.ag.Claims, c)
	}
}
