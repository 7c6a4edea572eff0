package judgetest

import (
	"fmt"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// words: a word of a breach is used only where all bearers were bound when the deciding thing may have happened.
func words(e engine, s *sample) string {
	ag := &s.prog.Agreements[0]
	for i, n := range e(s.prog, s.set, s.at).Agreements[0].Norms {
		judge := func(name string, bearers []string, l status.Lane, w status.Window) string {
			if !l.Bonded {
				return ""
			}
			for _, t := range decisive(s, &ag.Norms[i], w) {
				if boundAt(s, bearers, t) {
					return ""
				}
			}
			return fmt.Sprintf("%s: {%s} in the words of a breach, but %v never bound", name, l.States, bearers)
		}
		for lane := range n.Lanes {
			if n.Family == nil {
				if wrong := judge(n.Key.Norm, n.Bearers, n.Lanes[lane], n.Window); wrong != "" {
					return wrong
				}
			}
			some := n.Family == nil
			for _, in := range n.Instances {
				some = some || in.Lanes[lane].Bonded
				bearers := ag.Norms[i].Bearers
				if in.Bearer != "" {
					bearers = []string{in.Bearer}
				}
				if wrong := judge(instanceName(in.Key), bearers, in.Lanes[lane], in.Window); wrong != "" {
					return wrong
				}
			}
			if n.Lanes[lane].Bonded && !some {
				return n.Key.Norm + ": a family in the words of a breach, but no member"
			}
		}
	}
	return ""
}

// decisive gives the instants at which what decides the norm may have happened: an act or a finding; what may begin a spell;
// otherwise the end of the window.
func decisive(s *sample, n *norms.Norm, w status.Window) (when []int64) {
	switch {
	case n.Keep && n.Judged == nil:
		when = []int64{s.prog.Agreements[0].Starts, s.at}
		for _, p := range s.set.Positions {
			when = append(when, p.When.Hi+1) // bound from there on, and a spell may begin at any time
		}
		fallthrough
	case n.Modality == norms.Prohibition || n.Modality == norms.Permission || n.Modality == norms.Power:
		for _, f := range s.set.Facts {
			when = append(when, f.When.Lo, f.When.Hi)
		}
		if n.Judged != nil {
			when = append(when, s.at) // nothing is found yet
		}
		return when
	}
	return []int64{w.End.Lo, min(w.End.Hi, s.at)}
}

// boundAt says whether every bearer may be bound at t (spec/norms.md, section 9).
func boundAt(s *sample, bearers []string, t int64) bool {
	ag := &s.prog.Agreements[0]
	var bound func(p string) bool
	bound = func(p string) bool {
		if ag.Force != norms.Resolution && slices.Contains(ag.By, p) {
			return t >= ag.Starts
		}
		for i := range s.prog.Agreements {
			text := &s.prog.Agreements[i]
			if text.ID != ag.ID && !slices.Contains(text.Includes, ag.ID) {
				continue
			}
			if text.Force == norms.Accord && slices.Contains(text.By, p) && t >= text.Starts || accepts(s, text.ID, p, t) {
				return true
			}
		}
		for _, party := range s.prog.Vocabulary.Parties {
			for _, m := range party.In {
				if party.ID == p && m.Dates.Lo <= t && t <= m.Dates.Hi && bound(m.In) {
					return true
				}
			}
		}
		return false
	}
	if ag.Force == norms.Resolution {
		return len(bearers) > 0 && t >= ag.Starts
	}
	return len(bearers) > 0 && !slices.ContainsFunc(bearers, func(p string) bool { return !bound(p) })
}

// accepts says whether a position of the party accepts the text before t, and no later one rejects it.
func accepts(s *sample, text, p string, t int64) bool {
	accepted, rejected := civil.Ever, civil.Ever
	for _, o := range s.set.Positions {
		if o.Party != p || o.Agree != text {
			continue
		}
		if o.Stance == "accept" && o.When.Hi < t {
			accepted = max(accepted, o.When.Hi)
		}
		if o.Stance == "reject" && o.When.Lo < t {
			rejected = max(rejected, o.When.Hi)
		}
	}
	return accepted > civil.Ever && rejected <= accepted
}
