package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Errors of tokens.
var (
	ErrNoToken    = errors.New("the token does not stand") // it never did, it is over, it was revoked, or its user no longer works here
	ErrTokenName  = errors.New("a token has a name")
	ErrTokenScope = errors.New("a token has scopes, and none that its user's roles leave empty")
	ErrTokenDays  = errors.New("a token lasts between a day and a year")
	ErrTokenMany  = errors.New("a user has no more tokens than that")
)

// How long a token lasts, and how many a user may have.
const (
	TokenDays     = 90
	MostTokenDays = 366
	MostTokens    = 50
)

// tokenMark begins every token: so that one in a file or a log is known for what it is.
const tokenMark = "mithaq_"

// tokenShelf holds tokens under the SHA-256 of each: the token itself is kept nowhere.
const tokenShelf = "token"

// Token is what the record keeps of a token.
type Token struct {
	ID     string         `json:"-"` // the SHA-256 of the token, in hexadecimal digits
	User   string         `json:"user"`
	Name   string         `json:"name"` // what it is for
	Scopes []review.Scope `json:"scopes"`
	Made   int64          `json:"made"`           // seconds UTC
	Used   int64          `json:"used,omitempty"` // when it was used last, to some minutes; 0: never
	Until  int64          `json:"-"`
}

// Short names a token among a user's.
func (t *Token) Short() string { return t.ID[:12] }

// MakeToken makes a token for whoever acts and gives it: this once. It does what its scopes say, as far as the user's roles go, and ends with the
// user. A user says so themselves: not by a token. Errors: ErrTokenName, ErrTokenScope, ErrTokenDays, ErrTokenMany.
func (a *App) MakeToken(ctx context.Context, name string, scopes []review.Scope, days int) (token string, t Token, err error) {
	if a.who.Single {
		return "", t, review.Refusals{{Code: "token_single"}}
	}
	if err := a.require(review.OwnSession); err != nil {
		return "", t, err
	}
	given := scopes
	scopes = slices.DeleteFunc(slices.Clone(review.Scopes), func(s review.Scope) bool { return !slices.Contains(given, s) })
	name = strings.TrimSpace(name)
	switch {
	case name == "" || len(name) > 200 || !utf8.ValidString(name):
		return "", t, ErrTokenName
	case len(scopes) == 0 || slices.ContainsFunc(given, func(s review.Scope) bool { return !slices.Contains(review.Scopes, s) || !a.who.Useful(s) }):
		return "", t, ErrTokenScope
	case days < 1 || days > MostTokenDays:
		return "", t, ErrTokenDays
	}
	if _, err := a.Aside().DropOld(ctx, a.Now().Unix()); err != nil {
		return "", t, err
	}
	mine, err := a.tokens(ctx, a.who.ID)
	if err != nil {
		return "", t, err
	}
	if len(mine) >= MostTokens {
		return "", t, ErrTokenMany
	}
	raw := make([]byte, tokenBytes)
	if _, err := rand.Read(raw); err != nil {
		return "", t, err
	}
	token = tokenMark + base64.RawURLEncoding.EncodeToString(raw)
	now := a.Now()
	t = Token{ID: sessionID(token), User: a.who.ID, Name: name, Scopes: scopes, Made: now.Unix(), Until: now.Add(time.Duration(days) * 24 * time.Hour).Unix()}
	// That it was made is entered before it opens anything: a token of which the record does not know must not be.
	if err := a.access(ctx, "token_made", "", t.Short(), t.about()); err != nil {
		return "", t, err
	}
	return token, t, a.keepToken(ctx, &t, 0)
}

// about is what the record is told of a token besides its short name.
func (t *Token) about() string {
	words := []string{t.Name + ":"}
	for _, s := range t.Scopes {
		words = append(words, string(s))
	}
	return strings.Join(words, " ")
}

func (a *App) keepToken(ctx context.Context, t *Token, version int64) error {
	value, err := json.Marshal(t)
	if err != nil {
		return err
	}
	_, err = a.Aside().Keep(ctx, record.Kept{Shelf: tokenShelf, Key: t.ID, Version: version, Until: t.Until, Value: value})
	return err
}

