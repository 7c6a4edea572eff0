package project

import (
	"fmt"
	"slices"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// Columns is what counts read of an incident, and what its keys in the index are made of.
type Columns struct {
	Lo, Hi      int64  // yyyymmdd; noLo, noHi: not known
	Month, Year string // "2015-11", or from/to as in EDTF; "": not known
	Grade       int    // of the standing assessments, the highest; -1: none stands
	Waiting     bool   // no assessment by us stands
	Killed      record.Range
	Parties     []string // words of the attributions not discounted, sorted
	Sources     []string // who gives an account or assesses, sorted
	Public      bool     // a publication gives it to everybody
	PutTo       []string // parties to which a finding on it was put, sorted
}

// State says whether an incident counts, as the columns "withdrawn" have it.
type State int

// The states. Queries ask for one of the first two.
const (
	Stands    State = 0
	Withdrawn State = 1
	Merged    State = 2 // into another, which stands for it
)

// StateOf gives the state of an incident.
func StateOf(b *record.Bundle) State {
	switch {
	case b.Withdrawn:
		return Withdrawn
	case b.Into != "":
		return Merged
	}
	return Stands
}

// PartySeparator joins words of attributions, in the column and in Count.
const PartySeparator = "; "

// Dates that are not known stand last in both directions, and fall in no window.
const (
	noLo int64 = 99999999
	noHi int64 = 0
)

const killedRole = "killed"

// ColumnsOf gives the columns of an incident as it stands, with what was merged into it.
func ColumnsOf(b *record.Bundle) Columns {
	b = b.Joined()
	c := Columns{Grade: -1, Waiting: waits(b), Parties: PartiesOf(b), Sources: sourcesOf(b), Killed: killedOf(b)}
	c.Lo, c.Hi, c.Month, c.Year = dateColumns(b.Incident.When)
	for i := range b.Assessments {
		c.Grade = max(c.Grade, int(b.Assessments[i].Grade))
	}
	c.Public, c.PutTo = b.Publication.Public, putTo(b)
	return c
}

// putTo gives the parties to which a finding on the incident was put.
func putTo(b *record.Bundle) []string {
	var out []string
	for i := range b.Reviews {
		for _, p := range b.Reviews[i].Put {
			out = append(out, p.Party)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// dateColumns reads an EDTF date. The slack of an approximate date is left out: these columns find incidents, they judge nothing.
func dateColumns(when string) (lo, hi int64, month, year string) {
	lo, hi = noLo, noHi
	e, err := civil.ParseEDTF(when)
	if when == "" || err != nil { // Append refuses what is no date
		return lo, hi, "", ""
	}
	if !e.Lo.IsZero() {
		lo = day(e.Lo)
	}
	if !e.Hi.IsZero() {
		hi = day(e.Hi)
	}
	switch { // an open end lies as far as days are counted
	case e.Lo.IsZero() && e.Hi.IsZero():
		return noLo, noHi, "", ""
	case e.Lo.IsZero():
		lo = 0
	case e.Hi.IsZero():
		hi = 99991231
	}
	return lo, hi, spanOf(e, 7), spanOf(e, 4)
}

// spanOf writes the months (n = 7) or years (n = 4) of a date: one, or from/to as in EDTF.
func spanOf(e civil.EDTF, n int) string {
	lo, hi := "..", ".."
	if !e.Lo.IsZero() {
		lo = e.Lo.String()[:n]
	}
	if !e.Hi.IsZero() {
		hi = e.Hi.String()[:n]
	}
	if lo == hi {
		return lo
	}
	return lo + "/" + hi
}

func day(d civil.Date) int64 { return int64(d.Year)*10000 + int64(d.Month)*100 + int64(d.Day) }

// PartiesOf gives the words of the attributions that are not discounted, sorted.
func PartiesOf(b *record.Bundle) []string {
	var out []string
	for i := range b.Assessments {
		for _, t := range b.Assessments[i].Attributions {
			if t.Grade > grade.Discounted {
				out = append(out, t.To)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// sourcesOf gives who gives an account of the incident or assesses it.
func sourcesOf(b *record.Bundle) []string {
	var out []string
	for i := range b.Accounts {
		out = append(out, b.Accounts[i].Source)
	}
	for i := range b.Assessments {
		out = append(out, b.Assessments[i].Assessor)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// killedOf joins what the assessments that are not discounted say: nothing is averaged.
func killedOf(b *record.Bundle) record.Range {
	out, said := record.Range{Lo: 0, Best: -1, Hi: -1}, false
	for i := range b.Assessments {
		a := &b.Assessments[i]
		if a.Grade == grade.Discounted {
			continue
		}
		for _, m := range a.Amounts {
			if m.Role == killedRole && m.Total() {
				out = join(out, m.Range, said)
				said = true
			}
		}
	}
	return out
}

func join(a, b record.Range, said bool) record.Range {
	if !said {
		return b
	}
	out := record.Range{Lo: min(a.Lo, b.Lo), Best: -1, Hi: max(a.Hi, b.Hi)}
	if a.Best == b.Best {
		out.Best = a.Best
	}
	if a.Hi < 0 || b.Hi < 0 {
		out.Hi = -1
	}
	return out
}

// CheckDates refuses a payload with a date that is none: it could never be found, cut or judged.
func CheckDates(payload any) error {
	var dates []string
	switch p := payload.(type) {
	case record.Incident:
		dates = []string{p.When}
	case record.Account:
		dates = []string{p.Published}
	case record.Assessment:
		dates = []string{p.When}
	case record.Position:
		dates = []string{p.When}
	case record.Coverage:
		dates = []string{p.From, p.To}
	case record.Tally:
		dates = []string{p.From, p.To, p.When}
	case record.Roster:
		dates = []string{p.Declared}
		for _, m := range p.Members {
			dates = append(dates, m.Since)
		}
	}
	for _, d := range dates {
		if d == "" {
			continue
		}
		if _, err := civil.ParseEDTF(d); err != nil {
			return fmt.Errorf("the date %q: %w", d, err)
		}
	}
	return nil
}
