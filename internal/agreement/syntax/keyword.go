package syntax

import "strings"

// Keyword is a word of the language, whatever the human language it is written in.
// Most are words only where the grammar expects them: elsewhere the same word may be a name.
type Keyword uint8

// The keywords. Their order matters: stretches of it say which words begin what.
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
	kwLine
	kwRoster
	kwMark
	kwTrack
	kwTerm
	kwClaim
	kwRed // "red line": with kwLine behind it
	kwConcern
	kwPosition

	// These begin a line at the head of an agreement.
	kwUses
	kwDemand
	kwOffer
	kwAgreed
	kwResolution
	kwDated
	kwStandard
	kwObserved
	kwSupersedes
	kwIncludes
	kwDisputes
	kwFirst
	kwPartial
	kwApplies  // and a line of a term
	kwIntended // likewise

	// These begin a line of a term.
	kwText
	kwRecital
	kwBelief
	kwWarning
	kwUnseen
	kwReading

	kwIn // "in force" and kwAt "at start" begin a line of a head too
	kwAt
	kwOf
	kwFrom
	kwUntil
	kwBegins
	kwEnds
	kwPhases
	kwHolds
	kwSucceeds
	kwBy
	kwTo
	kwBetween
	kwForce
	kwLeast
	kwMost
	kwAnd
	kwOr
	kwNot
	kwNo
	kwFor
	kwEach
	kwPair
	kwThat
	kwAccepted
	kwMember
	kwAs
	kwOtherwise
	kwUnnamed
	kwJointly
	kwEither
	kwOne
	kwMust
	kwMay
	kwAims
	kwCan
	kwKeep
	kwBring
	kwAbout
	kwEnsure
	kwTerminate
	kwWaive
	kwSuspend
	kwResume
	kwExtend
	kwMove
	kwSucceed
	kwThrough
	kwBegin
	kwFinish
	kwBefore
	kwWithin
	kwDay
	kwUndated
	kwAny
	kwEvery
	kwRenewed
	kwIf
	kwOnce
	kwWhile
	kwUnless
	kwOnly
	kwExcept
	kwWith
	kwWithout
	kwConsent
	kwParticipation
	kwJudged
	kwCure
	kwClock
	kwStops
	kwRuns
	kwStart
	kwThis
	kwBreach
	kwKept
	kwBreached
	kwDue
	kwSet
	kwAfter
	kwCount
	kwCounts
	kwDistinct
	kwSum
	kwThe
	kwLast
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
	kwKm
	kwM

	// Types of roles; kwParty, kwPerson, kwMark, kwText and kwCount are others.
	kwParties
	kwPlace
	kwMeasure
	kwDate

	// Standards.
	kwAlleged
	kwCorroborated
	kwVerified

	keywords // how many there are
)

// Table gives the keywords of one human language: for each keyword its spellings, the canonical one first, and what its
// drafters write for a word that binds (deontic), with what is probably meant.
type Table struct {
	Lang    string
	Words   [keywords][]string
	deontic map[string]ModalityWord
	index   map[string]Keyword
}

