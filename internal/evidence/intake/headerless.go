package intake

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// ucdpOrder are the columns of UCDP GED in the order of the codebook. Some monthly Candidate files came without a header: they are known by their shape.
var ucdpOrder = []string{
	"id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id",
	"dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources",
	"source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1",
	"adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end",
	"deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
}

// shaped is how many rows are looked at to know a file by its shape.
const shaped = 50

// ucdpShaped says of a row whether its cells are what UCDP has in that order.
func ucdpShaped(cells []string) bool {
	if len(cells) != len(ucdpOrder) {
		return false
	}
	at := func(column string) string { return clean(cells[slices.Index(ucdpOrder, column)]) }
	number := func(column string, least, most int) bool {
		n, err := strconv.Atoi(strings.TrimSuffix(at(column), ".0"))
		return err == nil && n >= least && n <= most
	}
	day := func(column string) bool {
		form := isoDate
		if strings.Contains(at(column), "/") {
			form = monFirst
		}
		_, _, ok := parseDay(at(column), form)
		return ok
	}
	_, lat := degrees(at("latitude"), 90)
	_, lon := degrees(at("longitude"), 180)
	const many = 100_000_000
	return lat && lon && number("id", 1, many) && number("type_of_violence", 1, 3) && number("where_prec", 1, 7) && number("date_prec", 1, 5) &&
		number("best", 0, many) && number("high", 0, many) && number("low", 0, many) && day("date_start") && day("date_end")
}

// nameColumns names the columns of a file without a header where its shape tells what it is. It gives no diagnostic where it does not, and one where it might:
// then the caller has to say that there is no header.
func (t *table) nameColumns(opt Options) []diag.Diagnostic {
	if t.grid == nil || t.form == FormKobo || len(t.header) != len(ucdpOrder) || !t.headless() {
		return nil
	}
	first := slices.Clone(t.header)
	rows := [][]string{first}
	g := again(t.grid, first)
	for i := range g.rows[0].places {
		g.rows[0].places[i] = t.hpos[i]
	}
	for len(rows) < shaped {
		cells, err := t.grid.read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return why(err)
		}
		k := again(t.grid, cells).rows[0]
		g.rows, rows = append(g.rows, k), append(rows, k.cells)
	}
	t.grid = g
	fit := 0
	for _, r := range rows {
		if ucdpShaped(r) {
			fit++
		}
	}
	args := diag.Args("layout", LayoutUCDP, "n", strconv.Itoa(fit), "of", strconv.Itoa(len(rows)), "columns", strconv.Itoa(len(ucdpOrder)))
	switch {
	case fit*2 < len(rows):
		return nil
	case fit < len(rows) && !opt.NoHeader:
		return []diag.Diagnostic{{Code: CodeMaybeHeaderless, Span: t.span(t.hpos[0]), Args: args}}
	}
	t.header = slices.Clone(ucdpOrder)
	t.notes = append(t.notes, diag.Diagnostic{Code: CodeHeaderless, Severity: diag.Note, Span: source.Span{File: t.file}, Args: args})
	return nil
}
