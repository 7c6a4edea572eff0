package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/testroot"
)

// sample is the worked sample of spec/record.md.
func sample(t testing.TB) Entry {
	t.Helper()
	kind, subject, payload, _, err := EncodePayload(Source{ID: "s1", Name: Text{"en": "A source"}, Sort: "witness"})
	if err != nil {
		t.Fatal(err)
	}
	return Entry{
		Kind: kind, Version: 1, Subject: subject, Entered: 1451606400, Actor: "desk", Origin: Origin{File: "a.csv", Line: 2},
		Salt: []byte("0123456789abcdef"), Payload: payload,
	}
}

func TestSampleOfSpec(t *testing.T) {
	e := sample(t)
	b, err := Encode(&e)
	if err != nil {
		t.Fatal(err)
	}
	spec, err := os.ReadFile(filepath.Join(testroot.Root(t), "spec", "record.md"))
	if err != nil {
		t.Fatal(err)
	}
	var written strings.Builder
	_, block, ok := strings.Cut(string(spec), "```hex\n")
	if !ok {
		t.Fatal("spec/record.md has no sample")
	}
	block, _, _ = strings.Cut(block, "```")
	for line := range strings.Lines(block) {
		digits, _, _ := strings.Cut(line, "#")
		written.WriteString(strings.Join(strings.Fields(digits), ""))
	}
	if got := hex.EncodeToString(b); got != written.String() {
		t.Errorf("the sample is\n%s\nthe spec says\n%s", got, written.String())
	}
	sum := sha256.Sum256(append([]byte("mithaq/entry/v1\n"), b...))
	if id := IDOf(b); id != sum || !strings.Contains(string(spec), id.String()) {
		t.Errorf("the spec does not give the sample's id %s", id)
	}
}

func TestDecodeEntryGivesBack(t *testing.T) {
	e := sample(t)
	b, err := Encode(&e)
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecodeEntry(b)
	if err != nil {
		t.Fatal(err)
	}
	e.ID = IDOf(b)
	if !reflect.DeepEqual(got, e) {
		t.Errorf("got %+v, want %+v", got, e)
	}
}

// TestOtherForms holds each way in which CBOR could say the same differently to be refused, with no entry given.
func TestOtherForms(t *testing.T) {
	e := sample(t)
	e.Origin = Origin{}
	b, err := Encode(&e)
	if err != nil {
		t.Fatal(err)
	}
	if b[0] != 0xa8 || b[1] != 0x01 || b[2] != 0x66 {
		t.Fatalf("unexpected beginning % x", b[:3])
	}
	version := bytes.Index(b, []byte{0x02, 0x01, 0x03})
	at := func(i int, with ...byte) []byte { return append(append(bytes.Clone(b[:i]), with...), b[i+1:]...) }
	for name, form := range map[string][]byte{
		"nothing":               {},
		"half":                  b[:len(b)/2],
		"a byte more":           append(bytes.Clone(b), 0),
		"a longer length":       at(2, 0x78, 0x06),
		"a longer integer":      at(version+1, 0x18, 0x01),
		"an indefinite map":     append(append([]byte{0xbf}, b[1:]...), 0xff),
		"a map one too short":   at(0, 0xa7),
		"a tag":                 append([]byte{0xd9, 0xd9, 0xf7}, b...),
		"an unknown key":        append(append([]byte{0xa9}, b[1:]...), 0x0a, 0x00),
		"a key twice":           append(append([]byte{0xa9}, b[1:]...), 0x09, 0x41, 0x00),
		"keys not in order":     append(append([]byte{0xa8}, b[9:]...), b[1:9]...),
		"an empty origin":       bytes.Replace(at(0, 0xa9), []byte{0x07, 0x50}, []byte{0x06, 0xa0, 0x07, 0x50}, 1),
		"a short salt":          bytes.Replace(b, append([]byte{0x50}, "0123456789abcdef"...), append([]byte{0x4f}, "0123456789abcde"...), 1),
		"version 0":             at(version+1, 0x00),
		"a version below zero":  at(version+1, 0x20),
		"text that is no UTF-8": at(3, 0xff),
	} {
		got, err := DecodeEntry(form)
		if !errors.Is(err, ErrNotCanonical) || !reflect.DeepEqual(got, Entry{}) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

func FuzzDecodeEntry(f *testing.F) {
	e := sample(f)
	b, err := Encode(&e)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte{0xa0})
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := DecodeEntry(b)
		if err != nil {
			if !reflect.DeepEqual(e, Entry{}) {
				t.Fatalf("an error with a partial entry: %+v", e)
			}
			return
		}
		again, err := Encode(&e)
		if err != nil || !bytes.Equal(again, b) {
			t.Fatalf("two forms of one entry: % x and % x (%v)", b, again, err)
		}
	})
}

