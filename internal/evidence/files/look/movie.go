package look

import (
	"strings"
	"time"
)

// maxDepth and maxBoxes bound the walk through the boxes of a film.
const (
	maxDepth = 6
	maxBoxes = 2000
)

// movie reads what MP4 and QuickTime files (ISO/IEC 14496-12; QuickTime File Format) say of when, where and with what they were taken.
func (m *meta) movie(f *file) {
	w := &boxes{meta: m, file: f}
	w.walk(0, f.size, "", 0)
}

type boxes struct {
	*meta
	file *file
	n    int
	keys []string // of the list of keys that stands before the values
}

// holders are boxes that hold others.
var holders = map[string]bool{"moov": true, "moov/udta": true, "moov/meta": true, "moov/meta/ilst": true}

func (w *boxes) walk(at, end int64, path string, depth int) {
	for depth < maxDepth && at+8 <= end && w.n < maxBoxes {
		w.n++
		head := w.file.bytes(at, 8)
		if head == nil {
			return
		}
		size, skip := int64(be.Uint32(head)), int64(8)
		switch size {
		case 0:
			size = end - at
		case 1:
			long := w.file.bytes(at+8, 8)
			if long == nil || be.Uint64(long) > 1<<62 {
				return
			}
			size, skip = int64(be.Uint64(long)), 16
		}
		if size < skip || size > end-at {
			w.look.Broken = true
			return
		}
		kind := strings.TrimPrefix(path+"/"+string(head[4:]), "/")
		w.box(kind, at+skip, at+size, depth)
		at += size
	}
}

func (w *boxes) box(kind string, at, end int64, depth int) {
	data := func(n int64) []byte { return w.file.bytes(at, int(min(n, end-at))) }
	switch {
	case kind == "moov/meta":
		if b := data(8); len(b) == 8 && be.Uint32(b) == 0 { // MP4 puts a version before the boxes, QuickTime does not
			at += 4
		}
		w.walk(at, end, kind, depth+1)
	case holders[kind]:
		w.walk(at, end, kind, depth+1)
	case kind == "moov/mvhd":
		w.created(data(12))
	case kind == "moov/meta/keys":
		w.readKeys(data(64 << 10))
	case kind == "moov/udta/\xa9xyz":
		w.place(qtString(data(100)))
	case kind == "moov/udta/\xa9mak":
		w.add("make", qtString(data(200)))
	case kind == "moov/udta/\xa9mod":
		w.add("model", qtString(data(200)))
	case strings.HasPrefix(kind, "moov/meta/ilst/"):
		w.item(kind[len("moov/meta/ilst/"):], data(2000))
	}
}

// created reads the time in the movie header: seconds since 1904. Zero, or a day before digital cameras, says nothing.
func (w *boxes) created(b []byte) {
	if len(b) < 12 {
		return
	}
	s := int64(be.Uint32(b[4:]))
	if b[0] == 1 {
		s = int64(be.Uint64(b[4:]) & (1<<40 - 1))
	}
	if t := time.Unix(s-2082844800, 0).UTC(); t.Year() >= 1980 && t.Year() < 3000 {
		w.add("written", t.Format("2006-01-02 15:04:05 UTC"))
	}
}

// qtString reads text after its length and language.
func qtString(b []byte) string {
	if len(b) < 4 {
		return ""
	}
	return text(b[4:min(len(b), 4+int(be.Uint16(b)))])
}

// place writes a position of ISO 6709 ("+33.5138+036.2765+700/") as the others are written.
func (w *boxes) place(s string) {
	s = strings.TrimSuffix(s, "/")
	i := 1 + strings.IndexAny(s[min(len(s), 1):], "+-")
	if i == 0 {
		return
	}
	lon := s[i:]
	if j := 1 + strings.IndexAny(lon[1:], "+-"); j > 0 {
		w.add("place", strings.TrimPrefix(s[:i], "+")+", "+strings.TrimPrefix(lon[:j], "+"))
		w.add("altitude", strings.TrimPrefix(lon[j:], "+"))
		return
	}
	w.add("place", strings.TrimPrefix(s[:i], "+")+", "+strings.TrimPrefix(lon, "+"))
}

func (w *boxes) readKeys(b []byte) {
	for at := 8; at+8 <= len(b) && len(w.keys) < maxFields; {
		n := int(be.Uint32(b[at:]))
		if n < 8 || n > len(b)-at {
			return
		}
		w.keys = append(w.keys, text(b[at+8:at+n]))
		at += n
	}
}

// itemNames are Apple's keys that say where, when and with what.
var itemNames = map[string]string{
	"com.apple.quicktime.make": "make", "com.apple.quicktime.model": "model", "com.apple.quicktime.software": "software",
	"com.apple.quicktime.creationdate": "taken", "com.apple.quicktime.author": "author", "com.apple.quicktime.description": "description",
	"com.android.manufacturer": "make", "com.android.model": "model",
}

// item reads one value: the number of its key, and a box "data" with the text.
func (w *boxes) item(kind string, b []byte) {
	n := int(be.Uint32([]byte(kind)))
	if n < 1 || n > len(w.keys) || len(b) < 16 || string(b[4:8]) != "data" {
		return
	}
	value := text(b[16:])
	switch key := w.keys[n-1]; {
	case key == "com.apple.quicktime.location.ISO6709":
		w.place(value)
	case itemNames[key] != "":
		w.add(itemNames[key], value)
	}
}
