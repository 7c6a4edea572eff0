package intake

import (
	"strings"
	"testing"
	"time"
)

// A day that is still to come is told with its line and column, and taken: it is often a slip of the pen, and the record may be kept in another zone.
func TestFutureDays(t *testing.T) {
	opt := opts
	opt.Now = time.Date(2016, 3, 10, 23, 0, 0, 0, time.UTC).Unix()
	for _, x := range []struct {
		file string
		told []string
	}{
		{"incident,act,when,published,source\nb1,attack,2016-03-11,2016-03-11,one\n", nil}, // it is that day already somewhere
		{"incident,act,when,published,source\nb1,attack,2016-03-12,2016-04-01,one\n", []string{"M7090 2:11 column=when value=2016-03-12", "M7090 2:22 column=published value=2016-04-01"}},
		{"incident,act,when\nb1,attack,2016\n", nil}, // it has begun
		{"incident,act,when\nb1,attack,2061-03-05/2061-03-06\n", []string{"M7090 2:11 column=when"}},
		{sheet(airwarsHeader, with(airwarsRow, "date", "2106-03-05", "modified", "2016-01-01")), []string{"column=date value=2106-03-05"}},
		{"observer,zone,from,to,means\nmission,z,2016-03-01,2016-12-31,foot\n", []string{"column=to value=2016-12-31"}},
	} {
		p := read(t, &fake{}, x.file, opt)
		got := describe(p.Diagnostics)
		for _, want := range x.told {
			if !strings.Contains(got, want) {
				t.Errorf("%q: %s, not %s", x.file, got, want)
			}
		}
		if p.Added == 0 || strings.Count(got, "M7090") != len(x.told) {
			t.Errorf("%q: added %d: %s", x.file, p.Added, got)
		}
	}
	opt.Now = 0 // nobody said what day it is
	if p := read(t, &fake{}, "incident,act,when\nb1,attack,2061-03-05\n", opt); strings.Contains(describe(p.Diagnostics), "M7090") {
		t.Error("told without a day")
	}
}

// A place that would lie among the zones or incidents of the record with latitude and longitude exchanged, and lies far from them, is told and taken.
func TestPlacesElsewhere(t *testing.T) {
	f := &fake{}
	load(t, f, collection(feature(`1`, ``, `{"type": "Point", "coordinates": [25, 60]}`)), Options{File: "z.json"})
	for place, told := range map[string]bool{"60.5,25.5": false, "25.5,60.5": true, "-33,100": false, ",": false} {
		radius := "500"
		if place == "," {
			radius = ""
		}
		p := read(t, f, "incident,act,when,lat,lon,radius\nb1,attack,2016-03-05,"+place+","+radius+"\n", opts)
		if got := describe(p.Diagnostics); strings.Contains(got, "M7091") != told || told && !strings.Contains(got, "M7091 2:22 column=lat value=25.5 lon=60.5") || p.Added != 1 {
			t.Errorf("%s: %d %s", place, p.Added, got)
		}
	}
	if p := read(t, &fake{}, "incident,act,when,lat,lon,radius\nb1,attack,2016-03-05,25.5,60.5,500\n", opts); strings.Contains(describe(p.Diagnostics), "M7091") {
		t.Error("told of a record that lies nowhere yet")
	}
}
