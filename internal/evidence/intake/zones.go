package intake

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/evidence/intake/geojson"
	"mithaq/internal/evidence/intake/tokens"
	"mithaq/internal/evidence/record"
)

// zoneCodes are the codes of what may be wrong with a shape.
var zoneCodes = map[geojson.Sort]diag.Code{
	geojson.Shapeless: CodeShapeless, geojson.Broken: CodeBrokenShape, geojson.OffGlobe: CodeOffGlobe, geojson.Swapped: CodeSwapped,
	geojson.Open: CodeOpenRing, geojson.Short: CodeShortPath, geojson.Flat: CodeFlatRing, geojson.Wraps: CodeWraps, geojson.TooMany: CodeManyVertices,
	geojson.LongValue: CodeTooLarge, geojson.Turned: CodeTurned, geojson.Crosses: CodeCrosses, geojson.NotLooked: CodeNotLooked, geojson.Altitude: CodeAltitude,
}

// zoneLimits are the limits on a file of zones.
var zoneLimits = geojson.Limits{Field: MaxField, Features: 100_000, Vertices: 5_000_000}

// readZones reads a GeoJSON file: each feature is a zone of the record, known by its id.
func (in *intake) readZones(text []byte) error {
	p := in.plan
	features, err := geojson.Read(text, zoneLimits)
	var s *tokens.SyntaxError
	if errors.As(err, &s) {
		code, at := CodeJSON, source.Pos(s.Place)
		switch {
		case errors.Is(err, geojson.ErrNotGeoJSON):
			code = CodeNotForm
		case errors.Is(err, geojson.ErrSystem):
			code = CodeSystem
		case errors.Is(err, geojson.ErrTooMany):
			code = CodeManyVertices
		}
		p.Refused = true
		p.Diagnostics = append(p.Diagnostics, diag.Diagnostic{
			Code: code, Span: in.table.span(at), Args: diag.Args("why", short(s.Err.Error()), "id", "", "n", strconv.Itoa(zoneLimits.Features), "limit", strconv.Itoa(zoneLimits.Vertices)),
		})
		return nil
	}
	known, err := in.extent()
	if err != nil {
		return err
	}
	first := map[string]source.Pos{}
	twice := map[string]bool{}
	var zones []record.Zone
	var lines []int
	for i := range features {
		if err := in.ctx.Err(); err != nil {
			return err
		}
		f := &features[i]
		p.Rows++
		z, ds := in.zone(f)
		at := in.table.span(source.Pos(f.Place))
		if z.ID != "" {
			if before, again := first[z.ID]; again {
				d := diag.Diagnostic{Code: CodeRepeated, Span: at, Args: diag.Args("column", "id", "value", short(z.ID), "first", strconv.Itoa(before.Line))}
				d.Related = []diag.Related{{Key: "first", Span: in.table.span(before)}}
				ds = append(ds, d)
				if !twice[z.ID] { // which of the two is right is not known: neither is taken
					p.Rejected++
				}
				twice[z.ID] = true
			} else {
				first[z.ID] = source.Pos(f.Place)
			}
		}
		if diag.HasErrors(ds) {
			in.reject(ds)
			continue
		}
		if known.swapped(&z) {
			ds = append(ds, diag.Diagnostic{Code: CodeMaybeSwapped, Severity: diag.Note, Span: at, Args: diag.Args("id", short(z.ID))})
		}
		p.Diagnostics = append(p.Diagnostics, ds...)
		zones, lines = append(zones, z), append(lines, f.Place.Line)
		if in.opt.Progress != nil && i%500 == 0 {
			in.opt.Progress(int64(f.Place.Offset), int64(len(text)))
		}
	}
	for i, z := range zones {
		if twice[z.ID] {
			continue
		}
		was, err := in.newest(record.KindZone, z.ID)
		if err != nil {
			return err
		}
		if err := in.putZone(z, was, lines[i]); err != nil {
			return err
		}
	}
	return nil
}

// putZone drafts a zone that is new or differs from what stands. Of a shape that differs the report says how many positions it had and has, not each of them.
func (in *intake) putZone(z record.Zone, was any, line int) error {
	old, stands := was.(record.Zone)
	diffs := len(in.plan.Diffs)
	if !stands {
		was = nil
	}
	changed, err := in.correct(pair{z, was}, line)
	switch {
	case err != nil:
		return err
	case !changed:
		in.plan.Same++
		return nil
	case !stands:
		in.plan.Added++
		in.plan.Diffs = in.plan.Diffs[:diffs]
		return nil
	}
	in.plan.Changed++
	reshaped := false
	in.plan.Diffs = append(in.plan.Diffs[:diffs], slices.DeleteFunc(slices.Clone(in.plan.Diffs[diffs:]), func(d Diff) bool {
		reshaped = reshaped || strings.HasPrefix(d.Field, "parts")
		return strings.HasPrefix(d.Field, "parts")
	})...)
	if reshaped {
		in.plan.Diffs = append(in.plan.Diffs, Diff{record.KindZone, z.ID, line, "parts", strconv.Itoa(old.Vertices()), strconv.Itoa(z.Vertices())})
	}
	return nil
}

