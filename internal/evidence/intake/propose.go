package intake

import (
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
)

// Proposal is what a file lets one guess about itself. It is shown and never applied by itself.
type Proposal struct {
	Form    string   `json:"form"`
	Layout  string   `json:"layout"`            // the layout that fits; "generic": Mapping is a first draft
	Missing []string `json:"missing,omitempty"` // required columns of Layout that the header lacks
	Mapping *Mapping `json:"mapping,omitempty"` // of a generic file
	Guesses []Guess  `json:"guesses,omitempty"` // what the mapping rests on
	Open    []string `json:"open,omitempty"`    // fields of Mapping that the user must still fill in, or look at
	Unused  []string `json:"unused,omitempty"`  // columns that the proposal does not read
}

// Guess says by what a column was taken for a field.
type Guess struct {
	Field  string `json:"field"`
	Column string `json:"column"`
	By     string `json:"by"`               // ByName, ByTag, ByContent
	Detail string `json:"detail,omitempty"` // the tag; the form of dates
}

// By what a column is known.
const (
	ByName    = "name"
	ByTag     = "tag"
	ByContent = "content"
)

// sampled is how many rows are looked at to guess what columns hold.
const sampled = 500

// Propose reads the header and the first rows of a file, and says which layout it is, or drafts a mapping for it.
func Propose(data []byte, opt Options) (*Proposal, []diag.Diagnostic) {
	t, ds := open(data, opt)
	if ds != nil {
		return nil, ds
	}
	if t.form == FormGeoJSON {
		return &Proposal{Form: t.form, Layout: LayoutZones}, nil
	}
	if ds := t.nameColumns(opt); ds != nil {
		return nil, ds
	}
	name, nearest := detect(t.header)
	if name == "" {
		name = nearest
	}
	if name != "" {
		p := &Proposal{Form: t.form, Layout: name, Missing: lacks(t.header, requiredOf(name))}
		if l := builtin(name); l != nil {
			p.Missing = lacks(renamed(t.header, l.older), l.required)
		}
		return p, nil
	}
	if t.headless() {
		return nil, t.one(CodeNoHeader, "layout", "", "first", t.header[0])
	}
	d := &draft{table: t, cells: make([][]string, len(t.header)), taken: map[int]bool{}, mapping: &Mapping{}}
	for range sampled {
		r, _, stop := t.next()
		if stop {
			break
		}
		for i := range t.header {
			if i < len(r.fields) {
				if c := visible(clean(r.fields[i])); c != "" {
					d.cells[i] = append(d.cells[i], strings.Clone(c))
				}
			}
		}
		d.rows++
	}
	d.draw()
	p := &Proposal{Form: t.form, Layout: LayoutGeneric, Mapping: d.mapping, Guesses: d.guesses, Open: d.open}
	used := d.mapping.columns()
	for _, h := range t.header {
		if h != "" && !hasColumn(used, h) && !hasColumn(used, h+".lat") {
			p.Unused = append(p.Unused, h)
		}
	}
	return p, nil
}

// draft is a mapping in the making.
type draft struct {
	table   *table
	cells   [][]string // by column: those of the rows looked at that are not blank
	rows    int
	taken   map[int]bool
	mapping *Mapping
	guesses []Guess
	open    []string
}

// find takes the column of a field by its tag or its name; -1: none.
func (d *draft) find(field string) int {
	for _, want := range hxl[field] {
		for i, tag := range d.table.tags {
			if i < len(d.table.header) && !d.taken[i] && tag != "" && tagFits(tag, want) {
				return d.take(field, i, ByTag, tag)
			}
		}
	}
	for _, name := range guesses[field] {
		for i, h := range d.table.header {
			if !d.taken[i] && h != "" && plainName(h) == plainName(name) {
				return d.take(field, i, ByName, "")
			}
		}
	}
	return -1
}

func (d *draft) take(field string, i int, by, detail string) int {
	d.taken[i] = true
	d.guesses = append(d.guesses, Guess{field, d.table.header[i], by, detail})
	return i
}

func (d *draft) column(i int) string {
	if i < 0 {
		return ""
	}
	return d.table.header[i]
}

// ask notes a field that the user has to fill in or look at.
func (d *draft) ask(field string) {
	if !slices.Contains(d.open, field) {
		d.open = append(d.open, field)
	}
}

