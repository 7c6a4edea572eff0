package web

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/answers"
)

// What is sent with an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header) is done once: whoever lost the answer sends the same again and gets
// the answer of the first time. Also without a key nothing is doubled, since everything has an id of its own: but what somebody else changed in
// between would be changed back.

// onceFor is how long an answer is kept; onceBusy how long a first request may take before another may try.
const (
	onceFor   = 24 * time.Hour
	onceBusy  = 3 * time.Minute
	onceBytes = 1 << 20
)

var (
	errKeyOther = errors.New("the key came along with another request")
	errKeyBusy  = errors.New("the first request with the key is not answered yet")
	errKeyForm  = errors.New("the key is empty or too long")
)

// done is what is kept of a request.
type done struct {
	Asked  string `json:"asked"` // hash of the request
	At     int64  `json:"at"`
	Status int    `json:"status,omitempty"` // 0: on its way
	Answer []byte `json:"answer,omitempty"` // as it was sent
}

// once does a call unless it was done before with the same key.
func (q *apiRequest) once(do func(*apiRequest) (*apiAnswer, error)) (*apiAnswer, error) {
	keys := q.Header.Values("Idempotency-Key")
	if len(keys) == 0 || q.one("dry-run") != "" {
		return do(q)
	}
	if len(keys) > 1 || keys[0] == "" || len(keys[0]) > longest {
		return nil, errKeyForm
	}
	aside, now := q.app.Aside(), q.app.Now().Unix()
	sum := sha256.Sum256([]byte(keys[0]))
	asked := sha256.Sum256(append([]byte(q.Method+" "+q.URL.RequestURI()+"\n"), q.content...))
	k := record.Kept{Shelf: app.OnceShelf, Key: url.PathEscape(q.app.Who().ID) + "/" + hex.EncodeToString(sum[:]), Until: q.app.Now().Add(onceFor).Unix()}
	mine := done{Asked: hex.EncodeToString(asked[:]), At: now}
	was, err := aside.Kept(q.Context(), k.Shelf, k.Key)
	switch {
	case errors.Is(err, record.ErrNotFound):
		if _, err := aside.DropOld(q.Context(), now); err != nil {
			return nil, err
		}
	case err != nil:
		return nil, err
	case now < was.Until:
		var first done
		if err := json.Unmarshal(was.Value, &first); err != nil {
			return nil, err
		}
		switch {
		case first.Asked != mine.Asked:
			return nil, errKeyOther
		case first.Status != 0 && first.Answer != nil:
			return &apiAnswer{raw: first.Answer, status: first.Status}, nil
		case first.Status == 0 && now-first.At < int64(onceBusy/time.Second):
			return nil, errKeyBusy
		}
	}
	k.Version = was.Version
	if k.Version, err = keepDone(q, k, &mine); errors.Is(err, record.ErrHeadMoved) {
		return nil, errKeyBusy
	} else if err != nil {
		return nil, err
	}
	a, err := do(q)
	if err != nil {
		if dropped := aside.Drop(context.WithoutCancel(q.Context()), k.Shelf, k.Key); dropped != nil { // nothing was done: it may be sent again, mended
			q.s.log.Warn("a key that was not used", "error", dropped)
		}
		return nil, err
	}
	var b bytes.Buffer
	if err := answers.In(q.call.gives, a.data, nil).Write(&b); err != nil {
		return nil, err
	}
	mine.Status, mine.Answer = cmp.Or(a.status, http.StatusOK), b.Bytes()
	if len(mine.Answer) > onceBytes {
		mine.Answer = nil // too long to be kept: it is done again, and finds everything entered
	}
	if _, err := keepDone(q, k, &mine); err != nil { // what was entered is entered; without the key it is only found to be the same
		q.s.log.Warn("an answer was not kept", "error", err)
	}
	return &apiAnswer{raw: b.Bytes(), status: a.status}, nil
}

func keepDone(q *apiRequest, k record.Kept, d *done) (int64, error) {
	value, err := json.Marshal(d)
	if err != nil {
		return 0, err
	}
	k.Value = value
	return q.app.Aside().Keep(context.WithoutCancel(q.Context()), k) // also where whoever asked has hung up: for them the key is there
}
