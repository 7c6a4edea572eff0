package board

import (
	"cmp"
	"slices"
	"strings"

	"mithaq/internal/base/locale"
)

// OverlapChart says which sources tell of the same incidents: a column for each set of sources that together tell of some (an UpSet plot: Lex and others, 2014).
type OverlapChart struct {
	Width, Height float64
	Base          float64 // foot of the bars
	Side          float64
	Axis          float64
	Sources       []OverlapSource
	Sets          []OverlapSet
	More          int // sets that are not shown
	MoreSources   int // sources that are not shown: their incidents are counted in the sets of the others
	Total         int // incidents of which any source tells
}

// OverlapSource is a row.
type OverlapSource struct {
	ID, Name string
	Y, NameX float64
	N        int
}

// OverlapSet is a column: the sources that tell of its incidents, and no other shown.
type OverlapSet struct {
	Sources    []int // rows
	Names      string
	N          int
	X, W, Y, H float64
	Middle     float64
	Number     string
	Dots       []OverlapDot
	From, To   float64 // of the line through its dots
	Says       string
}

// OverlapDot is a source in a column.
type OverlapDot struct {
	Y  float64
	In bool
}

const (
	overlapSources = 10
	overlapSets    = 16
	overlapBars    = 110
	overlapRow     = 24
)

// OverlapChart makes the chart of which sources tell of which incidents. of gives, for each source, the incidents that it tells of or assesses.
func (r *Run) OverlapChart(rd Reader, of map[string][]string) *OverlapChart {
	c := &OverlapChart{Width: chartWidth, Side: areaSide}
	for id, incidents := range of {
		if len(incidents) > 0 {
			c.Sources = append(c.Sources, OverlapSource{ID: id, Name: plain(r.sourceName(rd, id)), N: len(incidents)})
		}
	}
	slices.SortFunc(c.Sources, func(a, b OverlapSource) int {
		return cmp.Or(b.N-a.N, cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	if len(c.Sources) == 0 {
		return nil
	}
	all := map[string]bool{}
	for _, incidents := range of {
		for _, id := range incidents {
			all[id] = true
		}
	}
	c.Total = len(all)
	c.MoreSources = max(len(c.Sources)-overlapSources, 0)
	c.Sources = c.Sources[:min(len(c.Sources), overlapSources)]
	told := map[string][]int{}
	for i := range c.Sources {
		for _, id := range of[c.Sources[i].ID] {
			told[id] = append(told[id], i)
		}
	}
	sets := map[string]*OverlapSet{}
	for _, rows := range told {
		key := string(runes(rows))
		if sets[key] == nil {
			sets[key] = &OverlapSet{Sources: rows}
		}
		sets[key].N++
	}
	for _, set := range sets {
		c.Sets = append(c.Sets, *set)
	}
	slices.SortFunc(c.Sets, func(a, b OverlapSet) int { return cmp.Or(b.N-a.N, slices.Compare(a.Sources, b.Sources)) })
	c.More = max(len(c.Sets)-overlapSets, 0)
	c.lay(rd)
	return c
}

// runes writes rows as a key.
func runes(rows []int) (out []rune) {
	for _, i := range rows {
		out = append(out, rune('a'+i))
	}
	return out
}

// lay gives each part its place. In Arabic the names stand on the right and the largest set beside them.
func (c *OverlapChart) lay(rd Reader) {
	rtl := locale.Dir(rd.Lang) == "rtl"
	c.Base = overlapBars + 20
	c.Height = c.Base + 14 + float64(len(c.Sources))*overlapRow
	c.Axis = areaSide
	if rtl {
		c.Axis = chartWidth - areaSide
	}
	for i := range c.Sources {
		s := &c.Sources[i]
		s.Y = c.Base + 14 + (float64(i)+0.5)*overlapRow
		if rtl {
			s.NameX = chartWidth
		}
	}
	shown := c.Shown()
	wide := min((chartWidth-areaSide)/float64(max(len(shown), 1)), 46)
	for k := range c.Sets {
		set := &c.Sets[k]
		var names []string
		for _, i := range set.Sources {
			names = append(names, c.Sources[i].Name)
		}
		set.Number = locale.Number(rd.Lang, int64(set.N))
		set.Names = strings.Join(names, " + ")
		set.Says = set.Names + ": " + set.Number
		if k >= len(shown) {
			continue
		}
		left := areaSide + float64(k)*wide
		if rtl {
			left = chartWidth - areaSide - float64(k+1)*wide
		}
		set.X, set.W, set.Middle = tenth(left+wide*0.2), tenth(wide*0.6), tenth(left+wide/2)
		set.H = max(tenth(float64(set.N)*overlapBars/float64(c.Sets[0].N)), 1)
		set.Y = c.Base - set.H
		for i := range c.Sources {
			set.Dots = append(set.Dots, OverlapDot{c.Sources[i].Y, slices.Contains(set.Sources, i)})
		}
		set.From, set.To = c.Sources[set.Sources[0]].Y, c.Sources[set.Sources[len(set.Sources)-1]].Y
	}
}

// Shown are the sets that are drawn.
func (c *OverlapChart) Shown() []OverlapSet { return c.Sets[:min(len(c.Sets), overlapSets)] }

// Short is the name as it stands beside the drawing.
func (s *OverlapSource) Short() string { return clipName(s.Name) }

// Left and Right are the ends of the line beneath the bars.
func (c *OverlapChart) Left() float64 {
	if c.Axis > c.Side { // on the right
		return 0
	}
	return c.Axis
}

// Right is the other end.
func (c *OverlapChart) Right() float64 { return c.Left() + chartWidth - c.Side }
