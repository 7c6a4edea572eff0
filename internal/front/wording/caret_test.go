package wording

import (
	"strings"
	"testing"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/locale"
	"mithaq/internal/base/source"
)

// caretWords has the real words around sentences and sentences of its own for one code.
func caretWords(lang locale.Lang) *Words {
	texts := map[string]string{}
	for k, v := range For(lang).texts {
		texts[k] = v
	}
	for k, v := range map[locale.Lang]map[string]string{
		locale.En: {"diag.M9001": "No act is called “{name}”.", "diag.M9001.first": "an act of this sort is declared here", "diag.M9001.mean": "did you mean “{better}”?"},
		locale.Ar: {"diag.M9001": "لا يوجد فعل اسمه «{name}».", "diag.M9001.first": "أُعلن هنا عن فعل من هذا النوع", "diag.M9001.mean": "هل المقصود «{better}»؟"},
		locale.Ru: {"diag.M9001": "Нет действия с именем «{name}».", "diag.M9001.first": "действие такого рода объявлено здесь", "diag.M9001.mean": "может быть, «{better}»?"},
	}[lang] {
		texts[k] = v
	}
	return &Words{lang: lang, texts: texts}
}

const caretText = "vocabulary v\nact attack (doer party)\n\tx: p must atack(by: q)\n  طرف: روسيا يجب هاجم(هدف)\n日本 xyz 語\n"

func caretRemark(f *source.File) diag.Diagnostic {
	at := strings.Index(f.Text, "atack")
	return diag.Diagnostic{
		Code: "M9001", Severity: diag.Error, Span: f.Span(at, at+5), Args: diag.Args("name", "atack"),
		Related: []diag.Related{{Key: "first", Span: f.Span(17, 23)}},
		Fixes:   []diag.Fix{{Key: "mean", Args: diag.Args("better", "attack"), Edits: []diag.Edit{{Span: f.Span(at, at+5), Text: "attack"}}}},
	}
}

func TestCarets(t *testing.T) {
	f := source.NewFile("a.mithaq", caretText)
	golden := map[locale.Lang]string{
		locale.En: `a.mithaq:3:12  error M9001
  No act is called “atack”.
  3 |     x: p must atack(by: q)
    |               ^^^^^
  see also: an act of this sort is declared here
  a.mithaq:2:5  
  2 | act attack (doer party)
    |     ------
  help: did you mean “attack”?
  3 |     x: p must attack(by: q)
    |               ++++++
`,
		locale.Ar: `<a.mithaq:3:12>  خطأ <M9001>
  لا يوجد فعل اسمه «<atack>».
  3 |     x: p must atack(by: q)
    |               ^^^^^
  انظر أيضاً: أُعلن هنا عن فعل من هذا النوع
  <a.mithaq:2:5>  
  2 | act attack (doer party)
    |     ------
  اقتراح: هل المقصود «<attack>»؟
  3 |     x: p must attack(by: q)
    |               ++++++
`,
		locale.Ru: `a.mithaq:3:12  ошибка M9001
  Нет действия с именем «atack».
  3 |     x: p must atack(by: q)
    |               ^^^^^
  смотрите также: действие такого рода объявлено здесь
  a.mithaq:2:5  
  2 | act attack (doer party)
    |     ------
  подсказка: может быть, «attack»?
  3 |     x: p must attack(by: q)
    |               ++++++
`,
	}
	for lang, want := range golden {
		c := Carets{Words: caretWords(lang), Source: func(string) *source.File { return f }}
		want = strings.ReplaceAll(want, ":5  \n", ":5\n")
		want = strings.ReplaceAll(want, ":5>  \n", ":5>\n")
		got := strings.NewReplacer("\u2068", "<", "\u2069", ">").Replace(c.Remark(caretRemark(f)))
		if got != want {
			t.Errorf("%s:\n%s\nwant\n%s", lang, got, want)
		}
	}
}

