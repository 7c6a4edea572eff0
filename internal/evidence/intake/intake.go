// Package intake reads files of incidents and what hangs on them into the record.
//
// Columns are found by name, never by position. A file becomes a Plan first:
// what is added, changed, unchanged, withdrawn and rejected, with every
// rejected row's line, column and reason. Nothing is written until Apply, which
// appends everything in one transaction or nothing. Subjects are keyed by
// publisher and key, so that importing a file twice changes nothing and a newer
// release makes corrections, not duplicates.
//
// What an imported row asserts is fixed by rule (rules.go): the words stay the
// publisher's, the names table binds them; the publisher's grade is kept beside
// ours; the rule applied stands in the assessment.
package intake

import (
	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/evidence/files/stamp"
	"mithaq/internal/evidence/record"
)

// Limits on what a file may hold, so that a broken or hostile file ends in a message.
const (
	MaxField   = 1 << 20 // bytes of one field
	MaxColumns = 1000    // fields of one row
	MaxFile    = 1 << 30 // bytes of a file

	MaxUnpacked = 256 << 20 // bytes of a workbook's parts together
	MaxJSON     = 256 << 20 // bytes of a JSON file, which is held whole
)

// Release says what a file speaks for, and so when a missing row means that its publisher withdrew it.
type Release uint8

const (
	ReleaseAuto  Release = iota // as the mapping says: UCDP speaks for the years and countries in the file, others for their rows only
	ReleaseWhole                // all that the publisher has: what is missing was withdrawn
	ReleasePart                 // a selection: nothing is withdrawn
)

// Options are what the caller knows and the file does not say.
type Options struct {
	File      string   // base name, for messages and the entries' origin
	Encoding  string   // "" or "utf-8": UTF-8; "windows-1252" only when said
	Delimiter rune     // 0: found out
	NoHeader  bool     // the file begins with a row of values, and its columns are those of its layout in their order
	Sheet     string   // of a workbook, by its name or its number from 1; "": the only one that can be meant
	As        string   // layout; "": the header decides
	Mapping   *Mapping // a saved mapping; nil: a built-in one
	Strict    bool     // one bad row refuses the whole file
	Release   Release
	Trust     stamp.Trust             // what time stamps beside files are checked against
	Actor     string                  // who imports
	Now       int64                   // the caller's one clock reading, seconds UTC
	Progress  func(done, total int64) // bytes read of bytes in all; may be nil

	pack *attaching // files beside the table; nil: none
}

// The layouts of files that this program knows by itself.
const (
	LayoutIncidents = "mithaq" // incidents with accounts and assessments
	LayoutSources   = "sources"
	LayoutCoverage  = "coverage"
	LayoutRosters   = "rosters"
	LayoutPositions = "positions"
	LayoutTallies   = "tallies"
	LayoutNames     = "names"
	LayoutPersons   = "persons"
	LayoutUCDP      = "ucdp"
	LayoutAirwars   = "airwars"
	LayoutACLED     = "acled"
	LayoutGeneric   = "generic" // any table, by a mapping

	LayoutZones          = "zones"           // GeoJSON: areas, lines and points that have a name
	LayoutAirwarsSources = "airwars_sources" // of incidents of Airwars that the record holds
)

// Layouts lists the layouts, in the order in which help shows them.
var Layouts = []string{
	LayoutIncidents, LayoutSources, LayoutCoverage, LayoutRosters, LayoutPositions, LayoutTallies, LayoutNames, LayoutPersons, LayoutUCDP, LayoutAirwars,
	LayoutAirwarsSources, LayoutACLED, LayoutZones, LayoutGeneric,
}

