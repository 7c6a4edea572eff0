package look

import (
	"archive/zip"
	"bytes"
	"encoding/hex"
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

// pdfPiece is how much of the beginning and of the end of a PDF file is looked at, in bytes.
const pdfPiece = 1 << 20

var (
	pdfInfo   = regexp.MustCompile(`/(Title|Author|Subject|Creator|Producer|CreationDate|ModDate)\s*(\(|<[0-9A-Fa-f\s]*>)`)
	pdfNames  = map[string]string{"Title": "title", "Author": "author", "Subject": "description", "Creator": "creator", "Producer": "producer", "CreationDate": "written", "ModDate": "modified"}
	pdfActive = []struct {
		what string
		re   *regexp.Regexp
	}{
		{"script", regexp.MustCompile(`/(JavaScript|JS)[\s(<\[/]`)},
		{"launch", regexp.MustCompile(`/(Launch|OpenAction|AA)[\s(<\[/]`)},
		{"embedded", regexp.MustCompile(`/(EmbeddedFile|EmbeddedFiles|RichMedia)[\s(<\[/]`)},
		{"form", regexp.MustCompile(`/(XFA|SubmitForm)[\s(<\[/]`)},
	}
)

// pdf looks for the document information and for actions, where they are not compressed.
func (m *meta) pdf(f *file) {
	pieces := [][]byte{f.bytes(0, int(min(f.size, pdfPiece)))}
	if f.size > pdfPiece {
		n := min(f.size-pdfPiece, pdfPiece)
		pieces = append(pieces, f.bytes(f.size-n, int(n)))
	}
	seen := map[string]bool{}
	for _, b := range pieces {
		for _, at := range pdfInfo.FindAllSubmatchIndex(b, maxFields) {
			name := string(b[at[2]:at[3]])
			value := pdfString(b[at[4]:])
			if !seen[name+value] {
				seen[name+value] = true
				m.add(pdfNames[name], value)
			}
		}
		for _, a := range pdfActive {
			if a.re.Match(b) {
				m.active(a.what)
			}
		}
		if bytes.Contains(b, []byte("<x:xmpmeta")) && !seen["xmp"] {
			seen["xmp"] = true
			m.present("xmp", 1)
		}
	}
}

func (m *meta) active(what string) {
	if !slices.Contains(m.look.Active, what) {
		m.look.Active = append(m.look.Active, what)
	}
}

// pdfString reads a string in parentheses or in hexadecimal (ISO 32000-1, 7.3.4).
func pdfString(b []byte) string {
	var out []byte
	if b[0] == '<' {
		end := bytes.IndexByte(b, '>')
		if end < 0 {
			return ""
		}
		digits := strings.Join(strings.Fields(string(b[1:end])), "")
		out, _ = hex.DecodeString(digits[:len(digits)&^1]) // the pattern leaves only digits
	} else {
		out = literal(b)
	}
	if rest, ok := bytes.CutPrefix(out, []byte{0xfe, 0xff}); ok {
		var u []uint16
		for i := 0; i+1 < len(rest); i += 2 {
			u = append(u, be.Uint16(rest[i:]))
		}
		return string(utf16.Decode(u))
	}
	return text(out)
}

// literal reads a string in parentheses, which may nest, up to a length that nobody will see the end of.
func literal(b []byte) (out []byte) {
	depth := 1
	for i := 1; i < len(b) && len(out) < 8*maxValue; i++ {
		switch c := b[i]; c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return out
			}
		case '\\':
			i++
			if i < len(b) {
				out = append(out, unescaped(b[i]))
			}
			continue
		}
		out = append(out, b[i])
	}
	return nil
}

func unescaped(c byte) byte {
	if i := strings.IndexByte("nrtbf", c); i >= 0 {
		return "\n\r\t\b\f"[i]
	}
	return c
}

// Limits on what is unpacked of a document.
const (
	maxParts = 10_000
	maxPart  = 1 << 20 // bytes of docProps/core.xml or meta.xml
)

// office reads the properties of a document that is a ZIP archive inside, and whether it has macros. Nothing else of it is unpacked.
func (m *meta) office(f *file) {
	z, err := zip.NewReader(f.r, f.size)
	if err != nil || len(z.File) > maxParts {
		m.look.Broken = err != nil
		return
	}
	for _, part := range z.File {
		switch name := strings.ToLower(part.Name); {
		case strings.HasSuffix(name, "vbaproject.bin"), strings.HasPrefix(name, "basic/"):
			m.active("macro")
		case strings.Contains(name, "/embeddings/"), strings.Contains(name, "/activex/"):
			m.active("embedded")
		case name == "docprops/core.xml", name == "meta.xml":
			m.properties(part)
		}
	}
}

// properties are elements of OPC core properties (ECMA-376, part 2) and of OpenDocument's meta.xml.
var properties = map[string]string{
	"creator": "author", "initial-creator": "author", "lastModifiedBy": "author", "title": "title", "subject": "description", "description": "description",
	"created": "written", "creation-date": "written", "modified": "modified", "date": "modified", "generator": "producer",
}

func (m *meta) properties(part *zip.File) {
	r, err := part.Open()
	if err != nil {
		return
	}
	defer r.Close()
	dec := xml.NewDecoder(io.LimitReader(r, maxPart))
	dec.Strict = false
	name := ""
	for {
		t, err := dec.RawToken()
		if err != nil {
			return
		}
		switch t := t.(type) {
		case xml.StartElement:
			name = properties[t.Name.Local]
		case xml.EndElement:
			name = ""
		case xml.CharData:
			if name != "" {
				m.add(name, string(t))
			}
		}
	}
}
