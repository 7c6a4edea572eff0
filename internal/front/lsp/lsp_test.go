package lsp

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/creachadair/jrpc2"

	"mithaq/internal/agreement/format"
	"mithaq/internal/base/locale"
)

const truceWords = `vocabulary words
party government "Government" ar "الحكومة"
party opposition "Opposition"
body council
kind people { civilian { woman child } fighter }
act attack (doer party, harmed people, at place)
act release (doer party, people, person)
act announce (doer party, what mark, day date)
state held (by party, people, person) begins attack(doer: by, harmed: people) ends release(people, person)
zone city "The city"
`

const truce = `agreement truce "Truce"
  uses words
  agreed between government and opposition
  dated 2020-01-01
  zone "UTC"

mark departure

term 1 "Calm" ar "هدوء 🕊"
  1a: government must not attack(harmed: civilian, at: city) from 2020-01-02
  1b: opposition must release(people: woman or child) by 2020-02-01 if 1a is kept
  1c: government must announce(what: departure)
  1d: for each held(people: child) as h, opposition must release(person: h.person) within 30 days of h
`

// opened starts an editor in which the truce is open beside its vocabulary.
func opened(t *testing.T, opts Options, hello map[string]any) (*editor, []diagnostic) {
	t.Helper()
	e := start(t, opts, hello)
	e.file("words.mithaq", truceWords)
	return e, e.open("truce.mithaq", truce)
}

func TestRemarks(t *testing.T) {
	e, ds := opened(t, Options{}, nil)
	if !strings.Contains(codes(ds), "M3002") || strings.Contains(codes(ds), "M2") {
		t.Fatalf("remarks: %s", asJSON(ds))
	}
	ds = e.change("truce.mithaq", change{&span{position{9, 26}, position{9, 32}}, "atack"})
	if len(ds) != 1 || ds[0].Severity != severityError || ds[0].Range != (span{position{9, 26}, position{9, 31}}) || !strings.Contains(ds[0].Message, "atack") {
		t.Fatalf("of a slip: %s", asJSON(ds))
	}
	ds = e.change("truce.mithaq", change{&span{position{9, 26}, position{9, 31}}, "attack"})
	if !strings.Contains(codes(ds), "M3002") {
		t.Fatalf("once it is mended: %s", asJSON(ds))
	}
	// What stands beside it changes, in the editor and not yet in the file.
	e.versions["words.mithaq"] = 1
	e.notify("textDocument/didOpen", didOpenParams{textDocument{URI: e.uri("words.mithaq"), Version: 1, Text: strings.Replace(truceWords, "zone city", "zone town", 1)}})
	for {
		p := <-e.remarks
		if p.URI == e.uri("truce.mithaq") {
			if len(p.Diagnostics) != 1 || !strings.Contains(p.Diagnostics[0].Message, "city") {
				t.Fatalf("after the vocabulary changed: %s", asJSON(p.Diagnostics))
			}
			break
		}
	}
	e.notify("textDocument/didClose", didOpenParams{textDocument{URI: e.uri("words.mithaq")}})
	for p := range e.remarks {
		if p.URI == e.uri("truce.mithaq") {
			if strings.Contains(codes(p.Diagnostics), "M2") {
				t.Fatalf("with the file's text again: %s", asJSON(p.Diagnostics))
			}
			break
		}
	}
	e.leave()
}

func TestRemarksSpeakTheEditorsLanguage(t *testing.T) {
	for lang, word := range map[string]string{"ar": "هل", "ru": "может быть"} {
		e, _ := opened(t, Options{}, map[string]any{"capabilities": map[string]any{}, "initializationOptions": map[string]any{"lang": lang}})
		ds := e.change("truce.mithaq", change{&span{position{9, 26}, position{9, 32}}, "atack"})
		var actions []codeAction
		e.call("textDocument/codeAction", codeActionParams{rangeParams: rangeParams{textDocument{URI: e.uri("truce.mithaq")}, ds[0].Range}}, &actions)
		if len(actions) == 0 || !strings.Contains(actions[0].Title, word) {
			t.Errorf("%s: %s", lang, asJSON(actions))
		}
		e.leave()
	}
}

