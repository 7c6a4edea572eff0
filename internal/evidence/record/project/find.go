package project

import (
	"cmp"
	"context"
	"slices"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/index"
)

// Finder reads one state of a store.
type Finder interface {
	index.Reader
	// RowsUpTo counts the incidents of which the first entry is not after seq.
	RowsUpTo(ctx context.Context, seq int64) (int64, error)
	// Held gives the lines of all rows; nil: they are not held, and it is Filed.
	Held(ctx context.Context) (Holding, error)
	// Packed gives the packed bundles of rows that are there, in any order. packed is valid until each returns.
	Packed(ctx context.Context, rows []int64, each func(n int64, packed string) error) error
	// Listed gives what a list says of rows that are there, in their order.
	Listed(ctx context.Context, rows []int64, each func(l *Listed) error) error
}

// Filed is a Finder that reads from the table incident what its lines would say.
type Filed interface {
	Finder
	// Numbers gives what a column (Order.Column) says of rows that are there, in their order.
	Numbers(ctx context.Context, column string, rows []int64) ([]int64, error)
	// Counted gives of each row from first to last what columns say. values are valid until each returns.
	Counted(ctx context.Context, columns []string, first, last int64, each func(n int64, values []string, killed record.Range)) error
	// Named gives of each row from first to last the id of its incident.
	Named(ctx context.Context, first, last int64, each func(n int64, id string)) error
	// Groups counts by columns the incidents that meet conditions which these answer without the index (Conditions.InColumns).
	Groups(ctx context.Context, columns []string, c *Conditions) ([]record.Group, error)
}

// Snapshot runs fn on one state of a store, whatever is written meanwhile.
type Snapshot func(ctx context.Context, fn func(Finder) error) error

// hits is what the index finds.
type hits struct {
	*index.Set
	unsure *index.Set // those of which it cannot say for certain that they meet the conditions; nil: none
}

// hitsOf gives the incidents that meet the conditions, as far as the index can say.
func hitsOf(ctx context.Context, f Finder, c *Conditions) (hits, error) {
	var found *index.Set
	for _, runs := range c.runs() {
		set, err := index.Any(ctx, f, runs...)
		if err != nil {
			return hits{}, err
		}
		if found == nil {
			found = set
		} else {
			found.Keep(set)
		}
		if found.Len() == 0 {
			return hits{Set: found}, nil
		}
	}
	if r := c.Received; r != nil {
		last, err := f.RowsUpTo(ctx, r.UpTo)
		if err != nil {
			return hits{}, err
		}
		found.Cut(last)
	}
	switch {
	case len(c.Text.Phrases)+len(c.Place.Phrases) > 0:
		return hits{found, found.Clone()}, nil
	case c.Visible != nil && !(c.Text.Empty() && c.Place.Empty()): // by what was said of the incidents merged into it somebody may see it who may not see them
		merging, err := index.Any(ctx, f, index.Exactly(keyMerging))
		if err != nil {
			return hits{}, err
		}
		merging.Keep(found)
		return hits{found, merging}, nil
	}
	return hits{Set: found}, nil
}

// atOnce is how many bundles are read together.
const atOnce = 512

// settle looks at all that the index cannot say for certain.
func (h *hits) settle(ctx context.Context, f Finder, c *Conditions) error {
	if h.unsure == nil {
		return nil
	}
	for rows := range slices.Chunk(slices.Collect(h.unsure.Rows(false)), atOnce) {
		wrong, err := h.wrong(ctx, f, c, rows)
		if err != nil {
			return err
		}
		for n := range wrong {
			h.Drop(n)
		}
	}
	h.unsure = nil
	return nil
}

// wrong gives those of some rows that do not meet the conditions, by their words.
func (h *hits) wrong(ctx context.Context, f Finder, c *Conditions, rows []int64) (map[int64]bool, error) {
	rows = slices.DeleteFunc(slices.Clone(rows), func(n int64) bool { return !h.unsure.Has(n) })
	wrong := map[int64]bool{}
	err := f.Packed(ctx, rows, func(n int64, packed string) error {
		var b record.Bundle
		if err := Unpack(packed, &b); err != nil {
			return err
		}
		if !has(&b, &c.Place, &c.Text, c.Visible == nil) {
			wrong[n] = true
		}
		return nil
	})
	return wrong, err
}

// runs gives the keys of each condition, of which an incident must have one. The rarest conditions come first, as far as can be known.
func (c *Conditions) runs() [][]index.Run {
	var all [][]index.Run
	one := func(key string) { all = append(all, []index.Run{index.Exactly(key)}) }
	all = append(all, searchRuns(&c.Text, keyWord, keyWordStart)...)
	all = append(all, searchRuns(&c.Place, keyPlace, keyPlaceStart)...)
	if c.Source != "" {
		one(keySource + c.Source)
	}
	if c.Party != "" {
		one(keyParty + c.Party)
	}
	if c.Act != "" {
		one(keyAct + c.Act)
	}
	if c.Publisher != "" {
		one(keyPublisher + c.Publisher)
	}
	if c.Grade != nil {
		one(gradeKey(int(*c.Grade)))
	}
	if c.Waiting {
		one(keyWaiting)
	}
	if c.Visible != nil {
		all = append(all, seen(c.Visible))
	}
	if c.From != nil {
		all = append(all, byLatest.Between(wholeFrom(*c.From), noLo))
	}
	if c.To != nil {
		all = append(all, byEarliest.Between(0, wholeTo(*c.To)))
	}
	if r := c.Received; r != nil {
		all = append(all, receivedAt.Between(r.From, r.To))
	}
	if c.State == Withdrawn {
		one(keyWithdrawn)
	} else {
		one(keyStands)
	}
	return all
}

