package bind

import "mithaq/internal/base/civil"

// dateTable reads EDTF dates, each once for a zone.
type dateTable struct {
	own   *zoneDates // of the record's zone
	last  *zoneDates // of the zone that was asked for last
	zones map[string]*zoneDates
	texts *texts
}

type dateValue struct {
	at   civil.Interval
	edtf civil.EDTF
	ok   bool
}

// zoneDates holds the dates of one zone.
type zoneDates struct {
	name  string
	zone  civil.Zone
	known bool
	years [lastYear - firstYear + 1]*year // of days written as yyyy-mm-dd
	other map[string]*dateValue           // as written
}

const (
	firstYear = 1900
	lastYear  = 2099
)

// year holds what was read of each day of a year.
type year [12 * 31]*dateValue

func newDateTable(zone civil.Zone, t *texts) dateTable {
	own := &zoneDates{zone: zone, known: true, other: map[string]*dateValue{}}
	return dateTable{own: own, last: own, zones: map[string]*zoneDates{}, texts: t}
}

// in gives the dates of the named zone, "" being the record's.
func (d *dateTable) in(zone string) *zoneDates {
	switch zone {
	case "":
		return d.own
	case d.last.name:
		return d.last
	}
	z := d.zones[zone]
	if z == nil {
		z = &zoneDates{name: d.texts.keep(zone), other: map[string]*dateValue{}}
		in, err := civil.LoadZone(zone)
		z.zone, z.known = in, err == nil
		d.zones[z.name] = z
	}
	d.last = z
	return z
}

// read reads a date in the named zone. One that is missing or cannot be read may be any.
func (d *dateTable) read(text, zone string) *dateValue {
	z := d.in(zone)
	if y, day, plain := plainDay(text); plain {
		of := z.years[y]
		if of == nil {
			of = new(year)
			z.years[y] = of
		}
		if of[day] == nil {
			of[day] = z.parse(d.texts.keep(text))
		}
		return of[day]
	}
	v := z.other[text]
	if v == nil {
		text = d.texts.keep(text)
		v = z.parse(text)
		z.other[text] = v
	}
	return v
}

func (z *zoneDates) parse(text string) *dateValue {
	v := &dateValue{at: civil.Interval{Lo: civil.Ever, Hi: civil.Forever}}
	if !z.known || text == "" {
		return v
	}
	e, err := civil.ParseEDTF(text)
	if err == nil {
		v.edtf, v.at, v.ok = e, e.In(z.zone), true
	}
	return v
}

// plainDay says where a day written as yyyy-mm-dd stands in the tables; whether there is such a day is not looked at.
func plainDay(s string) (y, day int, ok bool) {
	if len(s) != len("yyyy-mm-dd") || s[4] != '-' || s[7] != '-' {
		return 0, 0, false
	}
	var n [10]int
	for i := range len(s) {
		n[i] = int(s[i] - '0')
		if n[i] > 9 && i != 4 && i != 7 {
			return 0, 0, false
		}
	}
	y, m, d := n[0]*1000+n[1]*100+n[2]*10+n[3], n[5]*10+n[6], n[8]*10+n[9]
	if y < firstYear || y > lastYear || m < 1 || m > 12 || d < 1 || d > 31 {
		return 0, 0, false
	}
	return y - firstYear, (m-1)*31 + d - 1, true
}
