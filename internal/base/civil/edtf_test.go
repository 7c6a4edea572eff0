package civil

import (
	"testing"
	"time"
)

func TestParseEDTF(t *testing.T) {
	damascus, err := LoadZone("Asia/Damascus")
	if err != nil {
		t.Fatal(err)
	}
	loc, _ := location("Asia/Damascus")
	const form = "2006-01-02T15:04:05"
	for _, c := range []struct {
		in        string
		precision Precision
		lo, hi    string // first and last second in Damascus; "": open
	}{
		{"2015-10-30", ToDay, "2015-10-30T00:00:00", "2015-10-30T23:59:59"},
		{"2015-10-30?", ToDay, "2015-10-27T00:00:00", "2015-11-02T23:59:59"},
		{"2015-10-30~", ToDay, "2015-10-27T00:00:00", "2015-11-02T23:59:59"},
		{"2015-10-30%", ToDay, "2015-10-27T00:00:00", "2015-11-02T23:59:59"},
		{"2015-10", ToMonth, "2015-10-01T00:00:00", "2015-10-31T23:59:59"},
		{"2015-10-XX", ToMonth, "2015-10-01T00:00:00", "2015-10-31T23:59:59"},
		{"2016-02~", ToMonth, "2016-01-01T00:00:00", "2016-03-31T23:59:59"},
		{"2015", ToYear, "2015-01-01T00:00:00", "2015-12-31T23:59:59"},
		{"2015-XX-XX", ToYear, "2015-01-01T00:00:00", "2015-12-31T23:59:59"},
		{"2015~", ToYear, "2014-01-01T00:00:00", "2016-12-31T23:59:59"},
		{"201X", ToDecade, "2010-01-01T00:00:00", "2019-12-31T23:59:59"},
		{"20XX", ToCentury, "2000-01-01T00:00:00", "2099-12-31T23:59:59"},
		{"2015-21", ToSeason, "2015-03-01T00:00:00", "2015-05-31T23:59:59"},
		{"2015-24", ToSeason, "2015-12-01T00:00:00", "2016-02-29T23:59:59"},
		{"2016-02-27T00:00", ToMinute, "2016-02-27T00:00:00", "2016-02-27T00:00:59"},
		{"2016-02-27T00:00:07", ToSecond, "2016-02-27T00:00:07", "2016-02-27T00:00:07"},
		{"2016-02-26T22:00Z", ToMinute, "2016-02-27T00:00:00", "2016-02-27T00:00:59"},
		{"2016-02-27T01:30+03:30", ToMinute, "2016-02-27T00:00:00", "2016-02-27T00:00:59"},
		{"2016-02-27T12:00~", ToMinute, "2016-02-27T11:00:00", "2016-02-27T13:00:59"},
		{"2015-09-30/2015-11-01", ToSpan, "2015-09-30T00:00:00", "2015-11-01T23:59:59"},
		{"2015-09~/2015-11-01", ToSpan, "2015-08-01T00:00:00", "2015-11-01T23:59:59"},
		{"2015/2016-02", ToSpan, "2015-01-01T00:00:00", "2016-02-29T23:59:59"},
		{"2015-10-30/2015-10-30", ToSpan, "2015-10-30T00:00:00", "2015-10-30T23:59:59"},
		{"2015-10-30/..", ToSpan, "2015-10-30T00:00:00", ""},
		{"../2015-10-30", ToSpan, "", "2015-10-30T23:59:59"},
		{"/2015-10-30", ToSpan, "", "2015-10-30T23:59:59"},
		{"2016-02-27T00:00/2016-02-27T06:00", ToSpan, "2016-02-27T00:00:00", "2016-02-27T06:00:59"},
	} {
		e, err := ParseEDTF(c.in)
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
			continue
		}
		in := e.In(damascus)
		lo, hi := "", ""
		if in.Lo != Ever {
			lo = time.Unix(in.Lo, 0).In(loc).Format(form)
		}
		if in.Hi != Forever {
			hi = time.Unix(in.Hi, 0).In(loc).Format(form)
		}
		if lo != c.lo || hi != c.hi || e.Precision != c.precision || e.Text != c.in {
			t.Errorf("%s: %s .. %s (%v), want %s .. %s (%v)", c.in, lo, hi, e.Precision, c.lo, c.hi, c.precision)
		}
	}
}

func TestParseEDTFMarks(t *testing.T) {
	for in, want := range map[string][2]bool{ // approximate, uncertain
		"2015": {false, false}, "2015~": {true, false}, "2015?": {false, true}, "2015%": {true, true},
		"2015~/2016": {true, false}, "2015/2016?": {false, true},
	} {
		e, err := ParseEDTF(in)
		if err != nil || e.Approximate != want[0] || e.Uncertain != want[1] {
			t.Errorf("%s: approximate %v, uncertain %v, %v", in, e.Approximate, e.Uncertain, err)
		}
	}
}

func TestParseEDTFRefuses(t *testing.T) {
	for _, in := range []string{
		"", "/", "../..", "..", "15", "2015-", "2015-1", "2015-13", "2015-00", "2015-25", "2015-02-30", "2015-10-3", "2015-10-30T",
		"2015-10-30T9:05", "2015-10-30T24:00", "2015-10-30T10:00:00.5", "2015-10-30T10:00+3", "2015-10T10:00", "2015~?", "2015-10-30~x",
		"XXXX", "X015", "2X15", "2XXX", "201X-05", "2015-XX-05", "2015-X1", "2016/2015", "2015-10-30T10:00/2015-10-30T09:00", "2015/2016/2017",
		" 2015", "-015", "+015", "٢٠١٥", "10/30/2015", "2015-10-30T10:00:60",
	} {
		if e, err := ParseEDTF(in); err == nil {
			t.Errorf("%q is read as %+v", in, e)
		}
	}
}

func FuzzParseEDTF(f *testing.F) {
	for _, s := range []string{"2015-10-30", "201X", "2015-21~/..", "2016-02-27T00:00Z", "9999-12-31%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, err := ParseEDTF(s)
		if err != nil {
			if e != (EDTF{}) {
				t.Fatalf("%q: an error with a value", s)
			}
			return
		}
		if in := e.In(UTC); in.Lo > in.Hi {
			t.Fatalf("%q: %v", s, in)
		}
	})
}
