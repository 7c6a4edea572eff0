package web

import (
	"context"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
)

// The ground of the map is kept for all who see the same: neither a reader who goes away while it is brought up to date nor a record that cannot be
// read for a moment throws it away.
func TestGroundIsKept(t *testing.T) {
	a, err := app.Create(t.Context(), filepath.Join(t.TempDir(), "ground.db"), app.Options{Actor: "holder"})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	add := func(id string) {
		if _, err := a.Store().Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
			yield(record.Draft{Actor: "holder", Payload: record.Incident{ID: id, Act: "attack", When: "2016-03-01"}}, nil)
		}); err != nil {
			t.Fatal(err)
		}
	}
	var k keptGround
	asks := func(ctx context.Context) error {
		return k.renew(&request{Request: httptest.NewRequestWithContext(ctx, "GET", "/en/map", nil), app: a}, a.Store())
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, id := range []string{"one", "two"} { // it is read, then brought up to date
		add(id)
		was := k.ground
		if err := asks(gone); err != nil || k.ground == nil || k.ground == was {
			t.Fatalf("%s: %v", id, err)
		}
	}
	was := k.ground
	if err := asks(t.Context()); err != nil || k.ground != was {
		t.Errorf("nothing came, and it was made anew: %v", err)
	}
	a.Close()
	if err := asks(t.Context()); err == nil || k.ground != was {
		t.Errorf("thrown away by an error: %v", err)
	}
}