// The codes of this package. Their sentences stand in front/wording (intake.txt); new ones go at the end.
const (
	CodeBadByte         diag.Code = "M7001" // a byte that is not UTF-8, or has no meaning in the encoding said
	CodeUTF16           diag.Code = "M7002" // the file is UTF-16, or not text
	CodeDelimiter       diag.Code = "M7003" // one column found: another delimiter
	CodeMissing         diag.Code = "M7004" // columns are missing
	CodeDuplicate       diag.Code = "M7005" // a column stands twice
	CodeNoHeader        diag.Code = "M7006" // the first line holds values
	CodeQuote           diag.Code = "M7007" // a quotation mark out of place
	CodeEmpty           diag.Code = "M7008" // nothing in the file
	CodeTooLarge        diag.Code = "M7009" // a field beyond the limit
	CodeLayout          diag.Code = "M7010" // no layout fits the header
	CodeFields          diag.Code = "M7011" // wrong number of fields
	CodeNoKey           diag.Code = "M7012" // the key is blank
	CodeRepeated        diag.Code = "M7013" // the key stands on two lines
	CodeNoDate          diag.Code = "M7014" // no date
	CodeBadDate         diag.Code = "M7015" // a date in another form
	CodeZeroDate        diag.Code = "M7016" // 1970-01-01: a zero written as a date
	CodeDateOrder       diag.Code = "M7017" // the end is before the start
	CodeNotNumber       diag.Code = "M7018" // a count that is no whole number
	CodeNegative        diag.Code = "M7019" // a negative count
	CodeMinMax          diag.Code = "M7020" // the lower count above the higher
	CodeBest            diag.Code = "M7021" // the best count outside the two others
	CodeGrade           diag.Code = "M7022" // a grade that the mapping does not know
	CodeCoordinate      diag.Code = "M7023" // no place on the earth
	CodeValue           diag.Code = "M7024" // a value outside its list
	CodeMapping         diag.Code = "M7025" // a mapping that cannot be used
	CodeUnknownColumn   diag.Code = "M7026" // a column that the layout does not have
	CodeDisagree        diag.Code = "M7027" // rows of one incident say different things of it
	CodeManyWithdrawn   diag.Code = "M7028" // many rows are missing: is the file a part only?
	CodeKept            diag.Code = "M7029" // rejected now, but stands from an earlier import
	CodeEncoding        diag.Code = "M7030" // an encoding that is not known
	CodeSibling         diag.Code = "M7031" // left out with another row of the same incident or list
	CodeTooWide         diag.Code = "M7032" // a row with too many fields
	CodeTooLargeFile    diag.Code = "M7033" // a file beyond the limit
	CodeNoLayout        diag.Code = "M7034" // no layout has that name
	CodeOldSheet        diag.Code = "M7035" // an older or an encrypted workbook
	CodeNoBook          diag.Code = "M7036" // an archive that is no workbook
	CodeDamaged         diag.Code = "M7037" // a workbook that cannot be read
	CodeUnpacked        diag.Code = "M7038" // a workbook that unpacks to more than the limit
	CodeWhichSheet      diag.Code = "M7039" // several sheets, and none is the one that must be meant
	CodeNoSheet         diag.Code = "M7040" // no sheet has that name
	CodeMerged          diag.Code = "M7041" // note: merged areas
	CodeHiddenRows      diag.Code = "M7042" // note: hidden rows are read
	CodeHiddenColumns   diag.Code = "M7043" // note: hidden columns are read
	CodeFormulas        diag.Code = "M7044" // note: formulas, with the values that are stored
	CodeCellError       diag.Code = "M7045" // a cell that shows an error of the sheet
	CodeNoValue         diag.Code = "M7046" // a formula without a stored value
	CodeInvisible       diag.Code = "M7047" // note: characters that are not seen were written visibly
	CodeUnseenKey       diag.Code = "M7048" // a key with characters that are not seen
	CodeRecoded         diag.Code = "M7049" // note: the file was in another encoding
	CodeJSON            diag.Code = "M7050" // not well-formed JSON
	CodeNotForm         diag.Code = "M7051" // JSON, but neither submissions nor zones
	CodeNoIncident      diag.Code = "M7052" // sources of an incident that the record does not hold
	CodeMixedDays       diag.Code = "M7053" // note: a column of a workbook holds days and words that name days
	CodeHeaderless      diag.Code = "M7054" // note: no header, the columns were named by their order
	CodeMaybeHeaderless diag.Code = "M7055" // no header, and not all rows have the shape that would tell
	CodeShapeless       diag.Code = "M7056" // a feature without a shape that names a zone
	CodeBrokenShape     diag.Code = "M7057" // coordinates that do not fit their type
	CodeOffGlobe        diag.Code = "M7058" // a position off the globe
	CodeSwapped         diag.Code = "M7059" // a position that would be right with latitude and longitude exchanged
	CodeOpenRing        diag.Code = "M7060" // a ring that is not closed
	CodeShortPath       diag.Code = "M7061" // too few positions
	CodeFlatRing        diag.Code = "M7062" // a ring that encloses nothing
	CodeWraps           diag.Code = "M7063" // an edge across the antimeridian
	CodeManyVertices    diag.Code = "M7064" // too many positions
	CodeTurned          diag.Code = "M7065" // note: a ring was turned
	CodeCrosses         diag.Code = "M7066" // note: a boundary that crosses itself
	CodeNotLooked       diag.Code = "M7067" // note: too complex to look whether it does
	CodeAltitude        diag.Code = "M7068" // note: heights are left out
	CodeMaybeSwapped    diag.Code = "M7069" // note: far from all incidents, and not with latitude and longitude exchanged
	CodeSystem          diag.Code = "M7070" // coordinates in another system
	CodeArchive         diag.Code = "M7080" // an archive that is refused
	CodeMember          diag.Code = "M7081" // a file that is not what its archive says of it
	CodeNoFile          diag.Code = "M7082" // a file that is named and is not in the archive
	CodeStatedHash      diag.Code = "M7083" // a file whose hash is not the one that is stated
	CodeNoItems         diag.Code = "M7084" // neither import.csv nor metadata of auto-archiver
	CodeUnnamedFiles    diag.Code = "M7085" // note: files that nothing names are left out
	CodeItem            diag.Code = "M7086" // metadata that cannot be read
	CodeWACZ            diag.Code = "M7087" // remark: a web archive that does not agree with itself
	CodeSignedWACZ      diag.Code = "M7088" // note: by what the list of a web archive is signed
	CodeNeeded          diag.Code = "M7089" // a blank cell beside one that cannot stand without it
	CodeFuture          diag.Code = "M7090" // note: a day that is still to come
	CodePointSwapped    diag.Code = "M7091" // note: a place far from all zones and incidents, and not with latitude and longitude exchanged
	CodeNoSuchDay       diag.Code = "M7092" // a day that no calendar has
	CodeDots            diag.Code = "M7093" // an id that no address can hold
	CodeTwoNumbers      diag.Code = "M7094" // two numbers of the same, in two units or twice in one
)

// Item is what one row, or the rows of one incident, say.
type Item struct {
	Line        int
	Incident    record.Incident
	Accounts    []record.Account
	Assessments []record.Assessment
	Sources     []record.Source

	seq   string     // its number in the file, where two of one code need it
	coded civil.Date // the day under which the publisher files it: its release speaks for that year
}
