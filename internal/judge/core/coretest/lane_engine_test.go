package coretest

import (
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/judge/core"
	"mithaq/internal/judge/core/policy"
)

// theLanes is judge/core in a run over lanes.
func theLanes(p *policy.Checked, log []instant) (out *laneRun, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	out = &laneRun{}
	symbols := core.NewSymbols()
	var e *core.Engine
	e, err = core.Compile(p, core.Options{Symbols: symbols, Lanes: laneCount, Verdict: func(point, _ int64, rows core.Rows) error {
		for i := range rows.N {
			out.add(int(point), laneTuple(e.Columns(), symbols, rows.Row(i)), rows.Pairs[i])
		}
		return nil
	}})
	if err != nil {
		return nil, err
	}
	for _, i := range log {
		if err := e.Point(i.stamp); err != nil {
			return nil, err
		}
		for _, ev := range i.events {
			var args []core.Word
			for _, a := range ev.args {
				args = append(args, toWord(symbols, a))
			}
			if err := e.Event(ev.pred, args, core.Event{
				Pair: core.Pair{Must: ev.must, May: ev.may}, Until: ev.until, Exact: ev.until == i.stamp, Low: ev.low, High: ev.high,
			}); err != nil {
				return nil, err
			}
		}
	}
	if err := e.Close(); err != nil {
		return nil, err
	}
	out.sort()
	return out, nil
}

func toWord(symbols *core.Symbols, v value) core.Word {
	switch v.t {
	case policy.Int:
		return core.Word(v.i)
	case policy.Float:
		return core.FloatWord(v.f)
	}
	return symbols.Word([]byte(v.s))
}

func laneTuple(columns []core.Column, symbols *core.Symbols, words []core.Word) laneRow {
	row := laneRow{}
	for _, c := range columns {
		lo := fromWord(c.Var.Type, symbols, words[0])
		hi := lo
		if c.Bounds {
			words = words[1:]
			hi = fromWord(c.Var.Type, symbols, words[0])
		}
		words = words[1:]
		row = append(row, cell{lo, hi})
	}
	return row
}

// add notes a row for the lanes and sides that have it.
func (r *laneRun) add(point int, row laneRow, p core.Pair) {
	for lane := range laneCount {
		for s, mask := range [2]uint64{p.Must, p.May} {
			if mask>>lane&1 == 1 {
				rows := &r[lane][s]
				for len(*rows) <= point {
					*rows = append(*rows, nil)
				}
				(*rows)[point] = append((*rows)[point], row)
			}
		}
	}
}

func (r *laneRun) sort() {
	for lane := range r {
		for s := range r[lane] {
			for i := range r[lane][s] {
				slices.SortFunc(r[lane][s][i], func(a, b laneRow) int { return strings.Compare(a.String(), b.String()) })
			}
		}
	}
}

// Each lane of a run over lanes is the run of that lane alone.
func TestLanes(t *testing.T) { holdLanes(t, theLanes, asDefined, true, 1500) }

func TestLanesOfSeveralDates(t *testing.T) { holdLanes(t, theLanes, asDefined, false, 1500) }

// What a plain run says on any completion of a lane is possible there, and what is certain every one says.
func TestSoundness(t *testing.T) { holdLanes(t, theLanes, soundness, false, 1000) }

// Knowing more only shrinks what is possible and only adds to what is certain.
func TestInformation(t *testing.T) { holdLanes(t, theLanes, information, false, 1000) }
