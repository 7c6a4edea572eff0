package intake

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/evidence/record"
)

// The layout of the sources that Airwars lists for its incidents: one row each, joined to the incident by its code, and by its number in the list of
// incidents where two share a code.
var (
	airwarsSourcesRequired = []string{"code", "seq", "order", "domain"}
	airwarsSourcesOptional = []string{"lang_platform", "date"}
)

// airwarsLanguages are the languages as Airwars writes them.
var airwarsLanguages = map[string]string{
	"Arabic": "ar", "English": "en", "Hebrew": "he", "Turkish": "tr", "Kurdish": "ku", "Spanish": "es", "French": "fr", "Berber": "ber",
	"German": "de", "Russian": "ru", "Persian": "fa", "Farsi": "fa",
}

// cited is an incident of the record with what the record holds of its sources.
type cited struct {
	id       string
	seq      string
	own      *record.Account // what Airwars itself says
	accounts map[string]record.Account
	rows     []record.Account // of the file
	lines    []int
}

// sourceAccount is how the id of an account of this layout begins, after its incident's.
const sourceAccount = ":s"

// readAirwarsSources reads the sources of incidents that the record holds. Each row is an account by a source of its own; what the account says the file does
// not tell. Airwars rests on them, and its own account says so.
func (in *intake) readAirwarsSources() error {
	p, t := in.plan, in.table
	p.Publisher, p.Mapping = airwarsSource.ID, LayoutAirwarsSources
	if ds := t.bind(LayoutAirwarsSources, airwarsSourcesRequired, airwarsSourcesOptional); ds != nil {
		p.Refused, p.Diagnostics = true, ds
		return nil
	}
	byCode, err := in.cited()
	if err != nil {
		return err
	}
	var order []*cited
	first := map[string]source.Pos{}
	sources := map[string]record.Source{}
	err = in.rows(func(r *row, ds []diag.Diagnostic) {
		if ds != nil {
			in.reject(ds)
			return
		}
		c, d := r.citing(byCode)
		if d != nil {
			in.reject([]diag.Diagnostic{*d})
			return
		}
		a, s, ds := r.airwarsSource(c.id)
		if ds == nil {
			if at, again := first[a.ID]; again {
				d := r.bad(CodeRepeated, "order", "first", strconv.Itoa(at.Line))
				d.Related = []diag.Related{{Key: "first", Span: t.span(at)}}
				ds = []diag.Diagnostic{d}
			}
		}
		if ds != nil {
			in.reject(ds)
			return
		}
		first[a.ID] = r.posOf("order")
		if c.rows == nil {
			order = append(order, c)
		}
		c.rows, c.lines = append(c.rows, a), append(c.lines, r.line)
		if s.ID != airwarsSource.ID {
			sources[s.ID] = s
		}
	})
	if err != nil || p.Refused {
		return err
	}
	in.addSource(airwarsSource, 0)
	addLineage(sources)
	for _, id := range sortedKeys(sources) {
		in.addSource(sources[id], 0)
	}
	for _, c := range order {
		if err := in.cite(c); err != nil {
			return err
		}
	}
	return nil
}

// cited indexes Airwars' incidents by their code.
func (in *intake) cited() (map[string][]*cited, error) {
	byCode := map[string][]*cited{}
	for b, err := range in.store.Bundles(in.ctx, record.Cut{}) {
		if err != nil {
			return nil, err
		}
		i := &b.Incident
		if i.Publisher != airwarsSource.ID || b.Withdrawn {
			continue
		}
		c := &cited{id: i.ID, seq: i.Verbatim["seq"], accounts: map[string]record.Account{}}
		for _, a := range b.Accounts {
			switch {
			case a.ID == i.ID+":1":
				own := copied(a)
				c.own = &own
			case strings.HasPrefix(a.ID, i.ID+sourceAccount):
				c.accounts[a.ID] = copied(a)
			}
		}
		byCode[i.Verbatim["code"]] = append(byCode[i.Verbatim["code"]], c)
	}
	return byCode, nil
}

