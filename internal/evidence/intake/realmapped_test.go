package intake

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
)

// TestRealMapped: files of publishers without a layout of their own, each drafted from its header and read by a mapping; by month and act as many incidents as a
// count made another way.
func TestRealMapped(t *testing.T) {
	for _, x := range []struct {
		folder, file, mapping string
		draft                 []string // what the proposal finds by itself
		rows                  int
		date, end             string
		act                   func(r map[string]string) string
	}{
		{
			"cir_ukraine_events", "events_1000.csv",
			`{"id": "cir", "publisher": "cir", "key": "entry", "date": "date", "title": {"en": "brief description"}, "place": {"en": "town/city"}, "zones": ["district", "province", "country"],
			  "lat": "lat", "lon": "lon", "radius": 1000, "act": {"constant": "event"}, "roles": [{"role": "means", "column": "arms/munition"}],
			  "graphic": {"column": "violence level", "value": "GRAPHIC"}, "keep": ["event_group", "violence level"]}`,
			[]string{`"key": "entry"`, `"date": "date"`, `"en": "town/city"`, `"lat": "lat"`},
			1000, "date", "",
			func(map[string]string) string { return "event" },
		},
		{
			"humanitarian_corridors_ukraine", "corridors.csv",
			`{"id": "corridors", "publisher": "peacerep", "key": "HC_ID", "date": "date", "place": {"en": "from_name"}, "zones": ["from_adm1_name"], "act": {"constant": "announce"},
			  "attribution": {"column": "proposal"}, "roles": [{"role": "to", "column": "to_name"}], "url": "Link", "keep": ["proposal"]}`,
			[]string{`"key": "HC_ID"`},
			282, "date", "",
			func(map[string]string) string { return "announce" },
		},
		{
			"event_matching_meltt", "crash_data2.csv",
			`{"id": "m2", "publisher": "m2", "key": "event", "date": "date", "date_end": "enddate", "lat": "latitude", "lon": "longitude", "radius": 100, "act": {"column": "damage_tax"}, "keep": ["model_tax", "color_tax"]}`,
			[]string{`"key": "event"`, `"date": "date"`, `"date_end": "enddate"`, `"lon": "longitude"`},
			64, "date", "enddate",
			func(r map[string]string) string { return r["damage_tax"] },
		},
		{
			"event_matching_meltt", "crash_data1.csv",
			`{"id": "m1", "publisher": "m1", "key": "event", "date": "date", "date_end": "enddate", "lat": "latitude", "lon": "longitude", "radius": 100, "act": {"column": "damage_tax"}}`,
			nil, 71, "date", "enddate", func(r map[string]string) string { return r["damage_tax"] },
		},
		{
			"event_matching_meltt", "crash_data3.csv",
			`{"id": "m3", "publisher": "m3", "key": "event", "date": "date", "date_end": "enddate", "lat": "latitude", "lon": "longitude", "radius": 100, "act": {"column": "damage_tax"}}`,
			nil, 60, "date", "enddate", func(r map[string]string) string { return r["damage_tax"] },
		},
	} {
		t.Run(x.folder+"/"+x.file, func(t *testing.T) {
			text := string(realFile(t, x.folder, x.file))
			p, ds := Propose([]byte(text), Options{File: x.file})
			if ds != nil || p.Layout != LayoutGeneric {
				t.Fatalf("%+v %s", p, describe(ds))
			}
			drafted := string(p.Mapping.JSON())
			for _, want := range x.draft {
				if !strings.Contains(drafted, want) {
					t.Errorf("the draft lacks %s:\n%s", want, drafted)
				}
			}
			m, ds := ParseMapping("m.json", []byte(x.mapping))
			if ds != nil {
				t.Fatal(describe(ds))
			}
			want := map[string]int{}
			n, twice := 0, map[string]int{}
			rows := rawRows(t, text)
			for _, r := range rows {
				twice[r[m.Key]]++
			}
			for _, r := range rows {
				if twice[r[m.Key]] > 1 || r[x.date] == "" || x.end != "" && r[x.end] < r[x.date] {
					continue
				}
				if m.Lat != "" {
					lat, err1 := strconv.ParseFloat(r[m.Lat], 64)
					lon, err2 := strconv.ParseFloat(r[m.Lon], 64)
					if (r[m.Lat] != "" || r[m.Lon] != "") && (err1 != nil || err2 != nil || lat > 90 || lat < -90 || lon > 180 || lon < -180) {
						continue
					}
				}
				n++
				want[r[x.date][:7]+" "+x.act(r)]++
			}
			f := &fake{}
			opt := Options{File: x.file, Mapping: m}
			plan := read(t, f, text, opt)
			if plan.Refused || plan.Rows != x.rows || plan.Added != n || plan.Rejected != x.rows-n {
				t.Fatalf("%d rows, added %d, want %d, rejected %d\n%s", plan.Rows, plan.Added, n, plan.Rejected, describe(plan.Diagnostics[:min(3, len(plan.Diagnostics))]))
			}
			if _, err := plan.Apply(t.Context(), f); err != nil {
				t.Fatal(err)
			}
			got := map[string]int{}
			for b, err := range f.Bundles(t.Context(), record.Cut{}) {
				if err != nil {
					t.Fatal(err)
				}
				got[b.Incident.When[:7]+" "+b.Incident.Act]++
			}
			if !maps.Equal(got, want) {
				t.Errorf("%d groups, want %d", len(got), len(want))
			}
			if again := read(t, f, text, opt); !again.Empty() {
				t.Errorf("again: %d changed, %d added", again.Changed, again.Added)
			}
			t.Logf("%d of %d rows", n, x.rows)
		})
	}
}

