package syntax

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"mithaq/internal/testroot"
)

// TestStatements looks at the tree of the corpus text that holds every statement beyond the letter: what each word became.
func TestStatements(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join(testroot.Root(t), "spec", "corpus", "syntax", "statements.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	trees := map[string]*File{}
	for _, f := range archive.Files {
		trees[f.Name], _ = Parse(f.Name, string(f.Data))
	}
	voc := trees["vocabulary.mithaq"].Stmts[0].(*Vocabulary).Items
	if m := voc[0].(*Party).In[0]; m.Word != Holds || m.In.Text != "president" || m.Until == nil {
		t.Errorf("holds: %+v", m)
	}
	if m := voc[1].(*Party).In[0]; m.Word != Follows {
		t.Errorf("succeeds: %+v", m)
	}
	if !voc[2].(*Act).Phases || voc[3].(*Act).Phases {
		t.Error("in phases")
	}
	if r := voc[3].(*Act).Roles; r[2].Word != TypeMeasure || r[2].Unit.Text != "mm" || r[1].Word != TypeKind || r[4].Word != TypeCount {
		t.Errorf("roles: %+v", r)
	}
	if !voc[4].(*Zone).Line || voc[5].(*Zone).Line {
		t.Error("line")
	}
	head := trees["head.mithaq"].Stmts[0].(*Agreement)
	if len(head.Headings) != 15 {
		t.Errorf("%d headings", len(head.Headings))
	}
	if s := head.Headings[6].(*Supersedes); len(s.Texts) != 3 || s.Texts[1].Of.Text != "second" || s.Texts[1].Name.Text != "3" {
		t.Errorf("supersedes: %+v", s.Texts)
	}
	if term := head.Items[1].(*Term); term.Track.Text != "humanitarian" || term.Items[1].(*TextOnly).Of.Text != "1a" || term.Items[0].(*Applies).Word != Once {
		t.Errorf("term: %+v", term)
	}
	if x := head.Headings[13].(*Intended); x.Code.Text != "M3002" || x.Of != nil || x.Why[0].Text != "left open" {
		t.Errorf("intended: %+v", x)
	}
	if x := head.Items[1].(*Term).Items[2].(*Intended); x.Of.Text != "1a" || len(x.Why) != 2 {
		t.Errorf("intended of: %+v", x)
	}
	if c := head.Items[2].(*Claim); !c.RedLine || c.Compare == nil || c.Name.Text != "one" {
		t.Errorf("red line: %+v", c)
	}
	if c := head.Items[4].(*Claim); c.RedLine || c.Name.Text != "line" {
		t.Errorf("a claim named line: %+v", c)
	}
	norms := map[string]*Norm{}
	reading := ""
	for _, item := range trees["norms.mithaq"].Stmts[0].(*Agreement).Items[0].(*Term).Items {
		switch item := item.(type) {
		case *Reading:
			reading = item.Name.Text + " "
		case *Norm:
			norms[reading+item.Label.Text] = item
		case *CountsAs:
			if item.Label.Text == "2i" && (item.From.Phase != Begin || len(item.For) != 2) {
				t.Errorf("counts as: %+v", item)
			}
		}
	}
	for label, want := range map[string]struct {
		share    ShareWord
		modality ModalityWord
		deed     DeedWord
		clauses  int
	}{
		"1a": {Jointly, Must, DoAct, 1}, "1b": {Either, Must, DoAct, 1}, "1c": {Either, May, DoAct, 1}, "1d": {EachOf, Must, DoAct, 2},
		"1e": {Together, Must, KeepCond, 1}, "1f": {Together, Must, BringAbout, 1}, "1g": {Together, Must, EnsureThat, 3},
		"1j": {Together, Must, DoAct, 3}, "1k": {Together, Must, DoAct, 3}, "1m": {Together, Must, DoAct, 1}, "1n": {Together, MustNot, DoAct, 1},
		"2a": {Together, Can, Terminate, 0}, "2b": {Together, Can, Suspend, 0}, "2c": {Together, Can, Resume, 0}, "2d": {Together, Can, Extend, 1},
		"2e": {Together, Can, Move, 0}, "2f": {Together, Can, Succeed, 0}, "2g": {Together, Can, Waive, 0}, "2h": {Together, Can, DoAct, 0},
		"kyiv 1a": {Together, Must, DoAct, 0}, "moscow 1a": {Together, Must, DoAct, 0},
	} {
		n := norms[label]
		if n == nil {
			t.Errorf("no norm %s", label)
			continue
		}
		if n.Share != want.share || n.Modality != want.modality || n.Deed != want.deed || len(n.Clauses) != want.clauses {
			t.Errorf("%s: share %d, modality %d, deed %d, %d clauses", label, n.Share, n.Modality, n.Deed, len(n.Clauses))
		}
	}
	if by := norms["1a"].Clauses[0].(*Bound); !by.Point.Before || by.Point.Offset.N.Value != 10 || by.Point.Ref.Name.Text != "m" {
		t.Errorf("10 days before m: %+v", by.Point)
	}
	if !norms["1b"].Otherwise || norms["1b"].Clauses[0].(*Bound).Point.Sort != PointBreach {
		t.Errorf("otherwise, breach of: %+v", norms["1b"])
	}
	if to := norms["1c"].Act.Args[0]; !to.All || len(to.Values) != 3 {
		t.Errorf("a and b: %+v", to)
	}
	if a := norms["1d"].Clauses[0].(*Amount); !a.Every || a.Role.Text != "trucks" || a.Per.N.Value != 1 || a.N.Value != 100 {
		t.Errorf("100 trucks every week: %+v", a)
	}
	if d := norms["1d"].Clauses[1].(*Duration); d.Period.N.Value != 6 || d.Again.N.Value != 3 || d.Unless == nil {
		t.Errorf("renewed: %+v", d)
	}
	g := norms["1g"].Act.Args
	if g[0].Amount == nil || g[1].Amount.Op != AtMost || !g[2].Values[0].Near.Km || g[2].Values[0].Near.N.Value != 25 || !norms["1g"].ActorsNot {
		t.Errorf("calibre, rounds, within: %+v", g)
	}
	if f := norms["1i"].ForEach; f.Word != EachPair || norms["1i"].Bearer.Name.Text != "one" {
		t.Errorf("pair: %+v", f)
	}
	if v := norms["1i"].Clauses[0].(*When).Cond.(*Seen).Pattern.Args[0].Values[0]; v.Sort != ValueThis || v.Ref.Name.Text != "target" {
		t.Errorf("this.target: %+v", v)
	}
	if c := norms["1l"].Clauses[0].(*When).Cond.(*And).Conds[1].(*Compare); c.With == nil || c.Figure.Last.N.Value != 30 || c.With.Pattern.Phase != Finish {
		t.Errorf("figures: %+v", c)
	}
	if x := norms["2a"].Targets; len(x) != 3 || x[1].Ref.Of.Text != "x" || x[2].Sort != TargetTerm {
		t.Errorf("targets: %+v", x)
	}
	if norms["2b"].Targets[0].Sort != TargetText || norms["2b"].Period.N.Value != 30 {
		t.Errorf("suspend agreement for 30 days: %+v", norms["2b"])
	}
}
