package web

import (
	"errors"
	"testing"

	"mithaq/internal/app"
)

// A sight of the record that cannot be told what changed, by an error or by a fault of the program, holds up none of the others, whichever comes first.
func TestOneSightThatFailsStopsNoOther(t *testing.T) {
	h := &hub{sights: map[string]*view{"whole": {}, "desk": {}, "public": {}, "gone": {}}}
	apps := map[string]*app.App{"whole": {}, "desk": {}, "public": {}, "not open yet": {}}
	for range 20 { // the order of a map is another each time
		told := map[string]bool{}
		failed := h.each(apps, func(sight string, _ *app.App, v *view) error {
			if told[sight] = true; v != h.sights[sight] {
				t.Fatalf("%s is told by another's view", sight)
			}
			switch sight {
			case "desk":
				return errors.New("its run cannot be made")
			case "public":
				panic("a fault")
			}
			return nil
		})
		if len(failed) != 2 || len(told) != 3 {
			t.Fatalf("%d are told, %d failed: %v", len(told), len(failed), failed)
		}
	}
}
