package look

import (
	"encoding/binary"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Names are the names that a Field may have. Their words stand in front/wording under "file.meta.NAME".
var Names = []string{
	"altitude", "artist", "author", "comment", "copyright", "creator", "description", "direction", "icc", "iptc", "lens", "make", "model",
	"modified", "owner", "place", "place_time", "producer", "serial", "software", "taken", "text", "thumbnail", "title", "written", "xmp",
}

// Limits on what is kept of one file.
const (
	maxFields = 100
	maxValue  = 300 // runes
)

// meta collects metadata.
type meta struct{ look *Look }

func (m *meta) add(name, value string) { m.addKey(name, "", value) }

func (m *meta) addKey(name, key, value string) {
	if value = Escape(strings.TrimSpace(strings.TrimRight(value, "\x00"))); value == "" || len(m.look.Meta) >= maxFields {
		return
	}
	m.look.Meta = append(m.look.Meta, Field{name, Escape(key), value})
}

// present notes that a block of a kind is there, and how large it is, in bytes.
func (m *meta) present(name string, n int64) {
	if n > 0 {
		m.add(name, strconv.FormatInt(n, 10))
	}
}

// Escape writes what a file, or a file's name, says so that it can be shown: bytes that are no UTF-8 as \xHH, control and direction
// characters, line ends among them, as \n, \u202e and the like, at most 300 characters.
func Escape(s string) string {
	var b strings.Builder
	n := 0
	for i, r := range s {
		if n++; n > maxValue {
			b.WriteString("…")
			break
		}
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			b.WriteString(`\x` + strconv.FormatUint(uint64(s[i])|0x100, 16)[1:])
		case r == '\\', !unicode.IsPrint(r): // direction characters are not
			q := strconv.QuoteRuneToASCII(r)
			b.WriteString(q[1 : len(q)-1])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// text reads text that is UTF-8 or else Latin-1.
func text(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	r := make([]rune, len(b))
	for i, c := range b {
		r[i] = rune(c)
	}
	return string(r)
}

var be, le = binary.BigEndian, binary.LittleEndian
