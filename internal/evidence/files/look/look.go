// Package look says what a file's bytes are, without running or rendering any of them: its type by content, whether its name promises
// another, whether the same bytes could be taken for a second type (a polyglot), and the metadata that it carries.
//
// It reads from an io.ReaderAt in small pieces and never more than it says; every length in the file is distrusted. What it finds is for
// the eyes of whoever may see the file itself: metadata names people and places, and goes into no log and no error.
package look

import (
	"bytes"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// Look is what can be said of a file.
type Look struct {
	Type     string   `json:"type"`               // media type by content; "application/octet-stream": not recognised
	Named    string   `json:"named,omitempty"`    // the media type that the name's extension promises; "": none that is known
	Differs  bool     `json:"differs,omitempty"`  // the name promises another type than the content has
	Also     []Also   `json:"also,omitempty"`     // other types that the same bytes could be taken for
	Trailing int64    `json:"trailing,omitempty"` // bytes after the end of an image
	Width    int      `json:"width,omitempty"`    // pixels, as the header says
	Height   int      `json:"height,omitempty"`
	Meta     []Field  `json:"meta,omitempty"`   // in the order in which it stands in the file
	Active   []string `json:"active,omitempty"` // what would run or reach out if the file were opened: "script", "macro", "launch", "embedded", "form"
	Broken   bool     `json:"broken,omitempty"` // its structure ends before it should

	orientation int // EXIF, 1 to 8; 0: not said
	scans       int // of a JPEG file
}

// Orientation says how the image must be turned to be seen upright, as EXIF counts: 1 (not at all) to 8.
func (l *Look) Orientation() int { return max(l.orientation, 1) }

// Scans says how many scans a JPEG file has: each is decoded over the whole picture.
func (l *Look) Scans() int { return l.scans }

// Also is a second type of the same bytes.
type Also struct {
	Type string `json:"type"`
	At   int64  `json:"at"` // offset in bytes
}

// Field is one piece of metadata.
type Field struct {
	Name  string `json:"name"`          // one of Names
	Key   string `json:"key,omitempty"` // the file's own word, where Name is "text"
	Value string `json:"value"`         // control characters are written \n, \u202e, ...
}

// headSize is how many bytes are looked at for the type, and for text that does not belong in an image.
const headSize = 64 << 10

// Inspect looks at a file of size bytes. name is the name that it came with; it is only read, never opened.
func Inspect(name string, r io.ReaderAt, size int64) *Look {
	f := &file{r: r, size: size}
	head := f.bytes(0, int(min(size, headSize)))
	l := &Look{Type: typeOf(head)}
	l.Named = extensions[strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))]
	l.Differs = l.Named != "" && !fits(l.Named, l.Type)
	m := &meta{look: l}
	end := int64(-1) // where the image ends; -1: not known
	switch l.Type {
	case "image/jpeg":
		end = m.jpeg(f)
	case "image/png", "image/apng":
		end = m.png(f)
	case "image/gif":
		end = m.gif(f)
	case "image/webp":
		end = m.webp(f)
	case "image/bmp":
		m.bmp(f)
	case "image/tiff":
		m.tiff(f)
	case "application/pdf":
		m.pdf(f)
	default:
		switch {
		case isMovie(l.Type):
			m.movie(f)
		case isZip(l.Type):
			m.office(f)
		}
	}
	if end >= 0 && end < size {
		l.Trailing = size - end
	}
	l.polyglot(f, head, end)
	return l
}

// TypeOf gives the media type of content by its first bytes.
func TypeOf(head []byte) string { return typeOf(head) }

// typeOf gives the media type of content, without its parameters. A PDF file may begin with up to 1,024 bytes of something else; where
// that is an image's signature, what the eye will see is the image, and the PDF is its second type.
func typeOf(head []byte) string {
	t, _, _ := strings.Cut(mimetype.Detect(head).String(), ";")
	if t == "application/pdf" {
		if before := typeOf(head[:max(bytes.Index(head, []byte("%PDF-")), 0)]); strings.HasPrefix(before, "image/") {
			return before
		}
	}
	return t
}