func TestHover(t *testing.T) {
	e, _ := opened(t, Options{}, nil)
	for words, want := range map[string][]string{
		"  1a":                      {"**1a**", "Government", "must not do this", "not kept"},
		"1b: opposition must rel":   {"**release** (act)", "act release (doer party, people, person)"},
		"opposition mus":            {"**must**: an obligation", "**1b**", "What one would have to see"},
		"agreed between government": {"**government** (party)", "الحكومة"},
		"if 1a":                     {"**1a**", "must not do this"},
		"1c":                        {"M3002"},
		"must announce(wha":         {"**what** (role)", "act announce"},
		"person: h":                 {"name given by “for each”"},
	} {
		var h *hover
		e.call("textDocument/hover", e.behind("truce.mithaq", truce, words), &h)
		if h == nil {
			t.Errorf("%q: nothing", words)
			continue
		}
		for _, w := range want {
			if !strings.Contains(h.Contents.Value, w) {
				t.Errorf("%q: no %q in\n%s", words, w, h.Contents.Value)
			}
		}
	}
	// While the text is broken the norm is told as it last was.
	e.change("truce.mithaq", change{&span{position{9, 26}, position{9, 32}}, "atack"})
	var h *hover
	e.call("textDocument/hover", e.behind("truce.mithaq", truce, "  1b"), &h)
	if h == nil || !strings.Contains(h.Contents.Value, "What one would have to see") {
		t.Errorf("beside an error: %s", asJSON(h))
	}
	e.leave()
}

func TestCompletion(t *testing.T) {
	e, _ := opened(t, Options{}, nil)
	for i, c := range []struct{ line, want, never string }{
		{"  2a: |", "government unnamed", "attack"},
		{"  2a: gov|", "government", "attack"},
		{"  2a: government |", "must may", "attack"},
		{"  2a: government must |", "attack not keep", "government"},
		{"  2a: government must not att|", "attack release", "must"},
		{"  2a: government must attack(|", "harmed at", "must people"},
		{"  2a: government must attack(harmed: |", "civilian woman people", "city government"},
		{"  2a: government must attack(harmed: woman or |", "child", "city"},
		{"  2a: government must attack(harmed: woman, |", "at", "harmed"},
		{"  2a: government must attack(at: |", "city", "woman"},
		{"  2a: government must attack() |", "by undated within if", "government"},
		{"  2a: government must attack() by |", "departure start 1a day", "government"},
		{"  2a: government must attack() if |", "1a held no count", "government"},
		{"  2a: government must attack() if 1a |", "is kept", "government"},
		{"  2a: government must attack() if 1a is |", "kept breached", "attack"},
		{"  2a: for each held() as h, |", "government", "attack"},
		{"  2a: for each held() as h, government must release(person: h.|", "people person by", "government"},
		{"  2a: government must announce(what: |", "departure", "city"},
		{"|", "term claim 1x", "attack"},
		{"claim c by |", "government", "attack"},
		{"  2a: government must attack() # |", "", "government"},
		{"  2a: government must attack(at: \"ci|\")", "", "city"},
	} {
		text := truce + "\nterm 2\n" + c.line
		name := strings.Repeat("x", i+1) + ".mithaq"
		e.open(name, strings.Replace(text, `agreement truce`, "agreement t"+strings.Repeat("x", i+1), 1))
		var list completionList
		e.call("textDocument/completion", e.at(name, strings.Replace(text, `agreement truce`, "agreement t"+strings.Repeat("x", i+1), 1)), &list)
		var labels []string
		for _, item := range list.Items {
			labels = append(labels, item.Label)
			if item.Detail == "" && item.Kind != itemKeyword && item.Kind != itemVariable && item.Kind != itemValue && item.Kind != itemField {
				t.Errorf("%q: %s is told without detail", c.line, item.Label)
			}
		}
		all := " " + strings.Join(labels, " ") + " "
		for w := range strings.FieldsSeq(strings.ReplaceAll(c.want, "1x", "")) {
			if !strings.Contains(all, " "+w+" ") {
				t.Errorf("%q: %q is not offered:%s", c.line, w, all)
			}
		}
		for w := range strings.FieldsSeq(c.never) {
			if strings.Contains(all, " "+w+" ") {
				t.Errorf("%q: %q is offered:%s", c.line, w, all)
			}
		}
	}
	e.leave()
}

