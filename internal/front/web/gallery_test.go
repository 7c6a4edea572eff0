package web_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"image/png"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/web"
)

// manyTerms is how many terms the made-up accord of the gallery has.
const manyTerms = 600

// longTitle is a title as a drafter writes it who leaves nothing out.
var longTitle = record.Text{
	"en": "On the gradual withdrawal of all heavy guns, mortars and multiple rocket launchers behind the lines named in the second annex, and on what observers are shown of it",
	"ar": "في الانسحاب التدريجي لجميع المدافع الثقيلة ومدافع الهاون وراجمات الصواريخ إلى ما وراء الخطوط المبيّنة في الملحق الثاني، وفيما يُطلَع عليه المراقبون من ذلك",
	"ru": "О поэтапном отводе всех тяжёлых орудий, миномётов и реактивных систем залпового огня за линии, указанные во втором приложении, и о том, что из этого показывают наблюдателям",
}

// madeUp serves texts that no real one is as hard to set as: one of 600 terms with long titles, and one without a term.
func madeUp(t *testing.T) string {
	t.Helper()
	river, err := os.ReadFile(filepath.Join("testdata", "river.mithaq"))
	if err != nil {
		t.Fatal(err)
	}
	vocabulary, _, _ := strings.Cut(string(river), "\nagreement ")
	var b strings.Builder
	b.WriteString(vocabulary)
	head := func(id string, title record.Text) {
		fmt.Fprintf(&b, "\nagreement %s %q ar %q ru %q\n  uses river\n  agreed between east and west\n  dated 2016-01-01\n  zone \"UTC\"\n", id, title["en"], title["ar"], title["ru"])
	}
	head("bare", record.Text{"en": "A text without a term", "ar": "نص بلا بنود", "ru": "Текст без пунктов"})
	head("many", longTitle)
	for i := 1; i <= manyTerms; i++ {
		title := longTitle
		if i%5 != 0 {
			title = record.Text{"en": fmt.Sprintf("Aid of week %d", i), "ar": fmt.Sprintf("معونة الأسبوع %d", i), "ru": fmt.Sprintf("Помощь за неделю %d", i)}
		}
		fmt.Fprintf(&b, "term %d %q ar %q ru %q\n  %da: west must let_pass(trucks >= %d) by 2016-%02d-%02d\n", i, title["en"], title["ar"], title["ru"], i, i, 1+i%12, 1+i%28)
	}
	ctx := t.Context()
	a, err := app.Create(ctx, filepath.Join(t.TempDir(), "made-up.db"), app.Options{Actor: "test", Now: func() time.Time { return theDay }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	_, err = a.Store().Append(ctx, nil, func(yield func(record.Draft, error) bool) {
		yield(record.Draft{Entered: theDay.Unix(), Actor: "test", Payload: record.Incident{ID: "long", Act: "let_pass", When: "2016-02-01", Title: longTitle}}, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	h, err := web.New(a, func(context.Context) ([]app.Text, error) {
		return []app.Text{{Name: "made-up.mithaq", Content: b.String()}}, nil
	}, web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv.URL
}

// look is how a page is looked at.
type look struct {
	lang   locale.Lang
	scheme string // "light", "dark"
	width  int64  // of the window in CSS pixels
}

// looks are all that the gallery shows of a page.
func looks() (all []look) {
	for _, lang := range locale.Langs {
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{1280, 390} {
				all = append(all, look{lang, scheme, width})
			}
		}
	}
	return all
}

// tallest is how much of a page is photographed, in CSS pixels: browsers cannot draw a picture of 600 terms on a phone.
const tallest = 9000

// runsOut finds what holds a word that is longer than its place, so that it lies over what stands beside it. What only a screen reader is told is passed over.
const runsOut = `[...document.querySelectorAll('main :is(h1, h2, h3, p, li, dt, dd, th, td, label, legend, button, summary)')].filter(e => {
	if (e.clientWidth <= 1 || e.scrollWidth <= e.clientWidth + 1 || getComputedStyle(e).overflowX !== 'visible') return false
	for (let p = e; p; p = p.parentElement) if (getComputedStyle(p).clipPath !== 'none') return false
	return true
}).slice(0, 3).map(e => e.localName + ' ' + e.textContent.trim().slice(0, 40))`

// inPlace holds a page that is shown against its width: nothing stands beside the window, and no word beside its place.
func inPlace(ctx context.Context, t *testing.T, s sight, l look) {
	t.Helper()
	run(ctx, t, chromedp.Evaluate[bool](`document.fonts.ready.then(() => true)`, chromedp.EvalAwaitPromise))
	if over := run(ctx, t, chromedp.Evaluate[int64](`document.documentElement.scrollWidth - document.documentElement.clientWidth`)); over > 0 {
		t.Errorf("%s (%s) /%s%s is %d wider than %d", s.name, s.kind, l.lang, s.path, over, l.width)
	}
	if cut := run(ctx, t, chromedp.Evaluate[[]string](runsOut)); len(cut) > 0 {
		t.Errorf("%s (%s) /%s%s at %d: words run out of their place: %q", s.name, s.kind, l.lang, s.path, l.width, cut)
	}
}

// photograph shows a page and takes its picture from top to bottom. A page that is wider than the window is an error of the test.
func photograph(ctx context.Context, t *testing.T, s sight, l look) []byte {
	t.Helper()
	prefers(ctx, t, s.media(), l.scheme)
	do(ctx, t, chromedp.EmulateViewport(l.width, 900))
	visit(ctx, t, s, string(l.lang))
	inPlace(ctx, t, s, l)
	// One pixel more than the window: a picture of just the window is taken from Chromium's own, which is never narrower than 500.
	height := min(run(ctx, t, chromedp.Evaluate[float64](`document.documentElement.scrollHeight`))+1, tallest)
	beyond := true
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Clip: &page.Viewport{Width: float64(l.width), Height: height, Scale: 1}, CaptureBeyondViewport: &beyond,
	})
	if err != nil {
		t.Fatal(err)
	}
	return shot.Data
}

// TestGallery takes pictures of every kind of page. With MITHAQ_GALLERY=FOLDER, or in the long run, it takes all looks of each, and the
// folder has an index.html to look through them; else one look of each kind, another one each time, to see that it can.
// MITHAQ_GALLERY_ONLY, a pattern, chooses pictures by the name of their file; MITHAQ_GALLERY_VISION shows them as they are seen with fewer
// colours or with none ("protanopia", "deuteranopia", "tritanopia", "achromatopsia").
//
//	MITHAQ_GALLERY=/tmp/gallery go test ./internal/front/web -run TestGallery -timeout 60m
//	MITHAQ_GALLERY=/tmp/gallery MITHAQ_GALLERY_ONLY='desk.*-ar-dark' go test ./internal/front/web -run TestGallery
func TestGallery(t *testing.T) {
	dir := os.Getenv("MITHAQ_GALLERY")
	all := dir != "" || os.Getenv("MITHAQ_LONG") != ""
	if dir == "" {
		dir = t.TempDir()
	}
	only := regexp.MustCompile(os.Getenv("MITHAQ_GALLERY_ONLY"))
	pages := surface(t)
	hard := madeUp(t)
	for _, path := range []string{"/a/bare", "/a/many", "/a/many/t/5", "/i/long", "/incidents", "/report?from=2016-03-01&to=2016-03-31"} {
		pages = append(pages, sight{kind: "made up " + path, name: "made up", base: hard, path: path, status: 200})
	}
	if all { // else TestScenes looks at them
		pages = append(pages, scenes(t)...)
	}
	ctx := quietBrowser(t)
	if vision := os.Getenv("MITHAQ_GALLERY_VISION"); vision != "" {
		p := emulation.SetEmulatedVisionDeficiencyParams{Type: emulation.SetEmulatedVisionDeficiencyType(vision)}
		if _, err := chromedp.Call(ctx, emulation.SetEmulatedVisionDeficiency, p); err != nil {
			t.Fatal(err)
		}
	}
	var index bytes.Buffer
	index.WriteString("<!doctype html><meta charset=\"utf-8\"><title>Gallery</title><style>body{font:14px sans-serif;background:#888}figure{display:inline-block;margin:6px;vertical-align:top}img{height:340px;object-fit:cover;object-position:top;background:#fff}</style>\n")
	taken := 0
	for i, s := range pages {
		fmt.Fprintf(&index, "<h2>%s</h2>\n", html.EscapeString(s.kind+" · "+s.name+" "+s.path))
		for j, l := range looks() {
			if !all && j != i*5%len(looks()) || s.media() == "print" && (l.width < 1280 || l.scheme == "dark") { // paper is neither narrow nor dark
				continue
			}
			name := fmt.Sprintf("%02d%s-%s-%s-%d.png", i, fileName(s.name+" "+s.kind), l.lang, l.scheme, l.width)
			if !only.MatchString(name) {
				continue
			}
			shot := photograph(ctx, t, s, l)
			if colours := coloursOf(t, shot); colours < 8 {
				t.Errorf("%s: %d colours: nothing is seen on it", name, colours)
			}
			if err := os.WriteFile(filepath.Join(dir, name), shot, 0o600); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&index, "<figure><a href=\"%s\"><img src=\"%s\" loading=\"lazy\" alt=\"\"></a><figcaption>%s %s %d</figcaption></figure>\n", name, name, l.lang, l.scheme, l.width)
			taken++
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "index.html"), index.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d pictures in %s", taken, dir)
}

var noName = regexp.MustCompile(`[^a-z0-9]+`)

func fileName(kind string) string {
	return "-" + strings.Trim(noName.ReplaceAllString(strings.ToLower(kind), "-"), "-")
}

// coloursOf counts the colours of a picture, as far as a sample of its points shows.
func coloursOf(t *testing.T, picture []byte) int {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[[3]uint32]bool{}
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y += 3 {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x += 3 {
			r, g, b, _ := img.At(x, y).RGBA()
			seen[[3]uint32{r, g, b}] = true
		}
	}
	return len(seen)
}
