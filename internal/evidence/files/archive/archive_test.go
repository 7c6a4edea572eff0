package archive_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"

	"mithaq/internal/evidence/files/archive"
)

// small are limits that a test can meet.
var small = archive.Limits{Files: 10, One: 5 << 20, Total: 8 << 20, Ratio: 200}

type member struct {
	name    string
	content string
	mode    os.FileMode
	flags   uint16
	method  uint16
}

func zipOf(t testing.TB, members ...member) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range members {
		h := &zip.FileHeader{Name: m.name, Method: zip.Deflate, Flags: m.flags}
		if m.mode != 0 {
			h.SetMode(m.mode)
		}
		if m.method != 0 || m.flags&1 != 0 {
			h.Method = m.method
			h.CompressedSize64, h.UncompressedSize64, h.CRC32 = uint64(len(m.content)), uint64(len(m.content)), crc32.ChecksumIEEE([]byte(m.content))
			w, err := z.CreateRaw(h)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = w.Write([]byte(m.content))
			continue
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write([]byte(m.content))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(b []byte) (*archive.Archive, []archive.Fault) {
	return archive.Zip(bytes.NewReader(b), int64(len(b)), small)
}

func TestZip(t *testing.T) {
	a, faults := open(zipOf(t, member{name: "import.csv", content: "a,b"}, member{name: "media/"}, member{name: "media/Foto.JPG", content: "x"},
		member{name: "__MACOSX/._a", content: "x"}, member{name: "media/.DS_Store", content: "x"}, member{name: "inner.zip", content: string(zipOf(t, member{name: "../x"}))}))
	if faults != nil {
		t.Fatal(faults)
	}
	var names []string
	for _, m := range a.Members {
		names = append(names, m.Name)
	}
	if want := []string{"import.csv", "inner.zip", "media/Foto.JPG"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
	for _, name := range []string{"media/Foto.JPG", "media/foto.jpg", "./media/foto.jpg"} {
		m := a.Get(name)
		if m == nil {
			t.Errorf("%s is not found", name)
			continue
		}
		r, err := m.Open()
		if err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(r); err != nil || string(b) != "x" {
			t.Errorf("%q, %v", b, err)
		}
	}
	if m := a.Get("foto.jpg"); m != nil {
		t.Errorf("found by its base name: %s", m.Name)
	}
}

// TestRefused: each way in which an archive can be made to do harm.
func TestRefused(t *testing.T) {
	big := strings.Repeat("\x00", 3<<20)
	noise := func(n int) string { // nearly incompressible
		b := make([]byte, n)
		x := uint32(1)
		for i := range b {
			x = x*1664525 + 1013904223
			b[i] = byte(x >> 24)
		}
		return string(b)
	}
	for _, c := range []struct {
		what    string
		members []member
		why     string
	}{
		{"leads out", []member{{name: "../../etc/passwd"}}, archive.Outside},
		{"leads out from inside", []member{{name: "a/../../b"}}, archive.Outside},
		{"leads out as a folder", []member{{name: "../a/"}}, archive.Outside},
		{"absolute", []member{{name: "/etc/passwd"}}, archive.Absolute},
		{"a drive", []member{{name: "C:/a"}}, archive.Absolute},
		{"a backslash", []member{{name: `..\a`}}, archive.BadName},
		{"a line end", []member{{name: "a\nb"}}, archive.BadName},
		{"no UTF-8", []member{{name: "a\xff"}}, archive.BadName},
		{"too long", []member{{name: strings.Repeat("a", 2000)}}, archive.BadName},
		{"a name that is not clean", []member{{name: "a/./b"}}, archive.BadName},
		{"a link", []member{{name: "a", content: "/etc/passwd", mode: os.ModeSymlink | 0o777}}, archive.Link},
		{"a device", []member{{name: "a", mode: os.ModeDevice | 0o600}}, archive.Special},
		{"twice", []member{{name: "a"}, {name: "a"}}, archive.Twice},
		{"case", []member{{name: "a.jpg"}, {name: "A.JPG"}}, archive.Collision},
		{"composition", []member{{name: "\u00e9.jpg"}, {name: "e\u0301.jpg"}}, archive.Collision},
		{"a file and a folder", []member{{name: "a"}, {name: "a/b"}}, archive.Collision},
		{"encrypted", []member{{name: "a", content: "x", flags: 1}}, archive.Encrypted},
		{"packed otherwise", []member{{name: "a", content: "x", method: 14}}, archive.Method},
		{"packed tightly", []member{{name: "a", content: big}}, archive.Ratio},
		{"large", []member{{name: "a", content: noise(5<<20 + 1)}}, archive.Large},
		{"large together", []member{{name: "a", content: noise(5 << 20)}, {name: "b", content: noise(4 << 20)}}, archive.Total},
		{"many", []member{{name: "1"}, {name: "2"}, {name: "3"}, {name: "4"}, {name: "5"}, {name: "6"}, {name: "7"}, {name: "8"}, {name: "9"}, {name: "10"}, {name: "11"}}, archive.Many},
	} {
		a, faults := open(zipOf(t, c.members...))
		if a != nil || !slices.ContainsFunc(faults, func(f archive.Fault) bool { return f.Why == c.why }) {
			t.Errorf("%s: %v", c.what, faults)
		}
		for _, f := range faults {
			if strings.Contains(f.Name, "\n") || !utf8.ValidString(f.Name) || !slices.Contains(archive.Reasons, f.Why) {
				t.Errorf("%s: %q", c.what, f)
			}
		}
	}
	if _, faults := open([]byte("PK nothing")); len(faults) != 1 || faults[0].Why != archive.Broken {
		t.Errorf("no archive: %v", faults)
	}
	if _, faults := open(zipOf(t, member{name: "../a"}, member{name: "/b"}, member{name: "c\n"})); len(faults) != 3 {
		t.Errorf("of three faults these are told: %v", faults)
	}
}

// TestOverlap: a member that lies on another, as in a bomb that quotes itself.
func TestOverlap(t *testing.T) {
	b := zipOf(t, member{name: "aa", content: "hello"}, member{name: "bb", content: "hello"})
	second := bytes.LastIndex(b, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(b[second+42:], 0) // where its local header is said to be: that of the first
	if _, faults := open(b); !slices.ContainsFunc(faults, func(f archive.Fault) bool { return f.Why == archive.Overlap }) {
		t.Errorf("%v", faults)
	}
}

// TestLies: a member that unpacks to more, or to other bytes, than the archive says ends with an error before it does harm.
func TestLies(t *testing.T) {
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, 9)
	_, _ = w.Write(make([]byte, 4<<20))
	_ = w.Close()
	for what, said := range map[string]uint64{"more": 10, "fewer": 5 << 20} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		h := &zip.FileHeader{Name: "a", Method: zip.Deflate, CompressedSize64: uint64(packed.Len()), UncompressedSize64: said}
		raw, err := z.CreateRaw(h)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = raw.Write(packed.Bytes())
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		loose := small
		loose.Ratio = 100_000
		a, faults := archive.Zip(bytes.NewReader(b.Bytes()), int64(b.Len()), loose)
		if faults != nil {
			t.Fatal(faults)
		}
		r, err := a.Members[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		if n, err := io.Copy(io.Discard, r); !errors.Is(err, archive.ErrLies) || n > int64(said) {
			t.Errorf("%s bytes than said: %d came, %v", what, n, err)
		}
	}
	b := zipOf(t, member{name: "a", content: strings.Repeat("abc", 1000)}, member{name: "b", content: "hello"})
	b[30+1+4] ^= 1 // in the packed bytes of the first
	a, faults := open(b)
	if faults != nil {
		t.Fatal(faults)
	}
	wrong := 0
	for i := range a.Members {
		r, err := a.Members[i].Open()
		if err == nil {
			_, err = io.Copy(io.Discard, r)
		}
		if errors.Is(err, archive.ErrLies) {
			wrong++
		}
	}
	if wrong != 1 {
		t.Errorf("%d members are wrong", wrong)
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	if err := errors.Join(os.Mkdir(filepath.Join(dir, "media"), 0o700), os.WriteFile(filepath.Join(dir, "media", "a.jpg"), []byte("x"), 0o600)); err != nil {
		t.Fatal(err)
	}
	a, faults, err := archive.Folder(dir, small)
	if err != nil || faults != nil || len(a.Members) != 1 || a.Members[0].Name != "media/a.jpg" {
		t.Fatalf("%+v, %v, %v", a, faults, err)
	}
	r, err := a.Members[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(r); err != nil || string(b) != "x" {
		t.Errorf("%q, %v", b, err)
	}
	// Between looking and reading it grows.
	if err := os.WriteFile(filepath.Join(dir, "media", "a.jpg"), []byte("xy"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r, err = a.Members[0].Open(); err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(r); !errors.Is(err, archive.ErrLies) || len(b) > 1 {
		t.Errorf("%q, %v", b, err)
	}
	// Somebody puts a link there.
	if err := errors.Join(os.Remove(filepath.Join(dir, "media", "a.jpg")), os.Symlink("/etc/passwd", filepath.Join(dir, "media", "a.jpg"))); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Members[0].Open(); err == nil {
		t.Error("the link was followed")
	}
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "b"), nil, 0o600), os.WriteFile(filepath.Join(dir, "B"), nil, 0o600), syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600)); err != nil {
		t.Fatal(err)
	}
	_, faults, err = archive.Folder(dir, small)
	if err != nil {
		t.Fatal(err)
	}
	for _, why := range []string{archive.Link, archive.Special, archive.Collision} {
		if !slices.ContainsFunc(faults, func(f archive.Fault) bool { return f.Why == why }) {
			t.Errorf("%s is not among %v", why, faults)
		}
	}
	if _, _, err := archive.Folder(filepath.Join(dir, "nothing"), small); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

// FuzzZip: whatever the bytes are, there is a sound archive or a fault; what is read stays within what was said.
func FuzzZip(f *testing.F) {
	f.Add(zipOf(f, member{name: "a", content: "hello"}, member{name: "b/c", content: strings.Repeat("x", 1000)}))
	f.Add(zipOf(f, member{name: "../a"}, member{name: "A"}, member{name: "a"}))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, faults := open(b)
		if (a == nil) == (faults == nil) {
			t.Fatal("neither or both")
		}
		if a == nil {
			return
		}
		var total int64
		for i := range a.Members {
			m := &a.Members[i]
			if strings.HasPrefix(m.Name, "/") || strings.Contains("/"+m.Name+"/", "/../") {
				t.Errorf("%q", m.Name)
			}
			r, err := m.Open()
			if err != nil {
				continue
			}
			n, err := io.Copy(io.Discard, r)
			if n > m.Size || err == nil && n != m.Size {
				t.Errorf("%d of %d bytes, %v", n, m.Size, err)
			}
			total += n
		}
		if total > small.Total {
			t.Errorf("%d bytes", total)
		}
	})
}
