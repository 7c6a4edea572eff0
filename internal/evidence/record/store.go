package record

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"mithaq/internal/base/grade"
)

// Errors that callers tell apart.
var (
	ErrNotFound   = errors.New("not in the record")
	ErrHeadMoved  = errors.New("the record has moved on") // Append with an expected head that is no longer the head
	ErrNotARecord = errors.New("not a record of this program")
	ErrReadOnly   = errors.New("the record cannot be written")
	ErrNewer      = errors.New("the record was made by a newer version of this program")
	ErrBusy       = errors.New("another program is writing to the record")
	ErrDiskFull   = errors.New("the disk is full")
	// ErrDatabaseFull is ErrDiskFull of a database's own machine, which whoever runs this program may not be able to look into.
	ErrDatabaseFull = fmt.Errorf("the database cannot write: %w", ErrDiskFull)
	// ErrPooler says that something between the program and its database keeps the settings of the connection from it.
	ErrPooler  = errors.New("a connection pooler stands before the database and does not pass on the settings of a connection")
	ErrCursor  = errors.New("not a cursor of this order") // Query.After
	ErrDamaged = errors.New("the record's file is damaged")
	ErrDots    = errors.New("an id that no address can hold")                                                        // of Append: see Dots
	ErrMerge   = errors.New("the merge would not count")                                                             // of Append: the incident is merged already, or the other one is merged into it
	ErrLost    = errors.New("the record's database cannot be reached")                                               // nothing of what was asked was done; it may be asked again
	ErrUnknown = errors.New("the record's database was lost while it was written: whether it was kept is not known") // of Append: see whether the head has moved
)

// Cut limits what of the record is read. The zero Cut reads everything.
type Cut struct {
	Seq     int64 // entries up to this position (0: all)
	Entered int64 // entries entered up to this instant (0: all)
}

// Bundle is an incident with everything that stands about it.
type Bundle struct {
	Incident    Incident
	Accounts    []Account    // sorted by ID
	Assessments []Assessment // the standing one of each assessor, sorted by Assessor
	Denials     []Position   // positions about it, sorted by ID
	Reviews     []Review     `json:",omitempty"` // how far each assessor's finding has come, sorted by Assessor
	Dissents    []Dissent    `json:",omitempty"` // sorted by assessor and person
	Links       []Link       `json:",omitempty"` // what was decided of it and others like it, sorted by the two
	Publication Publication  `json:",omitzero"`  // what the public may see of it; the zero one: nothing
	Withdrawn   bool         // withdrawn by its publisher
	Seq         int64        // the newest entry it rests on
	Into        string       `json:",omitempty"` // the incident into which it was merged, which stands for it; "": none
	Merged      []Bundle     `json:",omitempty"` // what was merged into it, each with what was said of it (Into is this one), sorted by ID; Joined adds them up
}

// Base is everything in the record but incidents and what hangs on them (accounts, assessments, positions about an incident): small enough to hold.
type Base struct {
	Head      Head
	Sources   []Source // each list sorted by ID or key
	Coverage  []Coverage
	Rosters   []Roster
	Positions []Position
	Tallies   []Tally
	Names     []Name
	Texts     []AgreementText // in the order of entry: of two versions of a file the later one is the newer
	Mappings  []Mapping
	Imports   []Import // in the order of entry
	Newer     int      // entries that a newer program wrote: kept, counted, not read
	Removed   int      `json:",omitempty"` // entries within the cut whose content was removed, whenever: what once followed from them cannot be made again
}

