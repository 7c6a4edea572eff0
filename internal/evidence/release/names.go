package release

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mithaq/internal/base/fold"
	"mithaq/internal/evidence/record"
)

// Gap stands in a text for a name that is not told.
const Gap = "[…]"

// Names are names that no text may say: those of persons and of sources that did not allow it. They are found in whatever case, marks and
// spelling: whole, as words in their order, and each part of them (a given name, a family name) alone, with what is written onto it in Arabic
// and with the endings of Russian cases (forms.go). A word too many left out does less harm than a name told.
type Names struct {
	first map[string][][]string // whole names by their first word
	parts map[string]bool       // forms of parts, as forms gives them
	short map[string]bool       // parts of two letters: left out where they are written as a name
}

// NewNames gives an empty list.
func NewNames() *Names {
	return &Names{first: map[string][][]string{}, parts: map[string]bool{}, short: map[string]bool{}}
}

// Suppressed gathers the names that are not told in a view.
func (v *View) Suppressed(persons []record.Person) *Names {
	n := NewNames()
	for i := range persons {
		p := &persons[i]
		if v.allows(record.KindPerson, p.ID) {
			continue
		}
		add := n.Add
		if p.Pseudo { // a made-up name is often a plain word: whole, it goes
			add = n.AddWhole
		}
		for _, name := range p.Name {
			add(name)
		}
		for _, name := range p.Aliases {
			n.Add(name)
		}
	}
	for id, s := range v.Sources {
		if told, ok := v.source(id); ok && told == id {
			continue
		}
		add := n.Add
		if slices.Contains(Speakers, s.Sort) { // the words of an agency's name are plain words
			add = n.AddWhole
		}
		for _, name := range s.Name {
			add(name)
		}
	}
	return n
}

// Add takes a name, and each part of it that is no particle and no plain word for a person.
func (n *Names) Add(name string) {
	n.AddWhole(name)
	for _, w := range cut(name) {
		switch letters := utf8.RuneCountInString(w.folded); {
		case letters < 2 || particles[w.folded] || plain[w.folded]:
		case letters == 2:
			n.short[w.folded] = true
			for _, f := range formsOfName(w.folded)[1:] {
				n.parts[f] = true
			}
		default:
			for _, f := range formsOfName(w.folded) {
				n.parts[f] = true
			}
		}
	}
}

// AddWhole takes a name that is left out only where it stands whole. One of less than three letters is no name that could be told from a word.
func (n *Names) AddWhole(name string) {
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

// Spot is a place in a text, from one byte to before another.
type Spot struct {
	From, To int
	Sure     bool // a name that is left out; else what may be one, for somebody to look at
}

// Without gives a text without the names in it, and how many there were.
func (n *Names) Without(text string) (string, int) {
	spots := n.found(text, cut(text))
	if len(spots) == 0 {
		return text, 0
	}
	var b strings.Builder
	done := 0
	for _, s := range spots {
		b.WriteString(text[done:s.From])
		b.WriteString(Gap)
		done = s.To
	}
	return b.String() + text[done:], len(spots)
}

// found gives the names in a text, in order; those that nothing but blanks and hyphens parts are one.
func (n *Names) found(text string, ws []word) (out []Spot) {
	if n == nil || len(n.first)+len(n.parts)+len(n.short) == 0 {
		return nil
	}
	for i := 0; i < len(ws); i++ {
		l := n.at(text, ws[i:])
		if l == 0 {
			continue
		}
		s := Spot{From: ws[i].from, To: ws[i+l-1].to, Sure: true}
		for j := i - 1; j >= 0 && leads(&ws[j], text, s.From); j-- {
			s.From = ws[j].from // "Abu", "al-" and "A." belong to the name that follows
		}
		if last := len(out) - 1; last >= 0 && (s.From <= out[last].To || joined(text[out[last].To:s.From])) {
			out[last].To = s.To
		} else {
			out = append(out, s)
		}
		i += l - 1
	}
	return out
}

// leads says whether a word belongs to the name that follows it: a particle, or an initial with its full stop.
func leads(w *word, text string, next int) bool {
	between := text[w.to:next]
	return particles[w.folded] && joined(between) || initial(w, text) && joined(strings.TrimPrefix(between, "."))
}

// joined says whether what stands between two words keeps them one name.
func joined(between string) bool { return strings.Trim(between, " -‐‑–'’\u00a0") == "" }

// initial says whether a word is one letter, as of a name that is written short.
func initial(w *word, text string) bool {
	return utf8.RuneCountInString(w.folded) == 1 && capital(text[w.from:w.to])
}

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

// at gives how many words from here on are a name, the longest that is; 0: none.
func (n *Names) at(text string, ws []word) int {
	longest := 0
	if n.part(text, &ws[0]) {
		longest = 1
	}
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

// part says whether a word is a part of a name, whatever is written onto it.
func (n *Names) part(text string, w *word) bool {
	written := text[w.from:w.to]
	asName := capital(written) || !cased(written)
	return slices.ContainsFunc(formsOfWord(w.folded), func(f string) bool { return n.parts[f] || n.short[f] && asName })
}

// cased says whether a text is of a script that has capitals.
func cased(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.ToUpper(r) != unicode.ToLower(r) })
}

func (v *View) words(text string, t *tally) string {
	out, n := v.Names.Without(text)
	t.add("name", "consent", n)
	if v.Look != nil && text != "" {
		v.Look(text, v.Names.Spots(text))
	}
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
