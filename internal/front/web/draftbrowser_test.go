package web_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// inEditor is the view of the editor, as a script reaches it.
const inEditor = `document.querySelector('.editor > div').shadowRoot.querySelector('.cm-content').cmTile.root.view`

// editorText gives the text that stands in the editor.
func editorText(ctx context.Context, t *testing.T) string {
	t.Helper()
	return run(ctx, t, chromedp.Evaluate[string](inEditor+`.state.doc.toString()`))
}

// until waits for a script to say yes. The browser's own time is the only bound.
func until(ctx context.Context, t *testing.T, what, script string) {
	t.Helper()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](script)); err != nil {
		t.Fatalf("%s: %v\n%s", what, err, run(ctx, t, chromedp.Evaluate[string](`document.body.innerText`)))
	}
}

// paste puts a text into the editor as a drafter does: all that stood there is marked, and the text pasted over it.
func paste(ctx context.Context, t *testing.T, text string) {
	t.Helper()
	until(ctx, t, "the editor", `document.querySelector('mithaq-draft').dataset.line === 'open'`)
	do(ctx, t, chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`{ const v = %s; v.focus(); const d = new DataTransfer(); d.setData('text/plain', %q);
		v.dispatch({selection: {anchor: 0, head: v.state.doc.length}}); v.contentDOM.dispatchEvent(new ClipboardEvent('paste', {clipboardData: d, bubbles: true, cancelable: true})) }`, inEditor, text)))
	if got := editorText(ctx, t); got != text {
		t.Fatalf("pasted: %q", got)
	}
}

// findings waits until the editor shows so many findings, as the server of the language tells them.
func findings(ctx context.Context, t *testing.T, n string) {
	t.Helper()
	until(ctx, t, n+" findings", `document.querySelector('mithaq-draft').dataset.findings === '`+n+`'`)
}

// The hour of a drafter: a faulty text is pasted; the findings show its faults as it is written; a fix is taken from the list of findings, the rest is typed,
// until nothing is to be remarked. The panels follow.
func TestDraftersHour(t *testing.T) {
	ctx, base := browser(t), exampleServer(t)
	for _, at := range []struct{ page, text, wrong, right, clean string }{
		{"en", cleanIn["en"], "bleu", "blue", "Nothing is to be remarked"},
		{"ar", cleanIn["ar"], "bleu", "blue", "لا ملاحظة على هذا النص"},
		{"ru", cleanIn["ru"], "bleu", "blue", "Замечаний к этому тексту нет"},
	} {
		do(ctx, t, chromedp.Navigate(base+"/"+at.page+"/draft"))
		faulty := strings.Replace(at.text, at.right+"\n", at.wrong+"\n", 1)
		if faulty == at.text {
			t.Fatal("the text has no fault")
		}
		paste(ctx, t, faulty)
		findings(ctx, t, "1")
		// A line runs as its keywords do, whatever the language of the page and the letter it begins with.
		if dir := run(ctx, t, chromedp.Evaluate[string](`getComputedStyle([...document.querySelector('.editor > div').shadowRoot.querySelectorAll('.cm-line')].at(-1)).direction`)); dir != map[string]string{"en": "ltr", "ar": "rtl", "ru": "ltr"}[at.page] {
			t.Errorf("%s: the next word is awaited %s", at.page, dir)
		}
		if dir := run(ctx, t, chromedp.Evaluate[string](`getComputedStyle([...document.querySelector('.editor > div').shadowRoot.querySelectorAll('.cm-line')].find(l => l.textContent.includes('1a:'))).direction`)); dir != map[string]string{"en": "ltr", "ar": "rtl", "ru": "ltr"}[at.page] {
			t.Errorf("%s: the line of a norm runs %s", at.page, dir)
		}
		until(ctx, t, at.page+": the finding in the list", `document.querySelectorAll('.finding button[data-edits]').length > 0`)
		do(ctx, t, chromedp.Click(chromedp.CSS(`.finding button[data-edits]`)))
		if got := editorText(ctx, t); got != at.text {
			t.Fatalf("%s: mended: %s", at.page, got)
		}
		findings(ctx, t, "0")
		if at.page != "en" && os.Getenv("MITHAQ_LONG") == "" { // short in two
			do(ctx, t, chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event('submit'))`))
			continue
		}
		until(ctx, t, at.page+": clean", `document.querySelector('.findings')?.innerText.includes('`+at.clean+`')`)
		if n := run(ctx, t, chromedp.Evaluate[int](`document.querySelectorAll('.readback tbody td[lang="ru"]').length`)); n == 0 {
			t.Errorf("%s: nothing is read back", at.page)
		}
		if at.page == "en" {
			writes(ctx, t)
			asksOfWords(ctx, t)
		}
		// What was written is given back: leaving the page would be asked about.
		do(ctx, t, chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event('submit'))`))
	}
}