// Query selects incidents for a page.
type Query struct {
	Text      string       // words and "phrases" (fold.Sought), all of which are found in the title, the place, the roles, the note, the id, the publisher's own words, in what accounts, parties and dissenters say, or in the reasons of assessments
	From, To  string       // days, YYYY-MM-DD, either end open; incidents that may have happened then, as far as a date is known
	Act       string       // as stored
	Party     string       // a word that an attribution, not discounted, names
	Place     string       // likewise, found in the place
	Source    string       // the id of a source that gives an account of it or assesses it
	Grade     *grade.Grade // of the standing assessments, the highest; an incident without any has none
	Publisher string
	Waiting   bool     // no assessment by us stands: none but those read from a publisher's row (with a Rule)
	Withdrawn bool     // those that were withdrawn, in place of those that stand
	Received  Span     // by the first entry of each; the zero Span: whenever
	Visible   *Visible // only what somebody may see; nil: everything
	Sort      string   // "date" (default; by the earliest day), "-date" (by the latest), "entered", "-entered", "killed", "-killed" (by the lowest number); unknown dates last
	After     string   // keyset cursor of the page before, as given by Page.Next
	Limit     int      // at most 500; 0: 50
}

// Visible chooses incidents by why somebody may see them; one reason is enough, and the zero value gives none. An incident is then not found by words of
// those merged into it, which he may not see.
type Visible struct {
	Public  bool   // a publication gives it to everybody
	PutTo   string // a finding on it was put to this party
	Enterer string // the actor of its first entry
	Waiting bool   // no assessment by us stands (as Query.Waiting)
}

// Span is a stretch of the record: entries entered from From to To, both included, and among the first UpTo. A zero end is open.
type Span struct{ From, To, UpTo int64 }

// Row is one line of a page of incidents.
type Row struct {
	Incident Incident
	Grade    grade.Grade // the highest among the standing assessments; Discounted if none stands
	Assessed bool
	Parties  []string // words of the attributions not discounted, sorted
	Killed   Range    // over the standing assessments that are not discounted: lowest, highest; Best where they agree
	Seq      int64    // the newest entry it rests on
}

// Page is a page of incidents.
type Page struct {
	Rows   []Row
	Total  int    // how many match in all, exactly unless AtMost
	AtMost bool   // Total is how many may match: of a phrase with more than 2,000 of them only those on the page were looked at
	Next   string // cursor; "": the last page
}

// CountBy names a dimension of Count.
type CountBy string

// The dimensions.
const (
	ByGrade       CountBy = "grade"       // "": no assessment stands
	ByMonth       CountBy = "month"       // "2015-11"; "2015-10/2015-12" for a date that lies somewhere there; "": not known
	ByYear        CountBy = "year"        // likewise
	ByAttribution CountBy = "attribution" // the set of words attributed, joined by "; "
	ByAct         CountBy = "act"
	ByPublisher   CountBy = "publisher"
)

// CountsBy lists all of them.
var CountsBy = []CountBy{ByGrade, ByMonth, ByYear, ByAttribution, ByAct, ByPublisher}

// Group is one line of Count: the values of the dimensions and how many incidents fall there.
type Group struct {
	Values []string `json:"values"`
	N      int      `json:"n"`
	Killed Range    `json:"killed"`
}

// Standing is the newest version of a subject, with the entry that states it.
type Standing struct {
	Entry   Entry
	Payload any // as Decode gives it
}

