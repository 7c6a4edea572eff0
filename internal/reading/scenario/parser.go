package scenario

import (
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/source"
	"mithaq/internal/base/suggest"
)

// Reads gives the texts that a file of tests names, before anything else of it can be understood.
func Reads(name, text string) (paths []string) {
	_, toks, _ := syntax.Tokens(name, text)
	for i := range toks {
		if !toks[i].Line || toks[i].Value() != "reads" {
			continue
		}
		for i++; toks[i].Kind == syntax.String; i++ {
			paths = append(paths, toks[i].Value())
			if toks[i+1].Sign() == "," {
				i++
			}
		}
	}
	return paths
}

// Parse reads a file of tests of the agreements in a program. Broken lines are remarked and left out; all remarks come at once.
func Parse(name, text string, prog *norms.Program) (*File, []diag.Diagnostic) {
	src, toks, ds := syntax.Tokens(name, text)
	p := &parser{src: src, toks: toks, diags: ds, prog: prog, file: &File{Name: name, Reads: Reads(name, text)}}
	for _, a := range prog.Agreements {
		for _, r := range a.Readings {
			p.readings = append(p.readings, r.ID)
		}
	}
	p.all()
	diag.Sort(p.diags)
	return p.file, p.diags
}

// parser reads line by line: a line begins with one of a few words at the beginning of a line of the text, and goes on to the next such.
type parser struct {
	src      *source.File
	toks     []syntax.Token
	at       int
	diags    []diag.Diagnostic
	prog     *norms.Program
	file     *File
	readings []string
	entered  []string // names of the facts of this test
	broken   bool     // the line being read has been remarked upon
}

// lines are the words that begin a line.
var lines = []string{"reads", "test", "record", "drop", "cover", "deny", "member", "roster", "position", "tally", "at"}

func (p *parser) all() {
	for p.tok().Kind != syntax.End {
		p.broken = false
		first := p.at
		word := p.tok().Value()
		if p.tok().Kind != syntax.Word || !slices.Contains(lines, word) || !p.tok().Line {
			p.unknownLine()
			continue
		}
		p.at++
		switch word {
		case "reads":
			for p.tok().Kind == syntax.String || p.tok().Sign() == "," {
				p.at++
			}
		case "test":
			p.entered = nil
			t := Test{Span: p.span(first, first+1)}
			if p.tok().Kind == syntax.String {
				t.Title = p.tok().Value()
				p.at++
			} else {
				p.want(`"..."`)
			}
			p.file.Tests = append(p.file.Tests, t)
		default:
			step := p.step(word)
			switch {
			case len(p.file.Tests) == 0:
				p.say(codeNoTest, p.span(first, first+1), "word", word, "opener", "test")
			case !p.broken && p.ended():
				t := &p.file.Tests[len(p.file.Tests)-1]
				t.Steps = append(t.Steps, step)
			}
		}
		if !p.broken && !p.ended() {
			p.say(codeRest, p.this(), "text", p.tok().Text)
		}
		p.skip()
	}
}

// unknownLine remarks on a word that begins no line, once per line.
func (p *parser) unknownLine() {
	word := p.tok().Value()
	p.nearest(p.say(codeLine, p.span(p.at, p.at+1), "word", p.tok().Text, "lines", strings.Join(lines, ", ")), word, lines)
	p.at++
	p.skip()
}

// goesOn are the words with which a line may go on in the next line of the text.
var goesOn = []string{
	"on", "between", "and", "or", "doer", "exhaustive", "unsure", "contested", "in", "near", "within", "denied", "excused", "from", "until", "of", "by",
	"lag", "since", "complete", "accepts", "rejects", "reserves", "term", "says", "expect", "because", "miss", "waits", "excuse",
}

// ended says whether the next token begins another line: with the word of one, or with what looks like a slip in such a word.
func (p *parser) ended() bool {
	t := p.tok()
	if t.Kind == syntax.End {
		return true
	}
	if !t.Line || p.at == 0 || t.Kind != syntax.Word {
		return false
	}
	word := t.Value()
	return slices.Contains(lines, word) || !slices.Contains(goesOn, word) && p.next().Sign() != ":" && suggest.Nearest(word, lines) != ""
}

func (p *parser) skip() {
	for !p.ended() {
		p.at++
	}
}

func (p *parser) tok() *syntax.Token { return &p.toks[p.at] }

// next gives the token after the next one; behind the end it is the end.
func (p *parser) next() *syntax.Token { return &p.toks[min(p.at+1, len(p.toks)-1)] }

func (p *parser) span(first, last int) source.Span {
	return p.src.Span(p.toks[first].Offset, p.toks[last-1].End())
}

// this is where the next token stands; at the end of a line, the place behind the last one.
func (p *parser) this() source.Span {
	if p.ended() && p.at > 0 {
		end := p.toks[p.at-1].End()
		return p.src.Span(end, end)
	}
	return p.src.Span(p.tok().Offset, p.tok().End())
}

// say remarks, once per line, and marks the line broken.
func (p *parser) say(code diag.Code, at source.Span, args ...string) *diag.Diagnostic {
	d := diag.Diagnostic{Code: code, Span: at, Args: diag.Args(args...)}
	if p.broken {
		return &d
	}
	p.broken = true
	p.diags = append(p.diags, d)
	return &p.diags[len(p.diags)-1]
}

