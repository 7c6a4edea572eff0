package record

// Link is what was decided of two incidents that look alike. Its subject is A and B.
type Link struct {
	A        string `cbor:"a" json:"a"` // the lesser id
	B        string `cbor:"b" json:"b"`
	Decision string `cbor:"decision" json:"decision"`                 // merge, apart, or open: undone
	Into     string `cbor:"into,omitempty" json:"into,omitempty"`     // of a merge: A or B, which goes on standing
	By       string `cbor:"by" json:"by"`                             // the user who decided
	When     string `cbor:"when,omitempty" json:"when,omitempty"`     // EDTF
	Why      string `cbor:"why,omitempty" json:"why,omitempty"`       //
	Signs    string `cbor:"signs,omitempty" json:"signs,omitempty"`   // what spoke for it, as it was shown
	Score    int64  `cbor:"score,omitempty" json:"score,omitempty"`   // as it was shown, in thousandths
	Second   string `cbor:"second,omitempty" json:"second,omitempty"` //
}

// Publication says whether, and how coarsely, the public may see a subject. Without one, or with Public unset, nobody outside sees it.
type Publication struct {
	Kind     Kind     `cbor:"kind" json:"kind"`
	Subject  string   `cbor:"subject" json:"subject"`
	Public   bool     `cbor:"public,omitempty" json:"public,omitempty"`
	By       string   `cbor:"by" json:"by"`
	Second   string   `cbor:"second,omitempty" json:"second,omitempty"`
	When     string   `cbor:"when,omitempty" json:"when,omitempty"`         // EDTF
	Why      string   `cbor:"why,omitempty" json:"why,omitempty"`           //
	Accounts []string `cbor:"accounts,omitempty" json:"accounts,omitempty"` // of an incident: those that go with it; sorted
	Files    []Hash   `cbor:"files,omitempty" json:"files,omitempty"`       // of them, as display copies; sorted
	Radius   int64    `cbor:"radius,omitempty" json:"radius,omitempty"`     // metres: no place is told more closely
	Date     string   `cbor:"date,omitempty" json:"date,omitempty"`         // "month" or "year": no date is told more closely; "": the day
	Hide     []string `cbor:"hide,omitempty" json:"hide,omitempty"`         // roles, "persons", "title", "note" and "place" left out; sorted
}

// Removal takes the content of entries away, for safety or by law. What stays is a stub: kind, ground, why, and which two persons.
type Removal struct {
	ID      string    `cbor:"id" json:"id"`
	Entries []Removed `cbor:"entries" json:"entries"` // sorted by Seq
	Ground  string    `cbor:"ground" json:"ground"`   // Grounds
	Why     string    `cbor:"why,omitempty" json:"why,omitempty"`
	By      string    `cbor:"by" json:"by"`
	Second  string    `cbor:"second" json:"second"` // another person
	When    string    `cbor:"when,omitempty" json:"when,omitempty"`
}

// Removed is one entry whose content is gone: its place and id stay.
type Removed struct {
	Seq   int64 `cbor:"seq" json:"seq"`
	Entry Hash  `cbor:"entry" json:"entry"`
	Kind  Kind  `cbor:"kind" json:"kind"`

	Type string `cbor:"type,omitempty" json:"type,omitempty" since:"2"` // of a file: its media type
}

// Same says whether both name the same entry.
func (r *Removed) Same(other Removed) bool {
	return r.Seq == other.Seq && r.Entry == other.Entry && r.Kind == other.Kind
}
