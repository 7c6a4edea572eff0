package guard

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
	"mithaq/internal/evidence/release"
)

// asked gives the shelf that answers a query. When something came in, and what waits, is not outsiders' to ask: an empty one answers that.
func (o *outside) asked(ctx context.Context, q *record.Query) (*shelf, error) {
	if q.Withdrawn || q.Waiting || q.Received != (record.Span{}) || q.Visible != nil {
		return newShelf(&release.View{}), nil
	}
	return o.shelf(ctx)
}

// Incidents gives a cursor that names the last incident of the page: a number of its first entry would tell how much of the record lies between two
// that are shown.
func (o *outside) Incidents(ctx context.Context, q record.Query) (*record.Page, error) {
	s, err := o.asked(ctx, &q)
	if err != nil {
		return nil, err
	}
	if q.After, err = s.cursorIn(q.After); err != nil {
		return nil, err
	}
	page, err := project.Incidents(ctx, s.read, &q)
	if err != nil {
		return nil, err
	}
	if page.Next != "" { // the page is full then
		page.Next = cursorOut(page.Next, page.Rows[len(page.Rows)-1].Incident.ID)
	}
	return page, nil
}

// cursorIn puts the row of the incident that a cursor names in its place.
func (s *shelf) cursorIn(cursor string) (string, error) {
	order, rest, _ := strings.Cut(cursor, ".")
	key, id, _ := strings.Cut(rest, ".")
	s.mu.RLock()
	row, known := s.rows[id]
	s.mu.RUnlock()
	switch {
	case cursor == "":
		return "", nil
	case !known: // or it is shown no longer
		return "", fmt.Errorf("%w: %q is not where a page ended", record.ErrCursor, cursor)
	}
	return order + "." + key + "." + strconv.FormatInt(row, 10), nil
}

// cursorOut puts the incident with which a page ended in the place of its row, and nothing in that of the number by which it is sorted where the row is that too.
func cursorOut(cursor, id string) string {
	order, rest, _ := strings.Cut(cursor, ".")
	key, _, _ := strings.Cut(rest, ".")
	if strings.HasSuffix(order, "entered") {
		key = "0"
	}
	return order + "." + key + "." + id
}

func (o *outside) Count(ctx context.Context, by []record.CountBy, q record.Query) ([]record.Group, error) {
	s, err := o.asked(ctx, &q)
	if err != nil {
		return nil, err
	}
	return project.Count(ctx, s.read, by, &q)
}

func (o *outside) Matching(ctx context.Context, q record.Query) ([]string, error) {
	s, err := o.asked(ctx, &q)
	if err != nil {
		return nil, err
	}
	return project.Matching(ctx, s.read, &q)
}

func (o *outside) Telling(ctx context.Context, sources []string, q record.Query) (map[string][]string, error) {
	s, err := o.asked(ctx, &q)
	if err != nil {
		return nil, err
	}
	return project.Telling(ctx, s.read, sources, &q)
}
