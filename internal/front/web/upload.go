package web

import (
	"io"
	"net/http"
	"time"
)

// uploadPause is how long a line may be silent while a file comes over it. The server's own limits are those of pages and small forms.
const uploadPause = 20 * time.Second

// uploadLongest is how long a file may take in all, and an answer after it.
const uploadLongest = 30 * time.Minute

// takeSlowly lets the action read the body, up to a number of bytes, as it comes: for as long as something comes.
func (r *request) takeSlowly(w http.ResponseWriter, most int64) {
	line := http.NewResponseController(w)
	end := time.Now().Add(uploadLongest)
	_ = line.SetWriteDeadline(end) // where a line knows no limits it needs none
	r.Body = http.MaxBytesReader(w, &slowBody{r.Body, line, end}, most)
}

// slowBody moves the limit of a line on at each read.
type slowBody struct {
	io.ReadCloser
	line *http.ResponseController
	end  time.Time
}

func (b *slowBody) Read(p []byte) (int, error) {
	until := time.Now().Add(uploadPause)
	if until.After(b.end) {
		until = b.end
	}
	_ = b.line.SetReadDeadline(until)
	return b.ReadCloser.Read(p)
}
