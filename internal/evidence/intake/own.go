package intake

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/evidence/record"
)

// own is a layout of this program's own CSV files (docs/guide/intake.md). Columns whose name ends in a colon here stand for any number of
// columns that begin so: "role:" for "role:object", "role:harmed".
type own struct {
	name     string
	required []string
	optional []string
	rows     func(in *intake, o *own) error
	example  []string // column, value, ...: the commented line of the template
}

// ownLayout gives the layout of one of our own files; nil: none.
func ownLayout(name string) *own {
	switch name {
	case LayoutIncidents:
		return &own{
			name: name, required: []string{"incident", "act", "when"}, rows: (*intake).ownIncidents,
			optional: []string{
				"scheme", "title_en", "title_ar", "title_ru", "time_zone", "place_en", "place_ar", "place_ru", "zones", "lat", "lon", "radius",
				"role:", "persons", "related", "graphic", "note", "account", "source", "source_en", "source_ar", "source_ru", "source_sort", "source_url",
				"source_party", "source_cites", "url", "published", "lang", "says_en", "says_ar", "says_ru", "account_note",
				"words", "translation:", "translator", "translated_by_machine", "cites", "connection", "claim_by", "claim_when", "claim:",
				"assessor", "grade", "verbatim", "attributions", "contested", "excuses", "amount:", "acts", "method", "assessed", "why",
				"status", "reliability", "degrees", "count_method",
			},
			example: incidentExample,
		}
	case LayoutSources:
		return &own{
			name: name, required: []string{"source", "name_en"}, rows: ownSmall(readSource),
			optional: []string{"name_ar", "name_ru", "sort", "url", "party", "reliability", "cites", "note"},
			example:  []string{"source", "valley_radio", "name_en", "Valley Radio", "sort", "newsroom", "url", "https://example.org", "cites", "agency|north_ministry"},
		}
	case LayoutCoverage:
		return &own{
			name: name, required: []string{"observer", "zone", "from", "to"}, rows: ownSmall(readCoverage),
			optional: []string{"id", "acts", "means", "denied", "denied_by", "lag_days", "source", "note"},
			example:  []string{"observer", "monitors", "zone", "north", "from", "2016-02-27", "to", "2016-03-15", "acts", "attack|clash", "means", "contacts", "lag_days", "2"},
		}
	case LayoutRosters:
		return &own{
			name: name, required: []string{"roster", "member"}, rows: (*intake).ownRosters,
			optional: []string{"role:", "since", "grade", "complete", "declared", "by", "source"},
			example:  []string{"roster", "detainees", "member", "person-1", "role:people", "woman", "since", "2015-03", "grade", "alleged"},
		}
	case LayoutPositions:
		return &own{
			name: name, required: []string{"party", "stance", "when"}, rows: ownSmall(readPosition),
			optional: []string{"id", "agreement", "term", "incident", "says_en", "says_ar", "says_ru", "source", "url"},
			example:  []string{"party", "north", "stance", "deny", "incident", "bridge-1", "when", "2016-03-02", "says_en", "No aircraft of ours flew that day.", "source", "north_ministry"},
		}
	case LayoutTallies:
		return &own{
			name: name, required: []string{"tally", "source", "act", "what", "number", "from", "to"}, rows: ownSmall(readTally),
			optional: []string{"role:", "doers", "grade", "by", "when", "says_en", "says_ar", "says_ru", "url"},
			example:  []string{"tally", "hospitals-2016", "source", "doctors", "act", "attack", "what", "acts", "number", "12", "role:object", "hospital", "from", "2016-01-01", "to", "2016-03-31", "grade", "alleged", "by", "desk"},
		}
	case LayoutPersons:
		return &own{
			name: name, required: []string{"person"}, rows: ownSmall(readPerson),
			optional: []string{"name_en", "name_ar", "name_ru", "pseudo", "aliases", "sex", "age", "years", "civil", "note"},
			example:  []string{"person", "person-1", "name_en", "Witness A", "pseudo", "yes", "sex", "female", "age", "adult", "years", "30-39", "civil", "civilian"},
		}
	case LayoutNames:
		return &own{
			name: name, required: []string{"scheme", "sort", "word", "means"}, rows: ownSmall(readName), optional: []string{"by", "why"},
			example: []string{"scheme", "airwars", "sort", "party", "word", "Northern Forces", "means", "north", "by", "desk", "why", "the name that this publisher uses"},
		}
	}
	return nil
}

