package board

import (
	"html/template"
	"net/url"
	"slices"
	"strings"
)

// room is a page that a bar leads to: its address below the language, and the key of its name.
type room struct{ address, name string }

// rooms are the pages of one agreement, in the order of the bar that leads from each to the others.
var rooms = []room{
	{"/a/{agreement}", "board.room.terms"},
	{"/a/{agreement}/timeline", "board.room.timeline"},
	{"/a/{agreement}/sequence", "board.room.sequence"},
	{"/map?agreement={agreement}", "board.map.nav"},
	{"/a/{agreement}/compare", "board.room.compare"},
}

// stillRooms are those of both bars that need no server.
var stillRooms = []string{"/a/{agreement}", "/a/{agreement}/timeline", "/a/{agreement}/sequence", "/map?agreement={agreement}", "/incidents", "/sources", "/coverage"}

// recordRooms are the pages on which people work on the record, in the order of their bar, as far as they open to a visitor.
func recordRooms(v Visitor) []room {
	list := []room{{"/incidents", "board.nav.incidents"}, {"/sources", "board.nav.sources"}, {"/coverage", "board.calendar.nav"}}
	if v.Reviews {
		list = append(list, room{"/reviews", "board.nav.reviews"}, room{"/duplicates", "board.nav.duplicates"})
	}
	if v.Enters {
		list = append(list, room{"/import", "board.nav.import"})
	}
	if v.Publishes {
		list = append(list, room{"/publish", "board.publish.title"})
	}
	if v.Manages {
		list = append(list, room{"/people", "board.people.nav"})
	}
	return list
}

// recordSections are the sections whose pages show that bar.
var recordSections = []string{"desk", "incidents", "reviews", "coverage", "people"}

// Room is an entry of a bar.
type Room struct {
	Address template.URL
	Name    string
	Here    bool
}

// Rooms are the entries of the bar of an agreement.
func (p *Page) Rooms(agreement string) []Room {
	return p.bar(rooms, strings.NewReplacer("{agreement}", Segment(agreement)))
}

// RecordRooms are the entries of the bar of the record, on its pages.
func (p *Page) RecordRooms() []Room {
	if !slices.Contains(recordSections, p.Section) {
		return nil
	}
	return p.bar(recordRooms(p.Visitor), strings.NewReplacer())
}

// bar makes the entries of a bar; none while there is nowhere else to go. Each keeps the state of the address, not what only this
// page asks for.
func (p *Page) bar(rooms []room, fill *strings.Replacer) (list []Room) {
	for _, room := range rooms {
		if p.Static && !slices.Contains(stillRooms, room.address) {
			continue
		}
		path, query, _ := strings.Cut(fill.Replace(room.address), "?")
		q, _ := url.ParseQuery(query) // written above
		for _, x := range p.Params() {
			q.Set(x.Name, x.Value)
		}
		at := "/" + string(p.Lang) + path
		if len(q) > 0 {
			at += "?" + q.Encode()
		}
		list = append(list, Room{template.URL(at), p.W.Text(room.name), p.Path == path}) // encoded: it can hold nothing but paths, names and values
	}
	if len(list) < 2 {
		return nil
	}
	return list
}
