package wording

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
)

//go:embed catalog
var catalogFiles embed.FS

// Languages lists the languages of the catalogues, by folder name.
var Languages = [...]string{"en", "ar", "ru"}

// entry is one line of a catalogue file.
type entry struct {
	key  string // with its plural suffix: "status.more#one"
	text string
	file string // "ar/syntax.txt"
	line int
}

// String names the line, for messages of tests.
func (e entry) String() string { return fmt.Sprintf("%s:%d: %s", e.file, e.line, e.key) }

// readEntries reads every file of a language, in the order of file names. A line is blank, a comment ("#" first) or "key = text";
// the text runs to the end of the line. A line of
// another form is an error and is passed over: the entries are those of all other lines.
func readEntries(files fs.FS, lang string) ([]entry, error) {
	names, err := fs.Glob(files, path.Join("catalog", lang, "*.txt"))
	if err != nil {
		return nil, err
	}
	var entries []entry
	var errs []error
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		short := strings.TrimPrefix(name, "catalog/")
		number := 0
		for line := range strings.Lines(string(data)) {
			number++
			line = strings.TrimRight(line, "\r\n")
			if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
				continue
			}
			key, text, ok := strings.Cut(line, " = ")
			if !ok || key == "" || strings.ContainsAny(key, " \t") {
				errs = append(errs, fmt.Errorf("%s:%d: want \"key = text\"", short, number))
				continue
			}
			entries = append(entries, entry{key, text, short, number})
		}
	}
	return entries, errors.Join(errs...)
}

// catalogues holds key to text for each language. Of two lines with one key the first stands, and a test
// fails; a malformed file leaves its language short, and a test fails too: a reader still gets what there is.
var catalogues = sync.OnceValue(func() map[string]map[string]string {
	all := make(map[string]map[string]string, len(Languages))
	for _, lang := range Languages {
		texts := make(map[string]string)
		entries, _ := readEntries(catalogFiles, lang)
		for _, e := range entries {
			if _, twice := texts[e.key]; !twice {
				texts[e.key] = e.text
			}
		}
		all[lang] = texts
	}
	return all
})
