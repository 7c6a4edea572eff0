package web

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"mithaq/internal/app"
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

// mayTry says whether whoever asks may try once more to show who they are: from where they ask, and of the user that they name. user "": they name
// none, and what they try is a code that nobody guesses.
func (s *server) mayTry(r *http.Request, user string) error {
	now := time.Now() // of attempts, not of the record: its clock may stand still
	if !s.byAddress.allow(s.remote(r), tryAgainThere, triesOfAddress, now) || user != "" && !s.byUser.allow(clip(user), tryAgain, triesOfUser, now) {
		return errTooOften
	}
	return nil
}

// remote gives the address of whoever asks. What a proxy says counts only where there is one, and then its own word alone: the last.
func (s *server) remote(r *http.Request) string {
	if s.opts.Proxied {
		list := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if last := strings.TrimSpace(list[len(list)-1]); last != "" {
			return network(last)
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return network(host)
}

// soonAgain is after how many seconds one may ask again for a page of another day, which is not made now.
const soonAgain = 10

// asker names who asks: who is signed in, or from where.
func (s *server) asker(a *app.App, r *http.Request) string {
	if who := a.Who(); who.ID != "" && !who.Single {
		return "user " + who.ID
	}
	return "address " + s.remote(r)
}

// network gives what one customer of a network holds: of IPv6 the first 64 bits, of IPv4 the address.
func network(host string) string {
	a, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if a = a.Unmap(); a.Is4() {
		return a.String()
	}
	p, err := a.WithZone("").Prefix(64)
	if err != nil {
		return host
	}
	return p.String()
}
