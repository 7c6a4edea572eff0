package web

import (
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
)

func pageOf(size int) *page { return &page{html: make([]byte, size), size: size} }

func TestPageIsMadeOnceForAllWhoWait(t *testing.T) {
	var k pages
	var made atomic.Int64
	go1 := make(chan struct{})
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			p, err := k.get(pageKey{path: "/a", query: strconv.Itoa(i % 2)}, func() (*page, error) {
				<-go1
				made.Add(1)
				return pageOf(10 + i%2), nil
			})
			if err != nil || len(p.html) != 10+i%2 {
				t.Errorf("%d: %v, %v", i, p, err)
			}
		})
	}
	close(go1)
	wg.Wait()
	if made.Load() != 2 || k.bytes != 21 {
		t.Errorf("two pages: made %d, %d bytes kept", made.Load(), k.bytes)
	}
}

func TestPageThatFailsIsNotKept(t *testing.T) {
	var k pages
	failed := errors.New("failed")
	if _, err := k.get(pageKey{}, func() (*page, error) { return nil, failed }); !errors.Is(err, failed) {
		t.Errorf("%v", err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic is lost")
			}
		}()
		_, _ = k.get(pageKey{}, func() (*page, error) { panic("as a template may") })
	}()
	if p, err := k.get(pageKey{}, func() (*page, error) { return pageOf(1), nil }); err != nil || p == nil {
		t.Errorf("%v, %v", p, err)
	}
}

func TestPagesAreBounded(t *testing.T) {
	var k pages
	made := 0
	ask := func(path string, size int) {
		t.Helper()
		p, err := k.get(pageKey{path: path}, func() (*page, error) {
			made++
			return pageOf(size), nil
		})
		if err != nil || len(p.html) != size {
			t.Fatalf("%s: %v", path, err)
		}
	}
	const quarter = keptBytes / 4
	for i := range 4 {
		ask(strconv.Itoa(i), quarter)
	}
	ask("0", quarter)      // which makes 1 the one that was not asked for longest
	ask("4", quarter)      // for which 1 goes
	ask("0", quarter)      // is there
	ask("huge", 5*quarter) // is given, and nothing of it kept
	if made != 6 || k.bytes > keptBytes || len(k.of) != k.order.Len() {
		t.Errorf("%d made, %d bytes, %d pages, %d in order", made, k.bytes, len(k.of), k.order.Len())
	}
	ask("1", quarter)
	if made != 7 {
		t.Error("a page was kept that was not asked for longest")
	}
}
