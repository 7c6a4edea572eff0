package look

import (
	"bytes"
	"compress/zlib"
	"io"
	"strings"
)

// Limits on walking through an image's structure.
const (
	maxBlocks = 100_000
	maxBlock  = 16 << 20 // bytes of a block of metadata that is looked into
)

// jpeg walks through the segments (ITU-T T.81, annex B) and gives the offset after the end of the image; -1: it is cut short.
func (m *meta) jpeg(f *file) int64 {
	at := int64(2)
	for range maxBlocks {
		mark := f.bytes(at, 2)
		if mark == nil || mark[0] != 0xff {
			break
		}
		switch c := mark[1]; {
		case c == 0xff: // fill
			at++
			continue
		case c == 0xd9:
			return at + 2
		case c == 0x01, c >= 0xd0 && c <= 0xd8:
			at += 2
			continue
		}
		length := f.bytes(at+2, 2)
		if length == nil || be.Uint16(length) < 2 {
			break
		}
		n := int(be.Uint16(length)) - 2
		body := f.bytes(at+4, n)
		if body == nil {
			break
		}
		m.segment(mark[1], body)
		at += 4 + int64(n)
		if mark[1] == 0xda {
			m.look.scans++
			if at = f.scan(at); at < 0 {
				break
			}
		}
	}
	m.look.Broken = true
	return -1
}

// scan gives the offset of the marker that ends compressed data.
func (f *file) scan(at int64) int64 {
	const piece = 64 << 10
	for at < f.size {
		b := f.bytes(at, int(min(piece, f.size-at)))
		if b == nil {
			return -1
		}
		for i := 0; i+1 < len(b); i++ {
			if b[i] == 0xff && b[i+1] != 0 && (b[i+1] < 0xd0 || b[i+1] > 0xd7) && b[i+1] != 0xff {
				return at + int64(i)
			}
		}
		if len(b) < 2 {
			return -1
		}
		at += int64(len(b)) - 1
	}
	return -1
}

// segment reads one segment of a JPEG file.
func (m *meta) segment(mark byte, b []byte) {
	switch {
	case mark == 0xe1 && bytes.HasPrefix(b, []byte("Exif\x00\x00")):
		m.exif(&file{bytes.NewReader(b[6:]), int64(len(b) - 6)}, false)
	case mark == 0xe1 && bytes.HasPrefix(b, []byte("http://ns.adobe.com/x")):
		m.present("xmp", int64(len(b)))
	case mark == 0xe2 && bytes.HasPrefix(b, []byte("ICC_PROFILE\x00")):
		m.present("icc", int64(len(b)))
	case mark == 0xed && bytes.HasPrefix(b, []byte("Photoshop 3.0\x00")):
		m.present("iptc", int64(len(b)))
	case mark == 0xfe:
		m.add("comment", text(b))
	case mark >= 0xc0 && mark <= 0xcf && mark != 0xc4 && mark != 0xc8 && mark != 0xcc && len(b) >= 5: // a frame
		m.look.Height, m.look.Width = int(be.Uint16(b[1:])), int(be.Uint16(b[3:]))
	}
}

// png walks through the chunks (PNG specification, third edition) and gives the offset after IEND; -1: it is cut short.
func (m *meta) png(f *file) int64 {
	at := int64(8)
	for range maxBlocks {
		head := f.bytes(at, 8)
		if head == nil {
			break
		}
		n := int64(be.Uint32(head))
		if n > f.size-at-12 {
			break
		}
		switch kind := string(head[4:]); kind {
		case "IEND":
			return at + 12 + n
		case "IHDR":
			if b := f.bytes(at+8, 8); b != nil {
				m.look.Width, m.look.Height = int(be.Uint32(b)), int(be.Uint32(b[4:]))
			}
		case "eXIf", "tEXt", "zTXt", "iTXt", "iCCP", "tIME":
			if n <= maxBlock {
				m.chunk(kind, f.bytes(at+8, int(n)))
			}
		}
		at += 12 + n
	}
	m.look.Broken = true
	return -1
}

