package syntax

// Keyword is a word of the language, whatever the human language it is written in.
// Most are words only where the grammar expects them: elsewhere the same word may be a name.
type Keyword uint8

// The keywords.
const (
	NoKeyword Keyword = iota

	// These begin a statement when they are the first word of a line.
	kwVocabulary
	kwAgreement
	kwParty
	kwBody
	kwPerson
	kwOffice
	kwKind
	kwAct
	kwState
	kwZone
	kwRoster
	kwMark
	kwTerm
	kwClaim
	kwConcern
	kwPosition

	// These begin a line at the head of an agreement.
	kwUses
	kwDemand
	kwOffer
	kwAgreed
	kwResolution
	kwDated
	kwIn
	kwStandard
	kwObserved
	kwSupersedes
	kwPartial

	// These begin a line of a term.
	kwText
	kwRecital
	kwBelief
	kwWarning
	kwUnseen

	kwOf
	kwFrom
	kwUntil
	kwBegins
	kwEnds
	kwBy
	kwTo
	kwBetween
	kwForce
	kwAt
	kwLeast
	kwMost
	kwAnd
	kwOr
	kwNot
	kwNo
	kwFor
	kwEach
	kwMember
	kwAs
	kwUnnamed
	kwMust
	kwMay
	kwAims
	kwBefore
	kwWithin
	kwDay
	kwUndated
	kwAny
	kwIf
	kwOnce
	kwWhile
	kwUnless
	kwOnly
	kwStart
	kwKept
	kwBreached
	kwDue
	kwSet
	kwAfter
	kwCount
	kwDistinct
	kwSum
	kwAnswered
	kwAccepts
	kwRejects
	kwReserves
	kwOn
	kwSaid
	kwIs
	kwHours
	kwDays
	kwWeeks
	kwMonths
	kwYears
	keywords // how many there are
)

// Table gives the keywords of one human language: for each keyword its spellings, the canonical one first.
type Table struct {
	Lang  string
	Words [keywords][]string
	index map[string]Keyword
}

// English is the table of English keywords.
var English = newTable("en", [keywords][]string{
	kwVocabulary: {"vocabulary"}, kwAgreement: {"agreement"}, kwParty: {"party"}, kwBody: {"body"}, kwPerson: {"person"},
	kwOffice: {"office"}, kwKind: {"kind"}, kwAct: {"act"}, kwState: {"state"}, kwZone: {"zone"}, kwRoster: {"roster"},
	kwMark: {"mark"}, kwTerm: {"term"}, kwClaim: {"claim"}, kwConcern: {"concern"}, kwPosition: {"position"},
	kwUses: {"uses"}, kwDemand: {"demand"}, kwOffer: {"offer"}, kwAgreed: {"agreed"}, kwResolution: {"resolution"},
	kwDated: {"dated"}, kwIn: {"in"}, kwStandard: {"standard"}, kwObserved: {"observed"}, kwSupersedes: {"supersedes"},
	kwPartial: {"partial"}, kwText: {"text"}, kwRecital: {"recital"}, kwBelief: {"belief"}, kwWarning: {"warning"},
	kwUnseen: {"unseen"}, kwOf: {"of"}, kwFrom: {"from"}, kwUntil: {"until"}, kwBegins: {"begins"}, kwEnds: {"ends"},
	kwBy: {"by"}, kwTo: {"to"}, kwBetween: {"between"}, kwForce: {"force"}, kwAt: {"at"}, kwLeast: {"least"}, kwMost: {"most"},
	kwAnd: {"and"}, kwOr: {"or"}, kwNot: {"not"}, kwNo: {"no"}, kwFor: {"for"}, kwEach: {"each"}, kwMember: {"member"},
	kwAs: {"as"}, kwUnnamed: {"unnamed"}, kwMust: {"must"}, kwMay: {"may"}, kwAims: {"aims", "aim"}, kwBefore: {"before"},
	kwWithin: {"within"}, kwDay: {"day"}, kwUndated: {"undated"}, kwAny: {"any"}, kwIf: {"if"}, kwOnce: {"once"},
	kwWhile: {"while"}, kwUnless: {"unless"}, kwOnly: {"only"}, kwStart: {"start"}, kwKept: {"kept"},
	kwBreached: {"breached"}, kwDue: {"due"}, kwSet: {"set"}, kwAfter: {"after"}, kwCount: {"count"},
	kwDistinct: {"distinct"}, kwSum: {"sum"}, kwAnswered: {"answered"}, kwAccepts: {"accepts"}, kwRejects: {"rejects"},
	kwReserves: {"reserves"}, kwOn: {"on"}, kwSaid: {"said"}, kwIs: {"is"}, kwHours: {"hours", "hour"}, kwDays: {"days"},
	kwWeeks: {"weeks", "week"}, kwMonths: {"months", "month"}, kwYears: {"years", "year"},
})

func newTable(lang string, words [keywords][]string) *Table {
	t := &Table{Lang: lang, Words: words, index: map[string]Keyword{}}
	for k, spellings := range words {
		for _, s := range spellings {
			t.index[s] = Keyword(k)
		}
	}
	return t
}

// Spell gives the canonical spelling of a keyword.
func (t *Table) Spell(k Keyword) string { return t.Words[k][0] }
