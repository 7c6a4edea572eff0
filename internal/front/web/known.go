package web

import (
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
)

// then gives the record as it was known on the day of the address, as far as the visitor may see it now; uncut: its incidents are those of now all the
// same (there are too many to read anew), which the page says.
func (r *request) then(run *board.Run) (store record.Reader, uncut bool, err error) {
	store, whole, err := r.app.StoreAt(r.Context(), r.cuts(), zoneOf(run.Program))
	return store, !whole, err
}
