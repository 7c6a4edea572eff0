package civil

// SameClock gives the instant at which the wall clock shows the time of day that it shows at t, the period later; earlier
// for a negative number. It is the end of a duration that begins at t ("for 6 months"): the starting day counts as far as
// it goes. A time that the zone skips is the first instant after the gap; one that it shows twice the first of them. Months and
// years end on the same day of the month or on its last (ETS 76, Article 4.2); hours are counted as such.
func (z Zone) SameClock(t int64, p Period) int64 {
	switch {
	case t <= Ever:
		return Ever
	case t >= Forever:
		return Forever
	case p.Unit == Hours:
		return max(min(t+p.Seconds(), Forever), Ever)
	}
	w := z.wall(t)
	day := floorDiv(w, 86400)
	return max(min(z.reach(dateOfDays(day).Shift(p).days()*86400+w-day*86400), Forever), Ever)
}

// clampedDays is how many days may fall together when they are moved by months: 28 to 31 January, a month on.
const clampedDays = 4

// SameClockWithin covers SameClock of every instant of the interval, and nothing that is not between two of these. A later
// instant may move to an earlier one: noon of 30 January and the morning of the 31st both go to the last of February, and the
// clock may be set back.
func (z Zone) SameClockWithin(i Interval, p Period) Interval {
	out := Interval{z.SameClock(i.Lo, p), z.SameClock(i.Hi, p)}
	if i.Point() || p.Unit == Hours {
		return out
	}
	try := func(t int64) {
		if i.Lo <= t && t <= i.Hi {
			at := z.SameClock(t, p)
			out = out.Join(At(at))
		}
	}
	r := z.table()
	for _, end := range []int64{i.Lo, i.Hi} {
		if end <= Ever || end >= Forever {
			continue
		}
		d := z.DateOf(end)
		for n := -clampedDays; n <= clampedDays; n++ {
			start := z.Start(d.AddDays(n))
			try(start)
			try(start - 1)
		}
		for k := r.at(end - (clampedDays+1)*86400); k < len(r.from) && r.from[k] <= end+(clampedDays+1)*86400; k++ {
			try(r.from[k])
			try(r.from[k] - 1)
		}
	}
	return out
}
