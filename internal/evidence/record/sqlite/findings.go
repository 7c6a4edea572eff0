package sqlite

import (
	"context"
	"database/sql"
	"iter"

	"mithaq/internal/evidence/record"
)

// batch is some incidents on their way from the file to whoever binds them: reading and binding go on at the same time.
type batch struct {
	bundles [batchSize]record.Bundle
	n       int
}

const (
	batchSize = 256
	batches   = 4
)

// Findings implements record.Store.
func (s *Store) Findings(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return func(yield func(*record.Bundle, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		full, free := make(chan *batch, batches), make(chan *batch, batches)
		for range batches {
			free <- &batch{}
		}
		var err error
		go func() {
			defer close(full)
			err = s.readBatches(ctx, cut, full, free)
		}()
		for b := range full {
			for i := range b.n {
				if !yield(&b.bundles[i], nil) {
					stop()
					for range full { // the connection is given back before this returns
					}
					return
				}
			}
			b.n = 0
			free <- b
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

func (s *Store) readBatches(ctx context.Context, cut record.Cut, full chan<- *batch, free <-chan *batch) error {
	b := <-free
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		return readBundles(ctx, tx, cut, unpackLean, func() *record.Bundle { return &b.bundles[b.n] }, func() error {
			if b.n++; b.n < batchSize {
				return nil
			}
			select {
			case full <- b:
			case <-ctx.Done():
				return ctx.Err()
			}
			select {
			case b = <-free:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	if err == nil && b.n > 0 {
		full <- b
	}
	return err
}
