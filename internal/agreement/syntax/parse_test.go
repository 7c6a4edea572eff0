package syntax

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// letter is a text that uses every statement and every clause once.
const letter = `# a comment at the head
vocabulary syria "Acts and parties" ar "أفعال وأطراف"

party russia "Russian Federation" ru "Российская Федерация"
party movement "The author's movement" in opposition from 2012-11-11 until 2013-04-21
body transition
person envoy "The envoy"
office president "President" of government # of the state
kind site { residential market health_facility { hospital clinic } }
act attack (doer party, object site, at place, killed count)
act release (doer party, person)
state held (by party, person) begins detain(doer: by, person), seize(doer: by, person, kind: unlawful or abusive) ends release(person)
zone ghouta "Eastern Ghouta" in damascus from "zones.geojson#ghouta"
roster detainees "People held" of held

agreement khatib "Terms"
  uses syria, world
  demand by movement to russia and government
  dated 2015-11-01
  in force from 2015-11-02T00:00
  zone "Asia/Damascus"
  standard corroborated
  observed by osce at least 60%
  supersedes first, second
  partial

mark departure "The date"

term 1 "Full powers"
  text en "one" "two" ar "ثلاثة"
  warning
  1a: unnamed must announce(what: departure) undated
  1b: president, government and russia must not transfer(to: transition or opposition, text: "x \"y\"")
      from start until 2016-01-01 at most 3 in any 7 days
      unless attack(doer: opposition) or (no held() and not 1a kept)
  1c: for each held(person: child) as h, government must release(person: h.person) within 30 days of h
      if departure is set once khatib.1a is in force while after 2015-12-01 until attack()
  1d: for each member of detainees (people: woman) as d, russia aims to meet() by day 10 of 1a observed at least 5 %
  1e: movement may meet(with: government) only once count distinct at attack() from 2015-01-01 >= 12, at once
  1f: movement must meet() day 2 of attack(doer: russia), before departure, at least 2

claim hospitals by movement "Twelve" count distinct at attack(object: hospital) from 2015-09-30 until 2015-11-01 at least 12
claim douma by movement attack(at: douma) until 2015-10-30
concern vacuum of russia "A vacuum" answered by 1, 2 and 3
position russia rejects term 1 on 2015-11-03 said "In an interview"
position russia accepts khatib on 2015-11-04
`

func TestWholeLanguage(t *testing.T) {
	f, ds := Parse("letter", letter)
	if len(ds) > 0 {
		t.Fatalf("remarks on a sound text: %v", ds)
	}
	if len(f.Stmts) != 2 {
		t.Fatalf("%d blocks", len(f.Stmts))
	}
	v, a := f.Stmts[0].(*Vocabulary), f.Stmts[1].(*Agreement)
	if len(v.Items) != 11 || len(a.Headings) != 9 || len(a.Items) != 7 {
		t.Fatalf("%d declarations, %d headings, %d items", len(v.Items), len(a.Headings), len(a.Items))
	}
	if v.Title[1] != (Words{"ar", "أفعال وأطراف", v.Title[1].Span}) {
		t.Errorf("title: %v", v.Title)
	}
	state := v.Items[8].(*State)
	if len(state.Begins) != 2 || len(state.Ends) != 1 || len(state.Begins[1].Args[2].Values) != 2 {
		t.Errorf("state: %+v", state)
	}
	term := a.Items[1].(*Term)
	if words := term.Items[0].(*Text).Words; words[0].Text != "one two" || words[1].Lang != "ar" {
		t.Errorf("text: %+v", words)
	}
	b := term.Items[3].(*Norm)
	if b.Modality != MustNot || len(b.Bearers) != 3 || len(b.Clauses) != 4 || b.Act.Args[1].Values[0].Text != `x "y"` {
		t.Errorf("1b: %+v", b)
	}
	or := b.Clauses[3].(*When).Cond.(*Or)
	if and, ok := or.Conds[1].(*And); !ok || !and.Conds[0].(*Seen).No || and.Conds[1].(*Not).Cond.(*NormIs).Norm.Name.Text != "1a" {
		t.Errorf("unless: %+v", or.Conds[1])
	}
	c := term.Items[4].(*Norm)
	if c.ForEach.Var.Text != "h" || c.Act.Args[0].Values[0].Sort != ValueOf || len(c.Clauses) != 5 ||
		c.Clauses[4].(*When).Word != UntilCond || c.Clauses[2].(*When).Cond.(*NormIs).Norm.Of.Text != "khatib" {
		t.Errorf("1c: %+v", c)
	}
	if e := term.Items[6].(*Norm); e.Clauses[0].(*When).Word != OnlyOnce || !e.Clauses[1].(*Undated).AtOnce {
		t.Errorf("1e: %+v", e.Clauses)
	}
	if claim := a.Items[2].(*Claim); claim.Compare.N.Value != 12 || claim.Compare.Op != AtLeast || claim.Compare.Figure.Until == nil {
		t.Errorf("claim: %+v", claim.Compare)
	}
	if p := a.Items[5].(*Position); p.Term.Text != "1" || p.Stance != Rejects || p.Said[0].Text != "In an interview" {
		t.Errorf("position: %+v", p)
	}
}

