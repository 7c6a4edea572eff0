package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/status"
)

// How open pages are kept up to date.
const (
	lookEvery   = 400 * time.Millisecond // the record's head is read so often, whatever the store
	beatEvery   = 20 * time.Second       // a line goes out at least so often, and every session is looked at again
	keptEvents  = 32                     // of each sight, for those whose line broke
	streamQueue = 16                     // events that wait for a slow client before it is dropped
)

// hub tells open pages what changed. It watches while there are any; what one may see it works out once for all who see the same.
type hub struct {
	s *server

	mu       sync.Mutex
	streams  map[*stream]bool
	by       map[string]int // how many of each user, or of each address
	watching bool

	looking sync.Mutex       // one look at a time
	sights  map[string]*view // what was told last, by sight
	head    record.Head
}

// view is what is known of all who have one sight.
type view struct {
	run     *app.Judged
	reading *app.Reading
	glance  app.Glance
	mark    string
	same    []alias // marks under which pages were made since that tell no more
	next    int64   // the next instant at which time alone may change something
	events  []event // the last ones
}

// alias is the mark of what a page shows that nobody was told of (an entry about the work on the record), and the mark that was told last before it.
type alias struct{ mark, told string }

// event is what went out, and the mark before and after it.
type event struct {
	after, mark string
	news        *news
	frame       []byte
}

// stream is one open line.
type stream struct {
	token, sight, key string
	frames            chan []byte
	end               context.CancelFunc
}

// watch looks at the record until no line is open.
func (h *hub) watch() {
	look, beat := time.NewTicker(lookEvery), time.NewTicker(beatEvery)
	defer look.Stop()
	defer beat.Stop()
	for {
		beaten := false
		select {
		case <-look.C:
		case <-beat.C:
			beaten = true
		}
		if h.deserted() {
			return
		}
		if err := safely(func() error { return h.look(context.Background(), beaten) }); err != nil {
			h.s.log.Warn("open pages", "error", err) // the next look tries again
		}
	}
}

// safely makes a fault of the program an error: behind a look stands no request that would catch it, and pages go on.
func safely(do func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("a fault: %v", fault)
		}
	}()
	return do()
}

// deserted says that no line is open, and forgets what was seen.
func (h *hub) deserted() bool {
	h.looking.Lock()
	defer h.looking.Unlock()
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.streams) > 0 {
		return false
	}
	h.watching, h.sights = false, nil
	return true
}

// look tells open pages what changed since the last look; at a beat it sends every line a comment.
func (h *hub) look(ctx context.Context, beat bool) error {
	h.looking.Lock()
	defer h.looking.Unlock()
	head, err := h.s.door.Head(ctx)
	if err != nil {
		return err
	}
	moved := head != h.head
	var apps map[string]*app.App
	if now := h.s.door.Now().Unix(); moved || beat || h.passed(now) {
		if apps, err = h.admit(ctx); err != nil {
			return err
		}
	}
	failed := h.each(apps, func(sight string, a *app.App, v *view) error { return h.tell(ctx, sight, a, v, moved) })
	for sight := range h.sights {
		if apps != nil && apps[sight] == nil {
			delete(h.sights, sight) // nobody is left who sees so
		}
	}
	if failed == nil { // whoever could not be told is looked for again
		h.head = head
	}
	if beat {
		h.send("", []byte(": still here\n\n"))
	}
	return errors.Join(failed...)
}

// each tells those of every sight that has an open line, also when it fails for one of them; it gives what failed.
func (h *hub) each(apps map[string]*app.App, tell func(sight string, a *app.App, v *view) error) (failed []error) {
	for sight, a := range apps {
		v := h.sights[sight]
		if v == nil {
			continue // it is made when the line is opened
		}
		if err := safely(func() error { return tell(sight, a, v) }); err != nil {
			failed = append(failed, fmt.Errorf("sight: %w", err))
		}
	}
	return failed
}

// tell tells those of one sight what changed for them. moved: something was entered.
func (h *hub) tell(ctx context.Context, sight string, a *app.App, v *view, moved bool) error {
	if a.Now().Unix() < v.next {
		at, err := a.Head(ctx)
		if err != nil {
			return err
		}
		if !moved || v.run != nil && v.run.Head == at { // what came in changes nothing that they see
			return nil
		}
	}
	was := *v
	news, err := h.see(ctx, a, v)
	if err != nil || news == nil {
		return err
	}
	frame, err := frameOf("change", v.mark, news)
	if err != nil {
		return err
	}
	v.events = append(v.events, event{was.mark, v.mark, news, frame})
	v.events = v.events[max(0, len(v.events)-keptEvents):]
	h.send(sight, frame)
	return nil
}

