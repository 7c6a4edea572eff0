package web

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/suggest"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/evidence/seal"
	"mithaq/internal/front/answers"
)

// apiPageRows is how many a page has where nobody says otherwise.
const apiPageRows = 50

var errNoTexts = errors.New("the record holds no text of an agreement")

// missing tells that something the address names is not in the texts: with what was probably meant.
type missing struct {
	key   string // of the sentence
	value string
	known []string
}

func (e *missing) Error() string { return e.key + ": " + e.value }

func (e *missing) Is(target error) bool { return target == errNotFound }

func apiVersion(*apiRequest) (*apiAnswer, error) { return &apiAnswer{data: answers.BuildOf()}, nil }

func apiMe(q *apiRequest) (*apiAnswer, error) {
	return &apiAnswer{data: answers.MeOf(q.app.Who(), q.token)}, nil
}

func apiHead(q *apiRequest) (*apiAnswer, error) {
	head, err := q.head()
	return &apiAnswer{data: head}, err
}

func apiAgreements(q *apiRequest) (*apiAnswer, error) {
	v, err := q.views()
	if errors.Is(err, errNoTexts) {
		return &apiAnswer{data: answers.Agreements{Agreements: []answers.AgreementHead{}}}, nil
	}
	if err != nil {
		return nil, err
	}
	return &apiAnswer{data: answers.AgreementsOf(v, q.rd), run: v.Run}, nil
}

func apiStatus(q *apiRequest) (*apiAnswer, error) {
	v, err := q.views()
	if err != nil {
		return nil, err
	}
	only := q.PathValue("agreement")
	if only == "" {
		only = q.one("agreement")
	}
	if only != "" && v.Run.Program.Agreement(only) == nil {
		return nil, q.noAgreement(v, only)
	}
	return &apiAnswer{data: answers.StatusOf(v, q.rd, only), run: v.Run}, nil
}

func (q *apiRequest) noAgreement(v answers.Views, id string) error {
	var names []string
	for i := range v.Run.Program.Agreements {
		names = append(names, v.Run.Program.Agreements[i].ID)
	}
	slices.Sort(names)
	return &missing{"cli.usage.agreement", id, names}
}

func apiExplain(q *apiRequest) (*apiAnswer, error) {
	v, err := q.views()
	if err != nil {
		return nil, err
	}
	what := q.PathValue("what")
	if agreement := q.PathValue("agreement"); agreement != "" {
		if v.Run.Program.Agreement(agreement) == nil {
			return nil, q.noAgreement(v, agreement)
		}
		what = agreement + "." + q.PathValue("term") + q.PathValue("claim")
	}
	found := v.Find(what)
	if q.PathValue("agreement") != "" { // the address says of which kind it is
		claim := q.PathValue("claim") != ""
		found = slices.DeleteFunc(found, func(t answers.Target) bool {
			return (t.Claim != "") != claim || !claim && t.Norm != "" && t.Reading == nil
		})
	}
	if len(found) == 0 {
		return nil, &missing{"cli.usage.target", what, v.Labels()}
	}
	return &apiAnswer{data: answers.ExplainedOf(v, q.rd, found, nil), run: v.Run, args: []string{what}}, nil
}

func apiReport(q *apiRequest) (*apiAnswer, error) {
	reading, err := q.texts()
	if err != nil {
		return nil, err
	}
	rep, err := q.app.Report(q.Context(), reading, q.one("from"), q.one("to"), q.cuts())
	if err != nil {
		return nil, err
	}
	wrap := q.s.runsOf(q.request).wrap
	v, err := ReportNumbers(q.Context(), q.rd, rep, wrap)
	if err != nil {
		return nil, err
	}
	return &apiAnswer{data: answers.ReportOf(q.rd, wrap(rep.Now), rep, v), run: rep.Now}, nil
}

// filters reads what a list of incidents is narrowed by.
func (q *apiRequest) filters() (record.Query, error) {
	query := record.Query{
		From: q.one("from"), To: q.one("to"), Act: q.one("act"), Party: q.one("party"), Place: q.one("place"), Text: q.one("text"), Publisher: q.one("publisher"),
		Waiting: q.one("waiting") != "", Sort: q.one("sort"), After: q.one("after"), Limit: q.number("limit", 0),
	}
	if name := q.one("grade"); name != "" {
		g, err := grade.Parse(name)
		if err != nil {
			return query, err
		}
		query.Grade = &g
	}
	return query, q.app.MayAsk(&query)
}

