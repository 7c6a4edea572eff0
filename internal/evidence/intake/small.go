package intake

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/source"
	"mithaq/internal/evidence/record"
)

// ownSmall reads a file with one payload per row.
func ownSmall(read func(r *row) (any, []diag.Diagnostic)) func(*intake, *own) error {
	return func(in *intake, o *own) error {
		type one struct {
			payload any
			line    int
		}
		var all []one
		first := map[string]int{}
		err := in.rows(func(r *row, ds []diag.Diagnostic) {
			var payload any
			if ds == nil {
				payload, ds = read(r)
			}
			if ds == nil {
				_, subject, err := record.SubjectOf(payload)
				if err != nil {
					ds = []diag.Diagnostic{r.bad(CodeNoKey, o.required[0])}
				} else if line, again := first[subject]; again {
					ds = []diag.Diagnostic{r.bad(CodeRepeated, o.required[0], "first", strconv.Itoa(line))}
				} else {
					first[subject] = r.line
				}
			}
			if ds != nil {
				in.reject(ds)
				return
			}
			all = append(all, one{payload, r.line})
		})
		if err != nil || in.plan.Refused {
			return err
		}
		standing := in.standing()
		for _, x := range all {
			if err := in.put(x.payload, standing, x.line); err != nil {
				return err
			}
		}
		return nil
	}
}

// put drafts a payload that is new or differs from what stands, and counts it.
func (in *intake) put(payload any, standing map[string]any, line int) error {
	kind, subject, err := record.SubjectOf(payload)
	if err != nil {
		return err
	}
	was := standing[record.Key(string(kind), subject)]
	if was == nil && (kind == record.KindPosition || kind == record.KindPerson) { // a position on an incident stands with the incident
		if was, err = in.newest(kind, subject); err != nil {
			return err
		}
	}
	changed, err := in.correct(pair{payload, was}, line)
	switch {
	case err != nil:
		return err
	case !changed:
		in.plan.Same++
	case was == nil:
		in.plan.Added++
	default:
		in.plan.Changed++
	}
	return nil
}

// last gives the newest entry on a subject; the zero entry when there is none.
func (in *intake) last(kind record.Kind, subject string) (e record.Entry, err error) {
	entries, err := in.store.History(in.ctx, kind, subject)
	if errors.Is(err, record.ErrNotFound) {
		return e, nil
	}
	for _, x := range entries {
		if x.Kind == kind && x.Subject == subject {
			e = x
		}
	}
	return e, err
}

// newest gives the payload that stands on a subject by its history; nil when there is none, or it was withdrawn last.
func (in *intake) newest(kind record.Kind, subject string) (any, error) {
	e, err := in.last(kind, subject)
	if err != nil || e.Seq == 0 {
		return nil, err
	}
	gone, err := in.last(record.KindWithdrawal, record.Key(string(kind), subject))
	if err != nil || gone.Seq > e.Seq {
		return nil, err
	}
	return record.Decode(e.Kind, e.Version, e.Payload)
}

// standing indexes the small payloads of the record by kind and subject.
func (in *intake) standing() map[string]any {
	m := map[string]any{}
	index := func(p any) {
		if kind, subject, err := record.SubjectOf(p); err == nil {
			m[record.Key(string(kind), subject)] = p
		}
	}
	for _, s := range in.base.Sources {
		index(s)
	}
	for _, c := range in.base.Coverage {
		index(c)
	}
	for _, r := range in.base.Rosters {
		index(r)
	}
	for _, p := range in.base.Positions {
		index(p)
	}
	for _, t := range in.base.Tallies {
		index(t)
	}
	for _, n := range in.base.Names {
		index(n)
	}
	return m
}

// need reads a cell that may not be blank.
func (r *row) need(column string, ds *[]diag.Diagnostic) string {
	v := r.get(column)
	if v == "" {
		*ds = append(*ds, r.bad(CodeValue, column, "want", column))
	}
	return v
}

// oneOf reads a cell that holds one of these words.
func (r *row) oneOf(column string, ds *[]diag.Diagnostic, words ...string) string {
	v := r.get(column)
	if !slices.Contains(words, v) {
		*ds = append(*ds, r.bad(CodeValue, column, "want", strings.Join(words, ", ")))
	}
	return v
}

// days reads the first and the last day of a stretch, both needed, in order.
func (r *row) days(from, to string, ds *[]diag.Diagnostic) (string, string) {
	lo, d := r.day(from, isoDate, true)
	if d != nil {
		*ds = append(*ds, *d)
	}
	hi, e := r.day(to, isoDate, true)
	if e != nil {
		*ds = append(*ds, *e)
	}
	if d == nil && e == nil && hi.Compare(lo) < 0 {
		*ds = append(*ds, r.bad(CodeDateOrder, to, "start", lo.String()))
	}
	return show(lo), show(hi)
}

