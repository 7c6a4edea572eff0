package cli

import (
	"fmt"
	"strings"

	"mithaq/internal/evidence/intake"
)

// propose prints a mapping drafted from the header and the first rows of a file, and what each part of it rests on, for a person to complete and give
// back with --mapping. It is never applied by itself.
func (c *call) propose(path string, opt intake.Options) int {
	data, code := c.readHead(path)
	if code != exitFine {
		return code
	}
	opt.File = base(path)
	p, ds := intake.Propose(data, opt)
	if ds != nil {
		c.remarks(c.err, ds, nil)
		return exitInput
	}
	if len(p.Missing) > 0 {
		code = exitRemarks
	}
	if c.set("json") {
		return max(code, c.json("propose", p, nil))
	}
	if p.Mapping == nil {
		c.say("cli.propose.layout", "layout", p.Layout)
		if len(p.Missing) > 0 {
			c.say("cli.propose.missing", "columns", strings.Join(p.Missing, ", "))
		}
		return code
	}
	fmt.Fprint(c.out, string(p.Mapping.JSON()))
	for _, g := range p.Guesses {
		c.say("cli.propose.by."+g.By, "field", g.Field, "column", g.Column, "detail", g.Detail)
	}
	c.say("cli.propose.fill", "fields", strings.Join(p.Open, ", "))
	if len(p.Unused) > 0 {
		c.say("cli.propose.unused", "columns", strings.Join(p.Unused, ", "))
	}
	return code
}

// readHead reads what a mapping is drafted from: a table, or that of a pack.
func (c *call) readHead(path string) ([]byte, int) {
	pack, is, code := c.openPack(path)
	if code != exitFine || !is {
		if code == exitFine {
			return c.readTable(path)
		}
		return nil, code
	}
	defer pack.Close()
	data, ds, err := pack.Table()
	switch {
	case err != nil:
		return nil, c.fail(err)
	case ds != nil:
		c.remarks(c.err, ds, nil)
		return nil, exitInput
	}
	return data, exitFine
}
