package board

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// TimelineRow is one norm on the timeline: drawn, and in words.
type TimelineRow struct {
	Line
	Title     string    // of its term
	Cell      Cell      // its status at the standard that leads
	When      string    // its window in words
	Slack     string    // how much time was, is, or is no longer left; "": nothing is dated
	Window    []Span    // drawn
	Course    []Span    // the stretches of its status
	Deeds     []DeedBar // acts that decide, drawn
	End       *Percent  // the last moment, where it is certain and in view
	Parts     []Part    // Course in words
	Acts      []Deed    // Deeds in words: the first and the last
	More      int       // deeds in view that Acts leaves out
	Instances []TimelineInstance
	Members   int    // instances that are left out
	Looked    string // what observers could see of the window; "": absence played no part
}

// Span is a stretch of time as it is drawn.
type Span struct {
	Bar
	Class   wording.Class // of a status; "": a window
	Hatched bool          // not certain: the bound, or the status
	Symbol  string        // of the status, where there is room for it
	Begin   Percent       // its earlier edge
}

// DeedBar is the acts that lie so close together that they are drawn as one.
type DeedBar struct {
	X    Percent
	N    int
	Kind string // "breach", "done", "other"
	Sure bool   // one of them counts for certain
}

// Part is a stretch of time with its status.
type Part struct {
	From string
	Cell Cell
}

// Deed is an act that decides.
type Deed struct {
	ID, Title, When string
	Sure            bool // it counts for certain
}

// TimelineInstance is a member of a family with a window of its own.
type TimelineInstance struct {
	Member, When string
	Cell         Cell
	Window       []Span
}

// How much of a row is told.
const (
	rowParts     = 12
	rowActs      = 8
	rowInstances = 12

	roomForSymbol = 2.5 // of a hundred
)

// timelineNorm is what of a row does not rest on the stretch of time that is shown.
type timelineNorm struct {
	row      TimelineRow // without what is drawn, and without Parts and Acts
	course   []timelineStretch
	deciding []status.Deciding // at the standard that leads
}

// timelineStretch is a stretch of a status, up to the next.
type timelineStretch struct {
	from int64
	part Part
}

// timelineNorm makes it once for all views.
func (r *Run) timelineNorm(rd Reader, a *norms.Agreement, n *status.Norm) *timelineNorm {
	return once(r, rd, "timeline", n.Key.Norm, func() *timelineNorm {
		lane := rd.lead(a)
		t := &timelineNorm{row: TimelineRow{Line: r.line(rd, a, n)}, course: r.course(rd, a, n)}
		row := &t.row
		if term := r.Program.Term(a.ID, n.Term); term != nil {
			row.Title = wording.Name(rd.Lang, term.Title, "")
		}
		row.Cell = row.Cells[lane]
		row.When, row.Slack = rd.windowText(n.Window, a.Zone), r.slack(rd, a, n)
		if n.Reasons.Coverage != nil {
			row.Looked = rd.W.Coverage(n.Reasons.Coverage)
		}
		for i := range n.Instances {
			in := &n.Instances[i]
			if i == rowInstances {
				row.Members = len(n.Instances) - i
				break
			}
			one := wording.OfInstance(n, in, status.Reasons{})
			cell := Cell{StateText: rd.W.State(in.Lanes[lane], one)}
			row.Instances = append(row.Instances, TimelineInstance{Member: in.Key.Member, When: rd.windowText(in.Window, a.Zone), Cell: cell})
		}
		for _, d := range r.Reasons(n.Key).Deciding {
			if d.Truth.May.Has(lane) {
				t.deciding = append(t.deciding, d)
			}
		}
		return t
	})
}

// timelineRow makes the row of a norm.
func (r *Run) timelineRow(rd Reader, a *norms.Agreement, n *status.Norm, s Scale) TimelineRow {
	t := r.timelineNorm(rd, a, n)
	row := t.row
	row.Window = windowSpans(n.Window, s)
	if end := n.Window.End; end.Lo == end.Hi && s.sees(end.Lo-1) {
		at := s.At(end.Lo)
		row.End = &at
	}
	t.draw(r.Result.At, s, &row)
	r.deeds(rd, a.Zone, t.deciding, s, rd.lead(a), &row)
	row.Instances = slices.Clone(row.Instances)
	for i := range row.Instances {
		row.Instances[i].Window = windowSpans(n.Instances[i].Window, s)
	}
	return row
}

// windowSpans draws a window: solid where it is certain, hatched between the earliest and the latest of a bound.
func windowSpans(w status.Window, s Scale) (list []Span) {
	if w.Start.Lo >= civil.Forever {
		return nil
	}
	put := func(lo, hi int64, hatched bool) {
		if b, ok := s.Bar(lo, hi); ok {
			list = append(list, Span{Bar: b, Hatched: hatched})
		}
	}
	end := max(w.End.Lo, w.Start.Hi)
	put(w.Start.Lo, min(w.Start.Hi, w.End.Hi), true)
	put(w.Start.Hi, end, false)
	put(end, w.End.Hi, true)
	return list
}

// windowText tells a window in words: its first and last day, as exactly as they are known.
func (rd Reader) windowText(w status.Window, z civil.Zone) string {
	switch {
	case w.Start.Lo >= civil.Forever:
		return rd.W.Text("board.timeline.not_begun")
	case w.End.Lo >= civil.Forever:
		return rd.W.Text("board.timeline.from", "from", wording.Phrase(rd.first(w.Start, z)))
	}
	return rd.W.Text("board.timeline.window", "from", wording.Phrase(rd.first(w.Start, z)), "to", wording.Phrase(rd.last(w.End, z)))
}

