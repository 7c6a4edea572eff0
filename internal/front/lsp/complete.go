package lsp

import (
	"context"
	"fmt"
	"strings"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading/symbols"
)

// completion offers what can stand at a place: acts behind a word that binds, the roles of an act in its brackets, the values of a role,
// parties at the head of a norm, times, conditions, clauses.
func (s *server) completion(_ context.Context, p at) (completionList, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := completionList{Items: []completionItem{}}
	pl, ok := s.find(p)
	if !ok {
		return list, nil
	}
	c := newCursor(pl)
	if c.silent {
		return list, nil
	}
	for i, o := range c.offers() {
		item := completionItem{
			Label: o.text, Kind: o.kind, Detail: o.detail, SortText: fmt.Sprintf("%04d", i),
			Edit: textEdit{span{pl.lines.position(s.units, c.from), p.Position}, o.text + o.behind},
		}
		if o.symbol != nil {
			item.Kind, item.Detail = itemKinds[o.symbol.Sort], s.detail(o.symbol)
		} else if o.english != "" && s.words.Has("lsp.word."+o.english) {
			item.Documentation = &markup{"markdown", s.words.Text("lsp.word." + o.english)}
		}
		list.Items = append(list.Items, item)
	}
	return list, nil
}

var itemKinds = map[symbols.Sort]int{
	symbols.Vocabulary: itemModule, symbols.Agreement: itemModule, symbols.Party: itemClass, symbols.Kind: itemEnum, symbols.Act: itemFunction,
	symbols.State: itemEvent, symbols.Zone: itemValue, symbols.Roster: itemValue, symbols.Role: itemField, symbols.Mark: itemValue,
	symbols.Track: itemValue, symbols.Term: itemModule, symbols.Norm: itemFunction, symbols.Claim: itemValue, symbols.Concern: itemValue,
	symbols.Reading: itemModule, symbols.Variable: itemVariable,
}

// detail tells a symbol in a few words: its sort and its title.
func (s *server) detail(sym *symbols.Symbol) string {
	text := s.words.Text("lsp.sort." + sym.Sort.String())
	title := ""
	for _, w := range sym.Title {
		if title == "" || w.Lang == string(s.words.Lang()) {
			title = w.Text
		}
	}
	if title == "" {
		return text
	}
	return s.words.Text("lsp.detail", "sort", wording.Phrase(text), "title", title)
}

// offer is one thing that can stand at the cursor.
type offer struct {
	text    string
	behind  string // written behind it: the bracket of an act
	kind    int
	detail  string
	symbol  *symbols.Symbol
	english string // of a keyword: its English spelling
}

// offers gives what can stand at the cursor, the likeliest first.
func (c *cursor) offers() []offer {
	prev := c.back(1)
	if prev.Sign() == "." {
		return c.behindDot()
	}
	if open := c.bracket(); open >= 0 {
		if list, ok := c.inside(open); ok {
			return list
		}
	}
	if c.newLine() {
		return c.atLineStart()
	}
	head := c.head()
	if len(c.tokens) > head+1 && c.tokens[head+1].Sign() == ":" && len(c.tokens) == head+2 {
		return append(c.all(symbols.Party), c.keywords("unnamed", "each of", "jointly", "either", "one of", "for each", "between each pair that accepted", "otherwise,")...)
	}
	begins := ""
	if head < len(c.tokens) {
		begins = keyword(&c.tokens[head])
	}
	return c.behind(begins, prev)
}

