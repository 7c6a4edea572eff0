package app

import (
	"errors"
	"slices"
	"testing"

	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

const disputed = truce + `
term 3 "No meeting"
  3a: government must not meet()
  reading damascus by government "Only formal meetings"
  3a: government may meet()
  3b: russia must not attack(object: school)
`

// TestReadings sees each reading judged apart from the text as written.
func TestReadings(t *testing.T) {
	a := generated(t, 200)
	r := readAll(t, Text{Name: "truce.mithaq", Content: disputed})
	written := judged(t, a, r, Cuts{AsOf: endOf2015})
	list, err := a.JudgeReadings(t.Context(), r, Cuts{AsOf: endOf2015}, Angle{})
	if err != nil || len(list) != 1 || list[0].Angle.Reading != "damascus" {
		t.Fatalf("%v, %v", list, err)
	}
	has := func(j *Judged, norm string) bool {
		return slices.ContainsFunc(j.Result.Agreements[0].Norms, func(n status.Norm) bool { return n.Key.Norm == norm })
	}
	if has(written, "truce.3b") || !has(list[0], "truce.3b") {
		t.Error("a norm of the reading stands elsewhere")
	}
	if w, d := norm(t, written, "truce.3a").Modality, norm(t, list[0], "truce.3a").Modality; w == d {
		t.Errorf("3a: %v in both", w)
	}
	if w, d := norm(t, written, "truce.1a").Lanes, norm(t, list[0], "truce.1a").Lanes; w != d {
		t.Errorf("1a, which no reading touches: %v, %v", w, d)
	}
	if _, err := a.JudgeFrom(t.Context(), r, Cuts{}, Angle{Reading: "moscow"}); err == nil {
		t.Error("a reading that is not there was judged")
	}
}

// TestIllustrations sees what rests on one source, and what on ends of ranges; the run as the record stands stays as it is.
func TestIllustrations(t *testing.T) {
	e := example(t)
	whole := judged(t, e.App, e.reading, Cuts{AsOf: endOf2017})
	before := norm(t, whole, "khatib.11a").Lanes[corroborated]
	without, err := e.JudgeFrom(t.Context(), e.reading, Cuts{AsOf: endOf2017}, Angle{}.LeaveOut("airwars").LeaveOut("airwars"))
	if err != nil {
		t.Fatal(err)
	}
	if without.Angle.Without != "airwars" || len(without.Facts.Facts) >= len(whole.Facts.Facts) || without.Facts.Left.Without == 0 {
		t.Errorf("%d of %d facts without %s, %d left out", len(without.Facts.Facts), len(whole.Facts.Facts), without.Angle.Without, without.Facts.Left.Without)
	}
	for _, end := range []fact.End{fact.Lowest, fact.Highest} {
		j, err := e.JudgeFrom(t.Context(), e.reading, Cuts{AsOf: endOf2017}, Angle{Point: fact.PointReading{Dates: end, Counts: end}})
		if err != nil {
			t.Fatal(err)
		}
		got := norm(t, j, "khatib.11a").Lanes[corroborated]
		if !got.States.Within(before.States) || got.Acts.Lo < before.Acts.Lo || got.Acts.Hi > before.Acts.Hi {
			t.Errorf("end %d: %v %v; the whole ranges: %v %v", end, got.States, got.Acts, before.States, before.Acts)
		}
		if spread(whole) == 0 || spread(j) != 0 {
			t.Errorf("end %d: %d facts with a range of dates or acts, %d in the whole run", end, spread(j), spread(whole))
		}
	}
	if again := judged(t, e.App, e.reading, Cuts{AsOf: endOf2017}); norm(t, again, "khatib.11a").Lanes[corroborated] != before {
		t.Error("an illustration changed the run")
	}
	var unknown *SourceError
	if _, err := e.JudgeFrom(t.Context(), e.reading, Cuts{}, Angle{}.LeaveOut("airwar")); !errors.As(err, &unknown) || unknown.Source != "airwar" || !slices.Contains(unknown.Known, "airwars") {
		t.Errorf("a source that is not in the record: %v", err)
	}
}

// spread counts the facts known by a range of dates or acts.
func spread(j *Judged) (n int) {
	for i := range j.Facts.Facts {
		if f := &j.Facts.Facts[i]; !f.When.Point() || f.Acts.Lo < f.Acts.Hi {
			n++
		}
	}
	return n
}