func (m *meta) chunk(kind string, b []byte) {
	key, rest, _ := bytes.Cut(b, []byte{0})
	switch kind {
	case "eXIf":
		m.exif(&file{bytes.NewReader(b), int64(len(b))}, false)
	case "iCCP":
		m.present("icc", int64(len(b)))
	case "tEXt":
		m.pngText(string(key), rest)
	case "zTXt":
		if len(rest) > 1 {
			m.pngText(string(key), inflate(rest[1:]))
		}
	case "iTXt":
		if len(rest) < 2 {
			return
		}
		packed := rest[0] == 1
		_, rest, _ = bytes.Cut(rest[2:], []byte{0}) // language
		_, rest, _ = bytes.Cut(rest, []byte{0})     // the key in that language
		if packed {
			rest = inflate(rest)
		}
		m.pngText(string(key), rest)
	}
}

// pngText notes one piece of text. Tools write XMP and Exif data as text, too.
func (m *meta) pngText(key string, value []byte) {
	switch {
	case strings.HasPrefix(key, "XML:com.adobe.xmp"):
		m.present("xmp", int64(len(value)))
	default:
		m.addKey("text", key, text(value))
	}
}

// inflate unpacks at most as much as is shown of a value, and some more.
func inflate(b []byte) []byte {
	r, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(r, 4*maxValue)) // what came before an error is worth showing
	return out
}

// gif walks through the blocks (GIF89a) and gives the offset after the trailer; -1: it is cut short.
func (m *meta) gif(f *file) int64 {
	head := f.bytes(0, 13)
	if head == nil {
		m.look.Broken = true
		return -1
	}
	m.look.Width, m.look.Height = int(le.Uint16(head[6:])), int(le.Uint16(head[8:]))
	at := 13 + palette(head[10])
	for range maxBlocks {
		b := f.bytes(at, 2)
		if b == nil {
			if last := f.bytes(at, 1); last != nil && last[0] == 0x3b {
				return at + 1
			}
			break
		}
		var data []byte
		switch b[0] {
		case 0x3b:
			return at + 1
		case 0x21:
			at, data = f.subBlocks(at + 2)
			if b[1] == 0xfe {
				m.add("comment", text(data))
			} else if b[1] == 0xff && bytes.HasPrefix(data, []byte("XMP DataXMP")) {
				m.present("xmp", int64(len(data)))
			}
		case 0x2c:
			d := f.bytes(at, 10)
			if d == nil {
				m.look.Broken = true
				return -1
			}
			at, _ = f.subBlocks(at + 10 + palette(d[9]) + 1)
		default:
			at = -1
		}
		if at < 0 {
			break
		}
	}
	m.look.Broken = true
	return -1
}

func palette(flags byte) int64 {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// subBlocks walks to the end of a chain of blocks of up to 255 bytes, and gives the first 64 kB of them.
func (f *file) subBlocks(at int64) (int64, []byte) {
	var data []byte
	for {
		n := f.bytes(at, 1)
		if n == nil {
			return -1, nil
		}
		if n[0] == 0 {
			return at + 1, data
		}
		if len(data) < 64<<10 {
			data = append(data, f.bytes(at+1, int(n[0]))...)
		}
		at += 1 + int64(n[0])
	}
}

// webp walks through the chunks of a RIFF file and gives its end; -1: it is cut short.
func (m *meta) webp(f *file) int64 {
	head := f.bytes(0, 12)
	end := int64(le.Uint32(head[4:])) + 8
	if end > f.size {
		m.look.Broken = true
		return -1
	}
	at := int64(12)
	for range maxBlocks {
		c := f.bytes(at, 8)
		if c == nil || at >= end {
			break
		}
		n := int64(le.Uint32(c[4:]))
		switch kind := string(c[:4]); kind {
		case "EXIF":
			if b := f.bytes(at+8, int(min(n, maxBlock))); b != nil {
				b = bytes.TrimPrefix(b, []byte("Exif\x00\x00"))
				m.exif(&file{bytes.NewReader(b), int64(len(b))}, false)
			}
		case "XMP ":
			m.present("xmp", n)
		case "ICCP":
			m.present("icc", n)
		case "VP8X":
			if b := f.bytes(at+8, 10); b != nil {
				m.look.Width, m.look.Height = 1+int(uint24(b[4:])), 1+int(uint24(b[7:]))
			}
		}
		at += 8 + n + n&1
	}
	return end
}

func uint24(b []byte) uint32 { return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 }

func (m *meta) bmp(f *file) {
	if b := f.bytes(0, 26); b != nil && le.Uint32(b[14:]) >= 40 {
		m.look.Width, m.look.Height = int(int32(le.Uint32(b[18:]))), int(max(int32(le.Uint32(b[22:])), -int32(le.Uint32(b[22:]))))
	}
}

func (m *meta) tiff(f *file) { m.exif(f, true) }
