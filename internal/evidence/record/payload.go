package record

import "mithaq/internal/base/grade"

// Text is the same words in several languages: language code to text.
type Text map[string]string

// Source is somebody who says things: a newsroom, a monitor, a ministry, a witness (by a pseudonym).
type Source struct {
	ID          string   `cbor:"id" json:"id"`
	Name        Text     `cbor:"name" json:"name"`
	Sort        string   `cbor:"sort,omitempty" json:"sort,omitempty"` // newsroom, agency, monitor, ngo, un, party, witness, ...
	URL         string   `cbor:"url,omitempty" json:"url,omitempty"`
	Party       string   `cbor:"party,omitempty" json:"party,omitempty"`             // the party that it speaks for: its word on its own acts is one account
	Reliability string   `cbor:"reliability,omitempty" json:"reliability,omitempty"` // HURIDOCS micro-thesaurus 42
	Cites       []string `cbor:"cites,omitempty" json:"cites,omitempty"`             // sources that it republishes
	Note        string   `cbor:"note,omitempty" json:"note,omitempty"`
}

// Account is what one source says of one incident.
type Account struct {
	ID        string `cbor:"id" json:"id"`
	Source    string `cbor:"source" json:"source"`
	Incident  string `cbor:"incident" json:"incident"`
	Published string `cbor:"published,omitempty" json:"published,omitempty"` // EDTF level 1; "" = not known
	Lang      string `cbor:"lang,omitempty" json:"lang,omitempty"`           // of the original words
	Says      Text   `cbor:"says,omitempty" json:"says,omitempty"`           // in the record's own words
	URL       string `cbor:"url,omitempty" json:"url,omitempty"`
	Note      string `cbor:"note,omitempty" json:"note,omitempty"`

	Words        string        `cbor:"words,omitempty" json:"words,omitempty" since:"2"`               // the source's own words, in Lang
	Translations []Translation `cbor:"translations,omitempty" json:"translations,omitempty" since:"2"` // of Words; sorted by Lang, By
	Cites        []string      `cbor:"cites,omitempty" json:"cites,omitempty" since:"2"`               // sources that it rests on or republishes; sorted
	Connection   string        `cbor:"connection,omitempty" json:"connection,omitempty" since:"2"`     // of the source to what happened: Connections
	Claim        Claim         `cbor:"claim,omitzero" json:"claim,omitzero" since:"2"`                 // what it asserts, never what was found
	Files        []Hash        `cbor:"files,omitempty" json:"files,omitempty" since:"2"`               // sorted
}

// Translation is an account's words in another language.
type Translation struct {
	Lang    string `cbor:"lang" json:"lang"`
	Text    string `cbor:"text" json:"text"`
	By      string `cbor:"by" json:"by"` // who translated
	Machine bool   `cbor:"machine,omitempty" json:"machine,omitempty"`
	When    string `cbor:"when,omitempty" json:"when,omitempty"` // EDTF
}

// Claim is what an account asserts in figures and names: the source's own, whatever an assessment finds.
type Claim struct {
	When    string   `cbor:"when,omitempty" json:"when,omitempty"`     // EDTF
	Scheme  string   `cbor:"scheme,omitempty" json:"scheme,omitempty"` // whose words By are
	By      []string `cbor:"by,omitempty" json:"by,omitempty"`         // who did it, as the source says
	Amounts []Amount `cbor:"amounts,omitempty" json:"amounts,omitempty"`
}

// Words are the values of one role, as words of the incident's scheme.
type Words struct {
	Role  string   `cbor:"role" json:"role"`
	Words []string `cbor:"words" json:"words"`
	OneOf bool     `cbor:"one_of,omitempty" json:"one_of,omitempty"` // one of them is right, it is not known which
}

// Place is where, as exactly as it is known.
type Place struct {
	Name   Text     `cbor:"name,omitempty" json:"name,omitempty"`
	Zones  []string `cbor:"zones,omitempty" json:"zones,omitempty"` // words of the scheme
	Lat    int64    `cbor:"lat,omitempty" json:"lat,omitempty"`     // 1e-7 degree; only with Radius > 0
	Lon    int64    `cbor:"lon,omitempty" json:"lon,omitempty"`
	Radius int64    `cbor:"radius,omitempty" json:"radius,omitempty"` // metres; 0: no coordinates
}

