package project

import (
	"sync"

	"mithaq/internal/evidence/record"
)

// keptTotals is how many totals are kept before all are forgotten.
const keptTotals = 256

// Totals remembers how many incidents match a condition, so that the second page does not count again what the first one counted.
// It holds for one head and forgets everything with the next. The zero value is empty.
type Totals struct {
	mu   sync.Mutex
	head record.Head
	of   map[string]int
}

// Count gives the total of a condition, whose key tells it from every other, at a head: as remembered, or counted now.
func (t *Totals) Count(head record.Head, key string, count func() (int, error)) (int, error) {
	if n, ok := t.get(head, key); ok {
		return n, nil
	}
	n, err := count()
	if err != nil {
		return 0, err
	}
	t.put(head, key, n)
	return n, nil
}

func (t *Totals) get(head record.Head, key string) (int, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n, ok := t.of[key]
	return n, ok && t.head == head
}

func (t *Totals) put(head record.Head, key string, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.of == nil || t.head != head || len(t.of) >= keptTotals {
		t.head, t.of = head, map[string]int{}
	}
	t.of[key] = n
}
