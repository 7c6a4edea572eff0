package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// target is the oldest JavaScript that the islands may be written in. Pages work without them, so that older browsers lose nothing that matters.
const target = api.ES2022

// licences is the file that holds the licence texts of what was bundled.
const licences = "LICENSES.txt"

// bundle makes the scripts of a folder: by name, what is to stand below "js/" of the board's assets. Each file in head becomes a
// plain script that runs before the page is shown; each file in islands a module of its own, with all that it imports, and so does each in workers. A
// folder that is not there has none.
func bundle(ui string) (map[string][]byte, error) {
	out, used := map[string][]byte{}, map[string]bool{}
	for _, part := range []struct {
		folder string
		format api.Format
	}{{"head", api.FormatIIFE}, {"islands", api.FormatESModule}, {"workers", api.FormatESModule}} {
		entries, err := filepath.Glob(filepath.Join(ui, part.folder, "*.ts"))
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			name := strings.TrimSuffix(filepath.Base(entry), ".ts") + ".js"
			if _, twice := out[name]; twice {
				return nil, fmt.Errorf("%s: there is a script of that name already", entry)
			}
			script, inputs, err := one(ui, path.Join(part.folder, filepath.Base(entry)), part.format)
			if err != nil {
				return nil, err
			}
			out[name] = script
			for _, input := range inputs {
				if p := packageOf(input); p != "" {
					used[p] = true
				}
			}
		}
	}
	if len(used) > 0 {
		text, err := licenceTexts(ui, used)
		if err != nil {
			return nil, err
		}
		out[licences] = text
	}
	return out, nil
}

// one bundles one entry and names the files that went into it.
func one(ui, entry string, format api.Format) (script []byte, inputs []string, err error) {
	dir, err := filepath.Abs(ui)
	if err != nil {
		return nil, nil, err
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir: dir, EntryPoints: []string{entry}, Bundle: true, Format: format, Platform: api.PlatformBrowser, Target: target,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, Charset: api.CharsetUTF8, LegalComments: api.LegalCommentsNone,
		Metafile: true, Define: map[string]string{"process.env.NODE_ENV": `"production"`},
	})
	if len(result.Errors) > 0 {
		return nil, nil, errors.New(strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}), ""))
	}
	var meta struct{ Inputs map[string]struct{} }
	if err := json.Unmarshal([]byte(result.Metafile), &meta); err != nil {
		return nil, nil, err
	}
	for input := range meta.Inputs {
		inputs = append(inputs, input)
	}
	return result.OutputFiles[0].Contents, inputs, nil
}

// packageOf gives the folder of the package that a file belongs to, "" for a file of ours.
func packageOf(file string) string {
	const modules = "node_modules/"
	i := strings.LastIndex(file, modules)
	if i < 0 {
		return ""
	}
	parts := strings.SplitN(file[i+len(modules):], "/", 3)
	n := 1
	if strings.HasPrefix(parts[0], "@") && len(parts) > 1 {
		n = 2
	}
	return file[:i+len(modules)] + path.Join(parts[:n]...)
}

// licenceTexts joins what the packages say of their licence. A package without such a text may not be bundled.
func licenceTexts(ui string, packages map[string]bool) ([]byte, error) {
	var folders []string
	for p := range packages {
		folders = append(folders, p)
	}
	slices.Sort(folders)
	var b strings.Builder
	b.WriteString("The scripts beside this file hold parts of these packages.\n")
	for _, folder := range folders {
		dir := filepath.Join(ui, filepath.FromSlash(folder))
		var about struct{ Name, Version, License string }
		data, err := os.ReadFile(filepath.Join(dir, "package.json"))
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(data, &about); err != nil {
			return nil, fmt.Errorf("%s: %w", dir, err)
		}
		text, err := licenceText(dir)
		if err != nil {
			return nil, fmt.Errorf("%s %s (%s): %w", about.Name, about.Version, about.License, err)
		}
		fmt.Fprintf(&b, "\n---- %s %s (%s)\n\n%s\n", about.Name, about.Version, about.License, strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")))
	}
	return []byte(b.String()), nil
}

// licenceText finds the file of a package's licence.
func licenceText(dir string) (string, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	for _, f := range files {
		name := strings.ToLower(f.Name())
		if !f.IsDir() && (strings.HasPrefix(name, "licen") || strings.HasPrefix(name, "copying")) {
			text, err := os.ReadFile(filepath.Join(dir, f.Name()))
			return string(text), err
		}
	}
	return "", errors.New("no text of its licence")
}

// outlines gives the outlines of countries for the map, and the licence of the package that they are from, by their names below "map/" of the assets.
func outlines(ui string) (map[string][]byte, error) {
	dir, out := filepath.Join(ui, "node_modules", "world-atlas"), map[string][]byte{}
	for _, name := range []string{"countries-110m.json", "countries-50m.json"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		out[name] = data
	}
	text, err := licenceText(dir)
	if err != nil {
		return nil, err
	}
	out[licences] = []byte("The outlines beside this file are from Natural Earth 4.1 (public domain, naturalearthdata.com), as TopoJSON by the package world-atlas:\n\n" + text)
	return out, nil
}

// write puts files into a folder that is theirs alone; what is no longer made goes.
func write(dir string, scripts map[string][]byte) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	old, err := fs.Glob(os.DirFS(dir), "*")
	if err != nil {
		return err
	}
	for _, name := range old {
		if _, still := scripts[name]; !still {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				return err
			}
		}
	}
	for name, script := range scripts {
		if err := os.WriteFile(filepath.Join(dir, name), script, 0o644); err != nil {
			return err
		}
	}
	return nil
}
