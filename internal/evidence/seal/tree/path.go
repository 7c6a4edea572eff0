package tree

import (
	"fmt"
	"strconv"
)

// Path gives the path of a tile as C2SP tlog-tiles serves it: tile/L/N, and .p/W for a tile that is not full. Of entries, level is "entries".
func Path(level string, n int64, width int) string {
	number := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		number = fmt.Sprintf("x%03d/%s", n%1000, number)
	}
	p := "tile/" + level + "/" + number
	if width < Width {
		p += ".p/" + strconv.Itoa(width)
	}
	return p
}

// Tile is a tile of a tree of some size.
type Tile struct {
	Level int
	N     int64
	Width int
}

// Tiles gives every tile of a tree, level by level.
func Tiles(size int64) []Tile {
	var out []Tile
	for l := 0; size>>(Height*l) > 0; l++ {
		have := size >> (Height * l)
		for n := range (have + Width - 1) / Width {
			out = append(out, Tile{l, n, int(min(Width, have-n*Width))})
		}
	}
	return out
}
