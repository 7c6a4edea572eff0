package guard

import (
	"context"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/index"
	"mithaq/internal/evidence/record/project"
	"mithaq/internal/evidence/release"
)

// shelf holds the forms that an outsider sees, as a store holds incidents: packed, with columns and an index over them, so that a page costs what is
// on it. A form's row is the number of its incident's first entry.
type shelf struct {
	told *release.View // what may go out: all forms on the shelf go by it, and whatever is answered from it

	mu      sync.RWMutex
	rows    map[string]int64 // by incident
	forms   map[int64]*line
	index   index.Memory
	changes index.Writer
	words   project.Words  // of the lines
	speaks  map[string]int // how many forms name a source
	sum     sign           // of all forms
	byID    []*line        // all forms in the order of incidents; nil: to be sorted again

	stages stages // what forms were before
}

// line is a form as it is kept. What is said here of it does not change: another line takes its place.
type line struct {
	id     string
	seq    int64 // the newest entry that it rests on
	span   span
	packed string
	sign   sign
	says   project.Line // by which it is sorted and counted
}

func newShelf(told *release.View) *shelf {
	return &shelf{told: told, rows: map[string]int64{}, forms: map[int64]*line{}, speaks: map[string]int{}}
}

// take takes forms in, each in place of what was there of its incident, which comes once.
func (s *shelf) take(forms []*form) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range forms {
		if err := s.put(f); err != nil {
			return err
		}
	}
	return s.changes.Flush(&s.index, math.MaxInt64)
}

func (s *shelf) put(f *form) error {
	s.byID = nil
	if row, known := s.rows[f.id]; known {
		was, err := s.forms[row].bundle()
		if err != nil {
			return err
		}
		project.KeysOf(was, func(key string) { s.changes.Drop(key, row) })
		s.speak(was, -1)
		s.sum.toggle(s.forms[row].sign)
		delete(s.rows, f.id)
		delete(s.forms, row)
	}
	if f.first == 0 {
		return nil
	}
	b := &f.bundle
	project.KeysOf(b, func(key string) { s.changes.Put(key, f.first) }) // a key that it had before is dropped first
	c := project.ColumnsOf(b)
	id := strings.Clone(f.id) // a piece of what was read, all of which it would keep
	s.rows[id] = f.first
	packed := string(project.Pack(nil, b))
	l := &line{id, f.seq, f.span, packed, signOf(id, packed), s.words.Line(&project.LineRow{
		ID: id, Lo: c.Lo, Hi: c.Hi, Killed: c.Killed, Grade: c.Grade, State: int(project.StateOf(b)), Waiting: c.Waiting,
		Month: c.Month, Year: c.Year, Parties: strings.Join(c.Parties, project.PartySeparator), Act: b.Incident.Act, Publisher: b.Incident.Publisher,
	})}
	s.forms[f.first] = l
	s.sum.toggle(l.sign)
	s.speak(b, 1)
	return nil
}

// holds says whether a form stands on the shelf as it is, or there is none of its incident here either. It then rests on entries as new as this one does.
func (s *shelf) holds(f *form) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	row, known := s.rows[f.id]
	if !known || f.first == 0 {
		return !known && f.first == 0
	}
	l := s.forms[row]
	if row != f.first || l.packed != string(project.Pack(nil, &f.bundle)) {
		return false
	}
	now := *l
	now.seq, now.span = f.seq, f.span
	s.forms[row], s.byID = &now, nil
	return true
}

// speak counts the sources that a form names.
func (s *shelf) speak(b *record.Bundle, n int) {
	for _, id := range spoken(b) {
		if s.speaks[id] += n; s.speaks[id] == 0 {
			delete(s.speaks, id)
		}
	}
}