// TestCaretsAlign looks where the marks stand in lines with wide and right-to-left letters.
func TestCaretsAlign(t *testing.T) {
	f := source.NewFile("a.mithaq", caretText)
	c := Carets{Words: caretWords(locale.En), Source: func(string) *source.File { return f }}
	for _, place := range []struct {
		word         string
		cells, marks int
		isolated     bool
	}{
		{"xyz", 5, 3, false},
		{"語", 9, 2, false},
		{"هاجم", 17, 4, true},
		{"atack", 14, 5, false},
	} {
		at := strings.Index(caretText, place.word)
		out := c.Remark(diag.Diagnostic{Code: "M9001", Span: f.Span(at, at+len(place.word)), Args: diag.Args("name", "n")})
		lines := strings.Split(out, "\n")
		text, marks := lines[2], lines[3]
		got := strings.TrimPrefix(marks, "    | ")
		if n := len(got) - len(strings.TrimLeft(got, " ")); n != place.cells || strings.Count(got, "^") != place.marks {
			t.Errorf("%s: %d cells, marks %q, want %d and %d", place.word, n, got, place.cells, place.marks)
		}
		if strings.Contains(text, "\u2068"+place.word+"\u2069") != place.isolated {
			t.Errorf("%s: isolated wrongly: %q", place.word, text)
		}
		if place.isolated && !strings.Contains(text, "| \u2066\u2068") {
			t.Errorf("the line does not run from left to right: %q", text)
		}
	}
}

func TestCaretsElsewhere(t *testing.T) {
	f := source.NewFile("a.mithaq", "one\ntwo\u202e three\x1b[0m\n"+strings.Repeat("word ", 40)+"here "+strings.Repeat("word ", 40))
	c := Carets{Words: caretWords(locale.En), Source: func(name string) *source.File {
		if name == "a.mithaq" {
			return f
		}
		return nil
	}}
	render := func(s source.Span) string { return c.Remark(diag.Diagnostic{Code: "M9001", Span: s}) }
	if got := render(source.Span{File: "b.mithaq", Start: source.Pos{Line: 1, Column: 2}}); strings.Count(got, "\n") != 2 || !strings.HasPrefix(got, "b.mithaq:1:2  ") {
		t.Errorf("a file that is not there: %q", got)
	}
	if got := render(source.Span{}); strings.Count(got, "\n") != 2 || !strings.HasPrefix(got, "error M9001") {
		t.Errorf("no place: %q", got)
	}
	if got := render(f.Span(0, 6)); !strings.Contains(got, "| one\n    | ^^^\n") {
		t.Errorf("several lines: %q", got)
	}
	if got := render(f.Span(3, 3)); !strings.Contains(got, "\n    |    ^\n") {
		t.Errorf("an empty span at the end of a line: %q", got)
	}
	if got := render(f.Span(4, 7)); strings.ContainsAny(got, "\u202e\x1b") {
		t.Errorf("controls of the text reach the terminal: %q", got)
	}
	at := strings.Index(f.Text, "here")
	c.Width = 60
	got := render(f.Span(at, at+4))
	lines := strings.Split(got, "\n")
	for _, line := range lines {
		if locale.Width(line) > 60 {
			t.Errorf("%d cells: %q", locale.Width(line), line)
		}
	}
	if i := strings.Index(lines[3], "^"); i < 0 || string([]rune(lines[2])[i:i+4]) != "here" {
		t.Errorf("a long line is cut wrongly:\n%s", got)
	}
	c.Colour = true
	if got := render(f.Span(0, 3)); !strings.Contains(got, "\x1b[31m^^^\x1b[0m") {
		t.Errorf("no colour: %q", got)
	}
}

func TestDiagnosticWithoutSentence(t *testing.T) {
	for _, lang := range locale.Langs {
		text := For(lang).Diagnostic(diag.Diagnostic{
			Code: "M9999", Args: diag.Args("name", "x", "n", "3"),
			Related: []diag.Related{{Key: "there"}}, Fixes: []diag.Fix{{Key: "so"}},
		})
		all := flat(text.Title + text.Related[0] + text.Fixes[0])
		for _, part := range []string{"M9999", "name=x, n=3", "there", "so"} {
			if !strings.Contains(all, part) {
				t.Errorf("%s: %q does not say %q", lang, all, part)
			}
		}
	}
	errs := []diag.Diagnostic{{}, {Severity: diag.Note}, {}}
	for lang, want := range map[locale.Lang]string{locale.En: "2 errors and 1 note", locale.Ar: "خطآن وتنبيه واحد", locale.Ru: "2 ошибки и 1 примечание"} {
		if got := For(lang).Total(errs); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
	if got := For(locale.En).Total(nil); got != "Nothing to remark." {
		t.Errorf("no remarks: %q", got)
	}
	w := &Words{lang: locale.Ru, texts: map[string]string{"diag.M9002#one": "{n} срок", "diag.M9002#few": "{n} срока", "diag.M9002#many": "{n} сроков"}}
	if got := w.Diagnostic(diag.Diagnostic{Code: "M9002", Args: diag.Args("n", "3")}).Title; got != "3 срока" {
		t.Errorf("plural of a remark: %q", got)
	}
}
