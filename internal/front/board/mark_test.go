package board

import (
	"bytes"
	"html/template"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// oddParts are what a sentence or a name may hold that HTML, or the order of letters, takes for something.
var oddParts = []string{
	"a", "ب", "я", "—", "…", "\u2028", "\u2065", "\u206a", "<b>", "&amp;", `"`, "'", "+", "`", "\x00", "\xe2", "\xff\xfe", "\u2068", "\u2069", "\u202a", "\u202e", "\u2066", " ",
}

func odd(rng *rand.Rand) string {
	var b strings.Builder
	for range rng.IntN(8) {
		b.WriteString(oddParts[rng.IntN(len(oddParts))])
	}
	return b.String()
}

// TestWithoutTurns: no mark that turns text is left, and nothing else is taken out.
func TestWithoutTurns(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		text := odd(rng)
		want := bytes.Map(func(r rune) rune {
			if slices.Contains([]rune("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), r) {
				return -1
			}
			return r
		}, []byte(text))
		if got := withoutTurns([]byte(text)); !bytes.Equal(got, want) {
			t.Fatalf("%q became %q, not %q", text, got, want)
		}
	}
}

// TestStateMarkup: what is written by hand is what a template would write.
func TestStateMarkup(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, lang := range locale.Langs {
		rd := NewReader(lang)
		byTemplate := template.Must(template.New("cells").Funcs(rd.funcs()).Parse(`{{range .}}<td class="lane{{if .Lead}} lead-lane{{end}}" data-lane="{{.Standard}}">` +
			`<span class="st st-{{.Class}}" title="{{.Long}}"><span class="sym" aria-hidden="true">{{.Symbol}}</span><span class="word">{{markup .Word}}{{if .Mark}} <span class="mark" title="{{text "board.contested"}}">{{.Mark}}` +
			`<span class="vh"> {{T "board.contested"}}</span></span>{{end}}</span>{{if .Rest}}<span class="rest">{{markup .Rest}}</span>{{end}}</span></td>{{end}}`))
		for range 2_000 {
			var cells [status.Lanes]Cell
			for i := range cells {
				cells[i] = Cell{
					StateText: wording.StateText{Symbol: odd(rng), Word: odd(rng), Long: odd(rng), Class: wording.Class(odd(rng)), Mark: odd(rng)},
					Standard:  odd(rng), Lead: rng.IntN(2) == 0, Rest: odd(rng),
				}
			}
			var want strings.Builder
			if err := byTemplate.Execute(&want, cells); err != nil {
				t.Fatal(err)
			}
			if got := string(rd.cellsMarkup(cells)); got != want.String() {
				t.Fatalf("%s: %+v\nis written  %s\na template %s", lang, cells, got, want.String())
			}
		}
	}
}

// byTemplates are templates that say what rowMarkup and linesMarkup write.
const byTemplates = `{{define "asof"}}{{.Keep}}{{end}}` +
	`{{define "spans"}}{{range .Spans}}<rect class="win{{if .Hatched}} loose{{end}}" x="{{.X}}" width="{{.W}}" y="{{$.Y}}" height="{{$.H}}"></rect>{{end}}{{end}}` +
	`{{define "lines"}}{{$p := .Page}}{{$at := .Base}}{{range $i, $l := .Lines}}{{if $i}}
<tr id="n{{.ID}}">{{end}}<td class="who"><small class="id">{{.ID}}</small> {{markup .Who}}<span class="why">{{markup .Why}} <a class="more" href="{{$at}}{{template "asof" $p}}#n{{.ID}}">{{T "board.reasons"}}<span class="vh"> {{.ID}}</span></a></span></td>{{range .Cells}}<td class="lane{{if .Lead}} lead-lane{{end}}" data-lane="{{.Standard}}">{{state .}}</td>{{end}}</tr>{{end}}{{end}}` +
	`{{define "row"}}{{$p := .Page}}{{$base := .Base}}{{$dx := .DX}}{{range .Rows}}{{$row := .}}<li class="tl-row"><details id="w{{.ID}}"><summary><span class="tl-label"><small class="id">{{.ID}}</small> <bdi>{{.Title}}</bdi> {{state .Cell}} <span class="tl-when">{{markup .When}}{{if .Slack}} · <b>{{markup .Slack}}</b>{{end}}</span></span>
<svg class="tl-plot" width="100%" height="36" aria-hidden="true" focusable="false"><svg class="tl-in" x="0" width="100%" height="36">{{template "spans" (dict "Spans" .Window "Y" 3 "H" 11)}}{{range .Window}}{{if .Hatched}}<rect x="{{.X}}" width="{{.W}}" y="3" height="11" fill="url(#hatch)"></rect>{{end}}{{end}}{{range .Course}}<rect class="course c-{{.Class}}" x="{{.X}}" width="{{.W}}" y="18" height="11"></rect>{{if .Hatched}}<rect x="{{.X}}" width="{{.W}}" y="18" height="11" fill="url(#hatch)"></rect>{{end}}{{if .Symbol}}<text class="course-sym y-{{.Class}}" x="{{.Begin}}" dx="{{$dx}}" y="27">{{.Symbol}}</text>{{end}}{{end}}{{range $i, $in := .Instances}}{{if lt $i 4}}{{template "spans" (dict "Spans" .Window "Y" (add 31 $i) "H" 1)}}{{end}}{{end}}{{range .Deeds}}<line class="deed {{.Kind}}{{if not .Sure}} unsure{{end}}" x1="{{.X}}" x2="{{.X}}" y1="1" y2="16"></line>{{end}}{{with .End}}<line class="end" x1="{{.}}" x2="{{.}}" y1="0" y2="17"></line>{{end}}</svg></svg></summary>
<div class="tl-more"><p>{{markup .Who}}: {{markup .Says}}</p>
<p class="why">{{markup .Why}} <a class="more" href="{{$base}}/t/{{path .Term}}{{template "asof" $p}}#n{{.ID}}">{{T "board.reasons"}}<span class="vh"> {{.ID}}</span></a></p>
{{if .Looked}}<p class="soft">{{markup .Looked}}</p>{{end}}
{{if .Parts}}<h4>{{T "board.status_history.title"}}</h4><ul class="chain">{{range .Parts}}<li>{{T "board.timeline.since" "date" .From}} {{state .Cell}}</li>{{end}}</ul>{{end}}
{{if .Acts}}<h4>{{T "board.timeline.acts"}}</h4><ul class="chain">{{range .Acts}}<li>{{.When}}: <a href="/{{$p.Lang}}/i/{{path .ID}}{{template "asof" $p}}"><bdi>{{.Title}}</bdi></a>{{if not .Sure}} <span class="soft">{{T "board.timeline.unsure"}}</span>{{end}}</li>{{end}}</ul>{{if .More}}<p class="soft">{{N "board.more_between" .More}}</p>{{end}}{{end}}
{{if .Instances}}<h4>{{T "board.instances"}}</h4><ul class="chain">{{range .Instances}}<li><bdi>{{.Member}}</bdi>: {{markup .When}} {{state .Cell}}</li>{{end}}</ul>{{if .Members}}<p class="soft">{{N "board.more" .Members}}</p>{{end}}{{end}}</div></details></li>{{end}}{{end}}`

// TestRowMarkup: rows that are written by hand are what templates would write, whatever stands in them.
func TestRowMarkup(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, lang := range locale.Langs {
		rd := NewReader(lang)
		all := template.Must(template.New("all").Funcs(rd.funcs()).Parse(byTemplates))
		dx := 8
		if locale.Dir(lang) == "rtl" {
			dx = -8
		}
		for range 400 {
			cell := func() Cell {
				return Cell{StateText: wording.StateText{Symbol: odd(rng), Word: odd(rng), Long: odd(rng), Class: wording.Class(odd(rng))}, Standard: odd(rng), Lead: rng.IntN(2) == 0}
			}
			spans := func() (list []Span) {
				for range rng.IntN(3) {
					list = append(list, Span{Bar: Bar{Percent(rng.Float64() * 100), Percent(rng.IntN(101))}, Class: wording.Class(odd(rng)), Hatched: rng.IntN(2) == 0, Symbol: odd(rng), Begin: Percent(rng.Float64())})
				}
				return list
			}
			row := TimelineRow{
				Line:  Line{ID: odd(rng), Term: odd(rng), Who: odd(rng), Says: odd(rng), Why: odd(rng), Cells: [status.Lanes]Cell{cell(), cell(), cell()}},
				Title: odd(rng), Cell: cell(), When: odd(rng), Slack: odd(rng), Window: spans(), Course: spans(), More: rng.IntN(2) * rng.IntN(20), Members: rng.IntN(2) * rng.IntN(20), Looked: odd(rng),
			}
			if rng.IntN(2) == 0 {
				end := Percent(rng.IntN(3))
				row.End = &end
			}
			for range rng.IntN(3) {
				row.Deeds = append(row.Deeds, DeedBar{X: Percent(rng.Float64() * 100), Kind: odd(rng), Sure: rng.IntN(2) == 0})
				row.Parts = append(row.Parts, Part{odd(rng), cell()})
				row.Acts = append(row.Acts, Deed{odd(rng), odd(rng), odd(rng), rng.IntN(2) == 0})
			}
			for range rng.IntN(7) {
				row.Instances = append(row.Instances, TimelineInstance{odd(rng), odd(rng), cell(), spans()})
			}
			page := &Page{Reader: rd, State: State{AsOf: []string{"", "2016-01-01"}[rng.IntN(2)], Standard: []string{"", "verified"}[rng.IntN(2)]}}
			base := "/" + string(lang) + "/a/" + url.PathEscape(odd(rng))
			for name, got := range map[string]template.HTML{"row": rd.rowMarkup(&row, base, page.Keep()), "lines": rd.linesMarkup([]Line{row.Line, row.Line}, base, page.Keep())} {
				var want strings.Builder
				if err := all.ExecuteTemplate(&want, name, map[string]any{"Page": page, "Base": base, "DX": dx, "Rows": []TimelineRow{row}, "Lines": []Line{row.Line, row.Line}}); err != nil {
					t.Fatal(err)
				}
				if string(got) != want.String() {
					t.Fatalf("%s: %s is written\n%s\na template writes\n%s", lang, name, got, want.String())
				}
			}
		}
	}
}

// reasonsOfTest gives odd links, and reports of every third reference.
type reasonsOfTest struct {
	lang  string
	every int
	n     *int
}

func (p reasonsOfTest) LinkOf(ref string) string {
	if ref == "" || len(ref)%4 == 3 {
		return ""
	}
	return "/" + p.lang + "/i/" + url.PathEscape(ref) + string(State{AsOf: "2016-01-01", Standard: "verified"}.Keep())
}

func (p reasonsOfTest) ReportsOf(ref string) (*ReasonReports, error) {
	if *p.n++; *p.n%p.every == 0 {
		return &ReasonReports{ID: ref, Lang: p.lang, Incident: ref, Accounts: []AccountRow{{SourceID: ref, Source: ref}}}, nil
	}
	return nil, nil
}

// TestSectionsMarkup: chains of reasons that are written by hand are what a template would write, with the reports between.
func TestSectionsMarkup(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	const old = `{{define "old"}}{{$p := .Page}}{{range .Sections}}
<h3>{{markup .Title}}</h3>
<ul class="chain">{{range .Lines}}<li>{{markup .Text}}{{if .Ref}}{{with $p.LinkOf .Ref}} <a class="noprint" href="{{.}}">{{T "board.open"}}</a>{{end}}{{end}}{{if .Detail}}<ul>{{range .Detail}}<li>{{markup .}}</li>{{end}}</ul>{{end}}{{if .Ref}}{{with $p.ReportsOf .Ref}}{{template "reason-reports" .}}{{end}}{{end}}</li>{{end}}</ul>
{{end}}{{end}}`
	for _, lang := range locale.Langs {
		rd := NewReader(lang)
		all := template.Must(template.Must(template.New("all").Funcs(rd.funcs()).ParseFS(templateFiles, "templates/parts.html", "templates/layout.html", "templates/form.html")).Parse(old))
		for range 300 {
			var sections []wording.Section
			for range rng.IntN(4) {
				s := wording.Section{Title: odd(rng)}
				for range rng.IntN(6) {
					l := wording.Line{Text: odd(rng), Ref: odd(rng)}
					for range rng.IntN(3) {
						l.Detail = append(l.Detail, odd(rng))
					}
					s.Lines = append(s.Lines, l)
				}
				sections = append(sections, s)
			}
			every := 1 + rng.IntN(5)
			write := func(name string) string {
				var b strings.Builder
				if err := all.ExecuteTemplate(&b, name, map[string]any{"Page": reasonsOfTest{string(lang), every, new(int)}, "Sections": sections}); err != nil {
					t.Fatal(err)
				}
				return b.String()
			}
			if got, want := write("sections"), write("old"); got != want {
				t.Fatalf("%s: is written\n%s\na template writes\n%s", lang, got, want)
			}
		}
	}
}