// Tokens gives those that stand, of one user or ("") of all, the newest first. Of others only an administrator is told.
func (a *App) Tokens(ctx context.Context, user string) ([]Token, error) {
	if user == "" || user != a.who.ID || a.who.Bounded {
		if err := a.require(review.ManageUsers); err != nil {
			return nil, err
		}
	}
	return a.tokens(ctx, user)
}

func (a *App) tokens(ctx context.Context, user string) (out []Token, err error) {
	all, err := a.Aside().AllKept(ctx, tokenShelf, "")
	if err != nil {
		return nil, err
	}
	us, err := a.users(ctx)
	if err != nil {
		return nil, err
	}
	now := a.Now().Unix()
	for i := range all {
		t, err := tokenIn(&all[i])
		if err != nil {
			return nil, err
		}
		if now < t.Until && (user == "" || t.User == user) && len(us[t.User].Roles) > 0 {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(x, y Token) int { return cmp.Or(cmp.Compare(y.Made, x.Made), cmp.Compare(x.ID, y.ID)) })
	return out, nil
}

func tokenIn(k *record.Kept) (t Token, err error) {
	err = json.Unmarshal(k.Value, &t)
	t.ID, t.Until = k.Key, k.Until
	return t, err
}

// dropTokens ends all tokens of a user.
func (a *App) dropTokens(ctx context.Context, user string) error {
	all, err := a.Aside().AllKept(ctx, tokenShelf, "")
	for i := range all {
		if t, bad := tokenIn(&all[i]); bad == nil && t.User == user {
			err = errors.Join(err, a.Aside().Drop(ctx, tokenShelf, t.ID))
		}
	}
	return err
}

// EndToken revokes a token, by its id or the short name of one: one's own, or as an administrator another's. Error: ErrNoToken.
func (a *App) EndToken(ctx context.Context, id string) error {
	list, err := a.tokens(ctx, "")
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(t Token) bool {
		return (t.ID == id || t.Short() == id) && (t.User == a.who.ID && !a.who.Bounded || a.who.May(review.ManageUsers, review.State{}))
	})
	if i < 0 {
		return ErrNoToken
	}
	if err := a.Aside().Drop(ctx, tokenShelf, list[i].ID); err != nil {
		return err
	}
	return a.access(ctx, "token_ended", "", list[i].Short(), list[i].about())
}

// usedAnew is for how long the use of a token is not told anew, in seconds: what reads the record must not write each time.
const usedAnew = 300

// EnterToken gives the record to whoever holds a token, as far as its scopes go. Error: ErrNoToken.
func (d *Door) EnterToken(ctx context.Context, token string) (*App, Token, error) {
	if len(token) > 200 || !strings.HasPrefix(token, tokenMark) {
		return nil, Token{}, ErrNoToken
	}
	k, err := d.root.Aside().Kept(ctx, tokenShelf, sessionID(token))
	if errors.Is(err, record.ErrNotFound) {
		return nil, Token{}, ErrNoToken
	}
	if err != nil {
		return nil, Token{}, err
	}
	t, err := tokenIn(&k)
	if err != nil {
		return nil, Token{}, err
	}
	now := d.root.Now().Unix()
	if now >= t.Until {
		return nil, Token{}, ErrNoToken
	}
	a, err := d.within(ctx, t.User, t.Scopes)
	var refused review.Refusals
	if errors.As(err, &refused) || err == nil && a.who.Single {
		return nil, Token{}, ErrNoToken
	}
	if err != nil {
		return nil, Token{}, err
	}
	if now-t.Used >= usedAnew {
		t.Used = now
		if err := d.root.keepToken(ctx, &t, k.Version); err != nil && !errors.Is(err, record.ErrHeadMoved) && !errors.Is(err, record.ErrReadOnly) && !errors.Is(err, record.ErrBusy) {
			return nil, Token{}, err
		}
	}
	return a, t, nil
}
