package record

// Person is somebody who suffered, saw or did something. A name that could harm stands sealed (Identity); Name then holds a pseudonym.
type Person struct {
	ID      string   `cbor:"id" json:"id"`
	Name    Text     `cbor:"name,omitempty" json:"name,omitempty"`
	Aliases []string `cbor:"aliases,omitempty" json:"aliases,omitempty"` // sorted
	Pseudo  bool     `cbor:"pseudo,omitempty" json:"pseudo,omitempty"`   // Name is a pseudonym
	Sex     string   `cbor:"sex,omitempty" json:"sex,omitempty"`         // Sexes
	Age     string   `cbor:"age,omitempty" json:"age,omitempty"`         // Ages, at the time
	Years   Range    `cbor:"years,omitzero" json:"years,omitzero"`       // age in years, where it is known
	Civil   string   `cbor:"civil,omitempty" json:"civil,omitempty"`     // Civils
	Note    string   `cbor:"note,omitempty" json:"note,omitempty"`
}

// Consent is what a source or a person allowed, the newest word on it. What is not allowed here is not done.
type Consent struct {
	Kind      Kind     `cbor:"kind" json:"kind"`       // source or person
	Subject   string   `cbor:"subject" json:"subject"` // its id
	Record    bool     `cbor:"record,omitempty" json:"record,omitempty"`
	Share     []string `cbor:"share,omitempty" json:"share,omitempty"` // bodies that may be given it; sorted
	Publish   bool     `cbor:"publish,omitempty" json:"publish,omitempty"`
	How       string   `cbor:"how,omitempty" json:"how,omitempty"` // how it was given: in writing, by word before whom
	Given     string   `cbor:"given,omitempty" json:"given,omitempty"`
	Until     string   `cbor:"until,omitempty" json:"until,omitempty"`         // a day: it ends then
	Withdrawn string   `cbor:"withdrawn,omitempty" json:"withdrawn,omitempty"` // EDTF: when it was taken back; nothing is allowed any more
	By        string   `cbor:"by,omitempty" json:"by,omitempty"`               // who took it down
	Note      string   `cbor:"note,omitempty" json:"note,omitempty"`
}

// Identity says that who a source or a person is stands encrypted, apart from the record. Of the name nothing is in the entry.
type Identity struct {
	Kind       Kind        `cbor:"kind" json:"kind"` // source or person
	Subject    string      `cbor:"subject" json:"subject"`
	Box        Hash        `cbor:"box" json:"box"`               // SHA-256 of the encrypted file
	Recipients []Recipient `cbor:"recipients" json:"recipients"` // who can open it, at least two; sorted by Name
	By         string      `cbor:"by,omitempty" json:"by,omitempty"`
}

// Recipient is a named holder of a key.
type Recipient struct {
	Name string `cbor:"name" json:"name"`
	Key  string `cbor:"key" json:"key"` // an age recipient: "age1..."
}

// File is a file of evidence, kept apart under its hash.
type File struct {
	SHA256   Hash        `cbor:"sha256" json:"sha256"`
	Size     int64       `cbor:"size" json:"size"`                     // bytes
	Type     string      `cbor:"type" json:"type"`                     // media type, as sniffed
	Name     string      `cbor:"name,omitempty" json:"name,omitempty"` // base name as it came
	URL      string      `cbor:"url,omitempty" json:"url,omitempty"`
	Source   string      `cbor:"source,omitempty" json:"source,omitempty"`     // who it is from
	Obtained string      `cbor:"obtained,omitempty" json:"obtained,omitempty"` // EDTF
	By       string      `cbor:"by,omitempty" json:"by,omitempty"`             // who obtained it
	Within   Hash        `cbor:"within,omitzero" json:"within,omitzero"`       // the archive that it came in
	Proofs   []FileProof `cbor:"proofs,omitempty" json:"proofs,omitempty"`
	Graphic  bool        `cbor:"graphic,omitempty" json:"graphic,omitempty"`
	Note     string      `cbor:"note,omitempty" json:"note,omitempty"`
}

// Names gives the hashes of everything in the store of files that the entry names: the file itself, and what stands beside it.
func (f *File) Names() []Hash {
	out := []Hash{f.SHA256}
	for _, p := range f.Proofs {
		if !p.File.IsZero() {
			out = append(out, p.File)
		}
	}
	return out
}

// FileProof is something beside a file that speaks for its age or wholeness.
type FileProof struct {
	Sort string `cbor:"sort" json:"sort"`                     // ProofSorts
	File Hash   `cbor:"file,omitzero" json:"file,omitzero"`   // the proof, a file of its own
	Says string `cbor:"says,omitempty" json:"says,omitempty"` // "sha512:...", as stated where it came from
}
