package cli

import (
	"context"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"

	"mithaq/internal/app"
)

// A command that judges reads the record once, keeps most of what it makes of it until it has answered, and ends. The garbage collector, left
// to itself, goes through all that is kept each time it has doubled, and finds little. So it is told to wait until the process has
// used as much memory as a record of that length may take; what is kept beyond half of that is collected as usual.
const (
	roomAlways = 24 << 20 // bytes
	roomEach   = 330      // bytes for each entry: a million incidents have three million entries
	roomAtMost = 1 << 30
)

// room keeps the heap's goal at so many bytes.
type room struct {
	mu    sync.Mutex
	bytes uint64
	usual int // the collector's setting before
	ended bool
}

// makeRoom lets the collector wait while the command judges what is in the record; the function that it gives ends that.
func makeRoom(ctx context.Context, a *app.App) (end func(), err error) {
	head, err := a.Store().Head(ctx)
	if err != nil {
		return nil, err
	}
	return makeRoomOf(roomFor(head.Seq)), nil
}

// usually is by how many hundredths of what is kept the heap grows where nobody set it.
const usually = 100

func makeRoomOf(bytes uint64) (end func()) {
	r := &room{bytes: bytes, usual: debug.SetGCPercent(usually)}
	if r.usual != usually { // whoever runs the command has set it: let it be so
		debug.SetGCPercent(r.usual)
		return func() {}
	}
	runtime.GC() // what is kept so far is known after it
	r.set()
	r.watch()
	return r.end
}

// roomFor gives the bytes for a record of so many entries.
func roomFor(entries int64) uint64 {
	return min(roomAlways+roomEach*uint64(entries), roomAtMost)
}

// watch sets the goal anew after each collection.
func (r *room) watch() {
	runtime.AddCleanup(&struct{ p *room }{r}, func(r *room) {
		if r.set() {
			r.watch()
		}
	}, r)
}

// set tells the collector by how much the heap may grow, in hundredths of what is kept; false: no more.
func (r *room) set() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.ended {
		kept, roots := scanned()
		debug.SetGCPercent(growth(r.bytes, kept, roots))
	}
	return !r.ended
}

func (r *room) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
	debug.SetGCPercent(r.usual)
}

// growth gives by how many hundredths of what is kept, and of what the collector looks at besides (roots), the heap may grow: to the room, but
// never by less than usually.
func growth(room, kept, roots uint64) int {
	if kept == 0 || room <= kept {
		return usually
	}
	return max(usually, int(min((room-kept)*100/(kept+roots), room*100/leastGoal)))
}

// leastGoal is the goal of a heap of which hardly anything is kept; it grows by the same hundredths (package runtime).
const leastGoal = 4 << 20

// scanned gives the bytes that the last collection left, and those of stacks and globals.
func scanned() (kept, roots uint64) {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/scan/stack:bytes"}, {Name: "/gc/scan/globals:bytes"}}
	metrics.Read(sample)
	for i := range sample {
		if sample[i].Value.Kind() != metrics.KindUint64 {
			return 0, 0
		}
	}
	return sample[0].Value.Uint64(), sample[1].Value.Uint64() + sample[2].Value.Uint64()
}
