package guard

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/fold"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

// hit is a form that a query asks for, with its columns.
type hit struct {
	*form
	columns project.Columns
}

// asked gives the forms that meet a query. When something came in, and what waits, is not outsiders' to ask.
func (o *outside) asked(ctx context.Context, q *record.Query) ([]hit, error) {
	forms, err := o.shelf(ctx)
	if err != nil {
		return nil, err
	}
	from, err := dayOf(q.From)
	if err != nil {
		return nil, err
	}
	to, err := dayOf(q.To)
	if err != nil {
		return nil, err
	}
	var out []hit
	if q.Withdrawn || q.Waiting || q.Received != (record.Span{}) || q.Visible != nil {
		return nil, nil
	}
	for _, f := range forms {
		h := hit{f, project.ColumnsOf(&f.bundle)}
		if (from == 0 || h.columns.Hi >= from) && (to == 0 || h.columns.Lo <= to) && h.meets(q) {
			out = append(out, h)
		}
	}
	return out, nil
}

// dayOf gives a day as the columns have it, yyyymmdd; 0: none was asked for.
func dayOf(day string) (int64, error) {
	if day == "" {
		return 0, nil
	}
	d, err := civil.ParseDate(day)
	return int64(d.Year)*10000 + int64(d.Month)*100 + int64(d.Day), err
}

func (h *hit) meets(q *record.Query) bool {
	in := &h.bundle.Incident
	switch {
	case q.Act != "" && in.Act != q.Act,
		q.Publisher != "" && in.Publisher != q.Publisher,
		q.Party != "" && !slices.Contains(h.columns.Parties, q.Party),
		q.Source != "" && !slices.Contains(h.columns.Sources, q.Source),
		q.Grade != nil && h.columns.Grade != int(*q.Grade):
		return false
	}
	place, text := fold.Sought(q.Place), fold.Sought(q.Text)
	return project.HasWords(&h.bundle, &place, &text)
}

// orders are the columns by which a page is sorted (record.Query.Sort).
var orders = map[string]func(*hit) int64{
	"date":     func(h *hit) int64 { return h.columns.Lo },
	"-date":    func(h *hit) int64 { return h.columns.Hi },
	"killed":   func(h *hit) int64 { return h.columns.Killed.Lo },
	"-killed":  func(h *hit) int64 { return h.columns.Killed.Lo },
	"entered":  func(*hit) int64 { return 0 },
	"-entered": func(*hit) int64 { return 0 },
}

const (
	defaultLimit = 50
	maxLimit     = 500
)

func (o *outside) Incidents(ctx context.Context, q record.Query) (*record.Page, error) {
	sort := cmp.Or(q.Sort, "date")
	key, ok := orders[sort]
	switch {
	case !ok:
		return nil, fmt.Errorf("unknown order %q", q.Sort)
	case q.Limit < 0 || q.Limit > maxLimit:
		return nil, fmt.Errorf("a page of %d rows: at most %d", q.Limit, maxLimit)
	}
	hits, err := o.asked(ctx, &q)
	if err != nil {
		return nil, err
	}
	way := 1
	if strings.HasPrefix(sort, "-") {
		way = -1
	}
	slices.SortFunc(hits, func(a, b hit) int { return way * cmp.Or(cmp.Compare(key(&a), key(&b)), cmp.Compare(a.first, b.first)) })
	page := &record.Page{Total: len(hits)}
	if q.After != "" {
		n, err := o.after(hits, sort, way, key, q.After)
		if err != nil {
			return nil, err
		}
		hits = hits[n:]
	}
	limit := cmp.Or(q.Limit, defaultLimit)
	if len(hits) > limit {
		last := &hits[limit-1]
		page.Next = fmt.Sprintf("%s.%d.%s", sort, key(last), last.bundle.Incident.ID)
		hits = hits[:limit]
	}
	for i := range hits {
		page.Rows = append(page.Rows, project.RowOf(&hits[i].bundle, hits[i].columns.Grade, hits[i].columns.Killed))
	}
	return page, nil
}

// after gives how many hits a cursor passes over. It names the last incident of the page before: a number of its first entry would tell how much of
// the record lies between two that are shown.
func (o *outside) after(hits []hit, sort string, way int, key func(*hit) int64, cursor string) (int, error) {
	rest, ok := strings.CutPrefix(cursor, sort+".")
	a, id, two := strings.Cut(rest, ".")
	k, err := strconv.ParseInt(a, 10, 64)
	o.mu.Lock()
	last := o.forms[id]
	o.mu.Unlock()
	if !ok || !two || err != nil || last == nil { // or it is shown no longer
		return 0, fmt.Errorf("%w: %q is not where a page in the order %q ended", record.ErrCursor, cursor, sort)
	}
	for i := range hits {
		if way*cmp.Or(cmp.Compare(key(&hits[i]), k), cmp.Compare(hits[i].first, last.first)) > 0 {
			return i, nil
		}
	}
	return len(hits), nil
}

func (o *outside) Count(ctx context.Context, by []record.CountBy, q record.Query) ([]record.Group, error) {
	if _, err := project.Dimensions(by); err != nil {
		return nil, err
	}
	hits, err := o.asked(ctx, &q)
	if err != nil {
		return nil, err
	}
	groups := map[string]*record.Group{}
	var out []record.Group
	for i := range hits {
		h := &hits[i]
		values := make([]string, len(by))
		for j, b := range by {
			values[j] = h.value(b)
		}
		g := groups[record.Key(values...)]
		if g == nil {
			g = &record.Group{Values: values, Killed: h.columns.Killed}
			groups[record.Key(values...)] = g
		} else {
			g.Killed = sum(g.Killed, h.columns.Killed)
		}
		g.N++
	}
	for _, g := range groups {
		out = append(out, *g)
	}
	project.SortGroups(by, out)
	return out, nil
}

// value is that of the column of a dimension, of a grade its number (project.SortGroups).
func (h *hit) value(by record.CountBy) string {
	switch by {
	case record.ByGrade:
		return strconv.Itoa(h.columns.Grade)
	case record.ByMonth:
		return h.columns.Month
	case record.ByYear:
		return h.columns.Year
	case record.ByAttribution:
		return strings.Join(h.columns.Parties, project.PartySeparator)
	case record.ByAct:
		return h.bundle.Incident.Act
	}
	return h.bundle.Incident.Publisher
}

// sum adds numbers of incidents; where one has no best number or no upper limit, neither has the sum.
func sum(a, b record.Range) record.Range {
	out := record.Range{Lo: a.Lo + b.Lo, Best: a.Best + b.Best, Hi: a.Hi + b.Hi}
	if a.Best < 0 || b.Best < 0 {
		out.Best = -1
	}
	if a.Hi < 0 || b.Hi < 0 {
		out.Hi = -1
	}
	return out
}
