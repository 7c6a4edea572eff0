package syntax

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

	// Words of one place of the grammar where another human language needs another word than elsewhere. In English each is spelt
	// like the keyword after which it is named.
	kwByWhom      // claim X by P, demand by P, observed by P, judged "..." by P, answered by 8
	kwByMuch      // extend 1a by 3 months
	kwToWhom      // demand by P to Q, disputes to P
	kwOfOffice    // office O of P
	kwOfConcern   // concern C of P
	kwOfList      // roster R of STATE
	kwOfNorm      // text only "..." of 1a
	kwOfTime      // within 30 days of X
	kwOfDay       // day 10 of X
	kwOfPlace     // within 25 km of X
	kwWithinPlace // within 25 km of X
	kwFromFile    // zone Z from "file"
	kwForWhom     // ACT counts as ACT for P
	kwUntilCond   // until C, a condition
	kwBeforePoint // 10 days before X
	kwNotAct      // ensure that P not ACT

	keywords // how many there are
)

// placed is the first of the words of one place.
const placed = kwByWhom

// types are the types of roles that have a word of their own.
var types = map[Keyword]TypeWord{
	kwParty: TypeParty, kwParties: TypeParties, kwPlace: TypePlace, kwPerson: TypePerson, kwCount: TypeCount, kwMeasure: TypeMeasure,
	kwDate: TypeDate, kwMark: TypeMark, kwText: TypeText,
}
