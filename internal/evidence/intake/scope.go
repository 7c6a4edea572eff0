package intake

import (
	"slices"
	"strconv"

	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
)

// scope gathers the years and countries that a release speaks for.
type scope struct {
	lo, hi    civil.Date // the first and the last day under which a row is filed
	countries map[string]bool
	types     map[string]bool // of events, as the publisher writes them
	exact     bool            // for these days alone, and these types
}

func newScope(exact bool) *scope {
	return &scope{countries: map[string]bool{}, types: map[string]bool{}, exact: exact}
}

// add takes in a row.
func (s *scope) add(i *Item) {
	if i.coded.IsZero() {
		return
	}
	if s.lo.IsZero() || i.coded.Compare(s.lo) < 0 {
		s.lo = i.coded
	}
	if i.coded.Compare(s.hi) > 0 {
		s.hi = i.coded
	}
	if c := i.Incident.Verbatim["country"]; c != "" {
		s.countries[c] = true
	}
	s.types[i.Incident.Verbatim["event_type"]] = true
}

// round widens the days to whole years, or to the month when the whole file lies within one: a monthly release does not speak for its year.
func (s *scope) round() (lo, hi civil.Date) {
	if s.exact {
		return s.lo, s.hi
	}
	if s.lo.Year == s.hi.Year && s.lo.Month == s.hi.Month {
		lo = civil.Date{Year: s.lo.Year, Month: s.lo.Month, Day: 1}
		return lo, lo.AddMonths(1).AddDays(-1)
	}
	return civil.Date{Year: s.lo.Year, Month: 1, Day: 1}, civil.Date{Year: s.hi.Year, Month: 12, Day: 31}
}

// whole says whether the release is all that its publisher has.
func whole(l *layout, rel Release) bool { return rel == ReleaseWhole || rel == ReleaseAuto && l.whole }

// of gives what the release speaks for, as the import entry holds it; the zero scope when it speaks for its rows only, or for everything.
func (s *scope) of(l *layout, rel Release) record.Scope {
	if s.lo.IsZero() || whole(l, rel) || rel == ReleasePart || !l.scoped {
		return record.Scope{}
	}
	lo, hi := s.round()
	return record.Scope{From: lo.String(), To: hi.String(), Countries: sortedKeys(s.countries)}
}

// covers says whether the release speaks for an incident: it would hold it, if its publisher still did.
func (s *scope) covers(l *layout, rel Release, i *record.Incident) bool {
	if whole(l, rel) {
		return true
	}
	if rel == ReleasePart || !l.scoped || s.lo.IsZero() || !s.countries[i.Verbatim["country"]] {
		return false
	}
	if s.exact && !s.types[i.Verbatim["event_type"]] {
		return false
	}
	lo, hi := s.round()
	if year, err := strconv.Atoi(i.Verbatim["year"]); err == nil && !s.exact && lo.Month == 1 && hi.Month == 12 {
		return lo.Year <= year && year <= hi.Year
	}
	from, to, ok := days(i.When)
	return ok && from.Compare(lo) >= 0 && to.Compare(hi) <= 0
}

// days gives the first and the last day of a date; ok is false when it is not known or open.
func days(when string) (lo, hi civil.Date, ok bool) {
	e, err := civil.ParseEDTF(when)
	if err != nil || e.Lo.IsZero() || e.Hi.IsZero() {
		return
	}
	return e.Lo, e.Hi, true
}

var releases = []string{"auto", "whole", "part"}

// ParseRelease reads "auto", "whole" or "part".
func ParseRelease(s string) (Release, bool) {
	i := slices.Index(releases, s)
	return Release(max(i, 0)), i >= 0
}
