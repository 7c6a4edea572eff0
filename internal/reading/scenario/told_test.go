package scenario_test

import (
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading/scenario"
)

// Each remark has its sentence, with all arguments, in every language.
func TestRemarksAreTold(t *testing.T) {
	remarks := scenario.Slips(t)
	if len(remarks) < 20 {
		t.Fatalf("%d remarks", len(remarks))
	}
	for _, d := range remarks {
		for _, lang := range locale.Langs {
			said := wording.For(lang).Bare().Diagnostic(d)
			for _, s := range append(slices.Clone(said.Fixes), said.Title) {
				if s == "" || strings.ContainsAny(s, "{}[]") {
					t.Errorf("%s: %s is told as %q", lang, d.Code, s)
				}
			}
		}
	}
}