func show(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func (r *row) graded(ds *[]diag.Diagnostic) grade.Grade {
	v := cmp.Or(r.get("grade"), grade.Alleged.String()) // nobody has graded it: somebody says it
	g, err := grade.Parse(v)
	if err != nil {
		*ds = append(*ds, r.bad(CodeGrade, "grade", "want", gradeWords))
	}
	return g
}

func (r *row) date(column string, required bool, ds *[]diag.Diagnostic) string {
	s, d := r.edtf(column, required)
	*ds = append(*ds, d...)
	return s
}

func readCoverage(r *row) (any, []diag.Diagnostic) {
	var ds []diag.Diagnostic
	c := record.Coverage{
		Observer: r.need("observer", &ds), Zone: r.need("zone", &ds), Acts: list(r.get("acts"), "|"), Means: r.get("means"),
		DeniedBy: r.get("denied_by"), Source: r.get("source"), Note: r.get("note"),
	}
	slices.Sort(c.Acts)
	c.From, c.To = r.days("from", "to", &ds)
	denied, d := r.yes("denied")
	ds = append(ds, d...)
	c.Denied = denied
	if c.DeniedBy != "" && !denied {
		ds = append(ds, r.bad(CodeValue, "denied", "want", "yes"))
	}
	lag, _, bad := r.whole("lag_days")
	if bad != nil {
		ds = append(ds, *bad)
	}
	c.LagDays = int(lag)
	if c.ID = r.get("id"); c.ID == "" {
		c.ID = record.Key(c.Observer, c.Zone, c.From)
		if denied {
			c.ID = record.Key(c.Observer, c.Zone, c.From, "denied")
		}
	}
	return c, ds
}

func readPosition(r *row) (any, []diag.Diagnostic) {
	var ds []diag.Diagnostic
	p := record.Position{
		Party: r.need("party", &ds), Agree: r.get("agreement"), Term: r.get("term"), About: r.get("incident"),
		Stance: r.oneOf("stance", &ds, "accept", "reject", "reserve", "deny", "admit", "deny_responsibility", "alternative"),
		When:   r.date("when", true, &ds), Says: text(r, "ar", "says_ar", "en", "says_en", "ru", "says_ru"),
		Source: r.get("source"), URL: r.get("url"),
	}
	if (p.Agree == "") == (p.About == "") {
		ds = append(ds, r.bad(CodeValue, "agreement", "want", "agreement / incident"))
	}
	if p.ID = r.get("id"); p.ID == "" {
		p.ID = record.Key(p.Party, p.Agree+p.About, p.Term, p.When)
	}
	return p, ds
}

func readTally(r *row) (any, []diag.Diagnostic) {
	var ds []diag.Diagnostic
	t := record.Tally{
		ID: r.need("tally", &ds), Source: r.need("source", &ds), Act: r.need("act", &ds), What: r.need("what", &ds), Roles: r.roles(),
		Doers: list(r.get("doers"), "|"), Grade: r.graded(&ds), By: r.get("by"), When: r.date("when", false, &ds),
		Says: text(r, "ar", "says_ar", "en", "says_en", "ru", "says_ru"), URL: r.get("url"),
	}
	t.From, t.To = r.days("from", "to", &ds)
	rg, d := r.amount("number")
	ds = append(ds, d...)
	t.Number = rg
	return t, ds
}

func readSource(r *row) (any, []diag.Diagnostic) {
	var ds []diag.Diagnostic
	return record.Source{
		ID: r.need("source", &ds), Name: text(r, "ar", "name_ar", "en", "name_en", "ru", "name_ru"), Sort: r.get("sort"), URL: r.get("url"),
		Party: r.get("party"), Reliability: r.get("reliability"), Cites: list(r.get("cites"), "|"), Note: r.get("note"),
	}, ds
}

func readName(r *row) (any, []diag.Diagnostic) {
	var ds []diag.Diagnostic
	return record.Name{
		Scheme: r.need("scheme", &ds), Sort: r.oneOf("sort", &ds, "party", "kind", "act", "zone", "assessors"), Word: r.need("word", &ds),
		Means: list(r.get("means"), "|"), By: r.get("by"), Why: r.get("why"),
	}, ds
}

// ownRosters reads one row per member. What is said of the roster itself may stand on any of its rows. A row without a member says only that
// of the roster: so an empty roster can be declared complete.
func (in *intake) ownRosters(*own) error {
	var all []record.Roster
	lines := map[string]int{}
	sound := map[string][]source.Pos{}
	bad := map[string]bool{}
	err := in.rows(func(r *row, ds []diag.Diagnostic) {
		id := r.get("roster")
		if ds == nil && id == "" {
			ds = []diag.Diagnostic{r.bad(CodeNoKey, "roster")}
		}
		if ds == nil {
			i := slices.IndexFunc(all, func(x record.Roster) bool { return x.ID == id })
			if i < 0 {
				i = len(all)
				all = append(all, record.Roster{ID: id})
				lines[id] = r.line
			}
			ds = r.member(&all[i])
		}
		if ds != nil {
			bad[id] = true
			in.reject(ds)
			return
		}
		sound[id] = append(sound[id], r.posOf("roster"))
	})
	if err != nil || in.plan.Refused {
		return err
	}
	in.rejectSiblings(bad, sound)
	standing := in.standing()
	for _, x := range all {
		if bad[x.ID] { // a list with a hole would be another list
			continue
		}
		if err := in.put(x, standing, lines[x.ID]); err != nil {
			return err
		}
	}
	return nil
}

func (r *row) member(x *record.Roster) []diag.Diagnostic {
	var ds []diag.Diagnostic
	complete, d := r.yes("complete")
	ds = append(ds, d...)
	x.Complete = x.Complete || complete
	ds = append(ds, r.fill(&x.By, "by")...)
	ds = append(ds, r.fill(&x.Source, "source")...)
	if declared := r.date("declared", false, &ds); declared != "" {
		ds = append(ds, r.fill(&x.Declared, "declared")...)
	}
	if id := r.get("member"); id != "" {
		if slices.ContainsFunc(x.Members, func(m record.Member) bool { return m.ID == id }) {
			ds = append(ds, r.bad(CodeRepeated, "member", "first", strconv.Itoa(r.line)))
		}
		x.Members = append(x.Members, record.Member{ID: id, Roles: r.roles(), Since: r.date("since", false, &ds), Grade: r.graded(&ds)})
	}
	return ds
}
