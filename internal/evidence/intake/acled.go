package intake

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// ACLED (Armed Conflict Location & Event Data): 31 columns, or 33 with "id" and "actor_dyad", in any order.
var (
	acledRequired = []string{
		"event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1", "actor2", "country", "latitude", "longitude",
		"geo_precision", "fatalities",
	}
	acledOptional = []string{
		"year", "disorder_type", "assoc_actor_1", "inter1", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region",
		"admin1", "admin2", "admin3", "location", "source", "source_scale", "notes", "tags", "timestamp", "id", "actor_dyad",
	}
	acledKept = []string{
		"event_type", "sub_event_type", "disorder_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction",
		"civilian_targeting", "country", "year", "time_precision", "geo_precision", "source_scale", "fatalities", "tags", "timestamp",
	}
	acledSource = record.Source{
		ID: "acled", Sort: "research", URL: "https://acleddata.com",
		Name: record.Text{"en": "ACLED", "ar": "مشروع بيانات مواقع النزاعات المسلحة وأحداثها (ACLED)", "ru": "ACLED"},
	}
	acledTypes = []string{"Battles", "Explosions/Remote violence", "Protests", "Riots", "Strategic developments", "Violence against civilians"}
	// acledStandIns are figures that ACLED writes for words: "several" 3 or 10, "dozens" 12, "hundreds" 100. They are no lower bounds.
	acledStandIns = []int64{3, 10, 12, 100}
)

// readACLED reads one event. ACLED gives no grade: the event is alleged, as coded by ACLED.
func readACLED(r *row, id string) (Item, []diag.Diagnostic) {
	var ds []diag.Diagnostic
	inc := record.Incident{ID: id, Scheme: "acled", Publisher: "acled", Key: r.get("event_id_cnty"), Verbatim: keep(r, acledKept...)}
	as := record.Assessment{Incident: id, Assessor: "acled", Scheme: "acled", Grade: grade.Alleged}

	if !r.acledAct(&inc, &as) {
		ds = append(ds, r.bad(CodeValue, "event_type", "want", strings.Join(acledTypes, ", ")))
	}
	when, coded, d := acledWhen(r)
	ds = append(ds, d...)
	inc.When = when
	place, d := acledPlace(r)
	ds = append(ds, d...)
	inc.Place = place
	killed, known, bad := r.whole("fatalities")
	if bad != nil {
		ds = append(ds, *bad)
	}
	if known && killed > 0 { // 0 also stands for "not known"
		lo := killed
		if slices.Contains(acledStandIns, killed) {
			lo = 1
		}
		as.Amounts = []record.Amount{{Role: "killed", Range: record.Range{Lo: lo, Best: killed, Hi: -1}}} // "the lowest that was reported"
	}
	if s := r.get("timestamp"); s != "" {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 0 && n < 1<<35 {
			as.When = time.Unix(n, 0).UTC().Format(time.DateOnly)
		} else {
			ds = append(ds, r.bad(CodeNotNumber, "timestamp"))
		}
	}
	acc := record.Account{ID: id + ":1", Source: "acled", Incident: id, Lang: "en", Words: r.get("notes")}
	if acc.Words == "" {
		acc.Lang = ""
	}
	var sources []record.Source
	for _, name := range list(r.get("source"), ";") {
		s := record.Source{ID: "acled:source:" + name, Name: record.Text{"en": name}, Note: "as named by ACLED"}
		sources = append(sources, s)
		acc.Cites = append(acc.Cites, s.ID)
	}
	slices.Sort(acc.Cites)
	return Item{Line: r.line, Incident: inc, Accounts: []record.Account{acc}, Assessments: []record.Assessment{as}, Sources: sources, coded: coded}, ds
}

