package suggest

import "testing"

func TestNearest(t *testing.T) {
	keywords := []string{"term", "party", "agreement", "must", "мост", "طرف"}
	for _, c := range []struct{ word, want string }{
		{"trem", "term"},           // swapped neighbours are one slip
		{"agreemnet", "agreement"}, // nine letters
		{"agrement", "agreement"},
		{"Must", "must"},
		{"must", ""}, // itself is no suggestion
		{"мсот", "мост"},
		{"طرق", "طرف"},
		{"hospital", ""},
		{"x", ""},
		{"", ""},
	} {
		if got := Nearest(c.word, keywords); got != c.want {
			t.Errorf("Nearest(%q) = %q, want %q", c.word, got, c.want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "abc", 3}, {"abc", "acb", 1}, {"ca", "abc", 3}, {"kitten", "sitting", 3}, {"abcd", "badc", 2}} {
		if got := Distance([]rune(c.a), []rune(c.b)); got != c.want {
			t.Errorf("Distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := Distance([]rune(c.b), []rune(c.a)); got != c.want {
			t.Errorf("Distance(%q, %q) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
