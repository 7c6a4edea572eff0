package release

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mithaq/internal/base/fold"
	"mithaq/internal/evidence/record"
)

// Gap stands in a text for a name that is not told.
const Gap = "[…]"

// Names are names that no text may say: those of persons and of sources that did not allow it. They are found in whatever case, marks and
// spelling, as whole words in their order.
type Names struct{ first map[string][][]string }

// Suppressed gathers the names that are not told in a view.
func (v *View) Suppressed(persons []record.Person) *Names {
	n := &Names{first: map[string][][]string{}}
	for i := range persons {
		p := &persons[i]
		if v.allows(record.KindPerson, p.ID) {
			continue
		}
		for _, name := range p.Name {
			n.Add(name)
		}
		for _, name := range p.Aliases {
			n.Add(name)
		}
	}
	for id, s := range v.Sources {
		if told, _ := v.source(id); told == id {
			continue
		}
		for _, name := range s.Name {
			n.Add(name)
		}
	}
	return n
}

// Add takes a name. One of less than three letters is no name that could be told from a word.
func (n *Names) Add(name string) {
	var words []string
	letters := 0
	for _, w := range cut(name) {
		words = append(words, w.folded)
		letters += utf8.RuneCountInString(w.folded)
	}
	if letters < 3 {
		return
	}
	n.first[words[0]] = append(n.first[words[0]], words)
	if len(words) > 1 { // also where what parts the words is not seen
		one := strings.Join(words, "")
		n.first[one] = append(n.first[one], []string{one})
	}
}

// word is a word of a text and where it stands.
type word struct {
	folded   string
	from, to int
}

// cut splits a text into words.
func cut(text string) (out []word) {
	from := -1
	for i, r := range text + " " {
		in := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == 'ـ' || from >= 0 && unicode.Is(unicode.Cf, r)
		switch {
		case in && from < 0:
			from = i
		case !in && from >= 0:
			if f := fold.Text(text[from:i]); f != "" {
				out = append(out, word{f, from, i})
			}
			from = -1
		}
	}
	return out
}

// Without gives a text without the names in it, and how many there were.
func (n *Names) Without(text string) (string, int) {
	if n == nil || text == "" || len(n.first) == 0 {
		return text, 0
	}
	var b strings.Builder
	found, done := 0, 0
	ws := cut(text)
	for i := 0; i < len(ws); i++ {
		l := n.at(ws[i:])
		if l == 0 {
			continue
		}
		b.WriteString(text[done:ws[i].from])
		b.WriteString(Gap)
		done = ws[i+l-1].to
		found++
		i += l - 1
	}
	if found == 0 {
		return text, 0
	}
	return b.String() + text[done:], found
}

// at gives how many words from here on are a name, the longest that is; 0: none.
func (n *Names) at(ws []word) int {
	longest := 0
	for _, name := range n.first[ws[0].folded] {
		if len(name) > len(ws) || len(name) <= longest {
			continue
		}
		same := true
		for i, w := range name {
			same = same && ws[i].folded == w
		}
		if same {
			longest = len(name)
		}
	}
	return longest
}

func (v *View) words(text string, t *tally) string {
	out, n := v.Names.Without(text)
	t.add("name", "consent", n)
	return out
}

func (v *View) text(in record.Text, t *tally) record.Text {
	if in == nil {
		return nil
	}
	out := record.Text{}
	for lang, s := range in {
		out[lang] = v.words(s, t)
	}
	return out
}
