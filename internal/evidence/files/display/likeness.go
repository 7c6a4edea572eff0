package display

import (
	"image"
	"math/bits"
)

// Likeness is a hash of what a picture looks like: 64 bits, of which copies that were scaled, recompressed or lightly changed share nearly all.
type Likeness uint64

// likeEnough is at how many differing bits of 64 two pictures may be one: Krawetz's figure for the difference hash.
const likeEnough = 10

// Like says whether two pictures may be copies of one. Pictures without structure (all of one colour) look like each other.
func (a Likeness) Like(b Likeness) bool { return a.Distance(b) <= likeEnough }

// Distance is how many bits differ.
func (a Likeness) Distance(b Likeness) int { return bits.OnesCount64(uint64(a ^ b)) }

// LikenessOfFile gives the hash of an image in a file. The errors are those of Make.
func LikenessOfFile(data []byte) (Likeness, error) {
	p, _, err := Decode(data, 256)
	if err != nil {
		return 0, err
	}
	return LikenessOf(p), nil
}

// LikenessOf computes the difference hash (N. Krawetz, "Kind of like that", 2013): the picture is scaled to 9 by 8 grey values; each bit says
// whether a value is less than its right neighbour, row by row from the upper left.
func LikenessOf(p image.Image) Likeness {
	const w, h = 9, 8
	b := p.Bounds()
	var sum, n [h][w]uint64
	for y := range b.Dy() {
		for x := range b.Dx() {
			r, g, bl, _ := p.At(b.Min.X+x, b.Min.Y+y).RGBA()
			cy, cx := y*h/b.Dy(), x*w/b.Dx()
			sum[cy][cx] += uint64(299*r+587*g+114*bl) / 1000 // BT.601
			n[cy][cx]++
		}
	}
	var hash Likeness
	for y := range h {
		for x := range w - 1 {
			hash <<= 1
			if mean(sum[y][x], n[y][x]) < mean(sum[y][x+1], n[y][x+1]) {
				hash |= 1
			}
		}
	}
	return hash
}

func mean(sum, n uint64) uint64 { return sum / max(n, 1) }
