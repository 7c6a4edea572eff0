// Package archive opens what came in one piece, a ZIP archive or a folder, as a list of files, and refuses whole what was made to do harm:
// names that lead out of it, names that are one on some systems, links, members that unpack to more than they say or than anybody needs.
// Everything that is wrong is told at once. Archives inside an archive are files like others and are not opened.
package archive

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/files/look"
)

// Limits are on what an archive may hold.
type Limits struct {
	Files int   // members
	One   int64 // bytes of one member, unpacked
	Total int64 // of all
	Ratio int64 // unpacked bytes for each packed one, of members of more than a megabyte
}

// Usual are the limits where the caller has no others. Text packs to a tenth, seldom to a fiftieth; Deflate cannot do more than 1,032 to 1.
var Usual = Limits{Files: 50_000, One: files.DefaultLimit, Total: 50 << 30, Ratio: 200}

// smallest is up to how many bytes a member may be packed as tightly as it likes.
const smallest = 1 << 20

// maxName is how long a member's name may be, in bytes.
const maxName = 1024

// Why an archive is refused. The sentences stand in front/wording under "archive.WHY".
const (
	Broken    = "broken"    // it cannot be read as a ZIP archive
	Many      = "many"      // too many members
	BadName   = "name"      // a name that is empty, too long, no UTF-8, or holds control characters or backslashes
	Absolute  = "absolute"  // a name that begins at the root, or with a drive
	Outside   = "outside"   // a name that leads out of the archive
	Twice     = "twice"     // two members of one name
	Collision = "collision" // two names that are one where case or composition does not count
	Link      = "link"      // a link
	Special   = "special"   // neither a file nor a folder
	Encrypted = "encrypted" //
	Method    = "method"    // packed in a way that is not read here
	Large     = "large"     // a member beyond the limit
	Total     = "total"     // all of them together
	Ratio     = "ratio"     // packed so tightly that it can only be meant to fill the disk
	Overlap   = "overlap"   // members that share bytes
)

// Reasons lists them.
var Reasons = []string{Broken, Many, BadName, Absolute, Outside, Twice, Collision, Link, Special, Encrypted, Method, Large, Total, Ratio, Overlap}

// Fault is one reason to refuse an archive.
type Fault struct {
	Why   string `json:"why"`             // of Reasons
	Name  string `json:"name,omitempty"`  // of the member, with what cannot be shown written visibly
	Other string `json:"other,omitempty"` // the other member
}

// ErrLies tells that a member has more or fewer bytes than the archive says, or others.
var ErrLies = errors.New("a member is not what the archive says of it")

// Archive is what was found in one piece.
type Archive struct {
	Members []Member // sorted by name
	byName  map[string]int
}

// Member is one file.
type Member struct {
	Name string // with slashes, below the archive
	Size int64  // bytes, as the archive says; Open holds it to that
	open func() (io.ReadCloser, error)
}

// Open gives the bytes. The reader ends with ErrLies where they are not as many as Size says.
func (m *Member) Open() (io.ReadCloser, error) {
	r, err := m.open()
	if err != nil {
		return nil, err
	}
	return &held{r, m.Size, m.Name}, nil
}

type held struct {
	io.ReadCloser
	left int64
	name string
}

func (h *held) Read(b []byte) (int, error) {
	n, err := h.ReadCloser.Read(b)
	h.left -= int64(n)
	if h.left < 0 || err == io.EOF && h.left > 0 || err != nil && err != io.EOF {
		return 0, fmt.Errorf("%s: %w", look.Escape(h.name), ErrLies)
	}
	return n, err
}

// Get finds a member by its name; case and composition of letters do not count, for the tables that name files were typed. nil: there is none.
func (a *Archive) Get(name string) *Member {
	if i, ok := a.byName[folded(path.Clean(strings.TrimPrefix(name, "./")))]; ok {
		return &a.Members[i]
	}
	return nil
}

func folded(name string) string { return strings.ToLower(norm.NFC.String(name)) }

// builder collects members and faults.
type builder struct {
	limits  Limits
	total   int64
	members []Member
	faults  []Fault
}

func (b *builder) fault(why, name, other string) {
	f := Fault{why, look.Escape(name), look.Escape(other)}
	if len(b.faults) < 1000 && !slices.Contains(b.faults, f) {
		b.faults = append(b.faults, f)
	}
}

// name looks whether a name is one; folders are looked at too.
func (b *builder) name(name string) bool {
	before := len(b.faults)
	bare := strings.TrimSuffix(name, "/")
	switch {
	case bare == "", len(bare) > maxName, !utf8.ValidString(bare), strings.ContainsFunc(bare, unicode.IsControl), strings.Contains(bare, `\`):
		b.fault(BadName, name, "")
	case strings.HasPrefix(bare, "/"), len(bare) > 1 && bare[1] == ':':
		b.fault(Absolute, name, "")
	case slices.ContainsFunc(strings.Split(bare, "/"), func(p string) bool { return p == ".." }):
		b.fault(Outside, name, "")
	case path.Clean(bare) != bare:
		b.fault(BadName, name, "")
	}
	return len(b.faults) == before
}

func (b *builder) add(m Member) {
	if m.Size > b.limits.One {
		b.fault(Large, m.Name, "")
	}
	b.total += m.Size
	b.members = append(b.members, m)
}

// ignored are what systems add to archives and folders of their own accord.
func ignored(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(name, "__MACOSX/") || base == ".DS_Store" || base == "Thumbs.db" || base == "desktop.ini"
}

func (b *builder) archive() (*Archive, []Fault) {
	if len(b.members) > b.limits.Files {
		b.fault(Many, "", "")
	}
	if b.total > b.limits.Total {
		b.fault(Total, "", "")
	}
	slices.SortStableFunc(b.members, func(x, y Member) int { return cmp.Compare(x.Name, y.Name) })
	a := &Archive{Members: b.members, byName: map[string]int{}}
	for i, m := range b.members {
		key := folded(m.Name)
		if first, there := a.byName[key]; there {
			why := Collision
			if b.members[first].Name == m.Name {
				why = Twice
			}
			b.fault(why, m.Name, b.members[first].Name)
			continue
		}
		a.byName[key] = i
	}
	// A file and a folder of one name cannot stand beside each other either.
	for _, m := range b.members {
		for dir := path.Dir(m.Name); dir != "."; dir = path.Dir(dir) {
			if i, there := a.byName[folded(dir)]; there {
				b.fault(Collision, m.Name, b.members[i].Name)
			}
		}
	}
	if b.faults != nil {
		return nil, b.faults
	}
	return a, nil
}
