package board

import (
	"testing"

	"mithaq/internal/base/locale"
)

// What an outsider cannot know of a day is not denied: that somebody looked may be withheld.
func TestLookedOutside(t *testing.T) {
	for _, lang := range locale.Langs {
		in, out := NewReader(lang), NewReader(lang)
		out.Outside = true
		for how := range lookedSigns {
			if same := in.saysLooked(how) == out.saysLooked(how); same != (how != NothingSaid) {
				t.Errorf("%s, %s: %q inside, %q outside", lang, how, in.saysLooked(how), out.saysLooked(how))
			}
		}
	}
}
