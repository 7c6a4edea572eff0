package board

import (
	"time"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
)

// FollowRow is something that the visitor must follow up.
type FollowRow struct {
	ID, Note        string
	Due, DueText    string // the day, as it is kept and in words; "": none
	Late            bool
	Made            string
	Incident, Title string // "": an incident that the visitor does not see any more
}

// Day writes the day of an instant of now.
func (rd Reader) Day(at time.Time) string { return locale.Date(rd.Lang, civil.UTC.DateOf(at.Unix())) }

// IncidentTitle gives the title of an incident, or its id where the title is covered.
func (rd Reader) IncidentTitle(in *record.Incident) string {
	if in.Graphic {
		return in.ID
	}
	return rd.titleOf(in.Title, in.ID)
}

// FollowForm is the form of a note to follow an incident up, as it was typed, with what is wrong with it.
type FollowForm struct{ Note, Due, WrongNote, WrongDue string }
