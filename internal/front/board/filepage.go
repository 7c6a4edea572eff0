package board

import (
	"mithaq/internal/evidence/files/look"
	"mithaq/internal/evidence/files/stamp"
	"mithaq/internal/evidence/record"
)

// FileRow is one file among those of an account.
type FileRow struct {
	Hash, Short string
	Name        string
	Type, Size  string
	Warnings    []string
	State       string // "kept", "missing", "damaged"
	Meta        []Pair // the most telling of its metadata
	Picture     bool   // it is of a type that display copies are made of
	Copy        bool   // it has one
	Graphic     bool   // which is shown only when asked for
}

// telling are the metadata that a reader of an incident looks for first.
var telling = []string{"taken", "place", "place_time", "make", "model", "written"}

// FileRow makes one line. l is nil where the file was not looked into; picture and hasCopy say of display copies whether its type has them and
// whether it has one; graphic says that the incident is.
func (rd Reader) FileRow(f *record.File, state string, l *look.Look, picture, hasCopy, graphic bool) FileRow {
	row := FileRow{
		Hash: f.SHA256.String(), Short: f.SHA256.String()[:16], Name: EscapeName(f.Name), Type: f.Type, Size: rd.Bytes(f.Size), State: state,
		Picture: picture, Copy: hasCopy && state == "kept", Graphic: graphic || f.Graphic,
	}
	if row.Name == "" {
		row.Name = row.Short
	}
	if l != nil {
		row.Warnings = rd.FileWarnings(l)
		few := *l
		few.Meta = nil
		for _, name := range telling {
			for _, m := range l.Meta {
				if m.Name == name {
					few.Meta = append(few.Meta, m)
				}
			}
		}
		row.Meta = rd.FileMeta(&few)
	}
	return row
}

// FileView is the page of one file.
type FileView struct {
	FileRow
	Incident string
	Of       string // the incident as lists call it
	Facts    []Pair
	All      []Pair // all metadata
	Stamps   []string
	Accounts []FileAccount
}

// FileAccount is an account that holds the file.
type FileAccount struct{ Account, Incident, Source string }

// FilePage makes the page of a file.
func (rd Reader) FilePage(row FileRow, f *record.File, l *look.Look, incident string) *FileView {
	v := &FileView{FileRow: row, Incident: incident, Facts: rd.FileFacts(f)}
	if l != nil {
		v.All = rd.FileMeta(l)
	}
	return v
}

// AddStamp tells what a check of something beside the file found.
func (v *FileView) AddStamp(rd Reader, r *stamp.Result, says string) {
	v.Stamps = append(v.Stamps, rd.Stamp(r, says))
}
