package board

import (
	"mithaq/internal/base/civil"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading/schedule"
)

// DraftSchedule says whether the dates of a text can be kept.
type DraftSchedule struct {
	Parts []DraftScheduled
}

// DraftScheduled is the schedule of the text as written, or by one reading.
type DraftScheduled struct {
	Title   string // "": there is one alone
	Given   string
	Depends []string // dates that hang on something without a date
	Parties []DraftPartyDates
}

// DraftPartyDates are the dates of one party.
type DraftPartyDates struct {
	Name, Answer, Long string
	Class              string // "fine", "fault", "doubt"
	Faults             []DraftScheduleFault
	Rows               []DraftDated
	Path               []string // what its last act waits for, in order
	Left               []string // what is not part of the reckoning, and why
}

// DraftScheduleFault is a circle of bounds that leaves no time, and how it can come about.
type DraftScheduleFault struct {
	Cycle []string
	Shows string // "": no run was found
	Story []string
}

// DraftDated is one dated duty.
type DraftDated struct{ Norm, From, By, Room string }

// ScheduleOf tells schedules that were reckoned.
func ScheduleOf(rd Reader, list []schedule.Schedule) *DraftSchedule {
	v := &DraftSchedule{}
	for i := range list {
		s := &list[i]
		l := wording.Lookup{Program: s.Program}.In(rd.W)
		part := DraftScheduled{}
		switch {
		case len(list) == 1:
		case s.Reading == "":
			part.Title = rd.W.Text("schedule.written")
		default:
			part.Title = rd.W.Text("schedule.reading", "reading", s.Reading)
		}
		for k := range s.Depends {
			part.Depends = append(part.Depends, rd.W.Dependence(l, &s.Depends[k]))
		}
		if len(s.Parties) > 0 {
			part.Given = rd.W.Given(l, s.Given)
		}
		for k := range s.Parties {
			part.Parties = append(part.Parties, rd.partyDates(l, s, &s.Parties[k]))
		}
		if len(part.Depends)+len(part.Parties) > 0 {
			v.Parts = append(v.Parts, part)
		}
	}
	return v
}

func (rd Reader) partyDates(l wording.Lookup, s *schedule.Schedule, p *schedule.Party) DraftPartyDates {
	answer := rd.W.Verdict(p.Verdict)
	out := DraftPartyDates{Name: l.Party(p.ID), Answer: answer.Word, Class: "doubt"}
	switch {
	case p.TooMany:
		out.Long = rd.W.Text("schedule.many")
	case p.Verdict != schedule.Controllable:
		out.Long = answer.Long
	case len(p.Timed) == 0:
		out.Answer = rd.W.Text("schedule.undated")
	default:
		out.Class = "fine"
	}
	if p.Verdict == schedule.NotControllable {
		out.Class = "fault"
	}
	label := func(full string) string { return rd.W.Label(l, full) }
	for i := range p.Faults {
		f := &p.Faults[i]
		x := DraftScheduleFault{}
		for k := range f.Cycle {
			x.Cycle = append(x.Cycle, rd.W.Cause(l, &f.Cycle[k]))
		}
		if f.Run != nil {
			x.Shows, x.Story = rd.W.Text("schedule.run", "norm", wording.Phrase(label(f.Failed))), rd.W.Story(l, f.Run.Run)
		}
		out.Faults = append(out.Faults, x)
	}
	for i := range p.Timed {
		t := &p.Timed[i]
		z := s.Program.Agreement(t.Norm.Agree).Zone
		row := DraftDated{label(t.Norm.Name()), "—", "—", "—"}
		if t.Known {
			row.From = rd.W.Day(t.Earliest, z)
			if t.Latest < civil.Forever {
				row.By = rd.W.Day(t.Latest, z)
			}
		}
		if t.Reckoned && !t.Ample {
			row.Room = rd.W.Room(t.Room)
		}
		out.Rows = append(out.Rows, row)
	}
	if len(p.Path) > 2 {
		for i := range p.Path {
			out.Path = append(out.Path, rd.W.Stop(l, &p.Path[i], s.Program.Agreements[0].Zone))
		}
	}
	for i := range p.Left {
		if p.Left[i].Why != schedule.Undated {
			out.Left = append(out.Left, rd.W.Text("schedule.left", "norm", wording.Phrase(label(p.Left[i].Norm.Name())), "why", wording.Phrase(rd.W.Left(l, &p.Left[i]))))
		}
	}
	return out
}
