package cli

import (
	"runtime"
	"runtime/debug"
	"testing"
)

func TestGrowth(t *testing.T) {
	for _, c := range []struct {
		room, kept, roots uint64
		want              int
	}{
		{1000 << 20, 0, 0, 100},                // nothing was collected yet
		{1000 << 20, 100 << 20, 0, 900},        // up to the room
		{1000 << 20, 100 << 20, 50 << 20, 600}, // which the roots count towards
		{1000 << 20, 1 << 20, 0, 25000},        // as does the least goal
		{1000 << 20, 500 << 20, 0, 100},        // half of it is kept
		{1000 << 20, 900 << 20, 0, 100},        // never less than as usual
		{1000 << 20, 5000 << 20, 0, 100},       // not even far beyond it
	} {
		if got := growth(c.room, c.kept, c.roots); got != c.want {
			t.Errorf("room %d MB, kept %d MB: the heap may grow by %d %%, not %d %%", c.room>>20, c.kept>>20, got, c.want)
		}
	}
	if a, b := roomFor(410_000), roomFor(100_000_000); a > 160<<20 || b != roomAtMost {
		t.Errorf("room of %d and %d MB", a>>20, b>>20)
	}
}

// TestRoomIsGivenBack: the collector is as it was when the command has judged, and one that the user has set is left alone.
func TestRoomIsGivenBack(t *testing.T) {
	now := func() int {
		p := debug.SetGCPercent(100)
		debug.SetGCPercent(p)
		return p
	}
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	end := makeRoomOf(1 << 30)
	if p := now(); p <= 100 {
		t.Errorf("while it judges, the heap may grow by %d %%", p)
	}
	end()
	for range 3 {
		runtime.GC()
	}
	if p := now(); p != 100 {
		t.Errorf("afterwards the heap may grow by %d %%", p)
	}
	debug.SetGCPercent(37)
	end = makeRoomOf(1 << 30)
	if p := now(); p != 37 {
		t.Errorf("the user's 37 %% became %d %%", p)
	}
	end()
	if p := now(); p != 37 {
		t.Errorf("the user's 37 %% ended as %d %%", p)
	}
}
