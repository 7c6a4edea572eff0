package app

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/reading"
)

// Text is one file of the language of terms, or a file that such a text names.
type Text struct {
	Name    string // as the user named it: stands in remarks
	Content string
	Folder  string // where files that it names are looked for; "": among the texts alone (a text of the record rests on nothing outside it)
}

// Reading is what texts say: whole when Diagnostics has no error.
type Reading struct {
	*reading.Whole
	Texts []Text // those of the language of terms

	key [sha256.Size]byte // hash of everything that was read, names and contents

	ordered ordered
	once    once
}

// Led gives the same texts with one standard of evidence leading them all.
func (r *Reading) Led(g grade.Grade) *Reading {
	whole, program := *r.Whole, *r.Program
	program.Agreements = slices.Clone(program.Agreements)
	for i := range program.Agreements {
		program.Agreements[i].Standard = g
	}
	whole.Program = &program
	return &Reading{Whole: &whole, Texts: r.Texts, key: r.key}
}

// Suffix is the end of the name of a file of terms.
const Suffix = ".mithaq"

// ErrNoTexts tells that a folder holds no file of terms.
var ErrNoTexts = errors.New("no file of terms (*" + Suffix + ") in this folder")

// ReadFiles reads files of terms, and all of them in folders that are named; a file named twice is read once. A vocabulary that an agreement
// uses and that is not among them is looked for beside it, and so are the files that zones name. All files that cannot be read are told, joined.
func ReadFiles(paths []string) ([]Text, error) {
	var texts []Text
	var errs []error
	seen := map[string]bool{}
	for _, path := range paths {
		files := []string{path}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			files, _ = filepath.Glob(filepath.Join(path, "*"+Suffix))
			if len(files) == 0 {
				errs = append(errs, &fs.PathError{Op: "read", Path: path, Err: ErrNoTexts})
			}
		}
		for _, file := range files {
			if same := whole(file); !seen[same] {
				seen[same] = true
				content, err := os.ReadFile(file)
				if err != nil {
					errs = append(errs, err)
					continue
				}
				texts = append(texts, Text{file, string(content), filepath.Dir(file)})
			}
		}
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return withNamed(withVocabularies(texts)), nil
}

// whole gives one name to all ways of writing a path.
func whole(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return filepath.Clean(path)
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
			missing[name] = t.Folder
		}
	}
	for _, name := range sortedKeys(missing) {
		if have[name] {
			continue
		}
		siblings, _ := filepath.Glob(filepath.Join(missing[name], "*"+Suffix))
		for _, path := range siblings {
			content, err := os.ReadFile(path)
			if err != nil || !strings.Contains(string(content), name) {
				continue
			}
			file, _ := syntax.Parse(path, string(content))
			if defined, _ := vocabularies(file); slices.Contains(defined, name) {
				texts = append(texts, Text{path, string(content), filepath.Dir(path)})
				for _, d := range defined {
					have[d] = true
				}
				break
			}
		}
	}
	return texts
}

// withNamed adds the files in which the texts' zones say that their areas stand. One that cannot be read is left out: a remark on the zone says so.
func withNamed(texts []Text) []Text {
	seen := map[string]bool{}
	for _, t := range texts {
		file, _ := syntax.Parse(t.Name, t.Content)
		for _, name := range namedFiles(file) {
			path := filepath.Join(t.Folder, filepath.FromSlash(name))
			if seen[path] || !filepath.IsLocal(filepath.FromSlash(name)) {
				continue
			}
			seen[path] = true
			if content, err := os.ReadFile(path); err == nil {
				texts = append(texts, Text{path, string(content), filepath.Dir(path)})
			}
		}
	}
	return texts
}

// namedFiles gives the files that the zones of a text name.
func namedFiles(file *syntax.File) (names []string) {
	for _, stmt := range file.Stmts {
		v, ok := stmt.(*syntax.Vocabulary)
		if !ok {
			continue
		}
		for _, item := range v.Items {
			if z, ok := item.(*syntax.Zone); ok && z.From != nil {
				name, _, _ := strings.Cut(z.From.Text, "#")
				names = append(names, name)
			}
		}
	}
	return names
}

// RecordTexts gives the texts that the record holds: of each file the newest.
func (a *App) RecordTexts(ctx context.Context) ([]Text, error) {
	base, err := a.view.Base(ctx, record.Cut{})
	if err != nil {
		return nil, err
	}
	newest := map[string]int{}
	for i, t := range base.Texts {
		newest[t.File] = i
	}
	var texts []Text
	for i, t := range base.Texts {
		if newest[t.File] == i {
			texts = append(texts, Text{Name: t.File, Content: t.Text})
		}
	}
	return texts, nil
}

// Read reads texts together: syntax, names, norms, remarks. Other files that the texts name are found among
// the texts themselves, or in the text's folder.
func Read(texts []Text) *Reading {
	r := &Reading{}
	h := sha256.New()
	note := func(name, content string) {
		fmt.Fprintf(h, "%d %d %s%s", len(name), len(content), name, content)
	}
	var parsed []reading.Parsed
	others := map[string]string{}
	for _, t := range texts {
		note(t.Name, t.Content)
		if !strings.HasSuffix(t.Name, Suffix) {
			others[filepath.Base(t.Name)] = t.Content
			continue
		}
		r.Texts = append(r.Texts, t)
		parsed = append(parsed, reading.Parse(t.Name, t.Content))
	}
	r.Whole = reading.Read(parsed, func(path string) ([]byte, error) {
		path = filepath.FromSlash(path)
		if content, ok := others[filepath.Base(path)]; ok {
			return []byte(content), nil
		}
		for _, t := range r.Texts {
			if t.Folder == "" || !filepath.IsLocal(path) {
				continue
			}
			if b, err := os.ReadFile(filepath.Join(t.Folder, path)); err == nil {
				note(path, string(b))
				return b, nil
			}
		}
		return nil, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	})
	r.key = [sha256.Size]byte(h.Sum(nil))
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
