package scenario

import (
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/status"
)

// expect reads "WHEN [in reading NAME] expect WHAT STATES [on STANDARD] [because REASONS]".
func (p *parser) expect() *Expect {
	first := p.at - 1
	e := &Expect{}
	when := p.at
	p.moment(p.zone())
	if p.take("in") {
		p.need("reading")
		name, at := p.name()
		if !p.broken && !slices.Contains(p.readings, name) {
			p.nearest(p.say(codeReading, at, "name", name), name, p.readings)
		}
		e.Bundle = name
	}
	if !p.need("expect") {
		return e
	}
	ag := p.what(e)
	if p.broken {
		return e
	}
	// The day is read again, in the zone of the text that is asked.
	back := p.at
	p.at = when
	e.At = p.moment(ag.Zone).Hi
	p.at = back
	p.states(e, ag)
	if !p.broken && p.take("on") {
		p.standards(e)
	} else {
		e.Standard = []grade.Grade{ag.Standard}
	}
	if !p.broken && p.take("because") {
		p.because(e)
	}
	e.Span = p.span(first, p.at)
	return e
}

// what reads the thing of which a status is expected, and gives its agreement.
func (p *parser) what(e *Expect) *norms.Agreement {
	word := ""
	if p.tok().Kind == syntax.Word && p.next().Sign() != "." {
		word = p.tok().Value()
	}
	switch next := p.next(); {
	case word == "term" && next.Kind != syntax.End:
		p.at++
		e.Sort = OfTerm
		return p.find(e, "term", func(a *norms.Agreement) (ids []string) {
			for _, t := range a.Terms {
				ids = append(ids, t.ID)
			}
			return ids
		})
	case word == "claim":
		p.at++
		e.Sort = OfClaim
		return p.find(e, "claim", func(a *norms.Agreement) (ids []string) {
			for _, c := range a.Claims {
				ids = append(ids, c.ID)
			}
			return ids
		})
	}
	ag := p.find(e, "norm", func(a *norms.Agreement) (ids []string) {
		for _, n := range a.Norms {
			ids = append(ids, n.ID)
		}
		for _, r := range a.Readings {
			for _, n := range r.Norms {
				ids = append(ids, n.ID)
			}
		}
		return ids
	})
	if !p.broken {
		e.ID = ag.ID + "." + e.ID
		if p.take("of") {
			e.Sort = OfInstance
			e.Member, _ = p.name()
			for p.takeSign("/") || p.takeSign(".") {
				more, _ := p.name()
				e.Member += "/" + more
			}
		}
	}
	return ag
}

// find reads "LABEL" or "AGREEMENT.LABEL".
func (p *parser) find(e *Expect, sort string, ids func(*norms.Agreement) []string) *norms.Agreement {
	id, at := p.name()
	if p.broken {
		return nil
	}
	if p.takeSign(".") {
		ag := p.prog.Agreement(id)
		if ag == nil {
			p.nearest(p.say(codeUnknown, at, "sort", "agreement", "name", id), id, p.agreements())
			return nil
		}
		e.Agree = id
		e.ID = p.known(sort, ids(ag))
		return ag
	}
	var all []string
	var found []*norms.Agreement
	for i := range p.prog.Agreements {
		ag := &p.prog.Agreements[i]
		list := ids(ag)
		all = append(all, list...)
		if slices.Contains(list, id) {
			found = append(found, ag)
		}
	}
	switch len(found) {
	case 0:
		p.nearest(p.say(codeUnknown, at, "sort", sort, "name", id), id, all)
		return nil
	case 1:
	default: // which of them is meant?
		var names []string
		for _, ag := range found {
			names = append(names, ag.ID+"."+id)
		}
		p.say(codeWant, at, "want", strings.Join(names, ", "))
		return nil
	}
	e.Agree, e.ID = found[0].ID, id
	return found[0]
}

// told says what a word asks: a state, and in which voices; no voice: any.
type told struct {
	state  status.State
	voices []status.Voice
}

