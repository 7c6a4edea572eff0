package crash

import (
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// disk is what a disk is known to hold while a program writes to it: what has been synced, and what may or may not have reached it. Names are
// durable once their folder is synced, contents once the file is: POSIX promises no more (fsync(2)).
type disk struct {
	names   map[string]*file // as the program sees them
	durable map[string]*file // as they would be found
}

// file is a file's content, whatever it is called.
type file struct {
	synced  []byte
	pending []change // since the last sync, in order
}

// change is a write, or with data nil a new length.
type change struct {
	at   int64
	data []byte
}

func newDisk() *disk { return &disk{names: map[string]*file{}, durable: map[string]*file{}} }

func (d *disk) open(name string) *file {
	f := d.names[name]
	if f == nil {
		f = &file{}
		d.names[name] = f
	}
	return f
}

func (d *disk) write(name string, at int64, data []byte) {
	f := d.open(name)
	f.pending = append(f.pending, change{at, data})
}

func (d *disk) truncate(name string, size int64) {
	f := d.open(name)
	f.pending = append(f.pending, change{size, nil})
}

// sync makes a file's content durable, or of a folder the names in it.
func (d *disk) sync(name string) {
	if f := d.names[name]; f != nil {
		f.synced = f.content(f.pending)
		f.pending = nil
		return
	}
	maps.DeleteFunc(d.durable, func(n string, _ *file) bool { return path.Dir(n) == name })
	for n, f := range d.names {
		if path.Dir(n) == name {
			d.durable[n] = f
		}
	}
}

func (d *disk) rename(from, to string) {
	d.names[to] = d.names[from]
	delete(d.names, from)
}

func (d *disk) link(from, to string) { d.names[to] = d.names[from] }

func (d *disk) unlink(name string) { delete(d.names, name) }

func (f *file) content(changes []change) []byte {
	b := append([]byte{}, f.synced...)
	for _, c := range changes {
		if c.data == nil {
			for int64(len(b)) < c.at {
				b = append(b, 0)
			}
			b = b[:c.at]
			continue
		}
		for int64(len(b)) < c.at+int64(len(c.data)) {
			b = append(b, 0)
		}
		copy(b[c.at:], c.data)
	}
	return b
}

// sector is what a disk writes whole.
const sector = 512

// lost gives what of the changes since the last sync could have reached the disk: any of them, in sectors, and whether there were any.
func (f *file) lost(r *rand.Rand, share float64) []change {
	var out []change
	for _, c := range f.pending {
		switch {
		case c.data == nil:
			if r.Float64() < share {
				out = append(out, c)
			}
		default:
			for i := 0; i < len(c.data); i += sector {
				if r.Float64() < share {
					out = append(out, change{c.at + int64(i), c.data[i:min(i+sector, len(c.data))]})
				}
			}
		}
	}
	return out
}

// found writes to a folder what could be found after the power failed now, of the files below root. Of names that were not synced some are there
// and some are not.
func (d *disk) found(t *testing.T, r *rand.Rand, root, into string) {
	t.Helper()
	share := []float64{0, 0.5, 1}[r.IntN(3)] // nothing of it, some, all
	names := maps.Clone(d.durable)
	for n, f := range d.names {
		if names[n] == nil && r.Float64() < share {
			names[n] = f
		}
	}
	for n := range d.durable {
		if d.names[n] == nil && r.Float64() < share {
			delete(names, n) // its removal had reached the disk
		}
	}
	for n, f := range names {
		rest, ok := strings.CutPrefix(n, root+"/")
		if !ok || strings.HasSuffix(n, "-shm") { // shared memory is made anew
			continue
		}
		if err := os.WriteFile(filepath.Join(into, rest), f.content(f.lost(r, share)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
