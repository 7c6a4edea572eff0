// Package workbook reads workbooks in the format of Excel and LibreOffice (.xlsx; ECMA-376, "SpreadsheetML") row by row.
//
// It is made for tables that strangers send. Nothing is unpacked to disk. What a workbook unpacks to is limited before anything is
// unpacked. A cell says what it is: a date stands in the file as a number, and only the cell's style tells; a formula has the value that was stored
// with it, or none. Merged areas, hidden rows, columns and sheets are told.
package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Limits on a workbook.
type Limits struct {
	Unpacked int64 // bytes of all its parts together
	Parts    int   // files in the archive
	Field    int   // bytes of one cell
	Columns  int   // cells of one row that are kept
}

// Errors that callers tell apart.
var (
	ErrOld      = errors.New("an older or an encrypted workbook")
	ErrOther    = errors.New("an archive, but no workbook")
	ErrTooLarge = errors.New("it unpacks to more than the limit")
)

// DamagedError says which part of a workbook cannot be read.
type DamagedError struct {
	Part string // "" : the archive itself
	Err  error
}

func (e *DamagedError) Error() string { return fmt.Sprintf("part %q: %v", e.Part, e.Err) }
func (e *DamagedError) Unwrap() error { return e.Err }

// Sheet is one table of a workbook.
type Sheet struct {
	Name   string
	Hidden bool
	part   string
}

// Book is an open workbook.
type Book struct {
	Sheets []Sheet // with rows and columns; not the charts and macros

	limit    Limits
	files    map[string]*zip.File
	strings  []string // shared ones
	long     map[int]bool
	styles   []look
	epoch    epoch
	unpacked int64
}

// IsZip says whether data begins as an archive does.
func IsZip(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) }

// IsOld says whether data begins as the compound files do in which older programs wrote their sheets, and newer ones write encrypted ones.
func IsOld(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
}