// seen gives the keys of the reasons to see an incident.
func seen(v *record.Visible) (any []index.Run) {
	for key, is := range map[string]bool{
		keyPublic: v.Public, keyPutTo + v.PutTo: v.PutTo != "", keyEnterer + v.Enterer: v.Enterer != "", keyWaiting: v.Waiting,
	} {
		if is {
			any = append(any, index.Exactly(key))
		}
	}
	return any
}

// wholeFrom and wholeTo widen the end of a window over numbers that are no day, so that whole months and years are taken by their own keys.
func wholeFrom(day int64) int64 {
	if day%100 == 1 {
		day--
	}
	if day%10000 == 100 {
		day -= 100
	}
	return max(day, noHi+1) // a day that is not known is after none
}

func wholeTo(day int64) int64 {
	if day%100 >= daysIn(day/100) {
		day += 99 - day%100
	}
	if day%10000 == 1299 {
		day += 9999 - day%10000
	}
	return day
}

// daysIn gives the number of the last day of a month, yyyymm.
func daysIn(month int64) int64 {
	switch year := month / 100; month % 100 {
	case 2:
		if year%4 == 0 && year%100 != 0 || year%400 == 0 {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// found is the places of the incidents on a page, and of the one after it.
type found struct {
	places []index.Place
	total  int
	atMost bool // total is that of those that may meet the conditions
}

// few is how many rows are sorted by their own numbers. The keys of the index bring many into order without reading them; where a page takes the hits
// of years, that would be to go through every day. It is also how many are looked at, where the index cannot say for certain, before a page is made.
const few = 2000

func findPage(ctx context.Context, f Finder, c *Conditions, p *Paging) (found, error) {
	h, err := hitsOf(ctx, f, c)
	if err != nil {
		return found{}, err
	}
	if h.unsure != nil && h.unsure.Len() > few {
		places, all, err := h.look(ctx, f, c, p)
		if all && p.After == nil {
			return found{places, len(places), false}, err
		}
		return found{places, h.Len(), true}, err
	}
	if err := h.settle(ctx, f, c); err != nil {
		return found{}, err
	}
	places, err := page(ctx, f, h.Set, p)
	return found{places, h.Len(), false}, err
}

// page gives the places of a page, and of the row after it.
func page(ctx context.Context, f Finder, rows *index.Set, p *Paging) ([]index.Place, error) {
	switch {
	case p.Order.By == nil:
		return rows.Page(p.Order.Down, p.After, p.Limit+1), nil
	case rows.Len() <= few:
		return sorted(ctx, f, rows, p)
	}
	return p.Order.By.Page(ctx, f, rows, p.Order.Down, p.After, p.Limit+1)
}

// look makes a page of many hits that are not certain: they are looked at in the order of the page until it is full. all says that none is left.
func (h *hits) look(ctx context.Context, f Finder, c *Conditions, p *Paging) (places []index.Place, all bool, err error) {
	next := *p
	for len(places) <= p.Limit {
		some, err := page(ctx, f, h.Set, &next)
		if err != nil || len(some) == 0 {
			return places, true, err
		}
		rows := make([]int64, len(some))
		for i, at := range some {
			rows[i] = at.N
		}
		wrong, err := h.wrong(ctx, f, c, rows)
		if err != nil {
			return nil, false, err
		}
		places = append(places, slices.DeleteFunc(slices.Clone(some), func(at index.Place) bool { return wrong[at.N] })...)
		next.After, next.Limit = &some[len(some)-1], min(2*next.Limit, 8*atOnce)
	}
	return places[:p.Limit+1], false, nil
}

// sorted gives the places of a page of few rows.
func sorted(ctx context.Context, f Finder, found *index.Set, p *Paging) ([]index.Place, error) {
	rows := slices.Collect(found.Rows(false))
	if len(rows) == 0 {
		return nil, nil
	}
	places, err := placesOf(ctx, f, p.Order.Column, rows)
	if err != nil {
		return nil, err
	}
	way := 1
	if p.Order.Down {
		way = -1
	}
	order := func(a, b index.Place) int { return way * cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.N, b.N)) }
	slices.SortFunc(places, order)
	if p.After != nil {
		places = slices.DeleteFunc(places, func(at index.Place) bool { return order(at, *p.After) <= 0 })
	}
	return places[:min(len(places), p.Limit+1)], nil
}

// placesOf gives the place of each of some rows in the order of a column.
func placesOf(ctx context.Context, f Finder, column string, rows []int64) ([]index.Place, error) {
	held, err := f.Held(ctx)
	if err != nil {
		return nil, err
	}
	places := make([]index.Place, len(rows))
	if held != nil {
		for i, n := range rows {
			places[i] = index.Place{Key: held.Line(n).number(column), N: n}
		}
		return places, nil
	}
	numbers, err := f.(Filed).Numbers(ctx, column, rows)
	if err != nil {
		return nil, err
	}
	for i, n := range rows {
		places[i] = index.Place{Key: numbers[i], N: n}
	}
	return places, nil
}
