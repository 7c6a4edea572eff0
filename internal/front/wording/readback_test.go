package wording

import (
	"strings"
	"testing"
	"time"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
)

func named(en, ar, ru string) norms.Names { return norms.Names{"en": en, "ar": ar, "ru": ru} }

// testProgram is a small program with one norm of each form; the norms are given by the tests.
func testProgram(ns ...norms.Norm) *norms.Program {
	zone, err := civil.LoadZone("Asia/Damascus")
	if err != nil {
		panic(err)
	}
	doer := norms.Role{Name: "doer", Type: norms.PartyRole}
	for i := range ns {
		ns[i].Agree, ns[i].Term = "letter", "1"
	}
	return &norms.Program{
		Vocabulary: norms.Vocabulary{
			Parties: []norms.Party{
				{ID: "north", Names: named("Northern State", "دولة الشمال", "Северное государство")},
				{ID: "south", Names: named("Southern State", "دولة الجنوب", "Южное государство")},
			},
			Kinds: []norms.Kind{
				{ID: "child", Names: named("Children", "أطفال", "Дети")},
				{ID: "woman", Names: named("Women", "نساء", "Женщины")},
			},
			Acts: []norms.Act{
				{ID: "attack", Names: named("Attack", "هجوم", "Нападение"), Roles: []norms.Role{doer}},
				{ID: "meet", Names: norms.Names{"en": "Meeting"}, Roles: []norms.Role{doer}},
				{ID: "release", Names: named("Release", "إفراج", "Освобождение"), Roles: []norms.Role{doer}},
			},
			States:  []norms.State{{ID: "held", Names: named("Held", "محتجز", "Под стражей")}},
			Rosters: []norms.RosterDecl{{ID: "list", Names: named("People held", "المحتجزون", "Удерживаемые лица")}},
		},
		Agreements: []norms.Agreement{
			{
				ID: "letter", Names: named("The letter", "الرسالة", "Письмо"), Force: norms.Demand, By: []string{"south"}, To: []string{"north"},
				Zone: zone, Starts: zone.Start(civil.Date{Year: 2015, Month: 11, Day: 1}), Standard: grade.Corroborated,
				Marks: []norms.Mark{{ID: "departure", Names: named("The day", "اليوم", "День")}},
				Norms: ns,
			},
			{ID: "truce", Names: named("The truce", "الهدنة", "Перемирие"), Zone: zone, Norms: []norms.Norm{{ID: "2a", Agree: "truce", Term: "2"}}},
		},
	}
}

func instant(p *norms.Program, y, m, d int) int64 {
	return p.Agreements[0].Zone.Start(civil.Date{Year: y, Month: time.Month(m), Day: d})
}

func wants(role string, ids ...string) []norms.Want {
	w := norms.Want{Role: role}
	for _, id := range ids {
		w.Values = append(w.Values, norms.Value{ID: id})
	}
	return []norms.Want{w}
}

// flat drops the marks of isolation, so that a test reads like the sentence.
func flat(s string) string { return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(s) }

func flatAll(list []string) string { return flat(strings.Join(list, " ")) }

