package norms

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/agreement/format"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/geo"
)

// canon keeps the canonical layout of each file.
type canon map[*syntax.File]string

func (c canon) text(f *syntax.File) string {
	if _, done := c[f]; !done {
		c[f] = format.File(f)
	}
	return c[f]
}

// hash names an agreement by everything that its meaning depends on in the texts: the canonical layout of the file that it
// stands in, then those of the other files whose vocabularies it uses, in the order of the vocabularies' names, then the
// outlines that zones of these vocabularies have from files of their own. A part begins with a zero byte, which no text holds.
func (c canon) hash(a *terms.Agreement) string {
	var b strings.Builder
	b.WriteString(c.text(a.File))
	uses := slices.SortedFunc(slices.Values(a.Uses), func(x, y *terms.Vocabulary) int { return cmp.Compare(x.ID, y.ID) })
	seen := map[*syntax.File]bool{a.File: true}
	for _, v := range uses {
		if !seen[v.File] {
			seen[v.File] = true
			b.WriteString("\x00" + c.text(v.File))
		}
	}
	for _, v := range uses {
		for _, z := range v.Zones {
			writeOutline(&b, z)
		}
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// writeOutline writes a zone's coordinates: rings and lines in order, nothing for a zone that is known by name only.
func writeOutline(b *strings.Builder, z *terms.Zone) {
	write := func(points []geo.Point) {
		fmt.Fprintf(b, "\x00%s", z.ID)
		for _, p := range points {
			fmt.Fprintf(b, " %d,%d", p.Lat, p.Lon)
		}
	}
	if z.Points != nil {
		write(z.Points)
	}
	if z.Area != nil {
		for _, polygon := range z.Area.Polygons {
			for _, ring := range polygon {
				write(ring)
			}
		}
	}
}
