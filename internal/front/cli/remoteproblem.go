package cli

import (
	"encoding/json"
	"fmt"
	"net/http"

	"mithaq/internal/base/diag"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/answers"
)

// farProblem is a problem as a server tells it (spec/schema/problem.json).
type farProblem struct {
	Title  string          `json:"title"`
	Detail string          `json:"detail"`
	Code   string          `json:"code"`
	Near   string          `json:"near"`
	Plan   json.RawMessage `json:"plan"`
	Errors []struct {
		Code string     `json:"code"`
		Text string     `json:"text"`
		Near string     `json:"near"`
		Args []diag.Arg `json:"args"`
	} `json:"errors"`
}

// problem tells what went wrong on a server as the command tells it of a file, and gives the exit code.
func (r *remote) problem(got *reply) int {
	c := r.c
	var p farProblem
	if err := json.Unmarshal(got.body, &p); err != nil || p.Title == "" {
		c.complain("cli.server.other", "url", r.base)
		return exitInput
	}
	switch {
	case p.Plan != nil:
		return c.farRefused(p.Plan)
	case p.Code == "refused" || p.Code == "changed":
		var rs review.Refusals
		for _, e := range p.Errors {
			rs = append(rs, review.Refusal{Code: e.Code, Args: e.Args})
		}
		return c.refuse(rs)
	}
	say := func(text string) { fmt.Fprintln(c.err, "mithaq: "+text) }
	if p.Detail != "" {
		say(p.Detail)
	} else {
		say(p.Title)
	}
	if p.Near != "" {
		c.say("cli.usage.near", "near", p.Near)
	}
	for _, e := range p.Errors {
		say(e.Text)
		if e.Near != "" {
			c.say("cli.usage.near", "near", e.Near)
		}
	}
	switch {
	case got.status == http.StatusBadRequest, p.Code == "not_found" && p.Detail != "":
		return exitUsage
	case got.status == http.StatusConflict, got.status == http.StatusTooManyRequests, got.status >= 500:
		return exitUnfinished
	}
	return exitInput
}

// farRefused tells why rows or a file cannot be entered.
func (c *call) farRefused(plan json.RawMessage) int {
	if c.set("json") {
		return max(exitInput, c.json("import", plan, nil))
	}
	var p farPlan
	if err := json.Unmarshal(plan, &p); err != nil {
		return c.fail(err)
	}
	c.remarks(c.err, p.Diagnostics, nil)
	return exitInput
}

// farPlan is what a server tells of a plan (answers.Plan).
type farPlan struct {
	answers.Plan
	Diagnostics []diag.Diagnostic `json:"diagnostics"`
}