// Open reads what a workbook holds besides its rows.
func Open(data []byte, limit Limits) (*Book, error) {
	if IsOld(data) {
		return nil, ErrOld
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, &DamagedError{"", err}
	}
	if len(z.File) > limit.Parts {
		return nil, ErrTooLarge
	}
	b := &Book{limit: limit, files: make(map[string]*zip.File, len(z.File)), long: map[int]bool{}}
	var total uint64
	for _, f := range z.File {
		total += f.UncompressedSize64 // what an archive says here is held against what comes out
		if f.UncompressedSize64 > uint64(limit.Unpacked) || total > uint64(limit.Unpacked) {
			return nil, ErrTooLarge
		}
		b.files[strings.ToLower(strings.TrimPrefix(path.Clean("/"+f.Name), "/"))] = f
	}
	root, err := b.relations("_rels/.rels", "")
	if err != nil {
		return nil, err
	}
	main := root.first("/officeDocument")
	if main == "" || b.files[main] == nil {
		return nil, ErrOther
	}
	rels, err := b.relations(path.Join(path.Dir(main), "_rels", path.Base(main)+".rels"), path.Dir(main))
	if err != nil {
		return nil, err
	}
	if err := b.workbook(main, rels); err != nil {
		return nil, err
	}
	if len(b.Sheets) == 0 {
		return nil, ErrOther
	}
	if part := rels.first("/styles"); part != "" && b.files[part] != nil {
		if err := b.readStyles(part); err != nil {
			return nil, err
		}
	}
	if part := rels.first("/sharedStrings"); part != "" && b.files[part] != nil {
		if err := b.readStrings(part); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// part unpacks a part of the archive. A part that holds more than it says is damaged; the parts together never exceed the limit.
func (b *Book) part(name string) ([]byte, error) {
	f := b.files[name]
	if f == nil {
		return nil, &DamagedError{name, errors.New("it is missing")}
	}
	r, err := f.Open()
	if err != nil {
		return nil, &DamagedError{name, err}
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, b.limit.Unpacked-b.unpacked+1))
	if err != nil {
		return nil, &DamagedError{name, err}
	}
	if b.unpacked += int64(len(text)); b.unpacked > b.limit.Unpacked {
		return nil, ErrTooLarge
	}
	return text, nil
}

// relation is a pointer from one part to another.
type relation struct{ id, sort, target string }

type relations []relation

// first gives the target of the first relation whose type ends so: the transitional and the strict form of the format differ in what goes before.
func (rs relations) first(sort string) string {
	for _, r := range rs {
		if strings.HasSuffix(r.sort, sort) {
			return r.target
		}
	}
	return ""
}

func (rs relations) byID(id string) (relation, bool) {
	for _, r := range rs {
		if r.id == id {
			return r, true
		}
	}
	return relation{}, false
}

// relations reads a .rels part; none is no relations. Targets come out as names of parts: relative ones count from the folder.
func (b *Book) relations(name, folder string) (relations, error) {
	name = strings.ToLower(name)
	if b.files[name] == nil {
		return nil, nil
	}
	text, err := b.part(name)
	if err != nil {
		return nil, err
	}
	var rs relations
	err = elements(text, func(e xml.StartElement, _ *xml.Decoder) error {
		if e.Name.Local == "Relationship" && attr(e, "TargetMode") != "External" {
			target := attr(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join("/", folder, target)
			}
			rs = append(rs, relation{attr(e, "Id"), attr(e, "Type"), strings.ToLower(strings.TrimPrefix(path.Clean(target), "/"))})
		}
		return nil
	})
	if err != nil {
		return nil, &DamagedError{name, err}
	}
	return rs, nil
}

// workbook reads the list of sheets and the calendar.
func (b *Book) workbook(name string, rels relations) error {
	text, err := b.part(name)
	if err != nil {
		return err
	}
	err = elements(text, func(e xml.StartElement, _ *xml.Decoder) error {
		switch e.Name.Local {
		case "workbookPr":
			b.epoch.from1904 = truth(attr(e, "date1904"))
		case "sheet":
			id := ""
			for _, a := range e.Attr {
				if a.Name.Local == "id" && a.Name.Space != "" {
					id = a.Value
				}
			}
			if r, ok := rels.byID(id); ok && strings.HasSuffix(r.sort, "/worksheet") {
				state := attr(e, "state")
				b.Sheets = append(b.Sheets, Sheet{Name: attr(e, "name"), Hidden: state == "hidden" || state == "veryHidden", part: r.target})
			}
		}
		return nil
	})
	if err != nil {
		return &DamagedError{name, err}
	}
	return nil
}

// readStrings reads the table of strings that cells point into.
func (b *Book) readStrings(name string) error {
	text, err := b.part(name)
	if err != nil {
		return err
	}
	err = elements(text, func(e xml.StartElement, d *xml.Decoder) error {
		if e.Name.Local != "si" {
			return nil
		}
		s, err := textOf(d)
		if err != nil {
			return err
		}
		if len(s) > b.limit.Field {
			b.long[len(b.strings)] = true
			s = ""
		}
		b.strings = append(b.strings, s)
		return nil
	})
	if err != nil {
		return &DamagedError{name, err}
	}
	return nil
}

// elements calls yield for each element of a document, in order.
func elements(text []byte, yield func(xml.StartElement, *xml.Decoder) error) error {
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		t, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := yield(e, d); err != nil {
				return err
			}
		}
	}
}

// textOf gathers the text of a string item or an inline string up to its end: its runs joined, without the reading aids of Japanese.
func textOf(d *xml.Decoder) (string, error) {
	var b strings.Builder
	in, aid := 0, 0
	for depth := 1; depth > 0; {
		t, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			depth++
			switch t.Name.Local {
			case "t":
				in = depth
			case "rPh":
				aid = depth
			}
		case xml.EndElement:
			switch depth {
			case in:
				in = 0
			case aid:
				aid = 0
			}
			depth--
		case xml.CharData:
			if in > 0 && aid == 0 {
				b.Write(t)
			}
		}
	}
	return unescape(b.String()), nil
}

var escapes = strings.NewReplacer("_x000D_", "\r", "_x000d_", "\r", "_x000A_", "\n", "_x000a_", "\n", "_x0009_", "\t", "_x005F_", "_", "_x005f_", "_")

// unescape undoes the escapes of line ends and tabs (ECMA-376 part 1, 22.9.2.19); those of other control characters stay visible as they are.
func unescape(s string) string {
	if !strings.Contains(s, "_x00") {
		return s
	}
	return escapes.Replace(s)
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

func truth(s string) bool { return s == "1" || s == "true" || s == "on" }
