package web_test

import (
	"testing"
	"time"
)

// Why somebody set a pair aside is shown to them alone: where it is aside, and where it has come back.
func TestSetAsideKeepsItsReason(t *testing.T) {
	now := theDay
	h := twinsAt(t, &now)
	const pair, reason = "/en/duplicates/pair", "the radio sends its notes on Friday"
	h.post(t, h.token["mona"], pair, "a", "twin-1", "b", "twin-2", "why", reason, "do", "later")
	for _, path := range []string{"/en/duplicates?aside=show", pair + "?a=twin-1&b=twin-2"} {
		if r := h.get(t, "mona", path); !r.has(reason) || !r.has("You set this pair aside until") {
			t.Errorf("%s does not say why it is aside", path)
		}
		if r := h.get(t, "lina", path); r.has(reason) {
			t.Errorf("%s tells another", path)
		}
	}
	if r := h.get(t, "mona", "/en/duplicates"); r.has(reason) {
		t.Error("it is shown all the same")
	}
	now = now.AddDate(0, 0, 31)
	for _, user := range []string{"mona", "lina"} {
		as, err := h.app.As(t.Context(), user)
		if err != nil {
			t.Fatal(err)
		}
		if h.token[user], err = as.SignIn(t.Context(), user, time.Hour); err != nil {
			t.Fatal(err)
		}
		as.Close()
	}
	for _, path := range []string{"/en/duplicates", pair + "?a=twin-1&b=twin-2"} {
		if r := h.get(t, "mona", path); !r.has(reason) || !r.has("You had set this pair aside until") {
			t.Errorf("%s has come back without its reason", path)
		}
		if r := h.get(t, "lina", path); r.has(reason) {
			t.Errorf("%s tells another", path)
		}
	}
}
