package workbook

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// Sort says what stands in a cell.
type Sort uint8

// The sorts of cells.
const (
	Words   Sort = iota
	Number       // as it is shown with 15 digits
	Day          // ISO, with the time of day where it has one
	Truth        // "true", "false"
	Fault        // an error of the sheet, "#N/A"
	Unknown      // a formula without a stored value
	TooLong      // text beyond the limit; Text is blank
)

// Cell is one cell that is not empty.
type Cell struct {
	Text    string
	Sort    Sort
	Formula bool // Text is the value that was stored with a formula
}

// Area is a merged area: rows and columns from 1, both ends included.
type Area struct{ Row, Column, LastRow, LastColumn int }

// Rows reads the rows of a sheet one after another.
type Rows struct {
	Merged        []Area // of one row or column at least two cells
	HiddenColumns []int

	book   *Book
	d      *xml.Decoder
	size   int64
	number int    // of the row read last
	hidden bool   // it is
	cells  []Cell // of it, by column
	beyond bool   // it has cells beyond the limit on columns

	down map[int][]Area // merged areas of more than one row, by their first column
	held map[int]filled
}

// filled is the value of a merged area that the rows below its first one repeat.
type filled struct {
	cell Cell
	last int
}

// ErrNoRows says that a sheet's part holds no table.
var ErrNoRows = errors.New("no rows")

// Rows begins to read a sheet.
func (b *Book) Rows(s Sheet) (*Rows, error) {
	text, err := b.part(s.part)
	if err != nil {
		return nil, err
	}
	r := &Rows{book: b, d: xml.NewDecoder(bytes.NewReader(text)), size: int64(len(text)), down: map[int][]Area{}, held: map[int]filled{}}
	// The merged areas stand behind the rows, and are wanted with them.
	if i := bytes.LastIndex(text, []byte("sheetData")); i >= 0 {
		tail := xml.NewDecoder(bytes.NewReader(text[min(i+len("sheetData")+1, len(text)):]))
		tail.Strict = false
		for {
			t, err := tail.RawToken()
			if err != nil {
				break // behind the rows stand end marks without a beginning; what counts has been read
			}
			e, ok := t.(xml.StartElement)
			if !ok || e.Name.Local != "mergeCell" {
				continue
			}
			if a, ok := area(attr(e, "ref")); ok {
				r.Merged = append(r.Merged, a)
				if a.LastRow > a.Row {
					r.down[a.Row] = append(r.down[a.Row], a)
				}
			}
		}
	}
	for {
		t, err := r.d.Token()
		if err == io.EOF {
			return nil, &DamagedError{s.part, ErrNoRows}
		}
		if err != nil {
			return nil, &DamagedError{s.part, err}
		}
		e, ok := t.(xml.StartElement)
		switch {
		case ok && e.Name.Local == "col" && truth(attr(e, "hidden")):
			lo, err1 := strconv.Atoi(attr(e, "min"))
			hi, err2 := strconv.Atoi(attr(e, "max"))
			for c := lo; err1 == nil && err2 == nil && c >= 1 && c <= min(hi, b.limit.Columns); c++ {
				r.HiddenColumns = append(r.HiddenColumns, c)
			}
		case ok && e.Name.Local == "sheetData":
			return r, nil
		}
	}
}

// Next reads the next row that the file holds; rows that it does not hold are empty. io.EOF at the end.
func (r *Rows) Next() error {
	for {
		t, err := r.d.Token()
		if err != nil {
			return &DamagedError{"", err}
		}
		switch t := t.(type) {
		case xml.EndElement:
			if t.Name.Local == "sheetData" {
				return io.EOF
			}
		case xml.StartElement:
			if t.Name.Local != "row" {
				continue
			}
			number := r.number + 1
			if s := attr(t, "r"); s != "" {
				if number, err = strconv.Atoi(s); err != nil || number <= r.number {
					return &DamagedError{"", errors.New("rows out of order")}
				}
			}
			r.number, r.hidden, r.cells, r.beyond = number, truth(attr(t, "hidden")), r.cells[:0], false
			if err := r.row(); err != nil {
				return &DamagedError{"", err}
			}
			r.fill()
			return nil
		}
	}
}

// Number gives the number of the row, from 1.
func (r *Rows) Number() int { return r.number }

// Hidden says whether the row is hidden.
func (r *Rows) Hidden() bool { return r.hidden }

// Beyond says whether the row has cells beyond the limit on columns.
func (r *Rows) Beyond() bool { return r.beyond }

// Cells gives the cells of the row by column, good until the next row.
func (r *Rows) Cells() []Cell { return r.cells }

// Progress gives how much of the sheet has been read, in bytes of bytes.
func (r *Rows) Progress() (done, total int64) { return r.d.InputOffset(), r.size }

// fill repeats the value of a merged area in its lower rows: whoever merged the cells of a column said it of each row.
func (r *Rows) fill() {
	for c, f := range r.held {
		if r.number > f.last {
			delete(r.held, c)
			continue
		}
		r.put(c, f.cell)
	}
	for _, a := range r.down[r.number] {
		if a.Column <= len(r.cells) {
			r.held[a.Column] = filled{r.cells[a.Column-1], a.LastRow}
		}
	}
}

