package syntax

import "testing"

// What a fix writes in the keywords of a text is what the text is read by.
func TestTranslateReadsBack(t *testing.T) {
	for lang, want := range map[string]string{"en": "within 30 days of start", "ar": "في غضون 30 أيام من البدء", "ru": "в течение 30 дней после начала"} {
		table := TableOf(lang)
		got := table.Translate("within 30 days of start")
		if got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
	if got := TableOf("ru").Translate("each of"); got != "каждый из" {
		t.Errorf("%q", got)
	}
}
