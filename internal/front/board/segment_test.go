package board

import (
	"net/url"
	"testing"
)

// Each id has an address of its own that no browser shortens, and is found by it.
func TestSegment(t *testing.T) {
	seen := map[string]string{}
	for _, id := range []string{".", "..", ".~", "..~", "..~~", ".~~~", "...", "~", "a~", "a/..", "%2e%2e", "b1", "رقم ١", ""} {
		part := Segment(id)
		if other, twice := seen[part]; twice {
			t.Errorf("%q and %q have the address %q", id, other, part)
		}
		seen[part] = id
		u, err := url.Parse("http://localhost/en/i/x")
		if err != nil {
			t.Fatal(err)
		}
		plain, err := url.PathUnescape(part)
		if id != "" && (err != nil || u.ResolveReference(&url.URL{Path: "/en/i/" + plain, RawPath: "/en/i/" + part}).EscapedPath() != "/en/i/"+part || OfSegment(plain) != id) {
			t.Errorf("%q: %q, read as %q, %v", id, part, OfSegment(plain), err)
		}
	}
}
