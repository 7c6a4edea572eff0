package web

import (
	"mithaq/internal/app"
	"mithaq/internal/front/board"
	"mithaq/internal/reading/order"
)

// RunOf gives a run of the judge as the pages read it, with the runs by each disputed reading of its texts.
func RunOf(j *app.Judged, readings ...*app.Judged) *board.Run {
	var others []*board.Run
	for _, r := range readings {
		others = append(others, RunOf(r))
	}
	return &board.Run{
		Readings: others,
		Program:  j.Program, Result: j.Result, Facts: j.Facts, Base: j.Base, Head: j.Head, AsOf: j.Cuts.AsOf,
		Reading: j.Angle.Reading, Title: j.Title, Tell: j.Tell, Fact: j.Fact, Reasons: j.Reasons, Listed: j.Listed, Decided: j.Decided, Since: j.Since, History: j.History, Bearing: j.Bearing, BearingIn: j.BearingIn,
		Answers: j.Answers, Today: j.Today,
		EachFact: j.EachFact,
		OfTexts:  j.Reading.Once,
		Order:    func() *order.Whole { return j.Reading.Order(j.Angle.Reading) }, Disputes: j.Reading.Disputes,
	}
}
