package board

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// feedEntries is how many changes a feed holds, the newest.
const feedEntries = 100

// StatusChange is one change of a norm's status, at one standard or more.
type StatusChange struct {
	Norm, Term string
	Name       string // names the change for ever: another change of the same norm, or the same one told otherwise, has another
	At         int64  // the first instant as of which the status stands so
	Before     [status.Lanes]status.Set
	Now        [status.Lanes]status.Set
	Words      [status.Lanes]Cell // as it has stood since
	Changed    [status.Lanes]bool
	Day        string        // of At, in words
	By         []ChangeCause // what is dated on that day and decided it
	Says       string        // the norm, read back
	Who        string
}

// StatusChanges lists the changes of status of a text's norms since it starts, the newest first; nil when there is no such text. They are shared: nobody changes them.
func (r *Run) StatusChanges(rd Reader, id string) []StatusChange {
	a, s := r.Agreement(id)
	if a == nil {
		return nil
	}
	return once(r, rd, "changes", id, func() []StatusChange { return r.statusChanges(rd, a, s) })
}

func (r *Run) statusChanges(rd Reader, a *norms.Agreement, s *status.Agreement) (list []StatusChange) {
	for i := range s.Norms {
		n := &s.Norms[i]
		history := r.History(n.Key)
		for k := 1; k < len(history); k++ {
			if h := &history[k]; h.Reading > a.Starts && h.Reading < civil.Forever && h.Sets != history[k-1].Sets {
				list = append(list, StatusChange{Norm: r.Program.Norm(n.Key.Norm).ID, Term: n.Term, At: h.Reading - 1, Before: history[k-1].Sets, Now: h.Sets})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b StatusChange) int {
		return cmp.Or(cmp.Compare(b.At, a.At), strings.Compare(a.Norm, b.Norm))
	})
	list = list[:min(len(list), feedEntries)]
	of := map[string]*status.Norm{}
	for i := range s.Norms {
		of[r.Program.Norm(s.Norms[i].Key.Norm).ID] = &s.Norms[i]
	}
	for i := range list {
		r.tell(rd, a, of[list[i].Norm], &list[i])
	}
	return list
}

// then gives a norm and its lane as they are told of an instant since which the states stood. What is said of the present alone (what it waits for,
// what contests it) is not said of an earlier one; and what was done, or may have been, before anybody was bound is called no breach once somebody is.
func then(n *status.Norm, lane int, states status.Set, from int64) (*status.Norm, status.Lane) {
	was, l := *n, status.Lane{States: states, Bonded: n.Lanes[lane].Bonded}
	was.Reasons = status.Reasons{}
	if from < n.Bond.Since && n.Bond.Sort != status.NoBearers {
		was.Bond.Sort, l.Bonded = status.NoBond, false
	}
	return &was, l
}

// tell puts a change in words.
func (r *Run) tell(rd Reader, a *norms.Agreement, n *status.Norm, c *StatusChange) {
	c.Words = rd.cells(a, func(i int) wording.StateText {
		was, l := then(n, i, c.Now[i], c.At)
		return rd.W.State(l, was)
	})
	for i := range c.Words {
		if c.Words[i].Rest != "" {
			was, l := then(n, i, c.Now[i], c.At)
			c.Words[i].Rest = rd.W.Among(c.Now[i], l, was)
		}
	}
	var name strings.Builder
	fmt.Fprintf(&name, "%s %d", n.Key.Norm, c.At)
	for i := range c.Now {
		c.Changed[i] = c.Now[i] != c.Before[i]
		fmt.Fprintf(&name, " %s", c.Now[i])
	}
	c.Name = uuid(name.String())
	c.Says, c.Who = r.readBack(rd, r.Program.Norm(n.Key.Norm)).Text, rd.who(r.lookup(rd), n)
	c.Day, c.By = rd.day(c.At, a.Zone), r.causes(rd, a, n, c.At)
}

// uuid names something by what it is: a UUID of version 8 (RFC 9562, section 5.8) of the hash of a name.
func uuid(name string) string {
	b := sha256.Sum256([]byte("mithaq " + name))
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

// The elements of a feed (RFC 4287, section 4).
type (
	atomFeed struct {
		XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang     string      `xml:"xml:lang,attr"`
		ID       string      `xml:"id"`
		Title    string      `xml:"title"`
		Subtitle string      `xml:"subtitle"`
		Updated  string      `xml:"updated"`
		Author   atomPerson  `xml:"author"`
		Links    []atomLink  `xml:"link"`
		Entries  []atomEntry `xml:"entry"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Link    atomLink `xml:"link"`
		Summary string   `xml:"summary"`
	}
)

// Feed writes the changes of a text's status as an Atom feed (RFC 4287); nil when there is no such text. base is the address of the
// board, without a slash at its end: the links of a feed are followed from elsewhere.
func (r *Run) Feed(rd Reader, id, base string) ([]byte, error) {
	a, _ := r.Agreement(id)
	if a == nil {
		return nil, nil
	}
	rd.W = rd.W.Bare()
	changes := r.StatusChanges(rd, id)
	title := plain(wording.Name(rd.Lang, a.Names, a.ID))
	page := base + "/" + string(rd.Lang) + "/a/" + Segment(id)
	keep := rd.chosen()
	f := atomFeed{
		Lang: string(rd.Lang), ID: "urn:uuid:" + uuid("feed "+string(rd.Lang)+" "+id+keep), Title: rd.W.Text("board.feed.changes_of", "title", title),
		Subtitle: rd.W.Text("board.feed.note"), Author: atomPerson{"Mithaq"}, Updated: rfc3339(a.Zone.Start(a.Dated)),
		Links: []atomLink{
			{"self", "application/atom+xml", base + "/a/" + Segment(id) + "/changes.atom?lang=" + string(rd.Lang) + strings.Replace(keep, "?", "&", 1)},
			{"alternate", "text/html", page + keep},
		},
	}
	if len(changes) > 0 {
		f.Updated = rfc3339(changes[0].At)
	}
	for i := range changes {
		c := &changes[i]
		e := atomEntry{
			ID: "urn:uuid:" + uuid(string(rd.Lang)+" "+c.Name+keep), Updated: rfc3339(c.At), Link: atomLink{"alternate", "text/html", page + "/t/" + Segment(c.Term) + keep + "#n" + url.PathEscape(c.Norm)},
			Title: plain(rd.W.Text("board.feed.entry", "id", c.Norm, "state", c.Words[rd.lead(a)].Word)),
		}
		lines := []string{rd.W.Text("board.changes.on", "date", locale.DateTime(rd.Lang, c.At, a.Zone))}
		for lane := range c.Words {
			word := c.Words[lane].Word
			if c.Words[lane].Rest != "" {
				word = c.Words[lane].Long
			}
			lines = append(lines, rd.W.Text("board.feed.lane", "standard", c.Words[lane].Standard, "state", word))
		}
		e.Summary = plain(strings.Join(append(lines, c.Says), "\n"))
		f.Entries = append(f.Entries, e)
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	if err := enc.Encode(f); err != nil {
		return nil, fmt.Errorf("feed: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// rfc3339 writes an instant (RFC 3339).
func rfc3339(t int64) string { return time.Unix(t, 0).UTC().Format(time.RFC3339) }

// plain takes out of a text what could turn the text around it when it stands in a program that knows no directions of its own, and
// characters that neither XML nor a calendar can carry.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r < ' ' && r != '\n' && r != '\t', r == 0x7f, r == '\ufffe', r == '\uffff':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}
