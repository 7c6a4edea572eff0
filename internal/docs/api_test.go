package docs

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mithaq/internal/testroot"
)

// TestAPIPage does what the page of the API shows, against a board over the record that its console blocks make.
func TestAPIPage(t *testing.T) {
	const page = "docs/guide/the-api.md"
	dir := t.TempDir()
	if err := os.Symlink(filepath.Join(testroot.Root(t), "examples"), filepath.Join(dir, "examples")); err != nil {
		t.Fatal(err)
	}
	list := blocks(t, page)
	for _, b := range list {
		if b.kind() == "console" {
			b.play(t, dir)
		}
	}
	board := serveBoard(t, filepath.Join(dir, "api.db"))
	token, err := os.ReadFile(filepath.Join(dir, "token"))
	if err != nil {
		t.Fatal(err)
	}
	asked, curled := 0, 0
	for _, b := range list {
		switch b.kind() {
		case "http":
			asked++
			b.ask(t, board, strings.TrimSpace(string(token)))
		case "curl":
			curled++
			b.curl(t, board, strings.TrimSpace(string(token)))
		case "shell-session":
			for i, line := range b.body {
				b.body[i] = strings.Replace(line, "$BOARD", board, 1)
			}
			env, rest := strings.TrimPrefix(b.body[0], "$ export "), slices.Clone(b.body[1:])
			for i, line := range rest {
				rest[i] = strings.Replace(line, "$ mithaq ", "$ "+env+" mithaq ", 1)
			}
			b.line, b.body = b.line+1, rest
			b.play(t, dir)
		}
	}
	if asked < 4 || curled < 3 {
		t.Errorf("only %d requests, %d by curl", asked, curled)
	}
}

// serveBoard serves a record and gives its address.
func serveBoard(t *testing.T, record string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, "serve", "--record", record, "--addr", "127.0.0.1:0", "--lang", "en")
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	first, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+`).FindString(first)
	if address == "" {
		t.Fatalf("no address in %q", first)
	}
	return address
}

// ask sends the request of a block and compares the answer with the one that it shows.
func (b block) ask(t *testing.T, board, token string) {
	t.Helper()
	at := slices.IndexFunc(b.body, func(line string) bool { return strings.HasPrefix(line, "HTTP/1.1 ") })
	if at < 0 {
		t.Fatalf("%s:%d: no answer is shown", b.page, b.line)
	}
	head, body := b.body[:at], ""
	if i := slices.Index(head, ""); i >= 0 {
		head, body = head[:i], strings.Join(head[i+1:], "\n")
	}
	method, path, _ := strings.Cut(head[0], " ")
	req, err := http.NewRequestWithContext(t.Context(), method, board+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	for _, line := range head[1:] {
		name, value, _ := strings.Cut(line, ": ")
		req.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if status := "HTTP/1.1 " + strconv.Itoa(res.StatusCode) + " " + http.StatusText(res.StatusCode); status != b.body[at] {
		t.Errorf("%s:%d: %s", b.page, b.line, status)
	}
	if want := b.body[at+1:]; !matches(want, strings.Split(strings.TrimRight(string(got), "\n"), "\n")) {
		t.Errorf("%s:%d: %s answers\n%s\nfirst not in it: %s", b.page, b.line, path, got, missing(want, string(got)))
	}
}
