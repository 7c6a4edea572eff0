package wording

import (
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/locale"
	"mithaq/internal/reading/run"
)

// TestStory tells one run in each language.
func TestStory(t *testing.T) {
	file, ds := syntax.Parse("a.mithaq", `vocabulary v
party red "Red" ar "الحمر" ru "Красные"
party blue "Blue" ar "الزرق" ru "Синие"
kind thing "Things" ar "أشياء" ru "Вещи" { maps "Maps" ar "خرائط" ru "Карты" }
act give "Handing over" ar "تسليم" ru "Передача" (doer party, to party, what thing)
act announce "Announcement" ar "إعلان" ru "Объявление" (doer party, what mark, day date)
act release "Release" ar "إفراج" ru "Освобождение" (doer party, person)
state held "Held" ar "محتجز" ru "Под стражей" (by party, person) ends release(person)
roster detainees "People held" ar "المحتجزون" ru "Задержанные" of held
agreement a "The terms" ar "الشروط" ru "Условия"
  uses v
  demand by red to blue
  dated 2020-01-01
  zone "UTC"
mark departure "The day" ar "اليوم" ru "День"
term 1
  1a: blue must give(to: red, what: maps) at least 2 by 2020-02-01
  1b: for each member of detainees as d, unnamed must release(person: d.person) undated
  1c: blue may give(to: blue) once departure set
`)
	book, more := terms.Resolve([]*syntax.File{file}, nil)
	prog, _ := norms.Lower(book)
	if ds = append(ds, more...); diag.HasErrors(ds) {
		t.Fatal(ds)
	}
	p, err := run.Play(prog, run.Suppose(prog), &run.Policy{Leave: true, Free: true})
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[locale.Lang]string{
		locale.En: `Suppose that Blue accepts “The terms”.
Suppose that the list “People held” is complete and names only “People held” no. 1.
On 2 January 2020, Blue: Handing over (to: Red; what: Maps), 2 times, as 1a (term 1) asks.
On 3 January 2020, somebody: Release (person: “People held” no. 1), as 1b (term 1) asks.
On 4 January 2020, somebody: Announcement (what: The day; day: 3 February 2020). 1c (term 1) speaks of this, and asks it of nobody.
On 5 January 2020, Blue: Handing over (to: Blue), as 1c (term 1) allows.
Judged as of 5 January 2020.`,
		locale.Ar: `لنفترض قبول «الشروط» من جانب: الزرق.
لنفترض أن قائمة «المحتجزون» كاملة ولا تضم إلا «المحتجزون» رقم 1.
في 2 كانون الثاني 2020، الزرق: تسليم (إلى: الحمر؛ ماهيته: خرائط)، مرتين، كما يطلب 1a (البند 1).
في 3 كانون الثاني 2020، طرف ما: إفراج (الشخص: «المحتجزون» رقم 1)، كما يطلب 1b (البند 1).
في 4 كانون الثاني 2020، طرف ما: إعلان (ماهيته: اليوم؛ اليوم: 3 شباط 2020). يتحدث 1c (البند 1) عن ذلك ولا يطلبه من أحد.
في 5 كانون الثاني 2020، الزرق: تسليم (إلى: الزرق)، كما يجيز 1c (البند 1).
يُحكم عليه كما هو في 5 كانون الثاني 2020.`,
		locale.Ru: `Предположим, что «Условия» принимает сторона: Синие.
Предположим, что список «Задержанные» полон и в нём значатся только «Задержанные» № 1.
2 января 2020 — Синие: Передача (кому: Красные; что: Карты), 2 раза, как того требует 1a (пункт 1).
3 января 2020 — кто-либо: Освобождение (лицо: «Задержанные» № 1), как того требует 1b (пункт 1).
4 января 2020 — кто-либо: Объявление (что: День; день: 3 февраля 2020). 1c (пункт 1) говорит об этом, но ни от кого этого не требует.
5 января 2020 — Синие: Передача (кому: Синие), как это допускает 1c (пункт 1).
Оценка — на 5 января 2020.`,
	} {
		if got := strings.Join(For(lang).Bare().Story(Lookup{Program: prog}, p.Run), "\n"); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", lang, got, want)
		}
	}
}
