package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"mithaq/internal/evidence/record"
)

// holders keeps which accounts of the record hold each file: they are looked for in all accounts once, and then in what is entered. The zero value is ready.
type holders struct {
	mu   sync.Mutex
	head record.Head                         // up to which entries were read
	of   map[record.Hash]map[string]struct{} // ids of accounts; nil: nothing was read
	has  map[string][]record.Hash            // by account
}

// with gives the ids of the accounts that hold a file, sorted. Who asks may see none of them.
func (k *holders) with(ctx context.Context, store record.Reader, h record.Hash) ([]string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.renew(context.WithoutCancel(ctx), store); err != nil { // it is made for all who ask
		return nil, err
	}
	return slices.Sorted(maps.Keys(k.of[h])), nil
}

func (k *holders) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.of = nil
}

// renew brings what is kept to the head of the record.
func (k *holders) renew(ctx context.Context, store record.Reader) error {
	head, err := store.Head(ctx)
	if err != nil || k.of != nil && head == k.head {
		return err
	}
	if k.of != nil && head.Seq > k.head.Seq {
		done, err := k.advance(ctx, store)
		if err != nil {
			return err
		}
		if done {
			k.head = head
			return nil
		}
	}
	k.of, k.has = nil, map[string][]record.Hash{}
	of := map[record.Hash]map[string]struct{}{}
	for st, err := range store.Each(ctx, record.KindAccount, "") {
		if err != nil {
			return err
		}
		if a, ok := st.Payload.(record.Account); ok && len(a.Files) > 0 {
			k.put(of, a.ID, a.Files)
		}
	}
	k.of, k.head = of, head
	return nil
}

// advance takes in the entries since; false: what they change cannot be told one by one.
func (k *holders) advance(ctx context.Context, store record.Reader) (bool, error) {
	var changed []string
	for e, err := range store.Entries(ctx, k.head.Seq) {
		if err != nil {
			return false, err
		}
		switch e.Kind {
		case record.KindAccount:
			changed = append(changed, e.Subject)
		case record.KindWithdrawal:
			p, err := record.Decode(e.Kind, e.Version, e.Payload)
			w, ok := p.(record.Withdrawal)
			if err != nil || !ok {
				return false, nil // nothing is known of what it takes away
			}
			if w.Kind == record.KindAccount {
				changed = append(changed, w.Subject)
			}
		case record.KindRemoval:
			return false, nil
		}
	}
	for _, id := range changed {
		st, err := store.Standing(ctx, record.KindAccount, id)
		if err != nil && !errors.Is(err, record.ErrNotFound) {
			return false, err
		}
		a, _ := st.Payload.(record.Account)
		k.put(k.of, id, a.Files)
	}
	return true, nil
}

// put says which files an account holds from now on.
func (k *holders) put(of map[record.Hash]map[string]struct{}, id string, files []record.Hash) {
	for _, h := range k.has[id] {
		delete(of[h], id)
	}
	if delete(k.has, id); len(files) == 0 {
		return
	}
	k.has[id] = files
	for _, h := range files {
		if of[h] == nil {
			of[h] = map[string]struct{}{}
		}
		of[h][id] = struct{}{}
	}
}
