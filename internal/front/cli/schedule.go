package cli

import (
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/base/suggest"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading/schedule"
)

var scheduleVerb = &verb{name: "schedule", max: -1, run: runSchedule, flags: []flag{
	{"party", "", "cli.value.party"},
	{"reading", "", "cli.value.name"},
	{"network", "", "cli.value.file"},
}}

func runSchedule(c *call) int {
	network := c.set("network")
	if network == (len(c.args) > 0) || network && (c.set("party") || c.set("reading")) {
		return c.misuse(&usage{"cli.usage.schedule", nil})
	}
	if network {
		return runNetwork(c, c.get("network", ""))
	}
	r, code, ok := c.read(nil, c.args)
	if !ok {
		return code
	}
	list := schedule.Of(r.Program)
	if list, ok = c.wanted(r, list); !ok {
		return exitUsage
	}
	code = exitFine
	for i := range list {
		list[i].Confirm()
		if faulty(&list[i]) {
			code = exitRemarks
		}
	}
	if c.set("json") {
		if failed := c.json("schedule", scheduleData(c, list), nil); failed != exitFine {
			return failed
		}
		return code
	}
	for i := range list {
		if i > 0 {
			fmt.Fprintln(c.out)
		}
		c.schedule(&list[i], len(list) > 1)
	}
	return code
}

// faulty says whether there is something that the authors of the text should see.
func faulty(s *schedule.Schedule) bool {
	return len(s.Depends) > 0 || slices.ContainsFunc(s.Parties, func(p schedule.Party) bool {
		return p.Verdict == schedule.NotControllable || p.Verdict == schedule.MayFail
	})
}

// wanted narrows the answer to a reading and a party.
func (c *call) wanted(r *app.Reading, list []schedule.Schedule) ([]schedule.Schedule, bool) {
	if c.set("reading") {
		var names []string
		list, names = keep(list, func(s *schedule.Schedule) string { return s.Reading }, c.get("reading", ""))
		if len(list) == 0 {
			c.misuse(&usage{"cli.usage.reading", []any{"value", c.get("reading", ""), "near", suggest.Nearest(c.get("reading", ""), names)}})
			return nil, false
		}
	}
	if !c.set("party") {
		return list, true
	}
	id := c.get("party", "")
	if r.Program.Party(id) == nil {
		var ids []string
		for i := range r.Program.Vocabulary.Parties {
			ids = append(ids, r.Program.Vocabulary.Parties[i].ID)
		}
		c.misuse(&usage{"cli.usage.party", []any{"value", id, "near", suggest.Nearest(id, ids)}})
		return nil, false
	}
	for i := range list {
		s := &list[i]
		s.Parties, _ = keep(s.Parties, func(p *schedule.Party) string { return p.ID }, id)
		s.Depends = slices.DeleteFunc(s.Depends, func(d schedule.Dependence) bool { return !slices.Contains(schedule.Bearers(d.Norm), id) })
	}
	return list, true
}

// keep keeps of a list what has the name, and gives all names.
func keep[T any](list []T, name func(*T) string, want string) (kept []T, names []string) {
	for i := range list {
		names = append(names, name(&list[i]))
		if name(&list[i]) == want {
			kept = append(kept, list[i])
		}
	}
	return kept, names
}

// schedule prints the schedule of one bundle.
func (c *call) schedule(s *schedule.Schedule, several bool) {
	l := wording.Lookup{Program: s.Program}.In(c.words)
	if several {
		if s.Reading == "" {
			c.wrapped(0, c.bold(c.words.Text("schedule.written")))
		} else {
			c.wrapped(0, c.bold(c.words.Text("schedule.reading", "reading", s.Reading)))
		}
		fmt.Fprintln(c.out)
	}
	if len(s.Depends) > 0 {
		c.wrapped(0, c.words.Text("schedule.depends"))
		for i := range s.Depends {
			c.hanging("  - ", c.words.Dependence(l, &s.Depends[i]))
		}
		if len(s.Parties) > 0 {
			fmt.Fprintln(c.out)
		}
	}
	if len(s.Parties) == 0 && len(s.Depends) == 0 {
		c.wrapped(0, c.words.Text("schedule.nothing"))
	}
	if given := c.words.Given(l, s.Given); given != "" && len(s.Parties) > 0 {
		c.wrapped(0, given)
		fmt.Fprintln(c.out)
	}
	for i := range s.Parties {
		if i > 0 {
			fmt.Fprintln(c.out)
		}
		c.partySchedule(l, s, &s.Parties[i])
	}
}

