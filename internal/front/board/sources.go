package board

import (
	"cmp"
	"html/template"
	"slices"

	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
)

// SourcesView is the list of those who say things.
type SourcesView struct {
	Sought      string
	Total       int
	MayEnter    bool
	Rows        []SourceRow
	First, Next template.URL
}

// SourceRow is one of them.
type SourceRow struct {
	ID, Name, Sort, Party string
	Own                   string // whether it speaks for itself or passes on what others say
	Incidents, Alone      int
}

// SourceRows makes the rows of a list.
func (r *Run) SourceRows(rd Reader, list []record.SourceLineage, uses map[string]*record.SourceUse) (rows []SourceRow) {
	source, l := record.SourceIn(r.Base.Sources), r.lookup(rd)
	for i := range list {
		s, known := source(list[i].Source)
		row := SourceRow{ID: list[i].Source, Name: rd.titleOf(s.Name, list[i].Source), Party: l.Party(s.Party), Own: rd.W.Text("board.sources." + OwnOf(&list[i]))}
		if known {
			row.Sort = rd.sortOf(s.Sort)
		}
		if u := uses[row.ID]; u != nil {
			row.Incidents, row.Alone = u.Incidents, u.Alone
		}
		rows = append(rows, row)
	}
	return rows
}

// OwnOf says whether a source speaks for itself ("own"), always passes on what others say ("relayed"), or does in some accounts ("both").
func OwnOf(l *record.SourceLineage) string {
	switch {
	case len(l.Always) > 0:
		return "relayed"
	case len(l.Here) > 0:
		return "both"
	}
	return "own"
}

// sortOf names the sort of a source; one that no list has as it stands.
func (rd Reader) sortOf(sort string) string {
	if key := "source." + cmp.Or(sort, "other"); rd.W.Has(key) {
		return rd.W.Text(key)
	}
	return rd.W.Foreign(sort)
}

// The drawing of a lineage: boxes in columns, from those who pass on what a source says, over it, to those on whom it rests.
const (
	graphBoxW, graphBoxH = 170, 34
	graphGapX, graphGapY = 70, 14
	graphMost            = 40 // boxes
	graphDepth           = 3  // columns on either side
)

// GraphView is a lineage as a drawing and, line by line, as a table.
type GraphView struct {
	Width, Height int
	Boxes         []GraphBox
	Lines         []GraphLine
	Edges         []GraphEdge
	More          int // sources that are not drawn
}

// GraphBox is a source in the drawing.
type GraphBox struct {
	ID, Name, Short string
	X, Y, MidX      int
	MidY            int
	Self, Root      bool
}

// GraphLine joins two boxes.
type GraphLine struct {
	X1, Y1, X2, Y2 int
	Always         bool
}

// GraphEdge says who rests on whom.
type GraphEdge struct {
	From, FromName, On, OnName string
	How                        string
}

// Lineage draws where what a source says comes from, and who passes it on; nil: it stands alone.
func (r *Run) Lineage(rd Reader, id string, list []record.SourceLineage) *GraphView {
	on, by := map[string][]string{}, map[string][]string{}
	always := map[[2]string]bool{}
	for i := range list {
		l := &list[i]
		for _, to := range l.Always {
			always[[2]string{l.Source, to}] = true
		}
		for _, to := range slices.Concat(l.Always, l.Here) {
			if to != l.Source {
				on[l.Source], by[to] = append(on[l.Source], to), append(by[to], l.Source)
			}
		}
	}
	if len(on[id])+len(by[id]) == 0 {
		return nil
	}
	column := map[string]int{id: 0}
	order := []string{id}
	more := map[string]bool{}
	spread := func(of map[string][]string, step int) {
		for queue := []string{id}; len(queue) > 0; queue = queue[1:] {
			for _, next := range of[queue[0]] {
				if _, known := column[next]; known {
					continue
				}
				if at := column[queue[0]] + step; len(order) < graphMost && at >= -graphDepth && at <= graphDepth {
					column[next] = at
					order = append(order, next)
					queue = append(queue, next)
				} else {
					more[next] = true
				}
			}
		}
	}
	spread(on, 1)
	spread(by, -1)
	g := r.draw(rd, id, column, order)
	g.More = len(more)
	at := map[string]*GraphBox{}
	for i := range g.Boxes {
		at[g.Boxes[i].ID] = &g.Boxes[i]
		g.Boxes[i].Root = len(on[g.Boxes[i].ID]) == 0
	}
	for _, from := range order {
		for _, to := range on[from] {
			a, b := at[from], at[to]
			if b == nil {
				continue
			}
			how := "board.lineage.sometimes"
			if always[[2]string{from, to}] {
				how = "board.lineage.always"
			}
			g.Edges = append(g.Edges, GraphEdge{from, a.Name, to, b.Name, rd.W.Text(how)})
			line := GraphLine{a.X + graphBoxW, a.MidY, b.X, b.MidY, always[[2]string{from, to}]}
			if a.X > b.X {
				line.X1, line.X2 = a.X, b.X+graphBoxW
			}
			if a.X == b.X {
				line.X1, line.Y1, line.X2, line.Y2 = a.MidX, a.Y, b.MidX, b.Y+graphBoxH
			}
			g.Lines = append(g.Lines, line)
		}
	}
	return g
}

// draw places the boxes; in Arabic the columns run from right to left.
func (r *Run) draw(rd Reader, id string, column map[string]int, order []string) *GraphView {
	low, high := 0, 0
	for _, c := range column {
		low, high = min(low, c), max(high, c)
	}
	columns := high - low + 1
	g := &GraphView{Width: columns*graphBoxW + (columns-1)*graphGapX + 2}
	rows := map[int]int{}
	for _, one := range order {
		at := column[one] - low
		if locale.Dir(rd.Lang) == "rtl" {
			at = columns - 1 - at
		}
		b := GraphBox{ID: one, Name: r.sourceName(rd, one), X: 1 + at*(graphBoxW+graphGapX), Y: 1 + rows[column[one]]*(graphBoxH+graphGapY), Self: one == id}
		rows[column[one]]++
		b.Short = shortened(b.Name, 22)
		b.MidX, b.MidY = b.X+graphBoxW/2, b.Y+graphBoxH/2
		g.Height = max(g.Height, b.Y+graphBoxH+1)
		g.Boxes = append(g.Boxes, b)
	}
	for i := range g.Boxes { // columns with few boxes stand in the middle
		b := &g.Boxes[i]
		n := rows[column[b.ID]]
		down := (g.Height - 2 - n*graphBoxH - (n-1)*graphGapY) / 2
		b.Y += down
		b.MidY += down
	}
	return g
}

// shortened gives the beginning of a name that is too long for its box.
func shortened(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// IncidentName gives the title of an incident in the reader's language.
func (r *Run) IncidentName(rd Reader, id string) string { return rd.titleOf(r.Title(id), id) }
