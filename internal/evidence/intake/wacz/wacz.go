// Package wacz looks into a web archive in the form WACZ (webrecorder/specs): whether the files in it are those that its datapackage.json lists, and
// whether datapackage-digest.json (wacz-auth 0.1.0) names that list and is signed. Nothing here reaches for a network. Whether a certificate leads to
// an authority that anybody trusts is not looked at: the roots of the time stamp's authority alone can be brought.
package wacz

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"io"
	"strings"

	"mithaq/internal/evidence/files/archive"
	"mithaq/internal/evidence/files/look"
	"mithaq/internal/evidence/files/stamp"
)

// Why something in a WACZ does not fit. The sentences stand in front/wording under "diag.M7087.WHY".
const (
	NoList     = "no_list"     // there is no datapackage.json, or it is none, or it lists more than an archive may hold
	Absent     = "absent"      // Name is listed, and is not there
	Differs    = "differs"     // Name has the hash Got; listed is Want
	Unusable   = "unusable"    // the hash listed of Name, Want, is of no form that shows anything
	Unlisted   = "unlisted"    // Name is there, and is not listed
	Lies       = "lies"        // Name cannot be read as the archive says of it
	NoDigest   = "no_digest"   // datapackage-digest.json cannot be read
	Digest     = "digest"      // it names the list Want; the list there is Got
	Key        = "key"         // the key or the certificate that is to have signed cannot be read
	Signature  = "signature"   // the signature is not one of that key
	Chain      = "chain"       // the certificates are not signed one by the next
	Domain     = "domain"      // the certificate is not one of the domain Want
	Validity   = "validity"    // the certificate was not valid at the time of the signature, Got
	Time       = "time"        // the time stamp is not one of the signature
	TimeUnread = "time_unread" // the time stamp cannot be checked
	TimeApart  = "time_apart"  // the time stamp says Got, the signature says Want
	More       = "more"        // Got remarks beyond these
)

const (
	listName   = "datapackage.json"
	digestName = "datapackage-digest.json"

	maxRemarks  = 20
	maxList     = 64 << 20 // bytes of datapackage.json
	maxDigest   = 1 << 20  // of datapackage-digest.json
	shownLength = 200      // bytes of what the archive says that are told
)

// Reasons lists why.
var Reasons = []string{
	NoList, Absent, Differs, Unusable, Unlisted, Lies, NoDigest, Digest, Key, Signature, Chain, Domain, Validity, Time, TimeUnread, TimeApart, More,
}

// Remark is one thing that does not fit. What cannot be shown is written visibly in its fields.
type Remark struct {
	Why             string // of Reasons
	Name, Want, Got string
}

// Report is what was found in a WACZ.
type Report struct {
	Faults  []archive.Fault // it is an archive that is not opened; nothing else was looked at
	Remarks []Remark        // at most 21
	Signed  *Signed         // nil: not signed, or not by what it says
	more    int
}

// Check looks into a WACZ of size bytes, within the limits of archives. trust: the roots of time stamp authorities that the user gave.
func Check(r io.ReaderAt, size int64, trust stamp.Trust) *Report {
	rep := &Report{}
	all, faults := archive.Zip(r, size, archive.Usual)
	if faults != nil {
		rep.Faults = faults[:min(len(faults), maxRemarks)]
		return rep
	}
	list, ok := rep.read(all, listName, maxList)
	if !ok {
		rep.remark(NoList, listName, "", "")
	} else {
		rep.resources(all, list)
		rep.digest(all, list, trust)
	}
	if rep.more > 0 {
		rep.Remarks = append(rep.Remarks, Remark{Why: More, Got: count(rep.more)})
	}
	return rep
}

func (r *Report) remark(why, name, want, got string) {
	if len(r.Remarks) == maxRemarks {
		r.more++
		return
	}
	r.Remarks = append(r.Remarks, Remark{why, shown(name), shown(want), shown(got)})
}

// shown makes what the archive says fit to be shown: no longer than a line or two, and nothing in it that is not seen.
func shown(s string) string {
	if len(s) > shownLength {
		s = strings.ToValidUTF8(s[:shownLength], "") + "…"
	}
	return look.Escape(s)
}

// read gives a member of the archive's root; false where it is not there, too large, or not what the archive says.
func (r *Report) read(all *archive.Archive, name string, limit int64) ([]byte, bool) {
	m := all.Get(name)
	if m == nil || m.Name != name || m.Size > limit {
		return nil, false
	}
	in, err := m.Open()
	if err != nil {
		return nil, false
	}
	defer in.Close()
	b, err := io.ReadAll(in)
	return b, err == nil
}

// parseHash reads "<alg>:<hexadecimal>", or 64 hexadecimal digits of SHA-256. MD5 and SHA-1 do not count: another file can be made for them.
func parseHash(s string) (algorithm string, sum []byte, ok bool) {
	if len(s) == 2*sha256.Size && !strings.Contains(s, ":") {
		s = "sha256:" + s
	}
	algorithm, sum, ok = stamp.ParseStated(s)
	return algorithm, sum, ok && algorithm != "md5" && algorithm != "sha1"
}

// unmarshal is json.Unmarshal, with the mark that some programs put in front.
func unmarshal(b []byte, v any) error {
	return json.Unmarshal(bytes.TrimPrefix(b, []byte("\ufeff")), v)
}