// ownIDs are the columns of our own layouts in which a row gives an id to something.
var ownIDs = []string{"incident", "account", "source", "id", "roster", "tally", "person"}

// readOwn finds the columns, refuses those that the layout does not have (a slip would lose a column silently), and reads the rows.
func (in *intake) readOwn(o *own) error {
	t, p := in.table, in.plan
	var optional, prefixes []string
	for _, c := range o.optional {
		if strings.HasSuffix(c, ":") {
			prefixes = append(prefixes, c)
		} else {
			optional = append(optional, c)
		}
	}
	family := func(h string) bool {
		return slices.ContainsFunc(prefixes, func(f string) bool { return strings.HasPrefix(h, f) && len(h) > len(f) })
	}
	for _, h := range t.header {
		if family(h) && !slices.Contains(optional, h) {
			optional = append(optional, h)
		}
	}
	ds := t.bind(o.name, o.required, optional)
	usable := ds == nil // all columns that are needed are there, once
	if usable || ds[0].Code != CodeNoHeader {
		for i, h := range t.header {
			if h == "" || t.uses(i) || slices.Contains(optional, h) || slices.Contains(o.required, h) {
				continue
			}
			d := diag.Diagnostic{Code: CodeUnknownColumn, Span: t.headerSpan(i), Args: diag.Args("column", h, "layout", o.name)}
			if n := near(h, slices.Concat(o.required, optional)); n != "" {
				d.Fixes = []diag.Fix{{Key: "near", Args: diag.Args("near", n)}}
			}
			ds = append(ds, d)
		}
	}
	if ds != nil {
		p.Refused, p.Diagnostics = true, append(p.Diagnostics, ds...)
		if !usable {
			return nil
		} // else the rows are read for what is wrong with them too: whoever mends the header should not find the next fault only then
	}
	t.ids = ownIDs
	return o.rows(in, o)
}

// ownIncidents reads one row per account. Rows of one incident stand together or apart; what is said of the incident itself may stand on
// any of them, and where two say it they must agree.
func (in *intake) ownIncidents(*own) error {
	var items []Item
	index := map[string]int{}
	lines := map[string][]source.Pos{} // of the good rows of each incident
	bad := map[string]bool{}           // incidents with a rejected row: half an incident is not imported
	sources := map[string]record.Source{}
	err := in.rows(func(r *row, ds []diag.Diagnostic) {
		id := r.get("incident")
		if ds == nil && id == "" {
			ds = []diag.Diagnostic{r.bad(CodeNoKey, "incident")}
		}
		if ds != nil {
			bad[id] = true
			in.reject(ds)
			return
		}
		i, known := index[id]
		if !known {
			i = len(items)
			index[id] = i
			items = append(items, Item{Line: r.line, Incident: record.Incident{ID: id}})
		}
		item := &items[i]
		ds = r.ownIncident(&item.Incident)
		ds = append(ds, r.ownAccount(item)...)
		ds = append(ds, r.ownAssessment(item)...)
		s, d := r.ownSource(sources)
		if ds = append(ds, d...); ds != nil {
			bad[id] = true
			in.reject(ds)
			return
		}
		lines[id] = append(lines[id], r.posOf("incident"))
		if s.ID != "" {
			sources[s.ID] = s
		}
	})
	if err != nil || in.plan.Refused {
		return err
	}
	in.rejectSiblings(bad, lines)
	items = slices.DeleteFunc(items, func(i Item) bool { return bad[i.Incident.ID] })
	if err := in.ownSources(items, sources); err != nil {
		return err
	}
	_, err = in.compare(items, func(*record.Incident) bool { return false }, func(i *record.Incident) bool { return bad[i.ID] })
	return err
}

