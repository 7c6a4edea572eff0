package web_test

import (
	"html"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading/compare"
)

var cellOf = regexp.MustCompile(`<a class="cell" data-name="[^"]*" href="/en/a/khatib/compare/([^/"]+)/([^/"?]+)[^"]*"><span class="st st-[a-z]+"><span class="sym" aria-hidden="true">([^<]+)</span><span class="word">([^<]*)</span>`)

// readExample reads the texts of the example.
func readExample(t *testing.T) *app.Reading {
	t.Helper()
	a, err := app.Create(t.Context(), filepath.Join(t.TempDir(), "texts.db"), app.Options{Actor: "test", Now: func() time.Time { return theDay }})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.LoadExample(t.Context()); err != nil {
		t.Fatal(err)
	}
	texts, err := a.RecordTexts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return app.Read(texts)
}

// The table says of each cell what mithaq compare says, and each cell's page why.
func TestCompareIsThatOfTheCommand(t *testing.T) {
	reading, base := readExample(t), exampleServer(t)
	var others []string
	for _, a := range reading.Book.Agreements {
		if a.ID != "khatib" {
			others = append(others, a.ID)
		}
	}
	words := wording.For(locale.En).Bare()
	want := map[string]*compare.Cell{}
	table := compare.Of(reading.Book, "khatib", others, nil)[0]
	for i := range table.Rows {
		for k := range table.Rows[i].Cells {
			c := &table.Rows[i].Cells[k]
			want[c.Initiative+" "+table.Rows[i].Norm.ID] = c
		}
	}
	page := get(t, base+"/en/a/khatib/compare")
	cells := cellOf.FindAllStringSubmatch(page.body, -1)
	if len(cells) != len(want) || len(want) < 50 {
		t.Fatalf("%d cells, not %d", len(cells), len(want))
	}
	for _, m := range cells {
		c := want[m[1]+" "+m[2]]
		if c == nil || html.UnescapeString(m[4]) != words.Answer(c) || m[3] != words.AnswerSymbol(c.Answer) {
			t.Errorf("%s, %s: %s %s", m[1], m[2], m[3], m[4])
		}
	}
	told := 0
	for name, c := range want {
		if c.Answer != compare.NotMet {
			continue
		}
		initiative, norm, _ := strings.Cut(name, " ")
		one := get(t, base+"/en/a/khatib/compare/"+initiative+"/"+norm)
		_, story := words.CompareReasons(c)
		if one.status != 200 || len(story) == 0 {
			t.Errorf("%s: %d, a story of %d", name, one.status, len(story))
			continue
		}
		text := html.UnescapeString(one.body)
		for _, line := range append(slices.Clone(story), words.ToAdd(c)) {
			if !strings.Contains(text, line) {
				t.Errorf("%s does not tell %q", name, line)
			}
		}
		told++
	}
	if told < 5 {
		t.Errorf("%d cells with a story", told)
	}
}

func TestCompareChoice(t *testing.T) {
	base := exampleServer(t)
	page := get(t, base+"/en/a/khatib/compare?with=geneva&with=munich&answer=not_met&standard=verified")
	cells := cellOf.FindAllStringSubmatch(page.body, -1)
	rows := map[string]bool{}
	for _, m := range cells {
		rows[m[2]] = true
		if m[1] != "geneva" && m[1] != "munich" {
			t.Errorf("%s was not chosen", m[1])
		}
	}
	if len(cells) != 2*len(rows) || len(rows) == 0 || len(rows) > 4 || !page.has("rows without that answer are not shown") {
		t.Errorf("%d cells in %d rows", len(cells), len(rows))
	}
	if !page.has(`compare/geneva/9a?standard=verified&amp;with=geneva&amp;with=munich`) {
		t.Error("a cell loses what was chosen")
	}
	for path, want := range map[string]int{
		"/en/a/nothing/compare": 404, "/en/a/khatib/compare?answer=maybe": 400, "/en/a/khatib/compare/nothing/9a": 404, "/en/a/khatib/compare/khatib/9a": 404,
		"/en/a/khatib/compare/geneva/zzz": 404, "/en/a/khatib/compare?with=nothing": 200,
	} {
		if r := get(t, base+path); r.status != want {
			t.Errorf("%s: %d", path, r.status)
		}
	}
}

// A cell opens in place, and closes; without a script it leads to its own page.
func TestCompareOpensInPlace(t *testing.T) {
	ctx, base := browser(t), exampleServer(t)
	for lang, says := range map[string]string{"en": "not met", "ar": "غير مستوفى", "ru": "не выполнено"} {
		cell := `a.cell[href^="/` + lang + `/a/khatib/compare/geneva/9a"]`
		do(ctx, t, chromedp.Navigate(base+"/"+lang+"/a/khatib/compare"), chromedp.Click(chromedp.CSS(cell)))
		shown := run(ctx, t, chromedp.Poll[string](`document.querySelector("tr.opened .story li")?.closest(".reasons").innerText`))
		if !strings.Contains(shown, says) {
			t.Errorf("%s: %q", lang, shown)
		}
		words := run(ctx, t, chromedp.Evaluate[int](`document.querySelectorAll("tr.opened .sides > section").length * 10 + document.querySelectorAll("tr.opened .official").length`))
		if words < 21 {
			t.Errorf("%s: the words of both texts: %d", lang, words)
		}
		do(ctx, t, chromedp.Click(chromedp.CSS(cell)))
		if left := run(ctx, t, chromedp.Evaluate[int](`document.querySelectorAll("tr.opened, [aria-expanded=true]").length`)); left != 0 {
			t.Errorf("%s: %d still open", lang, left)
		}
	}
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	do(ctx, t, chromedp.Navigate(base+"/en/a/khatib/compare"))
	if at := follow(ctx, t, `a.cell[href^="/en/a/khatib/compare/geneva/9a"]`); at != "/en/a/khatib/compare/geneva/9a" {
		t.Errorf("the cell leads to %s", at)
	}
}
