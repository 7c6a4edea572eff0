package web_test

import (
	"context"
	"html"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/front/web"
	"mithaq/internal/testroot"
)

// textServer is a board over texts alone, with nothing on record.
func textServer(t *testing.T, paths ...string) string {
	t.Helper()
	var texts []app.Text
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, app.Text{Name: path, Content: string(content)})
	}
	a, err := app.Create(t.Context(), filepath.Join(t.TempDir(), "texts.db"), app.Options{Actor: "test", Now: func() time.Time { return theDay }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	h, err := web.New(a, func(context.Context) ([]app.Text, error) { return texts, nil }, web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv.URL
}

// The order of Minsk II by the text and by each side's reading: what each puts first is told, and the arrows that only it has are marked.
func TestSequenceByReading(t *testing.T) {
	dir := filepath.Join(testroot.Root(t), "examples", "minsk-2014")
	base := textServer(t, filepath.Join(dir, "donbas.mithaq"), filepath.Join(dir, "minsk2.mithaq"))
	written := get(t, base+"/en/a/minsk2/sequence")
	for _, want := range []string{
		"By the reading “Security and the border first” Control of the border (9a) comes before Local elections (12b); by the reading “Elections and status first” it is the other way round.",
	} {
		if !strings.Contains(wordsOf(written.body), want) {
			t.Errorf("the page does not say %q: %s", want, wordsOf(written.body))
		}
	}
	if strings.Contains(written.body, `class="edge own`) {
		t.Error("the text as written is marked as a reading's own")
	}
	for _, c := range []struct{ reading, step, want string }{
		{"", "9a", "Only after: 12b"},
		{"kyiv", "12b", "Only after: 10a (only by this reading), 9a (only by this reading), 9b (or another) (only by this reading)"},
		{"moscow", "9a", "Only after: 12b, 11a (only by this reading), 11b (only by this reading)"},
	} {
		r := get(t, base+"/en/a/minsk2/sequence?reading="+c.reading)
		_, step, _ := strings.Cut(r.body, `<li id="s`+c.step+`">`)
		step, _, _ = strings.Cut(step, "</li>")
		if r.status != 200 || !strings.Contains(wordsOf(step), c.want) {
			t.Errorf("%q: %d, %s is %q, want %q", c.reading, r.status, c.step, wordsOf(step), c.want)
		}
	}
	if r := get(t, base+"/en/a/minsk2/sequence?reading=nobody"); r.status != 400 {
		t.Errorf("a reading that is none: %d", r.status)
	}
	if r := get(t, base+"/en/a/nowhere/sequence"); r.status != 404 {
		t.Errorf("no such text: %d", r.status)
	}
}

// A circle is told in words with what would end it, and marked in the drawing; who can move now is said.
func TestSequenceTellsCircles(t *testing.T) {
	base := textServer(t, filepath.Join("testdata", "circle.mithaq"))
	for lang, want := range map[string]string{
		"en": "Northern side (1a) waits for Southern side (1b), which waits for Northern side (1a). It would end if",
		"ar": "خطوة 1a (الطرف الشمالي) تنتظر خطوة 1b (الطرف الجنوبي)، وهذه تنتظر خطوة 1a (الطرف الشمالي). تنتهي الدائرة إذا",
		"ru": "Шаг 1a (Северная сторона) ждёт шага 1b (Южная сторона), а тот ждёт шага 1a (Северная сторона). Круг разомкнётся",
	} {
		r := get(t, base+"/"+lang+"/a/gate/sequence")
		if !strings.Contains(wordsOf(r.body), want) {
			t.Errorf("%s: the circle is not told: %s", lang, wordsOf(r.body))
		}
		if n := strings.Count(r.body, `class="step ring"`); n != 2 {
			t.Errorf("%s: %d steps are marked", lang, n)
		}
		if n := strings.Count(r.body, `class="edge ring"`); n != 2 {
			t.Errorf("%s: %d arrows are marked", lang, n)
		}
	}
	page := wordsOf(get(t, base+"/en/a/gate/sequence").body)
	for _, want := range []string{"Northern side: 2b Wages", "Only after: 1b (or another), 2b (or another)", "Then: 2a (or another)"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q: %s", want, page)
		}
	}
}

// wordsOf is the text of a page, without its tags and with single blanks.
func wordsOf(page string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tagOf.ReplaceAllString(page, ""))), " ")
}
