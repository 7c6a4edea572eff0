package release

import (
	"fmt"

	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
)

// Date tells a date no more closely than a month or a year; "" as it is. What is no date is not told at all.
func Date(when, unit string) string {
	if unit == "" || when == "" {
		return when
	}
	e, err := civil.ParseEDTF(when)
	if err != nil {
		return ""
	}
	lo, hi := part(e.Lo, unit), part(e.Hi, unit)
	if lo == hi {
		if lo == ".." {
			return ""
		}
		return lo
	}
	return lo + "/" + hi
}

// part writes an end of a date; ".." for one that is open or not known.
func part(d civil.Date, unit string) string {
	switch {
	case d.IsZero():
		return ".."
	case unit == "month":
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d", d.Year)
}

// dates makes every date about what happened as coarse as the publication says: when it was reported, denied, assessed or put to a party tells it too.
func (v *View) dates(b *record.Bundle, unit string, t *tally) (changed bool) {
	if unit == "" {
		return false
	}
	coarsen := func(when *string) {
		if d := Date(*when, unit); d != *when {
			*when, changed = d, true
			t.add("date", "publication", 1)
		}
	}
	coarsen(&b.Incident.When)
	for i := range b.Accounts {
		coarsen(&b.Accounts[i].Published)
	}
	for i := range b.Denials {
		coarsen(&b.Denials[i].When)
	}
	for i := range b.Assessments {
		coarsen(&b.Assessments[i].When)
	}
	for i := range b.Dissents {
		coarsen(&b.Dissents[i].When)
	}
	for i := range b.Reviews {
		r := &b.Reviews[i]
		coarsen(&r.When)
		for k := range r.Put {
			put := &r.Put[k]
			coarsen(&put.Asked)
			coarsen(&put.Answered)
			coarsen(&put.Until) // silence is told when the coarser one has passed
		}
	}
	return changed
}
