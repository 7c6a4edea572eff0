package core

import (
	"strconv"

	"mithaq/internal/base/diag"
	"mithaq/internal/judge/core/policy"
)

// Options say how a policy is run.
type Options struct {
	// Symbols is where strings are numbered, by the caller too. Nil: a table of the engine's own, whose numbers are used again
	// once no state holds their string.
	Symbols *Symbols
	// Verdict gets the satisfying tuples of each time point that has any, in the order of time points: the number of the time point
	// from 0, its stamp, and the rows, sorted ascending column by column (numbers by value, strings by bytes). The rows are valid
	// during the call only. An error of Verdict ends the run and is returned by the method that was called. Not nil.
	Verdict func(point, stamp int64, rows Rows) error
	Lanes   int // 0: a plain run; 1 to 64: each tuple carries a Pair over so many lanes
	Workers int // up to so many engines side by side, on slices of the data, where the policy allows it; 0 and 1: one
}

// Event says more about a tuple in a run over lanes.
type Event struct {
	Pair
	// Until is the last stamp at which the act may have happened; the first one is that of the time point at which the tuple is
	// given. The act happened once: at the current time point, or at the first one of a later stamp up to Until. Exact says that it
	// is the current time point, and Until is not read.
	Until int64
	Exact bool
	// Low and High bound how many acts the tuple stands for, in CNT and SUM; High may be policy.Endless. Low = 0 says that it may
	// stand for none: then it is certain in no lane.
	Low, High int64
}

// Engine runs one policy over one log: Point, the tuples of that time point, Point, ..., Close. After an error it is of no use.
type Engine struct {
	options Options
	graph   *graph // nil with a pool
	pool    *pool  // nil on one core
	own     bool   // the table of strings is the engine's own
	begun   bool   // there has been a time point
	open    bool   // a time point takes tuples
	last    int64  // its stamp, or that of the time point before
	pending int    // time points and tuples that have not been evaluated
	sorter  sorter
	columns []Column
}

// batch is how many time points and tuples are evaluated together: enough to stay within one operator for a while.
const batch = 512

// Compile builds the operator graph of a policy.
func Compile(p *policy.Checked, o Options) (*Engine, error) {
	e := &Engine{options: o, own: o.Symbols == nil}
	if e.own {
		e.options.Symbols = NewSymbols()
	}
	for _, v := range p.Columns {
		e.columns = append(e.columns, Column{Var: v})
	}
	e.sorter.init(types(p.Columns), e.options.Symbols)
	if o.Lanes > 0 {
		if err := e.compileLanes(p); err != nil {
			return nil, err
		}
		return e, nil
	}
	if o.Workers > 1 && !ordersStrings(p.Formula) {
		if s, ok := sliced(p); ok {
			e.pool = newPool(p, s, e.options)
			return e, nil
		}
	}
	e.graph = compile(p, e.options.Symbols, nil)
	return e, nil
}

// Symbols gives the table in which the engine's strings are numbered.
func (e *Engine) Symbols() *Symbols { return e.options.Symbols }

// Sliced says whether the policy runs on several workers.
func (e *Engine) Sliced() bool { return e.pool != nil }

// Point ends the current time point and opens the next one. A stamp lower than the last one is an error (M9201). Verdicts may be put
// off until Stall, Flush or Close.
func (e *Engine) Point(stamp int64) error {
	e.end()
	if e.pending >= batch {
		if err := e.evaluate(); err != nil {
			return err
		}
	}
	if e.begun && stamp < e.last {
		if err := e.Flush(); err != nil {
			return err
		}
		return &Fault{diag.Diagnostic{Code: CodeStampBack, Args: diag.Args(
			"stamp", strconv.FormatInt(stamp, 10), "last", strconv.FormatInt(e.last, 10))}}
	}
	if e.options.Lanes > 0 && stamp > e.last {
		e.graph.repeat(stamp)
	}
	e.last = stamp
	e.begun, e.open = true, true
	return nil
}

// end ends the current time point, if there is one.
func (e *Engine) end() {
	if !e.open {
		return
	}
	e.open = false
	e.pending++
	if e.pool != nil {
		e.pool.point(e.last)
	} else {
		e.graph.point(e.last)
	}
}

// Tuple adds a tuple of a predicate, by its index in the signature, to the current time point. The engine keeps no reference to
// args. In a run over lanes the tuple certainly holds in all of them.
func (e *Engine) Tuple(pred int, args []Word) error {
	if e.options.Lanes > 0 {
		return e.Event(pred, args, Event{Pair: certain, Exact: true, Low: 1, High: 1})
	}
	e.pending++
	if e.pool != nil {
		e.pool.tuple(pred, args)
	} else {
		e.graph.tuple(pred, args, certain)
	}
	return nil
}

// Stall gives the verdicts that the time points before the current one decide. Several workers are not waited for.
func (e *Engine) Stall() error {
	if e.pending == 0 || e.pool != nil {
		return nil
	}
	return e.evaluate()
}

// Flush ends the current time point: no more tuples belong to it. All verdicts that the time points so far decide are given.
func (e *Engine) Flush() error {
	e.end()
	if e.pool != nil {
		return e.gather(0)
	}
	return e.evaluate()
}

// Close ends the log. Verdicts that only later time points would decide are not given.
func (e *Engine) Close() error {
	err := e.Flush()
	if e.pool != nil {
		e.pool.stop()
	}
	return err
}

// evaluate takes in the time points that have ended, and gives the verdicts that are decided.
func (e *Engine) evaluate() error {
	if e.pool != nil {
		return e.share()
	}
	e.pending = 0
	g := e.graph
	if err := g.step(); err != nil {
		return err
	}
	for at := g.result.ahead(); at != never; at = g.result.ahead() {
		rel := g.result.relation()
		rows := e.sorter.sort(&rel, g.columns)
		g.result.pop()
		if rows.N == 0 {
			continue
		}
		if err := e.options.Verdict(at, g.clock.at(at), rows); err != nil {
			return err
		}
	}
	g.tidy()
	e.forget(g.mark)
	return nil
}

// forget takes the numbers from strings that no state holds, once there are many new ones.
func (e *Engine) forget(mark func(*marker)) {
	if s := e.options.Symbols; e.own && s.crowded() {
		m := newMarker(s)
		mark(m)
		s.sweep(m)
	}
}

// share is evaluate for several workers, which get parcels of a certain size.
func (e *Engine) share() error {
	if e.pending < parcelSize {
		return nil
	}
	if err := e.gather(onTheWay); err != nil {
		return err
	}
	if e.own && e.options.Symbols.crowded() {
		if err := e.gather(0); err != nil {
			return err
		}
		e.forget(e.pool.mark)
	}
	return nil
}

// gather sends off what has been read, waits until at most rest parcels are on their way, and gives the verdicts that all workers
// have decided.
func (e *Engine) gather(rest int) error {
	e.pending = 0
	l := e.pool
	err := l.send(rest)
	for err == nil {
		at, rows := l.verdict()
		if rows == nil {
			return nil
		}
		err = e.options.Verdict(at, l.clock.at(at), e.sorter.sort(rows, nil))
	}
	l.stop()
	return err
}
