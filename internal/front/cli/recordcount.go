package cli

import (
	"cmp"
	"strconv"
	"strings"

	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/release"
)

// toldCell is a line of a table for publication (spec/schema/counttold.json).
type toldCell struct {
	Values []string `json:"values"` // "*": all together
	N      *int     `json:"n"`      // null: not told
	Few    bool     `json:"few"`    // fewer than the least number, and more than none
}

// countTold answers with a table that may be published: no group of fewer than least can be read or reckoned from it. Numbers of killed are left out: they
// would tell the groups apart again.
func (c *call) countTold(by []record.CountBy, groups []record.Group, least int) int {
	cells := []toldCell{}
	for _, cell := range release.Table(groups, len(by), least) {
		t := toldCell{Values: cell.Values, Few: cell.Few}
		if !cell.Few && !cell.Kept {
			t.N = &cell.N
		}
		cells = append(cells, t)
	}
	if c.set("json") {
		return c.json("counttold", map[string]any{"by": by, "least": least, "cells": cells}, nil)
	}
	few := c.words.Text("cli.count.few", "n", least)
	wide := max(7, locale.Width(few))
	for _, t := range cells {
		n := "–"
		switch {
		case t.N != nil:
			n = strconv.Itoa(*t.N)
		case t.Few:
			n = few
		}
		var values []string
		for i, v := range t.Values {
			if v == release.Total {
				values = append(values, locale.Pad(c.words.Text("cli.count.total"), 16))
			} else {
				values = append(values, c.countValue(by[i], v))
			}
		}
		c.line(strings.TrimRight(locale.PadStart(n, wide)+"  "+strings.Join(values, " "), " "))
	}
	c.wrapped(0, c.words.Text("cli.count.told", "n", least))
	return exitFine
}

// countValue is the value of a dimension as it is printed.
func (c *call) countValue(by record.CountBy, v string) string {
	if by == record.ByGrade {
		if parsed, err := grade.Parse(v); err == nil {
			v = c.words.Grade(parsed).Word
		}
	}
	return locale.Pad(c.words.Foreign(cmp.Or(v, "–")), 16)
}
