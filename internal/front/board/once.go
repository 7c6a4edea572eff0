package board

import (
	"sync"

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
	made, _ := r.derived.LoadOrStore(derivation{what, text, rd.Lang, rd.W.Variant(), rd.Leads}, sync.OnceValue(derive))
	return made.(func() T)()
}
