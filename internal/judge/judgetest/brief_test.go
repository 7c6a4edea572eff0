package judgetest

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
)

// inShort is what brief reasons say of those that a Result lists.
func inShort(r status.Reasons, facts map[string]*fact.Fact) status.Reasons {
	b := &status.Brief{}
	for i := range r.Deciding {
		d := &r.Deciding[i]
		for l := range b.Possible {
			if d.Truth.May.Has(l) && !d.Truth.Must.Has(l) {
				b.Possible[l]++
			}
		}
		f := facts[d.Fact]
		if f.OneVoice && d.Truth.May|d.Truth.Must != 0 && !slices.Contains(b.OneVoice, d.Fact) {
			b.OneVoice = append(b.OneVoice, d.Fact)
		}
		b.Contested = b.Contested || f.Contested && d.Truth.Must != 0
	}
	r.Steps = bare(r.Steps)
	r.Deciding, r.Misses, r.Excuses, r.Would, r.Brief = nil, nil, nil, nil, b
	return r
}

// bare leaves out the words of the text on which steps rest, and their arguments.
func bare(steps []status.Step) (out []status.Step) {
	for _, s := range steps {
		out = append(out, status.Step{Rule: s.Rule, Truth: s.Truth})
	}
	return out
}

func idsOf(facts []*fact.Fact) (ids []string) {
	for _, f := range facts {
		ids = append(ids, f.ID)
	}
	return ids
}

func deciding(r status.Reasons) (ids []string) {
	for i := range r.Deciding {
		ids = append(ids, r.Deciding[i].Fact)
	}
	return ids
}

// A brief Result is the listed one in short, as of the last tick and as of other instants, and Listed gives what that lists.
func TestBriefIsTheListInShort(t *testing.T) {
	met := struct{ possible, oneVoice, contested, cut, family int }{}
	for seed := range cases(150) {
		seed += base()
		theme := []string{"", "state", "excuse", ""}[seed%4]
		s := newThemed(seed, seed%3 == 0, theme).sample(seed)
		rng := rand.New(rand.NewPCG(seed, 5))
		facts := map[string]*fact.Fact{}
		for i := range s.set.Facts {
			f := &s.set.Facts[i]
			f.OneVoice, f.Contested = rng.IntN(3) == 0, f.Contested || rng.IntN(4) == 0
			facts[f.ID] = f
		}
		opts := monitor.Options{Parts: 1 + int(seed%2), Page: 1 + rng.IntN(4), MaxFacts: 1 + rng.IntN(4), Ahead: 86400}
		machine := func(brief bool) *monitor.Machine {
			opts.Brief = brief
			m, err := monitor.New(s.prog, opts)
			if err != nil {
				t.Fatal(err)
			}
			m.Load(s.set)
			m.Step(monitor.Event{Tick: s.at})
			return m
		}
		brief, full := machine(true), machine(false)
		for _, at := range []int64{s.at, s.at - int64(rng.IntN(90*86400)), s.at - int64(rng.IntN(400*86400))} {
			got, want := brief.AsOf(at).Result(), full.AsOf(at).Result()
			check := func(what string, got, want any) {
				x, err := json.Marshal(got)
				if err != nil {
					t.Fatal(err)
				}
				y, err := json.Marshal(want)
				if err != nil {
					t.Fatal(err)
				}
				if string(x) != string(y) {
					t.Fatalf("seed %d, as of %d, %s:\n%s", seed, at, what, apart(string(x), string(y)))
				}
			}
			for i := range want.Agreements {
				a, b := &want.Agreements[i], &got.Agreements[i]
				for j := range a.Norms {
					n := &a.Norms[j]
					check("listed", brief.AsOf(at).Listed(n.Key), n.Reasons)
					check("decided", idsOf(brief.AsOf(at).Decided(n.Key)), deciding(n.Reasons))
					if n.Family != nil {
						met.family++
					}
					if len(n.Reasons.Deciding) == opts.MaxFacts {
						met.cut++
					}
					n.Reasons = inShort(n.Reasons, facts)
					b.Norms[j].Reasons.Steps = bare(b.Norms[j].Reasons.Steps)
					for l := range n.Reasons.Brief.Possible {
						met.possible += n.Reasons.Brief.Possible[l]
					}
					met.oneVoice += len(n.Reasons.Brief.OneVoice)
					if n.Reasons.Brief.Contested {
						met.contested++
					}
				}
				for j := range a.Claims {
					c := &a.Claims[j]
					check("listed", brief.AsOf(at).Listed(c.Key), c.Reasons)
					check("decided", idsOf(brief.AsOf(at).Decided(c.Key)), deciding(c.Reasons))
					c.Reasons = inShort(c.Reasons, facts)
					b.Claims[j].Reasons.Steps = bare(b.Claims[j].Reasons.Steps)
				}
			}
			check("in short", got, want)
		}
	}
	t.Logf("%+v", met)
	if met.possible < 100 || met.oneVoice < 20 || met.contested < 8 || met.cut < 20 || met.family < 100 {
		t.Errorf("too little was met: %+v", met)
	}
}
