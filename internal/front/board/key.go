package board

import (
	"slices"

	"mithaq/internal/base/grade"
	"mithaq/internal/front/wording"
)

// Key says what the words of a page mean to whoever has not read them before: the states that stand on it, and the standards of evidence.
type Key struct {
	States    []KeyRow
	Standards []wording.TermText
	Contested string
}

// KeyRow is a state and what it says. One word can stand for duties and for permissions: then it says something of each.
type KeyRow struct {
	wording.StateText
	Means []string
}

// newKey is a key without states.
func (rd Reader) newKey() *Key {
	k := &Key{Contested: rd.W.Text("state.contested.long")}
	for _, g := range grade.Standards {
		k.Standards = append(k.Standards, rd.W.Grade(g))
	}
	return k
}

// add takes up a state that stands on the page.
func (k *Key) add(rd Reader, t wording.StateText) {
	means := t.Long
	if t.Class == wording.ClassUnsettled { // what it lies between is told where it stands
		means = rd.W.Text("board.key.unsettled")
	}
	at := slices.IndexFunc(k.States, func(r KeyRow) bool { return r.Word == t.Word })
	if at < 0 {
		at, k.States = len(k.States), append(k.States, KeyRow{StateText: t})
	}
	if row := &k.States[at]; means != "" && !slices.Contains(row.Means, means) {
		row.Means = append(row.Means, means)
	}
}

// sorted gives the key with what matters most first; nil where no state stands on the page.
func (k *Key) sorted() *Key {
	if len(k.States) == 0 {
		return nil
	}
	slices.SortStableFunc(k.States, func(x, y KeyRow) int { return byWeight(x.Class, y.Class) })
	return k
}
