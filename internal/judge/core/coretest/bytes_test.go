package coretest

import (
	"fmt"
	"path/filepath"
	"testing"

	"mithaq/internal/samebytes"
	"mithaq/internal/testroot"
)

// The verdicts on the corpus and on random cases, plain and over lanes, are the same bytes here and in WebAssembly.
func TestSameBytesInWebAssembly(t *testing.T) {
	samebytes.Check(t, func() (out []byte) {
		run := func(name string, f files) {
			out = fmt.Appendf(out, "-- %s --\n", name)
			p, err := f.check()
			if err != nil {
				out = fmt.Appendln(out, err)
				return
			}
			verdicts, err := theEngine(p, f.log)
			out = fmt.Appendf(out, "%s%v\n", printed(verdicts), err)
		}
		corpus := archive(t, filepath.Join(testroot.Root(t), "spec", "corpus", "core", "*.txtar"))
		if len(corpus) < 100 {
			t.Errorf("%d cases in the corpus", len(corpus))
		}
		for _, c := range corpus {
			run(c.name, c.files)
		}
		for seed := range uint64(400) {
			run(fmt.Sprint(seed), newSample(seed).files())
			s := newLaneSample(seed, false)
			if p, err := s.files().check(); err == nil {
				lanes, err := theLanes(p, s.log)
				out = fmt.Appendln(out, lanes, err)
			}
		}
		return out
	})
}