// Incident is what is taken to have happened.
type Incident struct {
	ID        string            `cbor:"id" json:"id"`
	Scheme    string            `cbor:"scheme,omitempty" json:"scheme,omitempty"` // whose words; "": the vocabulary's own IDs
	Act       string            `cbor:"act" json:"act"`
	Title     Text              `cbor:"title,omitempty" json:"title,omitempty"` // one sentence in the record's own words
	When      string            `cbor:"when,omitempty" json:"when,omitempty"`   // EDTF level 1, days in Zone; "": not known
	Zone      string            `cbor:"zone,omitempty" json:"zone,omitempty"`   // IANA time zone of When; "": that of the agreement judged
	Place     Place             `cbor:"place,omitzero" json:"place,omitzero"`
	Roles     []Words           `cbor:"roles,omitempty" json:"roles,omitempty"` // sorted by Role; without the doer
	Publisher string            `cbor:"publisher,omitempty" json:"publisher,omitempty"`
	Key       string            `cbor:"key,omitempty" json:"key,omitempty"`           // the publisher's own key
	Verbatim  map[string]string `cbor:"verbatim,omitempty" json:"verbatim,omitempty"` // the publisher's words worth keeping
	Graphic   bool              `cbor:"graphic,omitempty" json:"graphic,omitempty"`
	Note      string            `cbor:"note,omitempty" json:"note,omitempty"`
	Persons   []Involved        `cbor:"persons,omitempty" json:"persons,omitempty" since:"2"` // who suffered or saw it; who did it is a finding. Sorted by Person
	Related   []Related         `cbor:"related,omitempty" json:"related,omitempty" since:"2"` // chain of events; sorted by Incident, How
}

// Involved says how a person is part of what happened.
type Involved struct {
	Person string `cbor:"person" json:"person"` // the id of a Person
	As     string `cbor:"as" json:"as"`         // Involvements
}

// Related ties an incident to another (HURIDOCS micro-thesaurus 22, chain of events).
type Related struct {
	Incident string `cbor:"incident" json:"incident"`
	How      string `cbor:"how" json:"how"` // Chains
}

// Range is a range of whole numbers. Hi -1: no upper limit known. Best -1: none given.
type Range struct {
	Lo   int64 `cbor:"lo" json:"lo"`
	Best int64 `cbor:"best" json:"best"`
	Hi   int64 `cbor:"hi" json:"hi"`
}

// Amount is a number that the act carries: killed, injured, missing, detained, released, or another role. Without Civil, Sex and Age it is the
// total of its role, which alone is judged; with them it is a part of that total.
type Amount struct {
	Role   string `cbor:"role" json:"role"`
	Range  Range  `cbor:"range" json:"range"`
	Civil  string `cbor:"civil,omitempty" json:"civil,omitempty" since:"2"`   // Civils
	Sex    string `cbor:"sex,omitempty" json:"sex,omitempty" since:"2"`       // Sexes
	Age    string `cbor:"age,omitempty" json:"age,omitempty" since:"2"`       // Ages
	Unit   string `cbor:"unit,omitempty" json:"unit,omitempty" since:"2"`     // Units; "": individuals
	Method string `cbor:"method,omitempty" json:"method,omitempty" since:"2"` // how differing figures were joined: CountMethods
}

// Total says whether it is the whole number of its role, in whatever it was counted.
func (a *Amount) Total() bool { return a.Civil == "" && a.Sex == "" && a.Age == "" }

// Attribution is the attribution of the act to one party.
type Attribution struct {
	To    string      `cbor:"to" json:"to"` // a word of the assessment's scheme
	Grade grade.Grade `cbor:"grade" json:"grade"`
}

