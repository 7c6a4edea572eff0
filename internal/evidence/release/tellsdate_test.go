package release_test

import (
	"slices"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/release"
)

// An id that holds a date near that of what happened is known as one that tells it, however it is written; other numbers are not.
func TestTellsDate(t *testing.T) {
	for _, c := range []struct {
		id, unit string
		tells    bool
	}{
		{"2015-09-30-talbisah", "month", true},
		{"talbisah-20150930", "month", true},
		{"talbisah_2015_09_30", "month", true},
		{"talbisah-30.9.2015", "month", true},
		{"talbisah-9/30/2015", "month", true},
		{"30sep2015", "month", true},
		{"talbisah-september-30-2015", "month", true},
		{"talbisah-150930", "month", true},
		{"t-300915", "month", true},
		{"t-0930", "month", true},
		{"t-30-9", "month", true},
		{"20150930T0815", "month", true},
		{"20150930081500", "month", true},
		{"t-1443571200", "month", true},
		{"t-٢٠١٥-٠٩-٣٠", "month", true},
		{"2015-10-02-report", "month", true}, // of a report two days later
		{"2015-09-30-talbisah", "year", true},
		{"talbisah-2015-09", "year", true},
		{"talbisah-sep-2015", "year", true},
		{"talbisah-201509", "year", true},

		{"2015-09-30-talbisah", "", false},
		{"talbisah-2015-09", "month", false},
		{"talbisah-2015", "year", false},
		{"talbisah", "month", false},
		{"R1234", "month", false},
		{"R0930b", "year", true}, // a number may be read so: somebody looks at it
		{"SYR12345678", "month", false},
		{"2013-09-29-talbisah", "month", false}, // of another year: it tells nothing of this one
		{"talbisah-2015-77", "month", false},
		{"marsh-3", "month", false},
	} {
		if got := release.TellsDate(c.id, "2015-09-30", c.unit); got != c.tells {
			t.Errorf("%s by %q: %v", c.id, c.unit, got)
		}
	}
	if release.TellsDate("2015-09-30-talbisah", "", "month") || !release.TellsDate("t-2015-09-12", "2015-09", "month") || release.TellsDate("t-0912", "2015-09", "month") {
		t.Error("of a time that is not known, or a month")
	}
}

// The ids that go out are those of the incident, and of the accounts that go with it.
func TestDatedIDs(t *testing.T) {
	b := &record.Bundle{
		Incident: record.Incident{ID: "talbisah", When: "2015-09-30"},
		Accounts: []record.Account{
			{ID: "a-2015-10-01", Source: "agency", Incident: "talbisah"},
			{ID: "b", Source: "paper-2015-10-02", Incident: "old-2015-09-30", Cites: []string{"cited-20151003"}},
			{ID: "stays-2015-09-30", Source: "agency", Incident: "talbisah"},
		},
	}
	p := &record.Publication{Date: "month", Accounts: []string{"a-2015-10-01", "b"}}
	if got := release.DatedIDs(b, p); !slices.Equal(got, []string{"a-2015-10-01", "cited-20151003", "old-2015-09-30", "paper-2015-10-02"}) {
		t.Errorf("%q", got)
	}
	if p.Date = ""; release.DatedIDs(b, p) != nil {
		t.Error("where the day is told, an id may tell it")
	}
}
