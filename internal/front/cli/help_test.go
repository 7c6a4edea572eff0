package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
)

// Help of every verb and group stands in every language: no key without its sentence. Keys of help are composed, so that no list of keys has them.
func TestHelpIsWhole(t *testing.T) {
	n := 0
	for _, lang := range locale.Langs {
		var out bytes.Buffer
		e := &Env{ctx: context.Background(), out: &out, err: &out, getenv: func(string) string { return "" }, width: 80, words: wording.For(lang)}
		groups := map[string]bool{"": true}
		for _, v := range verbs() {
			e.help(&out, v)
			for i := range v.name {
				if v.name[i] == ' ' {
					groups[v.name[:i]] = true
				}
			}
			n++
		}
		for g := range groups {
			e.overview(&out, g)
		}
		for line := range strings.Lines(out.String()) {
			if strings.Contains(line, "[cli.") {
				t.Errorf("%s: %s", lang, line)
			}
		}
	}
	if n < 100 {
		t.Errorf("%d pages of help", n)
	}
}
