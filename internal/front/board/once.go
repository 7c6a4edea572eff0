package board

import (
	"sync"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
)

// derivation names what is derived from a run: what, of which text, in whose words and at whose standard.
type derivation struct {
	what, text string
	lang       locale.Lang
	words      wording.Variant
	leads      grade.Grade
}

// once gives what many pages of a run derive from it alike; it is made for the first of them. Nobody changes it.
func once[T any](r *Run, rd Reader, what, text string, derive func() T) T {
	key := derivation{what, text, rd.Lang, rd.W.Variant(), rd.Leads}
	made, known := r.derived.Load(key)
	if !known {
		made, _ = r.derived.LoadOrStore(key, sync.OnceValue(derive))
	}
	return made.(func() T)()
}

// derivedText names what is derived from the texts of a run, by one reading of them: what, of which norm, term or text, and in whose words.
type derivedText struct {
	what, reading, of string
	lang              locale.Lang
	words             wording.Variant
}

// ofTexts gives what rests on the texts alone, however the judge found: it is made once for all runs of them.
func ofTexts[T any](r *Run, rd Reader, what, of string, derive func() T) T {
	if r.OfTexts == nil {
		return derive()
	}
	return r.OfTexts(derivedText{what, r.Reading, of, rd.Lang, rd.W.Variant()}, func() any { return derive() }).(T)
}

// readBack reads a norm back.
func (r *Run) readBack(rd Reader, n *norms.Norm) *wording.ReadBack {
	return ofTexts(r, rd, "norm", n.Name(), func() *wording.ReadBack {
		back := rd.W.Norm(wording.Lookup{Program: r.Program}, n)
		return &back
	})
}