// first tells the day of the opening of a window.
func (rd Reader) first(i civil.Interval, z civil.Zone) string {
	if i.Hi >= civil.Forever || i.Lo <= civil.Ever {
		return rd.W.When(i, z)
	}
	return locale.Days(rd.Lang, z.DateOf(i.Lo), z.DateOf(i.Hi))
}

// last tells the last day of a window, given the first instant that is too late.
func (rd Reader) last(i civil.Interval, z civil.Zone) string {
	if i.Hi >= civil.Forever {
		return rd.W.When(civil.Interval{Lo: i.Lo - 1, Hi: i.Hi}, z)
	}
	return locale.Days(rd.Lang, z.DateOf(i.Lo-1), z.DateOf(i.Hi-1))
}

// slack tells how long before or after the last day it was done, or how long there is still: in whole days of the zone. Nothing is said of what is not certain.
func (r *Run) slack(rd Reader, a *norms.Agreement, n *status.Norm) string {
	lane := &n.Lanes[rd.lead(a)]
	state, settled := lane.States.Settled()
	if !settled || !n.Window.Dated || n.Window.End.Lo != n.Window.End.Hi || n.Window.End.Lo >= civil.Forever {
		return ""
	}
	last := a.Zone.DateOf(n.Window.End.Lo - 1)
	switch state {
	case status.Due:
		return rd.W.Plural("board.timeline.left", daysBetween(a.Zone.DateOf(r.Result.At), last))
	case status.Kept, status.Reached, status.Cured:
		// Of several performances the last completes it.
		if done := lane.Last; done.Lo <= done.Hi && done.Hi < civil.Forever && done.Lo > civil.Ever {
			by := a.Zone.DateOf(done.Hi)
			if early := daysBetween(by, last); early >= 0 {
				return rd.W.Plural("board.timeline.early", early)
			}
			return rd.W.Plural("board.timeline.late", daysBetween(last, by))
		}
	case status.Breached, status.Missed:
		if n.Modality == norms.Obligation || n.Modality == norms.Aim {
			return rd.W.Plural("board.timeline.over", daysBetween(last, a.Zone.DateOf(r.Result.At)))
		}
	default:
	}
	return ""
}

func daysBetween(from, to civil.Date) int64 {
	return (civil.UTC.Start(to) - civil.UTC.Start(from)) / day
}

// course tells how the status went, at the standard that leads.
func (r *Run) course(rd Reader, a *norms.Agreement, n *status.Norm) (all []timelineStretch) {
	lane := rd.lead(a)
	var last status.Set
	for _, h := range r.History(n.Key) {
		if len(all) > 0 && last == h.Sets[lane] { // it changed at another standard alone
			continue
		}
		last = h.Sets[lane]
		from := max(h.Reading-1, a.Starts)
		was, l := then(n, lane, last, from)
		all = append(all, timelineStretch{from, Part{rd.day(from, a.Zone), Cell{StateText: rd.W.State(l, was)}}})
	}
	return all
}

// draw draws and tells of the course what is in view, up to the moment of the run.
func (t *timelineNorm) draw(until int64, s Scale, row *TimelineRow) {
	for k, x := range t.course {
		to := until
		if k+1 < len(t.course) {
			to = min(to, t.course[k+1].from)
		}
		bar, seen := s.Bar(x.from, to)
		if !seen {
			continue
		}
		cell := x.part.Cell
		span := Span{Bar: bar, Class: cell.Class, Hatched: cell.Class == wording.ClassUnsettled, Begin: s.At(x.from)}
		if bar.W > roomForSymbol && !span.Hatched {
			span.Symbol = cell.Symbol
		}
		row.Course = append(row.Course, span)
		row.Parts = append(row.Parts, x.part)
	}
	if over := len(row.Parts) - rowParts; over > 0 {
		row.Parts = row.Parts[over:]
	}
}

// deeds draws and tells the acts that decide, as far as they are in view.
func (r *Run) deeds(rd Reader, z civil.Zone, deciding []status.Deciding, s Scale, lane int, row *TimelineRow) {
	at := map[int]int{} // a hundredth of the view: where its bar stands in the list
	var in []*status.Deciding
	for i := range deciding {
		d := &deciding[i]
		if d.When.Lo >= s.Hi || d.When.Hi < s.Lo {
			continue
		}
		kind := "other"
		switch d.Part {
		case "breach":
			kind = "breach"
		case "performance", "use":
			kind = "done"
		}
		in = append(in, d)
		x := s.At(max(d.When.Lo, s.Lo))
		cell := int(x)*4 + len(kind)%4
		k, known := at[cell]
		if !known {
			k = len(row.Deeds)
			at[cell] = k
			row.Deeds = append(row.Deeds, DeedBar{X: x, Kind: kind})
		}
		row.Deeds[k].N++
		row.Deeds[k].Sure = row.Deeds[k].Sure || d.Truth.Must.Has(lane)
	}
	for i, d := range in {
		if len(in) > rowActs && i >= rowActs/2 && i < len(in)-rowActs/2 {
			row.More++
			continue
		}
		row.Acts = append(row.Acts, Deed{d.Fact, rd.titleOf(r.Title(d.Fact), d.Fact), rd.W.When(d.When, z), d.Truth.Must.Has(lane)})
	}
}
