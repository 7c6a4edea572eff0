// Package trace reads logs in MonPoly's format, as a stream:
//
//	@10 p(1,"a b")(2,c) q(3)   # "@" and a stamp begin a time point; tuples follow the name of their predicate
//	    r()
//	@12 q (4);                 # ";" ends the time point before the next "@" comes
package trace

import (
	"errors"
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

// Staller is a sink that wants to know when the reader is about to wait for more input, to pass on what it has put off till then.
type Staller interface{ Stall() error }

// Read reads a log to its end and gives it to sink; closing the sink is left to the caller. file is the name for diagnostics.
//
// The first mistake ends it: a *core.Fault with the place (line and column) and a code M92xx. An error of sink is returned as it
// is, but a Fault without a place gets that of the time point or predicate that was read. An error of r is returned as it is.
func Read(r io.Reader, file string, sig *policy.Signature, symbols *core.Symbols, sink Sink) error {
	wait := func() error { return nil }
	if s, ok := sink.(Staller); ok {
		wait = s.Stall
	}
	t := &reader{
		scanner: scanner{r: r, file: file, buf: make([]byte, 0, bufferSize), here: spot{line: 1}, item: spot{line: 1}, wait: wait},
		sig:     sig,
		names:   newNames(sig),
		symbols: symbols,
		sink:    sink,
	}
	widest := 0
	for i := range sig.Predicates {
		widest = max(widest, len(sig.Predicates[i].Params))
	}
	t.args = make([]core.Word, widest)
	err := t.log()
	if err != nil {
		if stalled := wait(); stalled != nil { // what came before the mistake is passed on
			return stalled
		}
	}
	switch {
	case t.err == errTooLong:
		return t.fault(codeTooLong, "limit", strconv.Itoa(itemLimit))
	case t.err != nil && t.err != io.EOF:
		return t.err // what could not be read on looks cut off
	}
	return err
}

var errTooLong = errors.New("trace: no end of a tuple")

type reader struct {
	scanner
	sig     *policy.Signature
	names   *names
	symbols *core.Symbols
	sink    Sink
	args    []core.Word
}

func (t *reader) log() error {
	for t.blank() {
		t.begin()
		if t.next() != '@' {
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
	t.here.at++
	if !t.blank() || !wordBytes[t.next()] {
		return t.fault(codeNoStamp, "found", t.found())
	}
	stamp, ok := t.digits(' ', '\n')
	if !ok {
		w := t.word(wordBytes)
		var code diag.Code
		if stamp, code = integer(w); code != "" {
			return t.fault(codeStamp, "text", string(w))
		}
	}
	if err := t.sink.Point(stamp); err != nil {
		return t.placed(err)
	}
	for t.blank() {
		switch c := t.next(); {
		case c == '@':
			return nil
		case letter(c):
			if err := t.predicate(); err != nil {
				return err
			}
		case c == ';':
			t.begin()
			t.here.at++
			return t.placed(t.sink.Flush())
		default:
			t.begin()
			return t.fault(codeStray, "found", t.found())
		}
	}
	return nil
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// predicate reads a name and its tuples.
func (t *reader) predicate() error {
	t.begin()
	name := t.word(nameBytes)
	index := t.names.find(name)
	if index < 0 {
		return t.unknown(string(name))
	}
	p := &t.sig.Predicates[index]
	if !t.blank() || t.next() != '(' {
		if len(p.Params) != 0 {
			return t.arity(p, 0)
		}
		return t.placed(t.sink.Tuple(index, nil))
	}
	for {
		if err := t.tuple(p); err != nil {
			return err
		}
		if err := t.sink.Tuple(index, t.args[:len(p.Params)]); err != nil {
			return t.placed(err)
		}
		if !t.blank() || t.next() != '(' {
			return nil
		}
		t.begin()
	}
}

// tuple reads the values between brackets into args.
func (t *reader) tuple(p *policy.Predicate) error {
	t.here.at++
	if !t.blank() {
		return t.fault(codeUnclosed, "name", p.Name)
	}
	if t.next() == ')' {
		t.here.at++
		if len(p.Params) != 0 {
			return t.arity(p, 0)
		}
		return nil
	}
	for n := 0; ; {
		if !t.small(p, n) {
			if err := t.value(p, n); err != nil {
				return err
			}
		}
		n++
		if !t.blank() {
			return t.fault(codeUnclosed, "name", p.Name)
		}
		switch t.next() {
		case ',':
			t.here.at++
			if !t.blank() {
				return t.fault(codeUnclosed, "name", p.Name)
			}
		case ')':
			t.here.at++
			if n != len(p.Params) {
				return t.arity(p, n)
			}
			return nil
		default:
			return t.fault(codeSeparator, "name", p.Name, "found", t.found())
		}
	}
}

// small reads value n the quick way, if it is an int.
func (t *reader) small(p *policy.Predicate, n int) bool {
	if n >= len(p.Params) || p.Params[n].Type != policy.Int {
		return false
	}
	w, ok := t.digits(',', ')')
	if ok {
		t.args[n] = core.Word(w)
	}
	return ok
}

// value reads value n, from 0. Values beyond the last one declared are only counted.
func (t *reader) value(p *policy.Predicate, n int) error {
	start := t.here.at - t.item.at
	var w []byte
	switch c := t.next(); {
	case c == '"':
		var ok bool
		if w, ok = t.quoted(); !ok {
			return t.fault(codeString)
		}
	case wordBytes[c]:
		w = t.word(wordBytes)
	default:
		return t.fault(codeNoValue, "name", p.Name, "found", t.found())
	}
	if n >= len(p.Params) {
		return nil
	}
	word, code := t.convert(w, p.Params[n].Type)
	if code != "" {
		text := string(t.buf[t.item.at+start : t.here.at])
		return t.fault(code, "name", p.Name, "n", strconv.Itoa(n+1), "text", text, "want", p.Params[n].Type.String())
	}
	t.args[n] = word
	return nil
}

// quoted reads a string. A backslash keeps the byte after it, and stays itself. The result is valid until the scanner reads on.
func (t *reader) quoted() ([]byte, bool) {
	t.here.at++
	start := t.here.at - t.item.at
	for t.more() {
		c := t.next()
		t.here.at++
		switch c {
		case '"':
			return t.buf[t.item.at+start : t.here.at-1], true
		case '\\':
			if t.more() && t.next() != '\n' {
				t.here.at++
			}
		case '\n':
			t.newline()
		}
	}
	return nil, false
}

// fault makes an error about what stands between the item's beginning and here.
func (t *reader) fault(code diag.Code, args ...string) *core.Fault {
	return &core.Fault{Diagnostic: diag.Diagnostic{Code: code, Span: t.span(), Args: diag.Args(args...)}}
}

func (t *reader) span() source.Span {
	return source.Span{File: t.file, Start: t.pos(t.item), End: t.pos(t.here)}
}

func (t *reader) arity(p *policy.Predicate, got int) error {
	return t.fault(codeArity, "name", p.Name, "want", strconv.Itoa(len(p.Params)), "got", strconv.Itoa(got))
}

func (t *reader) unknown(name string) error {
	declared := make([]string, len(t.sig.Predicates))
	for i, p := range t.sig.Predicates {
		declared[i] = p.Name
	}
	err := t.fault(codeUnknown, "name", name)
	if near := suggest.Nearest(name, declared); near != "" {
		err.Diagnostic.Fixes = []diag.Fix{{Key: "guess", Args: diag.Args("guess", near)}}
	}
	return err
}

// placed gives a fault of the sink the place of the item, unless it names one.
func (t *reader) placed(err error) error {
	if f, ok := err.(*core.Fault); ok && !f.Diagnostic.Span.Known() {
		f.Diagnostic.Span = t.span()
	}
	return err
}
