package network

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"
)

// value is a value of a JSON text with its place.
type value struct {
	sort    sort
	offset  int
	end     int
	text    string   // a string's or a number's
	members []member // of an object, in order
	list    []value
}

type member struct {
	name   string
	offset int
	value  value
}

type sort uint8

const (
	null sort = iota
	truth
	untruth
	number
	text
	list
	object
)

// maxDepth is how deep values may stand in each other; a network needs 4.
const maxDepth = 100

// parser reads one JSON text (RFC 8259) by the tokens of encoding/json.
type parser struct {
	data []byte
	dec  *json.Decoder
	last int // where the newest token begins
}

// errDepth says that values stand too deep in each other.
var errDepth = errors.New("too deep")

// parse reads a text. Where it is no JSON, at says where.
func parse(data string) (v value, at int, err error) {
	if !utf8.ValidString(data) {
		for i, r := range data {
			if r == utf8.RuneError && !strings.HasPrefix(data[i:], "\uFFFD") {
				return value{}, i, errors.New("not UTF-8")
			}
		}
	}
	whole := json.NewDecoder(strings.NewReader(data))
	var syntax *json.SyntaxError
	switch err := whole.Decode(new(json.RawMessage)); {
	case errors.As(err, &syntax):
		return value{}, max(0, int(syntax.Offset)-1), err // the offset is behind the byte that does not fit
	case err != nil: // it ends too early
		return value{}, len(strings.TrimRight(data, space)), err
	}
	if more := strings.TrimLeft(data[whole.InputOffset():], space); more != "" {
		return value{}, len(data) - len(more), errors.New("more follows")
	}
	p := &parser{data: []byte(data)}
	p.dec = json.NewDecoder(bytes.NewReader(p.data))
	p.dec.UseNumber()
	v, err = p.value(0)
	return v, p.last, err
}

// space is what may stand between tokens.
const space = " \t\r\n"

// skip moves p.last to where the next token begins.
func (p *parser) skip() {
	p.last = int(p.dec.InputOffset())
	for p.last < len(p.data) && strings.IndexByte(space+",:", p.data[p.last]) >= 0 {
		p.last++
	}
}

func (p *parser) token() (json.Token, error) {
	p.skip()
	return p.dec.Token()
}

func (p *parser) value(depth int) (value, error) {
	t, err := p.token()
	if err != nil {
		return value{}, err
	}
	v := value{offset: p.last}
	switch t := t.(type) {
	case nil:
		v.sort = null
	case bool:
		if v.sort = untruth; t {
			v.sort = truth
		}
	case json.Number:
		v.sort, v.text = number, t.String()
	case string:
		v.sort, v.text = text, t
	case json.Delim:
		if depth == maxDepth {
			return value{}, errDepth
		}
		if v.sort = list; t == '{' {
			v.sort = object
		}
		err = p.inside(&v, depth)
	}
	v.end = int(p.dec.InputOffset())
	return v, err
}

// inside reads the members of an object or a list, and its end.
func (p *parser) inside(v *value, depth int) error {
	for p.dec.More() {
		var m member
		if v.sort == object {
			t, err := p.token()
			if err != nil {
				return err
			}
			m.name, m.offset = t.(string), p.last
		}
		inner, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		if v.sort == list {
			v.list = append(v.list, inner)
			continue
		}
		m.value = inner
		v.members = append(v.members, m)
	}
	_, err := p.token()
	return err
}
