package board

import (
	"net/url"
	"strings"

	"mithaq/internal/evidence/record"
)

// Segment writes an id as one part of an address's path. An id that is "." or ".." (a record may hold such from before they were refused) would be taken for a
// step in the path, however it is escaped: a tilde is added; and to what looks like that already another one, so that no two ids have one address.
func Segment(id string) string { return url.PathEscape(unsteppable(id)) }

// unsteppable is Segment of whoever escapes the rest.
func unsteppable(id string) string {
	if record.Dots(strings.TrimRight(id, "~")) {
		id += "~"
	}
	return id
}

// OfSegment gives the id that Segment wrote, of a part of a path that is unescaped.
func OfSegment(part string) string {
	if id, ok := strings.CutSuffix(part, "~"); ok && record.Dots(strings.TrimRight(id, "~")) {
		return id
	}
	return part
}
