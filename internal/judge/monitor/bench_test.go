package monitor

import (
	"fmt"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// many makes n facts over four years: attacks of three parties on three kinds of thing in three zones, and deliveries.
func many(n int) fact.Set {
	var s fact.Set
	parties, kinds, zones := []string{"army", "militia", "south"}, []string{"hospital", "site", "truck"}, []string{"city", "quarter", "valley"}
	for i := range n {
		f := happened(fmt.Sprintf("f%06d", i), "attack", day(1)+int64(i)*1200, "what", kinds[i%3], "at", zones[i/3%3], "by", parties[i/9%3])
		f.Grade = grade.Grade(1 + i%3)
		f.Attribution.To[0].Grade = grade.Grade(i % 4)
		f.When.Hi += 86399
		if i%5 == 0 {
			f.Act = "deliver"
		}
		s.Facts = append(s.Facts, f)
	}
	s.Coverage = everywhere()
	return s
}

func manyNorms(n int) *norms.Program {
	var list []norms.Norm
	zones := []string{"city", "quarter", "valley"}
	for i := range n {
		zone := zones[i%3]
		var x norms.Norm
		switch i % 5 {
		case 0:
			x = mustNot(norms.Norm{Act: pat("attack", "at", zone, "doer", "north", "what", "hospital")})
		case 1:
			x = mustNot(norms.Norm{Act: pat("attack", "at", zone, "doer", "south"), Window: norms.Window{Start: date(10*i, norms.DayStart), End: date(20*i+30, norms.DayEnd)}})
		case 2:
			x = must1(norms.Norm{Act: pat("deliver", "doer", "north"), AtLeast: norms.Number{N: 10 + i}, Window: norms.Window{End: date(30+i, norms.DayEnd)}})
		case 3:
			x = mustNot(norms.Norm{Act: pat("attack", "at", zone, "doer", "army"), While: norms.Not{Cond: norms.Seen{Pattern: pat("stop")}}})
		case 4:
			x = mustNot(norms.Norm{Act: pat("attack", "doer", "south", "what", "truck"), AtMost: norms.Number{N: 3, Per: civil.Period{N: 7, Unit: civil.Days}}})
		}
		x.ID = fmt.Sprintf("n%d", i)
		list = append(list, x)
	}
	return text(list...)
}

func BenchmarkJudge(b *testing.B) {
	set, prog := many(100_000), manyNorms(30)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Judge(prog, &set, day(1500)); err != nil {
			b.Fatal(err)
		}
	}
}

// detained makes n people detained, one after the other; half are released, within a month or later.
func detained(n int) fact.Set {
	var s fact.Set
	for i := range n {
		person, at := fmt.Sprintf("p%06d", i), day(1)+int64(i)*300
		s.Facts = append(s.Facts, happened("d"+person, "detain", at, "person", person))
		if i%2 == 0 {
			s.Facts = append(s.Facts, happened("r"+person, "release", at+int64(1+i%60)*86400, "person", person))
		}
	}
	s.Sort()
	s.Coverage = everywhere()
	return s
}

// BenchmarkInstances judges a family of 100,000 acts and asks for the reasons of each of its instances.
func BenchmarkInstances(b *testing.B) {
	const n = 100_000
	set := detained(n)
	prog := text(must1(norms.Norm{
		Act:     pat("release", "doer", "north", "person", "x.person"),
		ForEach: &norms.Family{Var: "x", Source: norms.FromAct, Pattern: pat("detain")},
		Window: norms.Window{End: &norms.Bound{
			At: norms.Point{Sort: norms.AtVar, Var: "x"}, Plus: civil.Period{N: 30, Unit: civil.Days}, Edge: norms.DayEnd, Period: true,
		}},
	}))
	m, err := New(prog, Options{})
	if err != nil {
		b.Fatal(err)
	}
	m.Load(&set)
	m.Step(Event{Tick: day(1000)})
	b.Run("status", func(b *testing.B) {
		for b.Loop() {
			m.forget()
			if res := m.Result(); len(res.Agreements[0].Norms[0].Instances) != n {
				b.Fatal("instances are missing")
			}
		}
	})
	b.Run("reasons", func(b *testing.B) {
		instances := m.Result().Agreements[0].Norms[0].Instances
		b.ReportAllocs()
		for b.Loop() {
			for i := range instances {
				if r := m.Reasons(instances[i].Key); len(r.Steps) == 0 || len(r.Deciding) == 0 {
					b.Fatalf("%v: %+v", instances[i].Key, r)
				}
			}
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/n, "us/instance")
	})
}
