package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/locale"
)

// ReadBack is what the program understood of a norm, in plain sentences.
type ReadBack struct {
	Text    string   // who, what, when: "Russian Federation: must not do this: ..."
	Clauses []string // conditions and the like, a sentence each
	Kept    []string // what one would have to see to call it kept (met, used, reached)
	NotKept []string // what one would have to see to call it not kept
}

// reader tells norms of one agreement.
type reader struct {
	w *Words
	l Lookup
	a *norms.Agreement

	each *norms.Family // of the norm that is told; nil: none
}

// Norm reads a norm back. It must be a norm of l.Program.
func (w *Words) Norm(l Lookup, n *norms.Norm) ReadBack {
	l = l.In(w)
	_, a := l.Norm(n.Name())
	if a == nil {
		a = &norms.Agreement{ID: n.Agree}
	}
	r := reader{w: w, l: l, a: a, each: n.ForEach}
	return ReadBack{r.main(n), r.clauses(n), r.kept(n), r.notKept(n)}
}

var modalityKeys = [...]string{"obligation", "prohibition", "permission", "aim", "power"}

// Modality gives the word of a modality.
func (w *Words) Modality(m norms.Modality) string { return w.Text("modality." + modalityKeys[m]) }

func (r reader) main(n *norms.Norm) string {
	what := ""
	if n.Goal != nil {
		what = r.cond(n.Goal)
	} else {
		what = r.act(n)
	}
	what = r.when(n, what)
	key, args := "readback."+modalityKeys[n.Modality], []any{"what", Phrase(what)}
	switch {
	case n.Goal != nil && n.Keep:
		key = "readback.keep"
	case n.Goal != nil && n.Modality == norms.Aim:
		key = "readback.aim_about"
	case n.Goal != nil:
		key = "readback.bring_about"
	case len(n.Actors) > 0 && n.Modality == norms.Prohibition:
		key, args = "readback.ensure_not", append(args, "actors", r.parties(n.Actors))
	case len(n.Actors) > 0:
		key, args = "readback.ensure", append(args, "actors", r.parties(n.Actors))
	}
	text, f := r.byBearer(key, n, args...), r.family(n.ForEach)
	if !strings.HasSuffix(f, ":") && (n.Share == norms.Each || n.Share == norms.Either || n.BearerVar != nil) {
		text = begun(text) // these begin with a word of ours, not with a name
	}
	if f != "" {
		text = f + " " + text
	}
	return text
}

// begun gives a sentence a capital letter at its beginning.
func begun(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[n:]
}

// when adds how many acts are asked for, and when they count.
func (r reader) when(n *norms.Norm, what string) string {
	if more := r.number(n); more != "" {
		what = r.with(what, more)
	}
	if window := r.window(n); window != "" {
		what = r.with(what, window)
	}
	return what
}

// byBearer tells a sentence of the bearers, or its variant for a text that names nobody.
func (r reader) byBearer(key string, n *norms.Norm, args ...any) string {
	who := r.who(n)
	if who == "" {
		return r.w.Text(key+".unnamed", args...)
	}
	return r.w.Text(key, append(args, "bearers", who)...)
}

// who tells who bears a norm, and how they share it; nothing where the text names nobody.
func (r reader) who(n *norms.Norm) Phrase {
	switch {
	case n.BearerVar != nil && n.Share == norms.Each:
		return Phrase(r.w.Text("readback.each", "bearers", r.parties(n.ForEach.Members)))
	case n.BearerVar != nil && r.party(*n.BearerVar) != "":
		return Phrase(r.party(*n.BearerVar))
	case n.BearerVar != nil:
		return Phrase(r.w.Text("readback.bearer", "role", Phrase(r.w.Role(n.BearerVar.Role)), "var", n.BearerVar.Var))
	case len(n.Bearers) == 0:
		return ""
	case n.Share == norms.Jointly:
		return Phrase(r.w.Text("readback.jointly", "bearers", r.parties(n.Bearers)))
	case n.Share == norms.Either:
		return Phrase(r.w.Text("readback.either", "bearers", r.w.names("list.or", r.l.Parties(n.Bearers))))
	}
	return r.parties(n.Bearers)
}

func (r reader) parties(ids []string) Phrase { return r.w.names("list.and", r.l.Parties(ids)) }

func (r reader) with(what, more string) string {
	return r.w.Text("readback.with", "what", Phrase(what), "more", Phrase(more))
}

// number tells how many acts are asked for, or allowed.
func (r reader) number(n *norms.Norm) string {
	key, num := "readback.at_least", n.AtLeast
	switch n.Modality {
	case norms.Prohibition:
		if key, num = "readback.more_than", n.AtMost; num.N == 0 {
			return ""
		}
	case norms.Permission, norms.Power:
		return ""
	case norms.Obligation, norms.Aim:
		if num.N <= 1 && num.Per.IsZero() && num.Role == "" {
			return ""
		}
	}
	text, period := "", Phrase(r.w.Period(num.Per))
	switch {
	case num.Role != "":
		text = r.w.Text(key+"_sum", "number", Phrase(locale.Number(r.w.lang, int64(num.N))), "role", Phrase(r.w.Role(num.Role)))
	case num.Per.IsZero() || num.Every:
		text = r.w.Plural(key, int64(num.N))
	default:
		return r.w.Plural(key+"_per", int64(num.N), "period", period)
	}
	switch {
	case num.Per.IsZero():
		return text
	case num.Every:
		return r.w.Text("readback.in_each", "what", Phrase(text), "period", period)
	}
	return r.w.Text("readback.in_any", "what", Phrase(text), "period", period)
}

func (r reader) family(f *norms.Family) string {
	if f == nil {
		return ""
	}
	roster := r.l.Roster(f.Roster)
	switch f.Source {
	case norms.FromRoster:
		if len(f.Pattern.Roles) == 0 {
			return r.w.Text("readback.family.roster", "roster", roster, "var", f.Var)
		}
		return r.w.Text("readback.family.roster.narrowed", "roster", roster, "var", f.Var, "pattern", Phrase(r.roles(f.Pattern.Roles, nil)))
	case norms.FromState:
		return r.w.Text("readback.family.state", "var", f.Var, "pattern", Phrase(r.state(f.Pattern)))
	case norms.FromBearers:
		return "" // the bearers say so
	case norms.FromParties:
		return r.w.Text("readback.family.parties", "var", f.Var)
	case norms.FromPairs:
		return r.w.Text("readback.family.pairs", "var", f.Var)
	case norms.FromAct:
	}
	return r.w.Text("readback.family.act", "var", f.Var, "pattern", Phrase(r.actOnly(f.Pattern, "")))
}

// norm names another norm; one of another agreement with its title.
func (r reader) norm(full string) string { return r.w.normLabel(r.l, full, r.a.ID) }

func (w *Words) normLabel(l Lookup, full, here string) string {
	n, a := l.Norm(full)
	switch {
	case n == nil:
		return w.name(full)
	case n.Agree == here:
		return w.Text("norm.label", "norm", n.ID, "term", n.Term)
	}
	return w.Text("norm.label.other", "norm", n.ID, "term", n.Term, "agreement", Name(w.lang, a.Names, a.ID))
}
