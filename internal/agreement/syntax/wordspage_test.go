package syntax

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/testroot"
)

// places says of the words of one place where they stand.
var places = map[Keyword]string{
	kwByWhom: "before who says, asks, finds or observes; `answered by`", kwByMuch: "`extend ... by`", kwToWhom: "`demand ... to`, `disputes to`",
	kwOfOffice: "behind an office", kwOfConcern: "behind a concern", kwOfList: "behind a roster", kwOfNorm: "before the norm that wording belongs to",
	kwOfTime: "`within 30 days of`", kwOfDay: "`day 10 of`", kwOfPlace: "`within 25 km of`", kwWithinPlace: "`within 25 km of`", kwFromFile: "before a file",
	kwForWhom: "`counts as ... for`", kwUntilCond: "before a condition", kwBeforePoint: "`10 days before`", kwNotAct: "`ensure that P not`",
}

// wordsTable writes all words of the language in all tables.
func wordsTable() string {
	var b strings.Builder
	b.WriteString("| en | ar | ru | where |\n|---|---|---|---|\n")
	cell := func(list []string) string {
		quoted := make([]string, len(list))
		for i, s := range list {
			quoted[i] = "`" + s + "`"
		}
		return strings.Join(quoted, ", ")
	}
	for k := Keyword(1); k < keywords; k++ {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", cell(English.Words[k]), cell(Arabic.Words[k]), cell(Russian.Words[k]), places[k])
	}
	b.WriteString("\nWords that go together:\n\n| en | ar | ru |\n|---|---|---|\n")
	var seen [][]Keyword
	for _, t := range []*Table{Arabic, Russian} {
		for _, ph := range t.phrases {
			if slices.ContainsFunc(seen, func(ks []Keyword) bool { return slices.Equal(ks, ph.keys) }) {
				continue
			}
			seen = append(seen, ph.keys)
			row := []string{"`" + English.Spell(ph.keys...) + "`"}
			for _, of := range []*Table{Arabic, Russian} {
				var list []string
				for _, other := range of.phrases {
					if slices.Equal(other.keys, ph.keys) {
						list = append(list, strings.Join(other.words, " "))
					}
				}
				if list == nil {
					list = []string{of.Spell(ph.keys...)}
				}
				row = append(row, cell(list))
			}
			fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
		}
	}
	return b.String()
}

// TestWordsPage holds the list of words in spec/language.md to the tables. MITHAQ_UPDATE=1 writes it anew.
func TestWordsPage(t *testing.T) {
	path := filepath.Join(testroot.Root(t), "spec", "language.md")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), "<!-- words -->\n")
	got, after, closed := strings.Cut(rest, "<!-- /words -->")
	if !ok || !closed {
		t.Fatal("the page has no list of words")
	}
	want := wordsTable()
	if os.Getenv("MITHAQ_UPDATE") != "" {
		if err := os.WriteFile(path, []byte(before+"<!-- words -->\n"+want+"<!-- /words -->"+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != want {
		t.Error("the list of words is not that of the tables; write it with MITHAQ_UPDATE=1 go test -run TestWordsPage ./internal/agreement/syntax")
	}
}

// TestTables: every keyword and every phrase is read back from its own spelling as just these keywords, in every language; no word begins two
// different clauses or statements.
func TestTables(t *testing.T) {
	for _, table := range Tables {
		read := func(text string) (keys []Keyword, tokens []Token) {
			s := scanner{text: "x " + text + " x", table: table}
			s.scan()
			for i := 1; i < len(s.tokens)-2; i++ {
				keys = append(keys, s.tokens[i].Key)
			}
			return keys, s.tokens[1 : len(s.tokens)-2]
		}
		for k := Keyword(1); k < keywords; k++ {
			for _, word := range table.Words[k] {
				_, tokens := read(word)
				if table == Arabic && word == "خط أحمر" {
					continue // only "red line" is a word, in every language
				}
				if len(tokens) != 1 || !tokens[0].is(k) && !(k == kwDays && tokens[0].Key == kwDay) {
					t.Errorf("%s: %q is not read as keyword %d: %+v", table.Lang, word, k, tokens)
				}
				if m := table.index[keyForm(word)]; k < placed && m.key != k && m.key < placed && m.key != NoKeyword && k != kwDays {
					t.Errorf("%s: %q is two words, %d and %d", table.Lang, word, m.key, k)
				}
			}
		}
		for _, ph := range table.phrases {
			keys, _ := read(strings.Join(ph.words, " "))
			if !slices.Equal(keys, ph.keys) {
				t.Errorf("%s: %q is read as %d, not %d", table.Lang, ph.words, keys, ph.keys)
			}
		}
		for s, m := range table.deontic {
			if _, ok := table.index[s]; ok {
				t.Errorf("%s: %q is a word of the language and refused", table.Lang, s)
			}
			if table.Modality(m) == "" {
				t.Errorf("%s: %q is mended by nothing", table.Lang, s)
			}
		}
	}
}

// TestLooseSpelling: what people leave out when they type is no mistake.
func TestLooseSpelling(t *testing.T) {
	for _, text := range []string{
		"اتفاق a\nبند 1\n1a: x يُجب b() اذا c() او d()", "اتفاق a\nبند 1\n1a: x لا  يجوز b() فى موعد أقصاه 2020-01-01",
		"соглашение a\nпункт 1\n1a: x обязан b() не\n позднее 2020-01-01", "соглашение a\nпункт 1\n1a: x обязана b() всё время пока c()",
	} {
		f, ds := Parse("x", text)
		if len(ds) > 0 {
			t.Errorf("%q: %v", text, ds)
		}
		if f.Print() != text {
			t.Errorf("%q is not whole", text)
		}
	}
}