// spoken gives the sources that a form names, sorted.
func spoken(b *record.Bundle) []string {
	out := []string{b.Incident.Publisher}
	for i := range b.Accounts {
		out = append(out, b.Accounts[i].Source)
	}
	for i := range b.Assessments {
		out = append(out, b.Assessments[i].Assessor)
	}
	for i := range b.Denials {
		out = append(out, b.Denials[i].Source)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (l *line) bundle() (*record.Bundle, error) {
	b := &record.Bundle{}
	err := project.Unpack(l.packed, b)
	return b, err
}

// bundle gives a form; nil: there is none of this incident.
func (s *shelf) bundle(id string) (*record.Bundle, error) {
	l := s.line(id)
	if l == nil {
		return nil, nil
	}
	return l.bundle()
}

// several gives the forms of some incidents, as far as there are any.
func (s *shelf) several(ids []string) (map[string]*record.Bundle, error) {
	out := make(map[string]*record.Bundle, len(ids))
	for _, id := range ids {
		b, err := s.bundle(id)
		if err != nil {
			return nil, err
		}
		if b != nil {
			out[id] = b
		}
	}
	return out, nil
}

// line gives the form of an incident as it is kept; nil: there is none.
func (s *shelf) line(id string) *line {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.forms[s.rows[id]]
}

// lines gives all forms, in the order of incidents. They are not to be changed.
func (s *shelf) lines() []*line {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byID == nil {
		s.byID = slices.SortedFunc(maps.Values(s.forms), func(a, b *line) int { return strings.Compare(a.id, b.id) })
	}
	return s.byID
}

// ids gives the incidents of which there are forms.
func (s *shelf) ids() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Collect(maps.Keys(s.rows))
}

// seq gives the newest entry that a form rests on; 0: there is none of this incident.
func (s *shelf) seq(id string) int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if l := s.forms[s.rows[id]]; l != nil {
		return l.seq
	}
	return 0
}

// speakers gives the sources that are named in what is shown.
func (s *shelf) speakers(b *record.Base) map[string]bool {
	out := map[string]bool{}
	s.mu.RLock()
	for id := range s.speaks {
		out[id] = true
	}
	s.mu.RUnlock()
	for _, c := range b.Coverage {
		out[c.Source], out[c.Observer] = true, true
	}
	for _, r := range b.Rosters {
		out[r.Source] = true
	}
	for _, p := range b.Positions {
		out[p.Source] = true
	}
	for _, t := range b.Tallies {
		out[t.Source] = true
	}
	return out
}

// errReceived tells that outsiders ask for when something came in: no query that reaches the index does.
var errReceived = errors.New("when it was received is not outsiders' to ask")

// read implements project.Snapshot.
func (s *shelf) read(_ context.Context, fn func(project.Finder) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return fn(found{s})
}

// found reads the index while nobody writes to the shelf. It implements project.Finder.
type found struct{ *shelf }

func (f found) Pieces(ctx context.Context, from, to string, down bool, each func(key string, chunk int64, docs []byte) (bool, error)) error {
	return f.index.Pieces(ctx, from, to, down, each)
}

func (f found) RowsUpTo(context.Context, int64) (int64, error) { return 0, errReceived }

func (f found) Held(context.Context) (project.Holding, error) { return f, nil }

// Line implements project.Holding.
func (f found) Line(n int64) *project.Line {
	if l := f.forms[n]; l != nil {
		return &l.says
	}
	return nil
}

// Each implements project.Holding.
func (f found) Each(fn func(n int64, l *project.Line)) {
	for n, l := range f.forms {
		fn(n, &l.says)
	}
}

// Word implements project.Holding.
func (f found) Word(i int32) string { return f.words.Word(i) }

func (f found) Packed(_ context.Context, rows []int64, each func(n int64, packed string) error) error {
	for _, row := range rows {
		if err := each(row, f.forms[row].packed); err != nil {
			return err
		}
	}
	return nil
}

func (f found) Listed(_ context.Context, rows []int64, each func(l *project.Listed) error) error {
	for _, row := range rows {
		l := f.forms[row]
		if err := each(&project.Listed{Grade: int(l.says.Grade), Killed: l.says.Killed, Packed: l.packed}); err != nil {
			return err
		}
	}
	return nil
}
