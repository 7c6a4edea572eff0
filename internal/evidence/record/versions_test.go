package record

import (
	"errors"
	"strings"
	"testing"
)

// TestNewerFields: what came with version 2 is refused in an entry that says it is of version 1, and read in one of version 2.
func TestNewerFields(t *testing.T) {
	for name, p := range map[string]any{
		"a field":           Account{ID: "a", Source: "s", Incident: "i", Words: "كلام"},
		"a list":            Incident{ID: "i", Act: "attack", Persons: []Involved{{"p", "victim"}}},
		"a struct":          Account{ID: "a", Source: "s", Incident: "i", Claim: Claim{By: []string{"x"}}},
		"an item's field":   Assessment{Incident: "i", Assessor: "d", Amounts: []Amount{{Role: "killed"}, {Role: "killed", Sex: "female"}}},
		"an old one's list": Assessment{Incident: "i", Assessor: "d", Degrees: []Degree{{To: "x", How: "ordered"}}},
	} {
		k, _, b, _, err := EncodePayload(p)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, err := Decode(k, 1, b); !errors.Is(err, ErrNotCanonical) || got != nil {
			t.Errorf("%s: version 1 gave %+v, %v", name, got, err)
		}
		if _, err := Decode(k, 2, b); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, _, b, _, err := EncodePayload(Account{ID: "a", Source: "s", Incident: "i", Note: "n"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Decode(KindAccount, 1, b); err != nil {
		t.Errorf("what version 1 could say: %v", err)
	}
}

// TestRefused: each of these is no entry, and the error says what is wrong.
func TestRefused(t *testing.T) {
	two := []Recipient{{"one", "age1a"}, {"two", "age1b"}}
	for want, p := range map[string]any{
		"at least two":                 Identity{Kind: KindSource, Subject: "s", Recipients: two[:1]},
		"a key of their own":           Identity{Kind: KindSource, Subject: "s", Recipients: []Recipient{{"one", "age1a"}, {"two", "age1a"}}},
		"recipients are sorted":        Identity{Kind: KindSource, Subject: "s", Recipients: []Recipient{two[1], two[0]}},
		"neither a source nor a":       Consent{Kind: KindIncident, Subject: "s"},
		"share are sorted":             Consent{Kind: KindPerson, Subject: "s", Share: []string{"b", "a"}},
		"by two persons":               Removal{ID: "x", Ground: "law", By: "u", Second: "u", Entries: []Removed{{1, Hash{}, KindAccount, ""}}},
		"a removal of nothing":         Removal{ID: "x", Ground: "law", By: "u", Second: "v"},
		"a removal itself":             Removal{ID: "x", Ground: "law", By: "u", Second: "v", Entries: []Removed{{1, Hash{}, KindRemoval, ""}}},
		`ground: "spite" is none`:      Removal{ID: "x", Ground: "spite", By: "u", Second: "v", Entries: []Removed{{1, Hash{}, KindAccount, ""}}},
		"the lesser id comes first":    Link{A: "j", B: "i", Decision: "apart", By: "u"},
		"a merge is into one of":       Link{A: "i", B: "j", Decision: "merge", Into: "k", By: "u"},
		"nothing else is":              Link{A: "i", B: "j", Decision: "apart", Into: "i", By: "u"},
		"decision is missing":          Link{A: "i", B: "j", By: "u"},
		`stage: "verdict" is none`:     Review{Incident: "i", Assessor: "d", Stage: "verdict", By: "u"},
		"the second person is another": Review{Incident: "i", Assessor: "d", Stage: "finding", By: "u", Second: "u"},
		"a step that nobody took":      Review{Incident: "i", Assessor: "d", Stage: "finding", Second: "u"},
		"the day on which it was":      Review{Incident: "i", Assessor: "d", Stage: "put", By: "u", Put: []Put{{Party: "x"}}},
		"an answer without its day":    Review{Incident: "i", Assessor: "d", Stage: "put", By: "u", Put: []Put{{Party: "x", Asked: "2016", Stance: "deny"}}},
		`the date "soon"`:              Review{Incident: "i", Assessor: "d", Stage: "put", By: "u", When: "soon"},
		"a dissent that says nothing":  Dissent{Incident: "i", Assessor: "d", By: "u", When: "2016"},
		`role: "king" is none`:         User{ID: "u", Roles: []string{"king"}},
		"not an Ed25519 public key":    User{ID: "u", Keys: []string{"c2hvcnQ="}},
		"an observer without a party":  User{ID: "u", Roles: []string{"observer"}},
		"expires before it starts":     Session{ID: "s", User: "u", Started: 2, Expires: 1},
		"a file of -1 bytes":           File{SHA256: Hash{1}, Size: -1},
		`sex: "F" is none`:             Person{ID: "p", Sex: "F"},
		`age: "teen" is none`:          Account{ID: "a", Source: "s", Incident: "i", Claim: Claim{Amounts: []Amount{{Role: "killed", Age: "teen"}}}},
		"amounts are sorted":           Assessment{Incident: "i", Assessor: "d", Amounts: []Amount{{Role: "killed", Sex: "male"}, {Role: "killed"}}},
		"of a party or of a person":    Assessment{Incident: "i", Assessor: "d", Degrees: []Degree{{To: "x", Person: "p", How: "direct"}}},
		`connection: "cousin" is none`: Account{ID: "a", Source: "s", Incident: "i", Connection: "cousin"},
		`related: "before" is none`:    Incident{ID: "i", Act: "x", Related: []Related{{"j", "before"}}},
		"translations are sorted":      Account{ID: "a", Source: "s", Incident: "i", Translations: []Translation{{Lang: "ru"}, {Lang: "en"}}},
	} {
		if _, _, _, _, err := EncodePayload(p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: got %v, want %q", p, err, want)
		}
	}
}