func isMovie(t string) bool {
	return strings.HasPrefix(t, "video/") && t != "video/webm" && t != "video/x-msvideo" || t == "image/heic" || t == "audio/mp4" || t == "audio/x-m4a"
}

// isZip says whether files of the type are ZIP archives inside.
func isZip(t string) bool {
	for m := mimetype.Lookup(t); m != nil; m = m.Parent() {
		if m.Is("application/zip") {
			return true
		}
	}
	return false
}

// extensions are the media types that names promise. Only those are listed that the content can be recognised by.
var extensions = map[string]string{
	"jpg": "image/jpeg", "jpeg": "image/jpeg", "jpe": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp", "bmp": "image/bmp",
	"tif": "image/tiff", "tiff": "image/tiff", "svg": "image/svg+xml", "heic": "image/heic", "avif": "image/avif",
	"mp4": "video/mp4", "m4v": "video/mp4", "mov": "video/quicktime", "avi": "video/x-msvideo", "mkv": "video/x-matroska", "webm": "video/webm", "3gp": "video/3gpp",
	"mp3": "audio/mpeg", "wav": "audio/wav", "ogg": "application/ogg", "m4a": "audio/mp4", "flac": "audio/flac", "amr": "audio/amr",
	"pdf": "application/pdf", "html": "text/html", "htm": "text/html", "xml": "text/xml", "txt": "text/plain", "csv": "text/csv", "json": "application/json",
	"zip": "application/zip", "wacz": "application/zip", "jar": "application/java-archive", "7z": "application/x-7z-compressed", "rar": "application/vnd.rar",
	"gz": "application/gzip", "tar": "application/x-tar", "rtf": "text/rtf", "eml": "message/rfc822",
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	"odt":  "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet", "odp": "application/vnd.oasis.opendocument.presentation",
	"doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
}

// families are media types that programs write under each other's extensions.
var families = [][]string{
	{"video/mp4", "video/quicktime", "video/x-m4v", "video/3gpp", "video/3gpp2", "audio/mp4", "audio/x-m4a"},
	{"image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"},
	{"video/x-matroska", "video/webm", "audio/webm"},
	{"application/ogg", "audio/ogg", "video/ogg"},
	{"image/png", "image/apng"},
	{"application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint", "application/x-ole-storage"},
}

// fits says whether content of the type found keeps what the name promises: the same type, one of the same family, or the plainer type
// that content of this kind can look like (a CSV file is text; a document of which the first bytes do not say more is a ZIP archive).
func fits(promised, found string) bool {
	if promised == found {
		return true
	}
	for _, f := range families {
		if slices.Contains(f, promised) && slices.Contains(f, found) {
			return true
		}
	}
	for m := mimetype.Lookup(promised); m != nil && m.Parent() != nil; m = m.Parent() {
		if m.Is(found) {
			return true
		}
	}
	for m := mimetype.Lookup(found); promised == "text/plain" && m != nil; m = m.Parent() { // any text may be called .txt
		if m.Is(promised) {
			return !slices.Contains([]string{"text/html", "image/svg+xml"}, found)
		}
	}
	return promised == "text/xml" && strings.HasSuffix(found, "+xml")
}

// file reads pieces of a file. A piece that is not there is nil.
type file struct {
	r    io.ReaderAt
	size int64
}

// bytes gives n bytes at an offset, or nil where there are not so many.
func (f *file) bytes(at int64, n int) []byte {
	if at < 0 || n < 0 || int64(n) > f.size || at > f.size-int64(n) {
		return nil
	}
	b := make([]byte, n)
	if _, err := f.r.ReadAt(b, at); err != nil && err != io.EOF {
		return nil
	}
	return b
}
