package record

import (
	"errors"
	"testing"
)

// No new entry is on a subject that no address can hold; one from before is read.
func TestDots(t *testing.T) {
	for _, id := range []string{".", ".."} {
		for _, p := range []any{Source{ID: id}, Incident{ID: id}, Account{ID: id}, Person{ID: id}, Coverage{ID: id}, Roster{ID: id}, Tally{ID: id}, Position{ID: id}, User{ID: id}, Zone{ID: id}} {
			if _, _, _, _, err := EncodePayload(p); !errors.Is(err, ErrDots) {
				t.Errorf("%T %q: %v", p, id, err)
			}
		}
		if _, err := Decode(KindIncident, 1, Marshal(Incident{ID: id})); err != nil {
			t.Errorf("%q from before is not read: %v", id, err)
		}
		if _, _, _, _, err := EncodePayload(Withdrawal{Kind: KindIncident, Subject: id}); err != nil {
			t.Errorf("what stands under %q cannot be withdrawn: %v", id, err)
		}
	}
}
