package intake

import (
	"slices"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/evidence/record"
)

// layout reads the rows of one publisher's files as incidents.
type layout struct {
	name      string
	publisher string
	mapping   string // its name, for the import entry
	source    record.Source
	key       string // column
	required  []string
	optional  []string
	older     map[string]string // other names of columns, in older releases
	scoped    bool              // a file speaks for its years and countries
	exact     bool              // for its days and sorts of event alone: it may be what a filter left
	whole     bool              // a file is always a whole release
	read      func(r *row, id string) (Item, []diag.Diagnostic)
	all       func(items []Item) // looks at all rows together, once they have been read; may be nil
}

// builtin gives the layouts of publishers that this program knows by itself.
func builtin(name string) *layout {
	switch name {
	case LayoutUCDP:
		return &layout{
			name: name, publisher: "ucdp", mapping: LayoutUCDP, source: ucdpSource, key: "id",
			required: ucdpRequired, optional: ucdpOptional, older: ucdpOlder, scoped: true, read: readUCDP,
		}
	case LayoutAirwars:
		return &layout{
			name: name, publisher: "airwars", mapping: LayoutAirwars, source: airwarsSource, key: "airwars_id",
			required: airwarsRequired, optional: airwarsOptional, read: readAirwars, all: numbered,
		}
	case LayoutACLED:
		return &layout{
			name: name, publisher: "acled", mapping: LayoutACLED, source: acledSource, key: "event_id_cnty",
			required: acledRequired, optional: acledOptional, scoped: true, exact: true, read: readACLED,
		}
	}
	return nil
}

// byMapping gives the layout that a saved mapping describes.
func byMapping(m *Mapping) *layout {
	l := builtin(m.Layout)
	if l == nil {
		l = &layout{name: LayoutGeneric, key: m.Key, required: m.columns(), whole: m.WholeRelease, read: m.read}
	}
	l.mapping, l.publisher = m.ID, m.Publisher
	if m.Source != nil {
		l.source = *m.Source
	}
	if l.source.ID != m.Publisher {
		l.source.ID = m.Publisher
	}
	if l.source.Name == nil {
		l.source.Name = record.Text{"en": m.Publisher}
	}
	return l
}

// required columns of each layout: they decide which one a header is.
func requiredOf(name string) []string {
	if l := builtin(name); l != nil {
		return l.required
	}
	if o := ownLayout(name); o != nil {
		return o.required
	}
	if name == LayoutAirwarsSources {
		return airwarsSourcesRequired
	}
	return nil
}

// renamed gives a header with the columns of older releases under the names that they have now.
func renamed(header []string, older map[string]string) []string {
	out := slices.Clone(header)
	for i, h := range header {
		if now, ok := older[strings.ToLower(h)]; ok && !hasColumn(header, now) {
			out[i] = now
		}
	}
	return out
}

// detect finds the layout of a header: the one whose required columns are all there, the most telling first. Otherwise nearest is the
// one with the largest share of them, when that is more than half: then the message can say which columns are missing.
func detect(header []string) (name, nearest string) {
	most, share := 0, 0.5
	for _, l := range Layouts {
		req := requiredOf(l)
		names := header
		if b := builtin(l); b != nil {
			names = renamed(header, b.older)
		}
		n := 0
		for _, c := range req {
			if slices.Contains(names, c) {
				n++
			}
		}
		switch {
		case len(req) == 0:
		case n == len(req) && n > most:
			name, most = l, n
		case float64(n)/float64(len(req)) > share:
			nearest, share = l, float64(n)/float64(len(req))
		}
	}
	return name, nearest
}

// keep gathers the publisher's words worth keeping: the cells of these columns that are not blank.
func keep(r *row, columns ...string) map[string]string {
	var m map[string]string
	for _, c := range columns {
		if v := r.get(c); v != "" {
			if m == nil {
				m = map[string]string{}
			}
			m[c] = v
		}
	}
	return m
}

// text gives the cells of language columns as one text; nil when all are blank.
func text(r *row, columns ...string) record.Text {
	var t record.Text
	for i := 0; i < len(columns); i += 2 {
		if v := r.get(columns[i+1]); v != "" {
			if t == nil {
				t = record.Text{}
			}
			t[columns[i]] = v
		}
	}
	return t
}
