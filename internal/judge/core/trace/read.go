// Package trace reads logs in MonPoly's format, as a stream:
//
//	@10 p(1,"a b")(2,c) q(3)   # "@" and a stamp begin a time point; tuples follow the name of their predicate
//	    r()
//	@12 q (4);                 # ";" ends the time point before the next "@" comes
package trace

import (
	"io"
	"strconv"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/base/suggest"
	"mithaq/internal/judge/core"
	"mithaq/internal/judge/core/policy"
)

// Sink takes what a log says, in its order.
type Sink interface {
	Point(stamp int64) error                // a time point begins
	Tuple(pred int, args []core.Word) error // a tuple of the current time point; args is valid during the call
	Flush() error                           // the current time point has ended (";")
}

// Read reads a log to its end and gives it to sink; closing the sink is left to the caller. file is the name for diagnostics.
//
// The first mistake ends it: a *core.Fault with the place (line and column) and a code M92xx. An error of sink is returned as it
// is, but a Fault without a place gets that of the time point or predicate that was read. An error of r is returned as it is.
func Read(r io.Reader, file string, sig *policy.Signature, symbols *core.Symbols, sink Sink) error {
	t := &reader{
		scanner: scanner{r: r, file: file, buf: make([]byte, 0, bufferSize), keep: -1, line: 1},
		sig:     sig,
		index:   map[string]int{},
		symbols: symbols,
		sink:    sink,
	}
	widest := 0
	for i := range sig.Predicates {
		p := &sig.Predicates[i]
		t.index[p.Name] = i
		widest = max(widest, len(p.Params))
	}
	t.args = make([]core.Word, widest)
	err := t.log()
	if t.err != nil && t.err != io.EOF {
		return t.err // a log that could not be read on looks cut off
	}
	return err
}

type reader struct {
	scanner
	sig     *policy.Signature
	index   map[string]int
	symbols *core.Symbols
	sink    Sink
	args    []core.Word
}

func (t *reader) log() error {
	for t.blank() {
		if t.buf[t.pos] != '@' {
			return t.fault(codeNoPoint, "found", t.found())
		}
		if err := t.point(); err != nil {
			return err
		}
	}
	return nil
}

// point reads a time point up to the next one, or to its ";".
func (t *reader) point() error {
	at := t.place(t.pos)
	t.pos++
	if !t.blank() || !wordBytes[t.buf[t.pos]] {
		return t.fault(codeNoStamp, "found", t.found())
	}
	start := t.place(t.pos)
	w, ok := t.word(wordBytes)
	if !ok {
		return t.tooLong(start)
	}
	stamp, code := integer(w)
	if code != "" {
		return t.faultSpan(codeStamp, start, "text", string(w))
	}
	if err := t.sink.Point(stamp); err != nil {
		return t.placed(err, at)
	}
	for t.blank() {
		switch c := t.buf[t.pos]; {
		case c == '@':
			return nil
		case c == ';':
			t.pos++
			return t.placed(t.sink.Flush(), at)
		case nameBytes[c] && (c < '0' || c > '9') && c != '_':
			if err := t.predicate(); err != nil {
				return err
			}
		default:
			return t.fault(codeStray, "found", t.found())
		}
	}
	return nil
}

// predicate reads a name and its tuples.
func (t *reader) predicate() error {
	start := t.place(t.pos)
	name, ok := t.word(nameBytes)
	if !ok {
		return t.tooLong(start)
	}
	index, ok := t.index[string(name)]
	if !ok {
		return t.unknown(start, string(name))
	}
	p := &t.sig.Predicates[index]
	if !t.blank() || t.buf[t.pos] != '(' {
		if len(p.Params) != 0 {
			return t.arity(start, p, 0)
		}
		return t.placed(t.sink.Tuple(index, nil), start)
	}
	for {
		if err := t.tuple(p); err != nil {
			return err
		}
		if err := t.sink.Tuple(index, t.args[:len(p.Params)]); err != nil {
			return t.placed(err, start)
		}
		if !t.blank() || t.buf[t.pos] != '(' {
			return nil
		}
	}
}