// writes does by hand what else a drafter does in the editor: types a fault, goes to it by F8, takes the fix that the editor offers, lays the text out.
func writes(ctx context.Context, t *testing.T) {
	t.Helper()
	before := editorText(ctx, t)
	do(ctx, t, chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`{ const v = %s; const at = v.state.doc.toString().indexOf('pay(to: blue') + 3; v.dispatch({selection: {anchor: at}}); v.focus() }`, inEditor)),
		chromedp.KeyEvent("y"))
	if !strings.Contains(editorText(ctx, t), "payy(to: blue") {
		t.Fatalf("typed: %s", editorText(ctx, t))
	}
	findings(ctx, t, "1")
	until(ctx, t, "a fix", `document.querySelector('mithaq-draft').dataset.fixes === '1'`)
	do(ctx, t, chromedp.Evaluate[chromedp.Void](inEditor+`.contentDOM.dispatchEvent(new KeyboardEvent('keydown', {key: 'F8', keyCode: 119, bubbles: true, cancelable: true}))`))
	action := `document.querySelector('.editor > div').shadowRoot.querySelector('.cm-tooltip .cm-diagnosticAction')`
	until(ctx, t, "the fix that F8 leads to", action+` !== null`)
	do(ctx, t, chromedp.Evaluate[chromedp.Void](action+`.dispatchEvent(new MouseEvent('mousedown', {bubbles: true, cancelable: true}))`))
	until(ctx, t, "the fix is made", inEditor+`.state.doc.toString().includes('pay(to: blue')`)
	if got := editorText(ctx, t); got != before {
		t.Errorf("mended: %s", got)
	}
	findings(ctx, t, "0")
}

// asksOfWords does what else the language server answers in the editor: it completes a word, says what one is, and renames a party wherever it stands.
func asksOfWords(ctx context.Context, t *testing.T) {
	t.Helper()
	before := editorText(ctx, t)
	key := func(init string) {
		do(ctx, t, chromedp.Evaluate[chromedp.Void](inEditor+`.contentDOM.dispatchEvent(new KeyboardEvent('keydown', Object.assign({bubbles: true, cancelable: true}, `+init+`)))`))
	}
	at := func(words string, on int) {
		do(ctx, t, chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`{ const v = %s; v.dispatch({selection: {anchor: v.state.doc.toString().indexOf(%q) + %d}}); v.focus() }`, inEditor, words, on)))
	}
	const shadow = `document.querySelector('.editor > div').shadowRoot`
	at("pay(to: blue", len("pay(to: "))
	key(`{key: ' ', code: 'Space', keyCode: 32, ctrlKey: true}`)
	until(ctx, t, "parties to choose from", `[...`+shadow+`.querySelectorAll('.cm-tooltip-autocomplete li')].some(e => e.innerText.includes('red'))`)
	key(`{key: 'Escape', keyCode: 27}`)
	do(ctx, t, chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`{ const v = %s; const c = v.coordsAtPos(v.state.doc.toString().indexOf('must pay') + 6);
		v.contentDOM.dispatchEvent(new MouseEvent('mousemove', {clientX: c.left + 2, clientY: (c.top + c.bottom) / 2, bubbles: true, view: window})) }`, inEditor)))
	until(ctx, t, "what a word is", `(`+shadow+`.querySelector('.cm-tooltip-hover')?.innerText ?? '').includes('pay')`)
	at("party blue", len("party b"))
	key(`{key: 'F2', keyCode: 113}`)
	until(ctx, t, "a field for the new name", shadow+`.querySelector('.cm-lsp-rename-panel input') !== null`)
	do(ctx, t, chromedp.Evaluate[chromedp.Void](`{ const f = `+shadow+`.querySelector('.cm-lsp-rename-panel form') ?? `+shadow+`.querySelector('form.cm-lsp-rename-panel'); f.querySelector('input').value = 'azure'; f.requestSubmit() }`))
	until(ctx, t, "the party renamed", `!`+inEditor+`.state.doc.toString().includes('blue')`)
	if got, want := editorText(ctx, t), strings.ReplaceAll(before, "blue", "azure"); got != want {
		t.Errorf("renamed: %s", got)
	}
	findings(ctx, t, "0")
}

