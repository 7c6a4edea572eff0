package tokens

import (
	"strings"
	"testing"
)

// What a decoder takes otherwise than it was written is told, with its place; whatever else it takes is not.
func TestSound(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}`: "",
		`{"a":"\ud83d\ude00 \\ud83d \uFFFD �"}`:     "",
		`[1,"x",{"x":"x"},[],{}]`:                   "",
		"{\"a\":1,\n \"a\":2}":                      `line 2, column 5: "a" stands twice`,
		`{"a":{"b":[{"c":1,"\u0063":2}]}}`:          `line 1, column 27: "c" stands twice`,
		`{"a":{},"b":[],"a":{}}`:                    `line 1, column 19: "a" stands twice`,
		"{\"a\":\"x\xffy\"}":                        "line 1, column 9: this is no text in UTF-8",
		"{\"a\":\n\"\xc3\"}":                        "line 2, column 3: this is no text in UTF-8",
		`{"a":"\ud83d"}`:                            "line 1, column 8: this is no text in UTF-8",
		`{"a":"\ude00\ud83d"}`:                      "line 1, column 8: this is no text in UTF-8",
		`{"a":"\ud83d\\ude00"}`:                     "line 1, column 8: this is no text in UTF-8",
		`{"a":"\ud83d\u0041"}`:                      "line 1, column 8: this is no text in UTF-8",
		`{"a":1,`:                                   "",
		`{"a":"\u12`:                                "",
		`]`:                                         "",
		``:                                          "",
		strings.Repeat("[", 20_000) + `{"a":1,"a":2}`: `line 1, column 20011: "a" stands twice`,
	} {
		err := Sound([]byte(text))
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%.60q: %q, not %q", text, got, want)
		}
	}
}
