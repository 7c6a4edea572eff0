package project

import (
	"cmp"
	"context"
	"slices"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/index"
)

// Finder is the index of one state of a store.
type Finder interface {
	index.Reader
	// RowsUpTo counts the incidents of which the first entry is not after seq.
	RowsUpTo(ctx context.Context, seq int64) (int64, error)
	// Numbers gives what a column of the table incident (Order.Column) says of rows that are there, in their order.
	Numbers(ctx context.Context, column string, rows []int64) ([]int64, error)
}

// Find gives the incidents that meet the conditions.
func Find(ctx context.Context, f Finder, c *Conditions) (*index.Set, error) {
	var found *index.Set
	for _, runs := range c.runs() {
		set, err := index.Any(ctx, f, runs...)
		if err != nil {
			return nil, err
		}
		if found == nil {
			found = set
		} else {
			found.Keep(set)
		}
		if found.Len() == 0 {
			return found, nil
		}
	}
	if r := c.Received; r != nil {
		last, err := f.RowsUpTo(ctx, r.UpTo)
		if err != nil {
			return nil, err
		}
		found.Cut(last)
	}
	return found, nil
}

// runs gives the keys of each condition, of which an incident must have one. The rarest conditions come first, as far as can be known.
func (c *Conditions) runs() [][]index.Run {
	var all [][]index.Run
	one := func(key string) { all = append(all, []index.Run{index.Exactly(key)}) }
	for _, word := range c.Words {
		all = append(all, []index.Run{beginning(word, keyWord, keyWordStart)})
	}
	for _, word := range c.Place {
		all = append(all, []index.Run{beginning(word, keyPlace, keyPlaceStart)})
	}
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

// FindPage gives how many incidents meet the conditions, and the places of those on a page and of the one after it.
func FindPage(ctx context.Context, f Finder, c *Conditions, p *Paging) (total int, places []index.Place, err error) {
	found, err := Find(ctx, f, c)
	if err != nil {
		return 0, nil, err
	}
	total = found.Len()
	switch {
	case p.Order.By == nil:
		places = found.Page(p.Order.Down, p.After, p.Limit+1)
	case total <= few:
		places, err = sorted(ctx, f, found, p)
	default:
		places, err = p.Order.By.Page(ctx, f, found, p.Order.Down, p.After, p.Limit+1)
	}
	return total, places, err
}

// few is how many rows are sorted by their own numbers. The keys of the index bring many into order without reading them; where a page takes the hits
// of years, that would be to go through every day.
const few = 2000

// sorted gives the places of a page of few rows.
func sorted(ctx context.Context, f Finder, found *index.Set, p *Paging) ([]index.Place, error) {
	rows := slices.Collect(found.Rows(false))
	if len(rows) == 0 {
		return nil, nil
	}
	numbers, err := f.Numbers(ctx, p.Order.Column, rows)
	if err != nil {
		return nil, err
	}
	places := make([]index.Place, len(rows))
	for i, n := range rows {
		places[i] = index.Place{Key: numbers[i], N: n}
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
