package judgetest

import (
	"encoding/json"
	"testing"

	"mithaq/internal/samebytes"
)

// The results of random cases are the same bytes here and in WebAssembly.
func TestSameBytesInWebAssembly(t *testing.T) {
	samebytes.Check(t, func() (out []byte) {
		for seed := range uint64(150) {
			for _, exact := range []bool{true, false} {
				s := newSample(seed, exact)
				text, err := json.Marshal(theMonitor(s.prog, s.set, s.at))
				if err != nil {
					t.Fatal(err)
				}
				out = append(append(out, text...), '\n')
			}
		}
		return out
	})
}