func TestNavigation(t *testing.T) {
	e, _ := opened(t, Options{}, nil)
	var found []location
	e.call("textDocument/definition", e.behind("truce.mithaq", truce, "must not att"), &found)
	if len(found) != 1 || found[0].URI != e.uri("words.mithaq") || found[0].Range.Start != (position{5, 4}) {
		t.Errorf("attack is declared at %s", asJSON(found))
	}
	var uses []location
	e.call("textDocument/references", map[string]any{
		"textDocument": textDocument{URI: e.uri("truce.mithaq")}, "position": e.behind("truce.mithaq", truce, "must not att").Position,
		"context": map[string]any{"includeDeclaration": true},
	}, &uses)
	if len(uses) != 3 { // its declaration, the state that it begins, the norm
		t.Errorf("attack stands at %s", asJSON(uses))
	}
	var marked []highlight
	e.call("textDocument/documentHighlight", e.behind("truce.mithaq", truce, "mark dep"), &marked)
	if len(marked) != 2 || marked[0].Kind != 3 || marked[1].Kind != 2 {
		t.Errorf("departure stands at %s", asJSON(marked))
	}
	var outline []documentSymbol
	e.call("textDocument/documentSymbol", map[string]any{"textDocument": textDocument{URI: e.uri("truce.mithaq")}}, &outline)
	if len(outline) != 1 || outline[0].Name != "truce" || len(outline[0].Children) != 2 || len(outline[0].Children[1].Children) != 4 {
		t.Errorf("outline: %s", asJSON(outline))
	}
	e.leave()
}

// renamed renames what stands at a place and gives the texts after it.
func (e *editor) renamed(where at, name string, texts map[string]string) (map[string]string, error) {
	e.t.Helper()
	var edit workspaceEdit
	err := e.rpc.CallResult(e.t.Context(), "textDocument/rename", map[string]any{"textDocument": where.TextDocument, "position": where.Position, "newName": name}, &edit)
	if err != nil {
		return nil, err
	}
	after := map[string]string{}
	for file, text := range texts {
		after[file] = text
		list := edit.Changes[e.uri(file)]
		for i := len(list) - 1; i >= 0; i-- {
			after[file] = changed(after[file], utf16Units, []change{{&list[i].Range, list[i].NewText}})
		}
	}
	return after, nil
}

func TestRename(t *testing.T) {
	texts := map[string]string{"words.mithaq": truceWords, "truce.mithaq": truce}
	for _, c := range []struct{ at, to, words, truce string }{
		{"must not att", "strike", "act strike (", "must not strike(harmed"},
		{"must not attack(harm", "hurt", "hurt people, at place", "attack(hurt: civilian"},
		{"agreed between gov", "state_side", "party state_side \"Government\"", "1c: state_side must"},
		{"attack(harmed: civ", "noncombatant", "people { noncombatant {", "harmed: noncombatant"},
		{"release(peop", "who", "ends release(who: people, person)", "release(who: woman"},
		{"as h, opposition must release(person: h.pers", "whom", "state held (by party, people, whom person)", "h.whom"},
		{"mark dep", "leaving", "", "announce(what: leaving)"},
		{"  1a", "1x", "", "if 1x is kept"},
		{"as h", "held_one", "", "person: held_one.person) within 30 days of held_one"},
	} {
		e, _ := opened(t, Options{}, nil)
		after, err := e.renamed(e.behind("truce.mithaq", truce, c.at), c.to, texts)
		if err != nil {
			t.Errorf("%q: %v", c.at, err)
		}
		if !strings.Contains(after["words.mithaq"], c.words) || !strings.Contains(after["truce.mithaq"], c.truce) {
			t.Errorf("%q renamed:\n%s\n%s", c.at, after["words.mithaq"], after["truce.mithaq"])
		}
		e.leave()
	}
	e, _ := opened(t, Options{}, nil)
	for _, c := range []struct{ at, to, why string }{
		{"must not att", "release", "error that they do not have now"},
		{"must not att", "two words", "cannot be a name"},
		{"must not att", "7x", "cannot be a name"},
		{"must not att", "", "cannot be a name"},
		{"dated 20", "x", "Nothing stands here"},
	} {
		if _, err := e.renamed(e.behind("truce.mithaq", truce, c.at), c.to, texts); err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%q to %q: %v", c.at, c.to, err)
		}
	}
	var p *prepared
	e.call("textDocument/prepareRename", e.behind("truce.mithaq", truce, "must not att"), &p)
	if p == nil || p.Placeholder != "attack" {
		t.Errorf("prepared: %s", asJSON(p))
	}
	e.leave()
}

