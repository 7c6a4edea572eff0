package judgetest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/geo"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// regraded says everything as it is at one standard: what is certain there is verified, what is possible is alleged,
// what is excluded is gone (a discounted attribution stays: it clears its party).
func regraded(set *fact.Set, s grade.Grade) *fact.Set {
	to := func(g grade.Grade) grade.Grade {
		switch {
		case g == grade.Discounted:
			return g
		case g >= s:
			return grade.Verified
		}
		return grade.Alleged
	}
	out := copySet(set)
	out.Facts = slices.DeleteFunc(out.Facts, func(f fact.Fact) bool { return f.Grade == grade.Discounted })
	for i := range out.Facts {
		f := &out.Facts[i]
		f.Grade, f.Attribution.Group = to(f.Grade), to(f.Attribution.Group)
		for j := range f.Attribution.To {
			f.Attribution.To[j].Grade = to(f.Attribution.To[j].Grade)
		}
	}
	out.Tallies = slices.Clone(out.Tallies)
	for i := range out.Tallies {
		out.Tallies[i].Grade = to(out.Tallies[i].Grade)
	}
	for i := range out.Rosters {
		members := out.Rosters[i].Members
		for j := range members {
			members[j].Grade = to(members[j].Grade)
		}
		out.Rosters[i].Members = slices.DeleteFunc(members, func(m fact.Member) bool { return m.Grade == grade.Discounted })
	}
	return out
}

// lanes: each lane is what the run of that standard alone says; there corroborated and verified are the same.
func lanes(e engine, s *sample) string {
	res := e(s.prog, s.set, s.at)
	var wrong []string
	for lane, standard := range grade.Standards {
		alone := e(s.prog, regraded(s.set, standard), s.at)
		want := flatten(res, lane)
		for _, l := range []int{1, 2} {
			got := flatten(alone, l)
			for name, set := range want.norms {
				if got.norms[name] != set {
					wrong = append(wrong, fmt.Sprintf("%s at %s: lane {%s}, alone {%s}", name, standard, set, got.norms[name]))
				}
			}
			for name, set := range want.instances {
				if g, there := got.instances[name]; there && g != set {
					wrong = append(wrong, fmt.Sprintf("%s at %s: lane {%s}, alone {%s}", name, standard, set, g))
				}
			}
			for name, c := range want.claims {
				if g := got.claims[name]; g.Number != c.Number || g.NoAuthor != c.NoAuthor || g.States != c.States {
					wrong = append(wrong, fmt.Sprintf("claim %s at %s: lane %v {%s}, alone %v {%s}", name, standard, c.Number, c.States, g.Number, g.States))
				}
			}
		}
	}
	return strings.Join(wrong, "\n")
}

// information: narrowing or confirming recorded facts, step by step, only shrinks every set and every range.
func information(e engine, s *sample) string {
	rng := rand.New(rand.NewPCG(s.seed, 99))
	set := s.set
	before := e(s.prog, set, s.at)
	for range 8 {
		next, what := narrowed(rng, s.prog, set)
		if what == "" {
			continue
		}
		after := e(s.prog, next, s.at)
		var wrong []string
		for lane, standard := range grade.Standards {
			was, is := flatten(before, lane), flatten(after, lane)
			for name, now := range is.norms {
				if !now.Within(was.norms[name]) {
					wrong = append(wrong, fmt.Sprintf("%s at %s: {%s} before, {%s} after: %s", name, standard, was.norms[name], now, what))
				}
			}
			for name, now := range is.instances {
				if old, there := was.instances[name]; !there || !now.Within(old) {
					wrong = append(wrong, fmt.Sprintf("%s at %s: {%s} before, {%s} after: %s", name, standard, old, now, what))
				}
			}
			for name, now := range is.claims {
				if old := was.claims[name].Number; now.Number.Lo < old.Lo || now.Number.Hi > old.Hi {
					wrong = append(wrong, fmt.Sprintf("claim %s at %s: %v before, %v after: %s", name, standard, old, now.Number, what))
				}
			}
		}
		if wrong != nil {
			step := &sample{seed: s.seed, prog: s.prog, set: set, at: s.at}
			return strings.Join(wrong, "\n") + "\nbefore that step:\n" + step.show()
		}
		set, before = next, after
	}
	return ""
}

// narrowed gives the set with one thing better known, and says which; "" when the draw found nothing to narrow.
func narrowed(rng *rand.Rand, prog *norms.Program, set *fact.Set) (*fact.Set, string) {
	out := copySet(set)
	if len(out.Rosters) > 0 && len(out.Rosters[0].Members) > 0 && rng.IntN(8) == 0 {
		m := &out.Rosters[0].Members[rng.IntN(len(out.Rosters[0].Members))]
		if m.Grade != grade.Discounted && m.Grade < grade.Verified && rng.IntN(2) == 0 {
			m.Grade++
			return out, m.ID + " confirmed"
		}
		return out, narrowInterval(rng, &m.When, m.ID)
	}
	if len(out.Facts) == 0 {
		return nil, ""
	}
	f := &out.Facts[rng.IntN(len(out.Facts))]
	what := narrowFact(rng, prog, f)
	sortSet(out)
	return out, what
}

func narrowInterval(rng *rand.Rand, when *civil.Interval, id string) string {
	if when.Point() {
		return ""
	}
	a := when.Lo + rng.Int64N(when.Hi-when.Lo+1)
	b := when.Lo + rng.Int64N(when.Hi-when.Lo+1)
	switch rng.IntN(4) {
	case 0:
		*when = civil.At(when.Lo)
	case 1:
		*when = civil.At(when.Hi)
	default:
		*when = civil.Interval{Lo: min(a, b), Hi: max(a, b)}
	}
	return id + " at a narrower time"
}