func (p *parser) want(what string) { p.say(codeWant, p.this(), "want", what) }

// nearest adds the fix that puts the word probably meant in the place of what stands there.
func (p *parser) nearest(d *diag.Diagnostic, word string, among []string) {
	if want := suggest.Nearest(word, among); want != "" {
		d.Fixes = []diag.Fix{{Key: "replace", Args: diag.Args("want", want), Edits: []diag.Edit{{Span: d.Span, Text: want}}}}
	}
}

// take passes over a word.
func (p *parser) take(word string) bool {
	if !p.ended() && p.tok().Kind == syntax.Word && p.tok().Value() == word {
		p.at++
		return true
	}
	return false
}

// need passes over words that must stand here.
func (p *parser) need(words ...string) bool {
	for _, w := range words {
		if !p.take(w) {
			p.want(w)
			return false
		}
	}
	return true
}

func (p *parser) takeSign(sign string) bool {
	if !p.ended() && p.tok().Sign() == sign {
		p.at++
		return true
	}
	return false
}

func (p *parser) needSign(sign string) bool {
	if p.takeSign(sign) {
		return true
	}
	p.want(sign)
	return false
}

// name reads a name or label.
func (p *parser) name() (string, source.Span) {
	t := p.tok()
	if p.ended() || t.Kind != syntax.Word && t.Kind != syntax.Label && t.Kind != syntax.Number && t.Kind != syntax.String {
		p.want("NAME")
		return "", p.this()
	}
	p.at++
	return t.Value(), p.span(p.at-1, p.at)
}

// known reads a name that must be among those given.
func (p *parser) known(sort string, among []string) string {
	id, at := p.name()
	if id != "" && !slices.Contains(among, id) {
		p.nearest(p.say(codeUnknown, at, "sort", sort, "name", id), id, among)
	}
	return id
}

// names reads "a, b and c", each among those given.
func (p *parser) names(sort string, among []string) []string {
	list := []string{p.known(sort, among)}
	for p.takeSign(",") || p.take("and") {
		list = append(list, p.known(sort, among))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// int reads a whole number.
func (p *parser) int() int64 {
	if p.ended() || p.tok().Kind != syntax.Number {
		p.want("3")
		return 0
	}
	n, err := strconv.ParseInt(p.tok().Value(), 10, 32)
	if err != nil {
		p.say(codeWant, p.this(), "want", "0 .. 2147483647")
	}
	p.at++
	return n
}

// between reads "3" or "2 to 5".
func (p *parser) between() (lo, hi int64) {
	first := p.at
	lo = p.int()
	hi = lo
	if p.take("to") {
		if hi = p.int(); hi < lo {
			p.say(codeOrder, p.span(first, p.at), "first", strconv.FormatInt(lo, 10), "second", strconv.FormatInt(hi, 10))
		}
	}
	return lo, hi
}

// grades are the words of the standards and of what counts nowhere.
var grades = []string{"discounted", "alleged", "corroborated", "verified"}

// grade reads a grade, where one stands.
func (p *parser) grade() (grade.Grade, bool) {
	if p.ended() || p.tok().Kind != syntax.Word {
		return 0, false
	}
	g, err := grade.Parse(p.tok().Value())
	if err != nil {
		return 0, false
	}
	p.at++
	return g, true
}

// zone is the time zone in which a test's days are read: that of the first text.
func (p *parser) zone() civil.Zone {
	if len(p.prog.Agreements) == 0 {
		return civil.UTC
	}
	return p.prog.Agreements[0].Zone
}

// moment reads a day or a clock time, as the instants that it may mean.
func (p *parser) moment(z civil.Zone) civil.Interval {
	t := p.tok()
	if p.ended() || t.Kind != syntax.Date && t.Kind != syntax.Time {
		p.want("2016-02-27")
		return civil.Interval{}
	}
	p.at++
	day, clock, timed := strings.Cut(t.Value(), "T")
	d, err := civil.ParseDate(day)
	if err != nil {
		p.say(codeDay, p.span(p.at-1, p.at), "text", t.Text)
		return civil.Interval{}
	}
	if !timed {
		return z.Day(d)
	}
	hour, _ := strconv.Atoi(clock[:2])
	minute, _ := strconv.Atoi(clock[3:])
	if hour > 23 || minute > 59 {
		p.say(codeDay, p.span(p.at-1, p.at), "text", t.Text)
	}
	return civil.At(z.Clock(d, hour, minute))
}

// stretch reads "from DAY until DAY" as its first instant and the first after it.
func (p *parser) stretch() (from, to int64) {
	first := p.at
	if !p.need("from") {
		return 0, 0
	}
	from = p.moment(p.zone()).Lo
	if !p.need("until") {
		return 0, 0
	}
	to = p.moment(p.zone()).Hi + 1
	if to <= from && !p.broken {
		p.say(codeOrder, p.span(first, p.at), "first", p.toks[first+1].Text, "second", p.toks[p.at-1].Text)
	}
	return from, to
}