// copied gives an account that outlives its bundle.
func copied(a record.Account) record.Account {
	a.Says, a.Cites, a.Translations, a.Files = maps.Clone(a.Says), slices.Clone(a.Cites), slices.Clone(a.Translations), slices.Clone(a.Files)
	a.Claim.By, a.Claim.Amounts = slices.Clone(a.Claim.By), slices.Clone(a.Claim.Amounts)
	return a
}

// citing finds the incident of a row.
func (r *row) citing(byCode map[string][]*cited) (*cited, *diag.Diagnostic) {
	fits := byCode[r.get("code")]
	if len(fits) > 1 {
		seq := r.get("seq")
		fits = slices.DeleteFunc(slices.Clone(fits), func(c *cited) bool { return c.seq != seq })
	}
	if len(fits) == 1 && r.get("code") != "" {
		return fits[0], nil
	}
	d := r.bad(CodeNoIncident, "code", "n", strconv.Itoa(len(fits)))
	return nil, &d
}

// airwarsSource reads one source and the account that it gives.
func (r *row) airwarsSource(incident string) (record.Account, record.Source, []diag.Diagnostic) {
	var ds []diag.Diagnostic
	n, known, d := r.whole("order")
	switch {
	case d != nil:
		ds = append(ds, *d)
	case !known:
		ds = append(ds, r.bad(CodeNoKey, "order"))
	}
	s, ok := sourceOfHost(r.get("domain"))
	if !ok {
		ds = append(ds, r.bad(CodeValue, "domain", "want", "example.org"))
	}
	a := record.Account{ID: incident + sourceAccount + strconv.FormatInt(n, 10), Source: s.ID, Incident: incident}
	said := strings.Fields(r.get("lang_platform")) // "Twitter Arabic": a platform, a language, or both, with a blank or a line end between
	for _, word := range said {
		a.Lang = cmp.Or(a.Lang, airwarsLanguages[word])
	}
	a.Note = strings.TrimSpace(strings.Join(said, " ") + "; " + r.get("domain"))
	a.Note = strings.TrimPrefix(a.Note, "; ")
	when, d := r.day("date", dayName, false)
	if d != nil {
		ds = append(ds, *d)
	}
	a.Published = show(when)
	return a, s, ds
}

// cite drafts what the file says of one incident's sources.
func (in *intake) cite(c *cited) error {
	p := in.plan
	there := map[string]bool{}
	var rests []string
	for i, a := range c.rows {
		there[a.ID] = true
		rests = append(rests, a.Source)
		was, stands := c.accounts[a.ID]
		if !stands {
			p.Added++
			p.drafts = append(p.drafts, in.draft(record.KindAccount, c.lines[i], a))
			continue
		}
		changed, err := in.correct(pair{carry(a, was), was}, c.lines[i])
		switch {
		case err != nil:
			return err
		case changed:
			p.Changed++
		default:
			p.Same++
		}
	}
	for _, id := range sortedKeys(c.accounts) {
		switch {
		case there[id]:
		case in.opt.Release == ReleaseWhole: // the list of this incident is whole, and this one is gone from it
			p.Withdrawn++
			p.drafts = append(p.drafts, in.draft(record.KindWithdrawal, 0, record.Withdrawal{
				Kind: record.KindAccount, Subject: id, By: airwarsSource.ID, Why: "missing from release",
			}))
		default:
			rests = append(rests, c.accounts[id].Source)
		}
	}
	if c.own == nil {
		return nil
	}
	own := *c.own
	own.Cites = without(distinct(rests), airwarsSource.ID)
	slices.Sort(own.Cites)
	if !slices.Equal(own.Cites, c.own.Cites) { // follows from the rows: no change of its own to tell
		p.drafts = append(p.drafts, in.draft(record.KindAccount, c.lines[0], own))
	}
	return nil
}
