package record_test

import (
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
)

// A hash is read only where it is one: what is longer, shorter or no hexadecimal is an error.
func TestHashText(t *testing.T) {
	var h record.Hash
	good := strings.Repeat("0f", 32)
	if err := h.UnmarshalText([]byte(good)); err != nil || h.String() != good {
		t.Errorf("%v %v", h, err)
	}
	for _, bad := range []string{"", "0f", good[1:], good + "0", good + good, strings.Repeat("a", 5000), strings.Repeat("0g", 32)} {
		if err := h.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%.80q is taken for a hash", bad)
		}
	}
}
