package board

import (
	"html/template"
	"math/rand/v2"
	"strings"
	"testing"

	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// TestReportRowMarkup: the row of a norm in the report is what a template would write, whatever stands in it.
func TestReportRowMarkup(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for _, lang := range locale.Langs {
		rd := NewReader(lang)
		byTemplate := template.Must(template.New("rows").Funcs(rd.funcs()).Parse(`{{range .Rows}}{{$r := .}}<tr><td class="id">{{.ID}}</td><td class="who">{{markup .Who}}</td>{{range $i, $c := .Cells}}<td class="lane{{if .Lead}} lead-lane{{end}}" data-lane="{{.Standard}}">{{state .}}{{if and .Lead $r.Changed}}<br><small>{{T "board.report.was"}} {{markup $r.Was.Word}}</small>{{end}}</td>{{end}}<td class="n{{if not .AnyActs}} none{{end}}" data-name="{{text "board.report.acts"}}">{{if .AnyActs}}{{range $i, $n := .Acts}}{{if $i}} / {{end}}{{num $n}}{{end}}<br><small>{{T "board.report.was"}} <span class="figures">{{range $i, $n := .ActsWere}}{{if $i}} / {{end}}{{num $n}}{{end}}</span></small>{{else}}<span class="soft">{{num 0}}</span>{{end}}</td><td class="why">{{markup .Why}}</td></tr>{{end}}`))
		for range 1_000 {
			row := ReportRow{Line: Line{ID: odd(rng), Who: odd(rng), Why: odd(rng)}, Changed: rng.IntN(2) == 0, Was: Cell{StateText: wording.StateText{Word: odd(rng)}}}
			for i := range row.Cells {
				row.Cells[i] = Cell{
					StateText: wording.StateText{Symbol: odd(rng), Word: odd(rng), Long: odd(rng), Class: wording.Class(odd(rng)), Mark: odd(rng)},
					Standard:  odd(rng), Lead: rng.IntN(2) == 0, Rest: odd(rng),
				}
			}
			if rng.IntN(2) == 0 {
				row.Acts, row.ActsWere = [status.Lanes]int{rng.IntN(2), rng.IntN(2000), 7}, [status.Lanes]int{rng.IntN(30), 0, rng.IntN(2)}
			}
			var want strings.Builder
			if err := byTemplate.Execute(&want, map[string]any{"Rows": []ReportRow{row}}); err != nil {
				t.Fatal(err)
			}
			if got := string(rd.reportRowMarkup(row)); got != want.String() {
				t.Fatalf("%s: %+v\nis written  %s\na template %s", lang, row, got, want.String())
			}
		}
	}
}
