package app

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Errors of requests to take out what is not published.
var (
	ErrRequest = errors.New("the request does not allow it") // not approved, refused, over, used, another's
	ErrOwn     = errors.New("a request is decided by another person than the one who asked")
)

// ApprovalDays is how long an approval holds unless somebody says otherwise.
const ApprovalDays = 7

// Asked is what a request asks for: the form, and which incidents (all of the record, where it is the whole of it).
type Asked struct {
	Format string
	Query  record.Query
}

// String writes it as requests hold it.
func (a Asked) String() string {
	v := url.Values{}
	for key, s := range map[string]string{
		"format": a.Format, "from": a.Query.From, "to": a.Query.To, "act": a.Query.Act, "party": a.Query.Party, "place": a.Query.Place,
		"text": a.Query.Text, "publisher": a.Query.Publisher,
	} {
		if s != "" {
			v.Set(key, s)
		}
	}
	if a.Query.Grade != nil {
		v.Set("grade", a.Query.Grade.String())
	}
	return v.Encode()
}

func parseAsked(s string) (Asked, error) {
	v, err := url.ParseQuery(s)
	if err != nil {
		return Asked{}, fmt.Errorf("%w: what it asks for is not understood", ErrRequest)
	}
	a := Asked{v.Get("format"), record.Query{
		From: v.Get("from"), To: v.Get("to"), Act: v.Get("act"), Party: v.Get("party"), Place: v.Get("place"), Text: v.Get("text"), Publisher: v.Get("publisher"),
	}}
	if g := v.Get("grade"); g != "" {
		parsed, err := grade.Parse(g)
		if err != nil {
			return Asked{}, fmt.Errorf("%w: what it asks for is not understood", ErrRequest)
		}
		a.Query.Grade = &parsed
	}
	return a, nil
}

// Ask enters a request to take something out for a body, and gives its id.
func (a *App) Ask(ctx context.Context, what Asked, body, why string) (id string, err error) {
	if why == "" {
		return "", ErrNoReason
	}
	id = newID()[:12]
	_, err = a.decide(ctx, func() ([]any, error) {
		r := record.Request{ID: id, User: a.who.ID, For: body, What: what.String(), Why: why, Asked: a.Now().Unix()}
		return []any{r}, a.who.Require(review.AskExport, review.State{}).OrNil()
	})
	return id, err
}

// AnswerRequest approves a request for some days, or refuses it. It takes another person than the one who asked.
func (a *App) AnswerRequest(ctx context.Context, id string, approve bool, days int) (record.Head, error) {
	return a.decide(ctx, func() ([]any, error) {
		r, err := a.request(ctx, id)
		if err != nil {
			return nil, err
		}
		if refused := a.who.Require(review.AllowExport, review.State{}); refused != nil {
			return nil, refused
		}
		switch {
		case r.User == a.who.ID || a.who.ID == "":
			return nil, ErrOwn
		case r.Used != 0 || r.Refused != "":
			return nil, fmt.Errorf("%s: %w", id, ErrRequest)
		}
		r.Approved, r.Refused, r.Expires = "", "", 0
		if approve {
			r.Approved, r.Expires = a.who.ID, a.Now().Add(time.Duration(days)*24*time.Hour).Unix()
		} else {
			r.Refused = a.who.ID
		}
		return []any{r}, nil
	})
}

func (a *App) request(ctx context.Context, id string) (record.Request, error) {
	s, err := a.store.Standing(ctx, record.KindRequest, id)
	if err != nil {
		return record.Request{}, err
	}
	return s.Payload.(record.Request), nil
}

// Requests gives all requests, those asked last first: to those who decide on them all, to others their own.
func (a *App) Requests(ctx context.Context) ([]record.Request, error) {
	all := a.who.May(review.AllowExport, review.State{})
	if refused := a.who.Require(review.AskExport, review.State{}); refused != nil && !all {
		return nil, refused
	}
	var out []record.Request
	for s, err := range a.store.Each(ctx, record.KindRequest, "") {
		if err != nil {
			return nil, err
		}
		if r := s.Payload.(record.Request); all || r.User == a.who.ID {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(x, y record.Request) int { return int(y.Asked - x.Asked) })
	return out, nil
}

// use takes an approval, once, and enters that it was taken. Nothing of what was asked for is read before.
func (a *App) use(ctx context.Context, id string) (r record.Request, what Asked, err error) {
	_, err = a.decide(ctx, func() ([]any, error) {
		if r, err = a.request(ctx, id); err != nil {
			return nil, err
		}
		now := a.Now().Unix()
		if r.User != a.who.ID || r.Approved == "" || r.Approved == r.User || r.Refused != "" || r.Used != 0 || r.Expires < now {
			return nil, fmt.Errorf("%s: %w", id, ErrRequest)
		}
		if what, err = parseAsked(r.What); err != nil {
			return nil, err
		}
		r.Used = now
		return []any{r, record.Access{ID: newID(), User: a.who.ID, What: "export", Kind: record.KindRequest, Subject: id, When: now, Why: r.Why}}, nil
	})
	return r, what, err
}
