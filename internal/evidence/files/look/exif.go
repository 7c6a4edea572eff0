package look

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Tags of TIFF 6.0 and Exif 2.32 that say who, where, when and with what.
var (
	tagNames = map[uint16]string{
		0x010e: "description", 0x010f: "make", 0x0110: "model", 0x0131: "software", 0x0132: "modified", 0x013b: "artist", 0x8298: "copyright",
		0x9003: "taken", 0x9004: "written", 0xa430: "owner", 0xa431: "serial", 0xa434: "lens", 0x9286: "comment",
	}
	tagOrientation uint16 = 0x0112
	tagExif        uint16 = 0x8769
	tagGPS         uint16 = 0x8825
	tagThumbLength uint16 = 0x0202
	tagXMP         uint16 = 0x02bc
	tagIPTC        uint16 = 0x83bb
	tagICC         uint16 = 0x8773
	tagWidth       uint16 = 0x0100
	tagHeight      uint16 = 0x0101
)

// Limits on what is read of image file directories: a real file has three of under a hundred entries each.
const (
	maxIFDs    = 8
	maxEntries = 500
	maxTagData = 64 << 10
)

// widths are the bytes of one value of each TIFF type, from 1.
var widths = [...]int64{1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}

// exif reads the block of Exif data: a TIFF file in small. whole says that it is the file itself.
func (m *meta) exif(f *file, whole bool) {
	head := f.bytes(0, 8)
	if head == nil {
		return
	}
	x := &exif{meta: m, file: f, whole: whole}
	switch string(head[:4]) {
	case "II*\x00":
		x.order = le
	case "MM\x00*":
		x.order = be
	default:
		return
	}
	x.directory(int64(x.order.Uint32(head[4:])), "")
	x.place()
}

type exif struct {
	*meta
	file  *file
	order binary.ByteOrder
	whole bool
	read  []int64 // directories that were read, so that a circle ends
	gps   map[uint16]entry
}

// entry is one entry of a directory.
type entry struct {
	kind  uint16
	count int64
	data  []byte
}

// directory reads one image file directory, those under it, and the next one.
func (x *exif) directory(at int64, which string) {
	for _, seen := range x.read {
		if seen == at {
			return
		}
	}
	if len(x.read) >= maxIFDs {
		return
	}
	x.read = append(x.read, at)
	count := x.file.bytes(at, 2)
	if count == nil {
		return
	}
	n := int64(x.order.Uint16(count))
	for i := range min(n, maxEntries) {
		e := x.file.bytes(at+2+12*i, 12)
		if e == nil {
			x.look.Broken = x.look.Broken || x.whole
			return
		}
		x.entry(which, x.order.Uint16(e), x.value(e))
	}
	if next := x.file.bytes(at+2+12*n, 4); next != nil && which == "" {
		if off := int64(x.order.Uint32(next)); off != 0 {
			x.directory(off, "thumbnail")
		}
	}
}

// value reads the value of an entry; its data is nil where it is not there or too long to be one of those looked for.
func (x *exif) value(e []byte) entry {
	v := entry{kind: x.order.Uint16(e[2:]), count: int64(x.order.Uint32(e[4:]))}
	if v.kind == 0 || int(v.kind) >= len(widths) {
		return v
	}
	n := v.count * widths[v.kind]
	switch {
	case n <= 4:
		v.data = e[8 : 8+n]
	case n <= maxTagData:
		v.data = x.file.bytes(int64(x.order.Uint32(e[8:])), int(n))
	}
	return v
}

func (x *exif) entry(which string, tag uint16, v entry) {
	switch {
	case which == "gps":
		x.gps[tag] = v
	case which == "thumbnail":
		if tag == tagThumbLength {
			x.present("thumbnail", x.integer(v))
		}
	case tag == tagExif:
		x.directory(x.integer(v), "exif")
	case tag == tagGPS:
		x.gps = map[uint16]entry{}
		x.directory(x.integer(v), "gps")
	case tag == tagOrientation:
		if o := x.integer(v); o >= 1 && o <= 8 && x.look.orientation == 0 {
			x.look.orientation = int(o)
		}
	case tag == tagXMP:
		x.present("xmp", v.count)
	case tag == tagIPTC:
		x.present("iptc", v.count)
	case tag == tagICC:
		x.present("icc", v.count)
	case x.whole && tag == tagWidth && which == "":
		x.look.Width = int(x.integer(v))
	case x.whole && tag == tagHeight && which == "":
		x.look.Height = int(x.integer(v))
	case tagNames[tag] == "comment": // eight bytes say in which code it is written
		if len(v.data) > 8 {
			x.add("comment", text(v.data[8:]))
		}
	case tagNames[tag] != "" && v.kind == 2:
		x.add(tagNames[tag], text(v.data))
	}
}

func (x *exif) integer(v entry) int64 {
	switch {
	case v.kind == 3 && len(v.data) >= 2:
		return int64(x.order.Uint16(v.data))
	case (v.kind == 4 || v.kind == 13) && len(v.data) >= 4:
		return int64(x.order.Uint32(v.data))
	}
	return 0
}

// rational gives the i-th of several fractions.
func (x *exif) rational(v entry, i int) (float64, bool) {
	if v.kind != 5 || len(v.data) < 8*i+8 {
		return 0, false
	}
	num, den := x.order.Uint32(v.data[8*i:]), x.order.Uint32(v.data[8*i+4:])
	if den == 0 {
		return 0, false
	}
	return float64(num) / float64(den), true
}

// place writes what the GPS directory says: degrees with five decimals, which is a metre.
func (x *exif) place() {
	lat, ok1 := x.degrees(1, 2, "S", 90)
	lon, ok2 := x.degrees(3, 4, "W", 180)
	if ok1 && ok2 {
		x.add("place", strconv.FormatFloat(lat, 'f', 5, 64)+", "+strconv.FormatFloat(lon, 'f', 5, 64))
	}
	if h, ok := x.rational(x.gps[6], 0); ok {
		if below := x.gps[5]; len(below.data) == 1 && below.data[0] == 1 {
			h = -h
		}
		x.add("altitude", strconv.FormatFloat(h, 'f', 0, 64))
	}
	if d, ok := x.rational(x.gps[17], 0); ok {
		x.add("direction", strconv.FormatFloat(d, 'f', 0, 64))
	}
	day := strings.ReplaceAll(strings.TrimRight(text(x.gps[29].data), "\x00 "), ":", "-")
	hour, ok1 := x.rational(x.gps[7], 0)
	minute, ok2 := x.rational(x.gps[7], 1)
	second, ok3 := x.rational(x.gps[7], 2)
	if day != "" && ok1 && ok2 && ok3 && hour < 24 && minute < 60 && second < 61 {
		x.add("place_time", fmt.Sprintf("%s %02.0f:%02.0f:%02.0f UTC", day, math.Floor(hour), math.Floor(minute), math.Floor(second)))
	}
}

// degrees reads degrees, minutes and seconds, and the letter of the hemisphere.
func (x *exif) degrees(ref, tag uint16, negative string, most float64) (float64, bool) {
	d, ok := x.rational(x.gps[tag], 0)
	if !ok {
		return 0, false
	}
	m, _ := x.rational(x.gps[tag], 1)
	s, _ := x.rational(x.gps[tag], 2)
	d += m/60 + s/3600
	if strings.HasPrefix(string(x.gps[ref].data), negative) {
		d = -d
	}
	return d, math.Abs(d) <= most
}
