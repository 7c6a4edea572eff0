package wording

import (
	"strings"
	"testing"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/locale"
)

// TestRemarksSpeakTheTextsWords: what a sentence quotes of the language is said in the words of the text, in every language of the answer;
// other quotations stay.
func TestRemarksSpeakTheTextsWords(t *testing.T) {
	d := diag.Diagnostic{Code: "M2051", Args: diag.Args("modality", "не вправе", diag.Tongue, "ru"), Fixes: []diag.Fix{{Key: "must"}}}
	for _, lang := range locale.Langs {
		text := For(lang).Bare().Diagnostic(d)
		for _, want := range []string{"не более", "обязан", "не вправе"} {
			if !strings.Contains(text.Title, want) {
				t.Errorf("%s: %q does not say %q", lang, text.Title, want)
			}
		}
		if all := text.Title + text.Fixes[0]; strings.Contains(all, "at most") || strings.Contains(all, "must") {
			t.Errorf("%s: English words are left in %q", lang, all)
		}
		d := d
		d.Args = diag.Args("modality", "must not")
		if text := For(lang).Bare().Diagnostic(d); !strings.Contains(text.Title, "at most") {
			t.Errorf("%s: %q of an English text", lang, text.Title)
		}
	}
	consent := diag.Diagnostic{Code: "M2117", Args: diag.Args(diag.Tongue, "ar")}
	if text := For(locale.Ar).Bare().Diagnostic(consent).Title; !strings.Contains(text, "فقط رهنا بموافقة") || !strings.Contains(text, "متى تحقق") || strings.Contains(text, "once") {
		t.Errorf("%q", text)
	}
}
