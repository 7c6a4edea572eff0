package cli

import (
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/testroot"
)

// monitored runs "monitor" on the files of a case, and gives its answer and exit code.
func monitored(t *testing.T, dir string, flags ...string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	env := &Env{
		ctx: context.Background(), in: strings.NewReader(""), out: &o, err: &e,
		getenv: func(string) string { return "" }, words: wording.For(locale.En), width: 80,
	}
	args := []string{"monitor"}
	for flag, file := range map[string]string{"-sig": "policy.sig", "-formula": "policy.mfotl", "-log": "trace.log"} {
		if _, err := os.Stat(filepath.Join(dir, file)); err == nil {
			args = append(args, flag, filepath.Join(dir, file))
		}
	}
	code = env.run(append(args, flags...))
	return o.String(), e.String(), code
}

// archives unpacks the cases of archives, a folder each, and gives them by name.
func archives(t *testing.T, pattern string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(files), err)
	}
	root, dirs := t.TempDir(), map[string]string{}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range unpack(t, a, root) {
			dirs[name] = filepath.Join(root, name)
		}
	}
	return dirs
}

// unpack writes the files of an archive below a folder, and gives their own folders.
func unpack(t *testing.T, a *txtar.Archive, root string) (dirs []string) {
	t.Helper()
	for _, f := range a.Files {
		path := filepath.Join(root, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, filepath.Dir(f.Name))
	}
	return dirs
}

// TestMonitorPage runs the examples of spec/monitor.md.
func TestMonitorPage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(testroot.Root(t), "spec", "monitor.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?ms)^```txtar\n(.*?)^```$").FindAllSubmatch(page, -1)
	if len(blocks) < 4 {
		t.Fatalf("%d examples", len(blocks))
	}
	for _, b := range blocks {
		dir := t.TempDir()
		unpack(t, txtar.Parse(b[1]), dir)
		announced(t, dir)
	}
}

// TestConformance runs all cases of MonPoly: the answers are the same to the byte, what MonPoly refuses is refused with a reason, what is
// malformed gives an error with its place.
func TestConformance(t *testing.T) {
	dirs := archives(t, filepath.Join(testroot.Data(t, "conformance", "mfotl"), "*.txtar"))
	if len(dirs) != 591 {
		t.Errorf("%d cases", len(dirs))
	}
	for name, dir := range dirs {
		t.Run(name, func(t *testing.T) { conforms(t, dir) })
	}
}

// conforms holds one case against its expect.txt.
func conforms(t *testing.T, dir string) {
	b, err := os.ReadFile(filepath.Join(dir, "expect.txt"))
	if err != nil {
		t.Fatal(err)
	}
	want := string(b)
	out, errs, code := monitored(t, dir)
	switch want {
	case "rejected\n":
		if code != exitInput || out != "" || !strings.Contains(errs, "policy.mfotl:1:") || !strings.Contains(errs, "error M91") {
			t.Errorf("code %d, answer %q, said %q", code, out, errs)
		}
	case "error\n":
		if code != exitInput || !strings.Contains(errs, "error M9") || !strings.Contains(errs, ":1:") && !strings.Contains(errs, ":2:") {
			t.Errorf("code %d, said %q", code, errs)
		}
	default:
		if code != exitFine || out != want {
			t.Errorf("code %d, said %q, answer:\n%s\nwanted:\n%s", code, errs, out, want)
		}
	}
}

// TestCoreCorpus runs our own cases in the same way; those that are refused name the codes.
func TestCoreCorpus(t *testing.T) {
	dirs := archives(t, filepath.Join(testroot.Root(t), "spec", "corpus", "core", "*.txtar"))
	if len(dirs) < 60 {
		t.Errorf("only %d cases", len(dirs))
	}
	for name, dir := range dirs {
		t.Run(name, func(t *testing.T) { announced(t, dir) })
	}
}

// announced holds a case against its expect.txt and, where it is refused, against its codes.txt.
func announced(t *testing.T, dir string) {
	t.Helper()
	conforms(t, dir)
	want, err := os.ReadFile(filepath.Join(dir, "codes.txt"))
	if err != nil {
		return // accepted
	}
	_, errs, _ := monitored(t, dir)
	var got []string
	for _, m := range regexp.MustCompile(`error (M9\d{3})`).FindAllStringSubmatch(errs, -1) {
		got = append(got, m[1])
	}
	if !slices.Equal(got, strings.Fields(string(want))) {
		t.Errorf("remarks %v, announced %s", got, want)
	}
}

// TestFloats holds the printing of floats against ISO C, 7.21.6.1.
func TestFloats(t *testing.T) {
	for f, want := range map[float64]string{
		0: "0", 2.5: "2.5", 3: "3", 1e10: "1e+10", 1234567.5: "1.23457e+06", 0.0001: "0.0001", 0.00001: "1e-05", 100000: "100000",
		1000000: "1e+06", 999999.5: "1e+06", 123456.4: "123456", -0.25: "-0.25", 1.0 / 3: "0.333333", 1e100: "1e+100", 1.5000001: "1.5",
		20: "20", 1e-300: "1e-300", 99999.96: "100000", math.Inf(1): "inf", math.Inf(-1): "-inf",
	} {
		if got := string(appendFloat(nil, f)); got != want {
			t.Errorf("%v is printed as %s, not as %s", f, got, want)
		}
	}
}