// Reader is what of a record can be read: a store, or the part of one that somebody may see.
type Reader interface {
	Head(ctx context.Context) (Head, error)
	// Entries gives entries after position seq, in order.
	Entries(ctx context.Context, after int64) iter.Seq2[Entry, error]
	// History gives the entries on a subject and its withdrawals, in order; for an incident also those of its accounts, assessments and denials
	// (those of incidents merged into it are their own history). ErrNotFound: none.
	History(ctx context.Context, kind Kind, subject string) ([]Entry, error)
	// Standing gives what stands on a subject of any kind. ErrNotFound: nothing does, or it was withdrawn.
	Standing(ctx context.Context, kind Kind, subject string) (Standing, error)
	// Each gives what stands of a kind, in the order of subjects (by their bytes), from the first after the given one.
	Each(ctx context.Context, kind Kind, after string) iter.Seq2[Standing, error]
	Base(ctx context.Context, cut Cut) (*Base, error)
	// EnteredBy gives the last instant up to the given one at which something was entered; 0: nothing was. A cut at either is the same.
	EnteredBy(ctx context.Context, instant int64) (int64, error)
	// Bundles gives the incidents that stand at the cut, ordered by ID; withdrawn ones do not stand, nor those merged into another. The *Bundle is valid only until the next one.
	Bundles(ctx context.Context, cut Cut) iter.Seq2[*Bundle, error]
	// Findings gives the same incidents in no certain order, without what no finding rests on (titles, what accounts say, any words in
	// several languages). It is the quickest way to read them all. Neither the *Bundle nor its lists may be kept; its strings may.
	Findings(ctx context.Context, cut Cut) iter.Seq2[*Bundle, error]
	// Touched gives, sorted, the incidents of which entries after position after speak or spoke before, and those that merges connect with them. whole: there are more entries than
	// most, or one of them changes something else (Base), or a newer program wrote it: then all is to be read again.
	Touched(ctx context.Context, after int64, most int) (ids []string, whole bool, err error)
	// Bundle gives one incident, also one that was withdrawn or merged. ErrNotFound: there is none.
	Bundle(ctx context.Context, id string) (*Bundle, error)
	// Several gives those of some incidents that there are, by their ids, each as Bundle gives it. All are read at once.
	Several(ctx context.Context, ids []string) (map[string]*Bundle, error)
	Incidents(ctx context.Context, q Query) (*Page, error)
	Count(ctx context.Context, by []CountBy, q Query) ([]Group, error)
	// Matching gives the ids of all incidents that match, exactly, in no certain order. The query's order and page are not looked at.
	Matching(ctx context.Context, q Query) ([]string, error)
	// Telling gives, for each of some sources, the ids of the incidents that match and of which it tells, or which it assesses (Query.Source), in no certain order. A source
	// that tells of none is left out.
	Telling(ctx context.Context, sources []string, q Query) (map[string][]string, error)
	// Seen gives those of some incidents that are visible, whether they stand, were withdrawn or merged.
	Seen(ctx context.Context, v Visible, ids []string) (map[string]bool, error)
	// Sights gives the incidents that stand and are visible, in the order of their first entries. What it costs depends on how many these are.
	// The *Bundle may be kept.
	Sights(ctx context.Context, v Visible) iter.Seq2[Sight, error]
}

// Sight is an incident that somebody may see, as it stands.
type Sight struct {
	Bundle           *Bundle
	First            int64 // its first entry
	Earliest, Latest int64 // the least and the greatest instant at which an entry on it was entered
}

// Store is a record somewhere. Every method may be called from several goroutines.
type Store interface {
	Reader
	// Append makes entries of the drafts, in one transaction, or none of them. A draft's Kind and Subject may be left empty: they follow
	// from its payload (SubjectOf), and differing ones are an error. What a draft hangs on (the incident of an account, the subject of a withdrawal)
	// must be in the record, or earlier among the drafts: otherwise ErrNotFound. A merge that would not count (Settle) is ErrMerge. The drafts may read the store; they must not append to it.
	// A draft of a Removal takes the content of the entries that it names away, in the same transaction and from everything that the store
	// derives; ErrNotFound when it names an entry wrongly, ErrHangs when what is left would speak of an incident of which nothing is left.
	// With expect not nil it fails with ErrHeadMoved unless the head is *expect.
	Append(ctx context.Context, expect *Head, drafts iter.Seq2[Draft, error]) (Head, error)
	// AppendStored appends entries as another store holds them (Log.Stored), in one transaction, or none of them: ids, salts and stubs stay what they are.
	// Each must be the next of the chain after expect, which must be the head (ErrHeadMoved), and its id that of its bytes (ErrDamaged); entries of a
	// newer program are ErrNewer. A removal among them takes away what of the record's own it names, as in Append.
	AppendStored(ctx context.Context, expect Head, entries iter.Seq2[Stored, error]) (Head, error)
	Close() error
}
