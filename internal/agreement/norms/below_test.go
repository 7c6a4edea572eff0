package norms

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"mithaq/internal/base/civil"
)

const orders = `vocabulary v
party a in b from 2020-01-01 until 2020-06-30 in c
party b in d from 2020-03-01
party c in d until 2019-12-31
party d
party e in a from 2021-01-01
office head of a
kind k { l { m n } o }
zone x
zone y in x
zone z in y

agreement t
  uses v
  demand by a
  dated 2020-01-01
  zone "UTC"
`

func TestBelow(t *testing.T) {
	p := must(t, orders)
	day := func(s string) int64 {
		d, err := civil.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return civil.UTC.Start(d)
	}
	for _, c := range []struct {
		tree Tree
		v, w string
		at   int64
		want bool
	}{
		{KindTree, "m", "k", 0, true},
		{KindTree, "m", "l", 0, true},
		{KindTree, "l", "m", 0, false},
		{KindTree, "n", "o", 0, false},
		{KindTree, "q", "q", 0, true},
		{KindTree, "q", "k", 0, false},
		{ZoneTree, "z", "x", 0, true},
		{ZoneTree, "x", "z", 0, false},
		{PartyTree, "a", "b", day("2019-12-31"), false},
		{PartyTree, "a", "b", day("2020-01-01"), true},
		{PartyTree, "a", "b", day("2020-07-01") - 1, true},
		{PartyTree, "a", "b", day("2020-07-01"), false},
		{PartyTree, "a", "d", day("2019-12-31"), true}, // through c
		{PartyTree, "a", "d", day("2020-02-01"), false},
		{PartyTree, "a", "d", day("2020-03-01"), true}, // through b
		{PartyTree, "a", "d", day("2020-07-01"), false},
		{PartyTree, "head", "d", day("2020-03-01"), true},
		{PartyTree, "d", "a", day("2020-03-01"), false},
	} {
		if got := p.Vocabulary.Below(c.tree, c.v, c.w, c.at); got != c.want {
			t.Errorf("%s below %s at %d: %v", c.v, c.w, c.at, got)
		}
	}
	if got := p.Vocabulary.Within("e", "b"); len(got) != 0 { // e came when a had left
		t.Errorf("e is in b in %v", got)
	}
	if got := p.Vocabulary.Within("a", "d"); len(got) != 2 {
		t.Errorf("a is in d in %v", got)
	}
}

// TestBelowSearches sees that the tables say what a search says, on random orders.
func TestBelowSearches(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	below := 0
	for range 200 {
		voc := Vocabulary{}
		for i := range 8 {
			id := strconv.Itoa(i)
			parent := ""
			party := Party{ID: id}
			if i > 0 {
				if r.IntN(4) > 0 {
					parent = strconv.Itoa(r.IntN(i))
				}
				for range r.IntN(3) {
					lo := r.Int64N(10)
					party.In = append(party.In, Membership{strconv.Itoa(r.IntN(i)), civil.Interval{Lo: lo, Hi: lo + r.Int64N(10)}})
				}
			}
			voc.Kinds = append(voc.Kinds, Kind{ID: id, Parent: parent})
			voc.Zones = append(voc.Zones, Zone{ID: id, In: parent})
			voc.Parties = append(voc.Parties, party)
		}
		p := Program{Vocabulary: voc}
		p.Index()
		for v := range 8 {
			for w := range 8 {
				for _, tree := range []Tree{PartyTree, KindTree, ZoneTree} {
					at := r.Int64N(20)
					fast, slow := p.Vocabulary.Below(tree, strconv.Itoa(v), strconv.Itoa(w), at), voc.Below(tree, strconv.Itoa(v), strconv.Itoa(w), at)
					if fast != slow || tree == PartyTree && fast != walk(&voc, v, w, at) {
						t.Fatalf("tree %d, %d below %d at %d: %v, %v in %+v", tree, v, w, at, fast, slow, voc)
					}
					if fast && v != w {
						below++
					}
				}
			}
		}
	}
	if below < 1000 {
		t.Errorf("only %d pairs lay below each other", below)
	}
}

// walk follows memberships at one instant.
func walk(voc *Vocabulary, v, w int, at int64) bool {
	if v == w {
		return true
	}
	for _, m := range voc.Parties[v].In {
		next, _ := strconv.Atoi(m.In)
		if m.Dates.Lo <= at && at <= m.Dates.Hi && walk(voc, next, w, at) {
			return true
		}
	}
	return false
}

func TestLookups(t *testing.T) {
	p := must(t, frame+"  1a: red must go()\n")
	bare := *p
	bare.index = nil
	for _, q := range []*Program{p, &bare} {
		if q.Agreement("a").ID != "a" || q.Norm("a.1a").ID != "1a" || q.Term("a", "1").ID != "1" || q.Agreement("a").Mark("m").ID != "m" {
			t.Error("something that is there was not found")
		}
		if q.Agreement("b") != nil || q.Norm("1a") != nil || q.Term("a", "2") != nil || q.Agreement("a").Mark("n") != nil {
			t.Error("something was found that is not there")
		}
		if q.Party("red").ID != "red" || q.Act("go").Role("person").Type != PersonRole || q.State("held").Role("person") == nil || q.Roster("list").Of != "held" {
			t.Error("a declaration was not found")
		}
		if q.Party("blue") != nil || q.Kind("k") != nil || q.Zone("z") != nil || q.Act("held") != nil || q.Act("go").Role("x") != nil {
			t.Error("a declaration was found that is not there")
		}
	}
}
