package sqlite

import (
	"context"
	"fmt"
	"sync"

	"mithaq/internal/evidence/record"
)

// keptTotals is how many totals are kept before all are forgotten.
const keptTotals = 256

// totals remembers how many incidents match a condition, so that the second page does not count again what the first one counted.
// It holds for one head and forgets everything with the next.
type totals struct {
	mu   sync.Mutex
	head record.Head
	of   map[string]int
}

func (t *totals) count(ctx context.Context, q queryer, w *where) (int, error) {
	head, err := headOf(ctx, q)
	if err != nil {
		return 0, err
	}
	key := fmt.Sprintf("%s %#v", w.sql.String(), w.args)
	if n, ok := t.get(head, key); ok {
		return n, nil
	}
	var n int
	if err := q.QueryRowContext(ctx, fmt.Sprintf(countPage, w.sql.String()), w.args...).Scan(&n); err != nil {
		return 0, err
	}
	t.put(head, key, n)
	return n, nil
}

func (t *totals) get(head record.Head, key string) (int, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n, ok := t.of[key]
	return n, ok && t.head == head
}

func (t *totals) put(head record.Head, key string, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.of == nil || t.head != head || len(t.of) >= keptTotals {
		t.head, t.of = head, map[string]int{}
	}
	t.of[key] = n
}
