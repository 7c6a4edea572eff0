package board

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/wording"
)

// IncidentRow is one line of the list of incidents.
type IncidentRow struct {
	ID        string
	Title     string
	When      string
	Place     string
	Act       string
	Grade     string
	Assessed  bool
	Parties   string
	Killed    string
	Withdrawn bool
	One       bool // the grade rests on one source only
	Graphic   bool // Title is then not the record's own, which is shown only when asked for
}

// IncidentsView is a page of incidents with what was asked for.
type IncidentsView struct {
	Rows     []IncidentRow
	Total    int
	AtMost   bool         // so many may match (record.Page)
	Next     template.URL // query string of the next page; "": the last
	First    template.URL // of the first page; "": this is it
	Query    map[string]string
	Narrowed bool // by a filter: without it there may be more
	Acts     []Choice
	Parties  []Choice
	Grades   []Choice
	Sorts    []Choice
}

// TotalKey gives the words in which a list says how many incidents match: exactly, or at most.
func TotalKey(atMost bool) string {
	if atMost {
		return "board.incidents_at_most"
	}
	return "board.incidents_n"
}

// Choice is one choice of a filter.
type Choice struct {
	Value, Name string
	Chosen      bool
}

// IncidentRow makes one line.
func (r *Run) IncidentRow(rd Reader, row *record.Row) IncidentRow {
	l := r.lookup(rd)
	in := &row.Incident
	v := IncidentRow{
		ID: in.ID, Title: rd.titleOf(in.Title, in.ID), When: rd.When(in.When), Place: rd.place(&in.Place), Act: l.Act(in.Act),
		Grade: rd.W.Grade(row.Grade).Word, Assessed: row.Assessed, Killed: rd.Range(row.Killed),
	}
	v.One = r.OneVoice(in.ID)
	if v.Graphic = in.Graphic; v.Graphic {
		v.Title = rd.W.Bare().Text("board.graphic.row", "act", v.Act)
	}
	var names []string
	for _, p := range row.Parties {
		names = append(names, l.Party(p))
	}
	v.Parties = rd.W.Series(names)
	return v
}

// When writes a date of the record as exactly as it is known.
func (rd Reader) When(edtf string) string {
	e, err := civil.ParseEDTF(edtf)
	if err != nil {
		return rd.W.Text("board.unknown")
	}
	return locale.When(rd.Lang, e)
}

// Range writes a number of the record: "59–70", "at least 70", "not known".
func (rd Reader) Range(n record.Range) string {
	switch {
	case n == record.Range{Lo: 0, Best: -1, Hi: -1}, n == record.Range{Lo: 0, Best: 0, Hi: -1}:
		return ""
	case n.Hi < 0:
		return rd.W.Text("board.at_least", "n", n.Lo)
	case n.Lo == n.Hi:
		return locale.Number(rd.Lang, n.Lo)
	}
	return locale.Range(rd.Lang, n.Lo, n.Hi)
}

func (rd Reader) place(p *record.Place) string {
	if len(p.Name) == 0 {
		return ""
	}
	return rd.titleOf(p.Name, "")
}

// IncidentView is the page of one incident.
type IncidentView struct {
	IncidentRow
	Bundle      *record.Bundle
	Roles       []Pair
	Coordinates string
	Radius      int64
	Accounts    []AccountRow
	Assessments []AssessmentRow
	Denials     []string
	Touches     []Touch
	Versions    []VersionRow
	Words       string   // the title, where it is graphic and must be asked for
	Involved    []string // persons, and other incidents
	Publisher   string
	Into        string         // the incident that stands for it; "": itself
	Merged      []IncidentView // what was merged into it, with accounts and assessments alone
	Lineage     *LineageView   // nil: no account
	Follow      FollowForm     // to follow it up, as it was typed
	Follows     []FollowRow    // what the visitor must follow up on it
}

// Pair is a name and its value.
type Pair struct{ Name, Value string }

// AccountRow is one account.
type AccountRow struct {
	Source, SourceID string
	Published        string
	URL              string
	Says             string
	Note             string
	Lang             string
	Files            []FileRow
	Words            []string // its own words, and translations
	Claims           string   // what it asserts
	Connection       string   // of the source to what happened
	Cites            string   // on whom it rests
}

// AssessmentRow is what one assessor holds.
type AssessmentRow struct {
	Assessor, Grade, Verbatim, When, Method, Why, Rule string
	Attributions                                       []Pair // party, grade
	OneOf, Exhaustive, Contested                       bool
	Group                                              string
	Amounts                                            []Pair
	Status, Reliability                                string
	Degrees                                            []string
	Finding                                            *FindingView
}

