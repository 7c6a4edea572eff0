package board

import (
	"html/template"
	"net/url"
	"strings"
)

// rooms are the pages of one agreement, in the order of the bar that leads from each to the others: the address below the language, and the key of its name.
var rooms = []struct{ address, name string }{
	{"/a/{agreement}", "board.room.terms"},
	{"/a/{agreement}/timeline", "board.room.timeline"},
	{"/a/{agreement}/sequence", "board.room.sequence"},
}

// Room is an entry of that bar.
type Room struct {
	Address template.URL
	Name    string
	Here    bool
}

// Rooms are the entries of the bar of an agreement; none while there is nowhere else to go. Each keeps the state of the address, not what only this page asks for.
func (p *Page) Rooms(agreement string) (list []Room) {
	if len(rooms) < 2 || p.Static {
		return nil
	}
	for _, room := range rooms {
		path, query, _ := strings.Cut(strings.ReplaceAll(room.address, "{agreement}", url.PathEscape(agreement)), "?")
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
	return list
}
