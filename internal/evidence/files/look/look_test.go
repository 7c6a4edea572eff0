package look_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mithaq/internal/evidence/files/filestest"
	"mithaq/internal/evidence/files/look"
)

func inspect(name string, b []byte) *look.Look {
	return look.Inspect(name, bytes.NewReader(b), int64(len(b)))
}

func fields(l *look.Look) map[string]string {
	m := map[string]string{}
	for _, f := range l.Meta {
		name := f.Name
		if f.Key != "" {
			name += ":" + f.Key
		}
		if old, twice := m[name]; twice {
			m[name] = old + " | " + f.Value
		} else {
			m[name] = f.Value
		}
	}
	return m
}

func zipped(t *testing.T, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPhotograph: who, where, when and with what, in both byte orders.
func TestPhotograph(t *testing.T) {
	l := inspect("a.jpg", filestest.Photograph(64, 48, 6))
	want := map[string]string{
		"make": "Made-Up Maker", "model": "Model 1", "modified": "2015:11:02 09:00:00", "artist": "A. Nobody", "taken": "2015:11:01 14:30:05",
		"serial": "SERIAL-0001", "place": "33.51380, 36.27650", "altitude": "690", "place_time": "2015-11-01 12:30:05 UTC", "thumbnail": "5000",
		"xmp": "88", "icc": "25", "iptc": "26", "comment": "made-up-comment",
	}
	if d := cmp.Diff(want, fields(l)); d != "" {
		t.Error(d)
	}
	if l.Type != "image/jpeg" || l.Differs || l.Also != nil || l.Trailing != 0 || l.Width != 64 || l.Height != 48 || l.Orientation() != 6 || l.Broken {
		t.Errorf("%+v", l)
	}
	south := filestest.Exif(binary.BigEndian, []filestest.Tag{{Tag: 0x0112, Short: []uint16{3}}}, nil, []filestest.Tag{
		{Tag: 1, Text: "S"},
		{Tag: 2, Rationals: [][2]uint32{{1, 2}, {0, 1}, {0, 1}}},
		{Tag: 3, Text: "W"},
		{Tag: 4, Rationals: [][2]uint32{{10, 1}, {30, 1}, {0, 1}}},
	}, nil)
	l = inspect("a.jpg", filestest.JPEG(filestest.Picture(8, 8), 90, filestest.Segment(0xe1, "Exif\x00\x00", string(south))))
	if got := fields(l)["place"]; got != "-0.50000, -10.50000" || l.Orientation() != 3 {
		t.Errorf("%q, %d", got, l.Orientation())
	}
}

// TestPlaces: a place that is none is not told.
func TestPlaces(t *testing.T) {
	for _, c := range []struct{ lat, lon [2]uint32 }{
		{[2]uint32{91, 1}, [2]uint32{10, 1}}, {[2]uint32{10, 1}, [2]uint32{181, 1}}, {[2]uint32{10, 0}, [2]uint32{10, 1}},
	} {
		b := filestest.Exif(binary.LittleEndian, nil, nil, []filestest.Tag{{Tag: 2, Rationals: [][2]uint32{c.lat}}, {Tag: 4, Rationals: [][2]uint32{c.lon}}}, nil)
		l := inspect("a.png", filestest.PNG(filestest.Picture(8, 8), filestest.Chunk("eXIf", string(b))))
		if got, ok := fields(l)["place"]; ok {
			t.Errorf("%v: %s", c, got)
		}
	}
}

func TestImages(t *testing.T) {
	p := filestest.Picture(20, 10)
	packed := "\x78\x9c\x4b\x4c\x4a\x06\x00\x02\x4d\x01\x27" // "abc"
	for _, c := range []struct {
		name string
		b    []byte
		kind string
		meta map[string]string
	}{
		{
			"a.png", filestest.PNG(p, filestest.Chunk("tEXt", "Author\x00A. Nobody"), filestest.Chunk("zTXt", "Note\x00\x00"+packed),
				filestest.Chunk("iTXt", "Title\x00\x00\x00ar\x00\x00عنوان"), filestest.Chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00<x/>"), filestest.Chunk("iCCP", "x\x00\x00")),
			"image/png",
			map[string]string{"text:Author": "A. Nobody", "text:Note": "abc", "text:Title": "عنوان", "xmp": "4", "icc": "3"},
		},
		{"a.gif", withComment(filestest.GIF(p), "made-up"), "image/gif", map[string]string{"comment": "made-up"}},
	} {
		l := inspect(c.name, c.b)
		if l.Type != c.kind || l.Width != 20 || l.Height != 10 || l.Broken || l.Trailing != 0 || l.Also != nil || l.Differs {
			t.Errorf("%s: %+v", c.name, l)
		}
		if d := cmp.Diff(c.meta, fields(l)); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
		if l := inspect(c.name, c.b[:len(c.b)-9]); !l.Broken {
			t.Errorf("%s: cut short, and not told", c.name)
		}
	}
}

// withComment puts a comment before the trailer of a GIF file.
func withComment(b []byte, comment string) []byte {
	return slices.Concat(b[:len(b)-1], []byte{0x21, 0xfe, byte(len(comment))}, []byte(comment), []byte{0, 0x3b})
}

// TestPolyglots: bytes that are two things at once are told to be so.
func TestPolyglots(t *testing.T) {
	p := filestest.Picture(16, 16)
	archive := string(zipped(t, "a.txt", "hello"))
	picture := string(filestest.JPEG(p, 80))
	js := []byte("GIF89a/*" + string(filestest.GIF(p)[8:]) + "*/=1;alert(1)")
	for _, c := range []struct {
		what, name, b string
		also          string
	}{
		{"JPEG and ZIP", "a.jpg", picture + archive, "application/zip"},
		{"PNG and ZIP", "a.png", string(filestest.PNG(p)) + archive, "application/zip"},
		{"PDF and ZIP", "a.pdf", "%PDF-1.4\n1 0 obj<<>>endobj\n" + archive, "application/zip"},
		{"GIF and JavaScript", "a.gif", string(js), "text/javascript"},
		{"JPEG with a page in a comment", "a.jpg", string(filestest.JPEG(p, 80, filestest.Segment(0xfe, "<SCRIPT>alert(1)</SCRIPT>"))), "text/html"},
		{"PNG with PHP in a text", "a.png", string(filestest.PNG(p, filestest.Chunk("tEXt", "c\x00<?php system($_GET[0]);"))), "text/x-php"},
		{"JPEG with a page behind", "a.jpg", picture + "<html><script>alert(1)</script>", "text/html"},
		{"JPEG with a PDF behind", "a.jpg", picture + "%PDF-1.7\n1 0 obj<<>>endobj", "application/pdf"},
		{"JPEG and PDF", "a.jpg", string(filestest.JPEG(p, 80, filestest.Segment(0xfe, "\n%PDF-1.4\n1 0 obj"))), "application/pdf"},
		{"JPEG with a JPEG behind", "a.jpg", picture + picture, "image/jpeg"},
		{"JPEG with a RAR behind", "a.jpg", picture + "Rar!\x1a\x07\x00", "application/vnd.rar"},
	} {
		l := inspect(c.name, []byte(c.b))
		if !slices.ContainsFunc(l.Also, func(a look.Also) bool { return a.Type == c.also }) {
			t.Errorf("%s: %+v", c.what, l)
		}
		for _, a := range l.Also {
			if a.At < 0 || a.At > int64(len(c.b)) {
				t.Errorf("%s: at %d", c.what, a.At)
			}
		}
	}
	if l := inspect("a.jpg", []byte(picture+"junk")); l.Trailing != 4 || l.Also != nil {
		t.Errorf("four bytes behind: %+v", l)
	}
	// Markup far behind the beginning, after something that is no page.
	far := string(filestest.JPEG(p, 80, filestest.Segment(0xfe, strings.Repeat("x", 60_000)), filestest.Segment(0xfe, strings.Repeat("y", 60_000)))) + "junk <ScRiPt>alert(1)"
	if l := inspect("a.jpg", []byte(far)); !slices.ContainsFunc(l.Also, func(a look.Also) bool { return a.Type == "text/html" }) {
		t.Errorf("a page far behind: %+v", l)
	}
	// An end of an archive without an archive is none.
	if l := inspect("a.jpg", []byte(picture+"junk PK\x05\x06"+strings.Repeat("\x00", 18))); slices.ContainsFunc(l.Also, func(a look.Also) bool { return a.Type == "application/zip" }) {
		t.Errorf("an empty end: %+v", l)
	}
}

// TestNames: what the name promises is held against the content.
func TestNames(t *testing.T) {
	p := filestest.Picture(8, 8)
	html := []byte("<!DOCTYPE html><html><body>x</body></html>")
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`)
	for _, c := range []struct {
		name, kind string
		b          []byte
		differs    bool
	}{
		{"a.jpg", "image/jpeg", filestest.JPEG(p, 80), false},
		{"a.JPEG", "image/jpeg", filestest.JPEG(p, 80), false},
		{"a.png", "image/jpeg", filestest.JPEG(p, 80), true},
		{"a.jpg", "text/html", html, true},
		{"a.txt", "text/html", html, true},
		{"a.txt", "image/svg+xml", svg, true},
		{"a.jpg", "image/svg+xml", svg, true},
		{"a.svg", "image/svg+xml", svg, false},
		{"a.csv", "text/csv", []byte("a,b\n1,2\n3,4\n"), false},
		{"a.txt", "text/csv", []byte("a,b\n1,2\n3,4\n"), false},
		{"a.csv", "text/plain", []byte("only words"), false},
		{"a.docx", "application/zip", zipped(t, "a.txt", "x"), false},
		{"a.wacz", "application/zip", zipped(t, "datapackage.json", "{}"), false},
		{"a.pdf", "application/zip", zipped(t, "a.txt", "x"), true},
		{"a.jpg", "application/octet-stream", []byte{1, 2, 3}, true},
		{"a.unknown", "application/octet-stream", []byte{1, 2, 3}, false},
		{"", "text/plain", []byte{}, false},
	} {
		l := inspect(c.name, c.b)
		if l.Type != c.kind || l.Differs != c.differs {
			t.Errorf("%s: %s, differs: %v; want %s, %v", c.name, l.Type, l.Differs, c.kind, c.differs)
		}
	}
}

func TestDocuments(t *testing.T) {
	pdf := "%PDF-1.4\n1 0 obj<</Title (A \\(made-up\\) title) /Author <FEFF06270644> /CreationDate (D:20151101120000Z)>>endobj\n" +
		"2 0 obj<</OpenAction 3 0 R /JS (app.alert(1))>>endobj\ntrailer<</Info 1 0 R>>\n%%EOF"
	l := inspect("a.pdf", []byte(pdf))
	if d := cmp.Diff(map[string]string{"title": "A (made-up) title", "author": "ال", "written": "D:20151101120000Z"}, fields(l)); d != "" {
		t.Error(d)
	}
	if !slices.Equal(l.Active, []string{"script", "launch"}) {
		t.Errorf("active: %v", l.Active)
	}
	core := `<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>A. Nobody</dc:creator><cp:lastModifiedBy>B. Nobody</cp:lastModifiedBy><dc:title>T</dc:title></cp:coreProperties>`
	l = inspect("a.docx", zipped(t, "[Content_Types].xml", "<Types/>", "_rels/.rels", "", "docProps/core.xml", core, "word/document.xml", "<w/>", "word/vbaProject.bin", "x"))
	if d := cmp.Diff(map[string]string{"author": "A. Nobody | B. Nobody", "title": "T"}, fields(l)); d != "" {
		t.Error(d)
	}
	if !slices.Equal(l.Active, []string{"macro"}) || l.Differs {
		t.Errorf("%+v", l)
	}
}

func box(kind string, body ...string) string {
	s := strings.Join(body, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(s)))) + kind + s
}

func TestMovie(t *testing.T) {
	be32 := func(n uint32) string { return string(binary.BigEndian.AppendUint32(nil, n)) }
	key := "com.apple.quicktime.make"
	b := box("ftyp", "isom\x00\x00\x00\x00isommp42") + box("mdat", "xxxx") + box("moov",
		box("mvhd", be32(0), be32(3529225800), be32(0)),
		box("udta", box("\xa9xyz", "\x00\x12\x15\xc7+33.5138+036.2765/")),
		box("meta", box("keys", be32(0), be32(1), box("mdta", key)), box("ilst", box(be32(1), box("data", be32(1), be32(0), "Made-Up Maker")))),
	)
	l := inspect("a.mp4", []byte(b))
	want := map[string]string{"written": "2015-11-01 12:30:00 UTC", "place": "33.5138, 036.2765", "make": "Made-Up Maker"}
	if d := cmp.Diff(want, fields(l)); d != "" || l.Type != "video/mp4" || l.Broken {
		t.Errorf("%+v %s", l, d)
	}
	versioned := box("ftyp", "isom\x00\x00\x00\x00isommp42") + box("moov", box("meta", be32(0), box("keys", be32(0), be32(1), box("mdta", key)), box("ilst", box(be32(1), box("data", be32(1), be32(0), "M")))))
	if got := fields(inspect("a.mp4", []byte(versioned)))["make"]; got != "M" {
		t.Errorf("with a version: %q", got)
	}
	if l := inspect("a.mp4", []byte(b[:len(b)-3])); !l.Broken {
		t.Error("cut short, and not told")
	}
}

// TestEscape: nothing that a file says can end a line, turn text around or pass for another character.
func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"photo.jpg": "photo.jpg", "صورة.jpg": "صورة.jpg", "a b": "a b",
		"invoice\u202egpj.exe": `invoice\u202egpj.exe`, "a\nb\r\x1b[31m\x00": `a\nb\r\x1b[31m\x00`, "a\u2066b\u200f": `a\u2066b\u200f`,
		`a\nb`: `a\\nb`, "a\xffb": `a\xffb`, "a\x05": `a\x05`, "a\u00a0b\u3000": `a\u00a0b\u3000`, "a\u200bb\ufeff": `a\u200bb\ufeff`, "\U000e0041": `\U000e0041`,
	} {
		if got := look.Escape(in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
	if got := look.Escape(strings.Repeat("a", 1000)); len([]rune(got)) != 301 {
		t.Errorf("%d characters", len([]rune(got)))
	}
}

// TestCircles: directories that name each other, and values that point nowhere, end.
func TestCircles(t *testing.T) {
	b := filestest.Exif(binary.LittleEndian, []filestest.Tag{{Tag: 0x8769, Long: []uint32{8}}, {Tag: 0x8825, Long: []uint32{8}}, {Tag: 0x0110, Text: "Model 1"}}, nil, nil, nil)
	binary.LittleEndian.PutUint32(b[8+2+3*12:], 8) // the next directory is this one
	l := inspect("a.png", filestest.PNG(filestest.Picture(8, 8), filestest.Chunk("eXIf", string(b))))
	if got := fields(l)["model"]; got != "Model 1" {
		t.Errorf("%q", got)
	}
}

// TestMuch: a file of a hundred thousand comments does not fill the page.
func TestMuch(t *testing.T) {
	chunk := filestest.Chunk("tEXt", "k\x00v")
	l := inspect("a.png", filestest.PNG(filestest.Picture(8, 8), bytes.Repeat(chunk, 5000)))
	if len(l.Meta) != 100 {
		t.Errorf("%d fields", len(l.Meta))
	}
	// Fifty megabytes packed into fifty kilobytes are read as far as they are shown.
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, _ = w.Write(bytes.Repeat([]byte("a"), 50<<20))
	_ = w.Close()
	bomb := filestest.PNG(filestest.Picture(8, 8), filestest.Chunk("zTXt", "k\x00\x00"+packed.String()))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	l = inspect("a.png", bomb)
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; len(l.Meta) != 1 || n > 10<<20 {
		t.Errorf("%d fields, %d bytes of memory", len(l.Meta), n)
	}
}

func TestNamesAreListed(t *testing.T) {
	if !slices.IsSorted(look.Names) {
		t.Error("not sorted")
	}
}