// Assessment is what one assessor holds of one incident. The newest entry of an assessor on an incident is its standing one.
type Assessment struct {
	Incident     string        `cbor:"incident" json:"incident"`
	Assessor     string        `cbor:"assessor" json:"assessor"`
	When         string        `cbor:"when,omitempty" json:"when,omitempty"` // EDTF: when it was assessed
	Grade        grade.Grade   `cbor:"grade" json:"grade"`                   // of the act
	Verbatim     string        `cbor:"verbatim,omitempty" json:"verbatim,omitempty"`
	Scheme       string        `cbor:"scheme,omitempty" json:"scheme,omitempty"`
	Attributions []Attribution `cbor:"attributions,omitempty" json:"attributions,omitempty"`
	OneOf        bool          `cbor:"one_of,omitempty" json:"one_of,omitempty"`
	Exhaustive   bool          `cbor:"exhaustive,omitempty" json:"exhaustive,omitempty"`
	Group        grade.Grade   `cbor:"group,omitempty" json:"group,omitempty"` // OneOf: that one of them did it
	Contested    bool          `cbor:"contested,omitempty" json:"contested,omitempty"`
	Excuses      []string      `cbor:"excuses,omitempty" json:"excuses,omitempty"`
	Amounts      []Amount      `cbor:"amounts,omitempty" json:"amounts,omitempty"` // sorted by Role, Civil, Sex, Age
	Acts         Range         `cbor:"acts,omitzero" json:"acts,omitzero"`         // how many acts; zero: one
	Method       string        `cbor:"method,omitempty" json:"method,omitempty"`   // how it was observed
	Rule         string        `cbor:"rule,omitempty" json:"rule,omitempty"`       // the rule by which an imported row was read
	Why          string        `cbor:"why,omitempty" json:"why,omitempty"`
	Status       string        `cbor:"status,omitempty" json:"status,omitempty" since:"2"`           // Statuses
	Reliability  string        `cbor:"reliability,omitempty" json:"reliability,omitempty" since:"2"` // of the information: Reliabilities
	Degrees      []Degree      `cbor:"degrees,omitempty" json:"degrees,omitempty" since:"2"`         // sorted by To, Person
}

// Degree is how far a party or a person took part, as an assessor finds.
type Degree struct {
	To     string      `cbor:"to,omitempty" json:"to,omitempty"`         // a word of the assessment's scheme
	Person string      `cbor:"person,omitempty" json:"person,omitempty"` // the id of a Person; one of the two
	How    string      `cbor:"how" json:"how"`                           // Degrees of involvement: Involvements
	Grade  grade.Grade `cbor:"grade" json:"grade"`
}

// Coverage says what an observer could see, or that access was denied.
type Coverage struct {
	ID       string   `cbor:"id" json:"id"`
	Observer string   `cbor:"observer" json:"observer"`
	Zone     string   `cbor:"zone" json:"zone"`
	From     string   `cbor:"from" json:"from"` // first day
	To       string   `cbor:"to" json:"to"`     // last day
	Acts     []string `cbor:"acts,omitempty" json:"acts,omitempty"`
	Means    string   `cbor:"means,omitempty" json:"means,omitempty"`
	Denied   bool     `cbor:"denied,omitempty" json:"denied,omitempty"`
	DeniedBy string   `cbor:"denied_by,omitempty" json:"denied_by,omitempty"`
	LagDays  int      `cbor:"lag_days,omitempty" json:"lag_days,omitempty"`
	Source   string   `cbor:"source,omitempty" json:"source,omitempty"`
	Note     string   `cbor:"note,omitempty" json:"note,omitempty"`
}

// Member is one member of a roster.
type Member struct {
	ID    string      `cbor:"id" json:"id"`
	Roles []Words     `cbor:"roles,omitempty" json:"roles,omitempty"`
	Since string      `cbor:"since,omitempty" json:"since,omitempty"` // EDTF; "": before
	Grade grade.Grade `cbor:"grade" json:"grade"`
}

// Roster is a list of members and whether it is declared complete.
type Roster struct {
	ID       string   `cbor:"id" json:"id"`
	Members  []Member `cbor:"members,omitempty" json:"members,omitempty"`
	Complete bool     `cbor:"complete,omitempty" json:"complete,omitempty"`
	Declared string   `cbor:"declared,omitempty" json:"declared,omitempty"` // the day of the declaration
	By       string   `cbor:"by,omitempty" json:"by,omitempty"`
	Source   string   `cbor:"source,omitempty" json:"source,omitempty"`
}

