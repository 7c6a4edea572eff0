package wording

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/testroot"
)

// vocabularies are the prefixes under which the words of record's vocabularies stand.
var vocabularies = []struct {
	prefix string
	words  []string
}{
	{"reliability.", record.Reliabilities},
	{"violation.", record.Statuses},
	{"stance.", record.Stances},
	{"connection.", record.Connections},
	{"involvement.", record.Involvements},
	{"chain.", record.Chains},
	{"civil.", record.Civils},
	{"sex.", record.Sexes},
	{"age.", record.Ages},
	{"unit.", record.Units},
	{"count_method.", record.CountMethods},
	{"stage.", record.Stages},
	{"user_role.", record.UserRoles},
	{"ground.", record.Grounds},
	{"decision.", record.Decisions},
	{"file_mark.", record.ProofSorts},
}

// TestVocabularyWords looks whether every word of vocabulary.go, as its source lists them, has its own words in each language.
func TestVocabularyWords(t *testing.T) {
	file := filepath.Join(testroot.Root(t), "internal", "evidence", "record", "vocabulary.go")
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	lists := 0
	ast.Inspect(f, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		lists++
		var words []string
		for _, e := range lit.Elts {
			words = append(words, strings.Trim(e.(*ast.BasicLit).Value, `"`))
		}
		i := slices.IndexFunc(vocabularies, func(v struct {
			prefix string
			words  []string
		},
		) bool {
			return slices.Equal(v.words, words)
		})
		if i < 0 {
			t.Errorf("the list %q has no words", words)
			return false
		}
		for _, lang := range Languages {
			for _, word := range words {
				if w := For(locale.Lang(lang)); !w.Has(vocabularies[i].prefix + word) {
					t.Errorf("%s: no words for %s%s", lang, vocabularies[i].prefix, word)
				}
			}
		}
		return false
	})
	if lists != len(vocabularies) {
		t.Errorf("%d lists, words for %d", lists, len(vocabularies))
	}
}

// TestRefusals looks whether every refusal and action has a sentence, and whether one that is made leaves no argument open.
func TestRefusals(t *testing.T) {
	for _, lang := range Languages {
		w := For(locale.Lang(lang))
		for _, code := range review.Codes {
			if !w.Has("refused." + code) {
				t.Errorf("%s: no sentence for the refusal %s", lang, code)
			}
		}
		for _, a := range review.Actions {
			if !w.Has("action." + string(a)) {
				t.Errorf("%s: no words for the action %s", lang, a)
			}
		}
		for _, key := range w.Below("refused") {
			if code := strings.TrimPrefix(key, "refused."); code != "of" && !slices.Contains(review.Codes, code) {
				t.Errorf("%s: a sentence for the refusal %s, which there is not", lang, code)
			}
		}
	}
	for _, c := range []struct {
		r    review.Refusal
		want string
	}{
		{review.Refusal{Code: "step", Args: diag.Args("stage", "allegation", "to", "published", "next", "inquiry")}, "From “allegation” the next step is “inquiry”, not “published”."},
		{
			review.Refusal{Code: "right", Args: diag.Args("user", "rami", "action", "assess", "roles", "assessor", "incident", "i1")},
			"i1: rami may not: assessing. Those who may: assessor",
		},
		{review.Refusal{Code: "no_second", Args: diag.Args("parties", "north")}, "It names north. A second person must stand behind it: --second NAME"},
	} {
		if got := For("en").Refusal(c.r); got != c.want {
			t.Errorf("%s", got)
		}
	}
}

func TestCounts(t *testing.T) {
	r := func(lo, hi int64) record.Range { return record.Range{Lo: lo, Best: -1, Hi: hi} }
	list := []record.Amount{
		{Role: "detained", Range: r(3, 3), Sex: "male", Age: "child"},
		{Role: "injured", Range: r(2, 2), Unit: "vehicle", Method: "majority"},
		{Role: "killed", Range: r(5, 7)},
		{Role: "killed", Range: r(1, 1), Age: "elderly", Civil: "unknown"},
		{Role: "killed", Range: r(2, 2), Civil: "civilian", Sex: "female", Age: "adult"},
		{Role: "killed", Range: r(1, 1), Civil: "combatant"},
	}
	for lang, want := range map[string][]string{
		"en": {
			"boys 3", "2 (vehicles) (the figure that most sources give)",
			"5–7, of them elderly people, civilian or not is not known 1, civilian women 2, combatants 1",
		},
		"ru": {"мальчиков 3", "2 (машин) (число, которое даёт большинство источников)", "5–7, из них пожилых, неизвестно, гражданские ли 1, гражданских женщин 2, участников боевых действий 1"},
		"ar": {"فتيان: 3", "2 (مركبات) (الرقم الذي تعطيه أغلب المصادر)", "5–7، منهم مسنّون لا يُعرف أمدنيون هم أم لا: 1، نساء من المدنيين: 2، مقاتلون: 1"},
	} {
		w := For(locale.Lang(lang))
		var got []string
		for _, c := range w.Counts(list, func(r record.Range) string { return locale.Range(locale.Lang(lang), r.Lo, r.Hi) }) {
			got = append(got, c.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", lang, got)
		}
		for _, sex := range append([]string{""}, record.Sexes...) {
			for _, age := range append([]string{""}, record.Ages...) {
				if p := w.People("", sex, age); strings.Contains(p, "[") {
					t.Errorf("%s: %s", lang, p)
				}
			}
		}
	}
}

func TestPut(t *testing.T) {
	today := civil.Date{Year: 2016, Month: 3, Day: 1}
	when := func(s string) string { return s }
	for _, c := range []struct {
		put  record.Put
		want string
	}{
		{record.Put{Asked: "2016-02-01"}, "North: asked on 2016-02-01"},
		{record.Put{Asked: "2016-02-01", Until: "2016-03-01"}, "North: asked on 2016-02-01, to answer by 2016-03-01"},
		{record.Put{Asked: "2016-02-01", Until: "2016-02-29"}, "North: asked on 2016-02-01, no answer"},
		{
			record.Put{Asked: "2016-02-01", Answered: "2016-02-03", Stance: "deny", Answer: record.Text{"en": "It was not us."}},
			"North: asked on 2016-02-01, answered on 2016-02-03: denies it: “It was not us.”",
		},
	} {
		if got := For("en").Put(&c.put, "North", today, when); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
