package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/evidence/link"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/answers"
)

// apiReviews lists the findings that wait for a step, what has waited longest first.
func apiReviews(q *apiRequest) (*apiAnswer, error) {
	after, err := reviewCursor(q.one("after"))
	if err != nil {
		return nil, err
	}
	work, err := q.app.Waiting(q.Context())
	if err != nil {
		return nil, err
	}
	if work, err = q.asked(work, map[string]string{"act": q.one("act"), "place": q.one("place"), "by": q.one("by")}); err != nil {
		return nil, err
	}
	today, step, limit := q.app.Today(), q.one("step"), q.number("limit", apiPageRows)
	out := answers.Reviews{Reviews: []answers.Review{}}
	for _, w := range work {
		waits := w.For(today)
		if step != "" && step != waits {
			continue
		}
		out.Total++
		here := reviewPlace{w.Since, record.Key(w.Incident.ID, w.Finding.Assessor)}
		if after != nil && here.compare(*after) <= 0 {
			continue
		}
		if len(out.Reviews) == limit {
			if out.Next == "" {
				last := out.Reviews[limit-1]
				out.Next = reviewPlace{last.At, record.Key(last.Incident, last.Assessor)}.String()
			}
			continue
		}
		mine, not := w.Mine(q.app.Who(), waits)
		out.Reviews = append(out.Reviews, answers.ReviewOf(w, waits, mine, not))
	}
	return &apiAnswer{data: out}, nil
}

// reviewPlace is where a finding stands in the queue.
type reviewPlace struct {
	since int64
	key   string
}

func (p reviewPlace) String() string { return strconv.FormatInt(p.since, 10) + "." + p.key }

func (p reviewPlace) compare(o reviewPlace) int {
	if d := cmp.Compare(p.since, o.since); d != 0 {
		return d
	}
	return slices.Compare(record.Parts(p.key), record.Parts(o.key))
}

// reviewCursor reads where a page ended; nil: from the beginning.
func reviewCursor(s string) (*reviewPlace, error) {
	if s == "" {
		return nil, nil
	}
	n, key, _ := strings.Cut(s, ".")
	since, err := strconv.ParseInt(n, 10, 64)
	if err != nil || len(record.Parts(key)) != 2 {
		return nil, record.ErrCursor
	}
	return &reviewPlace{since, key}, nil
}

// apiSetAside sets two incidents that may be one aside for whoever asks alone. Nothing is decided.
func apiSetAside(q *apiRequest) (*apiAnswer, error) {
	var body struct {
		A   string `json:"a"`
		B   string `json:"b"`
		Why string `json:"why"`
	}
	if err := q.json(&body); err != nil {
		return nil, err
	}
	var wrong bodyFaults
	wrong.must("a", body.A)
	wrong.must("b", body.B)
	if body.A == body.B && body.A != "" {
		wrong.add("bad_value", "b", body.B, "")
	}
	if len(body.Why) > longest {
		wrong.add("bad_value", "why", strconv.Itoa(len(body.Why)), "")
	}
	if err := wrong.orNil(); err != nil {
		return nil, err
	}
	pair, both, err := q.app.Proposal(app.Impatient(q.Context(), callWaits), body.A, body.B)
	if err != nil {
		return nil, err
	}
	if err := setLater(q.request, pair, strings.TrimSpace(body.Why)); err != nil {
		return nil, err
	}
	return &apiAnswer{data: answers.PairOf(pair, both)}, nil
}

// apiDuplicates lists pairs of incidents that may be one.
func apiDuplicates(q *apiRequest) (*apiAnswer, error) {
	var hide func(*link.Pair) bool
	if q.one("but-aside") != "" {
		aside, err := laters(q.request)
		if err != nil {
			return nil, err
		}
		hide = setAside(aside, q.app.Now().Unix())
	}
	d, err := q.app.DuplicatesBut(app.Impatient(q.Context(), callWaits), int64(q.number("new-since", 0)), q.one("after"), q.number("limit", apiPageRows), hide)
	if err != nil {
		return nil, err
	}
	return &apiAnswer{data: answers.DuplicatesOf(d)}, nil
}

// apiNames lists what foreign words mean.
func apiNames(q *apiRequest) (*apiAnswer, error) {
	base, err := q.app.Store().Base(q.Context(), record.Cut{})
	if err != nil {
		return nil, err
	}
	return &apiAnswer{data: answers.Names{Names: append([]record.Name{}, base.Names...)}}, nil
}

// apiZones lists the zones and lines that have a name.
func apiZones(q *apiRequest) (*apiAnswer, error) {
	out := answers.Zones{Zones: []answers.Zone{}}
	for st, err := range q.app.Store().Each(q.Context(), record.KindZone, "") {
		if err != nil {
			return nil, err
		}
		if z, ok := st.Payload.(record.Zone); ok {
			out.Zones = append(out.Zones, answers.ZoneOf(&z))
		}
	}
	return &apiAnswer{data: out}, nil
}
