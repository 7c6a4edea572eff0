package terms

import "mithaq/internal/base/diag"

// The remarks on names and kinds. A code never changes its meaning; spec/corpus/terms has a text for each.
const (
	codeParty      diag.Code = "M2001" // no party {name}
	codeAct        diag.Code = "M2002" // no act {name}
	codeRole       diag.Code = "M2003" // {of} has no role {name}; related "def"
	codeKind       diag.Code = "M2004" // no kind {name}
	codeState      diag.Code = "M2005" // no state {name}
	codeZone       diag.Code = "M2006" // no zone {name}
	codeMark       diag.Code = "M2007" // no mark {name}
	codeTerm       diag.Code = "M2008" // no term {name}
	codeNorm       diag.Code = "M2009" // no norm {name}
	codeVocabulary diag.Code = "M2010" // no vocabulary {name}
	codeAgreement  diag.Code = "M2011" // no agreement {name}
	codeRoster     diag.Code = "M2012" // no roster {name}
	codePoint      diag.Code = "M2013" // {name} fixes no point in time: no mark, norm or variable
	codeVariable   diag.Code = "M2014" // no variable {name} here
	codeType       diag.Code = "M2015" // {name} is no type of role
	codePattern    diag.Code = "M2016" // no act or state {name}
	codeTrack      diag.Code = "M2017" // no track {name}
	codeThis       diag.Code = "M2018" // "this" outside of "unless"

	codeTwice       diag.Code = "M2020" // {name} is declared twice; related "first"
	codeRoleTwice   diag.Code = "M2021" // {of} declares the role {name} twice; related "first"
	codeGivenTwice  diag.Code = "M2022" // the role {name} is given twice; related "first"
	codeLabelTwice  diag.Code = "M2023" // the label {name} is used twice; related "first"
	codeClauseTwice diag.Code = "M2024" // the same clause twice; related "first"
	codeHeadTwice   diag.Code = "M2025" // the same heading twice; related "first"
	codeLangTwice   diag.Code = "M2026" // two texts in one language {lang}; related "first"

	codeWrongKind  diag.Code = "M2030" // {name} is no {kind}, which role {role} asks; related "value", "role"
	codeWrongType  diag.Code = "M2031" // {name} cannot stand for role {role} of type {type}; related "value", "role"
	codeNotAsked   diag.Code = "M2032" // role {name} of type {type} cannot be asked in a pattern; related "role"
	codeWantsAct   diag.Code = "M2033" // {name} is a state, an act is asked; related "def"
	codeWantsState diag.Code = "M2034" // {name} is an act, a state is asked; related "def"
	codeNoDoer     diag.Code = "M2035" // act {name} has no role for a party; related "def"
	codeDoerGiven  diag.Code = "M2036" // role {name} is filled by the bearer; related "bearer"
	codeLinkTypes  diag.Code = "M2037" // role {act} of the act cannot fill role {state} of the state; related "act", "state"
	codeMeasure    diag.Code = "M2038" // role {name} of type {type} cannot be summed; related "role"
	codeStateTimes diag.Code = "M2039" // a state takes no "from" and "until"

	codePartyCircle diag.Code = "M2040" // parties in a circle {circle}; related "step"
	codeZoneCircle  diag.Code = "M2041" // zones in a circle {circle}; related "step"
	codeSuperCircle diag.Code = "M2042" // agreements supersede each other {circle}; related "step"
	codeOfficeOf    diag.Code = "M2043" // office {name} of {of}, itself an office; related "def"
	codeCondCircle  diag.Code = "M2044" // norms wait in a circle {circle} that has no least solution; related "step"

	codeAtLeast    diag.Code = "M2050" // "at least" where nothing is to be done
	codeAtMost     diag.Code = "M2051" // "at most" on anything but "must"
	codeOnlyOnce   diag.Code = "M2052" // "only once" on anything but "may"
	codeUnless     diag.Code = "M2053" // "unless" where nothing is forbidden
	codeAimPer     diag.Code = "M2054" // an aim "in any" stretch
	codeTwoBounds  diag.Code = "M2055" // two bounds on one side of a window; related "first"
	codeUndatedEnd diag.Code = "M2056" // "undated" beside a deadline; related "first"
	codeLeastMost  diag.Code = "M2060" // "at least" and "at most" in one norm; related "first"
	// M2057 to M2059 stand in package norms: they need windows as instants.
	codeEarlyStance diag.Code = "M2061" // a position of {date} on a text of {dated}
	codeLongPeriod  diag.Code = "M2062" // a period of {number} units is too long to count
	codeMemberDates diag.Code = "M2063" // a membership ends {end} before it begins {start}; related "first"

	codeTimeZone diag.Code = "M2070" // no time zone {name}
	codeNoDate   diag.Code = "M2071" // agreement {name} has no date
	codeNoZone   diag.Code = "M2072" // agreement {name} has no time zone
	codeNoUses   diag.Code = "M2073" // agreement {name} uses no vocabulary
	codeNoForce  diag.Code = "M2074" // agreement {name} does not say what it is

	codeAreaFile  diag.Code = "M2080" // the file {file} cannot be read {why}
	codeAreaID    diag.Code = "M2081" // the file {file} has no feature {id}
	codeAreaShape diag.Code = "M2082" // feature {id} of {file} is no area; its fix says why

	codeHolds     diag.Code = "M2090" // {name} is no office and cannot be held; related "def"
	codeUnit      diag.Code = "M2091" // a unit for role {name}, whose type {type} has none; related "role"
	codePhases    diag.Code = "M2092" // {name} has no phases; related "def"
	codeLineAlone diag.Code = "M2093" // the line {name} where a place is asked: a distance is missing; related "def"
	codeNear      diag.Code = "M2094" // a distance for role {name} of type {type}; related "role"
	codeFar       diag.Code = "M2096" // a distance longer than {limit} km
	codeAmount    diag.Code = "M2095" // a comparison for role {name} of type {type}, which holds no number; related "role"

	codeEvery        diag.Code = "M2099" // "every" where nothing is asked each time: {modality}
	codeDeed         diag.Code = "M2100" // {deed} does not go with {modality}; its fix says what does
	codeClause       diag.Code = "M2101" // the clause {clause} does not go with {modality}
	codeNoAct        diag.Code = "M2102" // the clause {clause} speaks of an act; the norm asks a condition
	codeEither       diag.Code = "M2103" // alternatives among those who must not
	codeAlone        diag.Code = "M2104" // one bearer where several are meant
	codeTwoFamilies  diag.Code = "M2105" // "each of" beside "for each"; related "first"
	codeBearerRole   diag.Code = "M2106" // the role {name} of {of} is no party; related "role"
	codeOtherwise    diag.Code = "M2107" // "otherwise" without a norm above that can be breached
	codeOffset       diag.Code = "M2108" // a period counted from a point that is itself counted
	codeCure         diag.Code = "M2109" // time to cure where nothing can be cured; its fix says why
	codeClock        diag.Code = "M2110" // "clock" where it moves nothing; its fix says why
	codeExcept       diag.Code = "M2111" // an exception of act {name}, which the norm on {act} does not mean
	codeConsentAct   diag.Code = "M2112" // no act {name} by which consent is given; its fix shows the line
	codeFinding      diag.Code = "M2113" // no act {name} by which a body says what it found; its fix shows the line
	codeNoEnd        diag.Code = "M2114" // {name} has no end that could be extended; related "def"
	codeResume       diag.Code = "M2115" // nothing suspends {name}; related "def"
	codeSucceeds     diag.Code = "M2116" // {name} bears no norm alone that another could take over
	codeNoSuccessor  diag.Code = "M2119" // a power to succeed of nobody, or of each of several
	codeJudgedNumber diag.Code = "M2118" // a number of acts beside "judged"
	codeConsentOnce  diag.Code = "M2117" // "only with consent" beside "once"; related "first"

	codeCountsTo      diag.Code = "M2120" // what an act counts as gives role {name} no single value
	codeRuleInReading diag.Code = "M2121" // a rule of what counts as what inside a reading; related "reading"
	codeAtStart       diag.Code = "M2122" // what holds at the start gives role {name} no single value
	codeReadings      diag.Code = "M2123" // more than {limit} readings
	codeReadingBy     diag.Code = "M2124" // nobody is said to read so: {name}
	codeReadingTwice  diag.Code = "M2125" // the reading {name} is described twice; related "first"
	codeClaimNumber   diag.Code = "M2127" // a claim that compares with no number
	codeInclCircle    diag.Code = "M2126" // agreements include each other {circle}; related "step"
)
