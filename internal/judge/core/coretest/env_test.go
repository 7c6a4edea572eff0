package coretest

import (
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/judge/core/policy"
)

// env is an assignment of cells to variables.
type env struct {
	v  *policy.Var
	c  cell
	up *env
}

func (e *env) get(v *policy.Var) (cell, bool) {
	for ; e != nil; e = e.up {
		if e.v == v {
			return e.c, true
		}
	}
	return cell{}, false
}

// bind says that v stands for c; not ok when it stands for something else already.
func (e *env) bind(v *policy.Var, c cell) (*env, bool) {
	if old, ok := e.get(v); ok {
		return e, old == c
	}
	return &env{v, c, e}, true
}

// only keeps the given variables.
func (e *env) only(vars []*policy.Var) *env {
	var out *env
	for _, v := range vars {
		if c, ok := e.get(v); ok {
			out = &env{v, c, out}
		}
	}
	return out
}

func (e *env) binds(vars []*policy.Var) bool {
	return !slices.ContainsFunc(vars, func(v *policy.Var) bool { _, ok := e.get(v); return !ok })
}

// row is an assignment that satisfies a formula, and how many acts it stands for at least and at most.
type row struct {
	e    *env
	n, m int64
}

// key writes what the variables stand for.
func (e *env) key(vars []*policy.Var) string {
	var b strings.Builder
	for _, v := range vars {
		if c, ok := e.get(v); ok {
			fmt.Fprintf(&b, "%v|", c)
		} else {
			b.WriteString("?|")
		}
	}
	return b.String()
}

// distinct drops rows that are there twice.
func distinct(rows []row, vars []*policy.Var) (out []row) {
	seen := map[string]bool{}
	for _, r := range rows {
		if k := fmt.Sprint(r.e.key(vars), r.n, "|", r.m); !seen[k] {
			seen[k] = true
			out = append(out, r)
		}
	}
	return out
}