// TestMending takes the offer to say that a norm has no date, and another to give one.
func TestMending(t *testing.T) {
	e, ds := opened(t, Options{}, nil)
	var undated diagnostic
	for _, d := range ds {
		if d.Code == "M3002" {
			undated = d
		}
	}
	var actions []codeAction
	e.call("textDocument/codeAction", codeActionParams{rangeParams: rangeParams{textDocument{URI: e.uri("truce.mithaq")}, undated.Range}}, &actions)
	got := ""
	for _, a := range actions {
		if a.Diagnostics[0].Code != "M3002" {
			continue
		}
		text := changed(truce, utf16Units, []change{{&a.Edit.Changes[e.uri("truce.mithaq")][0].Range, a.Edit.Changes[e.uri("truce.mithaq")][0].NewText}})
		got += text[strings.Index(text, "1c:"):strings.Index(text, "  1d:")]
	}
	if !strings.Contains(got, "announce(what: departure) within 30 days of start\n") || !strings.Contains(got, "announce(what: departure) undated\n") {
		t.Errorf("offered: %q", got)
	}
	var edits []textEdit
	messy := strings.Replace(truce, "  uses words", "uses    words", 1)
	e.change("truce.mithaq", change{nil, messy})
	e.call("textDocument/formatting", map[string]any{"textDocument": textDocument{URI: e.uri("truce.mithaq")}}, &edits)
	if len(edits) != 1 || edits[0].NewText != format.Text(messy) || edits[0].Range.End != newLines(messy).position(utf16Units, len(messy)) {
		t.Errorf("formatted: %s", asJSON(edits))
	}
	e.leave()
}

func TestPresentStatus(t *testing.T) {
	asked := make(chan []File, 10)
	status := func(_ context.Context, files []File) (map[string]Standing, error) {
		asked <- files
		if strings.Contains(files[0].Text, "Opposing") || strings.Contains(files[len(files)-1].Text, "Opposing") {
			return nil, errors.New("the record is gone")
		}
		return map[string]Standing{"truce.1a": {"▬ no breach seen", "▬ no breach seen, on this record"}}, nil
	}
	e, _ := opened(t, Options{Status: status}, nil)
	if files := <-asked; len(files) != 2 {
		t.Errorf("asked of %d texts", len(files))
	}
	var hints []inlayHint
	for len(hints) == 0 { // the answer may come after the question
		e.call("textDocument/inlayHint", rangeParams{textDocument{URI: e.uri("truce.mithaq")}, span{End: position{99, 0}}}, &hints)
	}
	end := len("  1a: government must not attack(harmed: civilian, at: city) from 2020-01-02")
	if len(hints) != 1 || hints[0].Position != (position{9, end}) || hints[0].Label != "▬ no breach seen" {
		t.Errorf("hints: %s", asJSON(hints))
	}
	var h *hover
	e.call("textDocument/hover", e.behind("truce.mithaq", truce, "  1a"), &h)
	if h == nil || !strings.Contains(h.Contents.Value, "on this record") {
		t.Errorf("hover: %s", asJSON(h))
	}
	e.change("truce.mithaq", change{nil, strings.Replace(truce, `"Truce"`, `"Opposing"`, 1)})
	if m := <-e.shown; !strings.Contains(m, "the record is gone") {
		t.Errorf("shown: %q", m)
	}
	e.leave()
}

