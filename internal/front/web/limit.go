package web

import (
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// errTooOften tells that somebody tries too often.
var errTooOften = errors.New("too many attempts")

// How often a password may be tried: of one user, and from one address, whoever is named.
const (
	triesOfUser    = 8
	triesOfAddress = 40
	tryAgain       = 20 * time.Second // for each further one of a user
	tryAgainThere  = 2 * time.Second  // and from an address
	keptLimits     = 10_000
)

// limits counts attempts by a key, of keptLimits keys.
type limits struct {
	mu    sync.Mutex
	of    map[string]*rate.Limiter
	order []string
}

func (l *limits) allow(key string, every time.Duration, burst int, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.of == nil {
		l.of = map[string]*rate.Limiter{}
	}
	limiter := l.of[key]
	if limiter == nil {
		if len(l.order) == keptLimits {
			l.forget(now)
		}
		limiter = rate.NewLimiter(rate.Every(every), burst)
		l.of[key] = limiter
		l.order = append(l.order, key)
	}
	return limiter.AllowN(now, 1)
}

// forget drops a key of which nothing is lost: one that has all its attempts again; where none has, the one that was met longest ago. So nobody
// wins back attempts by naming many others.
func (l *limits) forget(now time.Time) {
	i := max(0, slices.IndexFunc(l.order, func(key string) bool {
		limiter := l.of[key]
		return limiter.TokensAt(now) >= float64(limiter.Burst())
	}))
	delete(l.of, l.order[i])
	l.order = slices.Delete(l.order, i, i+1)
}

// mayTry says whether a password of a user may be tried once more now.
func (s *server) mayTry(r *http.Request, user string) error {
	host := s.remote(r)
	now := time.Now() // of attempts, not of the record: its clock may stand still
	if !s.limits.allow("address "+host, tryAgainThere, triesOfAddress, now) || !s.limits.allow("user "+clip(user), tryAgain, triesOfUser, now) {
		return errTooOften
	}
	return nil
}

// remote gives the address of whoever asks. What a proxy says counts only where there is one, and then its own word alone: the last.
func (s *server) remote(r *http.Request) string {
	if s.opts.Proxied {
		list := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if last := strings.TrimSpace(list[len(list)-1]); last != "" {
			return last
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
