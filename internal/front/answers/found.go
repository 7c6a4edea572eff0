package answers

import (
	"maps"
	"slices"

	"mithaq/internal/base/fold"
	"mithaq/internal/evidence/record"
)

// foundLetters is about how much is shown of a text in which the words of a search were found.
const foundLetters = 160

// found gives the place in an incident where most of the words of a search stand; "": the title has them all, which stands in the list already, or none does
// (they are in its id, its roles, or the address of an account).
func found(b *record.Bundle, sought []fold.Word) (best string) {
	i := &b.Incident
	most := 0
	for _, title := range i.Title {
		_, n := fold.Excerpt(title, sought, foundLetters)
		most = max(most, n)
	}
	if most == len(sought) {
		return ""
	}
	look := func(s string) {
		if part, n := fold.Excerpt(s, sought, foundLetters); n > most {
			best, most = part, n
		}
	}
	all := func(t record.Text) {
		for _, lang := range slices.Sorted(maps.Keys(t)) {
			look(t[lang])
		}
	}
	all(i.Place.Name)
	all(i.Verbatim)
	look(i.Note)
	for j := range b.Accounts {
		a := &b.Accounts[j]
		all(a.Says)
		look(a.Words)
		for k := range a.Translations {
			look(a.Translations[k].Text)
		}
		look(a.Note)
	}
	for j := range b.Assessments {
		look(b.Assessments[j].Verbatim)
		look(b.Assessments[j].Why)
	}
	for j := range b.Denials {
		all(b.Denials[j].Says)
	}
	for j := range b.Reviews {
		for k := range b.Reviews[j].Put {
			all(b.Reviews[j].Put[k].Answer)
		}
	}
	for j := range b.Dissents {
		all(b.Dissents[j].Says)
	}
	return best
}