// inside offers what can stand in the brackets of an act, a state or a declaration; false: they are those of a condition.
func (c *cursor) inside(open int) ([]offer, bool) {
	if open == 0 || c.tokens[open-1].Kind != syntax.Word {
		return nil, false
	}
	name := c.tokens[open-1].Value()
	if open >= 2 && c.tokens[open-2].Line && (keyword(&c.tokens[open-2]) == "act" || keyword(&c.tokens[open-2]) == "state") {
		return c.types(), true
	}
	of := c.index.Find(symbols.Act, nil, name)
	if of == nil {
		of = c.index.Find(symbols.State, nil, name)
	}
	if of == nil {
		return nil, false
	}
	prev := c.back(1)
	if sign := prev.Sign(); sign == "(" || sign == "," {
		given := map[string]bool{}
		for i := open + 1; i+1 < len(c.tokens); i++ {
			if c.tokens[i+1].Sign() == ":" {
				given[c.tokens[i].Value()] = true
			}
		}
		var list []offer
		for _, r := range c.index.Of(symbols.Role, of) {
			if !given[r.Name] {
				list = append(list, offer{text: r.Name, behind: ": ", symbol: r})
			}
		}
		return list, true
	}
	for i := len(c.tokens) - 1; i > open; i-- {
		if c.tokens[i].Sign() == ":" {
			role := c.index.Find(symbols.Role, of, c.tokens[i-1].Value())
			if c.back(1).Sign() != ":" && c.word(1) != "or" && c.word(1) != "and" && c.word(1) != "of" {
				return c.keywords("or", "and"), true
			}
			var list []offer
			for _, v := range c.index.Values(role, c.of) {
				list = append(list, offer{text: v.Name, symbol: v})
			}
			return append(list, c.variables()...), true
		}
	}
	return nil, true
}

// types offers the types of roles where one can stand: behind the name of a role.
func (c *cursor) types() []offer {
	if c.back(1).Kind != syntax.Word {
		return nil
	}
	var list []offer
	for _, t := range c.table.Types() {
		list = append(list, offer{text: t, kind: itemKeyword})
	}
	return append(list, c.all(symbols.Kind)...)
}

// variables offers the variable of the norm's family, and "this" where there is one.
func (c *cursor) variables() (list []offer) {
	if c.inNorm && c.norm.ForEach != nil && !c.norm.ForEach.Var.Missing() {
		list = append(list, offer{text: c.norm.ForEach.Var.Text, behind: ".", kind: itemVariable})
	}
	return list
}

// behindDot offers what belongs to a name: the roles of a variable, the norms of an agreement.
func (c *cursor) behindDot() []offer {
	name := c.back(2).Value()
	if a := c.index.Find(symbols.Agreement, nil, name); a != nil {
		return c.symbols(c.index.Of(symbols.Norm, a), "")
	}
	if !c.inNorm {
		return nil
	}
	var of *symbols.Symbol
	if keyword(c.back(2)) == "this" && c.norm.Act != nil {
		of = c.index.Find(symbols.Act, nil, c.norm.Act.Name.Text)
	} else if f := c.norm.ForEach; f != nil && f.Var.Text == name {
		switch {
		case f.Word == syntax.EachParty:
			return []offer{{text: "party", kind: itemField}}
		case f.Word == syntax.EachPair:
			return []offer{{text: "one", kind: itemField}, {text: "other", kind: itemField}}
		case f.Pattern != nil:
			if of = c.index.Find(symbols.Act, nil, f.Pattern.Name.Text); of == nil {
				of = c.index.Find(symbols.State, nil, f.Pattern.Name.Text)
			}
		case f.Roster != nil:
			if r := c.index.Find(symbols.Roster, nil, f.Roster.Text); r != nil {
				if st := r.Stmt.(*syntax.Roster).Of; st != nil {
					of = c.index.Find(symbols.State, nil, st.Text)
				}
			}
		}
	}
	if of == nil {
		return nil
	}
	return c.symbols(c.index.Of(symbols.Role, of), "")
}