// TestEncodings counts the same place in each encoding.
func TestEncodings(t *testing.T) {
	text := "a🕊b\r\nc\rهd\n"
	for enc, want := range map[encoding]position{utf8Units: {0, 5}, utf16Units: {0, 3}, utf32Units: {0, 2}} {
		l := newLines(text)
		i := strings.Index(text, "b")
		if got := l.position(enc, i); got != want {
			t.Errorf("%s: %v, want %v", enc, got, want)
		}
		for i := range text {
			if back := l.offset(enc, l.position(enc, i)); back != i && text[i] != '\n' && text[i] != '\r' {
				t.Errorf("%s: %d becomes %d", enc, i, back)
			}
		}
	}
	if l := newLines(text); l.offset(utf16Units, position{2, 1}) != strings.Index(text, "d") || l.offset(utf16Units, position{99, 9}) != len(text) || l.offset(utf16Units, position{0, 99}) != strings.Index(text, "\r") {
		t.Error("places are not clamped")
	}
	e, _ := opened(t, Options{}, map[string]any{"capabilities": map[string]any{"general": map[string]any{"positionEncodings": []string{"utf-16", "utf-8"}}}})
	ds := e.change("truce.mithaq", change{&span{position{8, len(`term 1 "Calm" ar "هدوء 🕊"`)}, position{8, len(`term 1 "Calm" ar "هدوء 🕊"`)}}, " of nothing"})
	if len(ds) == 0 || ds[0].Range.Start != (position{8, len(`term 1 "Calm" ar "هدوء 🕊" `)}) {
		t.Errorf("in UTF-8: %s", asJSON(ds))
	}
	e.leave()
}

// TestOddRequests asks what an editor should not, and sees the session go on.
func TestOddRequests(t *testing.T) {
	e, _ := opened(t, Options{}, nil)
	nowhere := at{textDocument{URI: e.uri("nowhere.mithaq")}, position{3, 3}}
	var h *hover
	e.call("textDocument/hover", nowhere, &h)
	var list completionList
	e.call("textDocument/completion", nowhere, &list)
	var found []location
	e.call("textDocument/definition", at{textDocument{URI: e.uri("truce.mithaq")}, position{-4, 1 << 40}}, &found)
	e.call("textDocument/definition", at{textDocument{URI: "untitled:Untitled-1"}, position{}}, &found)
	if h != nil || len(list.Items) > 0 || len(found) > 0 {
		t.Errorf("of nothing: %s %s %s", asJSON(h), asJSON(list), asJSON(found))
	}
	var answer any
	err := e.rpc.CallResult(t.Context(), "textDocument/unheardOf", nil, &answer)
	var rpc *jrpc2.Error
	if !errors.As(err, &rpc) || rpc.Code != jrpc2.MethodNotFound {
		t.Errorf("an unknown method: %v", err)
	}
	e.notify("textDocument/didChange", didChangeParams{nowhere.TextDocument, []change{{nil, "x"}}})
	e.notify("$/somethingOptional", map[string]any{})
	e.notify("textDocument/didOpen", didOpenParams{textDocument{URI: "untitled:Untitled-1", Version: 1, Text: "agreement"}})
	for p := range e.remarks {
		if p.URI == "untitled:Untitled-1" {
			if len(p.Diagnostics) == 0 {
				t.Error("no remark on an unsaved text")
			}
			break
		}
	}
	e.leave()
}

// TestAbruptEnd sees an editor die without a goodbye.
func TestAbruptEnd(t *testing.T) {
	in, out := io.Pipe()
	ended := make(chan error)
	go func() { ended <- Serve(t.Context(), in, discard{}, Options{Lang: locale.En}) }()
	out.Close()
	if err := <-ended; !errors.Is(err, ErrNoShutdown) {
		t.Errorf("ended with %v", err)
	}
}

type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }
func (discard) Close() error                { return nil }

// TestWhatTakesItsTimeComesLater sees a remark that makes runs come behind the others, and a mark of it not called wrong meanwhile.
func TestWhatTakesItsTimeComesLater(t *testing.T) {
	e := start(t, Options{}, nil)
	e.file("words.mithaq", truceWords)
	ring := `agreement ring "Ring"
  uses words
  agreed between government and opposition
  dated 2020-01-01
  zone "UTC"
term 1
  intended M3101 of 1b "each side wants the other to begin"
  1a: government must release() by 2020-03-01 once 1b is kept
  1b: opposition must release() by 2020-03-01 once 1a is kept
`
	if first := codes(e.open("ring.mithaq", ring)); strings.Contains(first, "M3101") || strings.Contains(first, "M3091") {
		t.Errorf("at first: %s", first)
	}
	if then := codes(e.wait("ring.mithaq")); !strings.Contains(then, "M3101") {
		t.Errorf("then: %s", then)
	}
	e.leave()
}
