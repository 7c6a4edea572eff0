package schedule

import (
	"fmt"
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// agreement makes a text of norms, one a line.
func agreement(zone string, lines ...string) string {
	return `vocabulary v
party red
party blue
body council
act go (doer party)
act stop (doer party)
act report (doer party, by party)
act meet (doer party)
act name_day (doer party, what mark, day date)

agreement a
  uses v
  agreed between red and blue
  dated 2024-01-01
  zone "` + zone + `"
mark m
term 1
  ` + strings.Join(lines, "\n  ") + "\n"
}

// told writes a schedule in one line for each party.
func told(s *Schedule) string {
	var lines []string
	for _, d := range s.Depends {
		lines = append(lines, fmt.Sprintf("%s hangs on %v", d.Norm.ID, d.On))
	}
	for _, p := range s.Parties {
		line := p.ID + " " + p.Verdict.String()
		for _, x := range p.Timed {
			line += fmt.Sprintf(" %s:", x.Norm.ID)
			if x.Reckoned && !x.Ample {
				line += fmt.Sprint(x.Room / day)
			}
		}
		for _, f := range p.Faults {
			var steps []string
			for _, c := range f.Cycle {
				steps = append(steps, strings.TrimSpace(string(c.Sort)+" "+strings.TrimPrefix(c.Norm, "a.")+" "+strings.TrimPrefix(c.By, "a.")))
			}
			line += " {" + strings.Join(steps, ", ") + "}"
			if f.Run != nil {
				line += " shown by " + f.Failed
			}
		}
		for _, l := range p.Left {
			line += " " + l.Norm.ID + " " + string(l.Why)
		}
		if p.TooMany {
			line += " too many"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestOf(t *testing.T) {
	for _, c := range []struct {
		name string
		text string
		want string
	}{
		{"dates", agreement("UTC", "1a: red must go() by 2024-01-31", "1b: red must stop() from 2024-02-01 by 2024-02-29"), "red controllable 1a:31 1b:29"},
		{"a response", agreement("UTC", "1a: blue must go() by 2024-01-31", "1b: red must stop() within 10 days of 1a"), "blue controllable 1a:31\nred controllable 1b:10"},
		{"a month at its shortest, here January", agreement("UTC", "1a: blue must go() by 2024-01-31", "1b: red must stop() within 1 month of 1a"), "blue controllable 1a:31\nred controllable 1b:29"},
		{
			"others late", agreement("UTC", "1a: blue must go() by 2024-01-31", "1b: red must stop() from 1a by 2024-01-20"),
			"blue controllable 1a:31\nred not_controllable 1b: {due 1b, not_before 1b, late_other 1a} shown by a.1b",
		},
		{
			"others may fall away", agreement("UTC", "1a: blue must go() by 2024-01-31 if meet(doer: red)", "1b: red must stop() within 10 days of 1a", "1c: red must not stop() from 2024-03-01"),
			"blue controllable 1a:31\nred may_fail 1b: {forbids_on 1b 1c, not_before 1b, late_event}",
		},
		{
			"one's own acts are one's own", agreement("UTC", "1a: red must go() undated", "1b: red must stop() within 10 days of 1a", "1c: red must not stop() until 2024-03-01"),
			"1b hangs on [a.1a]\nred controllable 1b: 1a undated",
		},
		{
			"a choice of conditions", agreement("UTC", "1a: blue must go() by 2024-01-10", "1b: blue must stop() by 2024-03-10", "1c: red must meet() by 2024-02-01", "1d: red may meet() only once 1a kept or 1b kept"),
			"blue controllable 1a:10 1b:70\nred controllable 1c:21",
		},
		{
			"both conditions", agreement("UTC", "1a: blue must go() by 2024-01-10", "1b: blue must stop() by 2024-03-10", "1c: red must meet() by 2024-02-01", "1d: red may meet() only once 1a kept and 1b kept"),
			"blue controllable 1a:10 1b:70\nred not_controllable 1c: {due 1c, only_once 1c 1d, late_other 1b} shown by a.1c",
		},
		{"what cannot be reckoned", agreement("UTC", "1a: red must meet() by 2024-02-01", "1b: red may meet() only once count go() >= 3"), "red not_analysed 1a forbidden"},
		{"never allowed", agreement("UTC", "1a: red must meet() by 2024-02-01", "1b: red must not meet()"), "red not_analysed 1a forbidden"},
		{
			"two faults", agreement("UTC", "1a: red must meet() by 2024-02-01", "1b: red must not meet() until 2024-02-02", "1c: red must go() by 2024-02-01", "1d: red must not go() until 2024-02-02"),
			"red not_controllable 1a: 1c: {due 1c, forbids 1c 1d} shown by a.1c {due 1a, forbids 1a 1b} shown by a.1a",
		},
		{"a mark without a date", agreement("UTC", "1a: blue must name_day(what: m) undated", "1b: red must go() within 10 days of m"), "1b hangs on [a.1a]\nred controllable 1b:10"},
		{"what waits on a condition without a date", agreement("UTC", "1a: blue must go() undated", "1b: red must stop() by 2024-02-01 once 1a kept"), "1b hangs on [a.1a]\nred controllable 1b:32"},
		{"an event of nobody's is no dependence", agreement("UTC", "1b: red must report() within 3 days of meet(doer: council)"), "red controllable 1b:3"},
		{"before what may come at any time", agreement("UTC", "1a: red must go() before meet(doer: blue)"), "red may_fail 1a: {not_before 1a, early_event, due 1a}"},
		{
			"left out", agreement("UTC", "1a: red must go() by 2024-02-01", "1b: red must report() at least 1 in any 30 days", "1c: red and blue must stop() by 2024-02-02", "1d: jointly red and blue must meet() by 2024-02-03", "1e: red must ensure that blue report() by 2024-02-04", "1f: red must go() by 2024-04-01 once 1a breached"),
			"red controllable 1a:32 1c:33 1b repeated 1d joint 1e by_others 1f breach\nblue controllable 1c:33 1d joint",
		},
		{"hours are counted in seconds", agreement("UTC", "1a: blue must go() by 2024-01-31T12:00", "1b: red must stop() within 72 hours of 1a"), "blue controllable 1a:30\nred controllable 1b:3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			list := Of(program(t, c.text))
			list[0].Confirm()
			if got := told(&list[0]); got != c.want {
				t.Errorf("%s\ngot\n%s\nwant\n%s", c.text, got, c.want)
			}
		})
	}
}

// TestTooManyWays: more than 64 ways to choose give no answer.
func TestTooManyWays(t *testing.T) {
	lines := []string{"0a: blue must go() by 2024-01-10", "0b: blue must stop() by 2024-01-10"}
	head := ""
	for i := range 7 {
		head += fmt.Sprintf("act act%d (doer party)\n", i)
		lines = append(lines, fmt.Sprintf("n%d: red must act%d() by 2024-03-01", i, i), fmt.Sprintf("p%d: red may act%d() only once 0a kept or 0b kept", i, i))
	}
	text := strings.Replace(agreement("UTC", lines...), "act meet", head+"act meet", 1)
	s := Of(program(t, text))[0]
	if p := s.Parties[1]; p.ID != "red" || p.Verdict != NotAnalysed || !p.TooMany {
		t.Errorf("%+v", p)
	}
	text = strings.Replace(text, "  p6: red may act6() only once 0a kept or 0b kept\n", "", 1)
	s = Of(program(t, text))[0]
	if p := s.Parties[1]; p.Verdict != Controllable {
		t.Errorf("64 ways: %s", p.Verdict)
	}
}

// TestCalendar holds the shortest and longest limits against each day of the years looked at.
func TestCalendar(t *testing.T) {
	zone, err := civil.LoadZone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	p := &norms.Program{Agreements: []norms.Agreement{{ID: "a", Zone: zone}}}
	for _, b := range []norms.Bound{
		{Edge: norms.DayEnd, Plus: civil.Period{N: 30, Unit: civil.Days}},
		{Edge: norms.DayStart, Plus: civil.Period{N: 1, Unit: civil.Weeks}},
		{Edge: norms.DayEnd, Plus: civil.Period{N: 1, Unit: civil.Months}},
		{Edge: norms.DayEnd, Plus: civil.Period{N: 2, Unit: civil.Months}, Before: true},
		{Edge: norms.SameClock, Plus: civil.Period{N: 6, Unit: civil.Months}},
		{Edge: norms.Exact, Plus: civil.Period{N: 36, Unit: civil.Hours}},
		{Edge: norms.DayEnd},
	} {
		begin := zone.Start(civil.Date{Year: 2024, Month: 1, Day: 1})
		for _, days := range []bool{false, true} {
			if days && b.Plus.Unit == civil.Hours && b.Plus.N > 0 {
				continue // deadlines in hours are counted in seconds
			}
			c := newCalendar(p, begin, begin)
			c.days = days
			s := c.after(&b, zone, true, within{})
			for at := begin; at < begin+4*366*day; at += 5*3600 + 7 {
				place, end := c.fixed(at, false), b.Instant(at, zone)
				first, last := c.fixed(end, true), c.fixed(end, true)
				if days && zone.Start(zone.DateOf(end)) != end {
					first-- // who must keep it counts the day before
				}
				if first-place < s.lo || last-place > s.hi {
					t.Fatalf("%+v in days %v: from %d to %d is not within %+v", b, days, place, last, s)
				}
			}
		}
	}
}