// TestRealMonthly: totals by country and month are no incidents. They are refused as such, and kept as tallies, their sum as it was.
func TestRealMonthly(t *testing.T) {
	text := string(realFile(t, "ucdp_monthly", "ucdp_monthly.csv"))
	if p := read(t, &fake{}, text, opts); !p.Refused {
		t.Error("totals were read as incidents")
	}
	sum, rows := 0, rawRows(t, text)
	var b strings.Builder
	b.WriteString("tally,source,act,what,number,from,to\n")
	for _, r := range rows {
		n, err := strconv.ParseFloat(r["fatalities_UCDP"], 64)
		if err != nil {
			t.Fatal(err)
		}
		month := r["period"][:4] + "-" + r["period"][4:]
		last := map[string]string{"02": "28", "04": "30", "06": "30", "09": "30", "11": "30"}[month[5:]]
		if last == "" {
			last = "31"
		}
		sum += int(n)
		fmt.Fprintf(&b, "%s %s,ucdp,clash,killed,%d,%s-01,%s-%s\n", r["isocode"], month, int(n), month, month, last)
	}
	f := &fake{}
	p := load(t, f, b.String(), opts)
	base, err := f.Base(t.Context(), record.Cut{})
	if err != nil {
		t.Fatal(err)
	}
	got := 0
	for _, x := range base.Tallies {
		got += int(x.Number.Lo)
	}
	if p.Added != len(rows) || got != sum || len(rows) != 1422 {
		t.Errorf("%d tallies of %d rows, %d, want %d", p.Added, len(rows), got, sum)
	}
}

// TestRealHeaderless: a whole release without its header is known by its shape, and is the same.
func TestRealHeaderless(t *testing.T) {
	text := string(realFile(t, "ucdp_ged_ukraine", "ucdp_ukraine_20230203.csv"))
	f := &fake{}
	first := read(t, f, text, opts)
	if _, err := first.Apply(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	_, bare, _ := strings.Cut(text, "\n")
	p := read(t, f, bare, opts)
	if p.Refused || p.Same != first.Added || p.Rejected != first.Rejected || !p.Empty() || !strings.Contains(describe(p.Diagnostics), "M7054") {
		t.Errorf("refused %v, same %d, rejected %d, added %d, changed %d", p.Refused, p.Same, p.Rejected, p.Added, p.Changed)
	}
}
