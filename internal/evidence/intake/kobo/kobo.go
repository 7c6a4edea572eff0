// Package kobo reads the submissions of a form as the API of KoboToolbox gives them (GET /api/v2/assets/UID/data/: {"results": [...]}, or the list alone)
// and flattens each into named cells.
//
//	group/question           a question, under the path that the form gives it
//	people[2]/name           a question in the second repetition of a group
//	people/name              the same question of all repetitions, joined by "|"
//	people[]                 how many repetitions there are
//	_validation_status/uid   a part of an object; an empty object gives no cell
//	_attachments/filename    all file names, joined by "|"
//	spot/lat spot/lon spot/accuracy   the parts of a question that holds a place ("36.2 37.1 0 4.5")
//	rootUuid                 the key that stays when a submission is edited ("meta/rootUuid" or "rootUuid", without its prefix)
package kobo

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"mithaq/internal/evidence/intake/tokens"
)

// Limits on what a file may hold.
type Limits struct {
	Field   int // bytes of one value
	Columns int
	Depth   int // objects and lists within each other
}

// Cell is a value of a submission.
type Cell struct {
	Text  string
	Place tokens.Place
	Long  bool // beyond the limit: Text is blank
	Twice bool // the submission has two values under this name: the later one is given
}

// Submission is one row: cells by the index of their column.
type Submission struct {
	Place tokens.Place
	Cells map[int]Cell
}

// Table is what a file holds.
type Table struct {
	Columns     []string // in the order in which they are first met
	Submissions []Submission
}

// Errors that a tokens.SyntaxError wraps.
var (
	ErrNotSubmissions = errors.New("neither a list of submissions nor an object with one under \"results\"")
	ErrDeep           = errors.New("too many objects within each other")
	ErrColumns        = errors.New("too many columns")
)

// Read reads a whole file.
func Read(text []byte, limit Limits) (*Table, error) {
	r := &reader{d: tokens.New(text), limit: limit, table: &Table{}, index: map[string]int{}}
	if err := r.d.Whole(r.file); err != nil {
		return nil, err
	}
	return r.table, nil
}

type reader struct {
	d     *tokens.Reader
	limit Limits
	table *Table
	index map[string]int // of columns
	now   *Submission
}

// file reads the list, or the object that holds it.
func (r *reader) file() error {
	t, err := r.d.Token()
	if err != nil {
		return err
	}
	switch t {
	case json.Delim('['):
		return r.list()
	case json.Delim('{'):
		found := false
		for r.d.More() {
			key, err := r.d.Token()
			if err != nil {
				return err
			}
			if key != "results" || found {
				var skipped json.RawMessage
				if err := r.d.Decode(&skipped); err != nil {
					return err
				}
				continue
			}
			if t, err := r.d.Token(); err != nil {
				return err
			} else if t != json.Delim('[') {
				return ErrNotSubmissions
			}
			if err := r.list(); err != nil {
				return err
			}
			found = true
		}
		if _, err := r.d.Token(); err != nil {
			return err
		}
		if found {
			return nil
		}
	}
	return ErrNotSubmissions
}

func (r *reader) list() error {
	for r.d.More() {
		t, err := r.d.Token()
		if err != nil {
			return err
		}
		if t != json.Delim('{') {
			return ErrNotSubmissions
		}
		r.table.Submissions = append(r.table.Submissions, Submission{Place: r.d.Here(), Cells: map[int]Cell{}})
		r.now = &r.table.Submissions[len(r.table.Submissions)-1]
		if err := r.object("", "", 1); err != nil {
			return err
		}
		r.root()
	}
	_, err := r.d.Token()
	return err
}

// object reads an object up to its end. path is its name, and all the name that it has in every repetition ("" where it is in none).
func (r *reader) object(path, all string, depth int) error {
	if depth > r.limit.Depth {
		return ErrDeep
	}
	for r.d.More() {
		t, err := r.d.Token()
		if err != nil {
			return err
		}
		key, _ := t.(string)
		if err := r.value(under(path, key), under(all, key), all != "", depth); err != nil {
			return err
		}
	}
	_, err := r.d.Token()
	return err
}

