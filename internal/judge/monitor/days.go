package monitor

import (
	"slices"

	"mithaq/internal/base/civil"
)

// dayTable holds the first instants of the days of one zone, without a gap, as far as they were asked for: windows of
// years are asked for again and again, and the calendar is dear.
type dayTable struct {
	first  civil.Date // of starts[0]
	starts []int64
}

// reach makes the table hold the day of s and the first day that starts at x or later.
func (t *dayTable) reach(z civil.Zone, s, x int64) {
	if len(t.starts) == 0 || s < t.starts[0] {
		t.first = z.DateOf(s)
		t.starts = append(t.starts[:0], z.Start(t.first))
	}
	for t.starts[len(t.starts)-1] < x {
		t.starts = append(t.starts, z.Start(t.first.AddDays(len(t.starts))))
	}
}

// days gives the starts of the days that meet [s, x), and of the day after them. s < x.
func (m *Machine) days(z civil.Zone, s, x int64) []int64 {
	t := m.dayTables[z]
	if t == nil {
		if m.dayTables == nil {
			m.dayTables = map[civil.Zone]*dayTable{}
		}
		t = &dayTable{}
		m.dayTables[z] = t
	}
	t.reach(z, s, x)
	from, _ := slices.BinarySearch(t.starts, s+1) // the last day that starts at s or before
	to, _ := slices.BinarySearch(t.starts, x)
	return t.starts[from-1 : to+1]
}
