package release

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
)

// DatedIDs lists the ids with which an incident goes out (its own, those of its accounts and of who gave them) that tell when it was more closely than its
// publication does, sorted. An id goes out as it is: it is the address of the page, stands in exports, feeds and events, and others have it already.
func DatedIDs(b *record.Bundle, p *record.Publication) (ids []string) {
	if p.Date == "" {
		return nil
	}
	all := []string{b.Incident.ID}
	for i := range b.Accounts {
		if a := &b.Accounts[i]; slices.Contains(p.Accounts, a.ID) {
			all = append(append(all, a.ID, a.Incident, a.Source), a.Cites...)
		}
	}
	slices.Sort(all)
	for _, id := range slices.Compact(all) {
		if TellsDate(id, b.Incident.When, p.Date) {
			ids = append(ids, id)
		}
	}
	return ids
}

// nearDays is how far from what happened a date in an id may lie to tell when it was: that of a report, or of the list that it came in.
const nearDays = 31

// TellsDate says whether an id holds a date of about the time given (EDTF), as people and programs write one, more closely than a unit. It reads 2015-09-30,
// 20150930, 30.9.2015, 30sep2015, 150930, 0930 and seconds since 1970; any three numbers may be a date in any order, as long as it lies near.
func TellsDate(id, when, unit string) bool {
	e, err := civil.ParseEDTF(when)
	if unit == "" || err != nil {
		return false
	}
	lo, hi := e.Lo, e.Hi
	if lo.IsZero() && hi.IsZero() {
		return false
	}
	if lo.IsZero() {
		lo = hi
	}
	if hi.IsZero() {
		hi = lo
	}
	near := func(year, month, day int) bool {
		d, err := civil.ParseDate(civil.Date{Year: year, Month: time.Month(month), Day: day}.String())
		return err == nil && d.Compare(lo.AddDays(-nearDays)) >= 0 && d.Compare(hi.AddDays(nearDays)) <= 0
	}
	exact := func(month, day int) bool { return lo == hi && month == int(lo.Month) && day == lo.Day }
	tokens := tokensOf(id)
	for i, t := range tokens {
		if t.within(near, exact, unit) {
			return true
		}
		if i+1 < len(tokens) && (exact(t.n, tokens[i+1].n) || exact(tokens[i+1].n, t.n) || unit == "year" && pair(t, tokens[i+1], near)) {
			return true
		}
		if i+2 < len(tokens) && three(t, tokens[i+1], tokens[i+2], near) {
			return true
		}
	}
	return false
}

// token is a number of an id, or the name of a month.
type token struct {
	n     int
	width int // digits; 0: of a name
	text  string
}

// tokensOf gives the numbers and names of months of an id.
func tokensOf(id string) (out []token) {
	add := func(text string) {
		if text == "" {
			return
		}
		if text[0] < '0' || text[0] > '9' {
			for m := time.January; m <= time.December; m++ {
				if name := strings.ToLower(m.String()); len(text) >= 3 && strings.HasPrefix(name, text) {
					out = append(out, token{n: int(m)})
				}
			}
			return
		}
		t := token{width: len(text), text: text}
		if t.width <= 10 {
			t.n = number(text)
		}
		out = append(out, t)
	}
	run, digits := "", false
	for _, r := range strings.ToLower(id) {
		d := digit(r)
		switch is := d >= 0; {
		case !is && !unicode.IsLetter(r):
			add(run)
			run = ""
			continue
		case run != "" && is != digits:
			add(run)
			run = ""
			fallthrough
		default:
			digits = is
		}
		if digits {
			r = rune('0' + d)
		}
		run += string(r)
	}
	add(run)
	return out
}

// digit gives the value of a digit in the scripts of the languages here; -1: it is none.
func digit(r rune) int {
	for _, zero := range []rune{'0', '٠', '۰'} {
		if r >= zero && r <= zero+9 {
			return int(r - zero)
		}
	}
	return -1
}

func number(digits string) (n int) {
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return n
}

// within says whether a number alone is a date.
func (t token) within(near func(year, month, day int) bool, exact func(month, day int) bool, unit string) bool {
	at := func(from, to int) token { return token{n: number(t.text[from:to]), width: to - from} }
	switch t.width {
	case 4:
		return exact(number(t.text[:2]), number(t.text[2:])) || exact(number(t.text[2:]), number(t.text[:2]))
	case 6:
		return three(at(0, 2), at(2, 4), at(4, 6), near) || unit == "year" && (pair(at(0, 4), at(4, 6), near) || pair(at(0, 2), at(2, 6), near))
	case 10:
		d := civil.UTC.DateOf(int64(t.n))
		return near(d.Year, int(d.Month), d.Day)
	case 8, 12, 14:
		return three(at(0, 4), at(4, 6), at(6, 8), near) || t.width == 8 && three(at(0, 2), at(2, 4), at(4, 8), near)
	}
	return false
}

// three says whether three numbers are a day near, in any order.
func three(a, b, c token, near func(year, month, day int) bool) bool {
	for _, o := range [][3]token{{a, b, c}, {c, b, a}, {c, a, b}, {a, c, b}, {b, a, c}, {b, c, a}} { // year, month, day
		year := o[0].n
		if o[0].width == 2 {
			year += 2000
		} else if o[0].width != 4 {
			continue
		}
		if o[1].width <= 2 && o[2].width <= 2 && o[2].width > 0 && (near(year, o[1].n, o[2].n) || o[0].width == 2 && near(year-100, o[1].n, o[2].n)) {
			return true
		}
	}
	return false
}

// pair says whether two numbers are a month near, in any order.
func pair(a, b token, near func(year, month, day int) bool) bool {
	for _, o := range [][2]token{{a, b}, {b, a}} {
		if o[0].width == 4 && o[1].width <= 2 && (near(o[0].n, o[1].n, 1) || near(o[0].n, o[1].n, 28)) {
			return true
		}
	}
	return false
}
