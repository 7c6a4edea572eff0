package tree

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// naive is RFC 6962, 2.1, word by word.
func naive(leaves [][]byte) [32]byte {
	switch n := len(leaves); n {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return sha256.Sum256(append([]byte{0}, leaves[0]...))
	default:
		k := 1
		for k*2 < n {
			k *= 2
		}
		l, r := naive(leaves[:k]), naive(leaves[k:])
		return sha256.Sum256(slices.Concat([]byte{1}, l[:], r[:]))
	}
}

// kept is a store of tiles that counts what is put.
type kept struct {
	tiles map[[2]int64][]byte
	puts  int
}

func newKept() *kept { return &kept{tiles: map[[2]int64][]byte{}} }

func (k *kept) get(level int, n int64) ([]byte, error) {
	return k.tiles[[2]int64{int64(level), n}], nil
}

func (k *kept) put(level int, n int64, hashes []byte) error {
	k.puts++
	k.tiles[[2]int64{int64(level), n}] = hashes
	return nil
}

func leaf(i int) []byte { return fmt.Appendf(nil, "leaf %d", i) }

// vectors are those of the reference implementation of Certificate Transparency (transparency-dev/merkle, testonly).
var vectorLeaves = []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}

var vectorRoots = []string{
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}

func TestVectors(t *testing.T) {
	k := newKept()
	e, err := Load(0, k.get, k.put)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range vectorRoots {
		if i > 0 {
			b, err := hex.DecodeString(vectorLeaves[i-1])
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(e.Add(b), e.Flush()); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := Root(int64(i), k.get); err != nil || hex.EncodeToString(got[:]) != want {
			t.Errorf("%d leaves: %x, %v, want %s", i, got, err, want)
		}
	}
	hexes := func(hs []tlog.Hash) (out []string) {
		for _, h := range hs {
			out = append(out, hex.EncodeToString(h[:]))
		}
		return out
	}
	for _, c := range []struct {
		index, size int64
		want        []string
	}{
		{0, 1, nil},
		{0, 2, []string{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"}},
		{2, 3, []string{"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
		{1, 5, []string{
			"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
			"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
		}},
		{5, 8, []string{
			"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
			"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		}},
	} {
		p, err := tlog.ProveRecord(c.size, c.index, Reader(k.get))
		if err != nil || !slices.Equal(hexes(p), c.want) {
			t.Errorf("leaf %d of %d: %v, %v", c.index, c.size, hexes(p), err)
		}
	}
	for _, c := range []struct {
		old, size int64
		want      []string
	}{
		{1, 1, nil},
		{1, 8, []string{
			"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
			"6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
		}},
		{2, 5, []string{"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
		{6, 8, []string{
			"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
			"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		}},
	} {
		p, err := tlog.ProveTree(c.size, c.old, Reader(k.get))
		if err != nil || !slices.Equal(hexes(p), c.want) {
			t.Errorf("from %d to %d: %v, %v", c.old, c.size, hexes(p), err)
		}
	}
}

// TestNaive: the root of every size equals the definition's, whatever transactions the leaves came in; and an edge that is loaded goes on as the
// one that was never left.
func TestNaive(t *testing.T) {
	const most = 1500
	r := rand.New(rand.NewPCG(1, 2))
	var leaves [][]byte
	for i := range 70_000 {
		leaves = append(leaves, leaf(i))
	}
	k := newKept()
	for size := 0; size < most; {
		e, err := Load(int64(size), k.get, k.put)
		if err != nil {
			t.Fatal(err)
		}
		for range r.IntN(40) {
			if err := e.Add(leaves[size]); err != nil {
				t.Fatal(err)
			}
			size++
		}
		if err := e.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	for size := range most { // also of the sizes that it had within a transaction
		if got, err := Root(int64(size), k.get); err != nil || got != naive(leaves[:size]) {
			t.Fatalf("%d leaves: %v, %v", size, got, err)
		}
	}

	k = newKept()
	e, err := Load(0, k.get, k.put)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range leaves {
		if err := e.Add(l); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Flush(); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{65535, 65536, 65537, 65792, 65793, 70_000} { // where a tile of the third level begins
		if got, err := Root(int64(size), k.get); err != nil || got != naive(leaves[:size]) {
			t.Errorf("%d leaves: %v, %v", size, got, err)
		}
	}
	// C2SP tlog-tiles gives this example: 273 full tiles and one of 112, one full and one of 17, one of 1.
	if k.puts != 273+1+1+1+1 || len(k.tiles) != k.puts {
		t.Errorf("%d tiles were put, %d are kept", k.puts, len(k.tiles))
	}
	for _, want := range Tiles(70_000) {
		if got, _ := k.get(want.Level, want.N); len(got) != want.Width*tlog.HashSize {
			t.Errorf("%+v has %d bytes", want, len(got))
		}
	}
	if n := len(Tiles(70_000)); n != len(k.tiles) {
		t.Errorf("%d tiles are listed, %d are kept", n, len(k.tiles))
	}
	before := k.puts // one more entry: one row
	if e, err = Load(70_000, k.get, k.put); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(e.Add(leaf(0)), e.Flush(), e.Flush()); err != nil || k.puts != before+1 {
		t.Errorf("one entry took %d rows, %v", k.puts-before, err)
	}
}

// TestLoadRefuses: an edge whose tiles are not those of the size is not built on.
func TestLoadRefuses(t *testing.T) {
	k := newKept()
	e, err := Load(0, k.get, k.put)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 300 {
		if err := e.Add(leaf(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Flush(); err != nil {
		t.Fatal(err)
	}
	for size := range int64(700) {
		if _, err := Load(size, k.get, k.put); (err == nil) != (size == 300) || err != nil && !errors.Is(err, ErrTiles) {
			t.Errorf("loaded as %d leaves: %v", size, err)
		}
	}
	if _, err := Root(301, k.get); !errors.Is(err, ErrTiles) {
		t.Errorf("the root of 301 of 300 leaves: %v", err)
	}
	cut := k.tiles[[2]int64{0, 1}]
	k.tiles[[2]int64{0, 1}] = cut[:len(cut)-5]
	if _, err := Load(300, k.get, k.put); !errors.Is(err, ErrTiles) {
		t.Errorf("a tile cut within a hash: %v", err)
	}
	broken := errors.New("the disk is full")
	full := func(int, int64, []byte) error { return broken }
	if e, err = Load(0, newKept().get, full); err != nil {
		t.Fatal(err)
	}
	for i := range 256 {
		err = e.Add(leaf(i))
	}
	if !errors.Is(err, broken) || e.Size() != 255 {
		t.Errorf("a tile that could not be kept: %v, %d leaves", err, e.Size())
	}
}

func TestPath(t *testing.T) {
	for want, got := range map[string]string{
		"tile/0/x001/x234/067":       Path("0", 1234067, 256), // the example of C2SP tlog-tiles
		"tile/1/000":                 Path("1", 0, 256),
		"tile/0/273.p/112":           Path("0", 273, 112),
		"tile/entries/x001/000.p/5":  Path("entries", 1000, 5),
		"tile/entries/x999/999":      Path("entries", 999999, 256),
		"tile/2/x001/x000/000.p/255": Path("2", 1000000, 255),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
