package intake

import (
	"errors"
	"io"
	"os"
	"path"
	"strings"
	"time"

	"mithaq/internal/base/diag"
	"mithaq/internal/evidence/files/archive"
	"mithaq/internal/evidence/files/look"
	"mithaq/internal/evidence/files/stamp"
	"mithaq/internal/evidence/intake/wacz"
)

// webArchive holds a WACZ against its own list of files, and the list against its signature. What does not fit is a remark: the file is evidence all the
// same, of what somebody handed over, and is kept. Once for each content.
func (a *archiver) webArchive(c *content) {
	if !strings.EqualFold(path.Ext(c.member.Name), ".wacz") || a.looked[c.sha256] {
		return
	}
	a.looked[c.sha256] = true
	rep, err := lookInto(c.member, a.opt.Trust)
	if err != nil {
		a.reject(CodeMember, c.member.Name)
		return
	}
	for _, f := range rep.Faults {
		d := a.pack.about(CodeArchive, c.member.Name)
		d.Severity = diag.Remark
		d.Fixes = []diag.Fix{{Key: f.Why, Args: diag.Args("other", f.Other)}}
		a.plan.Diagnostics = append(a.plan.Diagnostics, d)
	}
	if len(rep.Remarks) > 0 {
		d := a.pack.about(CodeWACZ, c.member.Name)
		d.Severity = diag.Remark
		for _, r := range rep.Remarks {
			d.Fixes = append(d.Fixes, diag.Fix{Key: r.Why, Args: diag.Args("file", r.Name, "want", r.Want, "got", r.Got)})
		}
		a.plan.Diagnostics = append(a.plan.Diagnostics, d)
	}
	if s := rep.Signed; s != nil {
		a.plan.Diagnostics = append(a.plan.Diagnostics, a.signedBy(c, s))
	}
}

func (a *archiver) signedBy(c *content, s *wacz.Signed) diag.Diagnostic {
	d := a.pack.about(CodeSignedWACZ, c.member.Name)
	d.Severity = diag.Note
	by := "key"
	if s.Domain != "" {
		by = "domain"
	}
	d.Fixes = []diag.Fix{{Key: by, Args: diag.Args("key", s.Key, "domain", look.Escape(s.Domain))}}
	if !s.Time.IsZero() {
		when := "time"
		if s.Trusted {
			when = "time_trusted"
		}
		d.Fixes = append(d.Fixes, diag.Fix{Key: when, Args: diag.Args("time", s.Time.UTC().Format(time.RFC3339))})
	}
	return d
}

// lookInto unpacks a WACZ into a file without a name, for an archive in an archive cannot be read from its end, and looks into it.
func lookInto(m *archive.Member, trust stamp.Trust) (rep *wacz.Report, err error) {
	in, err := m.Open()
	if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp("", "mithaq-*")
	if err != nil {
		return nil, errors.Join(err, in.Close())
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := os.Remove(f.Name()); err != nil { // what a killed program leaves behind would be evidence on a disk that nobody minds
		return nil, errors.Join(err, in.Close())
	}
	if _, err := io.Copy(f, in); err != nil {
		return nil, errors.Join(err, in.Close())
	}
	return wacz.Check(f, m.Size, trust), in.Close()
}