// HistoryRow is one entry on the incident.
type HistoryRow struct {
	Seq           int64
	Kind, Subject string
	Entered       string
	Actor         string
	Origin        string
	Hash          string
	Grade         string // of an assessment, so that a regrading shows
}

// IncidentPage makes the page of one incident. person names a person by id; today is the day on which it is looked at.
func (r *Run) IncidentPage(rd Reader, c *review.Case, person func(string) string, today civil.Date) *IncidentView {
	l := r.lookup(rd)
	b, history := c.Bundle, c.History
	in := &b.Incident
	v := &IncidentView{
		IncidentRow: r.IncidentRow(rd, &record.Row{Incident: *in, Killed: record.Range{Best: -1, Hi: -1}}), Bundle: b, Radius: in.Place.Radius,
		Publisher: r.sourceName(rd, in.Publisher), Words: rd.titleOf(in.Title, in.ID),
	}
	v.Withdrawn, v.Involved, v.Into = b.Withdrawn, rd.Involved(in, person), b.Into
	v.Lineage = Lineage(rd, r.Base, b, func(id string) string { return r.sourceName(rd, id) }, l.Party)
	if rd.Outside && v.Lineage != nil {
		v.Lineage.One = false // accounts that are not shown may stand beside
	}
	for i := range b.Merged {
		v.Merged = append(v.Merged, r.merged(rd, &b.Merged[i], person))
	}
	if in.Place.Radius > 0 {
		v.Coordinates = degrees(in.Place.Lat) + ", " + degrees(in.Place.Lon)
	}
	for _, w := range in.Roles {
		var values []string
		for _, word := range w.Words {
			values = append(values, l.Value(word))
		}
		join := rd.W.And
		if w.OneOf {
			join = rd.W.Or
		}
		v.Roles = append(v.Roles, Pair{rd.W.Role(w.Role), join(values)})
	}
	for i := range b.Accounts {
		v.Accounts = append(v.Accounts, r.account(rd, &b.Accounts[i]))
	}
	for i := range b.Assessments {
		row := r.assessment(rd, &b.Assessments[i], person)
		row.Finding = rd.Finding(c, b.Assessments[i].Assessor, l.Party, today)
		v.Assessments = append(v.Assessments, row)
	}
	for i := range b.Denials {
		d := &b.Denials[i]
		v.Denials = append(v.Denials, rd.W.Text("board.denial", "party", l.Party(d.Party), "stance", rd.W.Stance(d.Stance), "date", rd.When(d.When), "says", rd.titleOf(d.Says, "")))
	}
	v.Touches = r.touches(rd, in.ID)
	v.Versions = r.Versions(rd, history)
	return v
}

// published writes when something was published, "" where that is not known.
func (rd Reader) published(edtf string) string {
	if edtf == "" {
		return ""
	}
	return rd.When(edtf)
}

// merged makes the part of a page that tells of an incident merged into its own.
func (r *Run) merged(rd Reader, b *record.Bundle, person func(string) string) IncidentView {
	v := IncidentView{IncidentRow: r.IncidentRow(rd, &record.Row{Incident: b.Incident, Killed: record.Range{Best: -1, Hi: -1}}), Publisher: r.sourceName(rd, b.Incident.Publisher)}
	for i := range b.Accounts {
		v.Accounts = append(v.Accounts, r.account(rd, &b.Accounts[i]))
	}
	for i := range b.Assessments {
		v.Assessments = append(v.Assessments, r.assessment(rd, &b.Assessments[i], person))
	}
	return v
}

func (r *Run) account(rd Reader, a *record.Account) AccountRow {
	var cites []string
	for _, id := range a.Cites {
		cites = append(cites, rd.W.Foreign(r.sourceName(rd, id)))
	}
	row := AccountRow{
		Source: r.sourceName(rd, a.Source), SourceID: a.Source, Published: rd.published(a.Published), URL: a.URL,
		Says: rd.titleOf(a.Says, ""), Note: a.Note, Lang: a.Lang,
		Words: rd.Words(a), Claims: rd.Claims(&a.Claim, r.lookup(rd).Party),
	}
	if a.Connection != "" {
		row.Connection = rd.W.Connection(a.Connection)
	}
	if cites != nil {
		row.Cites = rd.W.Text("review.cites", "sources", wording.Phrase(rd.W.Series(cites)))
	}
	return row
}

