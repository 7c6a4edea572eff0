package web

import (
	"cmp"
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sync"
	"weak"

	"mithaq/internal/front/board"
)

// keptBytes is how many bytes of pages are kept, as they are packed: some hundreds of the largest.
const keptBytes = 32 << 20

// pages keeps the pages that were made last, so that a page for which many wait is made once. The zero value is ready.
type pages struct {
	mu    sync.Mutex
	of    map[pageKey]*list.Element // of *keptPage
	order list.List                 // the one that was asked for last in front
	bytes int
}

// pageKey is all on which a kept page rests. A run is of one head, one day or time, and what one kind of visitor sees; that it is named here does not keep it.
type pageKey struct {
	run         weak.Pointer[board.Run]
	lang        string
	path, query string
	visitor     board.Visitor
	today       string
	own         string // what of the page is the visitor's own, and stands beside the record; or the address by which they know the board
}

// page is a page as it goes out.
type page struct {
	html   []byte        // or whatever else it is; nil: it is there as it was packed
	kind   string        // its media type; "": it is HTML
	packed func() []byte // with gzip, once; nil: it is packed for each who asks
	size   int           // bytes that keeping it takes
	tag    string        // its ETag: the hash of what it says, so that a browser that has it is told just that
	unkept bool          // nobody may keep it
}

type keptPage struct {
	key  pageKey
	make func() (*page, error) // gives the same page each time
	size int                   // 0: it is on its way
}

// get gives a page, and makes it where it is not kept. One that cannot be made is not kept.
func (k *pages) get(key pageKey, make func() (*page, error)) (*page, error) {
	k.mu.Lock()
	e, known := k.of[key]
	if known {
		k.order.MoveToFront(e)
	} else {
		if k.of == nil {
			k.of = map[pageKey]*list.Element{}
		}
		e = k.order.PushFront(&keptPage{key: key, make: sync.OnceValues(make)})
		k.of[key] = e
	}
	p := e.Value.(*keptPage)
	k.mu.Unlock()
	done := false
	defer func() { // also when making it panics
		k.mu.Lock()
		defer k.mu.Unlock()
		if !done && k.of[key] == e {
			k.drop(e)
		}
	}()
	made, err := p.make()
	if done = err == nil; done {
		k.took(e, made.size)
	}
	return made, err
}

// took counts a page that was made, and drops those that were not asked for longest where there are too many.
func (k *pages) took(e *list.Element, size int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	p := e.Value.(*keptPage)
	if p.size > 0 || k.of[p.key] != e { // another who waited for it was first
		return
	}
	p.size = size
	k.bytes += size
	for k.bytes > keptBytes {
		k.drop(k.order.Back())
	}
}

func (k *pages) drop(e *list.Element) {
	p := e.Value.(*keptPage)
	k.order.Remove(e)
	delete(k.of, p.key)
	k.bytes -= p.size
}

// kept gives the page of a route that rests on nothing but what pageKey names.
func (s *server) kept(r *request, to *route) (*page, error) {
	own := ""
	if to.own != nil {
		mine, err := to.own(r)
		if err != nil {
			return nil, err
		}
		text, err := json.Marshal(mine)
		if err != nil {
			return nil, err
		}
		r.own, own = mine, string(text)
	}
	return s.keep(r, own, func(r *request) (*page, error) {
		a, err := to.page(r)
		if err != nil {
			return nil, err
		}
		return s.render(r, a)
	})
}

// keep gives what is made of a run, and of what pageKey names besides. It is made for all who wait: nobody who leaves ends that.
func (s *server) keep(r *request, own string, make func(*request) (*page, error)) (*page, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	key := pageKey{weak.Make(run), string(r.rd.Lang), r.URL.EscapedPath(), cmp.Or(r.same, r.values.Encode()), visitorOf(r), r.app.Today().String(), own}
	return s.pages.get(key, func() (*page, error) {
		all := *r
		all.Request, all.run = r.WithContext(context.WithoutCancel(r.Context())), run
		p, err := make(&all)
		if err == nil {
			zip := packed(p.html, keptZippers) // alone it is kept: nearly all who ask take it so
			p.packed = func() []byte { return zip }
			p.html, p.size = nil, len(zip)
		}
		return p, err
	})
}

// text gives what the page says.
func (p *page) text() []byte {
	if p.html == nil && p.packed != nil {
		return unpacked(p.packed())
	}
	return p.html
}

// plainPage gives what is not HTML as a page.
func plainPage(kind string, text []byte) *page {
	return &page{html: text, kind: kind, tag: tagOf(text)}
}

// tagOf gives the ETag of what says this.
func tagOf(text []byte) string {
	sum := sha256.Sum256(text)
	return `"` + hex.EncodeToString(sum[:16]) + `"`
}
