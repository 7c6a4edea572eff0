package intake

import (
	"cmp"
	"slices"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// The layout of Airwars' civilian-harm incidents: 46 columns, of which the rules rest on these.
var (
	airwarsRequired = []string{
		"airwars_id", "url", "date", "location_en", "lat", "lon", "geo_accuracy", "belligerent", "strike_type",
		"civilian_harm_reported", "grade", "killed_min", "killed_max", "injured_min", "injured_max", "infrastructure_hit",
	}
	airwarsOptional = []string{
		"seq", "code", "date_type", "date_range_end", "first_report_date", "local_time", "published", "modified", "location_ar", "region",
		"region_ar", "governorate", "governorate_ar", "belligerent_ar", "strike_status", "grade_ar", "cause", "incident_status",
		"children_killed_min", "children_killed_max", "women_killed_min", "women_killed_max", "men_killed_min", "men_killed_max",
		"belligerents_killed_min", "belligerents_killed_max", "harm_level", "class_notes", "n_sources", "n_media",
	}
	airwarsKept = []string{
		"code", "grade", "belligerent", "strike_type", "strike_status", "cause", "incident_status", "civilian_harm_reported",
		"date_type", "local_time", "geo_accuracy", "region", "infrastructure_hit", "harm_level", "class_notes",
	}
	// airwarsCounts are in the order of the record: of each role the total first, then its parts. Fighters are no part of the civilians killed.
	airwarsCounts = []struct{ role, sex, age, min, max string }{
		{"belligerents_killed", "", "", "belligerents_killed_min", "belligerents_killed_max"},
		{"injured", "", "", "injured_min", "injured_max"},
		{"killed", "", "", "killed_min", "killed_max"},
		{"killed", "", "child", "children_killed_min", "children_killed_max"},
		{"killed", "female", "adult", "women_killed_min", "women_killed_max"},
		{"killed", "male", "adult", "men_killed_min", "men_killed_max"},
	}
	airwarsSource = record.Source{
		ID: "airwars", Sort: "monitor", URL: "https://airwars.org",
		Name: record.Text{"en": "Airwars", "ar": "إيروورز (Airwars)", "ru": "Airwars"},
	}
	// airwarsNotAttacks are causes that are no attack. An incident with no other cause keeps its cause as its act.
	airwarsNotAttacks = []string{
		"Accidents related to conflict", "Run over by vehicle", "Planted explosives and unexploded ordnance (UXO)",
		"Denial of access to/destruction of objects indispensable to survival", "Use of objects and other means",
	}
	airwarsPhrases = []string{"Chemical, Biological, Radiological, Nuclear (CBRN)"} // values that hold the separator
)

// readAirwars reads one incident.
func readAirwars(r *row, id string) (Item, []diag.Diagnostic) {
	var ds []diag.Diagnostic
	inc := record.Incident{ID: id, Scheme: "airwars", Act: "attack", Publisher: "airwars", Key: r.get("airwars_id"), Verbatim: keep(r, airwarsKept...)}
	causes := list(r.get("cause"), ",", airwarsPhrases...)
	if len(causes) > 0 && !slices.ContainsFunc(causes, func(c string) bool { return !slices.Contains(airwarsNotAttacks, c) }) {
		inc.Act = strings.Join(causes, ", ")
	}

	as, d := airwarsAssessment(r, id)
	ds = append(ds, d...)
	when, d := airwarsWhen(r)
	ds = append(ds, d...)
	inc.When = when
	place, d := airwarsPlace(r)
	ds = append(ds, d...)
	inc.Place = place

	// Sorted by role: harmed, means, object. That civilians were harmed is what Airwars discounts, or says that nobody reported.
	if r.get("civilian_harm_reported") == "Yes" && r.get("grade") != "Discounted" {
		inc.Roles = append(inc.Roles, record.Words{Role: "harmed", Words: []string{"civilian"}})
	}
	if means := without(list(r.get("strike_type"), ","), "Unknown"); means != nil {
		// The column lists what was reported, jointly or as alternatives.
		inc.Roles = append(inc.Roles, record.Words{Role: "means", Words: means, OneOf: len(means) > 1})
	}
	if hit := list(r.get("infrastructure_hit"), ","); hit != nil { // blank: unknown, not "nothing special"
		inc.Roles = append(inc.Roles, record.Words{Role: "object", Words: hit})
	}

	for _, c := range airwarsCounts {
		if _, ok := r.t.columns[c.min]; !ok {
			continue
		}
		rg, given, d := r.count(c.min, "", c.max)
		ds = append(ds, d...)
		if given {
			as.Amounts = append(as.Amounts, record.Amount{Role: c.role, Range: rg, Sex: c.sex, Age: c.age})
		}
	}
	acc := record.Account{ID: id + ":1", Source: "airwars", Incident: id, Lang: "en", URL: r.get("url")}
	if p, d := r.day("published", isoDate, false); d != nil {
		ds = append(ds, *d)
	} else if !p.IsZero() {
		acc.Published = p.String()
	}
	return Item{Line: r.line, Incident: inc, Accounts: []record.Account{acc}, Assessments: []record.Assessment{as}, seq: r.get("seq")}, ds
}

// numbered keeps the number in the list of incidents that share their code with another one: the file of sources tells them apart by it. It changes from
// release to release, so no other incident keeps it.
func numbered(items []Item) {
	n := map[string]int{}
	for i := range items {
		n[items[i].Incident.Verbatim["code"]]++
	}
	for i := range items {
		if v := items[i].Incident.Verbatim; n[v["code"]] > 1 && items[i].seq != "" {
			v["seq"] = items[i].seq
		}
	}
}

// airwarsAssessment carries the grade over. The meaning of the grades is Airwars' (Confirmed: a belligerent has accepted it; Fair: two or
// more generally credible sources; Weak: one; Contested: competing claims of who did it; Discounted: those killed were fighters, or another party
// did it), partly from memory: the grade stays beside ours word for word. Several belligerents are "one of", never said to be all that come into question.
func airwarsAssessment(r *row, id string) (record.Assessment, []diag.Diagnostic) {
	var ds []diag.Diagnostic
	as := record.Assessment{Incident: id, Assessor: "airwars", Scheme: "airwars", Verbatim: r.get("grade")}
	listed := distinct(list(r.get("belligerent"), ","))
	named := without(listed, "Unknown")
	as.OneOf = len(listed) > 1 && len(named) > 0
	each := grade.Alleged
	switch as.Verbatim {
	case "Confirmed": // with one belligerent listed it is known who accepted; otherwise it was one of them, and none is certain
		as.Grade, as.Rule, each, as.Group = grade.Verified, "airwars.confirmed", grade.Verified, grade.Corroborated
		if as.OneOf {
			each = grade.Alleged
		}
	case "Fair":
		as.Grade, as.Rule, each, as.Group = grade.Corroborated, "airwars.fair", grade.Corroborated, grade.Alleged
		if as.OneOf {
			each = grade.Alleged
		}
	case "Weak":
		as.Grade, as.Rule, as.Group = grade.Alleged, "airwars.weak", grade.Alleged
	case "Contested":
		as.Grade, as.Rule, as.Group, as.Contested = grade.Alleged, "airwars.contested", grade.Alleged, true
	case "Discounted": // the attribution, or that civilians were harmed; the dead are dead for every party
		as.Grade, as.Rule, each, as.Group = grade.Alleged, "airwars.discounted", grade.Discounted, grade.Discounted
	case "":
		as.Grade, as.Rule, as.Group = grade.Alleged, "airwars.ungraded", grade.Alleged
	default:
		ds = append(ds, r.bad(CodeGrade, "grade", "want", "Confirmed, Fair, Weak, Contested, Discounted"))
	}
	if as.OneOf {
		as.Rule += ".several"
	} else {
		as.Group = 0
	}
	for _, w := range named {
		as.Attributions = append(as.Attributions, record.Attribution{To: w, Grade: each})
	}
	if m, d := r.day("modified", isoDate, false); d != nil {
		ds = append(ds, *d)
	} else if !m.IsZero() {
		as.When = m.String()
	}
	return as, ds
}

// airwarsWhen reads the days. A range without its end ends at the latest when it was published.
func airwarsWhen(r *row) (string, []diag.Diagnostic) {
	lo, d := r.day("date", isoDate, true)
	if d != nil {
		return "", []diag.Diagnostic{*d}
	}
	hi, d := r.day("date_range_end", isoDate, false)
	if d != nil {
		return "", []diag.Diagnostic{*d}
	}
	if hi.IsZero() && r.get("date_type") == "date_range" {
		if hi, d = r.day("published", isoDate, true); d != nil {
			return "", []diag.Diagnostic{r.bad(CodeNoDate, "date_range_end")}
		}
	}
	if hi != (civil.Date{}) && hi.Compare(lo) < 0 {
		return "", []diag.Diagnostic{r.bad(CodeDateOrder, "date_range_end", "start", lo.String())}
	}
	return span(lo, hi), nil
}

func airwarsPlace(r *row) (record.Place, []diag.Diagnostic) {
	p := record.Place{Name: text(r, "en", "location_en", "ar", "location_ar")}
	if zone := cmp.Or(r.get("governorate"), r.get("region")); zone != "" {
		p.Zones = []string{zone}
	}
	lat, lon, given, ds := r.coordinates("lat", "lon")
	accuracy := r.get("geo_accuracy")
	radius, known := airwarsRadius[accuracy]
	if !known && accuracy != "" && !airwarsAreas[accuracy] {
		ds = append(ds, r.bad(CodeValue, "geo_accuracy", "want", strings.Join(sortedKeys(airwarsRadius), ", ")))
	}
	if given && radius > 0 {
		p.Lat, p.Lon, p.Radius = lat, lon, radius
	}
	return p, ds
}

// list cuts a cell into its values, trimmed and without blanks and repetitions. Phrases are values that hold the separator themselves.
func list(s, separator string, phrases ...string) []string {
	if separator == "" {
		return distinct([]string{clean(s)})
	}
	const mark = "\x00" // no decoded file holds it
	for _, p := range phrases {
		s = strings.ReplaceAll(s, p, strings.ReplaceAll(p, separator, mark))
	}
	parts := strings.Split(s, separator)
	for i, p := range parts {
		parts[i] = clean(strings.ReplaceAll(p, mark, separator))
	}
	return distinct(parts)
}

func without(words []string, drop string) []string {
	var out []string
	for _, w := range words {
		if w != drop {
			out = append(out, w)
		}
	}
	return out
}
