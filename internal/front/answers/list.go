package answers

import (
	"context"

	"mithaq/internal/base/fold"
	"mithaq/internal/evidence/record"
)

type row struct {
	ID      string       `json:"id"`
	Title   record.Text  `json:"title,omitempty"`
	When    string       `json:"when,omitempty"`
	Act     string       `json:"act"`
	Place   record.Text  `json:"place,omitempty"`
	Grade   string       `json:"grade,omitempty"`
	Parties []string     `json:"parties"`
	Killed  record.Range `json:"killed"`
	Entry   int64        `json:"entry"`
	Found   string       `json:"found,omitempty"`
}

// List is a page of incidents (spec/schema/list.json).
type List struct {
	Rows   []row  `json:"rows"`
	Total  int    `json:"total"`
	AtMost bool   `json:"at_most,omitempty"`
	Next   string `json:"next,omitempty"`
}

// ListOf makes the answer of a page of incidents. where says of each in which part of its texts the words of a search stand (Found).
func ListOf(p *record.Page, where []string) List {
	out := List{Rows: []row{}, Total: p.Total, AtMost: p.AtMost, Next: p.Next}
	for i := range p.Rows {
		r := &p.Rows[i]
		one := row{
			ID: r.Incident.ID, Title: r.Incident.Title, When: r.Incident.When, Act: r.Incident.Act, Place: r.Incident.Place.Name,
			Parties: append([]string{}, r.Parties...), Killed: r.Killed, Entry: r.Seq, Found: where[i],
		}
		if r.Assessed {
			one.Grade = r.Grade.String()
		}
		out.Rows = append(out.Rows, one)
	}
	return out
}

// Found gives for each row the place where the words of a search stand.
func Found(ctx context.Context, store record.Reader, text string, rows []record.Row) ([]string, error) {
	where := make([]string, len(rows))
	search := fold.Sought(text)
	sought := search.All()
	if len(sought) == 0 {
		return where, nil
	}
	for i := range rows {
		b, err := store.Bundle(ctx, rows[i].Incident.ID)
		if err != nil {
			return nil, err
		}
		where[i] = found(b, sought)
	}
	return where, nil
}

// Count is how many incidents there are, by some of their sides (spec/schema/count.json).
type Count struct {
	By     []record.CountBy `json:"by"`
	Groups []record.Group   `json:"groups"`
}

// CountOf makes the answer of a count.
func CountOf(by []record.CountBy, groups []record.Group) Count {
	return Count{by, append([]record.Group{}, groups...)}
}
