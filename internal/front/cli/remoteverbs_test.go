package cli

import "testing"

// Each command speaks to a server with --server, or its help says why not: one that does neither is refused here.
func TestEveryVerbSpeaksToAServerOrSaysWhyNot(t *testing.T) {
	used := map[string]bool{}
	for _, v := range verbs() {
		why := near(v.name)
		_, far := farVerbs[v.name]
		if used[v.name] = true; far == (why != "") {
			t.Errorf("%s: it speaks to a server: %t; the reason why not: %q", v.name, far, why)
		}
	}
	for name := range farVerbs {
		if !used[name] {
			t.Errorf("there is no command %q", name)
		}
	}
}
