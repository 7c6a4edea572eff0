package web

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"sync"

	"mithaq/internal/app"
)

// readings keeps the last reading of the texts, so that texts that did not change are not read again.
type readings struct {
	mu   sync.Mutex
	key  [32]byte
	last *app.Reading
}

func (k *readings) read(ctx context.Context, texts func(context.Context) ([]app.Text, error)) (*app.Reading, error) {
	list, err := texts(ctx)
	if err != nil {
		return nil, fmt.Errorf("texts: %w", err)
	}
	h := sha256.New()
	for _, t := range list {
		fmt.Fprintf(h, "%d %d ", len(t.Name), len(t.Content))
		_, _ = io.WriteString(h, t.Name+t.Content) // a hash takes everything
	}
	key := [32]byte(h.Sum(nil))
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.last == nil || k.key != key {
		k.key, k.last = key, app.Read(list)
	}
	return k.last, nil
}
