package web

import (
	"sync/atomic"
	"time"
)

// ease lets those who read go before work that takes long and for which a page waits no more. The zero value is ready.
type ease struct {
	asked atomic.Int64 // when the last request came, in nanoseconds
}

const (
	stretch     = 5 * time.Millisecond // of work, at least, between two rests
	resting     = 3                    // how many times as long as it worked it rests while others ask
	longestRest = time.Second          // of one rest; and after so long without a request nobody asks
)

// ask notes a request.
func (e *ease) ask() { e.asked.Store(time.Now().UnixNano()) }

// breathe gives what such work calls on its way.
func (e *ease) breathe() func() {
	since := time.Now()
	return func() {
		worked := time.Since(since)
		if worked < stretch {
			return
		}
		if time.Now().UnixNano()-e.asked.Load() < int64(longestRest) {
			time.Sleep(min(resting*worked, longestRest))
		}
		since = time.Now()
	}
}
