package intake

import (
	"fmt"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
)

// feature writes a feature of a made-up file.
func feature(id, properties, geometry string) string {
	return fmt.Sprintf("{\"type\": \"Feature\", \"id\": %s, \"properties\": {%s}, \"geometry\": %s}", id, properties, geometry)
}

func collection(features ...string) string {
	return "{\"type\": \"FeatureCollection\", \"features\": [\n" + strings.Join(features, ",\n") + "\n]}"
}

const (
	square = `{"type": "Polygon", "coordinates": [[[36, 33], [37, 33], [37, 34], [36, 34], [36, 33]]]}`
	front  = `{"type": "LineString", "coordinates": [[36, 33], [37, 34]]}`
)

func zoneOf(t *testing.T, f *fake, id string) record.Zone {
	t.Helper()
	in := &intake{ctx: t.Context(), store: f}
	z, err := in.newest(record.KindZone, id)
	if err != nil || z == nil {
		t.Fatalf("no zone %q: %v", id, err)
	}
	return z.(record.Zone)
}

func TestZones(t *testing.T) {
	f := &fake{}
	file := collection(
		feature(`"ghouta"`, `"name_en": "The Valley", "name_ar": "الوادي", "source": "monitors", "note": "as of 2016", "since": "2016-03"`, square),
		feature(`7`, `"name": "خط التماس"`, front),
		feature(`null`, `"id": "gate", "name": "Gate"`, `{"type": "Point", "coordinates": [36.5, 33.5]}`),
	)
	p := load(t, f, file, Options{File: "zones.geojson"})
	if p.Form != FormGeoJSON || p.Layout != LayoutZones || p.Rows != 3 || p.Added != 3 || len(p.Diffs) != 0 {
		t.Fatalf("%+v", p)
	}
	for id, want := range map[string]string{
		"ghouta": "{ID:ghouta Name:map[ar:الوادي en:The Valley] Shape:area Parts:[[[360000000 330000000 370000000 330000000 370000000 340000000 360000000 340000000 360000000 330000000]]] Source:monitors Since:2016-03 Until: Note:as of 2016}",
		"7":      "{ID:7 Name:map[ar:خط التماس] Shape:line Parts:[[[360000000 330000000 370000000 340000000]]] Source: Since: Until: Note:}",
		"gate":   "{ID:gate Name:map[en:Gate] Shape:point Parts:[[[365000000 335000000]]] Source: Since: Until: Note:}",
	} {
		if got := fmt.Sprintf("%+v", zoneOf(t, f, id)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	// The same shape written otherwise changes nothing.
	other := strings.Replace(file, "[[36, 33], [37, 33], [37, 34], [36, 34], [36, 33]]", "[[37, 34], [37, 33], [36, 33], [36, 33.0000000], [36, 34], [37, 34.00000000001]]", 1)
	p = read(t, f, other, Options{File: "zones.geojson"})
	if !p.Empty() || p.Same != 3 || !strings.Contains(describe(p.Diagnostics), "M7065 2:") {
		t.Errorf("%+v\n%s", p.Diffs, describe(p.Diagnostics))
	}
	// Another shape is a correction; the report counts its positions.
	p = load(t, f, strings.Replace(strings.Replace(file, "[36, 34], ", "[36.5, 34.5], [36, 34], ", 1), "as of 2016", "as of 2017", 1), Options{File: "zones.geojson"})
	if p.Changed != 1 || p.Same != 2 || fmt.Sprint(p.Diffs) != "[{zone ghouta 2 note as of 2016 as of 2017} {zone ghouta 2 parts 5 6}]" {
		t.Errorf("%+v", p.Diffs)
	}
}

func TestZonesBad(t *testing.T) {
	for name, x := range map[string]struct{ file, want string }{
		"no id":              {collection(feature(`null`, `"name": "x"`, front)), "M7012 2:2 column=id"},
		"an unseen sign":     {collection(feature(`"a\u200db"`, ``, front)), "M7048 2:2"},
		"twice":              {collection(feature(`1`, ``, front), feature(`1`, ``, square)), "M7013 3:2 column=id value=1 first=2"},
		"no shape":           {collection(feature(`1`, ``, `null`)), "M7056 2:2 id=1"},
		"broken":             {collection(feature(`1`, ``, `{"type": "Point", "coordinates": [1]}`)), "M7057 2:"},
		"swapped":            {collection(feature(`1`, ``, `{"type": "Point", "coordinates": [33, 136]}`)), "M7059 2:"},
		"open":               {collection(feature(`1`, ``, `{"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[0,1]]]}`)), "M7060 2:"},
		"wraps":              {collection(feature(`1`, ``, `{"type": "LineString", "coordinates": [[179,0],[-179,0]]}`)), "M7063 2:"},
		"a day that is none": {collection(feature(`1`, `"since": "2016-02-31"`, front)), "M7092 2:2 column=since value=2016-02-31 day=2016-02-31"},
		"a date":             {collection(feature(`1`, `"since": "spring"`, front)), "M7015 2:2 column=since value=spring want=EDTF"},
		"long":               {collection(feature(`1`, `"note": "`+strings.Repeat("x", MaxField+1)+`"`, front)), "M7009 2:"},
	} {
		p := read(t, &fake{}, x.file, Options{File: "z.json"})
		if got := describe(p.Diagnostics); !strings.HasPrefix(got, x.want) || p.Rejected == 0 || p.Added != 0 {
			t.Errorf("%s: got %s, want %s", name, got, x.want)
		}
	}
	for name, x := range map[string]struct {
		file string
		opt  Options
		want string
	}{
		"another system":       {strings.Replace(collection(feature(`1`, ``, front)), `{"type"`, `{"crs": {"properties": {"name": "EPSG:3857"}}, "type"`, 1), Options{}, "M7070 1:"},
		"cut off":              {strings.TrimSuffix(collection(feature(`1`, ``, front)), "]}"), Options{}, "M7050 "},
		"said to be incidents": {collection(feature(`1`, ``, front)), Options{As: LayoutUCDP}, "M7051 1:1"},
		"said to be zones":     {"a,b\n1,2\n", Options{As: LayoutZones}, "M7051 1:1"},
	} {
		if p := read(t, &fake{}, x.file, x.opt); !p.Refused || !strings.HasPrefix(describe(p.Diagnostics), x.want) {
			t.Errorf("%s: got %s, want %s", name, describe(p.Diagnostics), x.want)
		}
	}
}

// TestZonesElsewhere: a zone that would lie among the incidents with latitude and longitude exchanged is told, and taken.
func TestZonesElsewhere(t *testing.T) {
	f := &fake{}
	load(t, f, sheet(airwarsHeader, airwarsRow), opts) // at 35.95 north, 39.01 east
	f2 := &fake{entries: f.entries}
	south := with(airwarsRow, "lat", "60.5", "lon", "25.5")
	load(t, f2, sheet(airwarsHeader, south), opts)
	for _, x := range []struct {
		f    *fake
		at   string
		told bool
	}{{f, "[36, 39]", false}, {f, "[39, 36]", false}, {f, "[100, 10]", false}, {f2, "[60, 25]", true}, {f2, "[25, 60]", false}} {
		p := read(t, x.f, collection(feature(`1`, ``, `{"type": "Point", "coordinates": `+x.at+`}`)), Options{File: "z.json"})
		if told := strings.Contains(describe(p.Diagnostics), "M7069 2:"); told != x.told || p.Added != 1 {
			t.Errorf("%s: %s", x.at, describe(p.Diagnostics))
		}
	}
}