// draw fills the mapping, field by field.
func (d *draft) draw() {
	m := d.mapping
	d.ask("id")
	d.ask("publisher")
	d.key()
	d.dates()
	m.Act.Column = d.column(d.find("act"))
	if m.Act.Column == "" {
		d.ask("act")
	}
	d.place()
	for i := d.find("zone"); i >= 0; i = d.find("zone") {
		m.Zones = append(m.Zones, d.column(i))
	}
	if i := d.find("actor"); i >= 0 {
		m.Attribution = &Value{Column: d.column(i), Separator: d.separator(i)}
		d.ask("attribution") // who did it and who took part look alike in a header: look at it
	}
	d.counts()
	if d.find("grade") >= 0 {
		d.taken[slices.Index(d.table.header, d.guesses[len(d.guesses)-1].Column)] = false
		d.guesses = d.guesses[:len(d.guesses)-1] // what its words mean only the user knows
		d.ask("grade")
	}
	m.URL = d.column(d.find("url"))
	if i := d.find("title"); i >= 0 {
		m.Title = map[string]string{d.lang(i): d.column(i)}
	}
	m.Published = d.column(d.find("published"))
	if m.Published != "" && !d.all(slices.Index(d.table.header, m.Published), func(s string) bool { _, _, ok := parseDay(s, m.form()); return ok }) {
		m.Published = ""
		d.ask("published")
	}
	if d.table.form == FormKobo {
		for _, c := range []string{"_validation_status/uid", "_attachments/filename"} {
			if slices.Contains(d.table.header, c) {
				m.Keep = append(m.Keep, c)
			}
		}
	}
}

// all says whether all cells of a column that are not blank are so, and there are some.
func (d *draft) all(i int, is func(string) bool) bool {
	return i >= 0 && len(d.cells[i]) > 0 && !slices.ContainsFunc(d.cells[i], func(s string) bool { return !is(s) })
}

// unique says whether each row has a value of its own in a column.
func (d *draft) unique(i int) bool {
	seen := map[string]bool{}
	for _, c := range d.cells[i] {
		seen[c] = true
	}
	return d.rows > 0 && len(seen) == d.rows && len(d.cells[i]) == d.rows
}

// key takes the column that names each row: by its name if it does so, or else the first that does and is short.
func (d *draft) key() {
	first := -1
	for i := d.find("key"); i >= 0; i = d.find("key") {
		if d.unique(i) || d.rows == 0 {
			d.mapping.Key = d.column(i)
			d.forget("key", i)
			return
		}
		if first < 0 {
			first = i
		}
	}
	d.forget("key", -1)
	if first < 0 && d.rows > 1 {
		first = slices.IndexFunc(d.table.header, func(h string) bool {
			i := slices.Index(d.table.header, h)
			return h != "" && d.unique(i) && d.all(i, func(s string) bool { return len(s) <= 64 && !strings.ContainsAny(s, "\n./") })
		})
		if first >= 0 {
			d.take("key", first, ByContent, "")
		}
	}
	d.mapping.Key = d.column(first)
	d.ask("key")
}

// forget gives back the columns that were tried as a key, all but one.
func (d *draft) forget(field string, but int) {
	d.guesses = slices.DeleteFunc(d.guesses, func(g Guess) bool {
		i := slices.Index(d.table.header, g.Column)
		if g.Field != field || i == but {
			return false
		}
		d.taken[i] = false
		return true
	})
}

// dateOrder are the forms of dates in the order in which they are tried.
var dateOrder = []string{isoDate, dayFirst, monFirst, dayName, edtf}

// formOf gives the form in which all cells of a column are dates; sure is false where the day and the month could be either.
func (d *draft) formOf(i int) (form string, sure bool) {
	fits := func(form string) bool {
		return d.all(i, func(s string) bool {
			if form == edtf {
				_, err := civil.ParseEDTF(s)
				return err == nil
			}
			_, _, ok := parseDay(s, form)
			return ok
		})
	}
	for _, f := range dateOrder {
		if fits(f) {
			return f, f != dayFirst || !fits(monFirst)
		}
	}
	return "", false
}

func (d *draft) dates() {
	m := d.mapping
	i := d.find("date")
	if i < 0 || d.rows > 0 && len(d.cells[i]) > 0 && !d.mostly(i) {
		for k := range d.table.header { // what looks like days, whatever it is called
			if _, ok := d.formOf(k); !d.taken[k] && d.table.header[k] != "" && ok && d.rows > 1 {
				if i >= 0 {
					d.forget("date", -1)
				}
				i = d.take("date", k, ByContent, "")
				break
			}
		}
	}
	m.Date, m.DateFormat = d.column(i), isoDate
	if i < 0 {
		d.ask("date")
		return
	}
	form, sure := d.formOf(i)
	if form != "" {
		m.DateFormat = form
		d.detail("date", form)
	}
	if !sure && len(d.cells[i]) > 0 {
		d.ask("date_format")
	}
	m.DateEnd = d.column(d.find("end"))
}

