package board

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
)

// Spans of time that pages show, in seconds.
const (
	hour = 3600
	day  = 24 * hour

	leastSpan = 6 * hour // closer than this nothing is dated
	hourly    = 3 * day  // shorter views begin and end at hours, longer ones with days
)

// Scale puts the instants from Lo on and before Hi on a line. Places on it are percentages from its left edge, so that it
// stretches with the window while letters keep their size. Backwards: time runs from right to left.
type Scale struct {
	Lo, Hi    int64
	Backwards bool
}

// Percent is a place or a length on a scale.
type Percent float64

// String writes it as SVG has it.
func (p Percent) String() string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(float64(p), 'f', 2, 64), "0"), ".") + "%"
}

// At gives the place of an instant; one beyond the view lies on its edge.
func (s Scale) At(t int64) Percent {
	share := float64(min(max(t, s.Lo), s.Hi)-s.Lo) / float64(s.Hi-s.Lo) * 100
	if s.Backwards {
		share = 100 - share
	}
	return Percent(share)
}

// Bar is a stretch of a scale.
type Bar struct{ X, W Percent }

// Bar gives the part of a stretch of time that is in view; none where nothing of it is.
func (s Scale) Bar(lo, hi int64) (b Bar, ok bool) {
	if lo >= s.Hi || hi <= s.Lo || lo >= hi {
		return b, false
	}
	p, q := s.At(lo), s.At(hi)
	return Bar{min(p, q), max(p, q) - min(p, q)}, true
}

// sees says whether an instant is in view.
func (s Scale) sees(t int64) bool { return t >= s.Lo && t < s.Hi }

// within moves and shortens the view until it lies between two instants, and lengthens it to the least that can be read.
func (s Scale) within(lo, hi int64) Scale {
	length := min(max(s.Hi-s.Lo, leastSpan), max(hi-lo, leastSpan))
	s.Lo = min(max(s.Lo, lo), max(hi-length, lo))
	s.Hi = s.Lo + length
	return s
}

// whole lets the view begin and end at whole days, or hours where it is short. The day of a zone is as long as its clock makes it.
func (s Scale) whole(z civil.Zone) Scale {
	if s.Hi-s.Lo < hourly {
		s.Lo = floor(s.Lo, hour)
		s.Hi = max(ceiling(s.Hi, hour), s.Lo+leastSpan)
	}
	if s.Hi-s.Lo < hourly {
		return s
	}
	s.Lo, s.Hi = z.Start(z.DateOf(s.Lo)), z.End(z.DateOf(s.Hi-1))
	return s
}

func floor(t, step int64) int64   { return t - ((t%step)+step)%step }
func ceiling(t, step int64) int64 { return floor(t+step-1, step) }

// zoomed gives the view that is so many times as long, about the same middle.
func (s Scale) zoomed(times float64) Scale {
	length := int64(float64(s.Hi-s.Lo) * times)
	middle := s.Lo + (s.Hi-s.Lo)/2
	s.Lo = middle - length/2
	s.Hi = s.Lo + length
	return s
}

// moved gives the view that begins a share of its length later, or earlier.
func (s Scale) moved(share float64) Scale {
	by := int64(float64(s.Hi-s.Lo) * share)
	s.Lo, s.Hi = s.Lo+by, s.Hi+by
	return s
}

// Tick is an instant that is named at the edge of a scale.
type Tick struct {
	X    Percent
	Name string
}

// mostTicks is how many names stand side by side on a small screen.
const mostTicks = 6

// steps are the distances of ticks from the least on.
var steps = []struct {
	hours, days, months int
}{{hours: 1}, {hours: 3}, {hours: 6}, {hours: 12}, {days: 1}, {days: 2}, {days: 7}, {days: 14}, {months: 1}, {months: 3}, {months: 6}, {months: 12}, {months: 24}, {months: 60}, {months: 120}, {months: 600}, {months: 2400}, {months: 12000}}

// tick names an instant. One so near the end of the scale that its name would be cut off stays without it.
func (s Scale) tick(t int64, name string) Tick {
	if t > s.Hi-(s.Hi-s.Lo)/9 {
		name = ""
	}
	return Tick{s.At(t), name}
}

