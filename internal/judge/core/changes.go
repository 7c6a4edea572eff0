package core

// changes writes what enters and what leaves the window of ONCE or EVENTUALLY, for operators that keep count of it. The tuples hang
// together in the order of the time points at which they held last, so those that leave stand at the front.
type changes struct {
	frame
	in    *reader
	table *table
	links []link // by tuple
	first int32  // the tuple that leaves next, -1: none
	last  int32
	out   *stream
}

type link struct {
	at         int64 // the time point at which the tuple held last
	prev, next int32
}

func newChanges(f frame, in *reader, out *stream) *changes {
	return &changes{frame: f, in: in, table: newTable(in.s.width), first: -1, last: -1, out: out}
}

func (c *changes) step() error {
	for limit := c.decided(c.in.s.known); ; c.out.close() {
		c.out.skip(c.quiet(c.out.known, limit))
		if c.out.known == limit {
			return nil
		}
		c.seek(c.out.known)
		for at := c.in.ahead(); at < c.end; at = c.in.ahead() {
			if at >= c.start {
				r := c.in.relation()
				for k := range r.n {
					c.enter(r.row(k), at)
				}
			}
			c.in.pop()
		}
		for c.first >= 0 && c.links[c.first].at < c.start {
			e := int(c.first)
			c.out.add(c.table.key(e), Pair{})
			c.remove(e)
		}
	}
}

// quiet gives the first time point from i on, at most limit, at which something may enter the window or leave it.
func (c *changes) quiet(i, limit int64) int64 {
	limit = c.entering(i, limit, c.in.ahead())
	if c.first < 0 || c.past && c.hi == endless {
		return limit
	}
	if !c.past {
		return i // the frame begins at the time point itself, so tuples leave at each step
	}
	last := plus(c.clock.at(c.links[c.first].at), c.hi)
	for i < limit && c.clock.at(i) <= last {
		i++
	}
	return i
}

// enter puts a tuple at the end of the list.
func (c *changes) enter(row []Word, at int64) {
	n, fresh := c.table.put(row)
	e := int32(n)
	if fresh {
		c.links = append(c.links, link{})
		c.out.add(row, certain)
	} else {
		c.unlink(e)
	}
	c.links[e] = link{at, c.last, -1}
	if c.last >= 0 {
		c.links[c.last].next = e
	} else {
		c.first = e
	}
	c.last = e
}

func (c *changes) unlink(e int32) {
	l := c.links[e]
	if l.prev >= 0 {
		c.links[l.prev].next = l.next
	} else {
		c.first = l.next
	}
	if l.next >= 0 {
		c.links[l.next].prev = l.prev
	} else {
		c.last = l.prev
	}
}

// remove takes out a tuple; the one with the highest number gets its number.
func (c *changes) remove(e int) {
	c.unlink(int32(e))
	n := c.table.n - 1
	c.table.remove(e)
	if n != e {
		l := c.links[n]
		c.links[e] = l
		if l.prev >= 0 {
			c.links[l.prev].next = int32(e)
		} else {
			c.first = int32(e)
		}
		if l.next >= 0 {
			c.links[l.next].prev = int32(e)
		} else {
			c.last = int32(e)
		}
	}
	c.links = c.links[:n]
	if n == 0 {
		c.table.trim()
	}
}

func (c *changes) mark(m *marker) {
	m.rows(c.in.s.types, c.table.keys)
	c.out.mark(m)
}