func (r *Run) assessment(rd Reader, a *record.Assessment, person func(string) string) AssessmentRow {
	l := r.lookup(rd)
	row := AssessmentRow{
		Assessor: r.sourceName(rd, a.Assessor), Grade: rd.W.Grade(a.Grade).Word, Verbatim: a.Verbatim, Method: a.Method, Why: a.Why, Rule: a.Rule,
		OneOf: a.OneOf, Exhaustive: a.Exhaustive, Contested: a.Contested,
	}
	if a.When != "" {
		row.When = rd.When(a.When)
	}
	if a.OneOf {
		row.Group = rd.W.Grade(a.Group).Word
	}
	for _, t := range a.Attributions {
		row.Attributions = append(row.Attributions, Pair{r.partyWithin(rd, l, t.To), rd.W.Grade(t.Grade).Word})
	}
	for _, n := range rd.W.Counts(a.Amounts, rd.Range) {
		row.Amounts = append(row.Amounts, Pair{n.Role, n.Text})
	}
	if a.Status != "" {
		row.Status = rd.W.ViolationStatus(a.Status)
	}
	if a.Reliability != "" {
		row.Reliability = rd.W.Reliability(a.Reliability)
	}
	row.Degrees = rd.Degrees(a, l.Party, person)
	return row
}

// partyWithin names a party with those that it is or was part of: what a unit did is asked of the force that it belongs to.
func (r *Run) partyWithin(rd Reader, l wording.Lookup, id string) string {
	p := r.Program.Party(id)
	if p == nil || len(p.In) == 0 {
		return l.Party(id)
	}
	var within []string
	for _, m := range p.In {
		if name := rd.W.Foreign(l.Party(m.In)); !slices.Contains(within, name) {
			within = append(within, name)
		}
	}
	return rd.W.Bare().Text("board.party.within", "party", l.Party(id), "of", plain(rd.W.Series(within)))
}

// sourceName gives the name of a source or assessor; who is no source is shown by its id.
func (r *Run) sourceName(rd Reader, id string) string {
	for i := range r.Base.Sources {
		if r.Base.Sources[i].ID == id {
			return rd.titleOf(r.Base.Sources[i].Name, id)
		}
	}
	if key := "assessor." + id; rd.W.Has(key) {
		return rd.W.Text(key)
	}
	return id
}

func (r *Run) history(rd Reader, e *record.Entry) HistoryRow {
	row := HistoryRow{
		Seq: e.Seq, Kind: rd.W.Text("entry." + string(e.Kind)), Subject: e.Subject, Entered: locale.DateTime(rd.Lang, e.Entered, civil.UTC), Actor: e.Actor,
		Hash: e.ID.String(), Origin: EscapeName(e.Origin.File),
	}
	if payload, err := record.Decode(e.Kind, e.Version, e.Payload); err == nil {
		if a, ok := payload.(record.Assessment); ok {
			row.Grade = rd.W.Assessment(&a, r.lookup(rd).Party)
		}
	}
	return row
}

// degrees writes 1e-7 degrees with as many decimals as are not zero, two at least.
func degrees(v int64) string {
	sign := ""
	if v < 0 {
		sign, v = "−", -v
	}
	frac := strings.TrimRight(pad7(v%1e7), "0")
	for len(frac) < 2 {
		frac += "0"
	}
	return sign + itoa(v/1e7) + "." + frac
}

// Choices makes the choices of the filters from the vocabulary.
func (r *Run) Choices(rd Reader, v *IncidentsView) {
	l := r.lookup(rd)
	v.Acts, v.Parties = []Choice{{"", rd.W.Text("board.any"), false}}, []Choice{{"", rd.W.Text("board.any"), false}}
	for i := range r.Program.Vocabulary.Acts {
		id := r.Program.Vocabulary.Acts[i].ID
		v.Acts = append(v.Acts, Choice{id, l.Act(id), v.Query["act"] == id})
	}
	for i := range r.Program.Vocabulary.Parties {
		id := r.Program.Vocabulary.Parties[i].ID
		v.Parties = append(v.Parties, Choice{id, l.Party(id), v.Query["party"] == id})
	}
	v.Grades = []Choice{{"", rd.W.Text("board.any"), false}}
	for _, g := range []grade.Grade{grade.Discounted, grade.Alleged, grade.Corroborated, grade.Verified} {
		v.Grades = append(v.Grades, Choice{g.String(), rd.W.Grade(g).Word, v.Query["grade"] == g.String()})
	}
	for _, s := range []string{"date", "-date", "entered", "-entered", "killed", "-killed"} {
		key := "board.sort." + s
		if field, last := strings.CutPrefix(s, "-"); last {
			key = "board.sort." + field + "_last"
		}
		v.Sorts = append(v.Sorts, Choice{s, rd.W.Text(key), cmp.Or(v.Query["sort"], "date") == s})
	}
}
