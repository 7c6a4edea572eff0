package wording

import (
	"strings"

	"mithaq/internal/evidence/record"
)

// Assessment tells in a few words what an assessment holds: the grade of the act, then that of each attribution, so that in a
// history every regrading shows. party names a word of its scheme.
func (w *Words) Assessment(a *record.Assessment, party func(word string) string) string {
	parts := []string{w.Grade(a.Grade).Word}
	for _, t := range a.Attributions {
		parts = append(parts, party(t.To)+": "+w.Grade(t.Grade).Word)
	}
	text := strings.Join(parts, "; ")
	if a.Contested {
		text += " " + Contested
	}
	return text
}
