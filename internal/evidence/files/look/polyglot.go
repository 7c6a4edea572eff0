package look

import (
	"bytes"
	"slices"
	"strings"
)

// polyglot looks for second types of the same bytes. A reader of such a file believes what suits it: a browser that sniffs takes an image
// for a page, an unpacker reads an archive from the end of a photograph. What is found is told; nothing here decides that a file is bad.
//
// After A. Albertini, "Abusing file formats" (PoC||GTFO 0x07) and J. Magazinius, B. Rios, A. Sabelfeld, "Polyglots: crossing origins by
// crossing formats" (CCS 2013): formats that are found at the end (ZIP), at an offset (PDF, tar) or anywhere (markup, scripts) can be
// joined with formats that begin with a signature.
func (l *Look) polyglot(f *file, head []byte, end int64) {
	if !isZip(l.Type) {
		if at := zipEnd(f); at >= 0 {
			l.also("application/zip", at)
		}
	}
	if i := bytes.Index(head[:min(len(head), 1024)], []byte("%PDF-")); i >= 0 && l.Type != "application/pdf" {
		l.also("application/pdf", int64(i))
	}
	if len(head) >= 265 && string(head[257:262]) == "ustar" && l.Type != "application/x-tar" {
		l.also("application/x-tar", 0)
	}
	if i := bytes.Index(head, []byte("%PDF-")); i > 0 && l.Type == "application/pdf" {
		if t := typeOf(head[:i]); t != "application/octet-stream" && t != "text/plain" {
			l.also(t, 0)
		}
	}
	if strings.HasPrefix(l.Type, "image/") && l.Type != "image/svg+xml" || isMovie(l.Type) || l.Type == "application/pdf" {
		l.markup(head, 0)
		l.script(head)
	}
	if end >= 0 && end < f.size {
		l.trailer(f.bytes(end, int(min(f.size-end, headSize))), end)
	}
}

func (l *Look) also(kind string, at int64) {
	if !slices.ContainsFunc(l.Also, func(a Also) bool { return a.Type == kind }) {
		l.Also = append(l.Also, Also{kind, at})
	}
}

// markups are words that a page, and no image, has.
var markups = []struct{ word, kind string }{
	{"<!doctype html", "text/html"},
	{"<html", "text/html"},
	{"<script", "text/html"},
	{"<iframe", "text/html"},
	{"<svg", "image/svg+xml"},
	{"<?php", "text/x-php"},
}

// markup looks for tags. Where upper case is folded, bytes of an image that happen to look like letters may fold as well; the words are long enough.
func (l *Look) markup(b []byte, at int64) {
	folded := bytes.ToLower(b)
	if len(folded) != len(b) { // bytes that are no UTF-8 fold to longer ones
		folded = slices.Clone(b)
		for i, c := range folded {
			if c >= 'A' && c <= 'Z' {
				folded[i] = c + 'a' - 'A'
			}
		}
	}
	for _, m := range markups {
		if i := bytes.Index(folded, []byte(m.word)); i >= 0 {
			l.also(m.kind, at+int64(i))
		}
	}
}

// script finds images whose first bytes are also a JavaScript program: the signature is then a name that is assigned to, or what follows is
// a comment up to the program.
func (l *Look) script(head []byte) {
	for _, signature := range []string{"GIF87a", "GIF89a", "BM"} {
		if rest, ok := bytes.CutPrefix(head, []byte(signature)); ok && (bytes.HasPrefix(rest, []byte("=")) || bytes.HasPrefix(rest, []byte("/*")) && bytes.Contains(rest, []byte("*/"))) {
			l.also("text/javascript", 0)
		}
	}
	// JPEG: the length of the first segment is "/*" (0x2f2a), and the program is in it.
	if bytes.HasPrefix(head, []byte{0xff, 0xd8, 0xff, 0xe0, '/', '*'}) && bytes.Contains(head, []byte("*/")) {
		l.also("text/javascript", 0)
	}
}

// trailer looks at what follows the end of an image.
func (l *Look) trailer(b []byte, at int64) {
	t := typeOf(b)
	switch {
	case t == "application/octet-stream", t == "text/plain", slices.ContainsFunc(l.Also, func(a Also) bool { return a.Type == t }):
	case isZip(t):
		l.also("application/zip", at)
	default:
		l.also(t, at)
	}
	l.markup(b, at)
}

// zipEnd finds the record that ends a ZIP archive (APPNOTE 4.3.16), whose own lengths must agree with where it stands; -1: there is none.
func zipEnd(f *file) int64 {
	const fixed, comment = 22, 65535
	n := min(f.size, fixed+comment)
	tail := f.bytes(f.size-n, int(n))
	for i := len(tail) - fixed; i >= 0; i-- {
		if string(tail[i:i+4]) != "PK\x05\x06" {
			continue
		}
		at := f.size - n + int64(i)
		entries, size := le.Uint16(tail[i+10:]), int64(le.Uint32(tail[i+12:]))
		directory := f.bytes(at-size, 4)
		if entries > 0 && string(directory) == "PK\x01\x02" {
			return at
		}
	}
	return -1
}