// passed says that an instant has come at which time alone may change something for somebody.
func (h *hub) passed(now int64) bool {
	for _, v := range h.sights {
		if now >= v.next {
			return true
		}
	}
	return false
}

// admit lets everybody in again who has an open line: whoever may not see any more what they saw is cut off, and comes back as who they are now.
// It gives the record as it is seen, once for each sight.
func (h *hub) admit(ctx context.Context) (map[string]*app.App, error) {
	h.mu.Lock()
	open := map[string][]*stream{}
	for st := range h.streams {
		open[st.token] = append(open[st.token], st)
	}
	h.mu.Unlock()
	apps := map[string]*app.App{}
	for token, list := range open {
		a, _, err := h.s.door.Enter(ctx, token)
		if err != nil && ctx.Err() != nil {
			return nil, err
		}
		for _, st := range list {
			if err != nil || a.Sight() != st.sight {
				h.remove(st)
				continue
			}
			apps[st.sight] = a
		}
	}
	return apps, nil
}

// see brings a view up to date; nil: nothing that is told of changed.
func (h *hub) see(ctx context.Context, a *app.App, v *view) (*news, error) {
	reading, err := h.s.reads.read(ctx, h.s.texts)
	if err != nil {
		return nil, err
	}
	glance, came, err := a.Glance(ctx, v.glance)
	if err != nil {
		return nil, err
	}
	if reading.Program == nil {
		v.next = a.Now().Unix() + int64(beatEvery/time.Second) // looked at again then, not at every look
		return nil, nil                                        // pages say that the texts have errors, and what was judged before them stands
	}
	day := a.Today()
	j, others, err := judged(ctx, a, reading, app.Cuts{})
	if err != nil {
		return nil, err
	}
	kept := h.s.runsFor(a.Sight())
	kept.put(j, others, reading, day)
	n := &news{Came: came.N, About: came.Incidents, AsOf: asOfText(j)}
	if who := a.Who(); came.N > 0 && (who.Single || who.Whole()) { // how much more there is than they see is not for everybody
		n.Head = glance.Seq
	}
	switch {
	case v.run == nil:
	case v.reading != reading:
		n.Reload = true
	default:
		n.Changed, n.More = differences(sets(v.run), j)
		say(n.Changed, kept.wrap(j))
	}
	fewer := glance.Incidents < v.glance.Incidents || came.Else // something is not public any more, or nobody knows what changed
	seen := !a.Insider() && len(came.Incidents) > 0
	tell := v.run != nil && (n.Reload || came.N > 0 || len(n.Changed) > 0 || fewer || seen)
	n.Reload = n.Reload || fewer
	v.run, v.reading, v.glance, v.next = j, reading, glance, min(nextEdge(j), civil.UTC.Start(day.AddDays(1)))
	switch mark := h.s.marker.of(j.Result, glance); {
	case tell || v.mark == "":
		v.mark = mark
	case mark != v.mark:
		v.same = append(v.same, alias{mark, v.mark})
		v.same = v.same[max(0, len(v.same)-keptEvents):]
	}
	if !tell {
		return nil, nil
	}
	return n, nil
}

// frameOf writes an event as it goes over the line.
func frameOf(name, mark string, data any) ([]byte, error) {
	b, err := json.Marshal(data) // one line: a line's end within a string is escaped
	if err != nil {
		return nil, fmt.Errorf("event: %w", err)
	}
	return fmt.Appendf(nil, "event: %s\nid: %s\ndata: %s\n\n", name, mark, b), nil
}

// send puts a frame in the queue of every line of a sight, or of all (""). Whoever lags too far behind is dropped, and comes back.
func (h *hub) send(sight string, frame []byte) {
	h.mu.Lock()
	var slow []*stream
	for st := range h.streams {
		if sight != "" && st.sight != sight {
			continue
		}
		select {
		case st.frames <- frame:
		default:
			slow = append(slow, st)
		}
	}
	h.mu.Unlock()
	for _, st := range slow {
		h.remove(st)
	}
}

