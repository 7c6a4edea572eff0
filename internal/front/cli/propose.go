package cli

import (
	"fmt"
	"strings"

	"mithaq/internal/evidence/intake"
)

// propose prints a mapping drafted from the header of a file, for a person to complete and give back with --mapping. It is never applied by itself.
func (c *call) propose(path string, opt intake.Options) int {
	data, code := c.readTable(path)
	if code != exitFine {
		return code
	}
	opt.File = base(path)
	header, ds := intake.Header(data, opt)
	if ds != nil {
		c.remarks(c.err, ds, nil)
		return exitInput
	}
	p := intake.Propose(header)
	if p.Mapping == nil {
		c.say("cli.propose.layout", "layout", p.Layout)
		if len(p.Missing) > 0 {
			c.say("cli.propose.missing", "columns", strings.Join(p.Missing, ", "))
			return exitRemarks
		}
		return exitFine
	}
	fmt.Fprint(c.out, string(p.Mapping.JSON()))
	c.say("cli.propose.fill", "fields", strings.Join(p.Open, ", "))
	if len(p.Unused) > 0 {
		c.say("cli.propose.unused", "columns", strings.Join(p.Unused, ", "))
	}
	return exitFine
}