// rejectSiblings leaves out the sound rows of what has a bad one.
func (in *intake) rejectSiblings(bad map[string]bool, sound map[string][]source.Pos) {
	for _, id := range sortedKeys(bad) {
		for _, at := range sound[id] {
			in.reject([]diag.Diagnostic{{Code: CodeSibling, Span: in.table.span(at), Args: diag.Args("id", id)}})
		}
	}
}

// ownSources drafts the sources that the items name, as the file and, where it is silent, the record describe them.
func (in *intake) ownSources(items []Item, sources map[string]record.Source) error {
	done := map[string]bool{}
	for _, item := range items {
		for _, a := range item.Accounts {
			if done[a.Source] {
				continue
			}
			done[a.Source] = true
			now, d := sources[a.Source], pair{}
			for _, o := range in.base.Sources {
				if o.ID == now.ID {
					d.was, now = o, over(o, now)
				}
			}
			d.now = now
			changed, err := in.correct(d, item.Line)
			if err != nil {
				return err
			}
			if changed && d.was != nil {
				in.plan.Changed++ // a new one comes with its incident, which is counted
			}
		}
	}
	return nil
}

// over puts what the file says of a source over what stands.
func over(was, now record.Source) record.Source {
	out := was
	out.Name = maps.Clone(was.Name)
	for lang, name := range now.Name {
		if out.Name == nil {
			out.Name = record.Text{}
		}
		out.Name[lang] = name
	}
	out.Sort, out.URL, out.Party = cmp.Or(now.Sort, was.Sort), cmp.Or(now.URL, was.URL), cmp.Or(now.Party, was.Party)
	if now.Cites != nil {
		out.Cites = now.Cites
	}
	return out
}

// ownSource reads what the row says of its source, joined with what earlier rows said.
func (r *row) ownSource(known map[string]record.Source) (record.Source, []diag.Diagnostic) {
	id := r.get("source")
	if id == "" {
		return record.Source{}, nil
	}
	s := known[id]
	s.ID, s.Name = id, maps.Clone(s.Name)
	var ds []diag.Diagnostic
	ds = append(ds, r.fillText(&s.Name, "source_")...)
	for _, f := range []struct {
		to     *string
		column string
	}{{&s.Sort, "source_sort"}, {&s.URL, "source_url"}, {&s.Party, "source_party"}} {
		ds = append(ds, r.fill(f.to, f.column)...)
	}
	if c := list(r.get("source_cites"), "|"); c != nil {
		s.Cites = c
	}
	return s, ds
}

// fill sets a value that is not set yet; a different one is a contradiction between rows.
func (r *row) fill(to *string, column string) []diag.Diagnostic {
	v := r.get(column)
	switch {
	case v == "" || v == *to:
		return nil
	case *to != "":
		return []diag.Diagnostic{r.bad(CodeDisagree, column, "before", short(*to))}
	}
	*to = v
	return nil
}

func (r *row) fillText(to *record.Text, prefix string) (ds []diag.Diagnostic) {
	for _, lang := range []string{"ar", "en", "ru"} {
		v := (*to)[lang]
		ds = append(ds, r.fill(&v, prefix+lang)...)
		if v != "" {
			if *to == nil {
				*to = record.Text{}
			}
			(*to)[lang] = v
		}
	}
	return ds
}

