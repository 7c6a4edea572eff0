package web

import (
	"net/http"
	"slices"

	"mithaq/internal/app"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/review"
)

// Parameters that several calls have.
var (
	apiCuts = []apiParam{
		{name: "as-of", kind: aCut, says: "What happened by then is read: a day (2015-12-31), a month, a year or a time; otherwise up to now."},
		{name: "published-by", kind: aCut, says: "What was published by then is read."},
		{name: "known-at", kind: aCut, says: "What was entered by then is read; #N: up to entry N."},
		{name: "standard", kind: aLead, says: "The standard of evidence that leads, in place of each text's own."},
	}
	apiAngles = []apiParam{
		{name: "without", kind: aList, says: "The record is read as if these sources had said nothing (ids, with commas between). An illustration: it settles nothing."},
		{name: "point", kind: aList, says: "Ranges are read by one end: earliest or latest for dates, low or high for numbers. An illustration: it settles nothing."},
	}
	apiFilters = []apiParam{
		{name: "from", kind: aDay, says: "Happened on this day or later."},
		{name: "to", kind: aDay, says: "Happened on this day or earlier."},
		{name: "act", kind: aText, says: "A kind of act."},
		{name: "party", kind: aText, says: "A party to which an act is attributed."},
		{name: "place", kind: aText, says: "Words of the place."},
		{name: "grade", kind: aGrade, says: "As assessed: discounted, alleged, corroborated or verified."},
		{name: "text", kind: aText, says: "Words that stand somewhere in the incident or what hangs on it; in quotation marks: one after another."},
		{name: "publisher", kind: aText, says: "Whose list it comes from."},
		{name: "waiting", kind: aSwitch, says: "Only those that nobody of the record assessed yet; asked by those who work on the record alone (else 403)."},
	}
	apiPage = []apiParam{
		{name: "limit", kind: aNumber, most: 500, says: "How many a page has (50)."},
		{name: "after", kind: aText, says: "The cursor with which the page before ended (next)."},
	}
	apiAgreement = apiParam{name: "agreement", kind: aText, says: "Only this agreement."}
	apiDry       = apiParam{name: "dry-run", kind: aSwitch, says: "Says what it would do, and enters nothing."}
)

