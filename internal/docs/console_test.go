package docs

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mithaq/internal/testroot"
)

// binary is the program under test; TestMain builds it.
var binary string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "mithaq-docs-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "mithaq")
	build := exec.Command("go", "build", "-o", binary, "mithaq/cmd/mithaq")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// TestConsole runs every console block, the blocks of one page in one folder, and compares what is shown with what is printed.
func TestConsole(t *testing.T) {
	for _, page := range pages(t) {
		t.Run(page, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			// The pages name files of the repository as a reader in its root would.
			if err := os.Symlink(filepath.Join(testroot.Root(t), "examples"), filepath.Join(dir, "examples")); err != nil {
				t.Fatal(err)
			}
			for _, b := range blocks(t, page) {
				b.leave(t, dir)
				if b.kind() == "console" {
					b.play(t, dir)
				}
			}
		})
	}
}

// leave writes the file that a block names, for the blocks after it.
func (b block) leave(t *testing.T, dir string) {
	t.Helper()
	if b.kind() != "csv" && b.kind() != "mithaq" || len(b.info) < 2 {
		return
	}
	name, more := strings.CutPrefix(b.info[1], "+")
	path := filepath.Join(dir, name)
	var before []byte
	if more {
		var err error
		if before, err = os.ReadFile(path); err != nil {
			t.Fatalf("%s:%d: %v", b.page, b.line, err)
		}
	}
	if err := os.WriteFile(path, append(before, (strings.Join(b.body, "\n")+"\n")...), 0o644); err != nil {
		t.Fatal(err)
	}
}

// play runs the commands of a console block one after the other.
func (b block) play(t *testing.T, dir string) {
	t.Helper()
	for i := 0; i < len(b.body); {
		command, ok := strings.CutPrefix(b.body[i], "$ ")
		if !ok {
			t.Fatalf("%s:%d: a console block begins with a command", b.page, b.line)
		}
		line := b.line + 1 + i
		var want []string
		for i++; i < len(b.body) && !strings.HasPrefix(b.body[i], "$ "); i++ {
			want = append(want, b.body[i])
		}
		exit := 0
		if n := len(want); n > 0 {
			if _, err := fmt.Sscanf(want[n-1], "[exit %d]", &exit); err == nil {
				want = want[:n-1]
			}
		}
		got, code := shell(t, dir, command)
		if code != exit {
			t.Errorf("%s:%d: %s ends with %d, not %d:\n%s", b.page, line, command, code, exit, got)
			continue
		}
		if len(want) > 0 && !matches(want, strings.Split(strings.TrimRight(got, "\n"), "\n")) {
			t.Errorf("%s:%d: %s prints\n%s\nthe page shows\n%s\nfirst not printed: %s", b.page, line, command, got, strings.Join(want, "\n"), missing(want, got))
		}
	}
}

// shell runs one command in a folder, with the program first on the path, and gives both its outputs and its exit code.
func shell(t *testing.T, dir, command string) (string, int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", "-c", command)
	cmd.Dir = dir
	cmd.Env = []string{
		"PATH=" + filepath.Dir(binary) + string(os.PathListSeparator) + os.Getenv("PATH"),
		"HOME=" + dir, "TMPDIR=" + dir, "LANG=C", "TZ=UTC", "MITHAQ_LANG=en", "MITHAQ_ACTOR=desk",
	}
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("%s: %v", command, err)
	}
	// A page shows a space that does not break as a reader sees it.
	return strings.ReplaceAll(string(out), "\u00a0", " "), cmd.ProcessState.ExitCode()
}

// matches compares lines, "..." standing for any number of them, and within a line for any text.
func matches(want, got []string) bool {
	for len(want) > 0 {
		if strings.TrimSpace(want[0]) == "..." {
			for skip := 0; skip <= len(got); skip++ {
				if matches(want[1:], got[skip:]) {
					return true
				}
			}
			return false
		}
		if len(got) == 0 || !sameLine(want[0], got[0]) {
			return false
		}
		want, got = want[1:], got[1:]
	}
	return len(got) == 0
}

// missing gives the first line of a page that is printed nowhere.
func missing(want []string, got string) string {
	for _, w := range want {
		if !slices.ContainsFunc(strings.Split(got, "\n"), func(g string) bool { return sameLine(w, g) }) {
			return strconv.Quote(w)
		}
	}
	return "none: the order or what stands between differs"
}

func sameLine(want, got string) bool {
	head, tail, elided := strings.Cut(want, "...")
	got = strings.TrimRight(got, " ")
	if !elided {
		return strings.TrimRight(want, " ") == got
	}
	return len(got) >= len(head)+len(tail) && strings.HasPrefix(got, head) && strings.HasSuffix(got, tail)
}

// TestMatchesBites shows that the comparison refuses what it is there to refuse.
func TestMatchesBites(t *testing.T) {
	for _, c := range []struct {
		want, got string
		same      bool
	}{
		{"a\nb", "a\nb", true},
		{"a\n...\nc", "a\nb\nb\nc", true},
		{"a\n...", "a", true},
		{"...\nc", "c\nd\nc", true},
		{"as of ... 2015.", "as of 31 Dec 2015.", true},
		{"a\n...\nc", "a\nb", false},
		{"a", "a\nb", false},
		{"a\nb", "a", false},
		{"as of ... 2015.", "as of 31 Dec 2016.", false},
		{"× not met", "× breached", false},
	} {
		if matches(strings.Split(c.want, "\n"), strings.Split(c.got, "\n")) != c.same {
			t.Errorf("%q and %q: not %t", c.want, c.got, c.same)
		}
	}
}
