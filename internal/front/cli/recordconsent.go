package cli

import (
	"cmp"
	"slices"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/base/suggest"
	"mithaq/internal/evidence/record"
)

var (
	secondFlag = flag{"second", "", "cli.value.name"}

	consentGive     = &verb{name: "record consent give", plain: true, min: 3, max: -1, run: runConsentGive}
	consentList     = &verb{name: "record consent list", run: runConsentList}
	consentWithdraw = &verb{name: "record consent withdraw", plain: true, min: 2, max: 2, run: runConsentWithdraw, flags: []flag{secondFlag, whyFlag, identityFolder}}
)

// consentFields are what "record consent give" takes.
var consentFields = []string{"record", "share", "publish", "how", "given", "until", "note"}

func runConsentGive(c *call) int {
	of, u := c.held()
	if u != nil {
		return c.misuse(u)
	}
	fields, u := parseFields(c.args[2:])
	if u != nil {
		return c.misuse(u)
	}
	consent := record.Consent{Kind: of.Kind, Subject: of.Subject}
	for _, f := range fields {
		if u := setConsent(&consent, f); u != nil {
			return c.misuse(u)
		}
	}
	return c.withRecord(func(a *app.App) int {
		head, err := a.GiveConsent(c.ctx, consent)
		if err != nil {
			return c.failAbout(of.Subject, err)
		}
		c.line(c.words.Text("cli.record.entered", "n", head.Seq, "hash", head.Hash.String()[:12]))
		return exitFine
	})
}

func setConsent(to *record.Consent, f app.Field) *usage {
	var ok bool
	switch f.Name {
	case "record":
		to.Record, ok = yesNo(f.Value)
	case "publish":
		to.Publish, ok = yesNo(f.Value)
	case "share":
		for body := range strings.SplitSeq(f.Value, ",") {
			if body = strings.TrimSpace(body); body != "" {
				to.Share = append(to.Share, body)
			}
		}
		slices.Sort(to.Share)
		to.Share, ok = slices.Compact(to.Share), true
	case "how":
		to.How, ok = f.Value, true
	case "given":
		to.Given, ok = f.Value, true
	case "until":
		to.Until, ok = f.Value, true
	case "note":
		to.Note, ok = f.Value, true
	default:
		return &usage{"cli.usage.consent", []any{"value", f.Name, "fields", strings.Join(consentFields, ", "), "near", suggest.Nearest(f.Name, consentFields)}}
	}
	if !ok {
		return &usage{"cli.usage.yes", []any{"field", f.Name, "value", f.Value}}
	}
	return nil
}

func yesNo(s string) (yes, ok bool) { return s == "yes", s == "yes" || s == "no" }

func runConsentList(c *call) int {
	return c.withRecord(func(a *app.App) int {
		list, err := a.Consents(c.ctx)
		if err != nil {
			return c.fail(err)
		}
		if c.set("json") {
			return c.json("consents", map[string]any{"consents": append([]record.Consent{}, list...)}, nil)
		}
		for i := range list {
			c.tellConsent(&list[i])
		}
		if len(list) == 0 {
			c.line(c.words.Text("cli.consent.none"))
		}
		return exitFine
	})
}

func (c *call) tellConsent(v *record.Consent) {
	head := locale.Pad(c.words.Text("entry."+string(v.Kind)), 8) + " " + c.words.Foreign(v.Subject) + ": "
	if v.Withdrawn != "" {
		c.hanging("", head+c.words.Text("cli.consent.withdrawn", "day", c.reader().When(v.Withdrawn)))
		return
	}
	var may []string
	if v.Record {
		may = append(may, c.words.Text("cli.consent.record"))
	}
	if len(v.Share) > 0 {
		may = append(may, c.words.Text("cli.consent.share", "bodies", c.words.Series(c.foreign(v.Share))))
	}
	if v.Publish {
		may = append(may, c.words.Text("cli.consent.publish"))
	}
	text := c.words.Text("cli.consent.nothing")
	if len(may) > 0 {
		text = c.words.Series(may)
	}
	if v.Until != "" {
		text += " " + c.words.Text("cli.consent.until", "day", c.reader().When(v.Until))
	}
	c.hanging("", head+text+" "+c.words.Text("cli.consent.how", "how", cmp.Or(v.How, "–")))
}

func runConsentWithdraw(c *call) int {
	of, u := c.held()
	if u != nil {
		return c.misuse(u)
	}
	return c.withRecord(func(a *app.App) int {
		plan, err := a.PlanWithdrawal(c.ctx, of, c.get("why", ""))
		if err != nil {
			return c.failAbout(of.Subject, err)
		}
		return c.remove(a, plan)
	})
}
