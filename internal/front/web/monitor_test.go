package web_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"mithaq/internal/evidence/review"
)

// deskTeam is a house with people who can sign in, each with a password.
func deskTeam(t *testing.T) *house {
	t.Helper()
	h := newHouse(t)
	for _, who := range []struct {
		id    string
		roles []string
	}{
		{"rami", []string{review.Assessor, review.Recorder}},
		{"lina", []string{review.Assessor}},
		{"mona", []string{review.Assessor}},
		{"omar", []string{review.Assessor, review.Publisher}},
	} {
		h.user(t, who.id, who.roles...)
		h.token[who.id] = tokenIn(t, h.post(t, "", "/en/welcome", "code", h.invite(t, who.id), "password", goodPassword, "again", goodPassword))
	}
	return h
}

// signIn is somebody else who sits down at the browser.
func (h *house) signIn(ctx context.Context, t *testing.T, lang, user string) {
	t.Helper()
	if _, err := chromedp.Call(ctx, network.ClearBrowserCookies, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	do(ctx, t, chromedp.Navigate(h.base+"/"+lang+"/sign-in"), chromedp.SetValue(chromedp.CSS("#user"), user), chromedp.SetValue(chromedp.CSS("#password"), goodPassword))
	follow(ctx, t, `form[action$="/sign-in"] button`)
	if cookies := run(ctx, t, chromedp.Evaluate[bool](`document.querySelector('.you a[href$="/me"]') !== null`)); !cookies {
		t.Fatalf("%s is not signed in", user)
	}
}

// file writes a file that is chosen in the browser.
func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// lookAt brings a file by the wizard and waits for what importing it would do.
func lookAt(ctx context.Context, t *testing.T, base, lang, path string) string {
	t.Helper()
	do(ctx, t, chromedp.Navigate(base+"/"+lang+"/desk"))
	follow(ctx, t, `a[href="/`+lang+`/import"]`)
	do(ctx, t, chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{path}))
	follow(ctx, t, `form[enctype] button`)
	do(ctx, t, chromedp.WaitVisible(chromedp.CSS(".sums")))
	return run(ctx, t, chromedp.Text(chromedp.CSS("main")))
}

// importLooked enters what the page shows, and waits until it stands.
func importLooked(ctx context.Context, t *testing.T) {
	t.Helper()
	follow(ctx, t, `button[value="import"]`)
	do(ctx, t, chromedp.WaitVisible(chromedp.CSS(`main .note a[href$="/duplicates"]`)))
}

const dayHead = "incident,act,when,title_en,title_ar,title_ru,place_en,lat,lon,radius,role:object,source,source_en,published\n"

// dayRow is a report of a market that was hit, as two monitors tell it.
func dayRow(id, lon string) string {
	return id + ",attack,2016-03-10,The market of the old town is hit,قصف سوق المدينة القديمة,Удар по рынку старого города,Old town market,36.2," + lon + ",500,market,valley_radio,Valley Radio,2016-03-11\n"
}

// TestDayOfAMonitor: from a file with a fault to a bundle that anybody can check, by three people, in the browser: bring and mend a file, import it, find it
// at the desk, review it, sign as the second person, ask the party, merge what was told twice, publish, and take the bundle.
func TestDayOfAMonitor(t *testing.T) {
	h := deskTeam(t)
	ctx := browser(t)

	// Rami imports a file. A coordinate is missing; he mends it and imports exactly what he saw.
	h.signIn(ctx, t, "en", "rami")
	saw := lookAt(ctx, t, h.base, "en", file(t, "day.csv", dayHead+dayRow("market-1", "")+dayRow("market-2", "37.1")))
	if !strings.Contains(saw, "A place needs latitude and longitude") {
		t.Fatalf("the fault is not told: %s", saw)
	}
	follow(ctx, t, `button[value="drop"]`)
	saw = lookAt(ctx, t, h.base, "en", file(t, "day.csv", dayHead+dayRow("market-1", "37.1")+dayRow("market-2", "37.1")))
	if !strings.Contains(saw, "1 pair may be one incident") {
		t.Errorf("that both may be one is not told: %s", saw)
	}
	importLooked(ctx, t)
	if follow(ctx, t, `main .note a[href$="/desk"]`); !strings.Contains(run(ctx, t, chromedp.Text(chromedp.CSS("main"))), "The market of the old town is hit") {
		t.Error("it is not at the desk")
	}

	// Lina assesses it: she finds it in the queue.
	h.signIn(ctx, t, "en", "lina")
	do(ctx, t, chromedp.Navigate(h.base+"/en/reviews?step=assess&by=rami"))
	follow(ctx, t, `a[href^="/en/i/market-1/assess"]`)
	do(ctx, t, chromedp.SetValue(chromedp.CSS(`[name="grade"]`), "corroborated"), chromedp.SetValue(chromedp.CSS(`[name="p0.to"]`), "russia"),
		chromedp.SetValue(chromedp.CSS(`[name="p0.grade"]`), "corroborated"), chromedp.SetValue(chromedp.CSS(`[name="why"]`), "two voices"))
	follow(ctx, t, `form.entry button[value="look"]`)
	follow(ctx, t, `form.entry button[value="enter"]`)

	// Mona opens an inquiry into what Lina assessed, and makes it a finding, with Omar as the second person.
	accept := func(step string) {
		t.Helper()
		button := `main button[value="` + step + `"]`
		if !run(ctx, t, chromedp.Evaluate[bool](`document.querySelector('`+button+`') !== null`)) {
			t.Fatalf("nothing to be done (%s): %s", step, run(ctx, t, chromedp.Text(chromedp.CSS("main"))))
		}
		follow(ctx, t, button)
	}
	open := func(lang string) {
		do(ctx, t, chromedp.Navigate(h.base+"/"+lang+"/i/market-1"))
		follow(ctx, t, `a[href^="/`+lang+`/i/market-1/review"]`)
	}
	h.signIn(ctx, t, "en", "mona")
	open("en")
	accept("accept")
	open("en")
	do(ctx, t, chromedp.SetValue(chromedp.CSS("#second"), "omar"), chromedp.SetValue(chromedp.CSS("#why-accept"), "two voices"))
	accept("accept")

	// Omar signs, asks the party, enters its answer, and publishes the finding.
	h.signIn(ctx, t, "en", "omar")
	open("en")
	accept("second")
	open("en")
	do(ctx, t, chromedp.SetValue(chromedp.CSS("#asked"), "2016-03-12"), chromedp.SetValue(chromedp.CSS("#until"), "2016-03-20"))
	accept("put")
	open("en")
	accept("accept")

	// What was told twice becomes one.
	do(ctx, t, chromedp.Navigate(h.base+"/en/duplicates/pair?a=market-1&b=market-2"),
		chromedp.Click(chromedp.CSS(`input[name="into"][value="market-1"]`)), chromedp.SetValue(chromedp.CSS("#why"), "one shelling, told twice"))
	follow(ctx, t, `button[value="same"]`)
	if b, err := h.app.Store().Bundle(t.Context(), "market-2"); err != nil || b.Into != "market-1" {
		t.Fatalf("merged into %q, %v", b.Into, err)
	}

	h.publishAndCheck(ctx, t, "en", "omar")
}

