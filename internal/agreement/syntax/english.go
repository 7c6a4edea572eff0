package syntax

// English is the table of English keywords. "may not" is refused like the words of deontic, though both its words are
// ours: it forbids in one text and leaves free in another.
var English = newTable("en", "English", [keywords][]string{
	kwVocabulary: {"vocabulary"}, kwAgreement: {"agreement"}, kwParty: {"party"}, kwBody: {"body"}, kwPerson: {"person"},
	kwOffice: {"office"}, kwKind: {"kind"}, kwAct: {"act"}, kwState: {"state"}, kwZone: {"zone"}, kwLine: {"line"}, kwRoster: {"roster"},
	kwMark: {"mark"}, kwTrack: {"track"}, kwTerm: {"term"}, kwClaim: {"claim"}, kwRed: {"red"}, kwConcern: {"concern"}, kwPosition: {"position"},

	kwUses: {"uses"}, kwDemand: {"demand"}, kwOffer: {"offer"}, kwAgreed: {"agreed"}, kwResolution: {"resolution"},
	kwDated: {"dated"}, kwStandard: {"standard"}, kwObserved: {"observed"}, kwSupersedes: {"supersedes"}, kwIncludes: {"includes"},
	kwDisputes: {"disputes"}, kwFirst: {"first"}, kwPartial: {"partial"}, kwApplies: {"applies"}, kwIntended: {"intended"},

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
	kwReserves: {"reserves"}, kwOn: {"on"}, kwSaid: {"said"}, kwIs: {"is"},
	kwKm: {"km"}, kwM: {"m"},

	kwParties: {"parties"}, kwPlace: {"place"}, kwMeasure: {"measure"}, kwDate: {"date"},
	kwAlleged: {"alleged"}, kwCorroborated: {"corroborated"}, kwVerified: {"verified"},

	kwByWhom: {"by"}, kwByMuch: {"by"}, kwToWhom: {"to"}, kwOfOffice: {"of"}, kwOfConcern: {"of"}, kwOfList: {"of"}, kwOfNorm: {"of"},
	kwOfTime: {"of"}, kwOfDay: {"of"}, kwOfPlace: {"of"}, kwWithinPlace: {"within"}, kwFromFile: {"from"}, kwForWhom: {"for"},
	kwUntilCond: {"until"}, kwBeforePoint: {"before"}, kwNotAct: {"not"},
}, nil, englishUnits, map[string]ModalityWord{"shall": Must, "will": Must, "shan't": MustNot, "cannot": MustNot, "mustn't": MustNot})

var englishUnits = unitForms{
	plural: func(n int) int {
		if n == 1 {
			return 0
		}
		return 1
	},
	plain: map[Keyword][]string{
		kwHours: {"hour", "hours"}, kwDays: {"day", "days"}, kwWeeks: {"week", "weeks"}, kwMonths: {"month", "months"}, kwYears: {"year", "years"},
	},
}
