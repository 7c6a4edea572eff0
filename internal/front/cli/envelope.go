package cli

import (
	"mithaq/internal/app"
	"mithaq/internal/front/answers"
)

// json prints an answer in its envelope. j is the run it comes from, or nil.
func (c *call) json(schema string, data any, j *app.Judged) int {
	if err := answers.In(schema, data, j).Write(c.out); err != nil {
		return c.fail(err)
	}
	return exitFine
}
