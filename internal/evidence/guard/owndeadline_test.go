package guard

import (
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/release"
	"mithaq/internal/evidence/review"
)

// A party to which a finding was put reads by when it is to answer to the day, also where the incident is public by month; others read the month, and it reads no
// more of others.
func TestOwnDeadline(t *testing.T) {
	told := &release.View{Day: "2016-03-01"}
	b := record.Bundle{
		Incident: record.Incident{ID: "i", Act: "fire", When: "2016-02-11"},
		Reviews: []record.Review{{Incident: "i", Assessor: "desk", Stage: review.Published, When: "2016-02-20", Put: []record.Put{
			{Party: "east", Asked: "2016-02-12", Until: "2016-02-26", Answered: "2016-02-14"}, {Party: "west", Asked: "2016-02-13", Until: "2016-02-27"},
		}}},
		Assessments: []record.Assessment{{Incident: "i", Assessor: "desk", When: "2016-02-12"}},
		Publication: record.Publication{Public: true, Date: "month"},
	}
	for party, want := range map[string][2]record.Put{
		"":     {{Party: "east", Asked: "2016-02", Until: "2016-02", Answered: "2016-02"}, {Party: "west", Asked: "2016-02", Until: "2016-02"}},
		"east": {{Party: "east", Asked: "2016-02-12", Until: "2016-02-26", Answered: "2016-02-14"}, {Party: "west", Asked: "2016-02", Until: "2016-02"}},
		"west": {{Party: "east", Asked: "2016-02", Until: "2016-02", Answered: "2016-02"}, {Party: "west", Asked: "2016-02-13", Until: "2016-02-27"}},
	} {
		form := b
		out := released(told, &form, b.Publication, party)
		if len(out.Reviews) != 1 || len(out.Reviews[0].Put) != 2 {
			t.Fatalf("%+v", out.Reviews)
		}
		for k, put := range out.Reviews[0].Put {
			if put.Asked != want[k].Asked || put.Until != want[k].Until || put.Answered != want[k].Answered {
				t.Errorf("%q reads of %s: %+v", party, put.Party, put)
			}
		}
		if out.Incident.When != "2016-02" || out.Reviews[0].When != "2016-02" {
			t.Errorf("%q reads the day of the incident", party)
		}
	}
	if b.Reviews[0].Put[0].Until != "2016-02-26" {
		t.Error("the record was changed")
	}
}
