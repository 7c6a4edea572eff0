package board

import "testing"

// A line of terms runs in the direction of its keywords, not of the first letter that stands in it, nor of what it quotes.
func TestCodeDirection(t *testing.T) {
	for line, want := range map[string]string{
		"1b: blue يجب pay(to: red) في غضون 5 أيام من 1a": "rtl",
		"اتفاق peace \"Peace\"":                          "rtl",
		"term 1 \"هدنة\"":                                "auto",
		"# تعليق":                                        "auto",
		"1a: red must pay within 5 days":                 "auto",
		"":                                               "auto",
	} {
		if got := codeDirection(line); got != want {
			t.Errorf("%q runs %s, want %s", line, got, want)
		}
	}
}
