package conflict

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/source"
	"mithaq/internal/judge/status"
	"mithaq/internal/reading/run"
)

// Twice is one act of one bearer with two deadlines.
type Twice struct {
	Sooner, Later string // full names
	Between       *run.Told
}

// Deadlines finds them: two obligations, alike but for their ends, so that an act between the ends is late by the one and in time by the
// other.
func Deadlines(prog *norms.Program) (found []Twice) {
	pairs := pairsOf(prog)
	for _, p := range pairs[:min(len(pairs), Most)] {
		t, ok, err := twice(prog, p[0].Name(), p[1].Name())
		if err == nil && ok { // otherwise no run is confirmed, so nothing is said
			found = append(found, t)
		}
	}
	return found
}

// pairsOf pairs the obligations of one bearer that are alike but for their ends.
func pairsOf(prog *norms.Program) (pairs [][2]*norms.Norm) {
	by := map[string][]*norms.Norm{}
	for i := range prog.Agreements {
		for k := range prog.Agreements[i].Norms {
			n := &prog.Agreements[i].Norms[k]
			if n.Modality != norms.Obligation || n.Goal != nil || n.Judged != nil || n.Window.End == nil || !n.AtLeast.Per.IsZero() || n.ForEach != nil {
				continue
			}
			key := without(n.Act, n.Bearers, n.Except, n.AtLeast, n.Share, n.Window.Start, n.If, n.Once, n.While)
			for _, other := range by[key] {
				if without(other.Window.End) != without(n.Window.End) {
					pairs = append(pairs, [2]*norms.Norm{other, n})
				}
			}
			by[key] = append(by[key], n)
		}
	}
	return pairs
}

// without writes values but for where they stand in the text: two that are written alike mean the same.
func without(values ...any) string {
	var b strings.Builder
	for _, v := range values {
		write(&b, reflect.ValueOf(v))
	}
	return b.String()
}

var place = reflect.TypeFor[source.Span]()

func write(b *strings.Builder, v reflect.Value) {
	if !v.IsValid() || v.Type() == place {
		b.WriteByte('-')
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			b.WriteByte('-')
			return
		}
		write(b, v.Elem())
	case reflect.Slice:
		b.WriteByte('[')
		for i := range v.Len() {
			write(b, v.Index(i))
		}
		b.WriteByte(']')
	case reflect.Struct:
		b.WriteString(v.Type().Name())
		b.WriteByte('{')
		for i := range v.NumField() {
			write(b, v.Field(i))
		}
		b.WriteByte('}')
	default:
		fmt.Fprintf(b, "%v,", v)
	}
}

// twice makes the run in which the act is done between the two ends.
func twice(prog *norms.Program, a, b string) (Twice, bool, error) {
	small, part := run.Around(prog, a, b)
	// neither is done: both ends can be read
	manner := func(when func(norm string) run.Manner) *run.Policy {
		return &run.Policy{Manner: func(m *run.Move) run.Manner {
			if m.For.Norm == a || m.For.Norm == b {
				return when(m.For.Norm)
			}
			return run.Early
		}}
	}
	never, err := run.Play(small, run.Suppose(small), manner(func(string) run.Manner { return run.Never }))
	if err != nil {
		return Twice{}, false, err
	}
	j, err := run.Judge(small, never.Run)
	if err != nil {
		return Twice{}, false, err
	}
	ends := [2]int64{end(j, a), end(j, b)}
	if ends[0] > ends[1] {
		a, b, ends = b, a, [2]int64{ends[1], ends[0]}
	}
	if ends[0] == ends[1] || ends[1] >= civil.Forever {
		return Twice{}, false, nil
	}
	begun := never.Run.Until(ends[0])
	played, err := run.Continue(small, begun, manner(func(norm string) run.Manner {
		if norm == b {
			return run.Early
		}
		return run.Never
	}))
	if err != nil {
		return Twice{}, false, err
	}
	if i := slices.IndexFunc(played.Run.Acts, func(x run.Act) bool { return x.For.Norm == b }); i >= 0 {
		played.Run = played.Run.Until(played.Run.Acts[i].At)
	}
	if j, err = run.Judge(small, played.Run); err != nil {
		return Twice{}, false, err
	}
	ok := j.State(status.Key{Norm: a}) == status.Of(status.Cured) && j.State(status.Key{Norm: b}) == status.Of(status.Kept) && only(j, a)
	return Twice{a, b, &run.Told{Program: small, Run: played.Run, Part: part}}, ok, nil
}

// end gives the end of a norm's window.
func end(j *run.Judged, name string) int64 {
	for _, in := range j.Instances() {
		if in.Key.Norm == name {
			return in.Window.End.Lo
		}
	}
	return civil.Forever
}