var repetition = regexp.MustCompile(`\[\d+\]`)

// under gives the name of a question in a group. Inside repeated groups Kobo writes the whole path before each question.
func under(path, key string) string {
	if path == "" {
		return key
	}
	bare := repetition.ReplaceAllString(path, "")
	for _, p := range []string{bare, bare[strings.LastIndexByte(bare, '/')+1:]} {
		if rest, ok := strings.CutPrefix(key, p+"/"); ok {
			key = rest
			break
		}
	}
	return path + "/" + key
}

func (r *reader) value(path, all string, repeated bool, depth int) error {
	t, err := r.d.Token()
	if err != nil {
		return err
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '{' {
			if !repeated {
				all = ""
			}
			return r.object(path, all, depth+1)
		}
		return r.repetitions(path, all, repeated, depth+1)
	case string:
		return r.leaf(path, all, t, repeated)
	case json.Number:
		return r.leaf(path, all, t.String(), repeated)
	case bool:
		return r.leaf(path, all, strconv.FormatBool(t), repeated)
	}
	return nil // null: no answer
}

// repetitions reads a list up to its end.
func (r *reader) repetitions(path, all string, repeated bool, depth int) error {
	if depth > r.limit.Depth {
		return ErrDeep
	}
	if !repeated {
		all = path
	}
	n := 0
	for r.d.More() {
		n++
		if err := r.value(fmt.Sprintf("%s[%d]", path, n), all, true, depth); err != nil {
			return err
		}
	}
	if n > 0 {
		if err := r.set(path+"[]", Cell{Text: strconv.Itoa(n), Place: r.d.Here()}); err != nil {
			return err
		}
	}
	_, err := r.d.Token()
	return err
}

var geopoint = regexp.MustCompile(`^(-?\d{1,3}(?:\.\d+)?) (-?\d{1,3}(?:\.\d+)?) -?\d+(?:\.\d+)? (\d+(?:\.\d+)?)$`)

func (r *reader) leaf(path, all, text string, repeated bool) error {
	c := Cell{Text: text, Place: r.d.Here()}
	if len(text) > r.limit.Field {
		c.Text, c.Long = "", true
	}
	if err := r.set(path, c); err != nil {
		return err
	}
	if m := geopoint.FindStringSubmatch(c.Text); m != nil {
		for i, part := range []string{"lat", "lon", "accuracy"} {
			if err := r.set(path+"/"+part, Cell{Text: m[i+1], Place: c.Place}); err != nil {
				return err
			}
		}
	}
	if !repeated || c.Text == "" {
		return nil
	}
	// The same question of all repetitions.
	i, err := r.column(all)
	if err != nil {
		return err
	}
	if old, ok := r.now.Cells[i]; ok {
		c.Text = old.Text + "|" + c.Text
		if len(c.Text) > r.limit.Field {
			c.Text, c.Long = "", true
		}
	}
	r.now.Cells[i] = c
	return nil
}

func (r *reader) column(name string) (int, error) {
	i, ok := r.index[name]
	if !ok {
		if i = len(r.table.Columns); i >= r.limit.Columns {
			return 0, ErrColumns
		}
		r.index[name] = i
		r.table.Columns = append(r.table.Columns, name)
	}
	return i, nil
}

func (r *reader) set(name string, c Cell) error {
	i, err := r.column(name)
	if err != nil {
		return err
	}
	_, c.Twice = r.now.Cells[i]
	r.now.Cells[i] = c
	return nil
}

// Key is the column of the key that stays when a submission is edited.
const Key = "rootUuid"

// root gives each submission its key under one name.
func (r *reader) root() {
	for _, name := range []string{"meta/rootUuid", Key} {
		i, ok := r.index[name]
		if !ok {
			continue
		}
		if c, ok := r.now.Cells[i]; ok {
			c.Text = strings.TrimPrefix(c.Text, "uuid:")
			if k, err := r.column(Key); err == nil {
				r.now.Cells[k] = c
			}
			return
		}
	}
}