// sound checks what holds of every tree: nothing lost, nodes inside their parents and in order, spans inside the text.
func sound(t *testing.T, text string) (*File, []diag.Diagnostic) {
	t.Helper()
	f, ds := Parse("x", text)
	if f.Print() != text {
		t.Fatalf("the tree lost something of %q", text)
	}
	if last := f.Tokens[len(f.Tokens)-1]; last.Kind != End || last.End() != len(text) {
		t.Fatalf("no end at %d: %+v", len(text), last)
	}
	for i := range f.Tokens[1:] {
		if a, b := &f.Tokens[i], &f.Tokens[i+1]; a.End()+len(b.Before) != b.Offset {
			t.Fatalf("tokens %d and %d do not meet", i, i+1)
		}
	}
	at := 0
	for _, s := range f.Stmts {
		at = nested(t, text, s, at, len(f.Tokens))
	}
	if at != len(f.Tokens)-1 {
		t.Fatalf("tokens from %d belong to no statement in %q", at, text)
	}
	for _, d := range ds {
		if d.Span.Start.Offset < 0 || d.Span.End.Offset > len(text) || d.Span.Start.Offset > d.Span.End.Offset {
			t.Fatalf("remark outside of the text: %+v", d)
		}
		spans := []source.Span{d.Span}
		for _, r := range d.Related {
			spans = append(spans, r.Span)
		}
		for _, span := range spans {
			for _, p := range []source.Pos{span.Start, span.End} {
				if want := f.Source.Pos(p.Offset); want != p {
					t.Fatalf("%s stands at %+v, offset %d is %+v", d.Code, p, p.Offset, want)
				}
			}
		}
	}
	return f, ds
}

// nested checks a statement that must begin at token at, and gives the token behind it.
func nested(t *testing.T, text string, s Stmt, at, end int) int {
	t.Helper()
	n := s.Head()
	if n.First != at || n.Last < n.First || n.Last > end {
		t.Fatalf("%T has tokens %d to %d, wanted from %d within %d: %q", s, n.First, n.Last, at, end, text)
	}
	var items []Stmt
	switch s := s.(type) {
	case *Vocabulary:
		items = s.Items
	case *Agreement:
		items = s.Items
		for _, h := range s.Headings {
			items = append(items, h)
		}
		slices.SortStableFunc(items, func(a, b Stmt) int { return a.Head().First - b.Head().First })
	case *Term:
		items = s.Items
	}
	for i, item := range items {
		from := at
		if i == 0 {
			from = item.Head().First
		}
		at = nested(t, text, item, from, n.Last)
	}
	return n.Last
}

func TestEveryPrefix(t *testing.T) {
	for _, text := range []string{letter, broken} {
		for i := range len(text) + 1 {
			sound(t, text[:i])
		}
	}
}

func TestEveryTokenLeftOut(t *testing.T) {
	f, _ := Parse("x", letter)
	for _, tok := range f.Tokens {
		sound(t, letter[:tok.Offset]+letter[tok.End():])
		sound(t, letter[:tok.End()]+tok.Before+letter[tok.Offset:])
	}
}

