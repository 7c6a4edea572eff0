package cli

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/answers"
)

var recordZones = &verb{name: "record zones", max: 1, run: runRecordZones, flags: []flag{{"geojson", "", ""}}}

// runRecordZones lists the zones of the record, or one of them; with --geojson as GeoJSON.
func runRecordZones(c *call) int {
	return c.withRecord(func(a *app.App) int {
		var zones []record.Zone
		for st, err := range a.Store().Each(c.ctx, record.KindZone, "") {
			if err != nil {
				return c.fail(err)
			}
			if z, ok := st.Payload.(record.Zone); ok && (len(c.args) == 0 || z.ID == c.args[0]) {
				zones = append(zones, z)
			}
		}
		if len(zones) == 0 && len(c.args) > 0 {
			return c.failAbout(c.args[0], record.ErrNotFound)
		}
		if c.set("geojson") {
			text, err := asGeoJSON(zones)
			if err != nil {
				return c.fail(err)
			}
			fmt.Fprint(c.out, text)
			return exitFine
		}
		list := []answers.Zone{}
		for i := range zones {
			list = append(list, answers.ZoneOf(&zones[i]))
		}
		if c.set("json") {
			return c.json("zones", answers.Zones{Zones: list}, nil)
		}
		for _, z := range list {
			name := cmp.Or(z.Name[string(c.words.Lang())], z.Name["en"], z.Name["ar"], z.Name["ru"])
			c.line(locale.Pad(c.words.Foreign(z.ID), 16) + " " + c.words.Text("cli.zones.row", "shape", c.words.Text("cli.zones."+z.Shape),
				"positions", z.Positions, "name", cmp.Or(c.words.Foreign(name), "–"), "source", cmp.Or(c.words.Foreign(z.Source), "–")))
		}
		c.line(c.words.Plural("cli.zones.total", int64(len(list))))
		return exitFine
	})
}

// asGeoJSON writes zones as a FeatureCollection (RFC 7946) that record import reads back as the same zones. A shape of one part is not a Multi... one.
func asGeoJSON(zones []record.Zone) (string, error) {
	var b bytes.Buffer
	b.WriteString(`{"type": "FeatureCollection", "features": [`)
	for i := range zones {
		z := &zones[i]
		if i > 0 {
			b.WriteByte(',')
		}
		properties := map[string]string{}
		for lang, name := range z.Name {
			properties["name_"+lang] = name
		}
		for key, v := range map[string]string{"source": z.Source, "since": z.Since, "until": z.Until, "note": z.Note} {
			if v != "" {
				properties[key] = v
			}
		}
		id, err := json.Marshal(z.ID)
		if err != nil {
			return "", err
		}
		said, err := json.Marshal(properties)
		if err != nil {
			return "", err
		}
		kind := map[string]string{record.ShapeArea: "Polygon", record.ShapeLine: "LineString", record.ShapePoint: "Point"}[z.Shape]
		if len(z.Parts) > 1 {
			kind = "Multi" + kind
		}
		fmt.Fprintf(&b, "\n{\"type\": \"Feature\", \"id\": %s, \"properties\": %s, \"geometry\": {\"type\": %q, \"coordinates\": ", id, said, kind)
		if len(z.Parts) > 1 {
			b.WriteByte('[')
		}
		for k, part := range z.Parts {
			if k > 0 {
				b.WriteByte(',')
			}
			writePart(&b, z.Shape, part)
		}
		if len(z.Parts) > 1 {
			b.WriteByte(']')
		}
		b.WriteString("}}")
	}
	b.WriteString("\n]}\n")
	return b.String(), nil
}

func writePart(b *bytes.Buffer, shape string, part [][]int64) {
	position := func(x, y int64) {
		b.WriteByte('[')
		b.WriteString(degrees(x))
		b.WriteByte(',')
		b.WriteString(degrees(y))
		b.WriteByte(']')
	}
	if shape == record.ShapePoint {
		position(part[0][0], part[0][1])
		return
	}
	if shape == record.ShapeArea {
		b.WriteByte('[')
		defer b.WriteByte(']')
	}
	for k, path := range part {
		if k > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('[')
		for i := 0; i < len(path); i += 2 {
			if i > 0 {
				b.WriteByte(',')
			}
			position(path[i], path[i+1])
		}
		b.WriteByte(']')
	}
}

// degrees writes 1e-7 degrees as degrees, exactly.
func degrees(v int64) string {
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	return sign + strconv.FormatInt(v/1e7, 10) + fmt.Sprintf(".%07d", v%1e7)
}