// mostly says whether most cells of a column can be read as dates in some form.
func (d *draft) mostly(i int) bool {
	n := 0
	for _, c := range d.cells[i] {
		for _, f := range dateOrder[:4] {
			if _, _, ok := parseDay(c, f); ok {
				n++
				break
			}
		}
	}
	return n*2 >= len(d.cells[i])
}

func (d *draft) detail(field, detail string) {
	for i := range d.guesses {
		if d.guesses[i].Field == field {
			d.guesses[i].Detail = strings.TrimSpace(d.guesses[i].Detail + " " + detail)
		}
	}
}

// place takes names and coordinates, if both are there and are coordinates.
func (d *draft) place() {
	m := d.mapping
	if i := d.find("place"); i >= 0 {
		m.Place = map[string]string{d.lang(i): d.column(i)}
	}
	lat, lon := d.find("lat"), d.find("lon")
	if lat < 0 && lon < 0 && d.table.form == FormKobo { // a question that holds a place
		lat = slices.IndexFunc(d.table.header, func(h string) bool {
			name, ok := strings.CutSuffix(h, "/lat")
			return ok && !strings.Contains(h, "[") && slices.Contains(d.table.header, name+"/lon")
		})
		if lat >= 0 {
			lon = slices.Index(d.table.header, strings.TrimSuffix(d.table.header[lat], "/lat")+"/lon")
			d.take("lat", lat, ByContent, "")
			d.take("lon", lon, ByContent, "")
		}
	}
	if i := slices.IndexFunc(d.table.header, func(h string) bool { return strings.HasSuffix(strings.ToLower(h), "_geolocation") }); i >= 0 && lat < 0 && lon < 0 {
		d.take("lat, lon", i, ByName, "") // Uwazi: both in one cell
		m.Lat, m.Lon = d.table.header[i]+".lat", d.table.header[i]+".lon"
		d.ask("radius")
		return
	}
	is := func(limit int64) func(string) bool {
		return func(s string) bool { _, ok := degrees(s, limit); return ok }
	}
	if lat < 0 || lon < 0 || d.rows > 0 && (!d.all(lat, is(90)) || !d.all(lon, is(180))) {
		if lat >= 0 || lon >= 0 {
			d.ask("lat, lon")
		}
		d.forget("lat", -1)
		d.forget("lon", -1)
		return
	}
	m.Lat, m.Lon = d.column(lat), d.column(lon)
	d.ask("radius")
}

func (d *draft) counts() {
	count := func(role string, low, best, high int) {
		if low < 0 && best < 0 && high < 0 {
			return
		}
		for _, i := range []int{low, best, high} {
			if i >= 0 && len(d.cells[i]) > 0 && !d.all(i, isWhole) {
				d.ask("counts")
			}
		}
		// A lone figure of 0 is as often "none reported" as "none".
		d.mapping.Counts = append(d.mapping.Counts, CountColumns{
			Role: role, Low: d.column(low), Best: d.column(best), High: d.column(high), ZeroUnknown: low < 0 && high < 0,
		})
	}
	low, best, high := d.find("low"), d.find("dead"), d.find("high")
	count("killed", low, best, high)
	count("injured", -1, d.find("hurt"), -1)
}

func isWhole(s string) bool {
	a, b, _ := strings.Cut(s, ".")
	_, err := strconv.ParseUint(a, 10, 40)
	return err == nil && strings.Trim(b, "0") == ""
}

// separator gives the sign by which several cells of a column list values; "": none does.
func (d *draft) separator(i int) string {
	for _, s := range []string{";", "|", ","} {
		n := 0
		for _, c := range d.cells[i] {
			if strings.Contains(c, s) {
				n++
			}
		}
		if n > 0 && n*20 >= len(d.cells[i]) {
			return s
		}
	}
	return ""
}

// lang guesses the language of a column by the letters of most of its cells.
func (d *draft) lang(i int) string {
	n := map[string]int{}
	for _, c := range d.cells[i] {
		n[langOf(c)]++
	}
	best := "en"
	for _, l := range []string{"ar", "ru"} {
		if n[l] > n[best] {
			best = l
		}
	}
	return best
}

func hasColumn(header []string, c string) bool {
	for _, h := range header {
		if strings.EqualFold(strings.TrimSpace(h), c) {
			return true
		}
	}
	return false
}
