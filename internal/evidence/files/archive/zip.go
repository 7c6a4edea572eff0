package archive

import (
	"archive/zip"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// Zip opens a ZIP archive of size bytes. With faults there is no archive.
func Zip(r io.ReaderAt, size int64, limits Limits) (*Archive, []Fault) {
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are looked at below
		return nil, []Fault{{Why: Broken}}
	}
	b := &builder{limits: limits}
	if len(z.File) > limits.Files {
		return nil, []Fault{{Why: Many}}
	}
	for _, f := range z.File {
		b.zipMember(f)
	}
	b.overlaps(z.File, size)
	return b.archive()
}

const encrypted = 0x1 // general purpose flag, APPNOTE 4.4.4

func (b *builder) zipMember(f *zip.File) {
	ok := b.name(f.Name)
	mode := f.Mode()
	switch {
	case mode&fs.ModeSymlink != 0:
		b.fault(Link, f.Name, "")
		return
	case strings.HasSuffix(f.Name, "/"), mode.IsDir():
		return
	case !mode.IsRegular():
		b.fault(Special, f.Name, "")
		return
	case !ok, ignored(f.Name):
		return
	}
	if f.Flags&encrypted != 0 {
		b.fault(Encrypted, f.Name, "")
	}
	if f.Method != zip.Store && f.Method != zip.Deflate {
		b.fault(Method, f.Name, "")
	}
	if f.UncompressedSize64 > 1<<62 {
		b.fault(Large, f.Name, "")
		return
	}
	n := int64(f.UncompressedSize64)
	if n > smallest && n/b.limits.Ratio > int64(min(f.CompressedSize64, 1<<62)) {
		b.fault(Ratio, f.Name, "")
	}
	b.add(Member{Name: f.Name, Size: n, open: func() (io.ReadCloser, error) {
		r, err := f.Open()
		if err != nil {
			return nil, ErrLies
		}
		return r, nil
	}})
}

// overlaps finds members that lie on each other or beyond the archive (D. Fifield, "A better zip bomb", WOOT 2019).
func (b *builder) overlaps(list []*zip.File, size int64) {
	type span struct {
		from, to int64
		name     string
	}
	var spans []span
	for _, f := range list {
		from, err := f.DataOffset()
		if err != nil || f.CompressedSize64 > uint64(size) || from > size-int64(f.CompressedSize64) {
			b.fault(Broken, f.Name, "")
			continue
		}
		// The local header, which DataOffset read past, is at least 30 bytes and the name.
		spans = append(spans, span{from - 30 - int64(len(f.Name)), from + int64(f.CompressedSize64), f.Name})
	}
	slices.SortFunc(spans, func(x, y span) int { return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to)) })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			b.fault(Overlap, spans[i].name, spans[i-1].name)
			spans[i].to = max(spans[i].to, spans[i-1].to)
		}
	}
}
