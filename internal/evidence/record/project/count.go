package project

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// dimensions are the columns of the table incident by which incidents are counted.
var dimensions = map[record.CountBy]string{
	record.ByGrade:       "grade",
	record.ByMonth:       "month",
	record.ByYear:        "year",
	record.ByAttribution: "parties",
	record.ByAct:         "act",
	record.ByPublisher:   "publisher",
}

// Dimensions gives the column of each dimension.
func Dimensions(by []record.CountBy) ([]string, error) {
	columns := make([]string, len(by))
	for i, b := range by {
		c, ok := dimensions[b]
		if !ok {
			return nil, fmt.Errorf("nothing is counted by %q: want grade, month, year, attribution, act or publisher", b)
		}
		columns[i] = c
	}
	return columns, nil
}

// SortGroups sorts groups, whose values are those of the columns, and puts the field's word for each number of a grade.
func SortGroups(by []record.CountBy, groups []record.Group) {
	slices.SortFunc(groups, func(a, b record.Group) int { return slices.Compare(a.Values, b.Values) })
	for i := range groups {
		for j, b := range by {
			if b == record.ByGrade {
				groups[i].Values[j] = gradeWord(groups[i].Values[j])
			}
		}
	}
}

// InColumns says that the columns of the table incident can answer the conditions without the index.
func (c *Conditions) InColumns() bool {
	return c.Party == "" && c.Source == "" && c.Received == nil && c.Visible == nil && c.Place.Empty() && c.Text.Empty()
}

// groups counts incidents one by one. The zero value is ready.
type groups struct{ of map[string]*record.Group }

// add counts an incident under its values. No best number is given where an incident of the group has none, no upper limit where one has none.
func (g *groups) add(values []string, killed record.Range) {
	key := record.Key(values...)
	at := g.of[key]
	if at == nil {
		if g.of == nil {
			g.of = map[string]*record.Group{}
		}
		g.of[key] = &record.Group{Values: slices.Clone(values), N: 1, Killed: killed}
		return
	}
	take(at, killed)
}

// take counts one more incident in a group.
func take(at *record.Group, killed record.Range) {
	at.N++
	at.Killed = record.Range{Lo: at.Killed.Lo + killed.Lo, Best: sum(at.Killed.Best, killed.Best), Hi: sum(at.Killed.Hi, killed.Hi)}
}

// list gives the groups, in no certain order.
func (g *groups) list() []record.Group {
	var out []record.Group
	for _, at := range g.of {
		out = append(out, *at)
	}
	return out
}

// counts counts incidents by their lines.
type counts struct {
	held    Holding
	columns []int // wordColumn of each; -1: the grade
	of      map[string]*record.Group
	key     []byte
}

func newCounts(h Holding, columns []string) *counts {
	c := &counts{held: h, of: map[string]*record.Group{}}
	for _, name := range columns {
		column, word := wordColumn[name]
		if !word {
			column = -1
		}
		c.columns = append(c.columns, column)
	}
	return c
}

// add is groups.add of a line.
func (c *counts) add(l *Line) {
	c.key = c.key[:0]
	for _, column := range c.columns {
		n := int32(l.Grade)
		if column >= 0 {
			n = l.words[column]
		}
		c.key = binary.LittleEndian.AppendUint32(c.key, uint32(n))
	}
	at := c.of[string(c.key)]
	if at == nil {
		at = &record.Group{Values: make([]string, len(c.columns)), N: 1, Killed: l.Killed}
		for i, column := range c.columns {
			if at.Values[i] = strconv.Itoa(int(l.Grade)); column >= 0 {
				at.Values[i] = c.held.Word(l.words[column])
			}
		}
		c.of[string(c.key)] = at
		return
	}
	take(at, l.Killed)
}

func (c *counts) list() (out []record.Group) {
	for _, at := range c.of {
		out = append(out, *at)
	}
	return out
}

// countMeeting counts the incidents that meet conditions which the columns answer.
func countMeeting(h Holding, columns []string, c *Conditions) []record.Group {
	counts := newCounts(h, columns)
	h.Each(func(_ int64, l *Line) {
		if l.meets(c, h) {
			counts.add(l)
		}
	})
	return counts.list()
}

// sum adds two numbers, either of which may not be known (-1).
func sum(a, b int64) int64 {
	if a < 0 || b < 0 {
		return -1
	}
	return a + b
}

// gradeWord turns the column's number into the field's word; "" where no assessment stands.
func gradeWord(column string) string {
	n, err := strconv.Atoi(column)
	if err != nil || n < 0 {
		return ""
	}
	return grade.Grade(n).String()
}