func FuzzDecodePayload(f *testing.F) {
	for _, p := range payloads() {
		_, _, b, _, err := EncodePayload(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for k := range layouts {
			p, err := Decode(k, 1, b)
			if err != nil {
				if p != nil {
					t.Fatalf("an error with a partial payload: %+v", p)
				}
				continue
			}
			if again, err := encoder.Marshal(p); err != nil || !bytes.Equal(again, b) {
				t.Fatalf("two forms of one %s: % x and % x (%v)", k, b, again, err)
			}
		}
	})
}

// payloads is one payload of each kind.
func payloads() []any {
	text := "term 1"
	return []any{
		Source{ID: "s"},
		Account{ID: "a", Source: "s", Incident: "i"},
		Incident{ID: "i", Act: "attack", Roles: []Words{{Role: "object", Words: []string{"school"}}}},
		Assessment{Incident: "i", Assessor: "desk", Grade: grade.Verified, Acts: Range{1, -1, 3}, Amounts: []Amount{{Role: "killed", Range: Range{0, -1, -1}}}},
		Coverage{ID: "c", Observer: "o", Zone: "z", From: "2015-01-01", To: "2015-02-01"},
		Roster{ID: "r", Members: []Member{{ID: "m", Grade: grade.Alleged}}},
		Position{ID: "p", Party: "x", Stance: "deny", When: "2015-01-01"},
		Tally{ID: "t", Source: "s", Act: "attack", What: "acts", Number: Range{12, 12, -1}, From: "2015", To: "2016", Grade: grade.Corroborated},
		Name{Scheme: "airwars", Sort: "party", Word: "Russian Military", Means: []string{"russia"}},
		AgreementText{File: "k.mithaq", SHA256: sha256.Sum256([]byte(text)), Text: text},
		Mapping{ID: "m", Publisher: "p", JSON: "{}"},
		Import{File: "a.csv", Publisher: "p", Mapping: "m", Added: 3},
		Withdrawal{Kind: KindIncident, Subject: "i", By: "p"},
		Person{ID: "p", Name: Text{"en": "A."}, Pseudo: true, Sex: "female", Age: "child", Years: Range{7, -1, 9}},
		Consent{Kind: KindPerson, Subject: "p", Record: true, Share: []string{"b1", "b2"}, Given: "2016-03-01"},
		Identity{Kind: KindSource, Subject: "s", Recipients: []Recipient{{"one", "age1a"}, {"two", "age1b"}}},
		File{SHA256: Hash{1}, Size: 3, Type: "image/png", Proofs: []FileProof{{Sort: "rfc3161", File: Hash{2}}}},
		Review{Incident: "i", Assessor: "desk", Stage: "put", By: "u", When: "2016", Put: []Put{{Party: "x", Asked: "2016-03-01"}}},
		Dissent{Incident: "i", Assessor: "desk", By: "u", When: "2016", Says: Text{"en": "No."}},
		Signature{Entry: Hash{3}, User: "u", Key: "k", Sig: []byte{1}},
		User{ID: "u", Roles: []string{"assessor", "recorder"}},
		Session{ID: "s", User: "u", Started: 1, Expires: 2},
		Zone{ID: "z", Name: Text{"en": "Z"}, Shape: ShapeArea, Parts: [][][]int64{{{0, 0, 10, 0, 10, 10, 0, 0}}}, Since: "2016"},
		Request{ID: "r", User: "u", What: "act=attack", Why: "w", Asked: 1},
		Access{ID: "a", User: "u", What: "identity", When: 1},
		Link{A: "i", B: "j", Decision: "merge", Into: "j", By: "u"},
		Publication{Kind: KindIncident, Subject: "i", Public: true, By: "u", Accounts: []string{"a"}, Radius: 5000},
		LogKey{Key: "x+1+k", Old: "x+0+k", Note: "n", By: "u", Second: "v", Why: "w", When: "2015"},
		Removal{ID: "x", Entries: []Removed{{1, Hash{4}, KindAccount, "image/png"}}, Ground: "safety", By: "u", Second: "v"},
	}
}

