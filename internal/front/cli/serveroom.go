package cli

import (
	"context"
	"math"
	"os"
	"runtime/debug"
	"strconv"
	"strings"

	"mithaq/internal/app"
)

// A server keeps of the record what pages rest on (docs/guide/opening-the-board.md says how much), and makes much more on the way to them. Left to itself the collector
// comes each time that has doubled: often where little is kept yet. So the heap has a room, by the record's length, up to which the collector waits; where more than half
// of it is kept, it comes as usual. To come sooner then, when two fifths more are kept, took 0.3 times more of the processors, and the slowest pages waited for it (bench/board, Readers).
const (
	serveAlways = 256 << 20 // bytes
	serveEach   = 2200      // bytes for each entry
	shareOfAll  = 75        // hundredths of the machine's memory, or of what the process may use of it: beyond it the collector comes as often as it takes
)

// makeServeRoom gives a server its room; the function that it gives ends that. What whoever runs it has set in GOGC and GOMEMLIMIT stays.
func makeServeRoom(ctx context.Context, a *app.App) (end func(), err error) {
	head, err := a.Store().Head(ctx)
	if err != nil {
		return nil, err
	}
	bytes, most := serveAlways+serveEach*uint64(head.Seq), uint64(math.MaxInt64)
	if all := memory(); all > 0 {
		most = all / 100 * shareOfAll
	}
	before := debug.SetMemoryLimit(-1)
	if before == math.MaxInt64 {
		debug.SetMemoryLimit(int64(min(most, math.MaxInt64)))
	}
	left := makeRoomOf(min(bytes, most))
	return func() {
		left()
		debug.SetMemoryLimit(before)
	}, nil
}

// memory gives how many bytes the process may use: of its control group, else those of the machine; 0: it is not told here.
func memory() uint64 {
	all := uint64(0)
	if text, err := os.ReadFile("/proc/meminfo"); err == nil {
		all = totalOf(string(text))
	}
	if text, err := os.ReadFile("/sys/fs/cgroup/memory.max"); err == nil {
		if n, err := strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64); err == nil && (all == 0 || n < all) { // "max": no limit
			all = n
		}
	}
	return all
}

// totalOf reads the memory of the machine as Linux tells it (proc_meminfo(5)), in bytes.
func totalOf(meminfo string) uint64 {
	for line := range strings.Lines(meminfo) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "MemTotal:" && f[2] == "kB" {
			n, err := strconv.ParseUint(f[1], 10, 54)
			if err != nil {
				return 0
			}
			return n << 10
		}
	}
	return 0
}
