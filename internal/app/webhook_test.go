package app

import (
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// TestRotatedTwice: a second new secret does not end the one that the receiver still has, and each ends when its own time is over.
func TestRotatedTwice(t *testing.T) {
	ctx := t.Context()
	now := time.Date(2016, 3, 1, 12, 0, 0, 0, time.UTC)
	a, err := Create(ctx, filepath.Join(t.TempDir(), "r.db"), Options{Actor: "holder", Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	h, err := a.AddWebhook(ctx, "https://example.org/in", "", false, []byte("first"))
	if err != nil {
		t.Fatal(err)
	}
	taken := func(want ...string) {
		t.Helper()
		h, err := a.Webhook(ctx, h.ID)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range h.Secrets(now) {
			got = append(got, string(s))
		}
		if !slices.Equal(got, want) {
			t.Errorf("signed with %q, want %q", got, want)
		}
	}
	rotate := func(secret string) {
		t.Helper()
		h, err := a.RotateWebhook(ctx, h.ID, []byte(secret))
		if err != nil || h.FormerUntil() != now.Add(BothSecrets).Unix() {
			t.Fatal(h, err)
		}
	}
	taken("first")
	rotate("second")
	now = now.Add(time.Hour)
	rotate("third")
	taken("third", "second", "first")
	now = now.Add(BothSecrets - time.Hour)
	taken("third", "second")
	now = now.Add(BothSecrets)
	taken("third")
	rotate("fourth")
	if h, err = a.Webhook(ctx, h.ID); err != nil || len(h.Former) != 1 {
		t.Errorf("secrets whose time is over are kept: %d, %v", len(h.Former), err)
	}
}
