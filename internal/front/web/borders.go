package web

import (
	"sync"

	"mithaq/internal/base/atlas"
	"mithaq/internal/front/board"
)

// borders are the outlines of countries on the map: those of Natural Earth that come with the program, or those of whoever serves the board.
type borders struct {
	own    []byte // GeoJSON; nil: none
	shapes []atlas.Country
	read   func() ([2][]atlas.Country, error)
}

// The files of Natural Earth, for maps of the world and of parts of it.
const (
	coarseBorders = "map/countries-110m.json"
	fineBorders   = "map/countries-50m.json"
)

func newBorders(own []byte) (borders, error) {
	b := borders{own: own}
	var err error
	if own != nil {
		b.shapes, err = atlas.Read(own)
	}
	b.read = sync.OnceValues(func() (both [2][]atlas.Country, err error) { // when the first map is shown: other pages do not wait for it
		for i, name := range []string{coarseBorders, fineBorders} {
			body, _, err := board.Asset(name)
			if err != nil {
				return both, err
			}
			if both[i], err = atlas.Read(body); err != nil {
				return both, err
			}
		}
		return both, nil
	})
	return b, err
}

// countries gives the outlines for maps of the world, and for parts of it.
func (b *borders) countries() (coarse, fine []atlas.Country, err error) {
	if b.own != nil {
		return b.shapes, b.shapes, nil
	}
	both, err := b.read()
	return both[0], both[1], err
}