// zone makes a zone of a feature: its id and its shape, and of its properties those that have a place in the record.
func (in *intake) zone(f *geojson.Feature) (record.Zone, []diag.Diagnostic) {
	var ds []diag.Diagnostic
	hidden := 0
	get := func(names ...string) string {
		for _, n := range names {
			raw := clean(f.Properties[n])
			if v := visible(raw); v != "" {
				if v != raw {
					hidden++
				}
				return v
			}
		}
		return ""
	}
	at := in.table.span(source.Pos(f.Place))
	z := record.Zone{ID: cmp.Or(visible(clean(f.ID)), get("id", "ID", "zone", "code")), Shape: f.Shape, Parts: f.Parts, Source: get("source"), Note: get("note", "description")}
	switch {
	case z.ID == "":
		ds = append(ds, diag.Diagnostic{Code: CodeNoKey, Span: at, Args: diag.Args("column", "id", "value", "")})
	case record.Dots(z.ID):
		ds = append(ds, diag.Diagnostic{Code: CodeDots, Span: at, Args: diag.Args("column", "id", "value", z.ID)})
	case unseen(z.ID):
		ds = append(ds, diag.Diagnostic{Code: CodeUnseenKey, Span: at, Args: diag.Args("column", "id", "value", short(z.ID))})
	}
	for _, lang := range []string{"ar", "en", "ru"} {
		if v := get("name_"+lang, "name:"+lang); v != "" {
			if z.Name == nil {
				z.Name = record.Text{}
			}
			z.Name[lang] = v
		}
	}
	if v := get("name", "title"); v != "" && z.Name == nil {
		z.Name = record.Text{langOf(v): v}
	}
	for _, x := range []struct {
		to    *string
		names []string
	}{{&z.Since, []string{"since", "from"}}, {&z.Until, []string{"until", "to"}}} {
		v := get(x.names...)
		if _, err := civil.ParseEDTF(v); v != "" && err != nil {
			d := diag.Diagnostic{Code: CodeBadDate, Span: at, Args: diag.Args("column", x.names[0], "value", short(v), "want", edtfLike)}
			if day := civil.NoSuchDay(v); day != "" {
				d.Code, d.Args = CodeNoSuchDay, diag.Args("column", x.names[0], "value", short(v), "day", day)
			}
			ds = append(ds, d)
			continue
		}
		*x.to = v
	}
	if hidden > 0 {
		ds = append(ds, diag.Diagnostic{Code: CodeInvisible, Severity: diag.Note, Span: at, Args: diag.Args("n", strconv.Itoa(hidden))})
	}
	for _, x := range f.Faults {
		d := diag.Diagnostic{
			Code: zoneCodes[x.Sort], Span: in.table.span(source.Pos(x.Place)),
			Args: diag.Args("id", short(z.ID), "at", short(x.Detail), "column", "properties", "limit", strconv.Itoa(MaxField), "n", strconv.Itoa(record.MaxVertices)),
		}
		if x.Sort == geojson.TooMany {
			d.Args = diag.Args("id", short(z.ID), "n", x.Detail, "limit", strconv.Itoa(record.MaxVertices))
		}
		if x.Told() {
			d.Severity = diag.Note
		}
		ds = append(ds, d)
	}
	return z, ds
}

// langOf guesses the language of a name by its letters: of the three in which the record is read.
func langOf(s string) string {
	for _, c := range s {
		switch {
		case c >= 0x0600 && c <= 0x06FF:
			return "ar"
		case c >= 0x0400 && c <= 0x04FF:
			return "ru"
		}
	}
	return "en"
}

// extent is the part of the globe in which incidents of the record lie.
type extent struct {
	some           bool
	x1, y1, x2, y2 int64
}

// lookedAt is how many incidents tell where a record lies.
const lookedAt = 2000

func (in *intake) extent() (e extent, err error) {
	page, err := in.store.Incidents(in.ctx, record.Query{Limit: 500})
	for n := 0; err == nil; page, err = in.store.Incidents(in.ctx, record.Query{Limit: 500, After: page.Next}) {
		for i := range page.Rows {
			p := &page.Rows[i].Incident.Place
			if p.Radius == 0 {
				continue
			}
			e.take(p.Lon, p.Lat)
		}
		if n += len(page.Rows); page.Next == "" || n >= lookedAt {
			return e, nil
		}
	}
	return e, err
}

// take makes it large enough for a position.
func (e *extent) take(x, y int64) {
	if !e.some {
		*e = extent{true, x, y, x, y}
	}
	e.x1, e.y1, e.x2, e.y2 = min(e.x1, x), min(e.y1, y), max(e.x2, x), max(e.y2, y)
}

// ground gives the part of the globe in which zones and incidents of the record lie.
func (in *intake) ground() (extent, error) {
	e, err := in.extent()
	if err != nil {
		return e, err
	}
	for st, err := range in.store.Each(in.ctx, record.KindZone, "") {
		if err != nil {
			return e, err
		}
		z, _ := st.Payload.(record.Zone)
		for _, part := range z.Parts {
			for _, path := range part {
				for i := 0; i+1 < len(path); i += 2 {
					e.take(path[i], path[i+1])
				}
			}
		}
	}
	return e, nil
}

// near says whether a position lies within, or not far off.
func (e extent) near(x, y int64) bool {
	const margin = 5e7 // degrees
	return x >= e.x1-margin && x <= e.x2+margin && y >= e.y1-margin && y <= e.y2+margin
}

// swaps says whether a position lies far off, and not with longitude and latitude exchanged.
func (e extent) swaps(x, y int64) bool { return e.some && !e.near(x, y) && e.near(y, x) }

// swapped says whether a zone lies far from all incidents, and among them with latitude and longitude exchanged.
func (e extent) swapped(z *record.Zone) bool {
	here, there := true, true
	for _, part := range z.Parts {
		for _, path := range part {
			for i := 0; i < len(path); i += 2 {
				here, there = here && !e.near(path[i], path[i+1]), there && e.near(path[i+1], path[i])
			}
		}
	}
	return e.some && here && there
}
