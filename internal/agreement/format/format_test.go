package format

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"mithaq/internal/agreement/syntax"
)

const untidy = `# head

vocabulary syria   "Acts" # beside the head
# about russia
party russia "Russian Federation"   ar "الاتحاد الروسي" ru "Российская Федерация"  en "A title so long that the line must break"
party movement in opposition


kind site { residential market school health_facility { hospital clinic } camp worship military government barracks prison }
kind a { b # the first
 c {d e} }
act attack(doer party,at place)
state held (by party, person) begins detain ( doer : by , person ) ends release(person)
agreement k "T"
  uses syria demand by movement to russia
  observed at least 60 %
  # late
mark d
term 1 "A" warning
 text en "One two" ar "x"
  1a: a, b and c must not attack ( harmed : civilian or fighter , x:"y" ) from 2015-01-01, unless ( a() and not(b() ) ) or c.1a is kept until start once g ( h : i . j ) at most 3 in any 7 days
  # about 1a

  1b: x must
      # why
      go(at: y, # where
         to: z) by 2015-01-01
claim x by y "T" count distinct at attack(object: hospital, doer: russia) from 2015-09-30 until 2015-11-01 >= 12
1q: foo  (
# end`

const tidy = `# head

vocabulary syria "Acts"  # beside the head
# about russia
party russia "Russian Federation"
    ar "الاتحاد الروسي"
    ru "Российская Федерация"
    en "A title so long that the line must break"
party movement in opposition

kind site {
  residential
  market
  school
  health_facility { hospital clinic }
  camp
  worship
  military
  government
  barracks
  prison
}
kind a {
  b  # the first
  c { d e }
}
act attack (doer party, at place)
state held (by party, person) begins detain(doer: by, person) ends release(person)

agreement k "T"
  uses syria
  demand by movement to russia
  observed at least 60%
  # late
mark d

term 1 "A"
  warning
  text en "One two" ar "x"
  1a: a, b and c must not attack(harmed: civilian or fighter, x: "y")
      from 2015-01-01,
      unless (a() and not (b())) or c.1a is kept
      until start
      once g(h: i.j)
      at most 3 in any 7 days
  # about 1a

  1b: x must
      # why
      go(at: y,  # where
        to: z)
      by 2015-01-01
claim x by y "T"
  count distinct at attack(object: hospital, doer: russia) from 2015-09-30 until 2015-11-01 >= 12
1q: foo  (
# end
`

func TestCanonical(t *testing.T) {
	if diff := cmp.Diff(tidy, Text(untidy)); diff != "" {
		t.Error(diff)
	}
}

