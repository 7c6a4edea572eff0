package wacz

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"

	"mithaq/internal/evidence/files/archive"
	"mithaq/internal/evidence/files/stamp"
)

// resource is one file as datapackage.json lists it.
type resource struct {
	Path string `json:"path"`
	Hash string `json:"hash"`
}

// resources are the files of a list: no more than an archive may hold, so that a short list of very many costs no more than one that is in order.
type resources []resource

var errResources = errors.New("no list of resources")

// UnmarshalJSON implements json.Unmarshaler.
func (r *resources) UnmarshalJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	if begins, err := d.Token(); err != nil || begins != json.Delim('[') || *r != nil { // nor are there two
		return errResources
	}
	*r = resources{}
	for d.More() {
		var one resource
		if len(*r) == archive.Usual.Files {
			return errResources
		}
		if err := d.Decode(&one); err != nil {
			return err
		}
		*r = append(*r, one)
	}
	return nil
}

// sums are the hashes of one member, by the names of package stamp. It is read once for all of them, however often it is listed.
type sums struct {
	of   map[string]hash.Hash
	read bool
	err  error
}

func (s *sums) take(m *archive.Member) error {
	if s.read {
		return s.err
	}
	s.read = true
	var to []io.Writer
	for _, h := range s.of {
		to = append(to, h)
	}
	in, err := m.Open()
	if err == nil {
		_, err = io.Copy(io.MultiWriter(to...), in)
		err = errors.Join(err, in.Close())
	}
	s.err = err
	return err
}

// resources holds the members against the list.
func (r *Report) resources(all *archive.Archive, list []byte) {
	var manifest struct {
		Resources resources `json:"resources"`
	}
	if err := unmarshal(list, &manifest); err != nil || len(manifest.Resources) == 0 {
		r.remark(NoList, listName, "", "")
		return
	}
	asked := map[string]*sums{} // by the member's name
	for _, f := range manifest.Resources {
		m := all.Get(f.Path)
		algorithm, _, ok := parseHash(f.Hash)
		if m == nil || !ok {
			continue
		}
		if asked[m.Name] == nil {
			asked[m.Name] = &sums{of: map[string]hash.Hash{}}
		}
		if s := asked[m.Name]; s.of[algorithm] == nil {
			s.of[algorithm] = stamp.New(algorithm)
		}
	}
	listed := map[string]bool{listName: true, digestName: true}
	for _, f := range manifest.Resources {
		m := all.Get(f.Path)
		if m == nil {
			r.remark(Absent, f.Path, "", "")
			continue
		}
		listed[m.Name] = true
		algorithm, want, ok := parseHash(f.Hash)
		if !ok {
			r.remark(Unusable, m.Name, f.Hash, "")
			continue
		}
		s := asked[m.Name]
		if err := s.take(m); err != nil {
			r.remark(Lies, m.Name, "", "")
		} else if got := s.of[algorithm].Sum(nil); !bytes.Equal(got, want) {
			r.remark(Differs, m.Name, f.Hash, algorithm+":"+hex.EncodeToString(got))
		}
	}
	for i := range all.Members {
		if name := all.Members[i].Name; !listed[name] {
			r.remark(Unlisted, name, "", "")
		}
	}
}
