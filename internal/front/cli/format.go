package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"mithaq/internal/agreement/format"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/app"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

var fmtVerb = &verb{name: "fmt", plain: true, min: 1, max: -1, run: runFormat, flags: []flag{{"write", "w", ""}, {"diff", "d", ""}, {"to", "", "cli.value.lang"}}}

func runFormat(c *call) int {
	var to *syntax.Table
	if lang := c.get("to", ""); c.set("to") {
		if to = syntax.TableOf(lang); to == nil {
			return c.misuse(&usage{"cli.usage.lang", []any{"value", lang}})
		}
	}
	code := exitFine
	for _, path := range c.args {
		files := []string{path}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			files, _ = filepath.Glob(filepath.Join(path, "*"+app.Suffix))
		}
		for _, file := range files {
			code = max(code, c.formatFile(file, to))
		}
	}
	return code
}

// formatFile formats one file as the flags ask, in another language where to is one.
func (c *call) formatFile(path string, to *syntax.Table) int {
	content, err := os.ReadFile(path)
	if err != nil {
		return c.fail(err)
	}
	text := format.Text(string(content))
	if to != nil {
		var ds []diag.Diagnostic
		if text, ds = format.To(path, string(content), to); ds != nil {
			c.remarks(c.err, ds, map[string]*source.File{path: source.NewFile(path, string(content))})
			return exitInput
		}
	}
	switch same := text == string(content); {
	case c.set("write"):
		if same {
			return exitFine
		}
		if err := replaceFile(path, []byte(text)); err != nil {
			return c.fail(err)
		}
		fmt.Fprintln(c.out, path)
	case c.set("diff"):
		if !same {
			fmt.Fprintln(c.out, path)
			return exitRemarks
		}
	default:
		fmt.Fprint(c.out, text)
	}
	return exitFine
}

// replaceFile writes a file beside the old one and then moves it there, so that a half-written text never stands at the path.
func replaceFile(path string, content []byte) error {
	mode := os.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // no longer there once it has been moved
	if _, err := f.Write(content); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), mode); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