func (c *call) partySchedule(l wording.Lookup, s *schedule.Schedule, p *schedule.Party) {
	verdict := c.words.Verdict(p.Verdict)
	if len(p.Timed) == 0 && p.Verdict == schedule.Controllable {
		verdict.Word = c.words.Text("schedule.undated")
	}
	c.wrapped(0, c.bold(c.words.Text("schedule.party", "party", l.Party(p.ID), "answer", wording.Phrase(verdict.Word))))
	switch {
	case p.TooMany:
		c.wrapped(2, c.words.Text("schedule.many"))
	case p.Verdict != schedule.Controllable:
		c.wrapped(2, verdict.Long)
	}
	for i := range p.Faults {
		c.fault(l, s, &p.Faults[i])
	}
	c.timetable(s, p)
	if len(p.Path) > 2 {
		z := s.Program.Agreements[0].Zone
		var stops []string
		for i := range p.Path {
			stops = append(stops, c.words.Stop(l, &p.Path[i], z))
		}
		c.wrapped(2, c.words.Text("schedule.path", "path", wording.Phrase(strings.Join(stops, arrow(c.words.Lang())))))
	}
	for i := range p.Left {
		if p.Left[i].Why != schedule.Undated {
			c.hanging("  - ", c.words.Text("schedule.left", "norm", c.normLabel(s, p.Left[i].Norm.Name()), "why", wording.Phrase(c.words.Left(l, &p.Left[i]))))
		}
	}
}

// fault tells one set of bounds that leave no time, and a run that shows it.
func (c *call) fault(l wording.Lookup, s *schedule.Schedule, f *schedule.Fault) {
	c.wrapped(2, c.words.Text("schedule.fault"))
	for i := range f.Cycle {
		c.hanging("    - ", c.words.Cause(l, &f.Cycle[i]))
	}
	if f.Run == nil {
		c.wrapped(4, c.words.Text("schedule.norun"))
		return
	}
	c.wrapped(4, c.words.Text("schedule.run", "norm", c.normLabel(s, f.Failed)))
	for _, line := range c.words.Story(l, f.Run.Run) {
		c.hanging("      - ", line)
	}
}

// arrow leads from one station to the next, in the reader's direction.
func arrow(lang locale.Lang) string {
	if locale.Dir(lang) == "rtl" {
		return " ← "
	}
	return " → "
}

// normLabel names a norm: by its label, where there are several texts with its text.
func (c *call) normLabel(s *schedule.Schedule, full string) string {
	if n := s.Program.Norm(full); n != nil && len(s.Program.Agreements) == 1 {
		return n.ID
	}
	return full
}

// timetable prints the dated duties of a party.
func (c *call) timetable(s *schedule.Schedule, p *schedule.Party) {
	if len(p.Timed) == 0 {
		return
	}
	rows := [][4]string{{c.words.Text("schedule.col.norm"), c.words.Text("schedule.col.from"), c.words.Text("schedule.col.by"), c.words.Text("schedule.col.room")}}
	for i := range p.Timed {
		t := &p.Timed[i]
		z := s.Program.Agreement(t.Norm.Agree).Zone
		row := [4]string{c.normLabel(s, t.Norm.Name()), "—", "—", "—"}
		if t.Known {
			row[1] = c.words.Day(t.Earliest, z)
			if t.Latest < civil.Forever {
				row[2] = c.words.Day(t.Latest, z)
			}
		}
		if t.Reckoned && !t.Ample {
			row[3] = c.words.Room(t.Room)
		}
		rows = append(rows, row)
	}
	var wide [3]int
	for _, r := range rows {
		for k := range wide {
			wide[k] = max(wide[k], locale.Width(r[k]))
		}
	}
	for _, r := range rows {
		line := "  "
		for k := range wide {
			line += locale.Pad(r[k], wide[k]) + "  "
		}
		c.line(line + r[3])
	}
}

