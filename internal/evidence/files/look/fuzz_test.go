package look_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"unicode"

	"mithaq/internal/evidence/files/filestest"
	"mithaq/internal/evidence/files/look"
)

// FuzzInspect: whatever the bytes are, looking at them ends, in bounds, and what it says can be shown.
func FuzzInspect(f *testing.F) {
	p := filestest.Picture(8, 8)
	f.Add("a.jpg", filestest.Photograph(8, 8, 6))
	f.Add("a.png", filestest.PNG(p, filestest.Chunk("eXIf", string(filestest.Exif(binary.BigEndian, []filestest.Tag{{Tag: 0x0110, Text: "m"}}, nil, nil, nil))), filestest.Chunk("tEXt", "a\x00b")))
	f.Add("a.gif", withComment(filestest.GIF(p), "c"))
	f.Add("a.png", filestest.PNGHead(100_000, 100_000))
	f.Add("a.tif", filestest.Exif(binary.LittleEndian, []filestest.Tag{{Tag: 0x0100, Short: []uint16{5}}}, []filestest.Tag{{Tag: 0x9003, Text: "t"}}, nil, nil))
	f.Add("a.webp", []byte("RIFF\x2c\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x10\x00\x00\x00\x07\x00\x00\x07\x00\x00EXIF\x06\x00\x00\x00II*\x00\x00\x00XMP \x02\x00\x00\x00xx"))
	f.Add("a.mp4", []byte(box("ftyp", "isom\x00\x00\x00\x00isom")+box("moov", box("udta", box("\xa9xyz", "\x00\x12\x15\xc7+33.5138+036.2765/")), box("meta", box("keys", "\x00\x00\x00\x00\x00\x00\x00\x01", box("mdta", "k"))))))
	f.Add("a.pdf", []byte("%PDF-1.4\n/Title (a\\)b) /Author <FEFF0627> /JS ("))
	f.Add("a.bmp", []byte("BM/*"+strings.Repeat("\x00", 60)))
	f.Fuzz(func(t *testing.T, name string, b []byte) {
		l := look.Inspect(name, bytes.NewReader(b), int64(len(b)))
		if l.Trailing < 0 || l.Trailing > int64(len(b)) || l.Orientation() < 1 || l.Orientation() > 8 {
			t.Errorf("%+v", l)
		}
		for _, m := range l.Meta {
			if !slices.Contains(look.Names, m.Name) || (m.Key != "") != (m.Name == "text" && m.Key != "") {
				t.Errorf("field %q", m.Name)
			}
			for _, r := range m.Key + m.Value {
				if unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control) {
					t.Errorf("%q", m.Value)
				}
			}
		}
	})
}
