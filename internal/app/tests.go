package app

import (
	"os"
	"path/filepath"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/reading/scenario"
)

// TestSuffix is the end of the name of a file of tests.
const TestSuffix = ".test"

// Tests is a file of tests of agreements (spec/test.md) with what came of it.
type Tests struct {
	Reading     *Reading
	Files       map[string]*source.File // the texts and the file of tests, for showing lines
	Diagnostics []diag.Diagnostic       // errors in the texts or in the tests: then nothing was run
	Tests       []scenario.Test
	Outcomes    [][]scenario.Outcome // of each test
}

// TestFiles gives the files of tests named, and all those of folders that are named.
func TestFiles(paths []string) (files []string) {
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			found, _ := filepath.Glob(filepath.Join(path, "*"+TestSuffix))
			files = append(files, found...)
			continue
		}
		files = append(files, path)
	}
	return files
}

// RunTests reads a file of tests and the texts that it names, and runs every test. An error: a file cannot be read.
func RunTests(path string) (*Tests, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, name := range scenario.Reads(path, string(content)) {
		paths = append(paths, filepath.Join(filepath.Dir(path), filepath.FromSlash(name)))
	}
	if len(paths) == 0 {
		paths = []string{strings.TrimSuffix(path, TestSuffix) + Suffix}
	}
	texts, err := ReadFiles(paths)
	if err != nil {
		return nil, err
	}
	t := &Tests{Reading: Read(texts)}
	t.Files = t.Reading.Files
	t.Files[path] = source.NewFile(path, string(content))
	if t.Reading.Program == nil {
		for _, d := range t.Reading.Diagnostics {
			if d.Severity == diag.Error {
				t.Diagnostics = append(t.Diagnostics, d)
			}
		}
		return t, nil
	}
	file, ds := scenario.Parse(path, string(content), t.Reading.Program)
	if t.Diagnostics = ds; len(ds) > 0 {
		return t, nil
	}
	programs := map[string]*norms.Program{}
	for _, b := range t.Reading.Program.Bundles() {
		programs[b.Reading] = b.Program
	}
	for i := range file.Tests {
		outcomes, err := file.Tests[i].Run(programs)
		if err != nil {
			return nil, err
		}
		t.Tests, t.Outcomes = append(t.Tests, file.Tests[i]), append(t.Outcomes, outcomes)
	}
	return t, nil
}
