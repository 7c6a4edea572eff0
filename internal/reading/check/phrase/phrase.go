// Package phrase finds set phrases in what drafters write: in the official wording of terms, and in the names of acts and
// parties. A phrase is compared word by word, after folding; a word that ends in "*" stands for all that begin so, as
// endings in Russian need, and an Arabic word may have a conjunction or preposition of one letter before it. A phrase behind
// "!" is another sense of the words: it is passed over.
package phrase

import (
	"strings"
	"unicode"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/fold"
	"mithaq/internal/base/source"
)

// List is a list of phrases.
type List []phrase

// phrase is a phrase cut into words.
type phrase struct {
	words []string
	other bool // another sense of the words
}

// New cuts phrases into folded words.
func New(phrases ...string) (l List) {
	for _, p := range phrases {
		var words []string
		p, other := strings.CutPrefix(p, "!")
		for _, w := range strings.Fields(p) {
			stem, any := strings.CutSuffix(w, "*")
			stem = fold.Text(stem)
			if any {
				stem += "*"
			}
			words = append(words, stem)
		}
		l = append(l, phrase{words, other})
	}
	return l
}

// Hit is a stretch of bytes of a text at which a phrase stands.
type Hit struct{ Start, End int }

// word is a word of a text, folded, with its bytes.
type word struct {
	text string
	Hit
}

// Find gives where phrases stand in a text, in its order, none inside another.
func (l List) Find(text string) (hits []Hit) {
	words := cut(text)
	for i := 0; i < len(words); {
		longest, other := 0, false
		for _, p := range l {
			if len(p.words) > longest && matches(p.words, words[i:]) {
				longest, other = len(p.words), p.other
			}
		}
		if longest == 0 {
			i++
			continue
		}
		if !other {
			hits = append(hits, Hit{words[i].Start, words[i+longest-1].End})
		}
		i += longest
	}
	return hits
}

// In says whether a phrase stands in any of the titles, or in a name written with "_" or "-" between its words.
func (l List) In(id string, titles terms.Titles) bool {
	for _, t := range titles {
		if len(l.Find(t)) > 0 {
			return true
		}
	}
	return len(l.Find(strings.NewReplacer("_", " ", "-", " ").Replace(id))) > 0
}

func cut(text string) (words []word) {
	start := -1
	for i, r := range text + " " {
		letter := unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
		switch {
		case letter && start < 0:
			start = i
		case !letter && start >= 0:
			words = append(words, word{fold.Text(text[start:i]), Hit{start, i}})
			start = -1
		}
	}
	return words
}

// matches says whether a phrase stands at the beginning of a list of words.
func matches(phrase []string, words []word) bool {
	if len(phrase) > len(words) {
		return false
	}
	for i, p := range phrase {
		if w := words[i].text; !same(p, w) && !(i == 0 && same(p, withoutClitic(w))) {
			return false
		}
	}
	return true
}

func same(p, w string) bool {
	if stem, any := strings.CutSuffix(p, "*"); any {
		return strings.HasPrefix(w, stem)
	}
	return p == w
}

// withoutClitic takes a conjunction or preposition that Arabic writes with its word off the word.
func withoutClitic(w string) string {
	for _, c := range []string{"و", "ف", "ب", "ل"} {
		if rest, ok := strings.CutPrefix(w, c); ok {
			return rest
		}
	}
	return w
}

// Found is a phrase in the wording of a term.
type Found struct {
	Agreement *terms.Agreement
	Term      *terms.Term
	Words     []string      // the phrases as written, each once
	Spans     []source.Span // of each of them
}

// Remark tells what was found, where the first phrase stands; the others are related. The fix is advice.
func (f *Found) Remark(fix string) diag.Diagnostic {
	d := diag.Diagnostic{
		Span: f.Spans[0], Args: diag.Args("term", f.Term.ID, "words", strings.Join(f.Words, ", ")), Fixes: []diag.Fix{{Key: fix}},
	}
	for _, s := range f.Spans[1:] {
		d.Related = append(d.Related, diag.Related{Key: "also", Span: s})
	}
	return d
}

// InTerms looks for phrases in the official wording of each term that holds norms. What the term sets apart as "text only"
// is passed over: there the authors say that it is no norm.
func (l List) InTerms(book *terms.Book) (all []Found) {
	for _, a := range book.Agreements {
		normative := map[*terms.Term]bool{}
		for n := range a.AllNorms {
			normative[n.Term] = true
		}
		of := map[source.Span]*terms.Term{}
		for _, t := range a.Terms {
			of[t.Span] = t
		}
		for _, s := range a.File.Stmts {
			x, ok := s.(*syntax.Agreement)
			if !ok || x.Name.Span != a.Span {
				continue
			}
			for _, item := range x.Items {
				t, ok := item.(*syntax.Term)
				if !ok || !normative[of[t.Label.Span]] {
					continue
				}
				if f := l.inTerm(a, of[t.Label.Span], t); len(f.Words) > 0 {
					all = append(all, f)
				}
			}
		}
	}
	return all
}

func (l List) inTerm(a *terms.Agreement, term *terms.Term, s *syntax.Term) Found {
	f := Found{Agreement: a, Term: term}
	said := map[string]bool{}
	for _, item := range s.Items {
		if only, ok := item.(*syntax.TextOnly); ok {
			for _, w := range only.Words {
				for _, h := range l.Find(w.Text) {
					said[fold.Text(w.Text[h.Start:h.End])] = true
				}
			}
		}
	}
	text := a.File.Source
	for _, item := range s.Items {
		t, ok := item.(*syntax.Text)
		if !ok {
			continue
		}
		for _, w := range t.Words {
			at := w.Span.Start.Offset
			for _, h := range l.Find(text.Text[at:w.Span.End.Offset]) {
				written := text.Text[at+h.Start : at+h.End]
				if key := fold.Text(written); !said[key] {
					said[key] = true
					f.Words = append(f.Words, strings.Join(strings.Fields(written), " "))
					f.Spans = append(f.Spans, text.Span(at+h.Start, at+h.End))
				}
			}
		}
	}
	return f
}
