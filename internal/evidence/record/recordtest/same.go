package recordtest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// Same asks two stores that should hold the same entries everything that a store can be asked, and tells where their answers differ.
func Same(t *testing.T, a, b record.Store) {
	t.Helper()
	ctx := context.Background()
	entries, err := gather(a.Entries(ctx, 0))
	if err != nil {
		t.Fatal(err)
	}
	asks := map[string]func(record.Store) (any, error){
		"head":    func(s record.Store) (any, error) { return s.Head(ctx) },
		"entries": func(s record.Store) (any, error) { return gather(s.Entries(ctx, 0)) },
	}
	last := int64(len(entries))
	for _, cut := range []record.Cut{{}, {Seq: 1}, {Seq: (last + 1) / 2}, {Entered: 1100}, {Seq: last, Entered: 1150}} {
		asks[fmt.Sprintf("base at %+v", cut)] = func(s record.Store) (any, error) { return s.Base(ctx, cut) }
		asks[fmt.Sprintf("bundles at %+v", cut)] = func(s record.Store) (any, error) { return bundlesOf(s.Bundles(ctx, cut), true) }
		asks[fmt.Sprintf("findings at %+v", cut)] = func(s record.Store) (any, error) { return bundlesOf(s.Findings(ctx, cut), false) }
	}
	for _, after := range []int64{0, last / 2, max(0, last-3), last} {
		asks[fmt.Sprintf("touched after %d", after)] = func(s record.Store) (any, error) {
			ids, whole, err := s.Touched(ctx, after, 20)
			return []any{strings.Join(ids, " "), whole}, err
		}
	}
	kinds := map[record.Kind]bool{}
	for _, e := range entries {
		kinds[e.Kind] = true
		what := fmt.Sprintf("%s %q", e.Kind, e.Subject)
		asks["history of "+what] = func(s record.Store) (any, error) { return s.History(ctx, e.Kind, e.Subject) }
		asks["standing of "+what] = func(s record.Store) (any, error) { return s.Standing(ctx, e.Kind, e.Subject) }
		if e.Kind == record.KindIncident {
			asks["bundle "+what] = func(s record.Store) (any, error) { return s.Bundle(ctx, e.Subject) }
		}
	}
	for k := range kinds {
		asks["each "+string(k)] = func(s record.Store) (any, error) { return gather(s.Each(ctx, k, "")) }
	}
	for i, q := range questions(last) {
		for _, sort := range []string{"date", "-date", "killed", "-killed", "entered", "-entered"} {
			q.Sort = sort
			asks[fmt.Sprintf("question %d by %s", i, sort)] = func(s record.Store) (any, error) { return pages(ctx, s, q) }
		}
		for _, by := range [][]record.CountBy{nil, {record.ByGrade, record.ByMonth}, {record.ByAttribution}, {record.ByAct, record.ByPublisher, record.ByYear}} {
			asks[fmt.Sprintf("question %d counted by %v", i, by)] = func(s record.Store) (any, error) { return s.Count(ctx, by, q) }
		}
	}
	for what, ask := range asks {
		one, err1 := ask(a)
		two, err2 := ask(b)
		if !reflect.DeepEqual(one, two) || (err1 == nil) != (err2 == nil) || errors.Is(err1, record.ErrNotFound) != errors.Is(err2, record.ErrNotFound) {
			t.Errorf("%s: one says %+v (%v)\nthe other %+v (%v)", what, one, err1, two, err2)
		}
	}
}

// questions are conditions of every sort.
func questions(last int64) []record.Query {
	verified := grade.Verified
	return []record.Query{
		{},
		{Withdrawn: true},
		{Text: "hit"},
		{Text: "a"},
		{Place: "d"},
		{Act: "attack", From: "2015-01-01"},
		{To: "2016-01-01", Grade: &verified},
		{Party: "north"},
		{Source: "s1"},
		{Publisher: "airwars", Waiting: true},
		{Received: record.Span{UpTo: (last + 1) / 2}},
		{Received: record.Span{From: 1050, To: 1200}},
		{Visible: &record.Visible{Public: true, Enterer: "desk"}},
	}
}

// pages reads all pages of a question, three rows each.
func pages(ctx context.Context, s record.Store, q record.Query) (out []record.Page, err error) {
	q.Limit = 3
	for range math.MaxInt16 {
		p, err := s.Incidents(ctx, q)
		if err != nil {
			return nil, err
		}
		out = append(out, *p)
		if p.Next == "" {
			return out, nil
		}
		q.After = p.Next
	}
	return nil, errors.New("the pages do not end")
}

// bundlesOf gathers incidents as text, which is kept whatever the store does with the lists of a bundle; those in no certain order are sorted.
func bundlesOf(seq iter.Seq2[*record.Bundle, error], ordered bool) (out []string, err error) {
	for b, err := range seq {
		if err != nil {
			return nil, err
		}
		out = append(out, fmt.Sprintf("%+v", *b))
	}
	if !ordered {
		slices.Sort(out)
	}
	return out, nil
}

func gather[T any](seq iter.Seq2[T, error]) (out []T, err error) {
	for v, err := range seq {
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}