// publishAndCheck publishes market-1 and takes the bundle, which holds together and tells the public what was chosen.
func (h *house) publishAndCheck(ctx context.Context, t *testing.T, lang, user string) {
	t.Helper()
	do(ctx, t, chromedp.Navigate(h.base+"/"+lang+"/i/market-1"))
	follow(ctx, t, `a[href^="/`+lang+`/publish/one"]`)
	do(ctx, t, chromedp.Click(chromedp.CSS(`input[name="account"][value="market-1:1"]`)))
	follow(ctx, t, `button[value="look"]`)
	follow(ctx, t, `button[value="publish"]`)
	do(ctx, t, chromedp.Navigate(h.base+"/"+lang+"/publish"), chromedp.WaitVisible(chromedp.CSS(`form[action="/publish/bundle"] button`)))
	bundle := h.post(t, h.token[user], "/publish/bundle") // as the button sends it
	if bundle.status != http.StatusOK {
		t.Fatalf("the bundle: %d", bundle.status)
	}
	files := openBundle(t, []byte(bundle.body))
	if !strings.Contains(files["incidents.csv"], "market-1") || strings.Contains(files["incidents.csv"], "market-2") {
		t.Errorf("the bundle holds %s", files["incidents.csv"])
	}
	if r := h.get(t, "", "/"+lang+"/i/market-1"); r.status != http.StatusOK {
		t.Errorf("the public: %d", r.status)
	}
}

// TestDayOfAMonitorInArabic: the wizard, its faults and the import, from right to left.
func TestDayOfAMonitorInArabic(t *testing.T) {
	h := deskTeam(t)
	ctx := browser(t)
	h.signIn(ctx, t, "ar", "rami")
	saw := lookAt(ctx, t, h.base, "ar", file(t, "يوم.csv", dayHead+dayRow("market-1", "")))
	if !strings.Contains(saw, "يلزم للمكان خط العرض وخط الطول معًا") || !strings.Contains(saw, "يوم.csv") {
		t.Fatalf("%s", saw)
	}
	if dir := run(ctx, t, chromedp.Evaluate[string](`getComputedStyle(document.querySelector('.sums')).direction`)); dir != "rtl" {
		t.Errorf("the sums run %s", dir)
	}
	follow(ctx, t, `button[value="drop"]`)
	lookAt(ctx, t, h.base, "ar", file(t, "يوم.csv", dayHead+dayRow("market-1", "37.1")))
	importLooked(ctx, t)
	do(ctx, t, chromedp.Navigate(h.base+"/ar/i/market-1"))
	if text := run(ctx, t, chromedp.Text(chromedp.CSS("h1"))); !strings.Contains(text, "قصف سوق المدينة القديمة") {
		t.Errorf("the incident is %q", text)
	}
}

// TestDayOfAMonitorInRussian: what was imported is merged, published and taken.
func TestDayOfAMonitorInRussian(t *testing.T) {
	h := deskTeam(t)
	ctx := browser(t)
	h.signIn(ctx, t, "ru", "rami")
	lookAt(ctx, t, h.base, "ru", file(t, "день.csv", dayHead+dayRow("market-1", "37.1")+dayRow("market-2", "37.1")))
	importLooked(ctx, t)
	h.signIn(ctx, t, "ru", "omar")
	do(ctx, t, chromedp.Navigate(h.base+"/ru/duplicates/pair?a=market-1&b=market-2"),
		chromedp.Click(chromedp.CSS(`input[name="into"][value="market-1"]`)), chromedp.SetValue(chromedp.CSS("#why"), "один обстрел"))
	follow(ctx, t, `button[value="same"]`)
	h.publishAndCheck(ctx, t, "ru", "omar")
}
