package hooks

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// secretPrefix marks a secret in text (Standard Webhooks, "Signature scheme").
const secretPrefix = "whsec_"

// NewSecret makes the secret of a receiver.
func NewSecret() ([]byte, error) {
	secret := make([]byte, 32)
	_, err := rand.Read(secret)
	return secret, err
}

// SecretText writes a secret as libraries for receivers take it.
func SecretText(secret []byte) string {
	return secretPrefix + base64.StdEncoding.EncodeToString(secret)
}

// NewID makes the name of a message. It is the same at each attempt, so that a receiver that got it already can tell.
func NewID() (string, error) {
	id := make([]byte, 16)
	_, err := rand.Read(id)
	return "msg_" + hex.EncodeToString(id), err
}

// Sign signs a message for an attempt at an instant.
func Sign(secret []byte, id string, at int64, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	fmt.Fprintf(mac, "%s.%d.", id, at)
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// signatures signs a call with each of its secrets: a receiver that takes either is content ("Webhook headers").
func (c *Call) signatures(at int64) string {
	var all []string
	for _, secret := range c.Secrets {
		all = append(all, Sign(secret, c.ID, at, c.Body))
	}
	return strings.Join(all, " ")
}

// Call is one attempt to tell a message.
type Call struct {
	URL     string
	Private bool     // it may be an address of a private network
	Secrets [][]byte // the present one first; beside it, for a while, the one before
	ID      string
	At      time.Time
	Body    []byte
}

// Outcome is what came of a call.
type Outcome struct {
	Code  int           // that was answered; 0: nothing was
	Fault string        // why it did not arrive: "" it did, else one of the words below
	After time.Duration // for how long it asks not to be called; 0: it does not
}

// Faults, in words that tell nothing of what stands at the address.
const (
	FaultAddress = "address" // it may not be called
	FaultPrivate = "private" // it is one of a network of its own
	FaultTime    = "time"
	FaultTLS     = "tls"
	FaultLine    = "line" // no connection, or it broke
	FaultAnswer  = "answer"
	FaultGone    = "gone" // it says that it wants to hear nothing more (410)
)

// Do makes the call. Any answer of the 200s is one that it arrived.
func (c *Call) Do(ctx context.Context) Outcome {
	if err := Check(c.URL, c.Private); err != nil {
		return Outcome{Fault: fault(err)}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL, bytes.NewReader(c.Body))
	if err != nil {
		return Outcome{Fault: FaultAddress}
	}
	at := c.At.Unix()
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Mithaq")
	req.Header.Set("webhook-id", c.ID)
	req.Header.Set("webhook-timestamp", strconv.FormatInt(at, 10))
	req.Header.Set("webhook-signature", c.signatures(at))
	res, err := client(c.Private).Do(req)
	if err != nil {
		return Outcome{Fault: fault(err)}
	}
	defer res.Body.Close()
	_, _ = io.CopyN(io.Discard, res.Body, 4<<10) // what is said there is nobody's business here
	switch {
	case res.StatusCode >= 200 && res.StatusCode < 300:
		return Outcome{Code: res.StatusCode}
	case res.StatusCode == http.StatusGone:
		return Outcome{Code: res.StatusCode, Fault: FaultGone}
	}
	return Outcome{res.StatusCode, FaultAnswer, retryAfter(res.Header.Get("Retry-After"), c.At)}
}

// longestAfter is how long a receiver may ask not to be called.
const longestAfter = 24 * time.Hour

// retryAfter reads for how long a receiver asks not to be called: seconds, or a time (RFC 9110, section 10.2.3).
func retryAfter(value string, now time.Time) time.Duration {
	var after time.Duration
	if seconds, err := strconv.Atoi(value); err == nil {
		after = time.Duration(min(seconds, int(longestAfter/time.Second))) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		after = at.Sub(now)
	}
	return max(0, min(after, longestAfter))
}

func fault(err error) string {
	var wait net.Error
	var alert tls.AlertError
	var record tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.Is(err, ErrPrivate):
		return FaultPrivate
	case errors.Is(err, ErrAddress):
		return FaultAddress
	case errors.As(err, &certificate), errors.As(err, &unknown), errors.As(err, &alert), errors.As(err, &record):
		return FaultTLS
	case errors.As(err, &wait) && wait.Timeout():
		return FaultTime
	}
	return FaultLine
}

// waits are the pauses after a call that did not arrive (as Standard Webhooks suggests, over three days). After the last one the address is called no more.
var waits = [...]time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}

// Wait gives the pause after a number of attempts in vain; false: there were enough.
func Wait(tries int) (time.Duration, bool) {
	if tries < 1 || tries > len(waits) {
		return 0, false
	}
	return waits[tries-1], true
}
