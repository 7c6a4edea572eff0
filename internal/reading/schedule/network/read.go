package network

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/base/suggest"
)

// The errors of a network's file.
const (
	codeJSON       diag.Code = "M5001" // it is no JSON here
	codeMissing    diag.Code = "M5002" // {field} is missing
	codeObject     diag.Code = "M5003" // an object is wanted
	codeList       diag.Code = "M5004" // {field} is a list
	codeName       diag.Code = "M5005" // a name in quotation marks is wanted
	codeNumber     diag.Code = "M5006" // {field} is a whole number
	codeTruth      diag.Code = "M5007" // {field} is true or false
	codeField      diag.Code = "M5008" // {field} is no field; fix "replace"
	codeTwice      diag.Code = "M5009" // {field} stands twice
	codeNodeTwice  diag.Code = "M5010" // the node {name} stands twice
	codeNode       diag.Code = "M5011" // no node is called {name}; fix "replace"
	codeRange      diag.Code = "M5012" // {number} is too large
	codeEmpty      diag.Code = "M5013" // contingent, min {min} is above max {max}
	codeNoMax      diag.Code = "M5014" // contingent, no max
	codeNegative   diag.Code = "M5015" // contingent, min {min} below 0
	codeToItself   diag.Code = "M5016" // contingent, from {name} to itself
	codeSecondInto diag.Code = "M5017" // a second contingent link into {name}
	codeCircle     diag.Code = "M5018" // contingent links in a circle through {name}
	codeTooLarge   diag.Code = "M5019" // the numbers sum to too much
	codeEmptyName  diag.Code = "M5020" // a name without a letter
)

// Codes lists the errors, in order.
func Codes() []diag.Code {
	return []diag.Code{
		codeJSON, codeMissing, codeObject, codeList, codeName, codeNumber, codeTruth, codeField, codeTwice, codeNodeTwice,
		codeNode, codeRange, codeEmpty, codeNoMax, codeNegative, codeToItself, codeSecondInto, codeCircle, codeTooLarge, codeEmptyName,
	}
}

// reader turns a JSON text into a network and gathers what is wrong with it.
type reader struct {
	file   *source.File
	found  []diag.Diagnostic
	nodes  map[string]int
	places []value // of the nodes
	net    Network
	links  []value // of the links
}

// Read reads a network from JSON:
//
//	{"nodes": ["a", "b"], "links": [{"from": "a", "to": "b", "min": 0, "max": 10, "contingent": false}]}
//
// Numbers are whole; "max" null is no upper bound; "contingent" may be left out where it is false. Other fields are passed over, except
// one that looks like a slip for a field that is missing. The network is nil where anything is wrong; all that is wrong is told.
func Read(f *source.File) (*Network, []diag.Diagnostic) {
	r := &reader{file: f, nodes: map[string]int{}}
	top, at, err := parse(f.Text)
	if err != nil {
		r.report(codeJSON, at, at)
		return nil, r.found
	}
	if fields, ok := r.fields(&top, []string{"nodes", "links"}, nil); ok {
		r.readNodes(fields["nodes"])
		r.readLinks(fields["links"])
	}
	r.faults()
	if len(r.found) > 0 {
		diag.Sort(r.found)
		return nil, r.found
	}
	return &r.net, nil
}

func (r *reader) report(code diag.Code, start, end int, args ...string) *diag.Diagnostic {
	r.found = append(r.found, diag.Diagnostic{Code: code, Span: r.file.Span(start, end), Args: diag.Args(args...)})
	return &r.found[len(r.found)-1]
}

