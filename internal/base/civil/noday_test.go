package civil

import "testing"

// A text of the right form whose day no calendar has is told from one of another form.
func TestNoSuchDay(t *testing.T) {
	for text, want := range map[string]string{
		"2016-02-31": "2016-02-31", "2015-02-29?": "2015-02-29", "2016-13-01": "2016-13-01", "2016-03-02/2016-04-31": "2016-04-31", "2016-02-30T10:00": "2016-02-30",
		"2016-02-29": "", "2016-03": "", "2016-03-02/..": "", "31.02.2016": "", "2016-02-3x": "", "": "", "soon": "",
	} {
		if got := NoSuchDay(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
