package crash

import (
	"path/filepath"
	"testing"

	"mithaq/internal/app"
	"mithaq/internal/testroot/pgtest"
)

// stores are the kinds of record that each test is held to: new gives where a new, empty one is.
var stores = []struct {
	name string
	new  func(t *testing.T) string
}{
	{"sqlite", func(t *testing.T) string { return filepath.Join(t.TempDir(), "record.db") }},
	{"postgres", func(t *testing.T) string { return pgtest.Database(t) }},
}

// each runs a test on a new record of each store.
func each(t *testing.T, test func(t *testing.T, where string)) {
	eachStore(t, func(t *testing.T, made func() string) { test(t, made()) })
}

// eachStore runs a test on each store; made makes a new record there, as often as it is called.
func eachStore(t *testing.T, test func(t *testing.T, made func() string)) {
	for _, s := range stores {
		t.Run(s.name, func(t *testing.T) {
			test(t, func() string {
				where := s.new(t)
				a, err := app.Create(t.Context(), where, app.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if err := a.Close(); err != nil {
					t.Fatal(err)
				}
				return where
			})
		})
	}
}

func opened(t *testing.T, where string, opts app.Options) *app.App {
	t.Helper()
	a, err := app.Open(t.Context(), where, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}
