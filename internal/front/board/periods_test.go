package board

import (
	"testing"
	"time"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
)

func TestPeriods(t *testing.T) {
	day := func(m, d int) civil.Date {
		t.Helper()
		return civil.Date{Year: 2016, Month: time.Month(m), Day: d}
	}
	rd := NewReader(locale.En)
	for _, x := range []struct {
		what  string
		day   civil.Date
		shown *Period
		want  [][2]string
	}{
		{"nothing is shown", day(3, 2), nil, [][2]string{{"2016-03-02", "2016-03-02"}, {"2016-02-29", "2016-03-06"}, {"2016-03-01", "2016-03-31"}}},
		{"a week", day(3, 6), &Period{From: day(2, 29), To: day(3, 6)}, [][2]string{
			{"2016-02-22", "2016-02-28"}, {"2016-03-06", "2016-03-06"}, {"2016-02-29", "2016-03-06"}, {"2016-03-01", "2016-03-31"}, {"2016-03-07", "2016-03-13"},
		}},
	} {
		links := rd.Periods(x.day, x.shown)
		if len(links) != len(x.want) {
			t.Fatalf("%s: %+v", x.what, links)
		}
		for i, l := range links {
			if l.From != x.want[i][0] || l.To != x.want[i][1] || l.Here != (x.shown != nil && i == 2) {
				t.Errorf("%s: %+v, not %v", x.what, l, x.want[i])
			}
		}
	}
}