// English is the table of English keywords. "may not" is refused like the words of deontic, though both its words are
// ours: it forbids in one text and leaves free in another.
var English = newTable("en", [keywords][]string{
	kwVocabulary: {"vocabulary"}, kwAgreement: {"agreement"}, kwParty: {"party"}, kwBody: {"body"}, kwPerson: {"person"},
	kwOffice: {"office"}, kwKind: {"kind"}, kwAct: {"act"}, kwState: {"state"}, kwZone: {"zone"}, kwLine: {"line"}, kwRoster: {"roster"},
	kwMark: {"mark"}, kwTrack: {"track"}, kwTerm: {"term"}, kwClaim: {"claim"}, kwRed: {"red"}, kwConcern: {"concern"}, kwPosition: {"position"},

	kwUses: {"uses"}, kwDemand: {"demand"}, kwOffer: {"offer"}, kwAgreed: {"agreed"}, kwResolution: {"resolution"},
	kwDated: {"dated"}, kwStandard: {"standard"}, kwObserved: {"observed"}, kwSupersedes: {"supersedes"}, kwIncludes: {"includes"},
	kwDisputes: {"disputes"}, kwFirst: {"first"}, kwPartial: {"partial"}, kwApplies: {"applies"},
	kwIntended: {"intended"},

	kwText: {"text"}, kwRecital: {"recital"}, kwBelief: {"belief"}, kwWarning: {"warning"}, kwUnseen: {"unseen"}, kwReading: {"reading"},

	kwIn: {"in"}, kwAt: {"at"}, kwOf: {"of"}, kwFrom: {"from"}, kwUntil: {"until"}, kwBegins: {"begins"}, kwEnds: {"ends"},
	kwPhases: {"phases"}, kwHolds: {"holds"}, kwSucceeds: {"succeeds"}, kwBy: {"by"}, kwTo: {"to"}, kwBetween: {"between"},
	kwForce: {"force"}, kwLeast: {"least"}, kwMost: {"most"}, kwAnd: {"and"}, kwOr: {"or"}, kwNot: {"not"}, kwNo: {"no"},
	kwFor: {"for"}, kwEach: {"each"}, kwPair: {"pair"}, kwThat: {"that"}, kwAccepted: {"accepted"}, kwMember: {"member"}, kwAs: {"as"},
	kwOtherwise: {"otherwise"}, kwUnnamed: {"unnamed"}, kwJointly: {"jointly"}, kwEither: {"either"}, kwOne: {"one"},
	kwMust: {"must"}, kwMay: {"may"}, kwAims: {"aims", "aim"}, kwCan: {"can"}, kwKeep: {"keep"}, kwBring: {"bring"}, kwAbout: {"about"},
	kwEnsure: {"ensure"}, kwTerminate: {"terminate"}, kwWaive: {"waive"}, kwSuspend: {"suspend"}, kwResume: {"resume"},
	kwExtend: {"extend"}, kwMove: {"move"}, kwSucceed: {"succeed"}, kwThrough: {"through"}, kwBegin: {"begin"}, kwFinish: {"finish"},

	kwBefore: {"before"}, kwWithin: {"within"}, kwDay: {"day"}, kwUndated: {"undated"}, kwAny: {"any"}, kwEvery: {"every"},
	kwRenewed: {"renewed"}, kwIf: {"if"}, kwOnce: {"once"}, kwWhile: {"while"}, kwUnless: {"unless"}, kwOnly: {"only"},
	kwExcept: {"except"}, kwWith: {"with"}, kwWithout: {"without"}, kwConsent: {"consent"}, kwParticipation: {"participation"},
	kwJudged: {"judged"}, kwCure: {"cure"}, kwClock: {"clock"}, kwStops: {"stops"}, kwRuns: {"runs"},

	kwStart: {"start"}, kwThis: {"this"}, kwBreach: {"breach"}, kwKept: {"kept"}, kwBreached: {"breached"}, kwDue: {"due"},
	kwSet: {"set"}, kwAfter: {"after"}, kwCount: {"count"}, kwCounts: {"counts"}, kwDistinct: {"distinct"}, kwSum: {"sum"},
	kwThe: {"the"}, kwLast: {"last"}, kwAnswered: {"answered"}, kwAccepts: {"accepts"}, kwRejects: {"rejects"},
	kwReserves: {"reserves"}, kwOn: {"on"}, kwSaid: {"said"}, kwIs: {"is"}, kwHours: {"hours", "hour"}, kwDays: {"days"},
	kwWeeks: {"weeks", "week"}, kwMonths: {"months", "month"}, kwYears: {"years", "year"}, kwKm: {"km"}, kwM: {"m"},

	kwParties: {"parties"}, kwPlace: {"place"}, kwMeasure: {"measure"}, kwDate: {"date"},
	kwAlleged: {"alleged"}, kwCorroborated: {"corroborated"}, kwVerified: {"verified"},
}, map[string]ModalityWord{"shall": Must, "will": Must, "shan't": MustNot, "cannot": MustNot, "mustn't": MustNot})

func newTable(lang string, words [keywords][]string, deontic map[string]ModalityWord) *Table {
	t := &Table{Lang: lang, Words: words, deontic: deontic, index: map[string]Keyword{}}
	for k, spellings := range words {
		for _, s := range spellings {
			t.index[s] = Keyword(k)
		}
	}
	return t
}

// Spell gives the canonical spelling of keywords, with a space between them.
func (t *Table) Spell(ks ...Keyword) string {
	text := ""
	for i, k := range ks {
		if i > 0 {
			text += " "
		}
		text += t.Words[k][0]
	}
	return text
}

// Keyword gives the keyword of a spelling; NoKeyword for any other word.
func (t *Table) Keyword(word string) Keyword { return t.index[fold(word)] }

// Translate gives a phrase of English keywords as this table spells them; words that are no keywords stay.
func (t *Table) Translate(english string) string {
	words := strings.Fields(english)
	for i, w := range words {
		bare, comma := strings.CutSuffix(w, ",")
		if k := English.Keyword(bare); k != NoKeyword {
			if words[i] = t.Spell(k); comma {
				words[i] += ","
			}
		}
	}
	return strings.Join(words, " ")
}

// Modality gives the word of a modality.
func (t *Table) Modality(m ModalityWord) string {
	return t.Spell([...][]Keyword{{kwMust}, {kwMust, kwNot}, {kwMay}, {kwAims, kwTo}, {kwCan}}[m]...)
}

// Type gives the word of a type of role; "" for a kind, which has a name.
func (t *Table) Type(w TypeWord) string {
	for k, x := range types {
		if x == w {
			return t.Spell(k)
		}
	}
	return ""
}

// Types lists the words of all types of roles.
func (t *Table) Types() []string {
	var list []string
	for w := TypeParty; w <= TypeText; w++ {
		list = append(list, t.Type(w))
	}
	return list
}

// types are the types of roles that have a word of their own.
var types = map[Keyword]TypeWord{
	kwParty: TypeParty, kwParties: TypeParties, kwPlace: TypePlace, kwPerson: TypePerson, kwCount: TypeCount, kwMeasure: TypeMeasure,
	kwDate: TypeDate, kwMark: TypeMark, kwText: TypeText,
}