// The room with its editor, which the crawl does not see, breaks no rule of WCAG 2.2 AA that a program can check; on a phone nothing is wider than the screen,
// and each number stands beside its line.
func TestDraftAccessible(t *testing.T) {
	source := axeSource(t)
	ctx, base := browser(t), exampleServer(t)
	if _, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source}); err != nil {
		t.Fatal(err)
	}
	langs := []string{"ar"}
	if os.Getenv("MITHAQ_LONG") != "" {
		langs = []string{"en", "ar", "ru"}
	}
	for _, lang := range langs {
		prefers(ctx, t, "", "light")
		do(ctx, t, chromedp.EmulateViewport(390, 844), chromedp.Navigate(base+"/"+lang+"/draft?begin=example"))
		until(ctx, t, "the findings and the panels", `document.querySelector('mithaq-draft').dataset.findings > 0 && document.querySelector('mithaq-draft').dataset.said > 0`)
		axe(ctx, t, lang, axeAll)
		prefers(ctx, t, "", "dark")
		axe(ctx, t, lang+" dark", axeColour)
		if over := run(ctx, t, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`)); over > 0 {
			t.Errorf("%s: %d wider than a phone", lang, over)
		}
		if off := run(ctx, t, chromedp.Evaluate[float64](`(() => { const r = document.querySelector('.editor > div').shadowRoot;
			const top = s => [...r.querySelectorAll(s)].map(e => e.getBoundingClientRect()).filter(b => b.height > 0).map(b => b.top);
			const n = top('.cm-lineNumbers .cm-gutterElement'), l = top('.cm-line');
			return Math.max(...l.slice(0, 12).map((y, i) => Math.abs(y - n[i]))) })()`)); off > 3 {
			t.Errorf("%s: a number stands %.0f from its line", lang, off)
		}
	}
}

// cleanIn is a text on which nothing is to be remarked, its keywords in each language.
var cleanIn = map[string]string{
	"en": `vocabulary v
party red "Red"
party blue "Blue"
body court "Court"
act pay (doer party, to party)

agreement peace "Peace"
  uses v
  agreed between red and blue
  dated 2020-01-01
  zone "UTC"
  disputes to court

term 1 "One"
  1a: red must pay(to: blue) within 10 days of start
  1b: blue must pay(to: red) within 5 days of 1a
`,
	"ar": `معجم v
طرف red "Red"
طرف blue "Blue"
هيئة court "Court"
فعل pay (doer طرف، to طرف)

اتفاق peace "Peace"
  يستخدم v
  متفق عليه بين red و blue
  مؤرخ 2020-01-01
  منطقة "UTC"
  تحال المنازعات إلى court

بند 1 "One"
  1a: red يجب pay(to: blue) في غضون 10 أيام من البدء
  1b: blue يجب pay(to: red) في غضون 5 أيام من 1a
`,
	"ru": `словарь v
сторона red "Red"
сторона blue "Blue"
орган court "Court"
действие pay (doer сторона, to сторона)

соглашение peace "Peace"
  использует v
  согласовано между red и blue
  датировано 2020-01-01
  зона "UTC"
  споры к court

пункт 1 "One"
  1a: red обязан pay(to: blue) в течение 10 дней после начала
  1b: blue обязан pay(to: red) в течение 5 дней после 1a
`,
}
