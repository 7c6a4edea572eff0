package coretest

import (
	"reflect"
	"slices"

	"mithaq/internal/judge/core/policy"
)

// shrink makes a failing sample smaller, as long as it fails.
func shrink(s *sample, fails func(*sample) bool) *sample {
	for {
		smaller := shrunk(s, fails)
		if smaller == nil {
			return s
		}
		s = smaller
	}
}

// shrunk gives the first smaller sample that still fails, nil for none.
func shrunk(s *sample, fails func(*sample) bool) *sample {
	try := func(change func(*sample)) *sample {
		c := *s
		c.log = slices.Clone(s.log)
		change(&c)
		if fails(&c) {
			return &c
		}
		return nil
	}
	for n := len(s.log) / 2; n > 0; n /= 2 {
		for i := 0; i+n <= len(s.log); i += n {
			if c := try(func(c *sample) { c.log = slices.Delete(c.log, i, i+n) }); c != nil {
				return c
			}
		}
	}
	for i, p := range s.log {
		for k := range p.events {
			if c := try(func(c *sample) { c.log[i].events = slices.Delete(slices.Clone(p.events), k, k+1) }); c != nil {
				return c
			}
		}
	}
	for _, smaller := range reductions(s.formula) {
		c := try(func(c *sample) { c.formula = smaller })
		if c != nil {
			if t := c.files(); check(t) {
				return c
			}
		}
	}
	return nil
}

func check(t files) bool {
	_, err := t.check()
	return err == nil
}

// reductions gives formulas with one operator less: somewhere an operand stands in place of the whole.
func reductions(f policy.Formula) (out []policy.Formula) {
	for _, sub := range operands(f) {
		if _, isLet := f.(*policy.Let); !isLet {
			out = append(out, sub)
		}
	}
	node := reflect.ValueOf(f).Elem()
	for k := range node.NumField() {
		if !node.Type().Field(k).IsExported() {
			continue
		}
		sub, ok := node.Field(k).Interface().(policy.Formula)
		if !ok {
			continue
		}
		for _, smaller := range reductions(sub) {
			c := reflect.New(node.Type())
			c.Elem().Set(node)
			c.Elem().Field(k).Set(reflect.ValueOf(smaller))
			out = append(out, c.Interface().(policy.Formula))
		}
	}
	return out
}
