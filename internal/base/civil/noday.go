package civil

import "strings"

// NoSuchDay gives the first day that an EDTF text names and that no calendar has, such as 2016-02-31; "": the text names none. A text that is no EDTF for
// another reason names none.
func NoSuchDay(s string) string {
	for part := range strings.SplitSeq(s, "/") {
		day, _, _ := strings.Cut(strings.TrimRight(part, "?~%"), "T")
		if len(day) != len("2016-02-31") || day[4] != '-' || day[7] != '-' {
			continue
		}
		_, year := number(day[:4], 4)
		_, month := number(day[5:7], 2)
		_, of := number(day[8:], 2)
		if _, err := ParseDate(day); year && month && of && err != nil {
			return day
		}
	}
	return ""
}