// tuple reads the values between brackets into args.
func (t *reader) tuple(p *policy.Predicate) error {
	start := t.place(t.pos)
	t.pos++
	n := 0
	if !t.blank() {
		return t.fault(codeUnclosed, "name", p.Name)
	}
	if t.buf[t.pos] == ')' {
		t.pos++
		if len(p.Params) != 0 {
			return t.arity(start, p, 0)
		}
		return nil
	}
	for {
		if err := t.value(p, n); err != nil {
			return err
		}
		n++
		if !t.blank() {
			return t.fault(codeUnclosed, "name", p.Name)
		}
		switch t.buf[t.pos] {
		case ',':
			t.pos++
			if !t.blank() {
				return t.fault(codeUnclosed, "name", p.Name)
			}
		case ')':
			t.pos++
			if n != len(p.Params) {
				return t.arity(start, p, n)
			}
			return nil
		default:
			return t.fault(codeSeparator, "name", p.Name, "found", t.found())
		}
	}
}

// value reads value n, from 0. Values beyond the last one declared are only counted.
func (t *reader) value(p *policy.Predicate, n int) error {
	start := t.place(t.pos)
	var w []byte
	switch c := t.buf[t.pos]; {
	case c == '"':
		var err error
		if w, err = t.quoted(start); err != nil {
			return err
		}
	case wordBytes[c]:
		var ok bool
		if w, ok = t.word(wordBytes); !ok {
			return t.tooLong(start)
		}
	default:
		return t.fault(codeNoValue, "name", p.Name, "found", t.found())
	}
	if n >= len(p.Params) {
		return nil
	}
	word, code := t.convert(w, p.Params[n].Type)
	if code != "" {
		return t.faultSpan(code, start, "name", p.Name, "n", strconv.Itoa(n+1), "text", string(w), "want", p.Params[n].Type.String())
	}
	t.args[n] = word
	return nil
}

// quoted reads a string. A backslash keeps the byte after it, and stays itself.
func (t *reader) quoted(start source.Pos) ([]byte, error) {
	t.pos++
	t.keep = t.pos
	for t.more() {
		c := t.buf[t.pos]
		t.pos++
		switch c {
		case '"':
			w := t.buf[t.keep : t.pos-1]
			t.keep = -1
			return w, nil
		case '\\':
			if t.more() && t.buf[t.pos] != '\n' {
				t.pos++
			}
		case '\n':
			t.newline()
		}
		if t.pos-t.keep > wordLimit {
			return nil, t.tooLong(start)
		}
	}
	return nil, t.faultSpan(codeString, start)
}

// fault makes an error about the present place.
func (t *reader) fault(code diag.Code, args ...string) error {
	return t.faultSpan(code, t.place(t.pos), args...)
}

// faultSpan makes an error about what stands between start and the present place.
func (t *reader) faultSpan(code diag.Code, start source.Pos, args ...string) *core.Fault {
	end := t.place(t.pos)
	return &core.Fault{Diagnostic: diag.Diagnostic{
		Code: code, Span: source.Span{File: t.file, Start: start, End: end}, Args: diag.Args(args...),
	}}
}

func (t *reader) tooLong(start source.Pos) error {
	return t.faultSpan(codeSymbolSize, start, "limit", strconv.Itoa(wordLimit))
}

func (t *reader) arity(start source.Pos, p *policy.Predicate, got int) error {
	return t.faultSpan(codeArity, start, "name", p.Name, "want", strconv.Itoa(len(p.Params)), "got", strconv.Itoa(got))
}

func (t *reader) unknown(start source.Pos, name string) error {
	names := make([]string, len(t.sig.Predicates))
	for i, p := range t.sig.Predicates {
		names[i] = p.Name
	}
	err := t.faultSpan(codeUnknown, start, "name", name)
	if near := suggest.Nearest(name, names); near != "" {
		err.Diagnostic.Fixes = []diag.Fix{{Key: "guess", Args: diag.Args("guess", near)}}
	}
	return err
}

// placed gives a fault of the sink the place that was read, unless it names one.
func (t *reader) placed(err error, start source.Pos) error {
	if f, ok := err.(*core.Fault); ok && !f.Diagnostic.Span.Known() {
		f.Diagnostic.Span = source.Span{File: t.file, Start: start, End: t.place(t.pos)}
	}
	return err
}