func TestReadBack(t *testing.T) {
	p := testProgram()
	day := func(y, m, d int, edge norms.Edge) *norms.Bound {
		return &norms.Bound{At: norms.Point{Sort: norms.AtInstant, Instant: instant(p, y, m, d)}, Edge: edge}
	}
	mark := norms.Point{Sort: norms.AtMark, Mark: "departure"}
	attack := norms.Pattern{Act: "attack", Roles: append(wants("doer", "north"), wants("harmed", "child", "woman")...)}
	release := norms.Pattern{Act: "release"}
	held := norms.Pattern{Act: "held", Roles: wants("people", "child")}
	north := []string{"north"}
	days30 := civil.Period{N: 30, Unit: civil.Days}
	for _, c := range []struct {
		name string
		norm norms.Norm
		want map[locale.Lang][]string // parts of all sentences together
	}{
		{
			"prohibition from a date",
			norms.Norm{
				ID: "11a", Bearers: north, Modality: norms.Prohibition, Act: attack,
				Window: norms.Window{Start: day(2015, 11, 1, norms.DayStart)},
			},
			map[locale.Lang][]string{
				"en": {"Northern State: must not do this: Attack (harmed: Children or Women), from 1 Nov 2015.", "no breach was seen", "see this: the act of Northern State: Attack"},
				"ar": {"يُحظر على دولة الشمال القيام بما يلي: هجوم (المتضررون: أطفال أو نساء)، ابتداءً من 1 تشرين الثاني 2015."},
				"ru": {"Запрет (кто: Северное государство). Нельзя делать следующее: Нападение (пострадавшие: Дети или Женщины), с 1 нояб. 2015."},
			},
		},
		{
			"undated, nobody named",
			norms.Norm{ID: "1a", Act: release, AtLeast: norms.Number{N: 1}},
			map[locale.Lang][]string{
				"en": {"This must be done; the text does not say by whom: Release, without a date.", "It has no date, so it can never be breached.", "It can never be called breached"},
				"ar": {"ولا يقول النص من يقوم به: إفراج، من دون موعد."},
				"ru": {"кем, текст не говорит: Освобождение, без срока."},
			},
		},
		{
			"by a mark, twice",
			norms.Norm{
				ID: "1b", Bearers: []string{"north", "south"}, Act: release, AtLeast: norms.Number{N: 2},
				Window: norms.Window{End: &norms.Bound{At: mark, Edge: norms.DayEnd}},
			},
			map[locale.Lang][]string{
				"en": {"Northern State and Southern State: must do this: Release, at least 2 times, by the day set as “The day”.", "the time end (by the day set as “The day”) without it"},
				"ar": {"يجب على دولة الشمال ودولة الجنوب القيام بما يلي: إفراج، مرتين على الأقل، في موعد أقصاه اليوم المحدد بوصفه «اليوم»."},
				"ru": {"не менее 2 раз, не позднее, чем наступит день, назначенный как «День»."},
			},
		},
		{
			"within, while",
			norms.Norm{
				ID: "1c", Bearers: north, Act: release, AtLeast: norms.Number{N: 1},
				Window: norms.Window{Start: &norms.Bound{At: mark}, End: &norms.Bound{At: mark, Plus: days30, Edge: norms.DayEnd, Period: true}},
				While:  norms.Not{Cond: norms.Holds{Pattern: held}},
			},
			map[locale.Lang][]string{
				"en": {"within 30 days of the day set as “The day”.", "stands still whenever this is not so: this is not the case: Held (people: Children).", "time does not run while"},
				"ar": {"خلال مدة (30 يوماً) من اليوم المحدد"},
				"ru": {"в пределах срока (30 дней), отсчёт: день"},
			},
		},
		{
			"day n of an act",
			norms.Norm{
				ID: "1d", Bearers: north, Act: release, AtLeast: norms.Number{N: 1}, Window: norms.Window{
					Start: &norms.Bound{At: norms.Point{Sort: norms.AtAct, Act: attack}, Plus: civil.Period{N: 4, Unit: civil.Days}, Edge: norms.DayStart},
					End:   &norms.Bound{At: norms.Point{Sort: norms.AtAct, Act: attack}, Plus: civil.Period{N: 4, Unit: civil.Days}, Edge: norms.DayEnd},
				},
			},
			map[locale.Lang][]string{
				"en": {"on day 5 counted from the first act of this sort: Attack (by: Northern State; harmed: Children or Women)."},
				"ar": {"في اليوم 5 محسوباً من أول فعل"},
				"ru": {"на 5-й день, отсчёт: первое действие"},
			},
		},
		{
			"at most per period, unless",
			norms.Norm{
				ID: "1e", Bearers: north, Modality: norms.Prohibition, Act: attack, AtMost: norms.Number{N: 3, Per: civil.Period{N: 7, Unit: civil.Days}},
				Unless: norms.Seen{Pattern: release, From: day(2015, 11, 1, norms.DayStart), Until: day(2015, 11, 30, norms.DayEnd)},
			},
			map[locale.Lang][]string{
				"en": {"more than 3 times in any period of 7 days.", "does not count as a breach when, for that act: an act of this sort has taken place: Release (from 1 Nov 2015, until 30 Nov 2015)."},
				"ar": {"أكثر من 3 مرات في أي مدة طولها 7 أيام"},
				"ru": {"более 3 раз за любой отрезок времени (7 дней)", "с 1 нояб. 2015; по 30 нояб. 2015 включительно"},
			},
		},
		{
			"permission only once nobody is held",
			norms.Norm{
				ID: "10a", Bearers: []string{"south"}, Modality: norms.Permission, Act: norms.Pattern{Act: "meet", Roles: wants("with", "north")},
				Once: norms.NoneHolds{Pattern: held}, OnlyOnce: true,
			},
			map[locale.Lang][]string{
				"en": {"Southern State: may do this: Meeting (with: Northern State).", "forbidden before: a list declared complete shows nobody left for whom this is the case: Held (people: Children).", "used too early"},
				"ar": {"إذن ممنوح إلى دولة الجنوب بالقيام بما يلي: Meeting (مع: دولة الشمال).", "وهو محظور قبل ذلك"},
				"ru": {"Разрешение (кто: Южное государство). Можно делать следующее: Meeting (с кем: Северное государство)."},
			},
		},
		{
			"aim with conditions",
			norms.Norm{
				ID: "1f", Bearers: north, Modality: norms.Aim, Act: release, AtLeast: norms.Number{N: 1},
				Window: norms.Window{End: day(2016, 1, 1, norms.DayStart)},
				If: norms.And{Conds: []norms.Cond{
					norms.MarkSet{Mark: "departure"},
					norms.Or{Conds: []norms.Cond{norms.NormIs{Norm: "truce.2a", Word: norms.IsKept}, norms.Not{Cond: norms.Seen{Pattern: attack}}}},
				}},
				Until: norms.Compare{Figure: norms.Figure{Measure: norms.Sum, Role: "killed", Pattern: norms.Pattern{Act: "attack"}}, Op: norms.MoreThan, N: 1000},
			},
			map[locale.Lang][]string{
				"en": {"aims at this: Release, before 1 Jan 2016.", "the date “The day” has been set and (2a (term 2) of “The truce” is kept or no act of this sort has taken place: Attack", "the total of “killed” in acts of this sort: Attack: more than 1,000.", "To call this missed"},
				"ar": {"من غايات دولة الشمال تحقيق ما يلي: إفراج، قبل 1 كانون الثاني 2016.", "رُوعي الحكم 2a (البند 2) من «الهدنة»"},
				"ru": {"раньше 1 янв. 2016.", "норма 2a (пункт 2), «Перемирие» соблюдена"},
			},
		},
		{
			"family from a roster, by a clock time, observed",
			norms.Norm{
				ID: "9a", Act: norms.Pattern{Act: "release", Roles: []norms.Want{{Role: "person", Values: []norms.Value{{Var: "one", Role: "person"}}}}}, AtLeast: norms.Number{N: 1},
				ForEach:  &norms.Family{Var: "one", Source: norms.FromRoster, Roster: "list"},
				Window:   norms.Window{End: &norms.Bound{At: norms.Point{Sort: norms.AtInstant, Instant: instant(p, 2016, 2, 26) + 12*3600 + 1}, Plus: civil.Period{}, Edge: norms.Exact}},
				Observed: norms.Observed{By: []string{"south"}, Percent: 60},
			},
			map[locale.Lang][]string{
				"en": {"For each member of the list “People held”, called “one”: This must be done; the text does not say by whom: Release (person: as in “one”), by 26 Feb 2016, 12:00.", "at least 60% of the places and days were observed by Southern State.", "declared complete"},
				"ar": {"لكل من في قائمة «المحتجزون»", "60% من الأماكن والأيام"},
				"ru": {"Для каждого из перечня «Удерживаемые лица»", "не позднее 26 февр. 2016, 12:00"},
			},
		},
		{
			"every week, from an act on",
			norms.Norm{
				ID: "1g", Bearers: north, Act: release, AtLeast: norms.Number{N: 1, Per: civil.Period{N: 1, Unit: civil.Weeks}},
				ForEach: &norms.Family{Var: "a", Source: norms.FromAct, Pattern: attack},
				Window:  norms.Window{Start: &norms.Bound{At: norms.Point{Sort: norms.AtVar, Var: "a"}}},
				Once:    norms.Reached{Bound: norms.Bound{At: norms.Point{Sort: norms.AtStart}, Plus: days30, Edge: norms.DayEnd}},
			},
			map[locale.Lang][]string{
				"en": {"For each act of this sort, called “a” here: Attack", "at least once in any period of 1 week, from the beginning of “a”.", "this time has come: after 30 days after the start of the agreement (1 Nov 2015)", "one period of 1 week with fewer such acts", "cannot be listed in full"},
				"ar": {"مرة واحدة على الأقل في أي مدة طولها أسبوع واحد"},
				"ru": {"не менее 1 раза за любой отрезок времени (1 неделя)"},
			},
		},
	} {
		p := testProgram(c.norm)
		for lang, parts := range c.want {
			back := For(lang).Norm(Lookup{Program: p}, &p.Agreements[0].Norms[0])
			all := flatAll(append(append(append([]string{back.Text}, back.Clauses...), back.Kept...), back.NotKept...))
			for _, part := range parts {
				if !strings.Contains(all, part) {
					t.Errorf("%s, %s: %q does not hold %q", c.name, lang, all, part)
				}
			}
			if strings.ContainsAny(all, "[]{}") {
				t.Errorf("%s, %s: a hole in %q", c.name, lang, all)
			}
		}
	}
}

