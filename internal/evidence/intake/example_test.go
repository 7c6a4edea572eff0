package intake

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/testroot"
)

// TestShippedExample: the record of examples/syria-2015 loads without a remark, and twice changes nothing.
func TestShippedExample(t *testing.T) {
	f := &fake{}
	dir := filepath.Join(testroot.Root(t), "examples", "syria-2015", "record")
	for _, file := range []string{"incidents.csv", "coverage.csv", "positions.csv", "tallies.csv", "names.csv"} {
		data, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		opt := Options{File: file, Actor: "demo", Now: 1}
		p := load(t, f, string(data), opt)
		if p.Added == 0 {
			t.Errorf("%s: %+v", file, p)
		}
		if p := load(t, f, string(data), opt); !p.Empty() {
			t.Errorf("%s again: %d added, %d changed", file, p.Added, p.Changed)
		}
		if file == "incidents.csv" {
			rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			ids := map[string]bool{}
			for _, r := range rows[1:] {
				ids[r[slices.Index(rows[0], "incident")]] = true
			}
			if p.Added != len(ids) || p.Rows != len(rows)-1 {
				t.Errorf("%d of %d incidents, %d of %d rows", p.Added, len(ids), p.Rows, len(rows)-1)
			}
		}
	}
}

// TestTemplates: the header of each template is read as its own layout; its example is skipped, and is a good row once uncommented.
func TestTemplates(t *testing.T) {
	for _, layout := range Layouts {
		b, ok := Template(layout)
		if !ok {
			if layout != LayoutGeneric && layout != LayoutZones {
				t.Errorf("%s: no template", layout)
			}
			continue
		}
		p := read(t, &fake{}, string(b), opts)
		if p.Layout != layout || p.Refused || p.Rows != 0 || !p.Empty() {
			t.Errorf("%s: %+v\n%s", layout, p, describe(p.Diagnostics))
		}
		if builtin(layout) != nil || layout == LayoutAirwarsSources {
			continue
		}
		f := &fake{}
		if p := load(t, f, strings.Replace(string(b), "# ", "", 1), opts); p.Layout != layout || p.Added != 1 {
			t.Errorf("%s: %+v", layout, p)
		}
	}
}

// TestGuide: every CSV block of the guide loads, and every mapping in it can be used.
func TestGuide(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(testroot.Root(t), "docs", "guide", "intake.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(b), "```")
	f, files, mappings := &fake{}, 0, 0
	for i := 1; i < len(blocks); i += 2 {
		kind, text, _ := strings.Cut(blocks[i], "\n")
		switch kind {
		case "csv", "json zones":
			files++
			if p := load(t, f, text, opts); p.Added == 0 {
				t.Errorf("%+v\n%s", p, text)
			}
		case "json":
			mappings++
			m, ds := ParseMapping("guide.json", []byte(text))
			if ds != nil {
				t.Fatalf("%s", describe(ds))
			}
			opt := opts
			opt.Mapping = m
			kind, text, _ := strings.Cut(blocks[i+2], "\n")
			if kind != "csv by mapping" {
				t.Fatalf("after a mapping stands %q", kind)
			}
			if p := load(t, f, text, opt); p.Added == 0 || p.Layout != LayoutGeneric {
				t.Errorf("%+v", p)
			}
		}
	}
	if files < 2 || mappings != 1 {
		t.Errorf("%d files, %d mappings", files, mappings)
	}
}
