package display_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"mithaq/internal/evidence/files/display"
	"mithaq/internal/evidence/files/filestest"
	"mithaq/internal/evidence/files/look"
)

func mustMake(t *testing.T, data []byte) *display.Copy {
	t.Helper()
	c, err := display.Make(data)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// traces are what metadata leaves in bytes, and what the photograph of the tests says.
var traces = []string{
	"Exif", "II*\x00", "MM\x00*", "http://ns.adobe.com", "xmpmeta", "xpacket", "ICC_PROFILE", "iCCP", "Photoshop", "8BIM", "tEXt", "iTXt", "zTXt", "eXIf", "GPS",
	"Made-Up", "Model 1", "Nobody", "SERIAL", "made-up", "2015", "<script", "PK\x03\x04", "alert",
}

// TestNothingIsLeft: the copy holds nothing of the file but its pixels.
func TestNothingIsLeft(t *testing.T) {
	photo := filestest.Photograph(400, 300, 1)
	for _, trace := range []string{"Exif", "II*\x00", "http://ns.adobe.com", "ICC_PROFILE", "Photoshop", "Made-Up", "SERIAL", "made-up"} {
		if !bytes.Contains(photo, []byte(trace)) {
			t.Fatalf("the photograph has no %q", trace) // or else this test could not fail
		}
	}
	see := image.NewNRGBA(image.Rect(0, 0, 30, 30))
	see.Set(3, 3, color.NRGBA{255, 0, 0, 100})
	for name, data := range map[string][]byte{
		"photograph":  photo,
		"with a page": slices.Concat(photo, []byte("<script>alert(1)</script>PK\x03\x04")),
		"png": filestest.PNG(see, filestest.Chunk("tEXt", "Author\x00A. Nobody"), filestest.Chunk("iCCP", "made-up\x00\x00"),
			filestest.Chunk("eXIf", string(filestest.Exif(le{}, []filestest.Tag{{Tag: 0x10f, Text: "Made-Up"}}, nil, nil, nil)))),
	} {
		for what, make := range map[string]func([]byte) (*display.Copy, error){"copy": display.Make, "blurred copy": display.MakeBlurred} {
			c, err := make(data)
			if err != nil {
				t.Fatal(err)
			}
			for _, trace := range traces {
				if bytes.Contains(c.Data, []byte(trace)) {
					t.Errorf("%s of %s: %q is left", what, name, trace)
				}
			}
			l := look.Inspect("", bytes.NewReader(c.Data), int64(len(c.Data)))
			if l.Type != c.Type || l.Meta != nil || l.Also != nil || l.Trailing != 0 || l.Broken || l.Width != c.Width || l.Height != c.Height {
				t.Errorf("%s of %s: %+v", what, name, l)
			}
		}
	}
}

type le struct{}

func (le) AppendUint16(b []byte, v uint16) []byte { return append(b, byte(v), byte(v>>8)) }

func (le) AppendUint32(b []byte, v uint32) []byte {
	return append(b, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
}
func (le) AppendUint64(b []byte, v uint64) []byte { panic("not used") }
func (le) String() string                         { return "little" }

// TestUpright: however the camera was held, the bright square is in the upper left corner. The stored picture is what each orientation makes of it.
func TestUpright(t *testing.T) {
	up := filestest.Picture(80, 48)
	for o := uint16(1); o <= 8; o++ {
		stored := laid(up, int(o))
		data := filestest.JPEG(stored, 95, filestest.Segment(0xe1, "Exif\x00\x00", string(filestest.Exif(le{}, []filestest.Tag{{Tag: 0x112, Short: []uint16{o}}}, nil, nil, nil))))
		c := mustMake(t, data)
		if c.Width != 80 || c.Height != 48 {
			t.Errorf("orientation %d: %d × %d", o, c.Width, c.Height)
			continue
		}
		got, err := jpeg.Decode(bytes.NewReader(c.Data))
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range []image.Point{{5, 5}, {70, 5}, {5, 40}, {70, 40}} {
			if !near(got.At(at.X, at.Y), up.At(at.X, at.Y)) {
				t.Errorf("orientation %d: %v at %v, want %v", o, got.At(at.X, at.Y), at, up.At(at.X, at.Y))
			}
		}
	}
}

func near(a, b color.Color) bool {
	r1, g1, b1, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	for _, d := range []int{int(r1>>8) - int(r2>>8), int(g1>>8) - int(g2>>8), int(b1>>8) - int(b2>>8)} {
		if d > 24 || d < -24 {
			return false
		}
	}
	return true
}

// laid gives the picture as a camera stores it that says the orientation: by the words of Exif, "the 0th row is the ... and the 0th column
// the ... of the visual image".
func laid(p *image.RGBA, o int) image.Image {
	rows := map[int][2]string{ // the 0th row, the 0th column
		1: {"top", "left"}, 2: {"top", "right"}, 3: {"bottom", "right"}, 4: {"bottom", "left"},
		5: {"left", "top"}, 6: {"right", "top"}, 7: {"right", "bottom"}, 8: {"left", "bottom"},
	}[o]
	w, h := p.Rect.Dx(), p.Rect.Dy()
	swapped := o >= 5
	sw, sh := w, h
	if swapped {
		sw, sh = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, sw, sh))
	for row := range sh {
		for col := range sw {
			x, y := 0, 0
			for i, side := range rows {
				n := []int{row, col}[i]
				switch side {
				case "top":
					y = n
				case "bottom":
					y = h - 1 - n
				case "left":
					x = n
				case "right":
					x = w - 1 - n
				}
			}
			out.Set(col, row, p.At(x, y))
		}
	}
	return out
}

func TestFormats(t *testing.T) {
	p := filestest.Picture(50, 40)
	var b, f bytes.Buffer
	if err := errors.Join(bmp.Encode(&b, p), tiff.Encode(&f, p, &tiff.Options{Compression: tiff.Deflate})); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"jpeg": filestest.JPEG(p, 90), "png": filestest.PNG(p), "gif": filestest.GIF(p), "bmp": b.Bytes(), "tiff": f.Bytes(), "webp": webpFile} {
		c := mustMake(t, data)
		if name == "webp" && (c.Type != "image/png" || c.Width != 1) || name != "webp" && (c.Type != "image/jpeg" || c.Scaled || c.Width != 50 || c.Height != 40) {
			t.Errorf("%s: %s, %d × %d", name, c.Type, c.Width, c.Height)
		}
	}
}

