package ground

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

// some are incidents that a reader gives, in the order of ids.
type some struct {
	record.Reader
	bundles []*record.Bundle
}

func (s *some) Head(context.Context) (record.Head, error) { return record.Head{Seq: 1}, nil }

// Matching gives what a store would, and incidents that came since.
func (s *some) Matching(_ context.Context, q record.Query) (ids []string, err error) {
	for _, b := range s.bundles {
		if b.Incident.Place.Name["en"] == q.Place {
			ids = append(ids, b.Incident.ID)
		}
	}
	return append(ids, "since", "i", ""), nil
}

func (s *some) Bundles(context.Context, record.Cut) iter.Seq2[*record.Bundle, error] {
	return func(yield func(*record.Bundle, error) bool) {
		for _, b := range s.bundles {
			if !yield(b, nil) {
				return
			}
		}
	}
}

// random makes incidents all over the map, many near each other or at the same point, some on its edges and at its poles, known to a metre or to a continent.
func random(chance *rand.Rand, n int) *some {
	s := &some{}
	for i := range n {
		in := record.Incident{ID: fmt.Sprintf("i%05d", i), Act: fmt.Sprint("act", chance.IntN(5)), When: []string{"", "2016-02", "2016-02-03", "2016-05-30"}[chance.IntN(4)]}
		if chance.IntN(9) > 0 {
			in.Place = record.Place{Name: record.Text{"en": fmt.Sprint("Town ", chance.IntN(7))}, Radius: []int64{1, 300, 5000, 80_000, 900_000, 20_000_000}[chance.IntN(6)]}
			switch chance.IntN(4) {
			case 0:
				in.Place.Lat, in.Place.Lon = chance.Int64N(1800e6+1)-900e6, chance.Int64N(3600e6+1)-1800e6
			case 1:
				in.Place.Lat, in.Place.Lon = 33e7+chance.Int64N(4e7), 36e7+chance.Int64N(5e7)
			case 2:
				in.Place.Lat, in.Place.Lon = 34e7, 36e7+chance.Int64N(3)
			default:
				in.Place.Lat = []int64{-900e6, -85.051129e7, -85.0511e7, 0, 85.0511e7, 85.051129e7, 900e6}[chance.IntN(7)]
				in.Place.Lon = []int64{-1800e6, -1799999999, 0, 1799999999, 1800e6}[chance.IntN(5)]
			}
		}
		b := &record.Bundle{Incident: in}
		if g := chance.IntN(5); g < 4 {
			b.Assessments = []record.Assessment{{Incident: in.ID, Assessor: "a", Grade: grade.Grade(g), Attributions: []record.Attribution{{To: []string{"east", "west"}[g%2], Grade: grade.Alleged}}}}
		}
		s.bundles = append(s.bundles, b)
	}
	return s
}

// Signs, and what the filters select, are those that one gets by looking at each incident: whatever is known of it, the view, and the zoom.
func TestSignsOfViews(t *testing.T) {
	chance := rand.New(rand.NewPCG(5, 8))
	several, cut := 0, 0
	for round := range 30 {
		all := random(chance, 1+chance.IntN(400))
		g, err := Read(t.Context(), all)
		if err != nil {
			t.Fatal(err)
		}
		for range 40 {
			q := record.Query{}
			if chance.IntN(2) == 0 {
				q.Act = fmt.Sprint("act", chance.IntN(6))
			}
			if chance.IntN(3) == 0 {
				q.From, q.To = "2016-02-01", []string{"", "2016-02-03", "2016-02-28"}[chance.IntN(3)]
			}
			if chance.IntN(3) == 0 {
				q.Party = []string{"east", "west", "nobody"}[chance.IntN(3)]
			}
			if chance.IntN(4) == 0 {
				one := grade.Grade(chance.IntN(4))
				q.Grade = &one
			}
			if chance.IntN(4) == 0 {
				q.Place = fmt.Sprint("Town ", chance.IntN(8))
			}
			sel, err := g.Select(t.Context(), all, &q, nil)
			if err != nil {
				t.Fatal(err)
			}
			want := looked{all: all.bundles, q: &q}
			if n, placed := want.count(); sel.Total != n || sel.Placed != placed {
				t.Fatalf("round %d, %+v: %d and %d, want %d and %d", round, q, sel.Total, sel.Placed, n, placed)
			}
			box, zoom := World, chance.IntN(MaxZoom+1)
			if chance.IntN(3) > 0 {
				west, south := float64(chance.IntN(400)-200), float64(chance.IntN(180)-90)
				box = Box{west, south, west + float64([]int{chance.IntN(200) - 20, 360}[chance.IntN(6)/5]), south + float64(chance.IntN(40))}
			}
			got, signs := sel.Clusters(box.View(zoom)), want.clusters(box, zoom)
			if !reflect.DeepEqual(got, signs) {
				t.Fatalf("round %d, %+v in %+v at %d:\n%+v\nwant\n%+v", round, q, box, zoom, got, signs)
			}
			for i := range got {
				several += min(got[i].N-1, 1)
			}
			if n := len(got); n > 0 && box != World {
				cut++
			}
		}
	}
	if several < 1000 || cut < 100 {
		t.Errorf("%d signs of several incidents, %d views of a part", several, cut)
	}
}

