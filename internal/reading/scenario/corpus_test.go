package scenario

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"mithaq/internal/testroot"
)

// TestCorpus runs spec/corpus/judge: each archive holds texts and files of tests.
func TestCorpus(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(testroot.Root(t), "spec", "corpus", "judge", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	total, compared := 0, 0
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files := map[string]string{}
			for _, f := range archive.Files {
				files[f.Name] = string(f.Data)
			}
			ran := 0
			for _, f := range archive.Files {
				if !strings.HasSuffix(f.Name, ".test") {
					continue
				}
				texts := map[string]string{}
				for _, name := range Reads(f.Name, string(f.Data)) {
					if _, ok := files[name]; !ok {
						t.Fatalf("%s reads %s, which is not in the archive", f.Name, name)
					}
				}
				for name, text := range files {
					if strings.HasSuffix(name, ".test") {
						continue
					}
					texts[name] = text
				}
				for _, o := range outcomes(t, read(t, texts), f.Name, string(f.Data)) {
					ran++
					compared += agree(t, &o)
					for _, fault := range o.Faults {
						t.Errorf("%s: expected %q of %s %s, at %v: %s", o.Expect.Span, o.Expect.Words, o.Expect.ID, o.Expect.Member, fault.Standard, seen(&o, fault))
					}
				}
			}
			if ran == 0 {
				t.Error("no expectation")
			}
			total += ran
		})
	}
	t.Logf("%d expectations; %d statuses held against oracle and checker", total, compared)
	if compared < total {
		t.Errorf("only %d statuses of %d expectations were held against oracle and checker", compared, total)
	}
}

// seen says what came out, for whoever mends it.
func seen(o *Outcome, f Fault) string {
	var b strings.Builder
	if f.Sort == NoReason {
		b.WriteString("no reason " + f.Reason.Ref + "; ")
	}
	if o.Norm != nil {
		for _, l := range o.Norm.Lanes {
			b.WriteString("[" + l.States.String() + "]")
		}
		for _, s := range o.Norm.Reasons.Steps {
			b.WriteString(" " + s.Rule)
		}
		for _, d := range o.Norm.Reasons.Deciding {
			b.WriteString(" " + d.Fact + ":" + d.Part)
		}
	}
	if o.Term != nil {
		for _, l := range o.Term.Lanes {
			b.WriteString("[" + l.Headline.String() + "]")
		}
	}
	if o.Claim != nil {
		for _, l := range o.Claim.Lanes {
			b.WriteString("[" + l.States.String() + "]")
		}
	}
	return b.String()
}
