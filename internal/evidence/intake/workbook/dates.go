package workbook

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"time"
)

// look says what a number format makes of a number.
type look uint8

const (
	plain look = iota // a number
	dated             // a day, perhaps with a time
	timed             // a time of day
)

// readStyles finds out which styles show dates.
func (b *Book) readStyles(name string) error {
	text, err := b.part(name)
	if err != nil {
		return err
	}
	formats := map[string]look{}
	err = elements(text, func(e xml.StartElement, d *xml.Decoder) error {
		switch e.Name.Local {
		case "numFmt":
			formats[attr(e, "numFmtId")] = lookOf(attr(e, "formatCode"))
		case "cellXfs":
			return b.cellFormats(d, formats)
		}
		return nil
	})
	if err != nil {
		return &DamagedError{name, err}
	}
	return nil
}

func (b *Book) cellFormats(d *xml.Decoder, formats map[string]look) error {
	for depth := 1; depth > 0; {
		t, err := d.Token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; t.Name.Local == "xf" && depth == 2 {
				id := attr(t, "numFmtId")
				l, ok := formats[id]
				if !ok {
					n, _ := strconv.Atoi(id)
					l = builtin(n)
				}
				b.styles = append(b.styles, l)
			}
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

// builtin gives the look of the formats that every program has (ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are dates of East Asian ones).
func builtin(id int) look {
	switch {
	case id >= 18 && id <= 21, id == 45, id == 47:
		return timed
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 50 && id <= 58:
		return dated
	}
	return plain
}

// lookOf reads a format of one's own: letters of dates outside quotation marks, brackets and escapes. "[h]:mm" counts hours and is no date.
func lookOf(format string) look {
	format, _, _ = strings.Cut(format, ";")
	var letters strings.Builder
	for i := 0; i < len(format); i++ {
		switch format[i] {
		case '"':
			end := strings.IndexByte(format[i+1:], '"')
			if end < 0 {
				return plain
			}
			i += end + 1
		case '[':
			end := strings.IndexByte(format[i:], ']')
			if end < 0 {
				return plain
			}
			if in := strings.ToLower(format[i+1 : i+end]); in != "" && strings.Trim(in, "hms") == "" {
				return plain
			}
			i += end
		case '\\', '_', '*':
			i++
		default:
			letters.WriteByte(format[i] | 0x20)
		}
	}
	s := strings.ReplaceAll(letters.String(), "general", "")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "am/pm", ""), "a/p", "")
	switch clock := strings.ContainsAny(s, "hs"); {
	case strings.ContainsAny(s, "yd"), strings.Contains(s, "m") && !clock:
		return dated
	case clock:
		return timed
	}
	return plain
}

// epoch is the calendar of a workbook: days counted from 1900, with a 29 February of that year that never was, or from 1904.
type epoch struct{ from1904 bool }

// date writes a number of days as ISO. ok is false for one that is no date of the calendar.
func (e epoch) date(days float64, l look) (string, bool) {
	if math.IsNaN(days) || days < 0 || days >= 2958466 { // 9999-12-31
		return "", false
	}
	whole := math.Floor(days)
	seconds := int64(math.Round((days - whole) * 86400))
	if seconds == 86400 {
		whole, seconds = whole+1, 0
	}
	clock := time.Unix(seconds, 0).UTC().Format("15:04:05")
	if l == timed && whole == 0 {
		return clock, true
	}
	n := int(whole)
	var day time.Time
	switch {
	case e.from1904:
		day = time.Date(1904, 1, 1+n, 0, 0, 0, 0, time.UTC)
	case n == 60:
		return "1900-02-29", true // the day that never was: whoever reads it refuses it
	case n < 60:
		day = time.Date(1899, 12, 31+n, 0, 0, 0, 0, time.UTC)
	default:
		day = time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC)
	}
	if seconds == 0 {
		return day.Format(time.DateOnly), true
	}
	return day.Format(time.DateOnly) + "T" + clock, true
}