// webpFile is one pixel in lossless WebP, not opaque.
var webpFile = []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")

// TestScaled: a large picture becomes smaller and stays what it was, with its transparency.
func TestScaled(t *testing.T) {
	c := mustMake(t, filestest.JPEG(filestest.Picture(3200, 1000), 90))
	if !c.Scaled || c.Width != 1600 || c.Height != 500 {
		t.Errorf("%d × %d", c.Width, c.Height)
	}
	got, err := jpeg.Decode(bytes.NewReader(c.Data))
	if err != nil {
		t.Fatal(err)
	}
	if !near(got.At(100, 50), color.RGBA{255, 240, 60, 255}) || near(got.At(1500, 450), color.RGBA{255, 240, 60, 255}) {
		t.Error("it looks different")
	}
	see := image.NewNRGBA(image.Rect(0, 0, 2000, 1000))
	for y := range 1000 {
		for x := range 1000 {
			see.SetNRGBA(x, y, color.NRGBA{200, 100, 50, 255})
		}
	}
	c = mustMake(t, filestest.PNG(see))
	q, err := png.Decode(bytes.NewReader(c.Data))
	if err != nil || c.Type != "image/png" {
		t.Fatal(c.Type, err)
	}
	if r, g, bl, a := q.At(10, 10).RGBA(); r>>8 != 200 || g>>8 != 100 || bl>>8 != 50 || a>>8 != 255 {
		t.Errorf("%v", q.At(10, 10))
	}
	if _, _, _, a := q.At(1500, 10).RGBA(); a != 0 {
		t.Errorf("%v", q.At(1500, 10))
	}
}

// TestBlurred: two pictures of the same colours and another content give nearly the same blurred copy.
func TestBlurred(t *testing.T) {
	p, q := image.NewGray(image.Rect(0, 0, 640, 640)), image.NewGray(image.Rect(0, 0, 640, 640))
	for y := range 640 {
		for x := range 640 {
			p.SetGray(x, y, color.Gray{uint8(255 * (x / 2 % 2))})
			q.SetGray(x, y, color.Gray{uint8(255 * (y / 2 % 2))})
		}
	}
	a, err1 := display.MakeBlurred(filestest.PNG(p))
	b, err2 := display.MakeBlurred(filestest.PNG(q))
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	pa, _ := jpeg.Decode(bytes.NewReader(a.Data))
	pb, _ := jpeg.Decode(bytes.NewReader(b.Data))
	for y := 0; y < a.Height; y += 7 {
		for x := 0; x < a.Width; x += 7 {
			if !near(pa.At(x, y), pb.At(x, y)) {
				t.Fatalf("%v and %v at %d, %d", pa.At(x, y), pb.At(x, y), x, y)
			}
		}
	}
}