// inner gives for each coarse value one strictly below it at every time.
var inner = map[string]string{
	"a": "a1", "people": "civilian", "civilian": "child", "site": "school", "school": "primary", "z": "z1",
}

func narrowFact(rng *rand.Rand, prog *norms.Program, f *fact.Fact) string {
	at := &f.Attribution
	switch rng.IntN(15) {
	case 0:
		return narrowInterval(rng, &f.When, f.ID)
	case 1:
		if f.Grade != grade.Discounted && f.Grade < grade.Verified {
			f.Grade++
			return f.ID + " confirmed"
		}
	case 2, 13, 14:
		if f.Unsure {
			f.Unsure = false
			return f.ID + " sure"
		}
	case 3:
		if n := f.Acts; n.Lo < n.Hi {
			if rng.IntN(2) == 0 || n.Hi == fact.Unbounded {
				f.Acts.Lo++
				if n.Hi == fact.Unbounded {
					f.Acts.Hi = n.Lo + 4
				}
			} else {
				f.Acts.Hi--
			}
			return f.ID + " stands for a narrower number of acts"
		}
	case 4:
		if len(at.To) > 0 {
			to := &at.To[rng.IntN(len(at.To))]
			if to.Grade != grade.Discounted && to.Grade < grade.Verified {
				to.Grade++
				return f.ID + " attribution to " + to.Party + " confirmed"
			}
		}
	case 5:
		if at.OneOf && at.Group != grade.Discounted && at.Group < grade.Verified {
			at.Group++
			return f.ID + " group confirmed"
		}
	case 6:
		for _, to := range at.To {
			if at.OneOf && to.Grade != grade.Discounted && rng.IntN(2) == 0 {
				to.Grade = grade.Verified
				*at = fact.Attribution{To: []fact.Attributed{to}}
				return f.ID + " was by " + to.Party
			}
		}
	case 7, 8:
		for i := range f.Roles {
			r := &f.Roles[i]
			if r.OneOf && rng.IntN(2) == 0 {
				r.Values, r.OneOf = []string{r.Values[rng.IntN(len(r.Values))]}, false
				return f.ID + " role " + r.Name + " chosen"
			}
			if v, ok := inner[r.Values[0]]; ok && len(r.Values) == 1 && rng.IntN(2) == 0 {
				r.Values = []string{v}
				return f.ID + " role " + r.Name + " finer"
			}
		}
	case 9:
		for _, a := range prog.Vocabulary.Acts {
			for _, role := range a.Roles {
				listed := slices.ContainsFunc(f.Roles, func(r fact.Role) bool { return r.Name == role.Name })
				if a.ID != f.Act || listed || leaves[role.Name] == nil || role.Name == "doer" || role.Name == "at" || rng.IntN(2) == 0 {
					continue
				}
				all := append(slices.Clone(leaves[role.Name]), coarse[role.Name]...)
				f.Roles = append(f.Roles, fact.Role{Name: role.Name, Values: []string{all[rng.IntN(len(all))]}})
				slices.SortFunc(f.Roles, func(a, b fact.Role) int { return strings.Compare(a.Name, b.Name) })
				return f.ID + " role " + role.Name + " known"
			}
		}
	case 10:
		p := &f.Place
		hasPlace := f.Act == "strike" || f.Act == "talk"
		switch {
		case hasPlace && p.Zones == nil && p.Point == nil:
			if rng.IntN(2) == 0 {
				p.Zones = []string{[]string{"y", "z", "z1", "z2"}[rng.IntN(4)]}
			} else {
				p.Point, p.Radius = &geo.Point{Lat: 500_001, Lon: 500_003}, 3000
			}
			return f.ID + " place known"
		case len(p.Zones) == 1 && inner[p.Zones[0]] != "":
			p.Zones = []string{inner[p.Zones[0]]}
			return f.ID + " place finer"
		case p.Radius > 0:
			p.Radius /= 2
			return f.ID + " place nearer"
		}
	case 11:
		if f.Act == "strike" && f.Amounts == nil {
			f.Amounts = []fact.Amount{{Role: "killed", Range: fact.Range{Lo: 1, Hi: 4}, Best: -1}}
			return f.ID + " killed known"
		}
		if len(f.Amounts) > 0 && f.Amounts[0].Lo < f.Amounts[0].Hi {
			f.Amounts[0].Hi--
			return f.ID + " killed narrower"
		}
	case 12:
		if len(at.To) == 1 && inner[at.To[0].Party] != "" && at.To[0].Grade != grade.Discounted {
			at.To[0].Party = inner[at.To[0].Party]
			return f.ID + " doer finer"
		}
		if f.Attribution.To == nil {
			at.To = []fact.Attributed{{Party: leaves["doer"][rng.IntN(3)], Grade: grade.Verified}}
			return f.ID + " doer known"
		}
	}
	return ""
}

// order: facts given in another order give the same bytes.
func order(e engine, s *sample) string {
	want, err := json.Marshal(e(s.prog, s.set, s.at))
	if err != nil {
		return err.Error()
	}
	mixed := copySet(s.set)
	rng := rand.New(rand.NewPCG(s.seed, 5))
	rng.Shuffle(len(mixed.Facts), func(i, j int) { mixed.Facts[i], mixed.Facts[j] = mixed.Facts[j], mixed.Facts[i] })
	got, err := json.Marshal(e(s.prog, mixed, s.at))
	if err != nil {
		return err.Error()
	}
	if string(got) != string(want) {
		return fmt.Sprintf("in order:\n%s\nin another:\n%s", want, got)
	}
	return ""
}
