package delimited

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

var wide = Limits{Field: 1 << 20, Columns: 1000}

func all(t testing.TB, text string, comma rune, limit Limits) (rows [][]string, err error) {
	t.Helper()
	r := New([]byte(text), comma, limit)
	for {
		row, err := r.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		rows = append(rows, slices.Clone(row))
	}
}

func TestPlaces(t *testing.T) {
	r := New([]byte("\n\"а\nб\",в,\"г\"\"д\"\r\n\r\nе,ж\n"), ',', wide)
	row, err := r.Read()
	if err != nil || !slices.Equal(row, []string{"а\nб", "в", `г"д`}) {
		t.Fatalf("%q, %v", row, err)
	}
	for i, want := range []Place{{1, 2, 1}, {9, 3, 4}, {12, 3, 6}} {
		if got := r.Place(i); got != want {
			t.Errorf("field %d: got %+v, want %+v", i, got, want)
		}
	}
	if row, err = r.Read(); err != nil || !slices.Equal(row, []string{"е", "ж"}) || r.Place(1).Line != 5 || r.Place(1).Column != 3 {
		t.Errorf("%q, %v, %+v", row, err, r.Place(1))
	}
	if _, err := r.Read(); err != io.EOF {
		t.Error(err)
	}
}

// TestLimits: what is beyond a limit is told and passed over; the rows after it are read.
func TestLimits(t *testing.T) {
	r := New([]byte("a,"+strings.Repeat("x", 11)+",b\n\"1234567890\"\"\",c\n1,2,3,4,5,6\nlast,\n"), ',', Limits{Field: 10, Columns: 3})
	for _, want := range []struct {
		row     []string
		n, long int
	}{
		{[]string{"a", "", "b"}, 3, 1},
		{[]string{"", "c"}, 2, 0},
		{[]string{"1", "2", "3", "4"}, 6, -1}, // one more than the limit shows that there are too many
		{[]string{"last", ""}, 2, -1},
	} {
		row, err := r.Read()
		if err != nil || !slices.Equal(row, want.row) || r.Count() != want.n || r.Long() != want.long {
			t.Errorf("got %q, %d, %d, %v; want %+v", row, r.Count(), r.Long(), err, want)
		}
	}
}

// TestLongFieldIsNotCopied: a field of a hundred megabytes costs no memory of its own.
func TestLongFieldIsNotCopied(t *testing.T) {
	text := append([]byte("a,b\n\""), make([]byte, 100<<20)...)
	for i := 5; i < len(text); i++ {
		text[i] = 'x'
	}
	text = append(text, "\",2\n3,4\n"...)
	r := New(text, ',', wide)
	allocated := testing.AllocsPerRun(1, func() {
		for {
			if _, err := r.Read(); err != nil {
				break
			}
		}
	})
	if cap(r.buf) > 2*wide.Field || allocated > 100 {
		t.Errorf("a buffer of %d bytes, %v allocations", cap(r.buf), allocated)
	}
}

func TestQuotes(t *testing.T) {
	for text, want := range map[string]QuoteError{
		"a,b\nc,d\"e\n":      {Place{7, 2, 4}, 2},
		"a\n\"b\" ,c\n":      {Place{4, 2, 3}, 2},
		"a\n\"b,c\nd,e\nf\n": {Place{13, 5, 1}, 2},
		"\"":                 {Place{1, 1, 2}, 1},
	} {
		_, err := all(t, text, ',', wide)
		var q *QuoteError
		if !errors.As(err, &q) || *q != want {
			t.Errorf("%q: got %v, want %+v", text, err, want)
		}
	}
}

// FuzzAsEncodingCSV: the same fields as encoding/csv, and the same refusals.
func FuzzAsEncodingCSV(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,2\n", "\"a\"\"b\",c\r\n\r\n\"x\ny\",z", "a;b\n\"", "a\rb,c\r", "\"a\r\nb\"\r\n", "a,\"b\"c\n", "ж،д\n\"،\"،1\n", "\r\n\n,,\n",
	} {
		f.Add(s, ',')
	}
	f.Add("ж،д\n\"،\"،1\n", '،')
	f.Add(strings.Repeat(",", 1100), ',')
	f.Fuzz(func(t *testing.T, text string, comma rune) {
		if comma == '"' || comma == '\r' || comma == '\n' || comma == utf8.RuneError || comma <= 0 || !utf8.ValidRune(comma) || !utf8.ValidString(text) {
			return
		}
		r := csv.NewReader(strings.NewReader(text))
		r.Comma, r.FieldsPerRecord = comma, -1
		want, wantErr := r.ReadAll()
		got, gotErr := all(t, text, comma, Limits{Field: len(text) + 1, Columns: len(text) + 1}) // nothing is beyond a limit
		if (gotErr == nil) != (wantErr == nil) {
			t.Fatalf("got %v, want %v", gotErr, wantErr)
		}
		if wantErr == nil && !slices.EqualFunc(got, want, slices.Equal) {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}
