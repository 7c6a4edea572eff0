package record

import "testing"

// TestConsent: what is not allowed, or no longer, is not done.
func TestConsent(t *testing.T) {
	for _, c := range []struct {
		consent        Consent
		publish, share bool // to "un" on 2016-05-01
	}{
		{Consent{}, false, false},
		{Consent{Record: true}, false, false},
		{Consent{Publish: true}, true, true},
		{Consent{Share: []string{"icc", "un"}}, false, true},
		{Consent{Share: []string{"icc"}}, false, false},
		{Consent{Publish: true, Withdrawn: "2020"}, false, false},
		{Consent{Share: []string{"un"}, Withdrawn: "2016-01-01"}, false, false},
		{Consent{Publish: true, Until: "2016-05-01"}, true, true},
		{Consent{Publish: true, Until: "2016-04-30"}, false, false},
		{Consent{Publish: true, Until: "2016-05"}, true, true},
		{Consent{Publish: true, Until: "2016"}, false, false}, // perhaps in January
		{Consent{Publish: true, Until: "soon"}, false, false},
	} {
		if p, s := c.consent.MayPublish("2016-05-01"), c.consent.MayShare("un", "2016-05-01"); p != c.publish || s != c.share {
			t.Errorf("%+v: publish %t, share %t", c.consent, p, s)
		}
	}
	none := Consent{Share: []string{""}}
	if none.MayShare("", "2016-05-01") {
		t.Error("nobody in particular is a body")
	}
}
