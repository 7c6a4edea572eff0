package web

import (
	"testing"
	"testing/synctest"
	"time"
)

// Work for which nobody waits rests three times as long as it works while somebody asks for pages, and not at all where nobody does.
func TestEase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var e ease
		took := func(asked bool) time.Duration {
			breathe, start := e.breathe(), time.Now()
			for range 50 {
				time.Sleep(2 * time.Millisecond) // it works
				if asked {
					e.ask()
				}
				breathe()
			}
			return time.Since(start)
		}
		time.Sleep(time.Hour)
		if d := took(false); d != 100*time.Millisecond {
			t.Errorf("nobody asks, and 100 ms of work took %v", d)
		}
		if d := took(true); d < 380*time.Millisecond || d > 420*time.Millisecond {
			t.Errorf("somebody asks, and 100 ms of work took %v", d)
		}
	})
}