// ticks names instants of the view at the shortest of the distances that leaves names room.
func (s Scale) ticks(lang locale.Lang, z civil.Zone) (list []Tick) {
	for _, step := range steps {
		length := int64(step.hours)*hour + int64(step.days)*day + int64(step.months)*30*day
		if (s.Hi-s.Lo)/length > mostTicks {
			continue
		}
		first := z.DateOf(s.Lo)
		switch {
		case step.hours > 0:
			return s.hourTicks(lang, z, step.hours)
		case step.days > 0:
			if step.days%7 == 0 { // weeks begin on Mondays
				first = first.AddDays(-int(time.Date(first.Year, first.Month, first.Day, 0, 0, 0, 0, time.UTC).Weekday()+6) % 7)
			}
			for d := first; z.Start(d) < s.Hi; d = d.AddDays(step.days) {
				if s.sees(z.Start(d)) {
					list = append(list, s.tick(z.Start(d), locale.Date(lang, d)))
				}
			}
			return list
		}
		month := int(first.Month) - 1 - (int(first.Month)-1)%step.months
		year := first.Year
		if step.months >= 12 {
			month, year = 0, int(floor(int64(year), int64(step.months/12)))
		}
		for d := (civil.Date{Year: year, Month: time.Month(month + 1), Day: 1}); z.Start(d) < s.Hi; d = d.AddMonths(step.months) {
			if !s.sees(z.Start(d)) {
				continue
			}
			name := locale.Month(lang, d.Year, d.Month)
			if step.months >= 12 {
				name = fmt.Sprint(d.Year)
			}
			list = append(list, s.tick(z.Start(d), name))
		}
		return list
	}
	return nil
}

// hourTicks names hours of the clock. On the day of its change the clock shows an hour twice, or not at all.
func (s Scale) hourTicks(lang locale.Lang, z civil.Zone, step int) (list []Tick) {
	for d := z.DateOf(s.Lo); z.Start(d) < s.Hi; d = d.AddDays(1) {
		for h := 0; h < 24; h += step {
			t := z.Clock(d, h, 0)
			if at, _, _ := z.TimeOf(t); at != h || !s.sees(t) {
				continue
			}
			name := fmt.Sprintf("%02d:00", h)
			if h == 0 {
				name = locale.Date(lang, d)
			}
			list = append(list, s.tick(t, name))
		}
	}
	return list
}

// ParseMoment reads where a view begins, or ends: a day of the zone ("2016-03-12", as an end its last moment), or a minute of world time ("2016-03-12T06:00Z").
func ParseMoment(s string, z civil.Zone, end bool) (int64, bool) {
	if d, err := civil.ParseDate(s); err == nil && d.String() == s {
		if end {
			return z.End(d), true
		}
		return z.Start(d), true
	}
	t, err := time.Parse(minuteForm, s)
	if err != nil || t.Format(minuteForm) != s || t.Year() < 1 {
		return 0, false
	}
	return t.Unix(), true
}

const minuteForm = "2006-01-02T15:04Z"

// moment writes what ParseMoment reads.
func moment(t int64, z civil.Zone, end bool) string {
	switch {
	case end && z.End(z.DateOf(t-1)) == t:
		return z.DateOf(t - 1).String()
	case !end && z.Start(z.DateOf(t)) == t:
		return z.DateOf(t).String()
	}
	return time.Unix(t, 0).UTC().Format(minuteForm)
}

// stretch writes a view in words: its days, or its hours where it is short.
func (s Scale) stretch(lang locale.Lang, z civil.Zone) string {
	first, last := z.DateOf(s.Lo), z.DateOf(s.Hi-1)
	if z.Start(first) == s.Lo && z.End(last) == s.Hi {
		return locale.Days(lang, first, last)
	}
	return locale.DateTime(lang, s.Lo, z) + " – " + locale.DateTime(lang, s.Hi, z)
}

// bins cuts the view into at most so many stretches of whole hours, days, weeks, months or years of the zone, and gives the instants between them.
func (s Scale) bins(z civil.Zone, most int) (edges []int64) {
	for _, step := range steps {
		length := int64(step.hours)*hour + int64(step.days)*day + int64(step.months)*28*day
		if int(math.Ceil(float64(s.Hi-s.Lo)/float64(length))) > most {
			continue
		}
		d := z.DateOf(s.Lo)
		if step.months > 0 {
			d = civil.Date{Year: d.Year, Month: d.Month, Day: 1}
		}
		t := z.Start(d)
		if step.hours > 0 {
			t = floor(s.Lo, int64(step.hours)*hour)
		}
		for {
			edges = append(edges, t)
			if t >= s.Hi {
				return edges
			}
			switch {
			case step.hours > 0:
				t += int64(step.hours) * hour
			case step.days > 0:
				d = d.AddDays(step.days)
				t = z.Start(d)
			default:
				d = d.AddMonths(step.months)
				t = z.Start(d)
			}
		}
	}
	return []int64{s.Lo, s.Hi}
}
