package judgetest

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// used keeps a power simple where a theme needs it to be used: it may be at any time.
func (m *maker) used(n *norms.Norm) bool {
	if m.theme != "undo" && m.theme != "effect" && m.theme != "extension" {
		return false
	}
	n.Window = norms.Window{}
	return true
}

// aim says what most facts are to be, so that what is broken is met: acts under the norms that the theme is about.
func (m *maker) aim() {
	if !m.bent {
		return
	}
	for i := range m.ag.Norms {
		n := &m.ag.Norms[i]
		var meant bool
		switch m.theme {
		case "undo", "extension", "effect":
			meant = n.Modality == norms.Power
		case "excuse":
			meant = n.Unless != nil
			if c, ok := n.Unless.(norms.Seen); ok {
				m.aims = append(m.aims, c.Pattern)
			}
		case "stretch":
			meant = !n.AtLeast.Per.IsZero() || !n.AtMost.Per.IsZero()
		case "end", "near", "interval":
			meant = true
		case "state": // what begins and ends it, whoever it is about
			meant = true
			m.aims = append(m.aims, norms.Pattern{Act: "seize"}, norms.Pattern{Act: "free"})
		}
		if meant && n.Act.Act != "" {
			m.aims = append(m.aims, n.Act)
		}
	}
	for _, rule := range m.ag.Counts {
		if m.theme == "rule" {
			m.aims = append(m.aims, rule.From)
		}
	}
}

// ends gives the instants, a number of hours after a given one, at which a window for an act closes.
func (m *maker) ends(p norms.Pattern) (ends []int64) {
	for _, n := range m.ag.Norms {
		if b := n.Window.End; b != nil && n.Act.Act == p.Act && b.At.Sort == norms.AtInstant && b.Edge == norms.SameClock && b.Plus.Unit == civil.Hours {
			ends = append(ends, b.At.Instant+int64(b.Plus.N)*3600)
		}
	}
	slices.Sort(ends)
	return slices.Compact(ends)
}