// apiRoutes are the addresses of the API. Its document is made of this table (apidoc.go).
func (s *server) apiRoutes() []route {
	read := func(pattern string, needs need, c apiCall) route {
		if needs == right(review.Read) { // elsewhere a token without the scope sees what everybody sees
			c.scope = review.ScopeRead
		}
		return route{method: http.MethodGet, pattern: apiRoot + pattern, needs: needs, api: &c}
	}
	write := func(pattern string, needs need, c apiCall) route {
		return route{method: http.MethodPost, pattern: apiRoot + pattern, needs: needs, api: &c}
	}
	open, whole, enters := anybody, right(review.Read), right(review.Enter)
	list := []route{
		read("/openapi.json", open, apiCall{name: "document", says: "This document.", gives: "openapi", do: apiDocument}),
		read("/version", open, apiCall{name: "version", says: "What the program was built with.", gives: "version", still: true, do: apiVersion}),
		read("/me", signedIn, apiCall{name: "me", says: "Who asks, by which token, and what it may do.", gives: "me", do: apiMe}),
		read("/head", whole, apiCall{name: "head", says: "The newest entry of the record.", gives: "head", still: true, do: apiHead}),
		read("/agreements", open, apiCall{name: "agreements", says: "The agreements that are judged.", kept: true, gives: "agreements", do: apiAgreements}),
		read("/status", open, apiCall{name: "status", says: "Where every term stands, at the three standards of evidence.", kept: true, gives: "status", printed: "status", asks: slices.Concat([]apiParam{apiAgreement}, apiCuts, apiAngles), do: apiStatus}),
		read("/agreements/{agreement}/status", open, apiCall{name: "statusOfAgreement", says: "Where the terms of an agreement stand.", kept: true, gives: "status", asks: slices.Concat(apiCuts, apiAngles), do: apiStatus}),
		read("/agreements/{agreement}/terms/{term}", open, apiCall{name: "term", says: "Why a term stands as it does: what the program understood, the status of its norms, the reasons.", kept: true, gives: "explain", asks: slices.Concat(apiCuts, apiAngles), do: apiExplain}),
		read("/agreements/{agreement}/claims/{claim}", open, apiCall{name: "claim", says: "Why a claim, or a red line, stands as it does.", kept: true, gives: "explain", asks: slices.Concat(apiCuts, apiAngles), do: apiExplain}),
		read("/explain/{what}", open, apiCall{name: "explain", says: "Why something stands as it does: a term (11), a norm (11a, khatib.11a) or a claim of any agreement.", kept: true, gives: "explain", printed: "explain", asks: slices.Concat(apiCuts, apiAngles), do: apiExplain}),
		read("/report", open, apiCall{name: "report", says: "The periodic report of a monitor on the days from one to another, both included.", kept: true, gives: "report", printed: "report", asks: []apiParam{
			{name: "from", kind: aDay, must: true, says: "The first day."},
			{name: "to", kind: aDay, must: true, says: "The last day."},
			apiCuts[1], apiCuts[2],
			{name: "format", kind: aWord, words: []string{"md", "html"}, says: "Of an answer in plain text: Markdown, or a page that prints."},
		}, do: apiReport}),
		read("/incidents", open, apiCall{name: "incidents", says: "Incidents, page by page.", gives: "list", printed: "record list", still: true, asks: slices.Concat(apiFilters, []apiParam{
			{name: "sort", kind: aWord, words: sorts, says: "The order; - before it: backwards."},
		}, apiPage), do: apiIncidents}),
		read("/count", open, apiCall{name: "count", says: "How many incidents there are, by grade, month, year, attribution, act or publisher.", gives: "count", printed: "record count", still: true, asks: slices.Concat(apiFilters, []apiParam{
			{name: "by", kind: aList, says: "By what they are counted (grade), with commas between."},
		}), do: apiCount}),
		read("/incidents/{incident}", open, apiCall{name: "incident", says: "An incident with its accounts, assessments, findings and history.", gives: "show", printed: "record show", still: true, do: apiIncident}),
		read("/incidents/{incident}/history", open, apiCall{name: "history", says: "How an incident came to stand as it does.", gives: "history", printed: "record history", still: true, do: apiHistory}),
		read("/sources", open, apiCall{name: "sources", says: "Sources, on whom each rests, and how many accounts it gives.", gives: "sources", printed: "record sources", still: true, do: apiSources}),
		read("/sources/{source}", open, apiCall{name: "source", says: "One source.", gives: "sources", printed: "record sources", still: true, do: apiSources}),
		read("/coverage", open, apiCall{name: "coverage", says: "What observers could see, and where they were kept from looking.", gives: "coverage", still: true, asks: []apiParam{
			{name: "from", kind: aDay, says: "On this day or later."}, {name: "to", kind: aDay, says: "On this day or earlier."},
		}, do: apiCoverage}),
		read("/names", whole, apiCall{name: "names", says: "What words of publishers mean here.", gives: "names", still: true, do: apiNames}),
		read("/zones", open, apiCall{name: "zones", says: "Zones and lines that have a name, and where they lie.", gives: "zones", still: true, do: apiZones}),
		read("/reviews", whole, apiCall{name: "reviews", says: "Findings that wait for a step, what has waited longest first. What nobody assessed yet: /incidents?waiting=true.", gives: "reviews", asks: slices.Concat([]apiParam{
			{name: "step", kind: aWord, words: app.Waitings, says: "Only those that wait for this step."},
			{name: "act", kind: aText, says: "A kind of act."},
			{name: "place", kind: aText, says: "Words of the place."},
			{name: "by", kind: aText, says: "Who entered the incident."},
		}, apiPage), do: apiReviews}),
		read("/duplicates", whole, apiCall{name: "duplicates", says: "Pairs of incidents that may be one, the most alike first.", gives: "duplicates", printed: "record duplicates", asks: slices.Concat([]apiParam{
			{name: "new-since", kind: aCount, says: "Only pairs with an incident that entries after this one touch."},
			{name: "but-aside", kind: aSwitch, says: "Without those that whoever asks set aside."},
		}, apiPage), do: apiDuplicates}),
		read("/changes", whole, apiCall{name: "changes", says: "The entries after a position, in order: what is new since then.", gives: "changes", still: true, asks: []apiParam{
			{name: "since", kind: aCount, says: "The position (0: from the first entry)."}, apiPage[0],
		}, do: apiChanges}),
		read("/checkpoint", whole, apiCall{name: "checkpoint", says: "The newest checkpoint of the sealed log, a signed note.", gives: "checkpoint", do: apiCheckpoint}),
		write("/incidents/{incident}/assessments", right(review.Assess), apiCall{name: "assess", says: "Enters an assessment of an incident, from the assessment columns of the layout of incidents.", scope: review.ScopeAssess, reads: true, takes: "fields", gives: "import", do: apiAssess}),
		write("/incidents/{incident}/adoptions", right(review.Assess), apiCall{name: "adopt", says: "Makes another’s assessment one of whoever acts, with the reason.", scope: review.ScopeAssess, reads: true, takes: "adoption", gives: "entered", do: apiAdopt}),
		write("/incidents/{incident}/steps", signedIn, apiCall{name: "step", says: "Takes a step of a finding: to allegation, inquiry, finding, put or (by a token that has the scope publish too) published, or back with a reason.", scope: review.ScopeReview, reads: true, takes: "step", gives: "entered", do: apiStep}),
		write("/incidents/{incident}/seconds", right(review.Sign), apiCall{name: "second", says: "Enters that whoever acts stands behind a finding as its second person, whom the last step named.", scope: review.ScopeSecond, reads: true, takes: "second", gives: "entered", do: apiSecond}),
		write("/incidents/{incident}/answers", right(review.PutTo), apiCall{name: "answer", says: "Enters what a party answered to a finding that was put to it. That none came is entered by nobody: the day until which it was asked passes.", scope: review.ScopeReview, reads: true, takes: "answer", gives: "entered", do: apiPartyAnswer}),
		write("/incidents/{incident}/dissents", signedIn, apiCall{name: "dissent", says: "Enters the disagreement of whoever acts with an assessment.", scope: review.ScopeReview, reads: true, takes: "dissent", gives: "entered", do: apiDissent}),
		write("/incidents/{incident}/files", enters, apiCall{name: "attach", says: "Keeps a file of evidence as it came, and enters it on an account of the incident.", scope: review.ScopeEnter, reads: true, takes: apiBytes, gives: "fileadded", body: importBytes, asks: []apiParam{
			{name: "file", kind: aText, must: true, says: "The name of the file."},
			{name: "account", kind: aText, says: "The account that it belongs to; otherwise a new one of the source."},
			{name: "source", kind: aText, says: "The source of the new account."},
			{name: "url", kind: aText, says: "Where it comes from."},
			{name: "obtained", kind: aText, says: "When it was obtained: a day, a month or a year."},
			{name: "note", kind: aText, says: "A note."},
			{name: "graphic", kind: aSwitch, says: "It shows what not everybody wants to see."},
		}, do: apiAttach}),
		read("/duplicates/pair", whole, apiCall{name: "pair", says: "What speaks for and against two incidents being one, how it was decided, and, with into, which statuses would change if they were.", gives: "pair", asks: []apiParam{
			{name: "a", kind: aText, must: true, says: "An incident."}, {name: "b", kind: aText, must: true, says: "Another."}, {name: "into", kind: aText, says: "The one of them that would go on standing."},
		}, do: apiPair}),
		write("/duplicates/aside", whole, apiCall{name: "setAside", says: "Sets two incidents that may be one aside for whoever asks alone, for 30 days or until more speaks for it. Nothing is decided, and it is no entry.", scope: review.ScopeRead, takes: "aside", gives: "pair", do: apiSetAside}),
		write("/duplicates/decisions", right(review.Assess), apiCall{name: "decide", says: "Enters what was decided of two incidents: that they are one (merge), that they are not the same (apart), or that what was decided is taken back (open).", scope: review.ScopeReview, reads: true, takes: "decision", gives: "entered", do: apiDecide}),
		write("/publications/look", right(review.Publish), apiCall{name: "look", says: "Tells what a publication would let out, and enters nothing.", scope: review.ScopePublish, takes: "publish", gives: "publication", looks: true, do: apiLook}),
		write("/publications", right(review.Publish), apiCall{name: "publish", says: "Lets the public see a subject as it was looked at (looked), or takes it back (withdraw).", scope: review.ScopePublish, takes: "publish", gives: "entered", do: apiPublish}),
		{method: http.MethodGet, pattern: apiRoot + "/bundle", needs: right(review.Publish), api: &apiCall{name: "bundle", says: "All that is public as one ZIP archive, with the hash of each file in it.", scope: review.ScopePublish, gives: apiArchive, do: apiBundle}},
		read("/followups", signedIn, apiCall{name: "followUps", says: "What whoever asks must follow up, what is due first. Nobody else sees it.", scope: review.ScopeRead, gives: "followups", asks: []apiParam{
			{name: "incident", kind: aText, says: "Only on this incident."},
		}, do: apiFollowUps}),
		write("/followups", signedIn, apiCall{name: "followUp", says: "Notes that whoever asks must follow an incident up. It is no entry.", scope: review.ScopeRead, takes: "followup", gives: "followups", do: apiFollowUp}),
		write("/followups/{followup}/close", signedIn, apiCall{name: "followedUp", says: "Closes one of them.", scope: review.ScopeRead, takes: "nothing", gives: "followups", do: apiFollowed}),
		write("/imports", enters, apiCall{name: "import", says: "Imports a file, whole or not at all.", scope: review.ScopeImport, takes: apiBytes, gives: "import", body: importBytes, asks: []apiParam{
			{name: "file", kind: aText, must: true, says: "The name of the file; its end tells the form where nothing else does."},
			{name: "as", kind: aWord, words: intake.Layouts, says: "The layout; otherwise it is made out from the file."},
			{name: "encoding", kind: aText, says: "The encoding, where it is not UTF-8."},
			{name: "sheet", kind: aText, says: "Of a workbook: the sheet."},
			{name: "no-header", kind: aSwitch, says: "The first line holds values."},
			{name: "strict", kind: aSwitch, says: "One bad row refuses the file."},
			{name: "release", kind: aWord, words: []string{"auto", "whole", "part"}, says: "Whether what is missing from it was withdrawn."},
			apiDry,
		}, do: apiImport}),
	}
	for _, k := range apiKinds {
		list = append(list, write("/"+k.path, enters, apiCall{
			name: k.name, says: k.says, scope: review.ScopeEnter, takes: "rows", gives: "import", asks: []apiParam{apiDry}, do: apiRows(k.layout),
		}))
	}
	return list
}

// apiKinds are what can be entered row by row: each row as the layout of its kind has it (mithaq record template LAYOUT).
var apiKinds = []struct{ path, layout, name, says string }{
	{"incidents", intake.LayoutIncidents, "enterIncidents", "Enters incidents with their accounts: a row for each account."},
	{"sources", intake.LayoutSources, "enterSources", "Enters sources."},
	{"coverage", intake.LayoutCoverage, "enterCoverage", "Enters what observers could see, or that access was denied."},
	{"rosters", intake.LayoutRosters, "enterRosters", "Enters rosters."},
	{"positions", intake.LayoutPositions, "enterPositions", "Enters positions of parties."},
	{"tallies", intake.LayoutTallies, "enterTallies", "Enters tallies."},
	{"names", intake.LayoutNames, "enterNames", "Enters what foreign words mean. It takes the right to assess."},
	{"persons", intake.LayoutPersons, "enterPersons", "Enters persons."},
}
