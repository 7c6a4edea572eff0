package board

import (
	"sync"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Touch is a norm or claim on which an incident bears.
type Touch struct {
	Agreement, Term, Norm, Claim string
	Name                         string // of the claim, as the text has it
	Title                        string // of the agreement
}

// bearing says on what each incident bears. It is made once, when the first page asks for it: all incidents that count
// for all norms are gone through, which on a large record takes longer than a page may.
type bearing struct {
	once sync.Once
	of   map[string][]place
}

// place is a norm or claim by its position in the result.
type place struct {
	agreement, at int32
	claim         bool
	must          grade.Mask // standards at which the incident counts for certain
}

func (r *Run) bearings() map[string][]place {
	r.bearing.once.Do(func() {
		of := map[string][]place{}
		put := func(incident string, p place) {
			list := of[incident]
			if n := len(list); n > 0 && list[n-1].agreement == p.agreement && list[n-1].at == p.at && list[n-1].claim == p.claim {
				list[n-1].must |= p.must
				return
			}
			of[incident] = append(list, p)
		}
		at := map[status.Key]place{}
		for i := range r.Result.Agreements {
			s := &r.Result.Agreements[i]
			for j := range s.Norms {
				at[s.Norms[j].Key] = place{agreement: int32(i), at: int32(j)}
			}
		}
		r.Bearing(func(key status.Key, incident string, must grade.Mask) {
			p := at[key]
			p.must = must
			put(incident, p)
		})
		for i := range r.Result.Agreements {
			for j := range r.Result.Agreements[i].Claims {
				for _, d := range r.Reasons(r.Result.Agreements[i].Claims[j].Key).Deciding {
					put(d.Fact, place{int32(i), int32(j), true, d.Truth.Must})
				}
			}
		}
		r.bearing.of = of
	})
	return r.bearing.of
}

// actsIn counts, for each norm, standard and period, the incidents dated in the period that count for certain. Periods of which one begins where another ends cost least: what
// lies between two that are apart is gone through too.
func (r *Run) actsIn(periods ...Period) map[status.Key][][status.Lanes]int {
	all := periods[0].Span
	for _, p := range periods {
		all = all.Join(p.Span)
	}
	in := map[string]civil.Interval{} // when an incident of theirs happened
	r.dated(all.Lo, all.Hi, func(f *fact.Fact) { in[f.ID] = f.When })
	type act struct {
		key      status.Key
		incident string
	}
	counts := map[act]grade.Mask{} // several members of a family may each count it
	r.BearingIn(all, func(key status.Key, incident string, must grade.Mask) {
		if must != 0 {
			counts[act{key, incident}] |= must
		}
	})
	n := map[status.Key][][status.Lanes]int{}
	for of, must := range counts {
		if n[of.key] == nil {
			n[of.key] = make([][status.Lanes]int, len(periods))
		}
		for k, p := range periods {
			if !within(in[of.incident], p.Span) {
				continue
			}
			for lane := range n[of.key][k] {
				if must.Has(lane) {
					n[of.key][k][lane]++
				}
			}
		}
	}
	return n
}

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
