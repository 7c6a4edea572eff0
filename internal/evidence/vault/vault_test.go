package vault

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"mithaq/internal/evidence/record"
)

const canary = "Layla-canary, Bab Touma 7"

func key(t *testing.T) *age.X25519Identity {
	t.Helper()
	k, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func named(name string, k *age.X25519Identity) record.Recipient {
	return record.Recipient{Name: name, Key: k.Recipient().String()}
}

// TestSeal: each recipient opens a box, nobody else does, and only as the identity of the one it was sealed for.
func TestSeal(t *testing.T) {
	a, b, other := key(t), key(t), key(t)
	of := Of{record.KindSource, "witness-one"}
	box, err := Seal(of, []byte(canary), []record.Recipient{named("a", a), named("b", b)})
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(box, []byte("canary")) || bytes.Contains(box, []byte("witness-one")) {
		t.Error("the box says what is in it")
	}
	for _, k := range []*age.X25519Identity{a, b} {
		if got, err := Open(of, box, []age.Identity{other, k}); err != nil || string(got) != canary {
			t.Errorf("%q, %v", got, err)
		}
	}
	for name, c := range map[string]struct {
		of   Of
		box  []byte
		keys []age.Identity
		want error
	}{
		"another key":     {of, box, []age.Identity{other}, ErrNoKey},
		"no key":          {of, box, nil, ErrNoKey},
		"another source":  {Of{record.KindSource, "w2"}, box, []age.Identity{a}, ErrDamaged},
		"a person":        {Of{record.KindPerson, "witness-one"}, box, []age.Identity{a}, ErrDamaged},
		"cut short":       {of, box[:len(box)-1], []age.Identity{a}, ErrDamaged},
		"a byte changed":  {of, changed(box), []age.Identity{a}, ErrDamaged},
		"no box":          {of, []byte("hello"), []age.Identity{a}, ErrDamaged},
		"with a tail":     {of, append(slices.Clone(box), 'x'), []age.Identity{a}, ErrDamaged},
		"nothing at all":  {of, nil, []age.Identity{a}, ErrDamaged},
		"a newline in it": {Of{record.KindSource, "witness-one\n1"}, box, []age.Identity{a}, ErrDamaged},
	} {
		if got, err := Open(c.of, c.box, c.keys); !errors.Is(err, c.want) || got != nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func changed(box []byte) []byte {
	b := slices.Clone(box)
	b[len(b)-5] ^= 1
	return b
}

// TestTwoRecipients: fewer than two, or two that are one, are refused.
func TestTwoRecipients(t *testing.T) {
	a, b := key(t), key(t)
	for name, c := range map[string]struct {
		to   []record.Recipient
		want error
	}{
		"nobody":               {nil, ErrFew},
		"one":                  {[]record.Recipient{named("a", a)}, ErrFew},
		"one key, two names":   {[]record.Recipient{named("a", a), named("b", a)}, ErrFew},
		"one name, two keys":   {[]record.Recipient{named("a", a), named("a", b)}, ErrFew},
		"no name":              {[]record.Recipient{named("a", a), named("", b)}, ErrFew},
		"no key":               {[]record.Recipient{named("a", a), {Name: "b"}}, ErrKey},
		"no age key":           {[]record.Recipient{named("a", a), {Name: "b", Key: "age1qqqq"}}, ErrKey},
		"a secret key":         {[]record.Recipient{named("a", a), {Name: "b", Key: b.String()}}, ErrKey},
		"two keys in one":      {[]record.Recipient{named("a", a), {Name: "b", Key: named("", b).Key + "\n" + named("", b).Key}}, ErrKey},
		"several, one is none": {[]record.Recipient{named("a", a), named("b", b), {Name: "c", Key: "x"}}, ErrKey},
	} {
		box, err := Seal(Of{record.KindSource, "w"}, []byte(canary), c.to)
		if !errors.Is(err, c.want) || box != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && strings.Contains(err.Error(), b.String()) {
			t.Errorf("%s: the error holds the secret key", name)
		}
	}
	for name, content := range map[string][]byte{"empty": nil, "too long": make([]byte, MostContent+1)} {
		if _, err := Seal(Of{record.KindSource, "w"}, content, []record.Recipient{named("a", a), named("b", b)}); !errors.Is(err, ErrContent) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLength: all names of a usual length give boxes of one size.
func TestLength(t *testing.T) {
	to := []record.Recipient{named("a", key(t)), named("b", key(t))}
	sizes := map[int]bool{}
	for _, n := range []int{1, 10, 100, 1000, 1900} {
		box, err := Seal(Of{record.KindPerson, "p"}, bytes.Repeat([]byte("x"), n), to)
		if err != nil {
			t.Fatal(err)
		}
		sizes[len(box)] = true
	}
	if len(sizes) != 1 {
		t.Errorf("the sizes of boxes betray the length of what is in them: %v", sizes)
	}
	big, err := Seal(Of{record.KindPerson, "p"}, make([]byte, MostContent), to)
	if err != nil {
		t.Fatal(err)
	}
	d := NewDir(t.TempDir())
	if h, err := d.Put(big); err != nil {
		t.Error(err)
	} else if _, err := d.Get(h); err != nil {
		t.Errorf("the longest content does not come back: %v", err)
	}
}

// TestDir: boxes are private, held against their hash, and gone when they are deleted.
func TestDir(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.identities")
	d := NewDir(path)
	if l, err := d.List(); err != nil || l != nil {
		t.Errorf("%v, %v", l, err)
	}
	h, err := d.Put([]byte("box"))
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]fs.FileMode{path: fs.ModeDir | 0o700, d.file(h): 0o600} {
		if info, err := os.Stat(file); err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v", file, info.Mode(), err)
		}
	}
	if b, err := d.Get(h); err != nil || string(b) != "box" {
		t.Errorf("%q, %v", b, err)
	}
	if err := os.WriteFile(d.file(h), []byte("fox"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Get(h); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
	for range 2 {
		if err := d.Delete(h); err != nil {
			t.Error(err)
		}
	}
	if _, err := d.Get(h); !errors.Is(err, ErrMissing) {
		t.Errorf("got %v", err)
	}
	if files, err := os.ReadDir(path); err != nil || len(files) != 0 {
		t.Errorf("left: %v, %v", files, err)
	}
}

// TestRehearse: who can open what, who could not be tried, and what nobody can open.
func TestRehearse(t *testing.T) {
	a, b, c := key(t), key(t), key(t)
	d := NewDir(filepath.Join(t.TempDir(), "ids"))
	seal := func(subject string, to ...record.Recipient) record.Identity {
		box, err := Seal(Of{record.KindSource, subject}, []byte(canary), to)
		if err != nil {
			t.Fatal(err)
		}
		h, err := d.Put(box)
		if err != nil {
			t.Fatal(err)
		}
		return record.Identity{Kind: record.KindSource, Subject: subject, Box: h, Recipients: to}
	}
	good := seal("w1", named("a", a), named("b", b))
	unseen := seal("w2", named("b", b), named("c", c))
	lost := seal("w3", named("a", a), named("b", b))
	if err := d.Delete(lost.Box); err != nil {
		t.Fatal(err)
	}
	swapped := seal("w4", named("a", a), named("b", b))
	swapped.Box = good.Box
	claims := unseen // the entry says that a can open it, the box says otherwise
	claims.Subject, claims.Recipients = "w2", []record.Recipient{named("a", a), named("c", c)}
	r, err := Rehearse(d, []record.Identity{swapped, lost, good, claims}, []age.Identity{a})
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		subject, opened, shut, unseen string
		err                           error
	}{
		{"w1", "a", "", "b", nil},
		{"w2", "", "a", "c", nil},
		{"w3", "", "a", "b", ErrMissing},
		{"w4", "", "a", "b", nil},
	}
	for i, w := range want {
		f := r.Boxes[i]
		if f.Subject != w.subject || strings.Join(f.Opened, " ") != w.opened || strings.Join(f.Shut, " ") != w.shut ||
			strings.Join(f.Unseen, " ") != w.unseen || !errors.Is(f.Err, w.err) || f.Recoverable() != (w.opened != "") {
			t.Errorf("%+v, want %+v", f, w)
		}
	}
	if len(r.Orphans) != 1 {
		t.Errorf("orphans: %v", r.Orphans)
	}
}

// TestKeys: a bad file of keys says nothing of what is in it.
func TestKeys(t *testing.T) {
	k := key(t)
	if got, err := Keys(strings.NewReader("# mine\n" + k.String() + "\n")); err != nil || len(got) != 1 || Recipient(got[0]) != k.Recipient().String() {
		t.Errorf("%v, %v", got, err)
	}
	broken := k.String()[:40]
	if _, err := Keys(strings.NewReader(broken)); err == nil || strings.Contains(err.Error(), broken[20:]) {
		t.Errorf("got %v", err)
	}
	h, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	if Recipient(h) != h.Recipient().String() {
		t.Error("a hybrid key has no recipient")
	}
}
