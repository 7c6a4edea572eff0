package project

import (
	"context"
	"errors"
	"iter"

	"mithaq/internal/evidence/record"
)

// ReadBundles reads incidents one after another: each into the bundle that next gives, after which it calls done. It ends with the error of done.
type ReadBundles func(ctx context.Context, next func() *record.Bundle, done func() error) error

// errEnough ends a reading early.
var errEnough = errors.New("enough")

// OneByOne gives what is read as it comes (record.Store.Bundles).
func OneByOne(ctx context.Context, read ReadBundles) iter.Seq2[*record.Bundle, error] {
	return func(yield func(*record.Bundle, error) bool) {
		var b record.Bundle
		err := read(ctx, func() *record.Bundle { return &b }, func() error {
			if !yield(&b, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(nil, err)
		}
	}
}

// batch is some incidents on their way from the store to whoever binds them: reading and binding go on at the same time.
type batch struct {
	bundles [batchSize]record.Bundle
	n       int
}

const (
	batchSize = 256
	batches   = 4
)

// Ahead gives what is read while it is read on (record.Store.Findings). The lists of bundles that were given are used again.
func Ahead(ctx context.Context, read ReadBundles) iter.Seq2[*record.Bundle, error] {
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
			err = readBatches(ctx, read, full, free)
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

func readBatches(ctx context.Context, read ReadBundles, full chan<- *batch, free <-chan *batch) error {
	b := <-free
	err := read(ctx, func() *record.Bundle { return &b.bundles[b.n] }, func() error {
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
	if err == nil && b.n > 0 {
		full <- b
	}
	return err
}
