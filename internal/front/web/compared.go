package web

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/reading/compare"
)

// compareWait is how long pages wait for texts that are being compared, from the first that asked for them on; then they show what there is.
const compareWait = 8 * time.Second

// compared keeps how texts compare, two by two: each pair is worked out once for as long as the texts stand, one at a time, and not at all when nobody
// waits for it any more. Those who read other pages go before it. The zero value is ready.
type compared struct {
	mu      sync.Mutex
	reading *app.Reading
	pairs   map[[2]string]*comparedPair
	turn    sync.Mutex // who holds it compares
	ease    *ease      // of the server; nil: it goes on without a rest
}

// comparedPair is what one text is to another: its tables, by reading.
type comparedPair struct {
	done    chan struct{}
	since   time.Time // when the first page asked for it
	waiting int       // pages; compared.mu guards it
	tables  []compare.Table
	err     error
}

// tables gives the tables of terms beside initiatives, and those initiatives that are not compared yet after compareWait.
func (k *compared) tables(ctx context.Context, reading *app.Reading, terms string, initiatives []string) (list []compare.Table, pending []string, err error) {
	of := map[string][]compare.Table{}
	var ready []string
	pairs, wait := make([]*comparedPair, len(initiatives)), compareWait
	for i, id := range initiatives {
		pairs[i] = k.pair(reading, terms, id)
		defer k.leave(pairs[i])
		select {
		case <-pairs[i].done:
		default:
			wait = min(wait, compareWait-time.Since(pairs[i].since)) // by the clock of the machine: the record's may stand still
		}
	}
	late := time.NewTimer(max(wait, 0))
	defer late.Stop()
	over := wait <= 0
	for i, id := range initiatives {
		p := pairs[i]
		if over {
			select {
			case <-p.done:
			default:
			}
		} else {
			select {
			case <-p.done:
			case <-late.C:
				over = true
			case <-ctx.Done():
				return nil, nil, ctx.Err()
			}
		}
		select {
		case <-p.done:
		default:
			pending = append(pending, id)
			continue
		}
		if p.err != nil {
			return nil, nil, p.err
		}
		of[id] = p.tables
		ready = append(ready, id)
	}
	return joined(terms, ready, of), pending, nil
}

// pair gives the comparison of two texts, and begins it where nobody did. Who asks leaves it.
func (k *compared) pair(reading *app.Reading, terms, initiative string) *comparedPair {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.reading != reading {
		k.reading, k.pairs = reading, map[[2]string]*comparedPair{}
	}
	key := [2]string{terms, initiative}
	p := k.pairs[key]
	if p == nil {
		p = &comparedPair{done: make(chan struct{}), since: time.Now()}
		k.pairs[key] = p
		go k.work(p, reading, key)
	}
	p.waiting++
	return p
}

func (k *compared) leave(p *comparedPair) {
	k.mu.Lock()
	defer k.mu.Unlock()
	p.waiting--
}

// work compares two texts when it is their turn, unless nobody waits.
func (k *compared) work(p *comparedPair, reading *app.Reading, key [2]string) {
	defer close(p.done)
	k.turn.Lock()
	defer k.turn.Unlock()
	k.mu.Lock()
	if p.waiting == 0 {
		if k.reading == reading {
			delete(k.pairs, key)
		}
		p.err = context.Canceled
	}
	k.mu.Unlock()
	if p.err != nil {
		return
	}
	defer func() { // behind it stands no request that would catch a fault of the program
		if fault := recover(); fault != nil {
			p.err = fmt.Errorf("comparing %s with %s: a fault: %v", key[0], key[1], fault)
		}
	}()
	var on func(done, total int64)
	if k.ease != nil {
		breathe := k.ease.breathe()
		on = func(int64, int64) { breathe() }
	}
	p.tables = compare.Of(reading.Book, key[0], key[1:], on)
}

// joined puts tables of one initiative each side by side, as compare.Of gives them: first the texts as written, then each disputed reading that one of
// them has; an initiative without the reading stands as written.
func joined(terms string, initiatives []string, of map[string][]compare.Table) (list []compare.Table) {
	at := func(id, reading string) *compare.Table {
		tables := of[id]
		i := slices.IndexFunc(tables, func(t compare.Table) bool { return t.Reading == reading })
		return &tables[max(i, 0)]
	}
	for _, id := range initiatives {
		for _, t := range of[id] {
			if !slices.ContainsFunc(list, func(x compare.Table) bool { return x.Reading == t.Reading }) {
				list = append(list, compare.Table{Reading: t.Reading, Terms: terms, Initiatives: initiatives})
			}
		}
	}
	for i := range list {
		out := &list[i]
		rows := map[string]int{}
		for k, id := range initiatives {
			t := at(id, out.Reading)
			if k == 0 {
				out.Silent = t.Silent
			}
			for j := range t.Rows {
				name := t.Rows[j].Norm.Name()
				n, known := rows[name]
				if !known {
					n = len(out.Rows)
					rows[name] = n
					out.Rows = append(out.Rows, compare.Row{Norm: t.Rows[j].Norm, Cells: make([]compare.Cell, len(initiatives))})
				}
				out.Rows[n].Cells[k] = t.Rows[j].Cells[0]
			}
		}
	}
	return list
}