// asked gives what the words of states ask. "done" is the word of a duty where the text names nobody, and of a permission used.
var asked = func() map[string][]told {
	words := map[string][]told{}
	for s := range status.NumStates {
		words[s.String()] = []told{{state: s}}
	}
	for s := range status.NumStates {
		for _, v := range []status.Voice{status.Unbound, status.Unnamed} {
			w := status.Word(s, v)
			if w == s.String() {
				continue
			}
			if i := slices.IndexFunc(words[w], func(t told) bool { return t.state == s }); i >= 0 {
				words[w][i].voices = append(words[w][i].voices, v)
			} else {
				words[w] = append(words[w], told{s, []status.Voice{v}})
			}
		}
	}
	return words
}()

// states reads the states that must be left: "not met", "kept or due".
func (p *parser) states(e *Expect, ag *norms.Agreement) {
	first := p.at
	var permits bool
	if n := ag.Norm(strings.TrimPrefix(e.ID, ag.ID+".")); n != nil && e.Sort <= OfInstance {
		permits = n.Modality == norms.Permission || n.Modality == norms.Power
	}
	var voices []status.Voice
	spoken := ""
	for {
		begin := p.at
		var words []string
		for !p.ended() && p.tok().Kind == syntax.Word && !slices.Contains([]string{"or", "on", "because"}, p.tok().Value()) {
			words = append(words, p.tok().Value())
			p.at++
		}
		if len(words) == 0 {
			p.want("breached, kept, due")
			return
		}
		word := strings.Join(words, "_")
		list := asked[word]
		if len(list) == 0 {
			p.nearest(p.say(codeState, p.span(begin, p.at), "word", strings.Join(words, " "), "words", "breached, kept, due, not met, no breach seen"), word, stateWords())
			return
		}
		t := list[0]
		for _, other := range list[1:] {
			if permits == (other.state == status.Used || other.state == status.UsedTooEarly) {
				t = other
			}
		}
		e.States |= status.Of(t.state)
		if len(t.voices) > 0 {
			if spoken != "" && !slices.ContainsFunc(t.voices, func(v status.Voice) bool { return slices.Contains(voices, v) }) {
				p.say(codeVoices, p.span(begin, p.at), "word", strings.Join(words, " "), "other", spoken)
				return
			}
			if spoken == "" {
				voices = t.voices
			} else {
				voices = slices.DeleteFunc(slices.Clone(voices), func(v status.Voice) bool { return !slices.Contains(t.voices, v) })
			}
			spoken = strings.Join(words, " ")
		}
		if !p.take("or") {
			break
		}
	}
	e.Voices = voices
	e.Words = strings.TrimSpace(p.src.Text[p.toks[first].Offset:p.toks[p.at-1].End()])
}

func stateWords() (words []string) {
	for w := range asked {
		words = append(words, w)
	}
	slices.Sort(words)
	return words
}

// standards reads "corroborated", "verified and alleged", "every standard".
func (p *parser) standards(e *Expect) {
	if p.take("every") {
		p.need("standard")
		e.Standard = grade.Standards[:]
		return
	}
	for {
		g, ok := p.grade()
		if !ok || g == grade.Discounted {
			p.want("alleged, corroborated, verified, every standard")
			return
		}
		e.Standard = append(e.Standard, g)
		if !p.take("and") && !p.takeSign(",") {
			return
		}
	}
}

// because reads reasons, separated by commas.
func (p *parser) because(e *Expect) {
	for {
		b := Because{}
		at := p.this()
		switch {
		case p.next().Sign() == "." && p.tok().Kind == syntax.Word: // obligation.done
			table, _ := p.name()
			p.at++
			rule, _ := p.name()
			b = Because{ByRule, table + "." + rule}
		case p.take("miss"):
			b.Sort = ByMiss
			b.Ref, at = p.name()
		case p.take("waits"):
			p.need("on")
			b.Sort = ByWait
			b.Ref, _ = p.name()
			for p.takeSign(".") {
				more, _ := p.name()
				b.Ref += "." + more
			}
		case p.take("excuse"):
			b.Sort = ByExcuse
			b.Ref, _ = p.name()
		default:
			b.Ref, at = p.name()
		}
		if p.broken {
			return
		}
		if (b.Sort == ByFact || b.Sort == ByMiss) && !slices.Contains(p.entered, b.Ref) {
			p.nearest(p.say(codeEntered, at, "name", b.Ref), b.Ref, p.entered)
			return
		}
		e.Because = append(e.Because, b)
		if !p.takeSign(",") && !p.take("and") {
			return
		}
	}
}
