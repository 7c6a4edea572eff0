package board

import (
	"bytes"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// calendarMembers is how many members of a family have dates of their own in a calendar.
const calendarMembers = 400

// Calendar writes the deadlines and windows of a text as a calendar (RFC 5545); nil when there is no such text. base is the address of
// the board. Two calendars of the same status are the same bytes.
func (r *Run) Calendar(rd Reader, id, base string) []byte {
	a, s := r.Agreement(id)
	if a == nil {
		return nil
	}
	rd.W = rd.W.Bare()
	title := plain(wording.Name(rd.Lang, a.Names, a.ID))
	c := &calendar{run: r, rd: rd, of: a, base: base + "/" + string(rd.Lang) + "/a/" + Segment(id)}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//Mithaq//Deadlines//"+strings.ToUpper(string(rd.Lang)))
	c.line("CALSCALE", "GREGORIAN")
	name := rd.W.Text("board.feed.deadlines_of", "title", title)
	c.text("NAME", name) // RFC 7986, section 5.1; and what was in use before it
	c.text("X-WR-CALNAME", name)
	for i := range s.Norms {
		n := &s.Norms[i]
		line := r.line(rd, a, n)
		if n.Family == nil {
			c.window(&line, n.Key, n.Window, n.Lanes[rd.lead(a)])
			continue
		}
		for k := range n.Instances[:min(len(n.Instances), calendarMembers)] {
			in := &n.Instances[k]
			c.window(&line, in.Key, in.Window, in.Lanes[rd.lead(a)])
		}
	}
	c.line("END", "VCALENDAR")
	return c.out.Bytes()
}

// calendar is one on its way.
type calendar struct {
	run  *Run
	rd   Reader
	of   *norms.Agreement
	base string // of the text's page
	out  bytes.Buffer
}

// dated says that an instant is one that a calendar can hold.
func dated(t int64) bool { return t > civil.Ever && t < civil.Forever }

// window writes the window of a norm, or of a member of its family, and its deadline: the last day, or the instant where no day ends then.
func (c *calendar) window(line *Line, key status.Key, w status.Window, lane status.Lane) {
	if !dated(w.End.Lo) {
		return // no deadline is known
	}
	z, end := c.of.Zone, w.End.Lo
	n := *line.Status
	n.Window = w
	about := []string{line.Says, c.rd.W.Text("board.feed.lane", "standard", c.rd.W.Grade(c.rd.leading(c.of)).Word, "state", c.rd.W.State(lane, &n).Word)}
	unsure := !w.End.Point()
	if unsure && dated(w.End.Hi) {
		about = append(about, c.rd.W.Text("board.feed.between", "first", locale.DateTime(c.rd.Lang, end, z), "last", locale.DateTime(c.rd.Lang, w.End.Hi, z)))
	}
	about = append(about, c.rd.W.Text("board.feed.note"))
	id := line.ID
	if key.Member != "" {
		id += " " + key.Member
	}
	event := func(part, summary string, when func()) {
		c.line("BEGIN", "VEVENT")
		c.line("UID", uuid(part+" "+string(c.rd.Lang)+" "+key.Norm+" "+key.Member+" "+key.Trigger))
		c.line("DTSTAMP", instantOf(c.since(key)))
		when()
		c.text("SUMMARY", c.rd.W.Text(summary, "id", id, "who", line.Who))
		c.text("DESCRIPTION", strings.Join(about, "\n"))
		c.line("URL", c.base+"/t/"+Segment(line.Term)+c.rd.chosen()+"#n"+url.PathEscape(line.ID))
		c.line("TRANSP", "TRANSPARENT") // it takes nobody's time
		if unsure {
			c.line("STATUS", "TENTATIVE")
		} else {
			c.line("STATUS", "CONFIRMED")
		}
		c.line("END", "VEVENT")
	}
	last := z.DateOf(end - 1)
	whole := z.End(last) == end
	if whole {
		event("deadline", "board.feed.deadline", func() {
			c.line("DTSTART;VALUE=DATE", dayOf(last))
			c.line("DTEND;VALUE=DATE", dayOf(last.AddDays(1)))
		})
	} else {
		event("deadline", "board.feed.deadline_at", func() { c.line("DTSTART", instantOf(end)) })
	}
	start := w.Start.Lo
	if !dated(start) || start >= end || z.DateOf(start) == last {
		return // no window, or no longer than the day of its deadline
	}
	event("window", "board.feed.window", func() {
		if first := z.DateOf(start); whole && z.Start(first) == start {
			c.line("DTSTART;VALUE=DATE", dayOf(first))
			c.line("DTEND;VALUE=DATE", dayOf(last.AddDays(1)))
			return
		}
		c.line("DTSTART", instantOf(start))
		c.line("DTEND", instantOf(end))
	})
}

// since gives the instant of the last change of a status, the text's day where there was none.
func (c *calendar) since(key status.Key) int64 {
	if since := c.run.Since(key, c.rd.lead(c.of)); dated(since) {
		return since - 1
	}
	return c.of.Zone.Start(c.of.Dated)
}

// dayOf writes a day (RFC 5545, section 3.3.4).
func dayOf(d civil.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// instantOf writes an instant in UTC (section 3.3.5, form 2).
func instantOf(t int64) string { return time.Unix(t, 0).UTC().Format("20060102T150405Z") }

// texts escapes a text (section 3.3.11).
var texts = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)

// text writes a property whose value is a text.
func (c *calendar) text(name, value string) { c.line(name, texts.Replace(plain(value))) }

// lineOctets is how long a line may be, without its end (section 3.1).
const lineOctets = 75

// line writes a content line, folded: no line is longer than it may be, and none ends within a character.
func (c *calendar) line(name, value string) {
	rest := name + ":" + value
	for room := lineOctets; len(rest) > room; room = lineOctets - 1 { // the space that a folded line begins with counts
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		c.out.WriteString(rest[:cut] + "\r\n ")
		rest = rest[cut:]
	}
	c.out.WriteString(rest + "\r\n")
}
