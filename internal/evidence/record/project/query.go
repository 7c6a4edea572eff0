package project

import (
	"fmt"
	"strconv"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/fold"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/index"
)

// Pages hold this many rows.
const (
	defaultLimit = 50
	maxLimit     = 500
)

// Order is one way to sort a page: by a number, then by the row number, both one way. Row numbers count the incidents in the order of entry.
type Order struct {
	Name   string      // as in record.Query.Sort
	By     *index.Tree // nil: by the row number alone
	Column string      // of the table incident, with the same number
	Down   bool        // from the greatest to the least
}

var orders = []Order{
	{"date", &byEarliest, "date_lo", false},
	{"-date", &byLatest, "date_hi", true},
	{"killed", &byKilled, "killed_lo", false},
	{"-killed", &byKilled, "killed_lo", true},
	{"entered", nil, "", false},
	{"-entered", nil, "", true},
}

// Conditions is what a query asks of incidents, checked and in the terms of the columns. An empty field asks nothing.
type Conditions struct {
	State     State
	From, To  *int64 // days, yyyymmdd: the latest day is not before From, the earliest not after To
	Act       string
	Publisher string
	Grade     *grade.Grade
	Waiting   bool
	Party     string
	Source    string
	Received  *record.Span // no end is open: civil.Forever stands for none
	Place     fold.Search  // of the place
	Text      fold.Search  // of all that is searched
	Visible   *record.Visible
}

// ConditionsOf reads a query's conditions.
func ConditionsOf(q *record.Query) (*Conditions, error) {
	c := &Conditions{
		Act: q.Act, Publisher: q.Publisher, Grade: q.Grade, Waiting: q.Waiting, Party: q.Party, Source: q.Source,
		Place: fold.Sought(q.Place), Text: fold.Sought(q.Text), Visible: q.Visible,
	}
	if q.Withdrawn {
		c.State = Withdrawn
	}
	for _, end := range []struct {
		day  string
		into **int64
	}{{q.From, &c.From}, {q.To, &c.To}} {
		if end.day == "" {
			continue
		}
		d, err := civil.ParseDate(end.day)
		if err != nil {
			return nil, err
		}
		n := day(d)
		*end.into = &n
	}
	if r := q.Received; r != (record.Span{}) {
		c.Received = &record.Span{From: r.From, To: orForever(r.To), UpTo: orForever(r.UpTo)}
	}
	return c, nil
}

// orForever gives the end of a span, where a zero stands for none.
func orForever(end int64) int64 {
	if end == 0 {
		return civil.Forever
	}
	return end
}

// Paging is which part of the incidents that match makes a page.
type Paging struct {
	Order Order
	Limit int
	After *index.Place // the page begins after it; nil: with the first
}

// PagingOf reads a query's order, limit and cursor. Error: record.ErrCursor.
func PagingOf(q *record.Query) (*Paging, error) {
	name := q.Sort
	if name == "" {
		name = "date"
	}
	p := &Paging{Limit: q.Limit}
	for _, o := range orders {
		if o.Name == name {
			p.Order = o
		}
	}
	if p.Order.Name == "" {
		return nil, fmt.Errorf("unknown order %q: want date, entered or killed, or one of them with - before it", q.Sort)
	}
	if p.Limit < 0 || p.Limit > maxLimit {
		return nil, fmt.Errorf("a page of %d rows: at most %d", p.Limit, maxLimit)
	}
	if p.Limit == 0 {
		p.Limit = defaultLimit
	}
	if q.After != "" {
		after, err := parseCursor(name, q.After)
		if err != nil {
			return nil, err
		}
		p.After = &after
	}
	return p, nil
}

// Cursor names the last row of a page by its place in the order: "-date.20151130.17".
func (p *Paging) Cursor(last index.Place) string {
	return fmt.Sprintf("%s.%d.%d", p.Order.Name, last.Key, last.N)
}

func parseCursor(sort, s string) (index.Place, error) {
	rest, ok := strings.CutPrefix(s, sort+".")
	a, b, two := strings.Cut(rest, ".")
	if ok && two {
		if key, err := strconv.ParseInt(a, 10, 64); err == nil {
			if n, err := strconv.ParseInt(b, 10, 64); err == nil {
				return index.Place{Key: key, N: n}, nil
			}
		}
	}
	return index.Place{}, fmt.Errorf("%w: %q is not where a page in the order %q ended", record.ErrCursor, s, sort)
}

// RowOf makes a page's row of an incident and the columns grade and killed.
func RowOf(b *record.Bundle, g int, killed record.Range) record.Row {
	r := record.Row{Incident: b.Incident, Seq: b.Seq, Assessed: g >= 0, Killed: killed, Parties: PartiesOf(b.Joined())}
	if g > 0 {
		r.Grade = grade.Grade(g)
	}
	return r
}
