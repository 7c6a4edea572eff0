package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/proofcheck"
)

// TestFaultsAreTold: each fault of the checker has its sentence in every language, names what it is about, and ends with exit code 4.
func TestFaultsAreTold(t *testing.T) {
	for _, lang := range locale.Langs {
		told := map[string]string{}
		for _, code := range proofcheck.Codes {
			for _, lane := range []int{-1, 2} {
				var out bytes.Buffer
				c := &call{Env: &Env{ctx: context.Background(), out: &out, words: wording.For(lang), width: 200}}
				faults := [][]proofcheck.Fault{nil, {{Code: code, Norm: "x.1a", Member: "f7", Lane: lane, Claimed: "kept", Derived: "breached"}}}
				c.proof(faults, 1)
				if got := out.String(); !strings.Contains(got, "x.1a") || !strings.Contains(got, "f7") || strings.Contains(got, "[fault.") {
					t.Errorf("%s: %s: %q", lang, code, got)
				}
				if proofCode(faults) != exitUnfinished {
					t.Errorf("%s: exit code %d", code, proofCode(faults))
				}
				if lane < 0 {
					if old := told[out.String()]; old != "" {
						t.Errorf("%s: %s reads like %s", lang, code, old)
					}
					told[out.String()] = code
				}
				if x := proofData(c.words, faults[1]); x.Same || len(x.Faults) != 1 || (x.Faults[0].Standard == "verified") != (lane == 2) {
					t.Errorf("%s: %+v", code, x)
				}
			}
		}
		var out bytes.Buffer
		c := &call{Env: &Env{ctx: context.Background(), out: &out, words: wording.For(lang), width: 200}}
		c.proof([][]proofcheck.Fault{nil}, 0)
		if out.Len() == 0 || proofCode([][]proofcheck.Fault{nil}) != exitFine || !proofData(c.words, nil).Same {
			t.Errorf("%s: %q", lang, out.String())
		}
	}
}