func TestAssertions(t *testing.T) {
	p := testProgram()
	l := Lookup{Program: p}
	claim := norms.Claim{
		ID: "many", Agree: "letter", By: []string{"south"}, Title: named("Twelve were hit", "أصيب اثنا عشر", "Поражены двенадцать"), Op: norms.AtLeast, N: 12, Number: true,
		Figure: norms.Figure{
			Measure: norms.CountDistinct, Role: "at", Pattern: norms.Pattern{Act: "attack", Roles: wants("doer", "north")},
			From: &norms.Bound{At: norms.Point{Sort: norms.AtInstant, Instant: instant(p, 2015, 9, 30)}, Edge: norms.DayStart},
		},
	}
	act := claim
	act.Number = false
	concern := norms.Concern{ID: "c", Of: "north", Title: named("A vacuum", "فراغ", "Вакуум"), AnsweredBy: []string{"3", "4"}}
	alone := norms.Concern{ID: "c", Of: "north", Title: named("A vacuum", "فراغ", "Вакуум")}
	position := norms.Position{Party: "north", Stance: norms.Rejects, Agree: "letter", Term: "1", Date: civil.Date{Year: 2016, Month: 2, Day: 22}, Said: norms.Names{"en": "Speech"}}
	en, ar, ru := For(locale.En), For(locale.Ar), For(locale.Ru)
	for _, c := range []struct{ got, want string }{
		{flatAll(en.ClaimText(l, &claim)), "Southern State says: “Twelve were hit”. As a statement that can be checked: the number of different values of “at” in acts of this sort: Attack (by: Northern State) (from 30 Sep 2015): at least 12. It is supported when the record shows this number at the standard asked for, author included. It is supported in part when"},
		{flatAll(en.ClaimText(l, &act)), "at least one act of this sort took place: Attack (by: Northern State) (from 30 Sep 2015)."},
		{flatAll(ar.ClaimText(l, &claim)), "قول دولة الجنوب: «أصيب اثنا عشر»"},
		{flatAll(ru.ClaimText(l, &claim)), "число разных значений графы «где»"},
		{flatAll(en.ConcernText(l, &concern)), "A concern of Northern State: “A vacuum” This text answers it in terms 3 and 4."},
		{flatAll(ar.ConcernText(l, &concern)), "يجيب عنه هذا النص في البندين 3 و4."},
		{flatAll(ru.ConcernText(l, &alone)), "Этот текст на него не отвечает."},
		{flatAll(en.PositionText(l, &position)), "Northern State on term 1, 22 Feb 2016: rejects where said: Speech"},
	} {
		if !strings.Contains(c.got, c.want) {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