func (r *Rows) put(column int, c Cell) {
	if column > r.book.limit.Columns {
		r.beyond = r.beyond || c.Text != "" || c.Sort != Words
		return
	}
	for len(r.cells) < column {
		r.cells = append(r.cells, Cell{})
	}
	r.cells[column-1] = c
}

// row reads the cells of a row up to its end.
func (r *Rows) row() error {
	column := 0
	for {
		t, err := r.d.Token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.EndElement:
			if t.Name.Local == "row" {
				return nil
			}
		case xml.StartElement:
			if t.Name.Local != "c" {
				if err := r.d.Skip(); err != nil {
					return err
				}
				continue
			}
			column++
			if ref := attr(t, "r"); ref != "" {
				_, c, ok := reference(ref)
				if !ok {
					return errors.New("a cell at " + strconv.Quote(ref))
				}
				column = c
			}
			style, _ := strconv.Atoi(attr(t, "s")) // none: 0, the first
			cell, err := r.cell(attr(t, "t"), style)
			if err != nil {
				return err
			}
			if cell.Text != "" || cell.Sort != Words {
				r.put(column, cell)
			}
		}
	}
}

// cell reads a cell of a type (ECMA-376 part 1, 18.18.11) and a style up to its end.
func (r *Rows) cell(sort string, style int) (Cell, error) {
	var c Cell
	value, inline, has := "", "", false
	for {
		t, err := r.d.Token()
		if err != nil {
			return c, err
		}
		switch t := t.(type) {
		case xml.EndElement:
			if t.Name.Local == "c" {
				return r.read(c, sort, style, value, inline, has), nil
			}
		case xml.StartElement:
			switch t.Name.Local {
			case "f":
				c.Formula = true
				err = r.d.Skip()
			case "v":
				has = true
				value, err = chars(r.d)
			case "is":
				has = true
				inline, err = textOf(r.d)
			default:
				err = r.d.Skip()
			}
			if err != nil {
				return c, err
			}
		}
	}
}

// chars gives the text up to the end of an element.
func chars(d *xml.Decoder) (string, error) {
	var s string
	for {
		t, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.CharData:
			s += string(t)
		case xml.StartElement:
			if err := d.Skip(); err != nil {
				return "", err
			}
		case xml.EndElement:
			return s, nil
		}
	}
}

func (r *Rows) read(c Cell, sort string, style int, value, inline string, has bool) Cell {
	switch {
	case c.Formula && !has:
		c.Sort = Unknown
		return c
	case sort == "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		switch {
		case err != nil || i < 0 || i >= len(r.book.strings):
			c.Sort, c.Text = Fault, "#"+value // points nowhere
		case r.book.long[i]:
			c.Sort = TooLong
		default:
			c.Text = r.book.strings[i]
		}
		return c
	case sort == "inlineStr":
		c.Text = inline
	case sort == "str":
		c.Text = unescape(value)
	case sort == "b":
		c.Sort, c.Text = Truth, strconv.FormatBool(strings.TrimSpace(value) == "1")
	case sort == "e":
		c.Sort, c.Text = Fault, value
	case sort == "d":
		c.Sort, c.Text = Day, strings.TrimSuffix(strings.TrimSuffix(value, "Z"), "T00:00:00")
	case value != "":
		c.Sort, c.Text = Number, value
		if f, err := strconv.ParseFloat(strings.TrimSpace(value), 64); err == nil {
			c.Text = shown(f)
			if style >= 0 && style < len(r.book.styles) && r.book.styles[style] != plain {
				if day, ok := r.book.epoch.date(f, r.book.styles[style]); ok {
					c.Sort, c.Text = Day, day
				}
			}
		}
	}
	if len(c.Text) > r.book.limit.Field {
		c.Sort, c.Text = TooLong, ""
	}
	return c
}

// shown gives a number with the 15 digits that a sheet has, without an exponent: 35.950563900000001 is 35.9505639.
func shown(f float64) string {
	g, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
	if err != nil {
		g = f
	}
	return strconv.FormatFloat(g, 'f', -1, 64)
}

// reference reads "BC12" as row 12, column 55.
func reference(s string) (row, column int, ok bool) {
	i := 0
	for ; i < len(s) && i < 4; i++ {
		c := s[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		column = column*26 + int(c-'A') + 1
	}
	row, err := strconv.Atoi(s[i:])
	return row, column, err == nil && row > 0 && column > 0 && column <= 16384
}

// area reads "A1:B3".
func area(s string) (Area, bool) {
	from, to, ok := strings.Cut(s, ":")
	if !ok {
		return Area{}, false
	}
	r1, c1, ok1 := reference(from)
	r2, c2, ok2 := reference(to)
	return Area{r1, c1, r2, c2}, ok1 && ok2 && r2 >= r1 && c2 >= c1
}
