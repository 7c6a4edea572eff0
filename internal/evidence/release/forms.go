package release

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

// particles stand in many names and tell nobody: alone they are not left out, before a name they go with it. Folded, as everything here.
var particles = set(`al el bin ibn bint abu abou umm аль эль бин ибн абу умм ال بن ابن بنت ابو ابي ابا ام`)

// plain are words by which a witness is described where no name is told ("a teacher from the town"): they are no parts of a name.
var plain = set(`
	dr mr mrs ms a an the of from in at by no one two three four five six seven eight nine ten first second third
	witness source teacher doctor nurse medic resident local anonymous unnamed victim relative neighbour colleague lawyer reporter journalist
	man woman boy girl mother father brother sister son daughter survivor activist worker officer soldier driver student farmer person somebody who
	شاهد شاهده مصدر معلم معلمه طبيب طبيبه ممرض محلي ساكن قريب جار محام صحفي رجل امراه ناشط سايق مزارع واحد اثنان ثلاثه من في
	свидетель свидетельница источник учитель учительница врач житель жительница местный родственник сосед соседка адвокат журналист мужчина женщина один два три
	первый второй из в`)

// What is written onto a word in Arabic: and, so; by, to, like, will; the. The longest come first.
var (
	proclitics = []string{"", "و", "ف", "ب", "ل", "ك", "س", "وب", "ول", "وك", "وس", "فب", "فل", "فك"}
	articles   = []string{"", "ال"}
	enclitics  = []string{"", "ا", "ي", "ه", "يه", "ين", "ون", "نا", "كم", "هم", "ها"}
)

// endings of Russian nouns, adjectives and surnames in all cases, of possessives and patronymics; folded, so that yo is ye.
var endings = strings.Fields(`а я о е и ы у ю ь й ой ей ою ею ом ем ам ям ах ях ами ями ов ев ий ый ая яя ое ее ие ые ого его ому ему им ым их ых ими ыми ую юю
	ья ьи ью ье ьей ьев ин ина ину ины иной ине иным иных ова овой ову овы овым овых овыми ове ева евой еву евы евым евых еве ович овича овичу евич овна евна овны овне`)

// formsOfName gives the forms by which a part of a name is known. It is shortened no more than case and article explain.
func formsOfName(w string) []string {
	out := []string{w}
	add := func(f string, least int) {
		if utf8.RuneCountInString(f) >= least {
			out = append(out, f)
		}
	}
	switch {
	case arabic(w):
		if bare, ok := strings.CutPrefix(w, "ال"); ok {
			add(bare, 3)
		}
		if stem, ok := strings.CutSuffix(w, "ه"); ok { // it is another letter where something follows
			add(stem+"ت", 3)
		}
	case cyrillic(w):
		stems := []string{w}
		for _, e := range []string{"а", "я", "о", "е", "и", "ы", "й", "ь", "ий", "ый", "ой", "ая", "яя", "ия"} {
			if stem, ok := strings.CutSuffix(w, e); ok && stem != "" {
				stems = append(stems, stem)
			}
		}
		r := []rune(w)
		if l := len(r); l >= 3 && (r[l-2] == 'е' || r[l-2] == 'о') { // Павел, Павла; Лев, Льва
			stems = append(stems, string(r[:l-2])+string(r[l-1]), string(r[:l-2])+"ь"+string(r[l-1]))
		}
		for _, stem := range stems {
			if add(stem, 2); utf8.RuneCountInString(stem) < 2 {
				for _, e := range endings {
					add(stem+e, 2)
				}
			}
		}
	default:
		for _, article := range []string{"al", "el"} {
			if bare, ok := strings.CutPrefix(w, article); ok {
				add(bare, 4)
			}
		}
	}
	return out
}

// formsOfWord gives everything that a word of a text may be a form of.
func formsOfWord(w string) []string {
	out := []string{w}
	switch {
	case arabic(w):
		for _, p := range proclitics {
			rest, ok := strings.CutPrefix(w, p)
			if !ok {
				continue
			}
			bare := []string{rest}
			for _, a := range articles[1:] {
				if b, ok := strings.CutPrefix(rest, a); ok {
					bare = append(bare, b)
				}
			}
			if strings.HasSuffix(p, "ل") { // "to the" is written as one: لل
				if b, ok := strings.CutPrefix(rest, "ل"); ok {
					bare = append(bare, b)
				}
			}
			for _, b := range bare {
				for _, e := range enclitics {
					if f, ok := strings.CutSuffix(b, e); ok && utf8.RuneCountInString(f) >= 2 {
						out = append(out, f)
					}
				}
			}
		}
	case cyrillic(w):
		for _, e := range endings {
			if stem, ok := strings.CutSuffix(w, e); ok && utf8.RuneCountInString(stem) >= 2 {
				out = append(out, stem)
			}
		}
	default:
		bare := []string{w}
		for _, article := range []string{"al", "el"} {
			if b, ok := strings.CutPrefix(w, article); ok {
				bare = append(bare, b)
			}
		}
		for _, b := range bare {
			out = append(out, b)
			for _, e := range []string{"s", "es", "i", "is"} {
				if f, ok := strings.CutSuffix(b, e); ok && len(f) >= 3 {
					out = append(out, f)
				}
			}
		}
	}
	return slices.Compact(out)
}

func arabic(w string) bool   { return script(w, unicode.Arabic) }
func cyrillic(w string) bool { return script(w, unicode.Cyrillic) }

// script says whether the first letter of a word is of a script.
func script(w string, table *unicode.RangeTable) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.Is(table, r)
}