// acledAct says what an event of a type asserts. Battles are a clash of both sides, violence against civilians an attack by actor 1 that harmed civilians.
// Elsewhere the order of the actors does not say who did it: of two armed actors in remote violence it was one of them, or somebody else.
// Of protests, riots and strategic developments the word of ACLED is the act, and no more is read from them than who protested or rioted.
func (r *row) acledAct(inc *record.Incident, as *record.Assessment) bool {
	a1, a2 := r.get("actor1"), r.get("actor2")
	harmed := r.get("civilian_targeting") != "" // "Civilian targeting", "Civilians targeted"
	sort1, sort2 := acledSort(r.get("inter1"), a1), acledSort(r.get("inter2"), a2)
	unknown := false
	attribute := func(names ...string) {
		for i, n := range names {
			unknown = unknown || unidentified(n)
			if slices.Index(names, n) == i {
				as.Attributions = append(as.Attributions, record.Attribution{To: n, Grade: grade.Alleged})
			}
		}
	}
	switch r.get("event_type") {
	case "Battles":
		inc.Act, as.Rule = "clash", "acled.clash"
		attribute(a1, a2)
	case "Violence against civilians":
		inc.Act, as.Rule, harmed = "attack", "acled.civilians", true
		if r.get("sub_event_type") != "Attack" {
			inc.Roles = append(inc.Roles, record.Words{Role: "means", Words: list(r.get("sub_event_type"), "")})
		}
		attribute(a1)
	case "Explosions/Remote violence":
		inc.Act, as.Rule = "attack", "acled.remote"
		if r.get("sub_event_type") == "Remote explosive/landmine/IED" { // nobody need have aimed at those whom it harmed
			inc.Act = "explosion"
		}
		inc.Roles = append(inc.Roles, record.Words{Role: "means", Words: list(r.get("sub_event_type"), "")})
		harmed = harmed || sort1 == acledCivilians || sort2 == acledCivilians
		var armed []string
		for i, a := range []string{a1, a2} {
			if s := []acledActor{sort1, sort2}[i]; a != "" && s != acledCivilians && s != acledProtesters {
				armed = append(armed, a)
			}
		}
		attribute(armed...)
		unknown = unknown || armed == nil
		if as.OneOf = len(as.Attributions) > 1; as.OneOf {
			as.Group = grade.Alleged
			as.Rule += ".several"
		}
	case "Protests", "Riots":
		inc.Act, as.Rule = r.get("sub_event_type"), "acled.protest"
		harmed = harmed || inc.Act == "Excessive force against protesters"
		who := acledProtesters
		if r.get("event_type") == "Riots" {
			as.Rule, who = "acled.riot", acledRioters
		}
		if inc.Act == "Peaceful protest" || who == acledRioters {
			if sort1 == who {
				attribute(a1)
			} else if sort2 == who {
				attribute(a2)
			}
		}
	case "Strategic developments":
		inc.Act, as.Rule = r.get("sub_event_type"), "acled.strategic"
	default:
		return false
	}
	if unknown { // it could be anybody: naming the other side alone would say that nobody else was there
		as.Attributions, as.OneOf, as.Group = nil, false, 0
		as.Rule = strings.TrimSuffix(as.Rule, ".several") + ".unidentified"
	}
	if harmed {
		inc.Roles = append(inc.Roles, record.Words{Role: "harmed", Words: []string{"civilian"}})
	}
	inc.Roles = slices.DeleteFunc(inc.Roles, func(w record.Words) bool { return w.Words == nil })
	slices.SortFunc(inc.Roles, func(a, b record.Words) int { return cmp.Compare(a.Role, b.Role) })
	return inc.Act != ""
}

// acledActor is the sort of an actor as far as the rules ask for it.
type acledActor uint8

const (
	acledOther acledActor = iota
	acledRioters
	acledProtesters
	acledCivilians
)

// acledSort reads "inter1" and "inter2": numbers in older files, words in newer ones.
func acledSort(inter, name string) acledActor {
	switch {
	case inter == "5", inter == "Rioters", strings.HasPrefix(name, "Rioters ("):
		return acledRioters
	case inter == "6", inter == "Protesters", strings.HasPrefix(name, "Protesters ("):
		return acledProtesters
	case inter == "7", inter == "Civilians", strings.HasPrefix(name, "Civilians ("):
		return acledCivilians
	}
	return acledOther
}

// unidentified says whether a name stands for an actor that ACLED does not know.
func unidentified(name string) bool { return name == "" || strings.HasPrefix(name, "Unidentified") }

// acledWhen reads the day and how exactly it is known: 1 the day itself; 2 the week, of which ACLED gives the middle, read as widely as it can be, 6 days
// either way; 3 the month.
func acledWhen(r *row) (when string, coded civil.Date, ds []diag.Diagnostic) {
	form := anyDate // "2023-06-02", "02 June 2023"
	if strings.Contains(r.get("event_date"), "/") {
		form = dayFirst // "28/01/2021 00:00:00"
	}
	day, d := r.day("event_date", form, true)
	if d != nil {
		ds = append(ds, *d)
	}
	lo, hi := day, day
	switch r.get("time_precision") {
	case "1":
	case "2":
		lo, hi = day.AddDays(-6), day.AddDays(6)
	case "3":
		lo = civil.Date{Year: day.Year, Month: day.Month, Day: 1}
		hi = lo.AddMonths(1).AddDays(-1)
	default:
		ds = append(ds, r.bad(CodeValue, "time_precision", "want", "1, 2, 3"))
	}
	if ds != nil {
		return "", day, ds
	}
	return span(lo, hi), day, nil
}

// acledPlace reads the place. 1: a named town, taken as within 5 km; 2: near a town or in a small part of a region, within 25 km; 3: somewhere in the
// first-order area, of which the coordinates name only a point.
func acledPlace(r *row) (record.Place, []diag.Diagnostic) {
	p := record.Place{Name: text(r, "en", "location")}
	lat, lon, given, ds := r.coordinates("latitude", "longitude")
	zones := []string{r.get("admin1"), r.get("country")}
	radius := int64(0)
	switch r.get("geo_precision") {
	case "1":
		zones = []string{r.get("admin3"), r.get("admin2"), r.get("admin1"), r.get("country")}
		radius = 5000
	case "2":
		radius = 25000
	case "3":
	default:
		ds = append(ds, r.bad(CodeValue, "geo_precision", "want", "1, 2, 3"))
	}
	p.Zones = distinct(zones)
	if given && radius > 0 {
		p.Lat, p.Lon, p.Radius = lat, lon, radius
	}
	return p, ds
}
