package board

import (
	"testing"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
)

func TestPeriods(t *testing.T) {
	links := NewReader(locale.En).Periods(Period{From: civil.Date{Year: 2016, Month: 2, Day: 29}, To: civil.Date{Year: 2016, Month: 3, Day: 6}})
	want := [][2]string{{"2016-02-22", "2016-02-28"}, {"2016-03-06", "2016-03-06"}, {"2016-02-29", "2016-03-06"}, {"2016-03-01", "2016-03-31"}, {"2016-03-07", "2016-03-13"}}
	if len(links) != len(want) {
		t.Fatalf("%+v", links)
	}
	for i, l := range links {
		if l.From != want[i][0] || l.To != want[i][1] || l.Here != (i == 2) {
			t.Errorf("%+v, not %v", l, want[i])
		}
	}
	monday := civil.Date{Year: 2016, Month: 2, Day: 29} // the week begins with it and is not shown
	for i, l := range NewReader(locale.En).Periods(Period{From: monday, To: monday}) {
		if l.Here != (i == 1) {
			t.Errorf("of a day: %+v", l)
		}
	}
}
