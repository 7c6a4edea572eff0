package wording

import (
	"strconv"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/reading/run"
)

// DiagText is a remark in words.
type DiagText struct {
	Title   string   // what is the matter
	Related []string // a sentence for each of Diagnostic.Related
	Fixes   []string // a sentence for each of Diagnostic.Fixes
	Runs    []RunText
}

// RunText is a run in words: what it shows, and the story.
type RunText struct {
	Title string   `json:"title"`
	Lines []string `json:"lines"`
}

// Diagnostic tells a remark in words. A code without a sentence is told by itself with its arguments.
func (w *Words) Diagnostic(d diag.Diagnostic) DiagText {
	w = w.of(d)
	key := "diag." + string(d.Code)
	args := w.diagArgs(d.Args)
	text := DiagText{Title: w.counted(key, args)}
	if !w.Has(key) {
		text.Title = w.Text("remark.unknown", "code", string(d.Code), "args", listed(d.Args))
	}
	for _, r := range d.Related {
		if k := key + "." + r.Key; w.Has(k) {
			text.Related = append(text.Related, w.counted(k, args))
		} else {
			text.Related = append(text.Related, w.Text("remark.unknown.related", "key", r.Key))
		}
	}
	for _, f := range d.Fixes {
		if k := key + "." + f.Key; w.Has(k) {
			text.Fixes = append(text.Fixes, w.counted(k, append(w.diagArgs(f.Args), args...)))
		} else {
			text.Fixes = append(text.Fixes, w.Text("remark.unknown.fix", "key", f.Key))
		}
	}
	for _, r := range d.Runs {
		one := RunText{Title: w.counted(key+"."+r.Key, args)}
		if told, ok := r.Story.(*run.Told); ok {
			one.Lines = w.Story(Lookup{Program: told.Program}, told.Run)
			if told.Part {
				one.Lines = append([]string{w.Text("story.part")}, one.Lines...)
			}
		}
		text.Runs = append(text.Runs, one)
	}
	return text
}

// Intention tells the reason that the text gives for a remark that it calls meant; "" for any other remark.
func (w *Words) Intention(d diag.Diagnostic) string {
	if d.Intended == nil {
		return ""
	}
	return w.Text("cli.check.intended.why", "why", Name(w.lang, d.Intended.Why, ""))
}

// Severity gives the word of a severity.
func (w *Words) Severity(s diag.Severity) string { return w.Text("severity." + s.String()) }

// Total counts remarks by severity: "2 errors and 1 remark"; without any it says so.
func (w *Words) Total(ds []diag.Diagnostic) string {
	var n [3]int64
	for _, d := range ds {
		n[d.Severity]++
	}
	var list []string
	for s, key := range [...]string{"remark.errors", "remark.remarks", "remark.notes"} {
		if n[s] > 0 {
			list = append(list, w.Plural(key, n[s]))
		}
	}
	if len(list) == 0 {
		return w.Text("remark.none")
	}
	return w.And(list)
}

// diagArgs gives the arguments of a remark; languages by their names.
func (w *Words) diagArgs(list []diag.Arg) []any {
	args := make([]any, 0, 2*len(list))
	for _, a := range list {
		if name := "lang." + a.Value; (a.Name == "lang" || a.Name == "own") && w.Has(name) {
			a.Value = w.Text(name)
		}
		args = append(args, a.Name, a.Value)
	}
	return args
}

// counted gives the sentence of a key; where it has plural forms, the argument n chooses.
func (w *Words) counted(key string, args []any) string {
	if v, ok := argument(args, "n"); ok {
		if s, ok := v.(string); ok {
			if n, err := strconv.ParseInt(s, 10, 64); err == nil {
				return w.Plural(key, n, args...)
			}
		}
	}
	return w.Text(key, args...)
}

func listed(args []diag.Arg) string {
	list := make([]string, len(args))
	for i, a := range args {
		list[i] = a.Name + "=" + a.Value
	}
	return strings.Join(list, ", ")
}
