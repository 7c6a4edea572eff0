package board

import (
	"strings"
	"testing"

	"mithaq/internal/base/locale"
)

// The bar leads to the other pages of the agreement in the state of this one, and says which it is.
func TestRooms(t *testing.T) {
	p := &Page{Reader: NewReader(locale.En), Path: "/a/x%2Fy", State: State{AsOf: "2016-01-02", Standard: "verified"}}
	before := rooms
	defer func() { rooms = before }()
	rooms = rooms[:1]
	if list := p.Rooms("x/y"); list != nil {
		t.Errorf("a bar that leads nowhere: %v", list)
	}
	rooms = append(rooms[:1:1], room{"/other?of={agreement}", "board.room.terms"})
	list := p.Rooms("x/y")
	if len(list) != 2 || list[0].Address != "/en/a/x%2Fy?as-of=2016-01-02&standard=verified" || !list[0].Here {
		t.Errorf("%v", list)
	}
	if list[1].Address != "/en/other?as-of=2016-01-02&of=x%2Fy&standard=verified" || list[1].Here {
		t.Errorf("%v", list[1])
	}
}

// The bar of the record stands on its pages alone, and leads nobody to a page that is not for them.
func TestRecordRooms(t *testing.T) {
	for _, c := range []struct {
		section string
		who     Visitor
		want    string
	}{
		{"agreements", Visitor{ID: "mona", Reviews: true, Enters: true, Manages: true}, ""},
		{"incidents", Visitor{}, "/en/incidents /en/sources /en/coverage"},
		{"coverage", Visitor{ID: "mona", Enters: true}, "/en/incidents /en/sources /en/coverage /en/import"},
		{"desk", Visitor{ID: "mona", Reviews: true}, "/en/incidents /en/sources /en/coverage /en/reviews /en/duplicates"},
		{"people", Visitor{Single: true, Reviews: true, Enters: true, Manages: true}, "/en/incidents /en/sources /en/coverage /en/reviews /en/duplicates /en/import /en/people"},
	} {
		p := &Page{Reader: NewReader(locale.En), Section: c.section, Visitor: c.who}
		var got []string
		for _, r := range p.RecordRooms() {
			got = append(got, string(r.Address))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.section, got, c.want)
		}
	}
}
