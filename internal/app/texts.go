package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/evidence/record"
	"mithaq/internal/reading/check"
)

// Text is one file of the language of terms.
type Text struct {
	Name    string // as the user named it: stands in remarks
	Content string
}

// Reading is what texts say: whole when Diagnostics has no error.
type Reading struct {
	Texts       []Text
	Files       map[string]*source.File // by name, for showing lines
	Book        *terms.Book
	Program     *norms.Program // nil when there are errors
	Diagnostics []diag.Diagnostic
}

// Suffix is the end of the name of a file of terms.
const Suffix = ".mithaq"

// ReadFiles reads files of terms, and all of them in folders that are named. A vocabulary that an agreement
// uses and that is not among them is looked for beside it. All files that cannot be read are told, joined.
func ReadFiles(paths []string) ([]Text, error) {
	var texts []Text
	var errs []error
	for _, path := range paths {
		files := []string{path}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			files, _ = filepath.Glob(filepath.Join(path, "*"+Suffix))
			if len(files) == 0 {
				errs = append(errs, &fs.PathError{Op: "read", Path: path, Err: errors.New("no file of terms (*.mithaq) in this folder")})
			}
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			texts = append(texts, Text{file, string(content)})
		}
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return withVocabularies(texts), nil
}

// withVocabularies adds the vocabularies that the texts use and do not hold, found in files beside them.
func withVocabularies(texts []Text) []Text {
	have, missing := map[string]bool{}, map[string]string{} // missing: vocabulary to folder
	for _, t := range texts {
		file, _ := syntax.Parse(t.Name, t.Content)
		defined, used := vocabularies(file)
		for _, name := range defined {
			have[name] = true
		}
		for _, name := range used {
			missing[name] = filepath.Dir(t.Name)
		}
	}
	for _, name := range sortedKeys(missing) {
		if have[name] {
			continue
		}
		siblings, _ := filepath.Glob(filepath.Join(missing[name], "*"+Suffix))
		for _, path := range siblings {
			content, err := os.ReadFile(path)
			if err != nil || !strings.Contains(string(content), "vocabulary") {
				continue
			}
			file, _ := syntax.Parse(path, string(content))
			if defined, _ := vocabularies(file); slices.Contains(defined, name) {
				texts = append(texts, Text{path, string(content)})
				break
			}
		}
	}
	return texts
}

// RecordTexts gives the texts that the record holds.
func (a *App) RecordTexts(ctx context.Context) ([]Text, error) {
	base, err := a.store.Base(ctx, record.Cut{})
	if err != nil {
		return nil, err
	}
	var texts []Text
	for _, t := range base.Texts {
		texts = append(texts, Text{t.File, t.Text})
	}
	return texts, nil
}

// Read reads texts together: syntax, names, norms, remarks. Other files that the texts name are found among
// the texts themselves, or beside the text's file.
func Read(texts []Text) *Reading {
	r := &Reading{Files: map[string]*source.File{}}
	var files []*syntax.File
	others := map[string]string{}
	for _, t := range texts {
		if !strings.HasSuffix(t.Name, Suffix) {
			others[filepath.Base(t.Name)] = t.Content
			continue
		}
		r.Texts = append(r.Texts, t)
		file, ds := syntax.Parse(t.Name, t.Content)
		r.Files[t.Name] = source.NewFile(t.Name, t.Content)
		r.Diagnostics = append(r.Diagnostics, ds...)
		files = append(files, file)
	}
	load := func(path string) ([]byte, error) {
		if content, ok := others[filepath.Base(path)]; ok {
			return []byte(content), nil
		}
		for _, t := range r.Texts {
			if b, err := os.ReadFile(filepath.Join(filepath.Dir(t.Name), filepath.Base(path))); err == nil {
				return b, nil
			}
		}
		return nil, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	}
	book, ds := terms.Resolve(files, load)
	r.Book, r.Diagnostics = book, append(r.Diagnostics, ds...)
	if !diag.HasErrors(r.Diagnostics) {
		program, ds := norms.Lower(book)
		r.Diagnostics = append(r.Diagnostics, ds...)
		if !diag.HasErrors(r.Diagnostics) {
			r.Program = program
			r.Diagnostics = append(r.Diagnostics, check.All(program, book)...)
		}
	}
	diag.Sort(r.Diagnostics)
	return r
}

// vocabularies gives the names of the vocabularies that a file declares, and of those that its agreements use.
func vocabularies(file *syntax.File) (declared, used []string) {
	for _, stmt := range file.Stmts {
		switch s := stmt.(type) {
		case *syntax.Vocabulary:
			declared = append(declared, s.Name.Text)
		case *syntax.Agreement:
			for _, h := range s.Headings {
				if uses, ok := h.(*syntax.Uses); ok {
					for _, n := range uses.Names {
						used = append(used, n.Text)
					}
				}
			}
		}
	}
	return declared, used
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