func TestSameTextSameTree(t *testing.T) {
	f, ds := Parse("x", broken)
	g, es := Parse("x", broken)
	if !reflect.DeepEqual(f.Stmts, g.Stmts) || !reflect.DeepEqual(ds, es) {
		t.Error("two readings of one text differ")
	}
}

// Every statement behind a broken one must still be read: one fault may cost one statement, not the file.
func TestRecovery(t *testing.T) {
	_, ds := Parse("x", broken)
	lines := map[int]bool{}
	for _, d := range ds {
		lines[d.Span.Start.Line] = true
	}
	for i, line := range strings.Split(broken, "\n") {
		if faulty := strings.HasSuffix(line, "#!"); faulty != lines[i+1] {
			t.Errorf("line %d, remarked upon %v: %s", i+1, lines[i+1], line)
		}
	}
}

// broken has one fault or more in each line that ends in #!.
const broken = `vocabluary syria "Acts" #!
party russia "Russian Federation" of #!
ofice president of government #!
kind site { a { b c } #!
party government
act attack (doer party means weapon) #!
act move (doer party, from place #!
act transfer (doer party, to party)
state held (by party) begins detain(doer: by ends release(person) #!
zone douma
agreement k
  demnad by movement to russia #!
  dated 2015-2-1 #!
  standard corrobrated #!
  zone "UTC"
term 1 "A"
  txet en "..." #!
  1a unnamed must announce(what: departure) undated #!
  president must transfer(to: transition) #!
  1c: president shall transfer(to: x) #!
  1d: president transfer(to: x) #!
  1e: russia must not attack(harmed: civilian from 2015-11-01 #!
  1f: russia may not attack(harmed: civilian) frm 2015-11-01 #!
  1g: russia must go()
  1h: x must go() at lest 3 in any 7 dyas #!
claim h m attack() #!
concern c "T" answerd by 8 #!
position r acepts term 11 on 2015-01-01 #!
mark fine
`

func TestLineOfUnclosedBracket(t *testing.T) {
	_, ds := Parse("x", "vocabulary v\nact move (doer party, from place\nact transfer (doer party)\n")
	if len(ds) != 1 || ds[0].Code != codeUnclosed || ds[0].Span.Start.Line != 2 || ds[0].Related[0].Span.Start.Column != 10 {
		t.Errorf("%+v", ds)
	}
}

// Deep nesting must not end in a stack overflow, nor long lines in quadratic time.
func TestHugeTexts(t *testing.T) {
	for _, piece := range []string{"(", "not ", "kind a {", "\"\\q\"", "\x00a", "a.", "1a: ", "for each ", "“", "1a: a may b(", "1a: b(", "\n1a: b(", "x. must ", "{(", "\u202e"} {
		text := "agreement a term 1\n1a: x must y() if " + strings.Repeat(piece, 20_000)
		start := time.Now()
		if f, _ := Parse("x", text); f.Print() != text {
			t.Errorf("%q: the tree lost something", piece)
		}
		Parse("x", strings.Repeat(piece, 20_000))
		Parse("x", strings.Repeat(piece+"\n", 20_000))
		t.Logf("%-12q %v", piece, time.Since(start).Round(time.Millisecond))
	}
}

func FuzzParse(f *testing.F) {
	f.Add(letter)
	f.Add(broken)
	f.Add("\ufeffvocabulary v\r\nparty “x” \xff\x00 2015-02-30T25:61 \u202e")
	f.Add("party x\nbody »\xab\x8a\x80 \xe2\x82 \x80\x80\x80\x80\x80\u202e “\x9c\\q \xf0\x9f # \xff\u202e") // bytes that are no runes around remarks
	files, _ := filepath.Glob("../../../spec/corpus/syntax/*.txtar")
	for _, name := range files {
		if b, err := os.ReadFile(name); err == nil {
			f.Add(string(b))
		}
	}
	f.Fuzz(func(t *testing.T, text string) { sound(t, text) })
}
