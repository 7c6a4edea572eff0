package wording

import (
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
)

// TestAssessment: an attribution that was discounted later shows in the words of the two entries.
func TestAssessment(t *testing.T) {
	name := func(word string) string { return "<" + word + ">" }
	a := record.Assessment{Grade: grade.Corroborated, Attributions: []record.Attribution{{To: "north", Grade: grade.Corroborated}}, Contested: true}
	w := For(locale.En)
	if got, want := w.Assessment(&a, name), "corroborated; <north>: corroborated ⇄"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	a.Attributions[0].Grade = grade.Discounted
	if got, want := w.Assessment(&a, name), "corroborated; <north>: discounted ⇄"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
