package project

import (
	"fmt"

	"mithaq/internal/evidence/record"
)

// CheckKept says what is wrong with something that is to be kept aside, and gives it a value where it has none.
func CheckKept(k *record.Kept) error {
	if k.Shelf == "" || k.Key == "" {
		return fmt.Errorf("aside: a shelf and a key are needed, got %q and %q", k.Shelf, k.Key)
	}
	if len(k.Value) > record.AsideBytes {
		return fmt.Errorf("aside: %s %s: %d bytes, at most %d are kept", k.Shelf, k.Key, len(k.Value), record.AsideBytes)
	}
	if k.Value == nil {
		k.Value = []byte{}
	}
	return nil
}
