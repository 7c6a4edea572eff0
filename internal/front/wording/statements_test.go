package wording

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/locale"
	"mithaq/internal/testroot"
)

// statements reads the text of the corpus that holds every statement beyond the letter.
func statements(t *testing.T) *norms.Program {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join(testroot.Root(t), "spec", "corpus", "terms", "statements.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	file, ds := syntax.Parse("text.mithaq", string(archive.Files[0].Data))
	book, more := terms.Resolve([]*syntax.File{file}, nil)
	program, last := norms.Lower(book)
	for _, d := range append(append(ds, more...), last...) {
		if d.Severity == diag.Error {
			t.Fatalf("%s: %s", d.Span, d.Code)
		}
	}
	return program
}

// readAll reads a whole agreement back: what is told of each norm under its label, of the text under "".
func readAll(w *Words, p *norms.Program, a *norms.Agreement) map[string][]string {
	l := Lookup{Program: p}
	all := map[string][]string{"": w.AgreementText(l, a)}
	for i := range a.Terms {
		all[""] = append(all[""], w.TermText(l, a, &a.Terms[i])...)
	}
	for i := range a.Claims {
		all[a.Claims[i].ID] = w.ClaimText(l, &a.Claims[i])
	}
	tell := func(prefix string, n *norms.Norm) {
		back := w.Norm(l, n)
		all[prefix+n.ID] = append(append(append([]string{back.Text}, back.Clauses...), back.Kept...), back.NotKept...)
	}
	for i := range a.Norms {
		tell("", &a.Norms[i])
	}
	for i := range a.Readings {
		for j := range a.Readings[i].Norms {
			tell(a.Readings[i].ID+" ", &a.Readings[i].Norms[j])
		}
	}
	return all
}

// TestStatementsReadBack reads every statement back in each language: whole sentences, and in English what they say.
func TestStatementsReadBack(t *testing.T) {
	p := statements(t)
	for _, lang := range locale.Langs {
		w := For(lang)
		for i := range p.Agreements {
			for id, sentences := range readAll(w, p, &p.Agreements[i]) {
				for _, s := range sentences {
					t.Logf("%s %s: %s", lang, id, flat(s))
					if s == "" || strings.ContainsAny(s, "[]{}") {
						t.Errorf("%s: %s: %q", lang, id, s)
					}
					if bare := quoted.ReplaceAllString(s, " "); lang != locale.En && strings.Contains(bare, " the ") {
						t.Errorf("%s: %s holds English: %q", lang, id, s)
					}
				}
			}
		}
	}
}

// TestStatementsSay holds what some statements are read back as, a part of it in each language.
func TestStatementsSay(t *testing.T) {
	p := statements(t)
	for _, c := range []struct {
		id         string
		en, ar, ru string
	}{
		{"1a", "red and blue, jointly: must do this: withdraw, the completion, by 10 days before the day set as “m”.", "يجب على red وblue معاً القيام بما يلي: withdraw، مرحلة الإتمام", "Обязанность (кто: вместе: red и blue)"},
		{"1b", "One of red or blue, left open which: must do this: notify (to: green), within 3 days of the breach of 1a (term 1).", "أحد هؤلاء من دون تعيين", "кто именно, не сказано"},
		{"1c", "forbidden before: an act of this sort has taken place: consent (by: osce; to: 1c).", "وهو محظور قبل ذلك", "до этого запрещено"},
		{"1d", "Each of red and blue: must do this: transfer, at least 100 in all, by “trucks”, in each successive period of 1 week, for 6 months from the entry into force of the text.", "100 على الأقل في المجموع", "всего не менее 100 по графе"},
		{"1d", "At its end the time goes on for another 3 months, unless", "عند انقضاء المدة تمتد مدة أخرى (3 أشهر)", "По окончании срок продлевается"},
		{"1e", "red: must keep this so: this is not the case: besieged, for 30 days from", "يجب على red إبقاء الحال على ما يلي", "Должно сохраняться следующее"},
		{"1e", "one would have to see this: a moment at which this is not so", "لحظة لا يتحقق فيها ما يلي", "момент, когда не выполнено следующее"},
		{"1f", "red: must bring this about: an act of this sort has taken place: meet and this is not the case: besieged, by 1 Mar 2020.", "يجب على red تحقيق ما يلي", "Должно наступить следующее"},
		{"1f", "Its end moves by 30 days each time 2d (term 2) is used before it.", "كلما استُعمل الحكم 2d", "когда до него используется норма 2d"},
		{"1g", "blue: must ensure that this is not done by green and red: fire (at: within 25 km of contact; calibre: at least 100 mm).", "على مسافة لا تتجاوز 25 كم من contact", "не далее 25 км"},
		{"1g", "Acts of this sort are not meant: fire (weapon: gun).", "لا تُقصد أفعال من هذا النوع: fire", "Не имеются в виду действия такого рода: fire"},
		{"1h", "For each party that accepted the text, called “p”: the party “p”: must do this: meet", "لكل طرف قبل النص", "Для каждой стороны, принявшей текст"},
		{"1i", "the first of “x”: must not do this: attack (target: the second of “x”).", "الثاني من «x»", "вторая из «x»"},
		{"1i", "within 500 m of area; by: as in the act itself", "كما في الفعل نفسه", "то же, что у самого действия"},
		{"1j", "What is late can be made good within 10 days of the first act of this sort after the end: notify (to: red).", "يمكن تدارك ما تأخر", "Опоздание можно исправить"},
		{"1k", "Whether it is “effective” is settled only by a finding of osce.", "لا يحسم كونه «effective» إلا قرار من osce", "решает только вывод"},
		{"1l", "fire (in the last 30 days): at least as much as the total of “rounds”", "خلال آخر مدة", "за последнее время"},
		{"1n", "fire, more than 100 in all, by “rounds”, in any period of 7 days", "أكثر من 100 في المجموع", "всего более 100"},
		{"1o", "red: must do this: sit (by: blue and green), without a date.", "sit (الفاعل: blue وgreen)", "sit (кто: blue и green)"},
		{"1p", "Whoever is “by” in “x”: must do this: notify (to: as in “x”), within 2 days", "صاحب خانة «الفاعل» في «x»", "тот, кто «кто» у «x»"},
		{"2a", "By this, the following ends: 1d (term 1) and 1e (term 1).", "بذلك ينتهي ما يلي", "Этим прекращается следующее"},
		{"2b", "By this, the following is suspended for 30 days: the norms of term 1.", "بذلك يُعلَّق ما يلي لمدة", "Этим приостанавливается на срок"},
		{"2f", "By this, what red must, may and must not do passes to transition.", "بذلك ينتقل", "переходят"},
		{"2g", "By this, the following ends: all norms of the text.", "جميع أحكام النص", "все нормы текста"},
		{"1j>transition", "It is in force once this is so: 2f (term 2) has been used.", "استُعمل الحكم 2f", "норма 2f (пункт 2) использована"},
		{"kyiv 1z", "It is in force once this is so: 1a (term 1) is kept.", "رُوعي الحكم 1a", "норма 1a (пункт 1) соблюдена"},
		{"one", "It is crossed when the record shows this: the number of acts of this sort: attack (target: red): at least 1.", "خط أحمر وضعه red", "Красная линия (чья: red)"},
		{"", "The text enters into force once this is so: an act of this sort has taken place: meet (by: red).", "يدخل النص حيز النفاذ", "Текст вступает в силу"},
		{"", "This text takes the place of the following: “c” and term 1 of “d”.", "يحل هذا النص محل ما يلي", "Этот текст заменяет"},
		{"", "for what is asked of red and blue, an act of the sort attack (struck: school) counts as fire (rounds: exactly 1; weapon: mortar).", "بمنزلة fire", "считается таким: fire"},
		{"", "Left as wording beside 1a: “in good faith”.", "تُركت هذه العبارة", "Оставлено словами"},
	} {
		for lang, want := range map[locale.Lang]string{locale.En: c.en, locale.Ar: c.ar, locale.Ru: c.ru} {
			if got := flatAll(readAll(For(lang), p, &p.Agreements[0])[c.id]); !strings.Contains(got, want) {
				t.Errorf("%s %q: %q does not hold %q", lang, c.id, got, want)
			}
		}
	}
}
