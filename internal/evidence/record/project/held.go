package project

import (
	"context"
	"slices"
	"strings"
	"sync"

	"mithaq/internal/evidence/record"
)

// Line is what orders and counts read of an incident, small enough to be held in memory of all.
type Line struct {
	ID      string
	Lo, Hi  int32 // as in Columns
	Killed  record.Range
	Grade   int8
	State   int8
	Waiting bool
	words   [wordColumns]int32 // numbers of words
}

// The columns that are words, as a Line has them.
const (
	monthColumn = iota
	yearColumn
	partiesColumn
	actColumn
	publisherColumn
	wordColumns
)

var wordColumn = map[string]int{"month": monthColumn, "year": yearColumn, "parties": partiesColumn, "act": actColumn, "publisher": publisherColumn}

// LineRow is a row of the table incident as a store reads it.
type LineRow struct {
	N                                    int64
	ID                                   string
	Lo, Hi                               int64
	Killed                               record.Range
	Grade, State                         int
	Waiting                              bool
	Month, Year, Parties, Act, Publisher string
}

// Words holds each word of some lines once. The zero value is ready. Whoever adds lines does so alone; those who hold an earlier value read on.
type Words struct {
	words  []string
	number map[string]int32
}

func (w *Words) of(word string) int32 {
	i, known := w.number[word]
	if !known {
		if w.number == nil {
			w.number = map[string]int32{}
		}
		word = strings.Clone(word)
		i = int32(len(w.words))
		w.words, w.number[word] = append(w.words, word), i
	}
	return i
}

// Line makes the line of a row.
func (w *Words) Line(r *LineRow) Line {
	return Line{
		strings.Clone(r.ID), int32(r.Lo), int32(r.Hi), r.Killed, int8(r.Grade), int8(r.State), r.Waiting,
		[wordColumns]int32{w.of(r.Month), w.of(r.Year), w.of(r.Parties), w.of(r.Act), w.of(r.Publisher)},
	}
}

// Word gives a word by its number.
func (w *Words) Word(i int32) string { return w.words[i] }

// Holding is lines of one state of a store.
type Holding interface {
	Line(n int64) *Line // nil: there is no such row. It is not to be changed
	Each(fn func(n int64, l *Line))
	Word(i int32) string
}

// linesEach is how many lines stand on a page: one more incident takes a page to be written anew, and no more.
const linesEach = 1024

// Held is the lines of a store as of one head. It does not change.
type Held struct {
	Head  record.Head
	pages []*[linesEach]Line // by row; a line without an ID is none
	words []string
}

// Line implements Holding.
func (h *Held) Line(n int64) *Line {
	at := n / linesEach
	if n < 0 || at >= int64(len(h.pages)) || h.pages[at] == nil {
		return nil
	}
	if l := &h.pages[at][n%linesEach]; l.ID != "" {
		return l
	}
	return nil
}

// Each implements Holding.
func (h *Held) Each(fn func(n int64, l *Line)) {
	for at, page := range h.pages {
		if page == nil {
			continue
		}
		for i := range page {
			if page[i].ID != "" {
				fn(int64(at*linesEach+i), &page[i])
			}
		}
	}
}

// Word implements Holding.
func (h *Held) Word(i int32) string { return h.words[i] }

// Lines is one state of a store, of which the lines can be read.
type Lines interface {
	Head(ctx context.Context) (record.Head, error)
	// Changed gives the incidents of which entries after a head change the lines; whole: it is not known, there are more entries than most, or the head is of another record.
	Changed(ctx context.Context, after record.Head, most int) (ids []string, whole bool, err error)
	// Rows gives the rows of some incidents, or of all where ids is nil. *LineRow is valid until each returns.
	Rows(ctx context.Context, ids []string, each func(r *LineRow)) error
}

// Whoever asks once or twice, as a command does, is answered from the file; after patience questions the lines are held, if they take no more than mostHeld bytes.
const (
	patience  = 32
	mostHeld  = 256 << 20
	lineBytes = 96
)

// fewChanged is how many entries are taken up one by one; after more of them all lines are read again.
const fewChanged = 512

// Keeper holds the lines of a store as of the newest head that was asked for. The zero value is ready.
type Keeper struct {
	mu    sync.Mutex
	asked int
	off   bool // they take too much
	held  *Held
	words Words
}

// At gives the lines of a state; nil: they are not held, or it is older than what is. Whoever asks while they are brought up to date waits: after
// few entries that is short, the first time all incidents are read.
func (k *Keeper) At(ctx context.Context, s Lines) (*Held, error) {
	head, err := s.Head(ctx)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case k.off:
		return nil, nil
	case k.held != nil && head == k.held.Head:
		k.asked = 0
		return k.held, nil
	case k.held == nil || head.Seq <= k.held.Head.Seq: // of a state before the one that is held, or another record was put in its place
		if k.asked++; k.asked <= patience {
			return nil, nil
		}
		k.held = nil
	}
	next, words, err := k.next(ctx, s)
	switch {
	case err != nil:
		return nil, err
	case next == nil:
		k.off, k.held, k.words = true, nil, Words{}
		return nil, nil
	}
	next.Head, next.words = head, words.words
	k.held, k.words = next, words
	return next, nil
}

// Ready holds the lines of a state without waiting for patience questions: whoever serves the record will be asked more.
func (k *Keeper) Ready(ctx context.Context, s Lines) error {
	k.mu.Lock()
	k.asked = patience
	k.mu.Unlock()
	_, err := k.At(ctx, s)
	return err
}

// next makes the lines of a state from those that are held, or anew; nil: they take too much.
func (k *Keeper) next(ctx context.Context, s Lines) (*Held, Words, error) {
	next, words, ids := &Held{}, Words{}, []string(nil)
	if k.held != nil {
		some, whole, err := s.Changed(ctx, k.held.Head, fewChanged)
		if err != nil {
			return nil, words, err
		}
		if !whole {
			next.pages, words, ids = slices.Clone(k.held.pages), k.words, some
			if len(ids) == 0 {
				return next, words, nil
			}
		}
	}
	bytes := 0
	fresh := map[int64]bool{} // pages that nobody reads yet
	err := s.Rows(ctx, ids, func(r *LineRow) {
		at := r.N / linesEach
		for int64(len(next.pages)) <= at {
			next.pages = append(next.pages, nil)
		}
		if !fresh[at] {
			page := &[linesEach]Line{}
			if was := next.pages[at]; was != nil {
				*page = *was
			}
			next.pages[at], fresh[at] = page, true
		}
		next.pages[at][r.N%linesEach] = words.Line(r)
		bytes += lineBytes + len(r.ID)
	})
	if bytes > mostHeld {
		return nil, words, err
	}
	return next, words, err
}

// number gives what a column by which incidents are sorted says.
func (l *Line) number(column string) int64 {
	switch column {
	case "date_lo":
		return int64(l.Lo)
	case "date_hi":
		return int64(l.Hi)
	}
	return l.Killed.Lo
}

// meets says whether a line meets conditions that the columns answer (InColumns).
func (l *Line) meets(c *Conditions, h Holding) bool {
	return State(l.State) == c.State && (c.From == nil || int64(l.Hi) >= *c.From) && (c.To == nil || int64(l.Lo) <= *c.To) &&
		(c.Act == "" || h.Word(l.words[actColumn]) == c.Act) && (c.Publisher == "" || h.Word(l.words[publisherColumn]) == c.Publisher) &&
		(c.Grade == nil || int(l.Grade) == int(*c.Grade)) && (!c.Waiting || l.Waiting)
}
