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
	"mithaq/internal/evidence/record"
)

// errTooOften tells that somebody tries too often.
var errTooOften = errors.New("too many attempts")

// How often a password may be tried: of one user from one address; from one address, whoever is named; and of one user from all addresses from which they
// never signed in. So a stranger who knows a name does not keep its bearer out, and many strangers together guess no faster than the last bound lets them.
const (
	triesOfUser    = 8
	triesOfAddress = 40
	triesOfAll     = 100
	tryAgain       = 20 * time.Second // for each further one of a user there
	tryAgainThere  = 2 * time.Second  // and from an address
	tryAgainAll    = 5 * time.Second  // and of a user by strangers
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
	return s.mayTryAt(r, user, time.Now()) // of attempts, not of the record: its clock may stand still
}

func (s *server) mayTryAt(r *http.Request, user string, now time.Time) error {
	from := s.remote(r)
	if !s.byAddress.allow(from, tryAgainThere, triesOfAddress, now) {
		return errTooOften
	}
	if user == "" {
		return nil
	}
	user = clip(user)
	there := record.Key(user, from)
	if !s.byUserThere.allow(there, tryAgain, triesOfUser, now) || !s.familiar.has(there) && !s.byUser.allow(user, tryAgainAll, triesOfAll, now) {
		return errTooOften
	}
	return nil
}

// familiar remembers from where users signed in since the server began, of as many as keptLimits.
type familiar struct {
	mu    sync.Mutex
	of    map[string]bool
	order []string // the longest ago first
}

func (f *familiar) has(key string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.of[key]
}

func (f *familiar) add(key string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.of == nil {
		f.of = map[string]bool{}
	}
	if f.of[key] {
		return
	}
	if len(f.order) == keptLimits {
		delete(f.of, f.order[0])
		f.order = slices.Delete(f.order, 0, 1)
	}
	f.of[key] = true
	f.order = append(f.order, key)
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