func TestLongLines(t *testing.T) {
	got := Text("vocabulary v\nact attack (doer party, means weapon, object site, harmed people, at place, killed count, injured count, source text)\n" +
		"agreement a\nterm 1\n1a: first_party, second_party and third_party must not attack(harmed: civilian, object: hospital or clinic or school, at: ghouta)\n")
	want := `vocabulary v
act attack (
    doer party,
    means weapon,
    object site,
    harmed people,
    at place,
    killed count,
    injured count,
    source text)

agreement a

term 1
  1a: first_party, second_party and third_party must not attack(
        harmed: civilian,
        object: hospital or clinic or school,
        at: ghouta)
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBrokenStaysAsItStands(t *testing.T) {
	text := "vocabulary  v\n   party   russia \"unclosed\n\n  act  go  (doer party\nparty  b\n"
	want := "vocabulary v\n   party   russia \"unclosed\n\n  act  go  (doer party\nparty b\n"
	if diff := cmp.Diff(want, Text(text)); diff != "" {
		t.Error(diff)
	}
}

func TestNothing(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "\n\n": "", "\ufeff": "", "# only": "# only\n", "\xfe\xff\x00v": "\xfe\xff\x00v", "\ufeffvocabulary v\r\nparty a\r\n": "vocabulary v\nparty a\n",
	} {
		if got := Text(text); got != want {
			t.Errorf("Text(%q) = %q, want %q", text, got, want)
		}
	}
}

// shape writes a tree without its places: what must not change.
func shape(f *syntax.File) string {
	var b strings.Builder
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Interface, reflect.Pointer:
			if v.IsNil() {
				b.WriteString("nil ")
				return
			}
			if v.Kind() == reflect.Pointer {
				fmt.Fprintf(&b, "%s ", v.Type().Elem().Name())
			}
			walk(v.Elem())
		case reflect.Slice:
			b.WriteByte('[')
			for i := range v.Len() {
				walk(v.Index(i))
			}
			b.WriteString("]\n")
		case reflect.Struct:
			if n, ok := v.Interface().(syntax.Node); ok {
				fmt.Fprintf(&b, "%v ", n.Broken)
				return
			}
			b.WriteByte('{')
			for i := range v.NumField() {
				if name := v.Type().Field(i).Name; !strings.HasSuffix(name, "Span") {
					walk(v.Field(i))
				}
			}
			b.WriteByte('}')
		default:
			fmt.Fprintf(&b, "%v ", v.Interface())
		}
	}
	walk(reflect.ValueOf(f.Stmts))
	for _, t := range f.Tokens {
		fmt.Fprintf(&b, "%q\n", t.Text)
		for _, line := range strings.Split(t.Before, "\n") {
			if i := strings.Index(line, "#"); i >= 0 {
				fmt.Fprintf(&b, "%s\n", strings.TrimSpace(line[i:]))
			}
		}
	}
	return b.String()
}

// firstDifference gives the lines at which two texts part.
func firstDifference(a, b string) string {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(as), len(bs)) {
		if as[i] != bs[i] {
			return fmt.Sprintf("%d:\n- %s\n+ %s", i+1, as[i], bs[i])
		}
	}
	return fmt.Sprintf("%d lines, %d lines", len(as), len(bs))
}

// kept checks what holds of every text: the same tree and comments behind formatting, and nothing left to do.
func kept(t *testing.T, text string) {
	t.Helper()
	before, _ := syntax.Parse("x", text)
	once := File(before)
	after, _ := syntax.Parse("x", once)
	if a, b := shape(before), shape(after); a != b {
		t.Fatalf("formatting changed the tree of %q:\n%s\n%s", text, once, firstDifference(a, b))
	}
	if twice := File(after); twice != once {
		t.Fatalf("formatting %q twice gives something else:\n%s", text, firstDifference(once, twice))
	}
}

func TestEveryPrefix(t *testing.T) {
	for i := range len(untidy) + 1 {
		kept(t, untidy[:i])
	}
}

// Every place may hold a comment or a line end, and every token may be missing.
func TestEveryPlace(t *testing.T) {
	f, _ := syntax.Parse("x", untidy)
	for _, tok := range f.Tokens {
		for _, piece := range []string{"\n", "\n\n", " # one\n", "\n# one\n# two\n\n", "#\n  # x\n"} {
			kept(t, untidy[:tok.Offset]+piece+untidy[tok.Offset:])
		}
		kept(t, untidy[:tok.Offset]+untidy[tok.End():])
	}
}

// Random runs of the language's own words reach further than random bytes.
func TestRandomWords(t *testing.T) {
	f, _ := syntax.Parse("x", untidy)
	words := strings.Fields(`vocabulary agreement party mark term 1a: 1b: a: text offer partial uses dated zone state begins ends in of
		if once until unless while from by at least most 3 any days within day start 2015-01-01 2015-02-30 2016-01-01T00:00 kept is set due force
		not no ( ) { } , : . % >= "s" "open “q” ; count sum distinct for each member as must may aims to unnamed observed en ar trem mst`)
	for _, tok := range f.Tokens {
		words = append(words, tok.Text)
	}
	gaps := []string{" ", " ", " ", " ", "", "\n", "\n", "\n  ", "\n\n", " # c\n", "\n# c\n  ", "\r\n", "\n      "}
	for seed := range uint64(800) {
		r := rand.New(rand.NewPCG(seed, 1))
		var b strings.Builder
		at := r.IntN(len(f.Tokens))
		for range r.IntN(60) {
			if at++; r.IntN(3) == 0 {
				b.WriteString(words[r.IntN(len(words))])
				at = r.IntN(len(f.Tokens))
			} else {
				tok := f.Tokens[at%len(f.Tokens)]
				b.WriteString(tok.Before + tok.Text)
				if r.IntN(4) > 0 {
					continue
				}
			}
			b.WriteString(gaps[r.IntN(len(gaps))])
		}
		kept(t, b.String())
	}
}

// The corpus and the page on the language hold every construct, sound and broken.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("../../../spec/corpus/syntax/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no corpus", err)
	}
	for _, name := range files {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.Files {
			kept(t, string(file.Data))
		}
	}
	page, err := os.ReadFile("../../../spec/language.md")
	if err != nil {
		t.Fatal(err)
	}
	for i, block := range strings.Split(string(page), "```") {
		if i%2 == 1 {
			_, text, _ := strings.Cut(block, "\n")
			kept(t, text)
		}
	}
}

func FuzzFormat(f *testing.F) {
	f.Add(untidy)
	f.Add("agreement a\nterm 1\n 15-0 1c: x must y() agreement b") // statements in the middle of a line
	f.Add("\xfe\xff")
	f.Add("v “ 02\r") // a string without its end, and a CR at the end of the text
	f.Add("\ufeffvocabulary v\r\nparty “x” \xff\x00 2015-02-30T25:61 \u202e")
	files, _ := filepath.Glob("../../../spec/corpus/syntax/*.txtar")
	for _, name := range files {
		if b, err := os.ReadFile(name); err == nil {
			f.Add(string(b))
		}
	}
	f.Add("словарь v\nдействие a (doer сторона, лицо)\nсоглашение b\nпункт 1\n1a: x не вправе a() не позднее 2 дней до m")
	f.Add("معجم v\nاتفاق b\nبند 1\n1a: x لا يجوز a() في غضون 30 يوما من البدء، إذا ليس b()")
	f.Fuzz(func(t *testing.T, text string) {
		kept(t, text)
		around(t, text)
	})
}
