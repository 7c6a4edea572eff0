package board

import (
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/evidence/record"
	"mithaq/internal/front/wording"
)

// LookView is what entering would do.
type LookView struct {
	Nothing bool // it stands so already
	New     []LookPart
	Diffs   []DiffRow
	Remarks []string
}

// LookPart is one entry that would be made, told as the record would tell it: so a day, a place or a party that was taken for another is seen before it stands.
type LookPart struct {
	Title string
	Facts []Pair
}

// Look tells of a payload that would be entered. more are sources that would be entered with it.
func (r *Run) Look(rd Reader, payload any, more []record.Source) (LookPart, bool) {
	f := facts{rd: rd, l: r.lookup(rd), source: func(id string) string {
		if i := slices.IndexFunc(more, func(s record.Source) bool { return s.ID == id }); i >= 0 {
			return rd.titleOf(more[i].Name, id)
		}
		return r.sourceName(rd, id)
	}}
	part := LookPart{}
	switch p := payload.(type) {
	case record.Incident:
		part.Title = rd.W.Text("entry.incident") + " " + rd.W.Foreign(p.ID)
		f.incident(&p)
	case record.Account:
		part.Title = rd.W.Text("entry.account") + ": " + rd.W.Foreign(f.source(p.Source))
		f.account(&p)
	case record.Source:
		part.Title = rd.W.Text("entry.source") + " " + rd.W.Foreign(p.ID)
		f.theSource(&p)
	case record.Coverage:
		part.Title = rd.W.Text("entry.coverage")
		f.coverage(&p)
	default:
		return part, false
	}
	part.Facts = f.list
	return part, true
}

// facts collects what an entry says, under the names of the fields in which it is typed.
type facts struct {
	rd     Reader
	l      wording.Lookup
	source func(id string) string
	list   []Pair
}

func (f *facts) put(name, value string) {
	if value != "" {
		f.list = append(f.list, Pair{name, value})
	}
}

func (f *facts) texts(prefix string, t record.Text) {
	for _, lang := range []string{"en", "ar", "ru"} {
		f.put(f.rd.ColumnName(prefix+lang), t[lang])
	}
}

func (f *facts) incident(in *record.Incident) {
	name := f.rd.ColumnName
	f.put(name("act"), f.l.Act(in.Act))
	if in.When != "" {
		f.put(name("when"), f.rd.When(in.When))
	}
	f.texts("title_", in.Title)
	f.texts("place_", in.Place.Name)
	f.put(name("zones"), f.values(in.Place.Zones, f.rd.W.And))
	if in.Place.Radius > 0 {
		f.put(f.rd.W.Text("board.enter.point"), degrees(in.Place.Lat)+", "+degrees(in.Place.Lon)+" ("+f.rd.W.Bare().Text("board.radius", "n", in.Place.Radius)+")")
	}
	for _, w := range in.Roles {
		join := f.rd.W.And
		if w.OneOf {
			join = f.rd.W.Or
		}
		f.put(f.rd.W.Role(w.Role), f.values(w.Words, join))
	}
	if in.Graphic {
		f.put(name("graphic"), "✓")
	}
	f.put(name("time_zone"), in.Zone)
	var persons, related []string
	for _, p := range in.Persons {
		persons = append(persons, p.Person+" = "+p.As)
	}
	for _, x := range in.Related {
		related = append(related, x.Incident+" = "+x.How)
	}
	f.put(name("persons"), strings.Join(persons, "; "))
	f.put(name("related"), strings.Join(related, "; "))
	f.put(name("scheme"), in.Scheme)
	f.put(name("note"), in.Note)
}

// values names values of the vocabulary in one phrase.
func (f *facts) values(ids []string, join func([]string) string) string {
	var names []string
	for _, id := range ids {
		names = append(names, f.l.Value(id))
	}
	if names == nil {
		return ""
	}
	return plain(join(names))
}

func (f *facts) account(a *record.Account) {
	name := f.rd.ColumnName
	f.put(name("published"), f.rd.published(a.Published))
	f.put(name("url"), a.URL)
	if a.Lang != "" {
		f.put(name("lang"), f.rd.language(a.Lang))
	}
	f.put(name("words"), a.Words)
	f.texts("says_", a.Says)
	if a.Connection != "" {
		f.put(name("connection"), f.rd.W.Bare().Connection(a.Connection))
	}
	f.put(name("cites"), f.sources(a.Cites))
	f.put(name("account_note"), a.Note)
}

