package docs

import (
	"slices"
	"strings"
	"testing"
)

// curl sends what a block of curl shows, as curl would, and compares the answer with the one that it shows. It knows the flags that the pages use.
func (b block) curl(t *testing.T, board, token string) {
	t.Helper()
	n := 1
	for strings.HasSuffix(b.body[n-1], `\`) {
		n++
	}
	words := shellWords(strings.NewReplacer("\\\n", " ", "$BOARD", "BOARD", "$TOKEN", token).Replace(strings.Join(b.body[:n], "\n")))
	if len(words) < 3 || words[0] != "$" || words[1] != "curl" {
		t.Fatalf("%s:%d: no call of curl", b.page, b.line)
	}
	method, path, body, signed := "GET", "", "", false
	var headers []string
	for i := 2; i < len(words); i++ {
		switch word := words[i]; {
		case word == "-s":
		case word == "-H" && i+1 < len(words):
			i++
			headers = append(headers, words[i])
			signed = signed || words[i] == "Authorization: Bearer "+token
		case word == "--json" && i+1 < len(words):
			i++
			method, body = "POST", words[i]
			headers = append(headers, "Content-Type: application/json")
		case strings.HasPrefix(word, "BOARD/") && path == "":
			path = strings.TrimPrefix(word, "BOARD")
		default:
			t.Fatalf("%s:%d: %q is not understood", b.page, b.line, word)
		}
	}
	if !signed {
		t.Errorf("%s:%d: no token goes along", b.page, b.line)
	}
	b.body = slices.Concat([]string{method + " " + path}, headers, []string{"", body, "HTTP/1.1 200 OK"}, b.body[n:])
	b.ask(t, board, token)
}

// shellWords parts a line as a shell does, of one that quotes with ' and " and escapes nothing.
func shellWords(line string) (words []string) {
	var word strings.Builder
	quote, some := rune(0), false
	for _, c := range line + " " {
		switch {
		case quote == 0 && (c == '\'' || c == '"'):
			quote, some = c, true
		case c == quote:
			quote = 0
		case quote == 0 && (c == ' ' || c == '\n'):
			if some {
				words = append(words, word.String())
			}
			word.Reset()
			some = false
		default:
			word.WriteRune(c)
			some = true
		}
	}
	return words
}