func TestEveryKind(t *testing.T) {
	seen := map[Kind]bool{}
	for _, p := range payloads() {
		k, _, b, read, err := EncodePayload(p)
		if err != nil {
			t.Fatalf("%T: %v", p, err)
		}
		seen[k] = true
		got, err := Decode(k, Version(k), b)
		if err != nil || !reflect.DeepEqual(got, read) {
			t.Errorf("%s: got %+v, %v, want %+v", k, got, err, read)
		}
		if _, err := Decode(k, Version(k)+1, b); !errors.Is(err, ErrNewerVersion) || !IsNewer(err) {
			t.Errorf("%s: a newer layout was read: %v", k, err)
		}
		for cut := range b {
			if got, err := Decode(k, 1, b[:cut]); err == nil || got != nil {
				t.Errorf("%s: %d of %d bytes were read as %+v", k, cut, len(b), got)
			}
		}
	}
	if len(seen) != len(layouts) {
		t.Errorf("%d kinds were tried, there are %d", len(seen), len(layouts))
	}
	if _, err := Decode("dream", 1, []byte{0xa0}); !errors.Is(err, ErrUnknownKind) || !IsNewer(err) {
		t.Errorf("an unknown kind was read: %v", err)
	}
}

// TestEmptyPartsHaveOneForm: a list that is empty and one that is missing are the same statement.
func TestEmptyPartsHaveOneForm(t *testing.T) {
	_, _, a, _, err := EncodePayload(Incident{ID: "i", Act: "x"})
	if err != nil {
		t.Fatal(err)
	}
	_, _, b, read, err := EncodePayload(Incident{ID: "i", Act: "x", Title: Text{}, Place: Place{Name: Text{}, Zones: []string{}}, Roles: []Words{}})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Errorf("two forms: % x, % x", a, b)
	}
	if _, err := Decode(KindIncident, 1, b); err != nil || !reflect.DeepEqual(read, Incident{ID: "i", Act: "x"}) {
		t.Errorf("read as %+v, %v", read, err)
	}
}

func TestRefusedPayloads(t *testing.T) {
	for name, p := range map[string]any{
		"no payload":               42,
		"a pointer":                &Source{ID: "s"},
		"no id":                    Source{},
		"no assessor":              Assessment{Incident: "i"},
		"no scheme":                Name{Sort: "party", Word: "x"},
		"grade 4":                  Assessment{Incident: "i", Assessor: "a", Grade: 4},
		"an attribution's grade 9": Assessment{Incident: "i", Assessor: "a", Attributions: []Attribution{{"russia", 9}}},
		"an attribution to nobody": Assessment{Incident: "i", Assessor: "a", Attributions: []Attribution{{"", 1}}},
		"a number upside down":     Assessment{Incident: "i", Assessor: "a", Amounts: []Amount{{Role: "killed", Range: Range{5, -1, 2}}}},
		"a number below zero":      Assessment{Incident: "i", Assessor: "a", Amounts: []Amount{{Role: "killed", Range: Range{-5, -1, 2}}}},
		"a best outside":           Assessment{Incident: "i", Assessor: "a", Amounts: []Amount{{Role: "killed", Range: Range{1, 9, 2}}}},
		"amounts not sorted":       Assessment{Incident: "i", Assessor: "a", Amounts: []Amount{{Role: "b"}, {Role: "a"}}},
		"roles not sorted":         Incident{ID: "i", Roles: []Words{{Role: "b"}, {Role: "a"}}},
		"a role twice":             Incident{ID: "i", Roles: []Words{{Role: "b"}, {Role: "b"}}},
		"off the globe":            Incident{ID: "i", Place: Place{Lat: 91e7, Radius: 1}},
		"a point without a radius": Incident{ID: "i", Place: Place{Lat: 1}},
		"a text of another hash":   AgreementText{File: "f", Text: "x"},
		"text that is no UTF-8":    Source{ID: "s", Note: "\xff"},
		"a lag below zero":         Coverage{ID: "c", LagDays: -1},
		"a member without an id":   Roster{ID: "r", Members: []Member{{}}},
	} {
		if _, _, b, read, err := EncodePayload(p); err == nil || b != nil || read != nil {
			t.Errorf("%s: got % x, %+v, %v", name, b, read, err)
		}
	}
}

func TestKeyTellsPartsApart(t *testing.T) {
	seen := map[string][]string{}
	for _, parts := range [][]string{{"a/b", "c"}, {"a", "b/c"}, {"a", "b", "c"}, {"a%2Fb", "c"}, {"a%252Fb", "c"}, {"a%", "2Fb"}, {"a", "%2Fb"}} {
		k := Key(parts...)
		if was, ok := seen[k]; ok {
			t.Errorf("%q and %q are both %q", was, parts, k)
		}
		seen[k] = parts
	}
}