// looked finds signs by looking at each incident.
type looked struct {
	all []*record.Bundle
	q   *record.Query
}

func (l *looked) each() iter.Seq[*record.Bundle] {
	c, _ := project.ConditionsOf(l.q) // its days are days
	return func(yield func(*record.Bundle) bool) {
		for _, b := range l.all {
			k := project.ColumnsOf(b)
			meets := (c.From == nil || k.Hi >= *c.From) && (c.To == nil || k.Lo <= *c.To) && (c.Act == "" || b.Incident.Act == c.Act) &&
				(c.Grade == nil || k.Grade == int(*c.Grade)) && (c.Party == "" || slices.Contains(k.Parties, c.Party)) && (l.q.Place == "" || b.Incident.Place.Name["en"] == l.q.Place)
			if meets && !yield(b) {
				return
			}
		}
	}
}

func (l *looked) count() (n, placed int) {
	for b := range l.each() {
		n++
		placed += int(min(b.Incident.Place.Radius, 1))
	}
	return n, placed
}

func (l *looked) clusters(in Box, zoom int) []Cluster {
	type where struct {
		level int
		x, y  int32
	}
	fine := 8 * math.Exp2(float64(zoom))
	x0, y0 := Square(in.North, in.West)
	x1, y1 := Square(in.South, in.East)
	west, width := math.Floor(x0*fine), math.Ceil(x1*fine)-math.Floor(x0*fine)
	if in.East < in.West {
		width += fine
	}
	if in.East-in.West >= 360 {
		width = fine
	}
	cells := map[where][]*record.Bundle{}
	for b := range l.each() {
		p := b.Incident.Place
		if p.Radius == 0 {
			continue
		}
		x, y := Point{p.Lat, p.Lon}.square()
		column := math.Mod(math.Floor(x*fine)-west, fine)
		if column < 0 {
			column += fine
		}
		if row := math.Floor(y * fine); row < math.Floor(y0*fine) || row > math.Floor(y1*fine) || column >= width {
			continue
		}
		level, wide := 0, fine
		cell := Equator * math.Cos(float64(p.Lat)/1e7*math.Pi/180) / fine
		for ; float64(p.Radius) > cell/2 && wide > 1; wide /= 2 {
			level++
			cell *= 2
		}
		at := where{level, int32(x * wide), int32(y * wide)}
		cells[at] = append(cells[at], b)
	}
	out := []Cluster{}
	for _, list := range cells {
		out = append(out, signOf(list))
	}
	slices.SortFunc(out, func(a, b Cluster) int {
		return cmp.Or(b.N-a.N, cmp.Compare(a.At.Lat, b.At.Lat), cmp.Compare(a.At.Lon, b.At.Lon), cmp.Compare(a.Reach, b.Reach), cmp.Compare(a.IDs[0], b.IDs[0]))
	})
	return out
}

// signOf makes the sign of incidents in the order of ids.
func signOf(list []*record.Bundle) Cluster {
	c := Cluster{N: len(list)}
	acts, places := map[string]int{}, map[string]int{}
	points := map[Point]bool{}
	var x, y float64
	for _, b := range list {
		p := b.Incident.Place
		at := Point{p.Lat, p.Lon}
		points[at] = true
		px, py := at.square()
		x, y = x+px, y+py
		c.Grades.add(int8(project.ColumnsOf(b).Grade))
		acts[b.Incident.Act]++
		places[p.Name["en"]]++
		if len(c.IDs) < shown {
			c.IDs = append(c.IDs, b.Incident.ID)
		}
		if c.At = at; len(points) > 1 {
			c.At = unsquare(x/float64(len(list)), y/float64(len(list)))
		}
	}
	best := ""
	for _, b := range list {
		p := b.Incident.Place
		c.Reach = max(c.Reach, int64(math.Ceil(metres(c.At, Point{p.Lat, p.Lon})))+p.Radius)
		if name := p.Name["en"]; places[name] > places[best] {
			best = name
		}
	}
	c.Place, c.Places = record.Text{"en": best}, len(places)
	for act, n := range acts {
		c.Acts = append(c.Acts, Tally{act, n})
	}
	slices.SortFunc(c.Acts, func(a, b Tally) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Word, b.Word)) })
	return c
}