func (f *facts) sources(ids []string) string {
	var names []string
	for _, id := range ids {
		names = append(names, f.source(id))
	}
	return strings.Join(names, "; ")
}

func (f *facts) theSource(s *record.Source) {
	name := func(column string) string { return f.rd.W.Text("board.small.source." + column) }
	for _, lang := range []string{"en", "ar", "ru"} {
		f.put(name("name_"+lang), s.Name[lang])
	}
	if s.Sort != "" {
		f.put(name("sort"), f.rd.sort(s.Sort))
	}
	if s.Party != "" {
		f.put(name("party"), f.l.Party(s.Party))
	}
	f.put(name("cites"), f.sources(s.Cites))
	if s.Reliability != "" {
		f.put(name("reliability"), f.rd.W.Bare().Reliability(s.Reliability))
	}
	f.put(name("url"), s.URL)
	f.put(name("note"), s.Note)
}

func (f *facts) coverage(c *record.Coverage) {
	name := func(column string) string { return f.rd.W.Text("board.small.coverage." + column) }
	f.put(name("observer"), f.source(c.Observer))
	f.put(name("zone"), f.l.Value(c.Zone))
	f.put(name("from"), f.rd.When(c.From))
	f.put(name("to"), f.rd.When(c.To))
	if c.Denied {
		f.put(name("denied"), "✓")
	}
	if c.DeniedBy != "" {
		f.put(name("denied_by"), f.l.Party(c.DeniedBy))
	}
	if c.Means != "" {
		f.put(name("means"), f.rd.W.Bare().Means(c.Means))
	}
	var acts []string
	for _, act := range c.Acts {
		acts = append(acts, f.l.Act(act))
	}
	f.put(name("acts"), strings.Join(acts, "; "))
	if c.LagDays > 0 {
		f.put(name("lag_days"), strconv.Itoa(c.LagDays))
	}
	if c.Source != "" {
		f.put(name("source"), f.source(c.Source))
	}
	f.put(name("note"), c.Note)
}

// language names a language in which somebody wrote.
func (rd Reader) language(code string) string {
	if key := "lang." + code; rd.W.Has(key) {
		return rd.W.Bare().Text(key)
	}
	return code
}

// sort names what kind of source somebody is.
func (rd Reader) sort(word string) string {
	if key := "source." + word; rd.W.Has(key) {
		return rd.W.Bare().Text(key)
	}
	return word
}

// DiffRow is a field that would change.
type DiffRow struct{ Subject, Field, Before, After string }

// DiffRow tells of a field of an entry that would change, by the column in which it is typed and as it is typed there.
func (rd Reader) DiffRow(subject, field, before, after string) DiffRow {
	typed := func(stored string) string {
		v, err := strconv.ParseInt(stored, 10, 64)
		if err != nil {
			return stored
		}
		return Degrees(v)
	}
	name, parts := "", strings.Split(field, ".")
	is := func(n int, first string) bool { return len(parts) == n && parts[0] == first }
	switch {
	case field == "place.lat" || field == "place.lon":
		name, before, after = rd.ColumnName(parts[1]), typed(before), typed(after)
	case field == "place.radius", field == "place.zones":
		name = rd.ColumnName(parts[1])
	case is(2, "title"), is(2, "says"):
		name = rd.ColumnName(parts[0] + "_" + parts[1])
	case is(3, "place"):
		name = rd.ColumnName("place_" + parts[2])
	case is(3, "roles"):
		name = rd.W.Role(parts[1])
	case is(4, "amounts"):
		part := map[string]string{"lo": "low", "best": "best", "hi": "high"}[parts[3]]
		name, before, after = rd.W.Role(parts[1])+": "+rd.W.Text("board.number."+part), counted(before), counted(after)
	case is(3, "amounts"):
		name = rd.W.Role(parts[1]) + ": " + rd.W.Text("board.number.unit")
	case is(3, "attributions"):
		name = rd.ColumnName("attributed_to") + ": " + rd.W.Foreign(parts[1])
	default:
		name = rd.ColumnName(field)
	}
	return DiffRow{subject, name, before, after}
}

// counted leaves out the number that stands for one that nobody knows.
func counted(stored string) string {
	if stored == "-1" {
		return ""
	}
	return stored
}
