package board

import (
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
	rooms = append(rooms[:1:1], struct{ address, name string }{"/other?of={agreement}", "board.room.terms"})
	list := p.Rooms("x/y")
	if len(list) != 2 || list[0].Address != "/en/a/x%2Fy?as-of=2016-01-02&standard=verified" || !list[0].Here {
		t.Errorf("%v", list)
	}
	if list[1].Address != "/en/other?as-of=2016-01-02&of=x%2Fy&standard=verified" || list[1].Here {
		t.Errorf("%v", list[1])
	}
}
