package civil

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"io"
	"sync"
	"time"
)

// The zone rules are a copy of lib/time/zoneinfo.zip of the Go distribution, never those of the machine: the same inputs
// must give the same statuses everywhere. To renew it: copy the file, set the two constants, and say so in the release notes,
// since a change of rules may change statuses. A test compares constants and data.
//
//go:embed zoneinfo.zip
var zoneinfo []byte

const (
	tzVersion = "2025c"
	tzSHA256  = "8f55634d05f8bca1f7bc7c69c5933428c69357e0bdf565e5ba224e3f88ff12e8"
)

// TZData names the zone rules in use: the version of the IANA database and the beginning of the SHA-256 of the embedded data.
const TZData = tzVersion + "+" + "8f55634d05f8"

var zoneFiles = sync.OnceValue(func() map[string]*zip.File {
	r, err := zip.NewReader(bytes.NewReader(zoneinfo), int64(len(zoneinfo)))
	if err != nil {
		panic("civil: the embedded zone data is broken: " + err.Error())
	}
	files := make(map[string]*zip.File, len(r.File))
	for _, f := range r.File {
		files[f.Name] = f
	}
	return files
})

// location reads a zone of the embedded data; ok is false when there is none of that name.
func location(name string) (loc *time.Location, ok bool) {
	f := zoneFiles()[name]
	if f == nil || f.FileInfo().IsDir() {
		return nil, false
	}
	r, err := f.Open()
	if err != nil {
		return nil, false
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, false
	}
	loc, err = time.LoadLocationFromTZData(name, data)
	return loc, err == nil
}
