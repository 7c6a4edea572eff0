package archive

import (
	"io"
	"io/fs"
	"os"
)

// Folder opens a folder. Links in it are a fault: they lead elsewhere. The error is the system's.
func Folder(path string, limits Limits) (*Archive, []Fault, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, nil, err
	}
	defer root.Close()
	b := &builder{limits: limits}
	err = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name == ".", ignored(name):
			return nil
		case !b.name(name):
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			b.fault(Link, name, "")
			return nil
		case d.IsDir():
			return nil
		case !d.Type().IsRegular():
			b.fault(Special, name, "")
			return nil
		}
		st, err := d.Info()
		if err != nil {
			return err
		}
		if len(b.members) > limits.Files {
			return fs.SkipAll
		}
		b.add(Member{Name: name, Size: st.Size(), open: func() (io.ReadCloser, error) { return os.OpenInRoot(path, name) }})
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	a, faults := b.archive()
	return a, faults, nil
}