// atLineStart offers what can begin a line.
func (c *cursor) atLineStart() []offer {
	where := ""
	for i := len(c.tokens) - 1; i >= 0 && where == ""; i-- {
		switch w := keyword(&c.tokens[i]); {
		case !c.tokens[i].Line:
		case w == "vocabulary", w == "agreement", w == "term":
			where = w
		case w == "mark", w == "track", w == "claim", w == "concern", w == "position", w == "red":
			where = "items"
		}
	}
	items := []string{"term", "mark", "track", "claim", "concern", "red line", "position"}
	switch where {
	case "":
		return c.keywords("agreement", "vocabulary")
	case "vocabulary":
		return c.keywords("party", "body", "office", "person", "kind", "act", "state", "zone", "line", "roster", "agreement")
	case "agreement":
		return c.keywords(append([]string{
			"uses", "agreed between", "demand by", "offer by", "resolution of", "dated", "in force from", "in force once", "zone", "standard", "observed by",
			"supersedes", "includes", "disputes to", "first day counts", "at start", "applies", "partial",
		}, items...)...)
	case "term":
		list := c.keywords(append([]string{"text", "text only", "recital", "belief", "warning", "offer", "unseen", "reading", "applies"}, items...)...)
		if c.inNorm {
			list = append(c.clauses(), list...)
		}
		return list
	}
	return c.keywords(items...)
}

// clauses offers what can stand behind what a norm asks.
func (c *cursor) clauses() []offer {
	return c.keywords("by", "before", "within", "by day", "from", "until", "for", "undated", "at once", "at least", "at most", "every", "if", "once", "while",
		"unless", "only once", "except", "with", "without consent of", "only with consent of", "judged", "clock stops", "clock runs", "observed by")
}

// behind offers what can stand behind a word, in a statement that begins with another.
func (c *cursor) behind(begins string, prev *syntax.Token) []offer {
	norm := c.inNorm && begins == ""
	switch w := keyword(prev); w {
	case "uses":
		return c.all(symbols.Vocabulary)
	case "includes", "supersedes":
		return c.all(symbols.Agreement)
	case "between", "jointly", "either", "to":
		if c.word(2) == "aims" || c.word(2) == "aim" {
			return append(c.acts(), c.keywords("bring about")...)
		}
		return c.all(symbols.Party)
	case "must":
		return append(c.acts(), c.keywords("not", "keep", "bring about", "ensure that")...)
	case "may":
		return c.acts()
	case "can":
		return append(c.acts(), c.keywords("terminate", "suspend", "resume", "waive", "extend", "move", "succeed")...)
	case "not":
		if c.word(2) == "must" || c.afterThat() {
			return c.acts()
		}
		return c.conditions()
	case "begin", "finish", "except", "through":
		return c.acts()
	case "that":
		return c.all(symbols.Party)
	case "terminate", "suspend", "resume", "waive":
		return append(c.own(symbols.Norm), c.keywords("term", "agreement")...)
	case "extend":
		return c.own(symbols.Norm)
	case "move":
		return c.own(symbols.Mark)
	case "term", "answered":
		return c.own(symbols.Term)
	case "within", "for":
		if w == "for" && c.word(1) == "for" {
			return append(c.keywords("each"), c.periods()...)
		}
		return c.periods()
	case "holds":
		return c.all(symbols.Party)
	case "begins", "ends":
		return c.acts()
	case "standard":
		return c.keywords("alleged", "corroborated", "verified")
	case "in":
		switch begins {
		case "party", "body", "person":
			return c.all(symbols.Party)
		case "zone", "line":
			return c.all(symbols.Zone)
		case "term":
			return c.own(symbols.Track)
		}
		return c.keywords("any", "force", "the last")
	case "of":
		switch {
		case begins == "roster":
			return c.all(symbols.State)
		case begins == "office", begins == "resolution", begins == "concern", c.word(2) == "consent", c.word(2) == "participation", c.word(2) == "each", c.word(2) == "one":
			return c.all(symbols.Party)
		case c.word(2) == "member":
			return c.all(symbols.Roster)
		}
		return c.times()
	case "each":
		return append(append(c.keywords("of", "member of", "party that accepted as"), c.acts()...), c.symbols(c.index.Of(symbols.State, nil), "(")...)
	case "by", "before", "from", "until", "after":
		if !norm || c.back(2).Kind == syntax.String || c.word(2) == "observed" {
			if w == "by" {
				return c.all(symbols.Party)
			}
		}
		list := c.times()
		if w == "by" {
			list = append(list, c.keywords("day")...)
		}
		if w == "until" {
			list = append(list, c.conditions()...)
		}
		return list
	case "if", "once", "while", "unless", "keep", "about", "and", "or":
		if norm && (w == "and" || w == "or") && c.modality() < 0 {
			return c.all(symbols.Party)
		}
		return c.conditions()
	case "is":
		return c.keywords("kept", "breached", "due", "in force", "set")
	case "day":
		return c.keywords("of")
	}
	if !norm {
		return nil
	}
	if c.modality() < 0 {
		if sym := c.index.Find(symbols.Party, nil, prev.Value()); sym != nil || keyword(prev) == "unnamed" {
			return c.keywords("must", "must not", "may", "aims to", "can", "and")
		}
		return c.all(symbols.Party)
	}
	if prev.Sign() == ")" || prev.Kind == syntax.Date || prev.Kind == syntax.Time {
		return append(c.clauses(), c.keywords("and", "or")...)
	}
	if c.index.Find(symbols.Norm, c.of, prev.Value()) != nil {
		return append(c.keywords("is kept", "is breached", "is due", "is in force"), c.clauses()...)
	}
	return c.clauses()
}

