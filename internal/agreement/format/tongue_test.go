package format

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
)

// around puts a text into Arabic, from there into Russian, and back into the language it was in. It says whether the text could be put into
// another language at all.
func around(t *testing.T, text string) bool {
	t.Helper()
	f, ds := syntax.Parse("x", text)
	mixed := slices.ContainsFunc(ds, func(d diag.Diagnostic) bool { return d.Code == syntax.Mixed }) // which is mended on the way
	once := Text(text)
	now := text
	for _, table := range []*syntax.Table{syntax.Arabic, syntax.Russian, syntax.English, f.Table} {
		before, _ := syntax.Parse("x", now)
		next, ds := To("x", now, table)
		if ds != nil {
			if next != "" && ds[0].Severity != diag.Error {
				t.Fatalf("%s: a text without an error: %v", table.Lang, ds)
			}
			return false
		}
		after, remarks := syntax.Parse("x", next)
		if len(after.Stmts) > 0 && after.Table != table {
			t.Fatalf("put into %s, the text is read in %s:\n%s", table.Lang, after.Table.Lang, next)
		}
		for _, d := range remarks {
			if d.Severity == diag.Error {
				t.Fatalf("put into %s, the text has the remark %v at %v:\n%s", table.Lang, d.Code, d.Span, next)
			}
		}
		if same, at := syntax.Same(before, after); !same {
			t.Fatalf("put into %s, the tree is another one at %q:\n%s", table.Lang, before.Tokens[at].Text, next)
		}
		if again := Text(next); again != next {
			t.Fatalf("put into %s, the text is not formatted: %s", table.Lang, firstDifference(next, again))
		}
		now = next
	}
	if f.Table == syntax.English && !mixed && now != once {
		t.Fatalf("there and back again is another text:\n%s", firstDifference(once, now))
	}
	return true
}

// texts are all that the project holds in the language: examples, the corpus, the page.
func texts(t *testing.T) map[string]string {
	t.Helper()
	list := map[string]string{}
	files, _ := filepath.Glob("../../../examples/*/*.mithaq")
	if len(files) < 10 {
		t.Fatalf("only %d examples", len(files))
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		list[name] = string(data)
	}
	archives, _ := filepath.Glob("../../../spec/corpus/syntax/*.txtar")
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.Files {
			list[name+"/"+file.Name] = string(file.Data)
		}
	}
	page, err := os.ReadFile("../../../spec/language.md")
	if err != nil {
		t.Fatal(err)
	}
	for i, block := range strings.Split(string(page), "```") {
		if kind, text, _ := strings.Cut(block, "\n"); i%2 == 1 && strings.HasPrefix(kind, "mithaq") {
			list["language.md: "+strings.SplitN(text, "\n", 2)[0]] = text
		}
	}
	return list
}

// TestTongues: the same file in each language gives the same tree, and comes back byte by byte.
func TestTongues(t *testing.T) {
	for name, text := range texts(t) {
		t.Run(name, func(t *testing.T) {
			_, ds := syntax.Parse("x", text)
			broken := false
			for _, d := range ds {
				broken = broken || d.Severity == diag.Error && d.Code != syntax.Mixed
			}
			if around(t, text) == broken {
				_, ds := To("x", text, syntax.Arabic)
				_, es := To("x", text, syntax.Russian)
				t.Errorf("broken %v, but it could be put into other languages or not: %v %v", broken, ds, es)
			}
		})
	}
}

// TestTongueOfUntidyText: comments in any place and odd layouts survive.
func TestTongueOfUntidyText(t *testing.T) {
	sound := strings.Replace(untidy, "1q: foo  (\n", "", 1)
	f, _ := syntax.Parse("x", sound)
	if !around(t, sound) {
		_, ds := To("x", sound, syntax.Arabic)
		t.Fatalf("not put into another language: %v", ds)
	}
	for i := 0; i < len(f.Tokens); i += 3 {
		tok := f.Tokens[i]
		around(t, sound[:tok.Offset]+"# one\n  "+sound[tok.Offset:])
	}
}

func TestTongueReads(t *testing.T) {
	text := `vocabulary v
act release (doer party, person)
agreement a
  in force from 2016-02-27
term 1
  1a: russia and usa must not attack(at: within 25 km of front) from 2016-01-01 until 2016-06-30, unless departure is set
  1b: groups aim to meet() by 10 days before departure
  1c: osce must report() every week for 6 months, renewed for 3 months unless 1a is kept
  1d: russia may meet() only once no held() at most 3 in any 7 days
`
	want := map[string]string{
		"ar": `معجم v
فعل release (doer طرف، person)

اتفاق a
  يدخل حيز النفاذ اعتبارا من 2016-02-27

بند 1
  1a: russia و usa لا يجوز attack(at: ضمن مسافة 25 كم من front)
      اعتبارا من 2016-01-01
      حتى 2016-06-30،
      ما لم departure هو محدد
  1b: groups يسعون إلى meet() في موعد أقصاه 10 أيام قبل departure
  1c: osce يجب report() كل أسبوع لمدة 6 أشهر، تجدد لمدة 3 أشهر ما لم 1a هو موفى به
  1d: russia يجوز meet() فقط متى تحقق انتفاء held() ما لا يزيد على 3 في أي 7 أيام
`,
		"ru": `словарь v
действие release (doer сторона, person)

соглашение a
  вступает в силу с 2016-02-27

пункт 1
  1a: russia и usa не вправе attack(at: в пределах 25 км от front)
      с 2016-01-01
      по 2016-06-30,
      кроме случаев когда departure есть назначено
  1b: groups ставят целью meet() не позднее 10 дней до departure
  1c: osce обязан report()
      каждую неделю
      сроком на 6 месяцев, с продлением на 3 месяца кроме случаев когда 1a есть исполнено
  1d: russia вправе meet() только с момента когда нет held() не более 3 за любые 7 дней
`,
	}
	for lang, text2 := range want {
		got, ds := To("x", text, syntax.TableOf(lang))
		if diff := cmp.Diff(text2, got); diff != "" || ds != nil {
			t.Errorf("%s: %v\n%s", lang, ds, diff)
		}
	}
}
