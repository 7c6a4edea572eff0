package recordtest

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
)

// testPay: what is due is taken out by whoever has done it and by nobody else, and while it is done nobody enters anything.
func testPay(t *testing.T, open func(*testing.T) record.Store) {
	ctx := context.Background()
	s := open(t)
	debtor := s.(record.Debtor)
	for i := range 2 {
		mustAppend(t, s, record.Draft{Entered: 100, Actor: "desk", Payload: record.File{SHA256: record.Hash{byte(i + 1)}, Size: 1, Type: "text/plain"}})
	}
	head := mustAppend(t, s, removal(t, s, "r", 1, 2))
	mustOwe := func(want ...record.Due) {
		t.Helper()
		if got, err := debtor.Due(ctx); err != nil || !slices.Equal(got, want) {
			t.Errorf("due is %v (%v), want %v", got, err, want)
		}
	}
	first, second := record.Due{Sort: record.DueFile, Hash: record.Hash{1}}, record.Due{Sort: record.DueFile, Hash: record.Hash{2}}
	mustOwe(first, second)
	failed := errors.New("out of reach")
	if err := debtor.Pay(ctx, first, func(record.Head) error { return failed }); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
	mustOwe(first, second)

	var over atomic.Bool
	entered := make(chan error, 1)
	err := debtor.Pay(ctx, first, func(at record.Head) error {
		if at != head {
			t.Errorf("at %v, the head is %v", at, head)
		}
		begun := make(chan bool)
		go func() {
			close(begun)
			_, err := s.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
				if !over.Load() {
					t.Error("something is entered meanwhile")
				}
				yield(incident("i1"), nil)
			})
			entered <- err
		}()
		<-begun
		time.Sleep(50 * time.Millisecond) // so that who does not wait is found out
		for range s.Each(ctx, record.KindFile, "") {
			t.Error("a file stands") // and reading is not kept waiting
		}
		over.Store(true)
		return nil
	})
	if err := errors.Join(err, <-entered); err != nil {
		t.Fatal(err)
	}
	mustOwe(second)
}
