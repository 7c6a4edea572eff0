package judgetest

import (
	"fmt"
	"strings"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// points: a point reading is one of the ways to narrow a record, so it says nothing that the whole ranges exclude.
func points(e engine, s *sample) string {
	whole := e(s.prog, s.set, s.at)
	var wrong []string
	for _, dates := range []fact.End{fact.Whole, fact.Lowest, fact.Highest} {
		for _, counts := range []fact.End{fact.Whole, fact.Lowest, fact.Highest} {
			read := e(s.prog, s.set.At(fact.PointReading{Dates: dates, Counts: counts}), s.at)
			for lane, standard := range grade.Standards {
				was, is := flatten(whole, lane), flatten(read, lane)
				for name, now := range is.norms {
					if !now.Within(was.norms[name]) {
						wrong = append(wrong, fmt.Sprintf("%s at %s: {%s}, by dates %d and counts %d {%s}", name, standard, was.norms[name], dates, counts, now))
					}
				}
				for name, now := range is.instances {
					if old, there := was.instances[name]; !there || !now.Within(old) {
						wrong = append(wrong, fmt.Sprintf("%s at %s: {%s}, by dates %d and counts %d {%s}", name, standard, old, dates, counts, now))
					}
				}
				for name, now := range is.claims {
					if old := was.claims[name].Number; now.Number.Lo < old.Lo || now.Number.Hi > old.Hi {
						wrong = append(wrong, fmt.Sprintf("claim %s at %s: %v, by dates %d and counts %d %v", name, standard, old, dates, counts, now.Number))
					}
				}
			}
		}
	}
	return strings.Join(wrong, "\n")
}

func TestPointReadings(t *testing.T) { hold(t, points, false, 300) }
