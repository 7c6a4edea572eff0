package cli

import (
	"math"
	"path/filepath"
	"runtime/debug"
	"testing"

	"mithaq/internal/app"
)

// TestServeRoom: while a server runs the collector keeps to the machine's memory, and afterwards, or where somebody set it, it is as it was.
func TestServeRoom(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(math.MaxInt64))
	a, err := app.Create(t.Context(), filepath.Join(t.TempDir(), "r.db"), app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for _, set := range []int64{math.MaxInt64, 5 << 30} {
		debug.SetMemoryLimit(set)
		end, err := makeServeRoom(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		want := set
		if all := memory(); set == math.MaxInt64 && all > 0 {
			want = int64(all / 100 * shareOfAll)
		}
		if got := debug.SetMemoryLimit(-1); got != want {
			t.Errorf("of %d, the limit is %d, want %d", set, got, want)
		}
		end()
		if got := debug.SetMemoryLimit(-1); got != set {
			t.Errorf("afterwards the limit is %d, not %d", got, set)
		}
	}
	for text, want := range map[string]uint64{"MemFree: 1 kB\nMemTotal:       24684104 kB\n": 24684104 << 10, "": 0, "MemTotal: x kB": 0, "MemTotal: 5 MB": 0} {
		if got := totalOf(text); got != want {
			t.Errorf("%q: %d", text, got)
		}
	}
}
