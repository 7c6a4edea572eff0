package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/seal"
	"mithaq/internal/front/wording"
	"mithaq/spec/schema"
)

// TestFaultsOfTheLogAreTold: every fault has a sentence in every language, which names what it is about, and stands in the schema.
func TestFaultsOfTheLogAreTold(t *testing.T) {
	b, err := schema.Files.ReadFile("logverify.json")
	if err != nil {
		t.Fatal(err)
	}
	var s struct {
		Properties struct {
			Data struct {
				Properties struct {
					Faults struct {
						Items struct {
							Properties struct {
								Kind struct{ Enum []seal.FaultKind }
							}
						}
					}
				}
			}
		}
	}
	if err := json.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	if got := s.Properties.Data.Properties.Faults.Items.Properties.Kind.Enum; !slices.Equal(got, seal.FaultKinds) {
		t.Errorf("the schema knows %q", got)
	}
	for _, lang := range []locale.Lang{locale.En, locale.Ar, locale.Ru} {
		c := &call{Env: &Env{words: wording.For(lang)}}
		for _, kind := range seal.FaultKinds {
			for _, since := range []int64{0, 71} {
				f := &seal.Fault{Kind: kind, Seq: 31, Until: 41, Other: 51, Size: 61, Since: since, Level: 81, Tile: 91, Want: "WANT", Got: "GOT", File: "cp"}
				text := c.logFault(f)
				named := 0
				for _, part := range []string{"31", "41", "51", "61", "71", "81", "91", "WANT", "GOT", "cp"} {
					if strings.Contains(text, part) {
						named++
					}
				}
				if named == 0 || strings.ContainsAny(text, "{}") || strings.Contains(text, "log.fault") {
					t.Errorf("%s, %s: %q", lang, kind, text)
				}
			}
		}
	}
}
