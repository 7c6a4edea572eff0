package web

import (
	"mithaq/internal/app"
	"mithaq/internal/front/board"
)

// RunOf gives a run of the judge as the pages read it.
func RunOf(j *app.Judged) *board.Run {
	return &board.Run{
		Program: j.Program, Result: j.Result, Facts: j.Facts, Base: j.Base, Head: j.Head, AsOf: j.Cuts.AsOf,
		Title: j.Title, Fact: j.Fact, Reasons: j.Reasons, Since: j.Since, Bearing: j.Bearing,
	}
}