// ownIncident reads what the row says of the incident.
func (r *row) ownIncident(i *record.Incident) (ds []diag.Diagnostic) {
	for _, f := range []struct {
		to     *string
		column string
	}{{&i.Act, "act"}, {&i.Scheme, "scheme"}, {&i.Zone, "time_zone"}, {&i.Note, "note"}} {
		ds = append(ds, r.fill(f.to, f.column)...)
	}
	if i.Act == "" {
		ds = append(ds, r.bad(CodeValue, "act", "want", "act"))
	}
	if _, d := r.edtf("when", i.When == ""); d != nil {
		ds = append(ds, d...)
	} else {
		ds = append(ds, r.fill(&i.When, "when")...)
	}
	ds = append(ds, r.fillText(&i.Title, "title_")...)
	ds = append(ds, r.fillText(&i.Place.Name, "place_")...)
	if z := list(r.get("zones"), "|"); z != nil {
		if i.Place.Zones != nil && !slices.Equal(i.Place.Zones, z) {
			ds = append(ds, r.bad(CodeDisagree, "zones", "before", joined(i.Place.Zones)))
		}
		i.Place.Zones = z
	}
	lat, lon, given, d := r.coordinates("lat", "lon")
	ds = append(ds, d...)
	radius, known, bad := r.whole("radius")
	switch {
	case bad != nil:
		ds = append(ds, *bad)
	case given && (!known || radius == 0):
		if known {
			ds = append(ds, r.bad(CodeValue, "radius", "want", "> 0"))
		} else {
			ds = append(ds, r.needed("radius", "lat", "radius"))
		}
	case given:
		p := i.Place
		if p.Radius > 0 && (p.Lat != lat || p.Lon != lon || p.Radius != radius) {
			ds = append(ds, r.bad(CodeDisagree, "lat", "before", strconv.FormatFloat(float64(p.Lat)/1e7, 'f', -1, 64)))
		}
		i.Place.Lat, i.Place.Lon, i.Place.Radius = lat, lon, radius
	}
	for _, w := range r.roles() {
		at, found := slices.BinarySearchFunc(i.Roles, w.Role, func(w record.Words, role string) int { return cmp.Compare(w.Role, role) })
		switch {
		case !found:
			i.Roles = slices.Insert(i.Roles, at, w)
		case !slices.Equal(i.Roles[at].Words, w.Words) || i.Roles[at].OneOf != w.OneOf:
			ds = append(ds, r.bad(CodeDisagree, "role:"+w.Role, "before", joined(i.Roles[at].Words)))
		}
	}
	ds = append(ds, r.incidentTies(i)...)
	yes, d := r.yes("graphic")
	i.Graphic = i.Graphic || yes
	return append(ds, d...)
}

// roles reads the columns "role:NAME", sorted by name: values joined by "|", all of them right; with "?" before them one of them.
func (r *row) roles() []record.Words {
	var ws []record.Words
	for c := range r.t.columns {
		role, ok := strings.CutPrefix(c, "role:")
		if !ok {
			continue
		}
		v, oneOf := strings.CutPrefix(r.get(c), "?")
		if words := list(v, "|"); words != nil {
			ws = append(ws, record.Words{Role: role, Words: words, OneOf: oneOf && len(words) > 1})
		}
	}
	slices.SortFunc(ws, func(a, b record.Words) int { return cmp.Compare(a.Role, b.Role) })
	return ws
}

// yes reads a mark: yes, true, 1 or x; no, false, 0 or blank.
func (r *row) yes(column string) (bool, []diag.Diagnostic) {
	switch strings.ToLower(r.get(column)) {
	case "yes", "true", "1", "x":
		return true, nil
	case "no", "false", "0", "":
		return false, nil
	}
	return false, []diag.Diagnostic{r.bad(CodeValue, column, "want", "yes, no")}
}

// ownAccount reads the account of the row, when it names a source.
func (r *row) ownAccount(item *Item) (ds []diag.Diagnostic) {
	if r.get("source") == "" {
		return nil
	}
	id := item.Incident.ID
	a := record.Account{
		ID: cmp.Or(r.get("account"), id+":"+strconv.Itoa(len(item.Accounts)+1)), Source: r.get("source"), Incident: id,
		Lang: r.get("lang"), URL: r.get("url"), Says: text(r, "ar", "says_ar", "en", "says_en", "ru", "says_ru"), Note: r.get("account_note"),
	}
	a.Published, ds = r.edtf("published", false)
	ds = append(ds, r.accountWords(&a)...)
	if slices.ContainsFunc(item.Accounts, func(o record.Account) bool { return o.ID == a.ID }) {
		ds = append(ds, r.bad(CodeRepeated, "account", "first", strconv.Itoa(item.Line)))
	}
	item.Accounts = append(item.Accounts, a)
	return ds
}