// modality gives the index of the word that binds in the norm at the cursor; -1: it is still to come.
func (c *cursor) modality() int {
	for i := len(c.tokens) - 1; i >= c.head(); i-- {
		switch keyword(&c.tokens[i]) {
		case "must", "may", "aims", "can":
			return i
		}
	}
	return -1
}

// afterThat says whether the cursor stands in "ensure that Q not".
func (c *cursor) afterThat() bool {
	for i := len(c.tokens) - 1; i >= max(0, len(c.tokens)-8); i-- {
		if keyword(&c.tokens[i]) == "that" {
			return true
		}
	}
	return false
}

func (c *cursor) acts() []offer { return c.symbols(c.index.Of(symbols.Act, nil), "(") }

// all offers everything of a sort that the texts together declare.
func (c *cursor) all(sort symbols.Sort) []offer { return c.symbols(c.index.Of(sort, nil), "") }

// own offers everything of a sort that the agreement declares.
func (c *cursor) own(sort symbols.Sort) []offer { return c.symbols(c.index.Of(sort, c.of), "") }

func (c *cursor) symbols(list []*symbols.Symbol, behind string) (offers []offer) {
	for _, s := range list {
		offers = append(offers, offer{text: s.Name, behind: behind, symbol: s})
	}
	return offers
}

// times offers what a time can be counted from.
func (c *cursor) times() []offer {
	list := append(c.own(symbols.Mark), c.keywords("start")...)
	list = append(list, c.own(symbols.Norm)...)
	if c.inNorm && c.norm.ForEach != nil && !c.norm.ForEach.Var.Missing() {
		list = append(list, offer{text: c.norm.ForEach.Var.Text, kind: itemVariable})
	}
	return append(append(list, c.acts()...), c.keywords("breach of")...)
}

// conditions offers what a condition can begin with.
func (c *cursor) conditions() []offer {
	list := append(c.own(symbols.Norm), c.own(symbols.Mark)...)
	list = append(list, c.symbols(c.index.Of(symbols.State, nil), "(")...)
	list = append(list, c.acts()...)
	return append(list, c.keywords("no", "not", "count", "count distinct", "sum", "after")...)
}

// periods offers usual lengths of time.
func (c *cursor) periods() (list []offer) {
	for _, p := range []struct {
		n    int
		unit string
	}{{24, "hours"}, {7, "days"}, {30, "days"}, {6, "months"}} {
		list = append(list, offer{text: fmt.Sprintf("%d %s", p.n, c.table.Translate(p.unit)), kind: itemValue})
	}
	return list
}

// keywords offers words of the language, given in English, as the table of the text spells them.
func (c *cursor) keywords(words ...string) (list []offer) {
	for _, w := range words {
		list = append(list, offer{text: c.table.Translate(w), kind: itemKeyword, english: strings.Fields(w)[0]})
	}
	return list
}
