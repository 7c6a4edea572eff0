package board

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever a text holds, its line is folded as RFC 5545 asks, and read back it is the text.
func FuzzCalendarText(f *testing.F) {
	for _, s := range []string{
		"", "a", `a;b,c\d` + "\ne", strings.Repeat("هدنة ", 60), strings.Repeat("ж", 37), strings.Repeat("a", 67) + "🙂🙂", "\r\nBEGIN:VEVENT\r\n", `\n`, "\xff\xfe", "\u202eevil\x00",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var c calendar
		c.text("SUMMARY", s)
		out := c.out.String()
		lines := strings.Split(strings.TrimSuffix(out, "\r\n"), "\r\n")
		for i, line := range lines {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") || i > 0 && line[0] != ' ' {
				t.Fatalf("line %d: %d octets: %q", i, len(line), line)
			}
		}
		value, ok := strings.CutPrefix(strings.ReplaceAll(out, "\r\n ", ""), "SUMMARY:")
		if !ok {
			t.Fatalf("%q", out)
		}
		if got := unescape(t, strings.TrimSuffix(value, "\r\n")); got != plain(s) {
			t.Fatalf("%q is read as %q", s, got)
		}
	})
}

// unescape reads a text (section 3.3.11).
func unescape(t *testing.T, s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == ';' || s[i] == ',':
			t.Fatalf("%q is not escaped at %d", s, i)
		case s[i] != '\\':
			b.WriteByte(s[i])
		case i+1 == len(s):
			t.Fatalf("%q ends in an escape", s)
		default:
			i++
			if s[i] == 'n' {
				b.WriteByte('\n')
				continue
			}
			if !strings.ContainsRune(`\;,`, rune(s[i])) {
				t.Fatalf("%q escapes %q", s, s[i])
			}
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
