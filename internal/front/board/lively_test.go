package board

import (
	"testing"

	"mithaq/internal/base/civil"
)

// TestLivelies: a lively stretch is worked out once for all runs on the same facts as of the same instant, and for nothing else; few are kept.
func TestLivelies(t *testing.T) {
	var k livelies
	made := int64(0)
	get := func(key livelyOf) int64 {
		return k.get(key, func() civil.Interval { made++; return civil.Interval{Lo: made} }).Lo
	}
	first := livelyOf{"", "accord", 100, 1}
	for i, key := range []livelyOf{first, {"other", "accord", 100, 1}, {"", "letter", 100, 1}, {"", "accord", 101, 1}, {"", "accord", 100, 2}} {
		if got := get(key); got != int64(i+1) {
			t.Errorf("%+v has that of another: %d", key, got)
		}
	}
	if get(first) != 1 || made != 5 {
		t.Errorf("it is made again: %d times", made)
	}
	for at := range int64(3 * keptLivelies) {
		get(livelyOf{"", "accord", 1000 + at, 1})
	}
	if len(k.of) > keptLivelies {
		t.Errorf("%d are kept", len(k.of))
	}
}
