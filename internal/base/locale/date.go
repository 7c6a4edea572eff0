package locale

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"mithaq/internal/base/civil"
)

// names are the words of dates in one language. Months count from 0.
type names struct {
	long, short [12]string // with a day
	alone       [12]string // without a day
	seasons     [4]string  // spring first
	seasonsOf   [4]string  // genitive
	early       string     // with the month as after a day
	mid, late   string
	about       string // before a date in the genitive
	from, until string
	comma       string
}

var dateNames = map[Lang]*names{
	En: {
		long:    [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		short:   [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		seasons: [4]string{"spring", "summer", "autumn", "winter"},
		early:   "early", mid: "mid", late: "late", about: "about", from: "from", until: "until", comma: ",",
	},
	Ar: {
		long:    [12]string{"كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"},
		seasons: [4]string{"ربيع", "صيف", "خريف", "شتاء"},
		early:   "أوائل", mid: "أواسط", late: "أواخر", about: "نحو", from: "منذ", until: "حتى", comma: "،",
	},
	Ru: {
		long:      [12]string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"},
		short:     [12]string{"янв.", "февр.", "мар.", "апр.", "мая", "июн.", "июл.", "авг.", "сент.", "окт.", "нояб.", "дек."},
		alone:     [12]string{"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"},
		seasons:   [4]string{"весна", "лето", "осень", "зима"},
		seasonsOf: [4]string{"весны", "лета", "осени", "зимы"},
		early:     "начало", mid: "середина", late: "конец", about: "около", from: "с", until: "по", comma: ",",
	},
}

func words(l Lang) *names {
	if n, ok := dateNames[l]; ok {
		return n
	}
	return dateNames[En]
}

func (n *names) month(m time.Month, short bool) string {
	if short && n.short[0] != "" {
		return n.short[m-1]
	}
	return n.long[m-1]
}

func (n *names) monthAlone(m time.Month, genitive bool) string {
	if n.alone[0] != "" && !genitive {
		return n.alone[m-1]
	}
	return n.long[m-1]
}

// Date writes a day for tables and lines: "30 Oct 2015", "30 تشرين الأول 2015", "30 окт. 2015".
func Date(l Lang, d civil.Date) string { return words(l).day(d, true) }

// LongDate writes a day for running text: "30 October 2015", "30 تشرين الأول 2015", "30 октября 2015".
func LongDate(l Lang, d civil.Date) string { return words(l).day(d, false) }

func (n *names) day(d civil.Date, short bool) string {
	return fmt.Sprintf("%d %s %d", d.Day, n.month(d.Month, short), d.Year)
}

// Month writes a month: "October 2015", "تشرين الأول 2015", "октябрь 2015".
func Month(l Lang, year int, m time.Month) string {
	return words(l).monthAlone(m, false) + " " + strconv.Itoa(year)
}

// DateTime writes an instant to the minute in the zone, with its wall clock: "27 Feb 2016, 00:00".
func DateTime(l Lang, t int64, z civil.Zone) string {
	h, m, _ := z.TimeOf(t)
	return fmt.Sprintf("%s%s %02d:%02d", Date(l, z.DateOf(t)), words(l).comma, h, m)
}

// Days writes the days from first to last as short as it can: "30 Oct 2015", "29–31 Oct 2015",
// "29 Oct – 2 Nov 2015", "October 2015", "late Oct 2015" (from the 21st to the month's end; early is to the 10th), "2015".
func Days(l Lang, first, last civil.Date) string {
	n := words(l)
	switch month := first.Year == last.Year && first.Month == last.Month; {
	case first == last:
		return n.day(first, true)
	case month && first.Day == 1 && last.AddDays(1).Day == 1:
		return Month(l, first.Year, first.Month)
	case month && first.Day == 1 && last.Day == 10:
		return n.early + " " + n.monthYear(first)
	case month && first.Day == 11 && last.Day == 20:
		return n.mid + " " + n.monthYear(first)
	case month && first.Day == 21 && last.AddDays(1).Day == 1:
		return n.late + " " + n.monthYear(first)
	case month:
		return fmt.Sprintf("%d–%d %s", first.Day, last.Day, n.monthYear(first))
	case first.Day == 1 && first.Month == time.January && last.Day == 31 && last.Month == time.December:
		if first.Year == last.Year {
			return strconv.Itoa(first.Year)
		}
		return fmt.Sprintf("%d–%d", first.Year, last.Year)
	case first.Day == 1 && last.AddDays(1).Day == 1:
		if first.Year == last.Year {
			return n.monthAlone(first.Month, false) + " – " + Month(l, last.Year, last.Month)
		}
		return Month(l, first.Year, first.Month) + " – " + Month(l, last.Year, last.Month)
	case first.Year == last.Year:
		return fmt.Sprintf("%d %s – %s", first.Day, n.month(first.Month, true), n.day(last, true))
	}
	return n.day(first, true) + " – " + n.day(last, true)
}

func (n *names) monthYear(d civil.Date) string {
	return n.month(d.Month, true) + " " + strconv.Itoa(d.Year)
}

// When writes a date as exactly as it is known, and no more: "about 30 Oct 2015", "October 2015", "29–31 Oct 2015",
// "from 30 Oct 2015", "27 Feb 2016, 00:00". A date that its source doubts ends with "(?)".
func When(l Lang, e civil.EDTF) string {
	n := words(l)
	out := ""
	switch {
	case e.Lo.IsZero() && e.Hi.IsZero():
		return "?"
	case e.Lo.IsZero():
		out = n.until + " " + n.end(e.Hi, e.HiTime, e.HiPrecision, false)
	case e.Hi.IsZero():
		out = n.from + " " + n.end(e.Lo, e.LoTime, e.LoPrecision, true)
	case e.Precision == civil.ToSpan && !e.LoTime.Set && !e.HiTime.Set:
		out = Days(l, e.Lo, e.Hi)
	case e.Precision == civil.ToSpan:
		out = n.end(e.Lo, e.LoTime, e.LoPrecision, false) + " – " + n.end(e.Hi, e.HiTime, e.HiPrecision, false)
	default:
		out = n.end(e.Lo, e.LoTime, e.Precision, e.Approximate)
	}
	switch {
	case e.Approximate && e.Precision == civil.ToSpan:
		out = "≈ " + out // one of the ends, or both
	case e.Approximate:
		out = n.about + " " + out
	}
	if e.Uncertain {
		out += " (?)"
	}
	return out
}

// end writes one end of a span, or a date that is no span, in the genitive where that differs.
func (n *names) end(d civil.Date, c civil.Clock, p civil.Precision, genitive bool) string {
	switch p {
	case civil.ToSecond, civil.ToMinute:
		out := fmt.Sprintf("%s%s %02d:%02d", n.day(d, true), n.comma, c.Hour, c.Minute)
		if c.Fixed {
			out += " UTC" + offset(c.Offset)
		}
		return out
	case civil.ToMonth:
		return n.monthAlone(d.Month, genitive) + " " + strconv.Itoa(d.Year)
	case civil.ToSeason:
		return n.season(d, genitive)
	case civil.ToYear:
		return strconv.Itoa(d.Year)
	case civil.ToDecade:
		return fmt.Sprintf("%d–%d", d.Year-d.Year%10, d.Year-d.Year%10+9)
	case civil.ToCentury:
		return fmt.Sprintf("%d–%d", d.Year-d.Year%100, d.Year-d.Year%100+99)
	}
	return n.day(d, true)
}

// season writes the season that d begins or ends.
func (n *names) season(d civil.Date, genitive bool) string {
	year, i := d.Year, (int(d.Month)+9)%12/3
	if d.Month <= time.February {
		year-- // winter is named for the year of its December
	}
	name := n.seasons[i]
	if genitive && n.seasonsOf[0] != "" {
		name = n.seasonsOf[i]
	}
	return name + " " + strconv.Itoa(year)
}

func offset(seconds int) string {
	if seconds == 0 {
		return ""
	}
	sign := "+"
	if seconds < 0 {
		sign, seconds = "\u2212", -seconds
	}
	return strings.TrimSuffix(fmt.Sprintf("%s%d:%02d", sign, seconds/3600, seconds/60%60), ":00")
}
