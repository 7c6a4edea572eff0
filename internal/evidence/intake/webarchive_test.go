package intake

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"mithaq/internal/base/diag"
	"mithaq/internal/evidence/files/archive"
	"mithaq/internal/evidence/intake/wacz"
)

// TestWebArchive: a WACZ among the output of auto-archiver is looked into; what does not fit is a remark of it, and it is kept as it came.
func TestWebArchive(t *testing.T) {
	list := `{"resources":[{"path":"archive/a.warc","hash":"` + strings.ToLower(stated("warc")) + `"}]}`
	pack := func(parts ...string) string {
		b, err := os.ReadFile(zipped(t, "x.wacz", parts...))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for _, c := range []struct {
		name, wacz string
		want       []diag.Code
		severity   diag.Severity
		why        string
	}{
		{"as it was made", pack("archive/a.warc", "warc", "datapackage.json", list), nil, 0, ""},
		{"changed", pack("archive/a.warc", "other", "datapackage.json", list), []diag.Code{CodeWACZ}, diag.Remark, wacz.Differs},
		{"not to be opened", pack("../a.warc", "warc"), []diag.Code{CodeArchive}, diag.Remark, archive.Outside},
		{"no archive", "x", []diag.Code{CodeArchive}, diag.Remark, archive.Broken},
	} {
		plan := planPack(t, &fake{}, zipped(t, "run.zip", "item.json", aaItem(t, "https://example.org/1", aaMedia("page.wacz", stated(c.wacz), nil), aaMedia("page.wacz", "", nil)), "page.wacz", c.wacz), Options{Strict: true})
		if plan.Rejected != 0 || plan.Refused || len(plan.Files) != 1 || plan.Files[0].SHA256 != sum(c.wacz) {
			t.Errorf("%s: %+v", c.name, plan)
		}
		if got := codes(plan); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", c.name, got)
		}
		for _, d := range plan.Diagnostics {
			if d.Severity != c.severity || len(d.Fixes) != 1 || d.Fixes[0].Key != c.why {
				t.Errorf("%s: %+v", c.name, d)
			}
		}
		checkWords(t, plan.Diagnostics)
	}
	args := diag.Args("file", "", "want", "", "got", "")
	for _, why := range wacz.Reasons {
		checkWords(t, []diag.Diagnostic{{Code: CodeWACZ, Args: diag.Args("name", ""), Fixes: []diag.Fix{{Key: why, Args: args}}}})
	}
	a := &archiver{pack: &Pack{}}
	for _, s := range []*wacz.Signed{{Key: "00"}, {Domain: "example.org", Time: time.Unix(1456826400, 0)}, {Time: time.Unix(1456826400, 0), Trusted: true}} {
		checkWords(t, []diag.Diagnostic{a.signedBy(&content{member: &archive.Member{}}, s)})
	}
}
