package wacz

import (
	"archive/zip"
	"bytes"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/evidence/files/archive"
	"mithaq/internal/evidence/files/stamp"
)

// counting counts how often a place is read.
type counting struct {
	io.ReaderAt
	at    int64
	reads int
}

func (c *counting) ReadAt(b []byte, off int64) (int, error) {
	if off <= c.at && c.at < off+int64(len(b)) {
		c.reads++
	}
	return c.ReaderAt.ReadAt(b, off)
}

// listing makes datapackage.json of these resources.
func listing(t *testing.T, list []resource) string {
	t.Helper()
	b, err := json.Marshal(map[string]any{"resources": list})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// stored makes an archive of names and contents, in this order and not packed: lists that say the same very often would be refused as bombs.
func stored(t *testing.T, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: parts[i], Method: zip.Store})
		if err == nil {
			_, err = io.WriteString(w, parts[i+1])
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

// TestReadOnce: a member is read once, however often and by however many hashes it is listed; each listing is held all the same.
func TestReadOnce(t *testing.T) {
	const name, content = "archive/data.warc.gz", "WARC/1.1 made up, and so on, and so on"
	long := sha512.Sum512([]byte(content))
	var list []resource
	for range 200 {
		list = append(list, resource{name, hashed(content)}, resource{"./" + strings.ToUpper(name), "sha512:" + hex.EncodeToString(long[:])})
	}
	for _, c := range []struct {
		name string
		more []resource
		want []string
	}{
		{"all right", nil, nil},
		{"two that are not", []resource{{name, hashed("x")}, {name, "sha512:" + strings.Repeat("00", 64)}}, []string{Differs, Differs}},
	} {
		b := stored(t, name, content, listName, listing(t, append(slices.Clone(list), c.more...)))
		in := &counting{ReaderAt: bytes.NewReader(b), at: int64(bytes.Index(b, []byte(content)) + len(content)/2)}
		if r := Check(in, int64(len(b)), stamp.Trust{}); r.Faults != nil || !slices.Equal(whys(r), c.want) {
			t.Errorf("%s: %+v", c.name, r)
		}
		if in.reads != 1 {
			t.Errorf("%s: read %d times", c.name, in.reads)
		}
	}
}

// TestListedTooMuch: a list of more files than an archive may hold, or two lists in one, are no list; one of as many is.
func TestListedTooMuch(t *testing.T) {
	most := slices.Repeat([]resource{{"a", hashed("x")}}, archive.Usual.Files)
	for _, c := range []struct {
		name, list string
		want       []string
	}{
		{"as many as may be", listing(t, most), nil},
		{"one more", listing(t, append(most, most[0])), []string{NoList}},
		{"two lists", strings.Replace(listing(t, most[:1]), "{", `{"resources":[{"path":"b"}],`, 1), []string{NoList}},
		{"no list", `{"resources":{"path":"a"}}`, []string{NoList}},
	} {
		b := stored(t, "a", "x", listName, c.list)
		if r := check(b, stamp.Trust{}); r.Faults != nil || !slices.Equal(whys(r), c.want) {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}
