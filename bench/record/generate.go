// Package record measures the stores of the record over made-up source rows, each an incident with one account and one assessment. From the
// module root:
//
//	go test ./bench/record -run '^$' -bench . -benchtime 20x
//
// MITHAQ_BENCH_N sets the number of rows (100,000), MITHAQ_BENCH_STORES the stores ("sqlite postgres").
package record

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/recordtest"
)

// vocabulary is how many words accounts are made of; the commoner ones come by Zipf's law, as in any language.
const vocabulary = 60_000

var scripts = [...][2]string{{"bcdfghklmnprstvz", "aeiou"}, {"бвгдзклмнпрст", "аеиоу"}, {"بتجحدرسشصطعقلمنه", "اوي"}}

// word gives the word of a rank from 0, the commonest, in a script.
func word(rank, script int) string {
	consonants, vowels := []rune(scripts[script][0]), []rune(scripts[script][1])
	var b strings.Builder
	for n := rank + len(consonants)*len(vowels); n > 0; n /= len(consonants) * len(vowels) {
		b.WriteRune(consonants[n%len(consonants)])
		b.WriteRune(vowels[n/len(consonants)%len(vowels)])
	}
	return b.String()
}

// says gives a sentence of some words.
func says(r *rand.Rand, zipf *rand.Zipf, script, words int) string {
	out := make([]string, words)
	for i := range out {
		out[i] = word(int(zipf.Uint64()), script)
	}
	return strings.Join(out, " ") + "."
}

// sourceRows gives the drafts of n source rows, after those of the sources.
func sourceRows(n int) iter.Seq2[record.Draft, error] {
	return func(yield func(record.Draft, error) bool) {
		r := rand.New(rand.NewPCG(7, 7))
		zipf := rand.NewZipf(r, 1.1, 8, vocabulary-1)
		at := "" // the incident that the drafts are of
		accounts, assessed := 0, true
		for d, err := range recordtest.Generate(n, 1) {
			switch p := d.Payload.(type) {
			case record.Incident:
				if !assessed && !yield(unassessed(d, at), nil) {
					return
				}
				at, accounts, assessed = p.ID, 0, false
			case record.Account:
				if accounts++; accounts > 1 {
					continue
				}
				script := r.IntN(len(scripts))
				p.Words, p.Says = says(r, zipf, script, 16), record.Text{"en": says(r, zipf, 0, 12)}
				d.Payload = p
			case record.Assessment:
				if assessed {
					continue
				}
				assessed = true
			}
			if !yield(d, err) {
				return
			}
		}
		if !assessed {
			yield(unassessed(record.Draft{}, at), nil)
		}
	}
}

// unassessed gives the assessment of a row whose publisher could not tell.
func unassessed(d record.Draft, incident string) record.Draft {
	return record.Draft{Entered: d.Entered, Actor: d.Actor, Payload: record.Assessment{Incident: incident, Assessor: "generator", Rule: "generator.row", Grade: grade.Alleged}}
}

// queries are pages that people ask for, each a little different every time.
var queries = []struct {
	name string
	of   func(n int) record.Query
}{
	{"all", func(int) record.Query { return record.Query{} }},
	{"last", func(int) record.Query { return record.Query{Sort: "-date"} }},
	{"most killed", func(int) record.Query { return record.Query{Sort: "-killed", Act: "attack"} }},
	{"grade", func(n int) record.Query { g := grade.Grade(n % 4); return record.Query{Grade: &g} }},
	{"source", func(n int) record.Query {
		return record.Query{Source: fmt.Sprintf("source-%02d", n%20), Sort: "-entered"}
	}},
	{"act and window", func(n int) record.Query { return windowed(n, record.Query{Act: "attack", Sort: "-date"}) }},
	{"party and window", func(n int) record.Query { return windowed(n, record.Query{Party: "russia"}) }},
	{"place", func(n int) record.Query { return record.Query{Place: "دوما", Sort: "-killed"} }},
	{"seven at once", func(n int) record.Query {
		g := grade.Corroborated
		return windowed(n, record.Query{Text: word(2, 0) + " " + word(n%9, 0), Act: "attack", Party: "russia", Place: "douma", Grade: &g, Sort: "-date"})
	}},
	{"rare word", func(n int) record.Query { return record.Query{Text: word(vocabulary-1-n, 0), Sort: "-date"} }},
	{"rare word, Arabic", func(n int) record.Query { return record.Query{Text: word(vocabulary-1-n, 2), Sort: "-date"} }},
	{"common word", func(n int) record.Query { return record.Query{Text: word(n%3, 0), Sort: "-date"} }},
	{"word of all", func(n int) record.Query { return record.Query{Text: "made", Sort: "-date"} }},
	{"two common words", func(n int) record.Query { return record.Query{Text: word(n%3, 0) + " near"} }},
	{"common and rare", func(n int) record.Query { return record.Query{Text: "near " + word(vocabulary-1-n, 0)} }},
	{"one letter", func(n int) record.Query { return record.Query{Text: "d"} }},
	{"two letters", func(n int) record.Query { return record.Query{Text: "do"} }},
	{"three digits", func(n int) record.Query { return record.Query{Text: fmt.Sprint(100 + n%900)} }},
	{"rare phrase", func(n int) record.Query { return record.Query{Text: fmt.Sprintf(`"incident %d"`, n)} }},
	{"phrase of common words", func(n int) record.Query { return record.Query{Text: `"` + word(n%3, 0) + " " + word(3+n%4, 0) + `"`} }},
	{"common words never so", func(n int) record.Query { return record.Query{Text: `"nothing near"`, Sort: "-date"} }},
	{"phrase of a tenth", func(n int) record.Query { return record.Query{Text: `"near douma"`, Sort: "-date"} }},
	{"phrase of all", func(n int) record.Query { return record.Query{Text: `"made up nothing of this"`, Sort: "-date"} }},
	{"no such word", func(n int) record.Query { return record.Query{Text: "quagga"} }},
}

func windowed(n int, q record.Query) record.Query {
	q.From, q.To = fmt.Sprintf("2016-01-%02d", 10+n%20), fmt.Sprintf("2017-03-%02d", 1+n%28)
	return q
}
