package cli

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"mithaq/internal/evidence/files/filestest"
	"mithaq/internal/testroot"
)

// free are the fields whose own fields are the data's: texts by language, a publisher's words, payloads, roles of acts.
var free = []string{"title", "place", "says", "verbatim", "payload", "name", "roles", "amounts"}

// timetable is a text whose schedule has every part: a date without a date behind it, a fault with its run, a critical path, and what is left out.
const timetable = `vocabulary v
party north
party south
act withdraw (doer party)
act verify (doer party)
act release (doer party)

agreement a
  uses v
  agreed between north and south
  dated 2024-03-01
  zone "UTC"
term 1
  1a: south must withdraw() by 2024-03-20
  1b: north must verify() within 10 days of 1a
  1c: north must release() by 2024-03-10
  1d: north may release() only once 1a kept
  1e: south must verify() undated
  1f: south must release() within 3 days of 1e
`

// ring is a text whose remark carries runs, with everything that a run may tell.
const ring = `vocabulary ring
party east
party west
kind load { maps lists }
act hand_over (doer party, to party, load, at place, boxes count)
act free (doer party, person)
state kept_in (by party, person) ends free(person)
roster captives of kept_in
zone square

agreement ring_text
  uses ring
  demand by east to west
  dated 2024-03-01
  zone "UTC"
term 1
  1a: east must hand_over(to: west, load: maps, at: square, boxes >= 3) undated
  1b: west must hand_over(to: east) undated once 1c is kept
  1c: east must hand_over(to: west, load: lists) undated once 1b is kept
  1d: for each member of captives as c, west must free(person: c.person) undated
`

// TestSchemasRefuse renames every field of sound answers, one at a time: a schema that lets one pass is too weak to hold the contract.
func TestSchemasRefuse(t *testing.T) {
	b, err := exampleRecord()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "e.db")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	letter := filepath.Join(testroot.Root(t), "examples", "syria-2015", "khatib.mithaq")
	dir := t.TempDir()
	for name, text := range map[string]string{"timetable": timetable, "ring": ring, "network": `{"nodes":["a","b"],"links":[{"from":"a","to":"b","min":3,"max":2}]}`, "sig": "p(x:int)\n", "formula": "p(x) AND ONCE p(x)\n", "log": "@1 p(1) p(2)\n@1\n@2 p(3)\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	photograph := filepath.Join(dir, "photograph.jpg")
	if err := os.WriteFile(photograph, filestest.Photograph(32, 24, 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := command(t, "record", "file", "add", photograph, "--incident", "2015-11-05-abu-kamal", "--source", "airwars", "--record", path).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	kept := sha256.Sum256(filestest.Photograph(32, 24, 1))
	for name, args := range map[string][]string{
		"file":      {"record", "file", "show", hex.EncodeToString(kept[:])},
		"fileadded": {"record", "file", "add", photograph},
		"filecheck": {"record", "file", "check"},
		"fsck":      {"record", "fsck"},
		"filesaved": {"record", "file", "get", hex.EncodeToString(kept[:]), "--out", filepath.Join(dir, "copy.jpg")},
		"monitor":   {"monitor", "-sig", filepath.Join(dir, "sig"), "-formula", filepath.Join(dir, "formula"), "-log", filepath.Join(dir, "log")},
		"schedule":  {"schedule", filepath.Join(dir, "timetable")},
		"network":   {"schedule", "--network", filepath.Join(dir, "network")},
		"status":    {"status", letter, "--as-of", "2015-12-31"},
		"explain":   {"explain", "11a", letter, "--as-of", "2015-12-31"},
		"report":    {"report", "--from", "2015-11-01", "--to", "2015-11-30", letter},
		"check":     {"check", letter, filepath.Join(dir, "ring")},
		"whatif":    {"whatif", letter, "--act", "2015-12-01 announce(what: departure, day: 2016-03-01)", "--goal", "khatib.1c"},
		"list":      {"record", "list", "--limit", "2"},
		"show":      {"record", "show", "2015-11-05-abu-kamal"},
		"count":     {"record", "count", "--by", "grade"},
		"names":     {"record", "names"},
		"read":      {"read", letter},
		"version":   {"version"},
	} {
		t.Run(name, func(t *testing.T) {
			out, _ := command(t, append(args, "--record", path, "--json")...).Output()
			answer, err := jsonschema.UnmarshalJSON(bytes.NewReader(out))
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			s, err := compileSchema(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(answer); err != nil {
				t.Fatal(err)
			}
			renamed := 0
			rename(answer, "", func(at string) {
				renamed++
				if s.Validate(answer) == nil {
					t.Errorf("a misspelt %s passes", at)
				}
			})
			if renamed < 5 {
				t.Errorf("only %d fields", renamed)
			}
		})
	}
}

// rename gives each field of v another name, calls look, and puts it back. Of a list it takes the first few.
func rename(v any, at string, look func(at string)) {
	switch v := v.(type) {
	case []any:
		for _, x := range v[:min(3, len(v))] {
			rename(x, at+"[]", look)
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			x := v[k]
			delete(v, k)
			v[k+"_"] = x
			look(at + "." + k)
			delete(v, k+"_")
			v[k] = x
			if !slices.Contains(free, k) {
				rename(x, at+"."+k, look)
			}
		}
	}
}
