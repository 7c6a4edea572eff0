package web_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// corpus are the payloads of testdata/xss.txt.
func corpus(t *testing.T) (list []string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "xss.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && !strings.HasPrefix(line, "#") {
			list = append(list, line)
		}
	}
	return list
}

// addresses are the attributes that a browser follows.
var addresses = map[string]bool{"href": true, "src": true, "action": true, "formaction": true, "data": true, "poster": true, "srcset": true, "xlink:href": true, "background": true, "ping": true}

// never are elements that no page has.
var never = map[string]bool{"iframe": true, "frame": true, "object": true, "embed": true, "applet": true, "base": true, "style": true, "math": true, "marquee": true, "plaintext": true, "xmp": true}

// inert reads a page as browsers do and reports whatever in it could run, load, or lead where the board did not send it. It says in how many places the
// words of the corpus stand as text.
func inert(t *testing.T, where, body string) (shown int) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Errorf("%s: %v", where, err)
		return 0
	}
	for n := range root.Descendants() {
		if n.Type == html.TextNode && strings.Contains(n.Data, "evil") {
			shown++
		}
		if n.Type == html.CommentNode && strings.Contains(n.Data, "evil") {
			t.Errorf("%s: a comment holds %.80q", where, n.Data)
		}
		if n.Type != html.ElementNode {
			continue
		}
		if strings.Contains(n.Data, "evil") || never[n.Data] {
			t.Errorf("%s: there is an element <%s>", where, n.Data)
		}
		src, kind, refresh := "", "", false
		for _, a := range n.Attr {
			value := strings.ToLower(strings.Map(func(r rune) rune {
				if r <= ' ' {
					return -1 // browsers leave these out of an address's scheme
				}
				return r
			}, a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on") || strings.Contains(a.Key, "evil") || a.Key == "style" || a.Key == "srcdoc" || strings.ContainsAny(a.Key, "\"'<`"):
				t.Errorf("%s: <%s> has %s=%.80q", where, n.Data, a.Key, a.Val)
			case addresses[a.Key] && (strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "vbscript:") || strings.HasPrefix(value, "data:") && value != "data:,"):
				t.Errorf("%s: <%s> leads to %.80q", where, n.Data, a.Val)
			case addresses[a.Key] && n.Data != "a" && (strings.HasPrefix(value, "//") || strings.Contains(value, "://") || strings.HasPrefix(value, "\\")):
				t.Errorf("%s: <%s> loads %.80q", where, n.Data, a.Val)
			case a.Key == "src":
				src = a.Val
			case a.Key == "type":
				kind = a.Val
			case a.Key == "http-equiv":
				refresh = true
			}
			if strings.Contains(a.Val, "evil") {
				shown++
			}
		}
		if refresh || n.Data == "script" && kind != "application/json" && !strings.HasPrefix(src, "/assets/js/") {
			t.Errorf("%s: there is a <%s> of somebody else", where, n.Data)
		}
	}
	return shown
}
