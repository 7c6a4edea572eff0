package filestest

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"slices"
)

// Picture draws a made-up picture: smooth colours with a bright square in the upper left corner, so that it can be seen which way is up.
func Picture(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{uint8(40 + 120*x/w), uint8(40 + 120*y/h), uint8(90 + 40*math.Sin(float64(x+y)/9)), 255}
			if x < w/4 && y < h/4 {
				c = color.RGBA{255, 240, 60, 255}
			}
			p.SetRGBA(x, y, c)
		}
	}
	return p
}

// JPEG encodes a picture, with segments (Segment) after its start.
func JPEG(p image.Image, quality int, segments ...[]byte) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, &jpeg.Options{Quality: quality}); err != nil {
		panic(err)
	}
	return slices.Concat(b.Bytes()[:2], slices.Concat(segments...), b.Bytes()[2:])
}

// Segment makes a segment of a JPEG file.
func Segment(mark byte, body ...string) []byte {
	b := []byte{0xff, mark, 0, 0}
	for _, s := range body {
		b = append(b, s...)
	}
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)-2))
	return b
}

// PNG encodes a picture, with chunks (Chunk) after its header.
func PNG(p image.Image, chunks ...[]byte) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		panic(err)
	}
	const head = 8 + 25
	return slices.Concat(b.Bytes()[:head], slices.Concat(chunks...), b.Bytes()[head:])
}

// Chunk makes a chunk of a PNG file.
func Chunk(kind, body string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, kind...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// GIF encodes a picture.
func GIF(p image.Image) []byte {
	var b bytes.Buffer
	if err := gif.Encode(&b, p, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// PNGHead makes the beginning of a PNG file that says it is so large, and holds next to nothing.
func PNGHead(w, h uint32) []byte {
	b := binary.BigEndian.AppendUint32(nil, w)
	b = binary.BigEndian.AppendUint32(b, h)
	b = append(b, 8, 6, 0, 0, 0)
	return slices.Concat([]byte("\x89PNG\r\n\x1a\n"), Chunk("IHDR", string(b)), Chunk("IDAT", "\x78\x9c\x63\x00\x00\x00\x01\x00\x01"), Chunk("IEND", ""))
}

// Tag is one entry of an image file directory: text, or numbers of two bytes, or of four, or fractions of whole numbers.
type Tag struct {
	Tag       uint16
	Text      string
	Short     []uint16
	Long      []uint32
	Rationals [][2]uint32
}

// Exif makes a block of Exif data in the byte order given: the directory of the image with a directory of the photograph, of the place and of a thumbnail.
func Exif(order binary.AppendByteOrder, image, photo, place, thumbnail []Tag) []byte {
	mark := "II"
	if order.AppendUint16(nil, 1)[0] == 0 {
		mark = "MM"
	}
	b := order.AppendUint32(order.AppendUint16([]byte(mark), 42), 8)
	// The directories come one after the other, each followed by its values.
	sizes := func(tags []Tag, more int) int {
		n := 2 + 12*(len(tags)+more) + 4
		for _, t := range tags {
			if v, _, _ := t.value(order); len(v) > 4 {
				n += len(v)
			}
		}
		return n
	}
	links := 0
	for _, d := range [][]Tag{photo, place} {
		if d != nil {
			links++
		}
	}
	at := 8 + sizes(image, links)
	if photo != nil {
		image = append(image, Tag{Tag: 0x8769, Long: []uint32{uint32(at)}})
		at += sizes(photo, 0)
	}
	if place != nil {
		image = append(image, Tag{Tag: 0x8825, Long: []uint32{uint32(at)}})
		at += sizes(place, 0)
	}
	next := uint32(0)
	if thumbnail != nil {
		next = uint32(at)
	}
	b = directory(order, b, image, next)
	for _, d := range [][]Tag{photo, place, thumbnail} {
		if d != nil {
			b = directory(order, b, d, 0)
		}
	}
	return b
}

func directory(order binary.AppendByteOrder, b []byte, tags []Tag, next uint32) []byte {
	values := len(b) + 2 + 12*len(tags) + 4
	b = order.AppendUint16(b, uint16(len(tags)))
	var after []byte
	for _, t := range tags {
		v, kind, count := t.value(order)
		b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, t.Tag), kind), count)
		if len(v) > 4 {
			b = order.AppendUint32(b, uint32(values+len(after)))
			after = append(after, v...)
		} else {
			b = append(b, append(v, 0, 0, 0, 0)[:4]...)
		}
	}
	return append(order.AppendUint32(b, next), after...)
}

func (t Tag) value(order binary.AppendByteOrder) (b []byte, kind uint16, count uint32) {
	switch {
	case t.Short != nil:
		for _, v := range t.Short {
			b = order.AppendUint16(b, v)
		}
		return b, 3, uint32(len(t.Short))
	case t.Long != nil:
		for _, v := range t.Long {
			b = order.AppendUint32(b, v)
		}
		return b, 4, uint32(len(t.Long))
	case t.Rationals != nil:
		for _, v := range t.Rationals {
			b = order.AppendUint32(order.AppendUint32(b, v[0]), v[1])
		}
		return b, 5, uint32(len(t.Rationals))
	}
	return append([]byte(t.Text), 0), 2, uint32(len(t.Text) + 1)
}

// Photograph is a JPEG file as a telephone would write it, all made up: who, where, when, with what, a thumbnail, a colour profile, XMP and a
// comment. orientation is as Exif counts.
func Photograph(w, h int, orientation uint16) []byte {
	data := Exif(binary.LittleEndian,
		[]Tag{
			{Tag: 0x010f, Text: "Made-Up Maker"},
			{Tag: 0x0110, Text: "Model 1"},
			{Tag: 0x0112, Short: []uint16{orientation}},
			{Tag: 0x0132, Text: "2015:11:02 09:00:00"},
			{Tag: 0x013b, Text: "A. Nobody"},
		},
		[]Tag{{Tag: 0x9003, Text: "2015:11:01 14:30:05"}, {Tag: 0xa431, Text: "SERIAL-0001"}},
		[]Tag{
			{Tag: 1, Text: "N"},
			{Tag: 2, Rationals: [][2]uint32{{33, 1}, {30, 1}, {4968, 100}}},
			{Tag: 3, Text: "E"},
			{Tag: 4, Rationals: [][2]uint32{{36, 1}, {16, 1}, {3540, 100}}},
			{Tag: 6, Rationals: [][2]uint32{{6901, 10}}},
			{Tag: 7, Rationals: [][2]uint32{{12, 1}, {30, 1}, {5, 1}}},
			{Tag: 29, Text: "2015:11:01"},
		},
		[]Tag{{Tag: 0x0201, Long: []uint32{0}}, {Tag: 0x0202, Long: []uint32{5000}}},
	)
	return JPEG(Picture(w, h), 90,
		Segment(0xe1, "Exif\x00\x00", string(data)),
		Segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00", "<x:xmpmeta xmlns:x='adobe:ns:meta/'>made-up-xmp</x:xmpmeta>"),
		Segment(0xe2, "ICC_PROFILE\x00\x01\x01", "made-up-icc"),
		Segment(0xed, "Photoshop 3.0\x00", "made-up-iptc"),
		Segment(0xfe, "made-up-comment"),
	)
}
