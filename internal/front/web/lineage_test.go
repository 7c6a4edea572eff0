package web

import (
	"errors"
	"testing"

	"mithaq/internal/evidence/record"
)

// Where the sources have it from is worked out once while the record stands as it is; an error or a fault on the way leaves nothing behind.
func TestLineagesAreKept(t *testing.T) {
	var k lineages
	made := 0
	get := func(sight string, seq int64, day string, how func() error) (l *lineage, fault any, err error) {
		defer func() { fault = recover() }()
		l, err = k.keep(sight, record.Head{Seq: seq}, day, func(l *lineage) error {
			made++
			l.list = []record.SourceLineage{{}}
			return how()
		})
		return l, nil, err
	}
	fine := func() error { return nil }
	wrong := errors.New("wrong")
	if _, fault, _ := get("public", 1, "a", func() error { panic("a fault") }); fault == nil {
		t.Fatal("the fault was swallowed")
	}
	if _, _, err := get("public", 1, "a", func() error { return wrong }); !errors.Is(err, wrong) {
		t.Errorf("after a fault nothing is made any more: %v", err)
	}
	first, _, err := get("public", 1, "a", fine)
	if err != nil || made != 3 || len(first.list) != 1 {
		t.Fatalf("after an error: %v, made %d times", err, made)
	}
	if l, _, err := get("public", 1, "a", fine); err != nil || l != first || made != 3 {
		t.Errorf("it is not kept: made %d times, %v", made, err)
	}
	for i, other := range []struct {
		sight string
		seq   int64
		day   string
	}{{"whole", 1, "a"}, {"public", 2, "a"}, {"public", 2, "b"}} {
		if l, _, err := get(other.sight, other.seq, other.day, fine); err != nil || l == first || made != 4+i {
			t.Errorf("%v: made %d times, %v", other, made, err)
		}
	}
}
