package board

import (
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/files/look"
	"mithaq/internal/evidence/files/stamp"
	"mithaq/internal/evidence/record"
)

// EscapeName writes a file's name, or another thing that came from outside, so that it can neither end a line nor turn text around.
func EscapeName(s string) string { return look.Escape(s) }

// FileName gives the name that a file came with, or the beginning of its hash.
func (rd Reader) FileName(f *record.File) string {
	if f.Name == "" {
		return f.SHA256.String()[:16]
	}
	return rd.W.Foreign(EscapeName(f.Name))
}

// Bytes writes a number of bytes.
func (rd Reader) Bytes(n int64) string {
	for _, u := range []struct {
		key  string
		size int64
	}{{"file.gb", 1e9}, {"file.mb", 1e6}, {"file.kb", 1e3}} {
		if n >= u.size {
			whole, tenth := n/u.size, n%u.size*10/u.size
			text := locale.Number(rd.Lang, whole)
			if whole < 10 && tenth > 0 {
				text += rd.W.Text("file.decimal", "digit", locale.Number(rd.Lang, tenth))
			}
			return rd.W.Text(u.key, "n", text)
		}
	}
	return rd.W.Plural("file.bytes", n)
}

// FileFacts are what the record says of a file.
func (rd Reader) FileFacts(f *record.File) []Pair {
	var out []Pair
	add := func(key, value string) {
		if value != "" {
			out = append(out, Pair{rd.W.Text(key), value})
		}
	}
	add("file.sha256", f.SHA256.String())
	add("file.type", f.Type)
	add("file.size", rd.Bytes(f.Size))
	add("file.url", rd.W.Foreign(EscapeName(f.URL)))
	add("file.source", rd.W.Foreign(EscapeName(f.Source)))
	if f.Obtained != "" {
		add("file.obtained", rd.When(f.Obtained))
	}
	add("file.by", rd.W.Foreign(EscapeName(f.By)))
	if !f.Within.IsZero() {
		add("file.within", f.Within.String())
	}
	add("file.note", rd.W.Foreign(EscapeName(f.Note)))
	return out
}

// FileWarnings say what a reader must know before opening a file.
func (rd Reader) FileWarnings(l *look.Look) []string {
	var out []string
	if l.Differs {
		out = append(out, rd.W.Text("file.warn.differs", "named", l.Named, "type", l.Type))
	}
	if len(l.Also) > 0 {
		var types []string
		for _, a := range l.Also {
			types = append(types, a.Type)
		}
		out = append(out, rd.W.Text("file.warn.also", "types", rd.W.And(types)))
	}
	if l.Trailing > 0 {
		out = append(out, rd.W.Text("file.warn.trailing", "size", rd.Bytes(l.Trailing)))
	}
	for _, a := range l.Active {
		out = append(out, rd.W.Text("file.active."+a))
	}
	if l.Broken {
		out = append(out, rd.W.Text("file.warn.broken"))
	}
	return out
}

// sizes are the names of metadata whose value is how large it is.
var sizes = []string{"icc", "iptc", "thumbnail", "xmp"}

// FileMeta are the metadata of a file, as it gives them itself: nobody has checked them.
func (rd Reader) FileMeta(l *look.Look) []Pair {
	var out []Pair
	if l.Width > 0 && l.Height > 0 {
		out = append(out, Pair{rd.W.Text("file.pixels"), rd.W.Text("file.by_pixels", "w", locale.Number(rd.Lang, int64(l.Width)), "h", locale.Number(rd.Lang, int64(l.Height)))})
	}
	for _, m := range l.Meta {
		name, value := rd.W.Text("file.meta."+m.Name), rd.W.Foreign(m.Value)
		if m.Key != "" {
			name = rd.W.Foreign(m.Key)
		}
		if n, err := strconv.ParseInt(m.Value, 10, 64); err == nil && slices.Contains(sizes, m.Name) {
			value = rd.Bytes(n)
		}
		out = append(out, Pair{name, value})
	}
	return out
}

// Stamp says what a check of something beside a file found. says is what was stated with it.
func (rd Reader) Stamp(r *stamp.Result, says string) string {
	args := []any{
		"sort", rd.W.Text("file.stamp.sort." + r.Sort), "time", "", "by", rd.W.Foreign(EscapeName(r.By)), "height", strconv.FormatUint(r.Height, 10),
		"root", r.Root, "block", r.Block, "says", EscapeName(strings.TrimPrefix(says, stamp.ListPrefix)),
	}
	if !r.Time.IsZero() {
		args[3] = locale.DateTime(rd.Lang, r.Time.Unix(), civil.UTC)
	}
	key := "file.stamp." + r.State
	if r.Sort == "hash" || r.Sort == "opentimestamps" && (r.State == stamp.Checked || r.State == stamp.Sound) {
		key += "." + r.Sort
	}
	out := rd.W.Text(key, args...)
	if strings.HasPrefix(says, stamp.ListPrefix) {
		out += " " + rd.W.Text("file.stamp.list", "hash", strings.TrimPrefix(says, stamp.ListPrefix)[:min(12, len(says)-len(stamp.ListPrefix))])
	}
	return out
}