// scheduleData is the answer as JSON.
func scheduleData(c *call, list []schedule.Schedule) any {
	type timed struct {
		Norm     string `json:"norm"`
		Window   string `json:"window"`
		Earliest string `json:"earliest,omitempty"`
		Latest   string `json:"latest,omitempty"`
		Room     *int64 `json:"room,omitempty"`
	}
	type told struct {
		Norm string `json:"norm"`
		Why  string `json:"why"`
		Text string `json:"text"`
	}
	type cause struct {
		Sort string `json:"sort"`
		Norm string `json:"norm,omitempty"`
		By   string `json:"by,omitempty"`
		Text string `json:"text"`
	}
	type shown struct {
		Norm string   `json:"norm"`
		Text []string `json:"text"`
	}
	type fault struct {
		Cycle []cause `json:"cycle"`
		Run   *shown  `json:"run,omitempty"`
	}
	type party struct {
		ID      string   `json:"id"`
		Verdict string   `json:"verdict"`
		Norms   []timed  `json:"norms"`
		Faults  []fault  `json:"faults"`
		Path    []string `json:"path"`
		Left    []told   `json:"left"`
	}
	type depends struct {
		Norm string   `json:"norm"`
		On   []string `json:"on"`
		Text string   `json:"text"`
	}
	type one struct {
		Reading string    `json:"reading"`
		Given   []string  `json:"given"`
		Depends []depends `json:"depends"`
		Parties []party   `json:"parties"`
	}
	words := c.words.Bare()
	data := struct {
		Schedules []one `json:"schedules"`
	}{[]one{}}
	for i := range list {
		s := &list[i]
		l := wording.Lookup{Program: s.Program}.In(words)
		out := one{s.Reading, append([]string{}, s.Given...), []depends{}, []party{}}
		for k := range s.Depends {
			d := &s.Depends[k]
			out.Depends = append(out.Depends, depends{d.Norm.Name(), d.On, words.Dependence(l, d)})
		}
		for k := range s.Parties {
			p := &s.Parties[k]
			x := party{p.ID, p.Verdict.String(), []timed{}, []fault{}, []string{}, []told{}}
			for i := range p.Timed {
				t := &p.Timed[i]
				row := timed{Norm: t.Norm.Name(), Window: words.Window(l, t.Norm)}
				if t.Known {
					row.Earliest = instant(t.Earliest)
					if t.Latest < civil.Forever {
						row.Latest = instant(t.Latest)
					}
				}
				if t.Reckoned && !t.Ample {
					row.Room = &t.Room
				}
				x.Norms = append(x.Norms, row)
			}
			for i := range p.Faults {
				f := &p.Faults[i]
				y := fault{Cycle: []cause{}}
				for i := range f.Cycle {
					y.Cycle = append(y.Cycle, cause{string(f.Cycle[i].Sort), f.Cycle[i].Norm, f.Cycle[i].By, words.Cause(l, &f.Cycle[i])})
				}
				if f.Run != nil {
					y.Run = &shown{f.Failed, words.Story(l, f.Run.Run)}
				}
				x.Faults = append(x.Faults, y)
			}
			for i := range p.Path {
				x.Path = append(x.Path, words.Stop(l, &p.Path[i], s.Program.Agreements[0].Zone))
			}
			for i := range p.Left {
				x.Left = append(x.Left, told{p.Left[i].Norm.Name(), string(p.Left[i].Why), words.Left(l, &p.Left[i])})
			}
			out.Parties = append(out.Parties, x)
		}
		data.Schedules = append(data.Schedules, out)
	}
	return data
}
