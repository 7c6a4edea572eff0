package record

import "context"

// Aside is what a store keeps beside the record: how users show who they are, drafts of what is not entered yet, whom to call when something
// changes. None of it is an entry. It is in no log, in no copy into another store and in no export; it may be changed, and what is dropped is gone.
type Aside interface {
	// Kept gives what is kept on a shelf under a key. Error: ErrNotFound.
	Kept(ctx context.Context, shelf, key string) (Kept, error)
	// AllKept gives what is kept on a shelf under keys that begin with prefix, in the order of keys (by their bytes).
	AllKept(ctx context.Context, shelf, prefix string) ([]Kept, error)
	// Keep puts something where the version that stands is k.Version (0: nothing stands), and gives its new version.
	// Error: ErrHeadMoved, another came first.
	Keep(ctx context.Context, k Kept) (version int64, err error)
	// Drop takes away what stands under a key; that nothing does is no error.
	Drop(ctx context.Context, shelf, key string) error
	// DropOld takes away what was to be kept until an instant before now (seconds UTC), and says how much it was.
	DropOld(ctx context.Context, now int64) (int64, error)
}

// Kept is something that is kept aside.
type Kept struct {
	Shelf, Key string
	Version    int64  // 1 when it is first kept, one more at each change
	Until      int64  // seconds UTC; 0: for good. Whoever reads it looks at the time: a store has no clock
	Value      []byte // at most AsideBytes
}

// AsideBytes is how large a value may be.
const AsideBytes = 8 << 20
