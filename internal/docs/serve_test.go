package docs

import (
	"bufio"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mithaq/internal/testroot"
)

// TestServe does what the pages say of "mithaq serve": the board answers on this machine, in three languages.
func TestServe(t *testing.T) {
	dir := t.TempDir()
	record := filepath.Join(dir, "serve.db")
	text := filepath.Join(testroot.Root(t), "examples", "valley", "ceasefire.mithaq")
	if out, code := shell(t, dir, "mithaq record init --record serve.db && mithaq record add text "+text+" --record serve.db"); code != 0 {
		t.Fatal(out)
	}
	cmd := exec.CommandContext(t.Context(), binary, "serve", "--record", record, "--addr", "127.0.0.1:0", "--lang", "en")
	cmd.Dir = testroot.Root(t)
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	first, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+/`).FindString(first)
	if address == "" {
		t.Fatalf("no address in %q", first)
	}
	for lang, dirOf := range map[string]string{"en": "ltr", "ar": "rtl", "ru": "ltr"} {
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, address+lang+"/", http.NoBody)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		page, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s %v", lang, resp.Status, err)
		}
		for _, want := range []string{"Ceasefire in the valley", `lang="` + lang + `"`, `dir="` + dirOf + `"`} {
			if !strings.Contains(string(page), want) {
				t.Errorf("%s: the page lacks %s", lang, want)
			}
		}
	}
}
