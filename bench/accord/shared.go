package accord

import (
	"fmt"
	"iter"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Users of a shared record: one who may do everything, one who only enters.
const (
	Monitor  = "monitor"
	Recorder = "recorder"
)

// What of a shared record is public, and of which findings an inquiry is open: one in so many.
const (
	PublicEach  = 3
	InquiryEach = 50
)

// OwnAssessor is whose assessments in the record are the record's own findings.
const OwnAssessor = "desk"

// Shared gives Record with users, with coordinates, with every third incident public, whole, and with inquiries into some of the findings.
func Shared(n int, seed uint64) iter.Seq2[record.Draft, error] {
	return func(yield func(record.Draft, error) bool) {
		give := func(payload any) bool {
			return yield(record.Draft{Entered: entered, Actor: Monitor, Payload: payload}, nil)
		}
		for _, u := range []record.User{
			{ID: Monitor, Roles: []string{review.Administrator, review.Assessor, review.Publisher, review.Recorder}, By: Monitor, Why: "made up"},
			{ID: Recorder, Roles: []string{review.Recorder}, By: Monitor, Why: "made up"},
		} {
			if !give(u) {
				return
			}
		}
		number, findings := -1, 0
		for d, err := range Record(n, seed) {
			if err != nil {
				yield(d, err)
				return
			}
			if in, ok := d.Payload.(record.Incident); ok && in.Publisher != "" {
				place(&in, number+1)
				d.Payload = in
			}
			if !yield(d, nil) {
				return
			}
			switch p := d.Payload.(type) {
			case record.Incident:
				if p.Publisher != "" { // the first are what the texts wait for
					number++
				}
			case record.Account:
				if p.ID == p.Incident+"-0" && number >= 0 && number%PublicEach == 0 &&
					!give(record.Publication{Kind: record.KindIncident, Subject: p.Incident, Public: true, By: Monitor, Accounts: []string{p.ID}}) {
					return
				}
			case record.Assessment:
				if p.Assessor != OwnAssessor || number < 0 {
					continue
				}
				if findings++; findings%InquiryEach == 0 && !give(record.Review{Incident: p.Incident, Assessor: p.Assessor, Stage: review.Inquiry, By: Monitor, When: LastDay}) {
					return
				}
			}
		}
	}
}

// place says where on the map an incident happened: around its town, as closely as a village is known.
func place(in *record.Incident, number int) {
	var region, town int
	if n, err := fmt.Sscanf(in.Place.Name["en"], "Town %d of region %d", &town, &region); n != 2 || err != nil {
		return
	}
	const degree = 1e7
	in.Place.Lat = int64((float64(region)*1.1 + float64(town%3)*0.3 + float64(number%97)*0.001) * degree)
	in.Place.Lon = int64((-76 + float64(town/3)*0.5 + float64(number%89)*0.001) * degree)
	in.Place.Radius = []int64{500, 2000, 10_000}[number%3]
}