// open adds a line for a visitor, unless too many are open already; first is what it is to be sent at once. last is the mark of the last
// event that came over the visitor's line before, "" where there was none.
func (h *hub) open(ctx context.Context, a *app.App, st *stream, last string) (first [][]byte, err error) {
	if !h.knows(st.sight, last) { // a page may have been made of something that came in since the last look
		if err := h.look(ctx, false); err != nil {
			return nil, err
		}
	}
	h.mu.Lock()
	if len(h.streams) >= streamsAtMost || h.by[st.key] >= streamsOfOne {
		h.mu.Unlock()
		return nil, errTooOften
	}
	if h.streams == nil {
		h.streams, h.by = map[*stream]bool{}, map[string]int{}
	}
	h.streams[st] = true
	h.by[st.key]++
	h.mu.Unlock()

	h.looking.Lock()
	defer h.looking.Unlock()
	if h.sights == nil {
		h.sights = map[string]*view{}
	}
	v := h.sights[st.sight]
	if v == nil {
		head, err := h.s.door.Head(ctx)
		if err != nil {
			h.remove(st)
			return nil, err
		}
		if len(h.sights) == 0 {
			h.head = head
		}
		v = &view{}
		if _, err := h.see(ctx, a, v); err != nil {
			h.remove(st)
			return nil, err
		}
		h.sights[st.sight] = v
	}
	h.mu.Lock()
	if !h.watching {
		h.watching = true
		go h.watch()
	}
	h.mu.Unlock()
	return v.first(ctx, a, last)
}

// knows says whether it is known what came after a mark, or nobody of this sight has a line open yet.
func (h *hub) knows(sight, mark string) bool {
	h.looking.Lock()
	defer h.looking.Unlock()
	v := h.sights[sight]
	if v == nil {
		return true
	}
	_, known := v.since(mark)
	return known
}

// first gives what a new line is sent at once: where it begins, and what was missed since the last mark.
func (v *view) first(ctx context.Context, a *app.App, last string) ([][]byte, error) {
	missed, known := v.since(last)
	begin, n := v.mark, len(missed)
	if n > 0 {
		begin = missed[0].after // a line that breaks among them begins there again
	}
	if !known {
		n = 1
	}
	hello, err := frameOf("hello", begin, news{Missed: n})
	if err != nil {
		return nil, err
	}
	frames := [][]byte{[]byte("retry: 3000\n\n"), hello}
	if !a.Insider() { // meanwhile something of it may have been taken back
		still, err := v.still(ctx, a, missed)
		if err != nil {
			return nil, err
		}
		frames = append(frames, still...)
		missed = nil
	}
	for _, e := range missed {
		frames = append(frames, e.frame)
	}
	if known {
		return frames, nil
	}
	reload, err := frameOf("change", v.mark, news{Reload: true})
	if err != nil {
		return nil, err
	}
	return append(frames, reload), nil
}

// still writes events that an outsider missed as far as they hold now.
func (v *view) still(ctx context.Context, a *app.App, missed []event) (frames [][]byte, err error) {
	if len(missed) == 0 {
		return nil, nil
	}
	before, now := map[status.Key]lanes{}, sets(v.run)
	for _, e := range missed {
		for _, c := range e.news.Changed {
			if _, known := before[c.key]; !known {
				before[c.key] = c.was
			}
		}
	}
	for _, e := range missed {
		n, err := e.news.still(ctx, a, before, now)
		if err != nil {
			return nil, err
		}
		frame, err := frameOf("change", e.mark, n)
		if err != nil {
			return nil, err
		}
		frames = append(frames, frame)
	}
	return frames, nil
}

// since gives the events after a mark; false: it is not known which they are. "" is the mark of whoever asks for what comes alone.
func (v *view) since(mark string) (missed []event, known bool) {
	for _, s := range v.same {
		if s.mark == mark {
			mark = s.told
			break
		}
	}
	if mark == "" || mark == v.mark {
		return nil, true
	}
	for i := len(v.events) - 1; i >= 0; i-- { // what was so may have been so before
		if v.events[i].after == mark {
			return v.events[i:], true
		}
	}
	return nil, false
}

// remove ends a line.
func (h *hub) remove(st *stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.streams[st] {
		return
	}
	delete(h.streams, st)
	if h.by[st.key]--; h.by[st.key] == 0 {
		delete(h.by, st.key)
	}
	st.end()
}
