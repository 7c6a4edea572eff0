package record

// Review is the step at which a finding stands, on the ladder of Stages. Its subject is that of the assessment.
type Review struct {
	Incident string `cbor:"incident" json:"incident"`
	Assessor string `cbor:"assessor" json:"assessor"`
	Stage    string `cbor:"stage" json:"stage"`
	Finding  Hash   `cbor:"finding,omitzero" json:"finding,omitzero"` // the entry of the assessment as it was reviewed: another one is not this finding
	By       string `cbor:"by" json:"by"`                             // the user who took the step
	Second   string `cbor:"second,omitempty" json:"second,omitempty"` // the second person, where two are needed
	When     string `cbor:"when" json:"when"`                         // EDTF
	Why      string `cbor:"why,omitempty" json:"why,omitempty"`
	Put      []Put  `cbor:"put,omitempty" json:"put,omitempty"` // sorted by Party
}

// Put says that a finding was put to a party, and what it answered.
type Put struct {
	Party    string `cbor:"party" json:"party"`
	Asked    string `cbor:"asked" json:"asked"`                           // a day
	Until    string `cbor:"until,omitempty" json:"until,omitempty"`       // a day, by when an answer was asked for
	Answered string `cbor:"answered,omitempty" json:"answered,omitempty"` // a day; "": no answer
	Stance   string `cbor:"stance,omitempty" json:"stance,omitempty"`     // Stances
	Answer   Text   `cbor:"answer,omitempty" json:"answer,omitempty"`     // printed beside the finding
}

// Dissent is a person's disagreement with a finding. Its subject is the assessment's, and the person.
type Dissent struct {
	Incident string `cbor:"incident" json:"incident"`
	Assessor string `cbor:"assessor" json:"assessor"`
	By       string `cbor:"by" json:"by"`
	When     string `cbor:"when" json:"when"` // EDTF
	Says     Text   `cbor:"says" json:"says"`
}

// Signature is a user's signature under an entry: over "mithaq/signature/v1" LF and the entry's id, with a key that the user's entry names.
type Signature struct {
	Entry Hash   `cbor:"entry" json:"entry"`
	User  string `cbor:"user" json:"user"`
	Key   string `cbor:"key" json:"key"` // Ed25519 public key, base64 (RFC 4648 section 4)
	Sig   []byte `cbor:"sig" json:"sig"` // RFC 8032, 64 bytes
}

// User is a person who works on the record.
type User struct {
	ID    string   `cbor:"id" json:"id"`
	Name  string   `cbor:"name,omitempty" json:"name,omitempty"`
	Roles []string `cbor:"roles,omitempty" json:"roles,omitempty"` // UserRoles, sorted; none: no longer works here
	Party string   `cbor:"party,omitempty" json:"party,omitempty"` // an observer's party
	Body  string   `cbor:"body,omitempty" json:"body,omitempty"`   // the body that the user speaks for, as consents name it
	Keys  []string `cbor:"keys,omitempty" json:"keys,omitempty"`   // Ed25519 public keys, base64; sorted
	By    string   `cbor:"by,omitempty" json:"by,omitempty"`       // who gave the roles
	Why   string   `cbor:"why,omitempty" json:"why,omitempty"`
}

// Session is a user's stay, from signing in to signing out.
type Session struct {
	ID      string `cbor:"id" json:"id"` // SHA-256 of its token, hexadecimal: the token itself is nowhere
	User    string `cbor:"user" json:"user"`
	Started int64  `cbor:"started" json:"started"`                 // seconds UTC
	Expires int64  `cbor:"expires" json:"expires"`                 // seconds UTC
	Ended   int64  `cbor:"ended,omitempty" json:"ended,omitempty"` // seconds UTC; 0: not ended
	By      string `cbor:"by,omitempty" json:"by,omitempty"`       // who ended it, if not the user
}

// Request asks to take something out of the record that is not published.
type Request struct {
	ID       string `cbor:"id" json:"id"`
	User     string `cbor:"user" json:"user"`
	For      string `cbor:"for,omitempty" json:"for,omitempty"` // the body that is to get it
	What     string `cbor:"what" json:"what"`                   // the query or subjects, as written
	Why      string `cbor:"why" json:"why"`
	Asked    int64  `cbor:"asked" json:"asked"`                           // seconds UTC
	Approved string `cbor:"approved,omitempty" json:"approved,omitempty"` // the user who approved it, another one
	Refused  string `cbor:"refused,omitempty" json:"refused,omitempty"`   // the user who refused it
	Expires  int64  `cbor:"expires,omitempty" json:"expires,omitempty"`   // seconds UTC, of an approval
	Used     int64  `cbor:"used,omitempty" json:"used,omitempty"`         // seconds UTC: when it was taken out; once only
}

// Access says that somebody looked at, or took out, what is not for everybody.
type Access struct {
	ID      string `cbor:"id" json:"id"`
	User    string `cbor:"user" json:"user"`
	What    string `cbor:"what" json:"what"` // identity, rehearsal, export, original, restricted; passkey_..., account_..., token_...: how a user signs in or acts by programs
	Kind    Kind   `cbor:"kind,omitempty" json:"kind,omitempty"`
	Subject string `cbor:"subject,omitempty" json:"subject,omitempty"`
	When    int64  `cbor:"when" json:"when"` // seconds UTC
	Why     string `cbor:"why,omitempty" json:"why,omitempty"`
}

// For gives what was put to a party, and its answer; nil: nothing was.
func (r *Review) For(party string) *Put {
	for i := range r.Put {
		if party != "" && r.Put[i].Party == party {
			return &r.Put[i]
		}
	}
	return nil
}
