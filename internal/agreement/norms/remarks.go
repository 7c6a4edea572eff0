package norms

import "mithaq/internal/base/diag"

// The remarks on windows; they belong to the list in agreement/terms.
const (
	codeEndsFirst  diag.Code = "M2057" // the window ends {end} before it begins {start}; related "first"
	codeBeforeText diag.Code = "M2058" // the window ends {end} before the text begins {start}
	codeOpensEarly diag.Code = "M2059" // the window opens {start}, before the text begins {from}
)

// windows remarks windows that are empty, or open before the text does, as far as the text alone fixes them.
func windows(a *Agreement) (remarks []diag.Diagnostic) {
	for n := range a.AllNorms {
		remarks = append(remarks, a.emptyStretch(n.Window.Start, n.Window.End)...)
		remarks = append(remarks, a.textBounds(&n.Window)...)
		for _, c := range n.Conds() {
			Walk(c, func(c Cond) {
				switch c := c.(type) {
				case Seen:
					remarks = append(remarks, a.emptyStretch(c.From, c.Until)...)
				case Compare:
					remarks = append(remarks, a.emptyStretch(c.Figure.From, c.Figure.Until)...)
					if c.With != nil {
						remarks = append(remarks, a.emptyStretch(c.With.From, c.With.Until)...)
					}
				}
			})
		}
	}
	for i := range a.Claims {
		remarks = append(remarks, a.emptyStretch(a.Claims[i].Figure.From, a.Claims[i].Figure.Until)...)
	}
	return remarks
}

// emptyStretch remarks an end that is not after its beginning.
func (a *Agreement) emptyStretch(start, end *Bound) []diag.Diagnostic {
	if start == nil || end == nil {
		return nil
	}
	from, okFrom := a.Fixed(start)
	until, okUntil := a.Fixed(end)
	if !okFrom || !okUntil || until > from {
		return nil
	}
	return []diag.Diagnostic{{
		Code: codeEndsFirst, Severity: diag.Remark, Span: end.Span,
		Args:    diag.Args("start", a.Zone.DateOf(from).String(), "end", a.Zone.DateOf(until-1).String()),
		Related: []diag.Related{{Key: "first", Span: start.Span}},
	}}
}

// textBounds compares a norm's window with the start of the text. A text without a date was told by terms.
func (a *Agreement) textBounds(w *Window) (remarks []diag.Diagnostic) {
	if a.Dated.IsZero() {
		return nil
	}
	starts := a.Zone.DateOf(a.Starts).String()
	if w.Start != nil {
		if from, ok := a.Fixed(w.Start); ok && from < a.Starts {
			remarks = append(remarks, diag.Diagnostic{
				Code: codeOpensEarly, Severity: diag.Note, Span: w.Start.Span,
				Args: diag.Args("start", a.Zone.DateOf(from).String(), "from", starts),
			})
		}
	}
	if w.End != nil {
		if until, ok := a.Fixed(w.End); ok && until <= a.Starts {
			remarks = append(remarks, diag.Diagnostic{
				Code: codeBeforeText, Severity: diag.Remark, Span: w.End.Span,
				Args: diag.Args("end", a.Zone.DateOf(until-1).String(), "start", starts),
			})
		}
	}
	return remarks
}