// TestAttacks: nothing of this takes memory or time, and each is told for what it is.
func TestAttacks(t *testing.T) {
	var large *display.TooLargeError
	if _, err := display.Make(filestest.PNGHead(100_000, 100_000)); !errors.As(err, &large) || large.Width != 100_000 {
		t.Errorf("100,000 × 100,000: %v", err)
	}
	if _, err := display.Make(filestest.PNGHead(29_000, 29_000)); !errors.As(err, &large) {
		t.Errorf("too many pixels: %v", err)
	}
	if _, err := display.Make(filestest.PNGHead(1_000_000, 1)); !errors.As(err, &large) {
		t.Errorf("a very long line: %v", err)
	}
	whole := filestest.JPEG(filestest.Picture(200, 200), 90)
	for _, n := range []int{len(whole) - 2, len(whole) / 2, 200, 3} {
		_, err := display.Make(whole[:n])
		if n == len(whole)-2 {
			if err != nil && !errors.Is(err, display.ErrBroken) {
				t.Errorf("without its end: %v", err)
			}
			continue
		}
		if !errors.Is(err, display.ErrBroken) && !errors.Is(err, display.ErrNoCopy) {
			t.Errorf("the first %d bytes: %v", n, err)
		}
	}
	// A scan that stands many times is decoded as often.
	grey := filestest.JPEG(image.NewGray(image.Rect(0, 0, 8, 8)), 90)
	scan := grey[bytes.Index(grey, []byte{0xff, 0xda}) : len(grey)-2]
	if _, err := display.Make(slices.Concat(grey[:len(grey)-2], bytes.Repeat(scan, 100), []byte{0xff, 0xd9})); err != nil {
		t.Errorf("101 scans: %v", err)
	}
	if _, err := display.Make(slices.Concat(grey[:len(grey)-2], bytes.Repeat(scan, 300), []byte{0xff, 0xd9})); !errors.Is(err, display.ErrBroken) {
		t.Errorf("301 scans: %v", err)
	}
	for name, data := range map[string][]byte{
		"svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "html": []byte("<!doctype html><p>x"), "pdf": []byte("%PDF-1.4\n"), "nothing": nil, "text": []byte("hello"),
	} {
		if _, err := display.Make(data); !errors.Is(err, display.ErrNoCopy) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLikely: what is said without decoding agrees with what decoding says.
func TestLikely(t *testing.T) {
	whole := filestest.JPEG(filestest.Picture(200, 200), 90)
	for what, data := range map[string][]byte{
		"whole": whole, "cut short": whole[:1000], "huge": filestest.PNGHead(100_000, 100_000), "a page": []byte("<!doctype html>"), "gif": filestest.GIF(filestest.Picture(9, 9)),
	} {
		l := look.Inspect("", bytes.NewReader(data), int64(len(data)))
		_, err := display.Make(data)
		if likely := display.Likely(l.Type, l); likely != (err == nil) {
			t.Errorf("%s: %v, and then: %v", what, likely, err)
		}
	}
}

// FuzzMake: whatever the bytes are, there is a whole copy or an error of ours.
func FuzzMake(f *testing.F) {
	p := filestest.Picture(12, 9)
	var b, tf bytes.Buffer
	_ = bmp.Encode(&b, p)
	_ = tiff.Encode(&tf, p, nil)
	for _, data := range [][]byte{filestest.Photograph(12, 9, 5), filestest.PNG(p), filestest.GIF(p), b.Bytes(), tf.Bytes(), webpFile, filestest.PNGHead(9000, 9000)} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		c, err := display.Make(data)
		var large *display.TooLargeError
		if err != nil {
			if !errors.Is(err, display.ErrBroken) && !errors.Is(err, display.ErrNoCopy) && !errors.As(err, &large) {
				t.Errorf("%v", err)
			}
			return
		}
		l := look.Inspect("", bytes.NewReader(c.Data), int64(len(c.Data)))
		if l.Type != c.Type || l.Meta != nil || l.Width > display.Side || l.Height > display.Side {
			t.Errorf("%+v", l)
		}
	})
}
