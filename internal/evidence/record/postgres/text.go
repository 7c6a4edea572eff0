package postgres

import "strings"

// PostgreSQL keeps no U+0000 in a text. It is written as U+0001 U+0001, and U+0001 as U+0001 U+0002: two texts stay two, and their order,
// which is that of their bytes, stays as it was. All other text stands as it is. The bytes of entries are no text, and are kept as they are.
var (
	toText   = strings.NewReplacer("\x00", "\x01\x01", "\x01", "\x01\x02")
	fromText = strings.NewReplacer("\x01\x01", "\x00", "\x01\x02", "\x01")
)

func text(s string) string {
	if strings.IndexByte(s, 0) < 0 && strings.IndexByte(s, 1) < 0 {
		return s
	}
	return toText.Replace(s)
}

func textBack(s string) string { return fromText.Replace(s) }