// Position is what a party says of a text, a term or an incident.
type Position struct {
	ID     string `cbor:"id" json:"id"`
	Party  string `cbor:"party" json:"party"`
	Stance string `cbor:"stance" json:"stance"` // accept, reject, reserve, deny, admit, deny_responsibility, alternative
	Agree  string `cbor:"agreement,omitempty" json:"agreement,omitempty"`
	Term   string `cbor:"term,omitempty" json:"term,omitempty"`
	About  string `cbor:"incident,omitempty" json:"incident,omitempty"`
	When   string `cbor:"when" json:"when"`
	Says   Text   `cbor:"says,omitempty" json:"says,omitempty"`
	Source string `cbor:"source,omitempty" json:"source,omitempty"`
	URL    string `cbor:"url,omitempty" json:"url,omitempty"`
}

// Tally is a total that one source states.
type Tally struct {
	ID     string      `cbor:"id" json:"id"`
	Source string      `cbor:"source" json:"source"`
	Act    string      `cbor:"act" json:"act"`
	Roles  []Words     `cbor:"roles,omitempty" json:"roles,omitempty"`
	Doers  []string    `cbor:"doers,omitempty" json:"doers,omitempty"`
	What   string      `cbor:"what" json:"what"` // "acts", or a role
	Number Range       `cbor:"number" json:"number"`
	From   string      `cbor:"from" json:"from"`
	To     string      `cbor:"to" json:"to"`
	Grade  grade.Grade `cbor:"grade" json:"grade"`
	By     string      `cbor:"by,omitempty" json:"by,omitempty"` // who graded it
	When   string      `cbor:"when,omitempty" json:"when,omitempty"`
	Says   Text        `cbor:"says,omitempty" json:"says,omitempty"`
	URL    string      `cbor:"url,omitempty" json:"url,omitempty"`
}

// Name says what a word of a scheme means in the vocabulary.
type Name struct {
	Scheme string   `cbor:"scheme" json:"scheme"`
	Sort   string   `cbor:"sort" json:"sort"` // party, kind, act, zone
	Word   string   `cbor:"word" json:"word"`
	Means  []string `cbor:"means" json:"means"` // IDs; empty: means nothing here ("not a party to any text"), and is bound
	By     string   `cbor:"by,omitempty" json:"by,omitempty"`
	Why    string   `cbor:"why,omitempty" json:"why,omitempty"`
}

// AgreementText is the text of an agreement as it was judged.
type AgreementText struct {
	File   string `cbor:"file" json:"file"` // base name
	SHA256 Hash   `cbor:"sha256" json:"sha256"`
	Text   string `cbor:"text" json:"text"`
}

// Mapping says how the columns of a publisher's file are read: the JSON form of intake's mapping, word for word.
type Mapping struct {
	ID        string `cbor:"id" json:"id"`
	Publisher string `cbor:"publisher" json:"publisher"`
	JSON      string `cbor:"json" json:"json"`
}

// Import says that a file was read into the record.
type Import struct {
	File      string `cbor:"file" json:"file"`
	SHA256    Hash   `cbor:"sha256" json:"sha256"`
	Publisher string `cbor:"publisher" json:"publisher"`
	Mapping   string `cbor:"mapping" json:"mapping"`
	Added     int    `cbor:"added" json:"added"`
	Changed   int    `cbor:"changed" json:"changed"`
	Same      int    `cbor:"same" json:"same"`
	Withdrawn int    `cbor:"withdrawn" json:"withdrawn"`
	Scope     Scope  `cbor:"scope,omitzero" json:"scope,omitzero"`
	Done      int    `cbor:"done,omitempty" json:"done,omitempty" since:"2"` // entries written so far of an import in parts; 0: it is finished
	Of        int    `cbor:"of,omitempty" json:"of,omitempty" since:"2"`     // of how many
}

// Scope is what a release speaks for: only inside it does a missing row mean that it was withdrawn.
type Scope struct {
	From      string   `cbor:"from,omitempty" json:"from,omitempty"`
	To        string   `cbor:"to,omitempty" json:"to,omitempty"`
	Countries []string `cbor:"countries,omitempty" json:"countries,omitempty"`
}

// Withdrawal says that a subject no longer stands.
type Withdrawal struct {
	Kind    Kind   `cbor:"kind" json:"kind"`
	Subject string `cbor:"subject" json:"subject"`
	By      string `cbor:"by" json:"by"`
	Why     string `cbor:"why,omitempty" json:"why,omitempty"`
}
