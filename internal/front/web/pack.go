package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// What is packed (gzip, RFC 1952), and how hard: what is kept is packed once, what is not for each who asks. Most of what is kept is asked for once or twice:
// level 6 would take half as long again as 5, for a thirtieth of the bytes.
const (
	keptLevel   = 5
	onceLevel   = 3
	leastPacked = 1 << 10 // bytes; below, a page is one packet anyway
)

// packable are the media types that become smaller.
var packable = map[string]bool{
	"text/html": true, "text/css": true, "text/javascript": true, "text/plain": true, "text/calendar": true, "text/csv": true, "application/json": true,
	"application/geo+json": true, "application/atom+xml": true, "application/xml": true, "image/svg+xml": true, "application/yaml": true,
}

// packs says whether the answer to a request may be packed. The length of a packed page tells something of what it says, and more to whoever
// can make a browser ask for it with words of their choice while they watch the line (BREACH, 2013). Pages hold no tokens, but what a
// visitor alone may see is a secret too. So what a session opens is packed only where a page of this board, or the reader's own hand, asked for it
// (Fetch Metadata; a browser that does not say is not believed), and never what answers a form: only there secrets are shown.
func (s *server) packs(r *http.Request) bool {
	if r.Method != http.MethodGet || !acceptsGzip(r.Header.Get("Accept-Encoding")) || r.Header.Get("Upgrade") != "" {
		return false
	}
	if strings.HasPrefix(r.URL.Path, "/assets/") {
		return true
	}
	if _, err := r.Cookie(cookieNameOf(s.secure(r))); err != nil {
		return true // nobody, or a program that says by itself who it is: no page can make a browser do that
	}
	site := r.Header.Get("Sec-Fetch-Site")
	return site == "same-origin" || site == "none"
}

// acceptsGzip reads the header Accept-Encoding (RFC 9110, section 12.5.3).
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		coding, params, _ := strings.Cut(part, ";")
		coding = strings.TrimSpace(coding)
		if !strings.EqualFold(coding, "gzip") {
			continue
		}
		q, given := strings.CutPrefix(strings.ReplaceAll(strings.ToLower(params), " ", ""), "q=")
		weight, err := strconv.ParseFloat(q, 64)
		return !given || err == nil && weight > 0
	}
	return false
}

// packed gives a text as gzip packs it.
func packed(text []byte, zippers *sync.Pool) []byte {
	var b bytes.Buffer
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	z.Reset(&b)
	_, err := z.Write(text)
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic("web: " + err.Error()) // a buffer takes everything
	}
	z.Reset(io.Discard)
	return b.Bytes()
}

// unpacked gives what packed packed.
func unpacked(zip []byte) []byte {
	z, err := gzip.NewReader(bytes.NewReader(zip))
	if err == nil {
		var text []byte
		if text, err = io.ReadAll(z); err == nil {
			return text
		}
	}
	panic("web: " + err.Error()) // it was packed here
}

// pack packs the answers that may be and are not yet.
func (s *server) pack(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rests := "Accept-Encoding, Cookie, Sec-Fetch-Site"
		if strings.HasPrefix(r.URL.Path, "/assets/") {
			rests = "Accept-Encoding"
		}
		w.Header().Add("Vary", rests)
		if !s.packs(r) {
			next.ServeHTTP(w, r)
			return
		}
		p := &packer{ResponseWriter: w}
		defer p.close()
		next.ServeHTTP(p, r)
	})
}

// What packs is used again: making it takes longer than packing a page, and a megabyte each time.
var onceZippers, keptZippers = zippersOf(onceLevel), zippersOf(keptLevel)

func zippersOf(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		z, err := gzip.NewWriterLevel(io.Discard, level)
		if err != nil {
			panic("web: " + err.Error()) // a level that there is not
		}
		return z
	}}
}

// packer is an answer that is packed on its way. Whether it is shows with its header.
type packer struct {
	http.ResponseWriter
	z     *gzip.Writer
	begun bool
}

// Unwrap lets time limits and the end of an open line through (http.ResponseController).
func (p *packer) Unwrap() http.ResponseWriter { return p.ResponseWriter }

func (p *packer) WriteHeader(status int) {
	if p.begun || status < 200 {
		p.ResponseWriter.WriteHeader(status)
		return
	}
	p.begun = true
	h := p.Header()
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	length, lengthErr := strconv.Atoi(h.Get("Content-Length"))
	if err == nil && packable[kind] && status != http.StatusNoContent && status != http.StatusNotModified && status != http.StatusPartialContent &&
		h.Get("Content-Encoding") == "" && (lengthErr != nil || length >= leastPacked) {
		h.Set("Content-Encoding", "gzip")
		h.Del("Content-Length")
		h.Del("Accept-Ranges")
		weaken(h)
		p.z = onceZippers.Get().(*gzip.Writer)
		p.z.Reset(p.ResponseWriter)
	}
	p.ResponseWriter.WriteHeader(status)
}

// weaken makes the tag of an answer one of what it says, not of its bytes (RFC 9110, section 8.8.1).
func weaken(h http.Header) {
	if tag := h.Get("ETag"); strings.HasPrefix(tag, `"`) {
		h.Set("ETag", "W/"+tag)
	}
}

func (p *packer) Write(b []byte) (int, error) {
	if !p.begun {
		if p.Header().Get("Content-Type") == "" {
			p.Header().Set("Content-Type", http.DetectContentType(b))
		}
		p.WriteHeader(http.StatusOK)
	}
	if p.z != nil {
		return p.z.Write(b)
	}
	return p.ResponseWriter.Write(b)
}

// FlushError sends what was written so far.
func (p *packer) FlushError() error {
	if !p.begun {
		p.WriteHeader(http.StatusOK)
	}
	if p.z != nil {
		if err := p.z.Flush(); err != nil {
			return err
		}
	}
	return http.NewResponseController(p.ResponseWriter).Flush()
}

// sendBytes sends what is kept, as it was packed where the answer may be packed (then it goes through a packer).
func sendBytes(w http.ResponseWriter, r *http.Request, plain, packed func() []byte) {
	if _, may := w.(*packer); may && packed != nil && r.Header.Get("Range") == "" {
		w.Header().Set("Content-Encoding", "gzip")
		weaken(w.Header())
		plain = packed
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(plain()))
}

func (p *packer) close() {
	if p.z == nil {
		return
	}
	_ = p.z.Close() // the reader has gone: nobody is left to tell
	p.z.Reset(io.Discard)
	onceZippers.Put(p.z)
	p.z = nil
}
