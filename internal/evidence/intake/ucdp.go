package intake

import (
	"slices"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// UCDP GED (Uppsala Conflict Data Program, Georeferenced Event Dataset): 49 columns, fewer in older releases. What stands in every
// release and what the rules rest on is required.
var (
	ucdpRequired = []string{
		"id", "type_of_violence", "side_a", "side_b", "where_prec", "latitude", "longitude", "country",
		"date_prec", "date_start", "date_end", "best", "high", "low",
	}
	ucdpOptional = []string{
		"relid", "year", "active_year", "code_status", "conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id",
		"dyad_name", "side_a_dset_id", "side_a_new_id", "side_b_dset_id", "side_b_new_id", "number_of_sources", "source_article",
		"source_office", "source_date", "source_headline", "source_original", "where_coordinates", "where_description", "adm_1", "adm_2",
		"geom_wkt", "priogrid_gid", "country_id", "region", "event_clarity", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown",
		"gwnoa", "gwnob",
	}
	// ucdpKept leaves out the articles, headlines and descriptions: they change with every release and may name persons.
	ucdpKept = []string{
		"type_of_violence", "year", "country", "code_status", "event_clarity", "where_prec", "date_prec", "conflict_name", "dyad_name",
		"number_of_sources", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown",
	}
	// ucdpOlder are names that older releases gave to columns.
	ucdpOlder  = map[string]string{"best_est": "best", "high_est": "high", "low_est": "low"} // from memory
	ucdpSource = record.Source{
		ID: "ucdp", Sort: "research", URL: "https://ucdp.uu.se",
		Name: record.Text{"en": "Uppsala Conflict Data Program", "ar": "برنامج أوبسالا لبيانات النزاعات", "ru": "Уппсальская программа данных о конфликтах"},
	}
)

// readUCDP reads one event. Types 1 and 2 are a clash between two sides and do not say who attacked; type 3 is an attack by side A that
// harmed civilians. UCDP gives no grade: the event is alleged, as coded by UCDP, whatever the number of its sources.
func readUCDP(r *row, id string) (Item, []diag.Diagnostic) {
	var ds []diag.Diagnostic
	inc := record.Incident{ID: id, Scheme: "ucdp", Publisher: "ucdp", Key: r.get("id"), Verbatim: keep(r, ucdpKept...)}
	as := record.Assessment{Incident: id, Assessor: "ucdp", Scheme: "ucdp", Grade: grade.Alleged}

	a, b := r.get("side_a"), r.get("side_b")
	unknown := placeholder(a) || placeholder(b)
	switch r.get("type_of_violence") {
	case "1", "2":
		inc.Act, as.Rule = "clash", "ucdp.clash"
		// Both took part. A side that is only a placeholder could be anybody: naming the other alone would say that nobody else was there.
		if !unknown {
			for _, side := range distinct([]string{a, b}) {
				as.Attributions = append(as.Attributions, record.Attribution{To: side, Grade: grade.Alleged})
			}
		}
	case "3":
		inc.Act, as.Rule = "attack", "ucdp.onesided"
		inc.Roles = []record.Words{{Role: "harmed", Words: []string{"civilian"}}}
		if unknown = placeholder(a); !unknown {
			as.Attributions = []record.Attribution{{To: a, Grade: grade.Alleged}}
		}
	default:
		ds = append(ds, r.bad(CodeValue, "type_of_violence", "want", "1, 2, 3"))
	}
	if unknown {
		as.Rule += ".placeholder"
		inc.Verbatim = merge(inc.Verbatim, keep(r, "side_a", "side_b"))
	}

	when, coded, d := ucdpWhen(r)
	ds = append(ds, d...)
	inc.When = when

	lat, lon, given, d := r.coordinates("latitude", "longitude")
	ds = append(ds, d...)
	inc.Place.Name = text(r, "en", "where_coordinates")
	prec := r.get("where_prec")
	if !ucdpPlace(prec, &inc.Place, lat, lon, r.get("adm_2"), r.get("adm_1"), r.get("country")) {
		ds = append(ds, r.bad(CodeValue, "where_prec", "want", "1, 2, 3, 4, 5, 6, 7"))
	}
	if !given {
		inc.Place.Radius = 0
	} else if inc.Place.Radius == 0 {
		inc.Verbatim = merge(inc.Verbatim, keep(r, "latitude", "longitude"))
	}

	killed, ok, d := r.count("low", "best", "high")
	ds = append(ds, d...)
	if ok {
		as.Amounts = []record.Amount{{Role: "killed", Range: killed}}
	}
	acc := record.Account{ID: id + ":1", Source: "ucdp", Incident: id, Lang: "en"}
	return Item{Line: r.line, Incident: inc, Accounts: []record.Account{acc}, Assessments: []record.Assessment{as}, coded: coded}, ds
}

// placeholder says whether a side's name stands for "not coded yet" (Candidate releases).
func placeholder(side string) bool { return side == "" || strings.HasPrefix(side, "XXX") }

// ucdpWhen reads the days. date_start and date_end enclose the event; where they are one day although date_prec says that the day is
// not known, the widest reading of that precision is taken: 2 and 3 (within a week) 6 days either way, 4 (within a month) 30 days, 5 the year.
func ucdpWhen(r *row) (when string, coded civil.Date, ds []diag.Diagnostic) {
	form := func(column string) string {
		if strings.Contains(r.get(column), "/") {
			return monFirst // "9/30/2022 12:00:00 AM", "06/03/2014 00:00": UCDP writes the month first
		}
		return isoDate // "2014-02-18T00:00:00", "2014-02-18 00:00:00.000"
	}
	lo, d := r.day("date_start", form("date_start"), true)
	if d != nil {
		ds = append(ds, *d)
	}
	hi, d := r.day("date_end", form("date_end"), true)
	if d != nil {
		ds = append(ds, *d)
	}
	prec := r.get("date_prec")
	if !slices.Contains([]string{"1", "2", "3", "4", "5"}, prec) {
		ds = append(ds, r.bad(CodeValue, "date_prec", "want", "1, 2, 3, 4, 5"))
	}
	if ds != nil {
		return "", lo, ds
	}
	if hi.Compare(lo) < 0 {
		return "", lo, []diag.Diagnostic{r.bad(CodeDateOrder, "date_end", "start", lo.String())}
	}
	coded = lo
	if lo == hi {
		switch prec {
		case "2", "3":
			lo, hi = lo.AddDays(-6), hi.AddDays(6)
		case "4":
			lo, hi = lo.AddDays(-30), hi.AddDays(30)
		case "5":
			lo, hi = civil.Date{Year: lo.Year, Month: 1, Day: 1}, civil.Date{Year: lo.Year, Month: 12, Day: 31}
		}
	}
	return span(lo, hi), coded, nil
}

func merge(a, b map[string]string) map[string]string {
	if a == nil {
		return b
	}
	for k, v := range b {
		a[k] = v
	}
	return a
}

// distinct drops repetitions and keeps the order.
func distinct(words []string) []string {
	var out []string
	for _, w := range words {
		if w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
