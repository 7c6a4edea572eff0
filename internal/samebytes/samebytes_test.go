package samebytes

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"
)

func TestSame(t *testing.T) {
	Check(t, func() []byte { return fmt.Appendf(nil, "%v %v\n", math.Pi/3, int64(math.MinInt64)) })
}

// What differs is seen.
func TestDifferenceIsSeen(t *testing.T) {
	d := Difference(t, func() []byte { return fmt.Appendf(nil, "same\n%s\n", runtime.GOARCH) })
	if !strings.Contains(d, "line 2 differs") || !strings.Contains(d, "WebAssembly: wasm") {
		t.Errorf("seen: %q", d)
	}
}

func TestNothingWritten(t *testing.T) {
	if compare(nil, nil) == "" {
		t.Error("two empty outputs count as the same")
	}
}
