package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"
)

// usesClock says whether a file mentions time.Now, time.Since or time.Until.
func usesClock(t *testing.T, file string) (found bool) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		pkg, ok := sel.X.(*ast.Ident)
		if ok && pkg.Name == "time" && (sel.Sel.Name == "Now" || sel.Sel.Name == "Since" || sel.Sel.Name == "Until") {
			found = true
		}
		return true
	})
	return found
}
