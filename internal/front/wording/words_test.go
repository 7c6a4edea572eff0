package wording

import (
	"html"
	"math/rand/v2"
	"strings"
	"testing"

	"mithaq/internal/base/locale"
)

// testWords are words with a small catalogue of their own.
func testWords(lang locale.Lang) *Words {
	return &Words{lang: lang, texts: map[string]string{
		"hello": "from {from} to {to}", "n#one": "{n} day", "n#few": "{n} дня", "n#many": "{n} дней", "n#other": "{n} days",
		"plain": "there are {n}", "broken": "a {b",
	}}
}

type stringer struct{}

func (stringer) String() string { return "S" }

func TestText(t *testing.T) {
	en, ru, ar := testWords(locale.En), testWords(locale.Ru), testWords(locale.Ar)
	for _, c := range []struct{ got, want string }{
		{en.Text("hello", "from", "A", "to", 1234), "from A to 1,234"},
		{en.Text("hello", "from", int64(5), "to", stringer{}), "from 5 to S"},
		{en.Text("hello", "to", "B"), "from {from} to B"},
		{en.Text("hello", "from", "{to}", "to", "x"), "from {to} to x"},
		{en.Text("nothing"), "[nothing]"},
		{en.Text("broken"), "a {b"},
		{en.Text("hello", "from", "دوما", "to", "x\x1b[31m"), "from \u2068دوما\u2069 to x [31m"},
		{en.Bare().Text("hello", "from", "دوما", "to", "x"), "from دوما to x"},
		{ar.Text("hello", "from", "Douma", "to", Phrase("x")), "from \u2068Douma\u2069 to x"},
		{ar.Text("hello", "from", "a\u202eb", "to", 3), "from \u2068ab\u2069 to 3"},
		{en.Plural("n", 1), "1 day"},
		{en.Plural("n", 2), "2 days"},
		{ru.Plural("n", 3), "3 дня"},
		{ru.Plural("n", 1011), "1\u00a0011 дней"},
		{ar.Plural("n", 2), "2 days"}, // falls back to #other
		{en.Plural("plain", 7), "there are 7"},
		{en.Plural("nothing", 7), "[nothing]"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if !en.Has("hello") || !en.Has("n") || en.Has("nothing") {
		t.Error("Has is wrong")
	}
}

func TestMarkup(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"a \u2068<b>\u2069 & c", "a <bdi>&lt;b&gt;</bdi> &amp; c"},
		{"a \u2068b", "a <bdi>b</bdi>"},
		{"a\u2069b", "ab"},
		{"write `a = <b>`, or `c`", `write <code dir="ltr">a = &lt;b&gt;</code>, or <code dir="ltr">c</code>`},
		{"a ` b", "a ` b"},
		{"\u2068a ` b\u2069 `c`", "<bdi>a ` b</bdi> <code dir=\"ltr\">c</code>"},
		{"`\u2068a b\u2069`", "<code dir=\"ltr\"><bdi>a b</bdi></code>"},
		{"`a \u2068b`", "<code dir=\"ltr\">a <bdi>b`</bdi></code>"},
		{"\u2068a \u2068b\u2069\u2069", "<bdi>a <bdi>b</bdi></bdi>"},
	} {
		if got := string(Markup(c.in)); got != c.want {
			t.Errorf("Markup(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// TestMarkupOfAnything: any sentence becomes what it would become letter by letter.
func TestMarkupOfAnything(t *testing.T) {
	byLetter := func(sentence string) string {
		var b strings.Builder
		depth, typed := 0, false
		for i, r := range sentence {
			switch {
			case r == '`' && depth == 0 && typed:
				b.WriteString("</code>")
				typed = false
			case r == '`' && depth == 0 && strings.Contains(sentence[i+1:], "`"):
				b.WriteString(`<code dir="ltr">`)
				typed = true
			case r == fsi:
				b.WriteString("<bdi>")
				depth++
			case r == pdi && depth > 0:
				b.WriteString("</bdi>")
				depth--
			case r == pdi:
			default:
				b.WriteString(html.EscapeString(string(r)))
			}
		}
		b.WriteString(strings.Repeat("</bdi>", depth))
		if typed {
			b.WriteString("</code>")
		}
		return b.String()
	}
	parts := []string{"a", "ب", "я", "—", "\u2068", "\u2069", "`", "<", "&", `"`, "'", ">", "\xe2", "\xff", "\x00"}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range rng.IntN(10) {
			b.WriteString(parts[rng.IntN(len(parts))])
		}
		if got, want := string(Markup(b.String())), byLetter(b.String()); got != want {
			t.Fatalf("Markup(%q) = %q, want %q", b.String(), got, want)
		}
	}
}

// TestLanguages looks whether every language that the program offers has its catalogue.
func TestLanguages(t *testing.T) {
	for _, lang := range locale.Langs {
		if !For(lang).Has("state.kept") {
			t.Errorf("no catalogue for %s", lang)
		}
	}
}
