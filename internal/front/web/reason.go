package web

import (
	"errors"
	"strconv"

	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
)

// toldReports is for how many incidents a page tells the reports in place; of the others it has the link.
const toldReports = 24

// reports makes the ReportsOf of a page.
func (s *server) reports(r *request, run *board.Run) func(string) (*board.ReasonReports, error) {
	n := 0
	return func(ref string) (*board.ReasonReports, error) {
		if _, ok := run.Fact(ref); !ok || n == toldReports {
			return nil, nil
		}
		b, err := r.app.BundleAt(r.Context(), ref, r.cuts(), zoneOf(run.Program))
		if errors.Is(err, record.ErrNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		n++
		v := run.ReasonReports(r.rd, b)
		v.ID, v.Keep = "r"+strconv.Itoa(n), r.state.Keep()
		for i := range b.Accounts {
			for _, h := range b.Accounts[i].Files {
				f, _, err := r.app.FileIn(r.Context(), b, h)
				if errors.Is(err, record.ErrNotFound) {
					continue
				}
				if err != nil {
					return nil, err
				}
				v.Accounts[i].Files = append(v.Accounts[i].Files, board.FileRow{Hash: h.String(), Name: r.rd.FileName(f)})
			}
		}
		return v, nil
	}
}
