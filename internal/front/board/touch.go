package board

import (
	"sync"

	"mithaq/internal/front/wording"
)

// Touch is a norm or claim on which an incident bears.
type Touch struct {
	Agreement, Term, Norm, Claim string
	Name                         string // of the claim, as the text has it
	Title                        string // of the agreement
}

// bearing says on what each incident bears. It is made once, when the first page of an incident asks for it: all
// reasons of all norms are gone through, which on a large record takes longer than a page may.
type bearing struct {
	once sync.Once
	of   map[string][]place
}

// place is a norm or claim by its position in the result.
type place struct {
	agreement, at int32
	claim         bool
}

func (r *Run) bearings() map[string][]place {
	r.bearing.once.Do(func() {
		of := map[string][]place{}
		put := func(fact string, p place) {
			if list := of[fact]; len(list) == 0 || list[len(list)-1] != p {
				of[fact] = append(list, p)
			}
		}
		for i := range r.Result.Agreements {
			s := &r.Result.Agreements[i]
			for j := range s.Norms {
				for _, d := range r.Reasons(s.Norms[j].Key).Deciding {
					put(d.Fact, place{int32(i), int32(j), false})
				}
			}
			for j := range s.Claims {
				for _, d := range s.Claims[j].Reasons.Deciding {
					put(d.Fact, place{int32(i), int32(j), true})
				}
			}
		}
		r.bearing.of = of
	})
	return r.bearing.of
}

// Prepare makes what pages share, so that the first reader of a run need not wait for it.
func (r *Run) Prepare() { r.bearings() }

// touches lists the norms and claims whose reasons name the incident.
func (r *Run) touches(rd Reader, id string) (list []Touch) {
	for _, p := range r.bearings()[id] {
		s := &r.Result.Agreements[p.agreement]
		a := r.Program.Agreement(s.ID)
		t := Touch{Agreement: s.ID, Title: pick(rd.Lang, a.Names, a.ID)}
		if p.claim {
			c := &a.Claims[p.at]
			t.Claim, t.Name = c.ID, wording.Name(rd.Lang, c.Title, c.ID)
		} else {
			n := &s.Norms[p.at]
			t.Term, t.Norm = n.Term, r.Program.Norm(n.Key.Norm).ID
		}
		list = append(list, t)
	}
	return list
}
