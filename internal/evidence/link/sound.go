package link

import (
	"strings"

	"mithaq/internal/base/fold"
)

// Sound gives the consonants of a name in a few classes, the same for Arabic, Cyrillic and Latin letters: what is left when vowels, gutturals, doubling and the habits of
// transliteration are taken away. "Douma", "دوما" and "Дума" give "DM". Different names may sound alike: it finds pairs, it proves nothing.
func Sound(name string) string {
	s := []rune(fold.Text(name))
	var out strings.Builder
	last := byte(0)
	for i := 0; i < len(s); i++ {
		class, used := classAt(s[i:])
		i += used - 1
		for k := range len(class) {
			c := class[k]
			if c == last && c != ' ' {
				continue
			}
			last = c
			out.WriteByte(c)
		}
		if class == "" {
			last = 0
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// classAt gives the class of the sound that a text begins with, and how many letters write it.
func classAt(s []rune) (class string, used int) {
	for n := min(4, len(s)); n > 1; n-- {
		if c, ok := several[string(s[:n])]; ok {
			return c, n
		}
	}
	if s[0] == 'c' && len(s) > 1 && strings.ContainsRune("eiy", s[1]) {
		return "S", 1
	}
	if c, ok := single[s[0]]; ok {
		return c, 1
	}
	if s[0] == ' ' || s[0] == '-' {
		return " ", 1
	}
	return "", 1
}

// several are sounds that Latin letters write with more than one, and Arabic ones that stand for one foreign sound.
var several = map[string]string{
	"sch": "C", "tch": "C", "sh": "C", "ch": "C", "kh": "H", "gh": "G", "th": "T", "dh": "D", "zh": "G", "ph": "F", "ck": "K", "dj": "G", "dzh": "G",
	"تش": "C", "дж": "G",
}

var single = classes(map[string]string{
	"B":  "bpبپбп",
	"F":  "fvفڤфв",
	"T":  "tتطثт",
	"D":  "dدذضд",
	"Z":  "zزظз",
	"S":  "sسصсц",
	"C":  "شшщчچ",
	"K":  "kqcكقکк",
	"G":  "gjجغгگжژ",
	"H":  "خх",
	"L":  "lلл",
	"M":  "mمм",
	"N":  "nنн",
	"R":  "rرр",
	"KS": "x",
})

func classes(of map[string]string) map[rune]string {
	out := map[rune]string{}
	for class, letters := range of {
		for _, r := range letters {
			out[r] = class
		}
	}
	return out
}
