package board

import (
	"bytes"
	"html/template"
	"math/rand/v2"
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