// apiCount counts incidents.
func apiCount(q *apiRequest) (*apiAnswer, error) {
	query, err := q.filters()
	if err != nil {
		return nil, err
	}
	var by []record.CountBy
	for _, word := range strings.Split(cmp.Or(q.one("by"), string(record.ByGrade)), ",") {
		if !slices.Contains(record.CountsBy, record.CountBy(word)) {
			var known []string
			for _, one := range record.CountsBy {
				known = append(known, string(one))
			}
			return nil, badParams{{code: "bad_value", field: "by", value: clip(word), near: suggest.Nearest(clip(word), known)}}
		}
		by = append(by, record.CountBy(word))
	}
	groups, err := q.app.Store().Count(q.Context(), by, query)
	return &apiAnswer{data: answers.CountOf(by, groups)}, err
}

func apiIncidents(q *apiRequest) (*apiAnswer, error) {
	query, err := q.filters()
	if err != nil {
		return nil, err
	}
	if query.After != "" && !cursor.MatchString(query.After) {
		return nil, record.ErrCursor
	}
	page, err := q.app.Store().Incidents(q.Context(), query)
	if err != nil {
		return nil, err
	}
	where, err := answers.Found(q.Context(), q.app.Store(), query.Text, page.Rows)
	if err != nil {
		return nil, err
	}
	return &apiAnswer{data: answers.ListOf(page, where)}, nil
}

// number gives the value of a parameter that is a number.
func (q *apiRequest) number(name string, otherwise int) int {
	if n, err := strconv.Atoi(q.one(name)); err == nil {
		return n
	}
	return otherwise
}

func apiIncident(q *apiRequest) (*apiAnswer, error) {
	id := q.PathValue("incident")
	c, err := q.app.Case(q.Context(), id)
	if err != nil {
		return nil, err
	}
	base, err := q.app.Store().Base(q.Context(), record.Cut{})
	if err != nil {
		return nil, err
	}
	return &apiAnswer{data: answers.ShowOf(c, base), args: []string{id}}, nil
}

func apiHistory(q *apiRequest) (*apiAnswer, error) {
	id := q.PathValue("incident")
	entries, err := q.app.Store().History(q.Context(), record.KindIncident, id)
	if err != nil {
		return nil, err
	}
	return &apiAnswer{data: answers.HistoryOf(id, review.Versions(entries)), args: []string{id}}, nil
}

func apiSources(q *apiRequest) (*apiAnswer, error) {
	only := q.PathValue("source")
	l, err := q.s.lineages.get(q.Context(), q.app)
	if err != nil {
		return nil, err
	}
	base, err := q.app.Store().Base(q.Context(), record.Cut{})
	if err != nil {
		return nil, err
	}
	list := answers.SourcesIn(base, l.list, only)
	if only != "" && len(list) == 0 {
		err = record.ErrNotFound
	}
	a := &apiAnswer{data: answers.Sources{Sources: list}}
	if only != "" {
		a.args = []string{only}
	}
	return a, err
}

func apiCoverage(q *apiRequest) (*apiAnswer, error) {
	base, err := q.app.Store().Base(q.Context(), record.Cut{})
	if err != nil {
		return nil, err
	}
	return &apiAnswer{data: answers.CoverageOf(base, q.one("from"), q.one("to"))}, nil
}

func apiChanges(q *apiRequest) (*apiAnswer, error) {
	since := int64(q.number("since", 0))
	head, err := q.head()
	if err != nil {
		return nil, err
	}
	out, err := answers.ChangesSince(q.app.Store().Entries(q.Context(), since), since, head, q.number("limit", apiPageRows))
	return &apiAnswer{data: out}, err
}

func apiCheckpoint(q *apiRequest) (*apiAnswer, error) {
	note, err := q.app.Checkpoint(q.Context())
	if errors.Is(err, app.ErrNoCheckpoint) || errors.Is(err, seal.ErrNoKey) {
		err = errNotFound
	}
	return &apiAnswer{data: answers.Checkpoint{Note: strings.ToValidUTF8(string(note), "�")}}, err
}

func apiDocument(q *apiRequest) (*apiAnswer, error) {
	b, err := q.s.document()
	return &apiAnswer{raw: b}, err
}
