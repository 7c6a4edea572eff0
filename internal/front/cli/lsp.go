package cli

import (
	"context"
	"os"
	"path/filepath"

	"mithaq/internal/app"
	"mithaq/internal/front/lsp"
	"mithaq/internal/front/wording"
)

// lspVerb answers an editor. With --record it also tells how the norms stand; without, it needs none.
var lspVerb = &verb{name: "lsp", plain: true, run: runLSP}

func runLSP(c *call) int {
	if !c.set("record") {
		return c.editor(nil)
	}
	return c.withRecord(func(a *app.App) int {
		return c.editor(func(ctx context.Context, files []lsp.File) (map[string]lsp.Standing, error) {
			return c.standing(ctx, a, files)
		})
	})
}

// editor runs the language server until the editor leaves.
func (c *call) editor(standing func(context.Context, []lsp.File) (map[string]lsp.Standing, error)) int {
	err := lsp.Serve(c.ctx, c.in, keptOpen{os.Stdout}, lsp.Options{Lang: c.words.Lang(), Version: Version(), Status: standing})
	if err != nil {
		return c.fail(err)
	}
	return exitFine
}

// keptOpen is standard output for a session that closes what it wrote to.
type keptOpen struct{ *os.File }

// Close does nothing: the program ends with the session.
func (keptOpen) Close() error { return nil }

// standing tells how the norms of texts stand on the record, by full name, at the standard of each agreement.
func (c *call) standing(ctx context.Context, a *app.App, files []lsp.File) (map[string]lsp.Standing, error) {
	texts := make([]app.Text, len(files))
	for i, f := range files {
		texts[i] = app.Text{Name: f.Path, Content: f.Text, Folder: filepath.Dir(f.Path)}
	}
	j, err := a.Judge(ctx, app.Read(texts), c.cutsOf())
	if err != nil {
		return nil, err
	}
	w := c.words.Bare()
	l := wording.Lookup{Program: j.Program}.In(w)
	marks := map[string]lsp.Standing{}
	for i := range j.Result.Agreements {
		ag := &j.Result.Agreements[i]
		lane := j.Program.Agreement(ag.ID).Standard.Lane()
		for k := range ag.Norms {
			n := &ag.Norms[k]
			state := w.State(n.Lanes[lane], n)
			marks[n.Key.Norm] = lsp.Standing{Short: state.Symbol + " " + state.Word, Line: w.Line(l, n, lane, j.In.At)}
		}
	}
	return marks, nil
}