// fields gives the wanted fields of an object and those that may be missing.
func (r *reader) fields(v *value, wanted, free []string) (map[string]*value, bool) {
	if v.sort != object {
		r.report(codeObject, v.offset, v.end)
		return nil, false
	}
	known := append(append([]string(nil), wanted...), free...)
	got := map[string]*value{}
	var others []member
	for i := range v.members {
		m := &v.members[i]
		switch {
		case got[m.name] != nil:
			r.report(codeTwice, m.offset, m.value.offset, "field", m.name)
		case contains(known, m.name):
			got[m.name] = &m.value
		default:
			others = append(others, *m)
		}
	}
	for _, m := range others {
		if near := suggest.Nearest(m.name, known); near != "" && got[near] == nil {
			d := r.report(codeField, m.offset, m.offset+len(m.name)+2, "field", m.name)
			d.Fixes = []diag.Fix{{Key: "replace", Args: diag.Args("better", near)}}
			got[near] = &m.value // so that it is not told as missing too
		}
	}
	for _, name := range wanted {
		if got[name] == nil {
			r.report(codeMissing, v.offset, v.offset+1, "field", name)
		}
	}
	return got, true
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func (r *reader) readNodes(v *value) {
	for _, n := range r.list(v, "nodes") {
		name, ok := r.name(&n)
		if !ok {
			continue
		}
		if first, twice := r.nodes[name]; twice {
			d := r.report(codeNodeTwice, n.offset, n.end, "name", name)
			d.Related = []diag.Related{{Key: "first", Span: r.file.Span(r.places[first].offset, r.places[first].end)}}
			continue
		}
		r.nodes[name] = len(r.net.Nodes)
		r.net.Nodes = append(r.net.Nodes, name)
		r.places = append(r.places, n)
	}
}

// list gives the values of a list; nothing where there is none.
func (r *reader) list(v *value, field string) []value {
	switch {
	case v == nil:
		return nil
	case v.sort != list:
		r.report(codeList, v.offset, v.end, "field", field)
	}
	return v.list
}

func (r *reader) name(v *value) (string, bool) {
	switch {
	case v.sort != text:
		r.report(codeName, v.offset, v.end)
	case strings.TrimSpace(v.text) == "":
		r.report(codeEmptyName, v.offset, v.end)
	default:
		return v.text, true
	}
	return "", false
}

func (r *reader) readLinks(v *value) {
	for _, l := range r.list(v, "links") {
		before := len(r.found)
		fields, ok := r.fields(&l, []string{"from", "to", "min", "max"}, []string{"contingent"})
		if !ok {
			continue
		}
		link := Link{From: r.node(fields["from"]), To: r.node(fields["to"]), Min: r.number(fields["min"], "min"), Offset: l.offset}
		if v := fields["max"]; v != nil && v.sort == null {
			link.Open = true
		} else {
			link.Max = r.number(v, "max")
		}
		if v := fields["contingent"]; v != nil {
			if link.Contingent = v.sort == truth; !link.Contingent && v.sort != untruth {
				r.report(codeTruth, v.offset, v.end, "field", "contingent")
			}
		}
		if len(r.found) > before {
			link.From = -1 // nothing more is asked of it
		}
		r.net.Links = append(r.net.Links, link)
		r.links = append(r.links, l)
	}
}

func (r *reader) node(v *value) int {
	if v == nil {
		return -1
	}
	name, ok := r.name(v)
	if !ok {
		return -1
	}
	n, ok := r.nodes[name]
	if ok {
		return n
	}
	d := r.report(codeNode, v.offset, v.end, "name", name)
	if near := suggest.Nearest(name, r.net.Nodes); near != "" {
		d.Fixes = []diag.Fix{{Key: "replace", Args: diag.Args("better", near), Edits: []diag.Edit{{Span: d.Span, Text: strconv.Quote(near)}}}}
	}
	return -1
}

// number reads a whole number: 10, and also 10.0 and 1e1, which are the same to JSON.
func (r *reader) number(v *value, field string) int64 {
	if v == nil {
		return 0
	}
	if v.sort != number {
		r.report(codeNumber, v.offset, v.end, "field", field)
		return 0
	}
	n, err := strconv.ParseInt(v.text, 10, 64)
	if err == nil && n != math.MinInt64 { // which has no opposite
		return n
	}
	whole, large := exact(v.text)
	switch {
	case large:
		r.report(codeRange, v.offset, v.end, "number", v.text)
	case whole == nil:
		r.report(codeNumber, v.offset, v.end, "field", field)
	default:
		return whole.Int64()
	}
	return 0
}

// exact gives the number that is meant where it is whole; large: it does not fit in 63 bits.
func exact(s string) (whole *big.Int, large bool) {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(s), "e")
	digits, fraction, _ := strings.Cut(mantissa, ".")
	fraction = strings.TrimRight(fraction, "0")
	e, err := strconv.Atoi(strings.TrimPrefix(exponent, "+"))
	switch {
	case strings.Trim(digits+fraction, "-0") == "":
		return new(big.Int), false
	case exponent == "":
		e = 0
	case err != nil && strings.HasPrefix(exponent, "-"), err == nil && e < -400:
		return nil, false // nobody writes these: a number with so many digits is none
	case err != nil, e > 400:
		return nil, true
	}
	if len(mantissa) > 400 {
		return nil, len(digits)+e > 60
	}
	q, ok := new(big.Rat).SetString(s)
	if !ok || !q.IsInt() {
		return nil, ok && q.Num().BitLen()-q.Denom().BitLen() > 63
	}
	return q.Num(), q.Num().BitLen() > 63
}

// faults tells what is wrong with the network as a whole.
func (r *reader) faults() {
	for _, f := range Faults(&r.net) {
		if f.Sort == BadNode {
			continue // told when the link was read
		}
		l, v := &r.net.Links[f.Link], &r.links[f.Link]
		tell := func(code diag.Code, args ...string) *diag.Diagnostic { return r.report(code, v.offset, v.end, args...) }
		lo, hi := strconv.FormatInt(l.Min, 10), strconv.FormatInt(l.Max, 10)
		switch f.Sort {
		case Empty:
			tell(codeEmpty, "min", lo, "max", hi)
		case NoMax:
			tell(codeNoMax)
		case Negative:
			tell(codeNegative, "min", lo)
		case ToItself:
			tell(codeToItself, "name", r.net.Nodes[l.From])
		case SecondInto:
			other := &r.links[f.Other]
			tell(codeSecondInto, "name", r.net.Nodes[l.To]).Related = []diag.Related{{Key: "first", Span: r.file.Span(other.offset, other.end)}}
		case Circle:
			tell(codeCircle, "name", r.net.Nodes[l.From])
		case TooLarge:
			if len(r.found) == 0 {
				tell(codeTooLarge)
			}
		}
	}
}
