package intake

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// endless gives one byte again and again.
type endless struct {
	b    byte
	read int
}

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e.b
	}
	e.read += len(p)
	return len(p), nil
}

// TestEndlessField: a field without end is given up after MaxValue bytes, with its line, and costs no more memory than that.
func TestEndlessField(t *testing.T) {
	for name, head := range map[string]string{
		"quoted":   "incident,act,when\nb1,attack,2016\nb2,\"",
		"bare":     "incident,act,when\nb1,attack,2016\nb2,",
		"JSON":     "[\n{\"a\": 1},\n{\"b\": \"",
		"no text":  "\n\n",
		"new line": "incident,act,when\n\n\"",
	} {
		tail := &endless{b: 'x'}
		if name == "new line" {
			tail.b = '\n'
		}
		data, ds, err := Load(io.MultiReader(strings.NewReader(head), tail), "f", 0)
		if err != nil || data != nil || len(ds) != 1 || ds[0].Code != CodeTooLarge || ds[0].Span.Start.Line != 3 {
			t.Errorf("%s: %v %s", name, err, describe(ds))
		}
		if tail.read > MaxValue+4<<20 {
			t.Errorf("%s: %d bytes were read", name, tail.read)
		}
		checkWords(t, ds)
	}
}

func TestLoad(t *testing.T) {
	text := strings.Repeat("a,\"b\"\"c\nd\",e\n", 10_000)
	for _, size := range []int64{0, int64(len(text)), 7} {
		data, ds, err := Load(iotest.HalfReader(strings.NewReader(text)), "f", size)
		if err != nil || ds != nil || string(data) != text {
			t.Errorf("size %d: %v %v, %d bytes", size, err, ds, len(data))
		}
		if cap(data) > 2*len(text) {
			t.Errorf("size %d: %d bytes for %d", size, cap(data), len(text))
		}
	}
	if _, ds, err := Load(strings.NewReader(""), "f", MaxFile+1); err != nil || len(ds) != 1 || ds[0].Code != CodeTooLargeFile {
		t.Errorf("%v %v", ds, err)
	}
	broken := errors.New("broken")
	if _, ds, err := Load(iotest.ErrReader(broken), "f", 0); !errors.Is(err, broken) || ds != nil {
		t.Errorf("%v %v", ds, err)
	}
	// An archive holds no fields.
	zip := append([]byte("PK\x03\x04"), bytes.Repeat([]byte{'x'}, MaxValue+1)...)
	if data, ds, err := Load(bytes.NewReader(zip), "f", int64(len(zip))); err != nil || ds != nil || len(data) != len(zip) {
		t.Errorf("%v %v", ds, err)
	}
}
