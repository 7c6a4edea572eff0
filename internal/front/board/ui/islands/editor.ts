// The editor of the drafting room. It takes the place of the text field in the page, and gives the text back to it when the form is sent. The text
// goes to the server over two ways: the line to the language server (findings as one writes), and, when writing pauses, the request for what else is said
// of it. Neither keeps it.

import { acceptCompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { diagnosticCount, forEachDiagnostic, lintGutter, lintKeymap, openLintPanel, setDiagnostics } from "@codemirror/lint";
import { formatKeymap, renameKeymap, serverCompletion } from "@codemirror/lsp-client";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { keepLine } from "../lib/draft/line";
import { setting } from "../lib/draft/marks";
import { clientOf, fromServer } from "../lib/draft/server";

/** How long after the last letter the panels are asked for. */
const pause = 700;

interface Edit {
  from: number;
  to: number;
  text: string;
}

/** Puts the editor into the room. */
export function open(host: HTMLElement): void {
  const form = host.querySelector<HTMLFormElement>("form.writing");
  const field = form?.querySelector("textarea");
  const panels = host.querySelector<HTMLElement>(".panels");
  if (!form || !field || !panels) return;
  const word = (name: string): string => host.dataset[name] ?? "";
  const lang = word("lang");

  const notes = document.createElement("div");
  notes.className = "editor-notes";
  const standing = paragraph("soft standing");
  const stale = paragraph("soft stale");
  stale.hidden = true;
  const keys = paragraph("hint soft");
  keys.append(...withKeys(word("keys")));
  const live = paragraph("vh");
  live.setAttribute("role", "status");
  notes.append(standing, stale, keys, live);

  const place = document.createElement("div");
  const root = place.attachShadow({ mode: "open" });
  const client = clientOf(lang);
  let unkept = false;
  let waiting = 0;
  let asked: AbortController | undefined;
  let shown = ""; // the text of which the panels speak

  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        lineNumbers(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        history(),
        drawSelection(),
        EditorState.tabSize.of(2),
        EditorView.lineWrapping,
        EditorState.phrases.of(JSON.parse(word("phrases") || "{}") as Record<string, string>),
        EditorView.contentAttributes.of({ "aria-label": word("label"), spellcheck: "false", autocorrect: "off", autocapitalize: "off", dir: document.dir || "ltr", tabindex: "0" }),
        setting,
        lintGutter(),
        serverCompletion({ override: true }),
        fromServer,
        client.plugin("draft:/draft.mithaq", "mithaq"),
        keymap.of([
          { key: "Mod-.", run: openLintPanel },
          { key: "Alt-Enter", run: openLintPanel },
          { key: "Tab", run: acceptCompletion },
          ...completionKeymap,
          ...lintKeymap,
          ...renameKeymap,
          ...formatKeymap,
          ...historyKeymap,
          indentWithTab,
          ...defaultKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          unkept = true;
          host.dataset["findings"] = host.dataset["fixes"] = "";
          refresh();
        }),
        EditorView.updateListener.of((update) => {
          if (!update.transactions.some((t) => t.effects.length > 0)) return;
          let fixes = 0;
          forEachDiagnostic(update.state, (d) => (fixes += d.actions?.length ?? 0));
          host.dataset["findings"] = String(diagnosticCount(update.state));
          host.dataset["fixes"] = String(fixes);
        }),
      ],
    }),
  });

  function refresh(): void {
    clearTimeout(waiting);
    stale.textContent = word("stale");
    stale.hidden = shown === view.state.doc.toString();
    waiting = setTimeout(ask, pause);
  }

  async function ask(): Promise<void> {
    asked?.abort();
    const control = (asked = new AbortController());
    const text = view.state.doc.toString();
    if (new Blob([text]).size > Number(word("most"))) {
      standing.textContent = word("long");
      return;
    }
    stale.textContent = word("working");
    try {
      const answer = await fetch(word("panels"), { method: "POST", body: new URLSearchParams({ text, lang }), signal: control.signal, cache: "no-store" });
      const body = await answer.text();
      if (control.signal.aborted) return;
      if (!answer.ok) {
        stale.textContent = answer.headers.get("Content-Type")?.startsWith("text/plain") ? body : word("lost");
        if (answer.status === 429 || answer.status === 503) waiting = setTimeout(ask, 20_000);
        return;
      }
      fill(body);
      shown = text;
      stale.hidden = view.state.doc.toString() === text;
      if (!stale.hidden) stale.textContent = word("stale");
    } catch {
      if (!control.signal.aborted) stale.textContent = word("lost");
    }
  }

  /** Puts what our server wrote of the text in the place of what stood there. Its scripts, of which it has none, would not run. */
  function fill(html: string): void {
    if (!panels) return;
    const open = new Set([...panels.querySelectorAll<HTMLDetailsElement>("details[open]")].map(nameOf));
    const top = panels.querySelector(".found")?.scrollTop ?? 0;
    panels.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    for (const part of panels.querySelectorAll("details")) if (open.has(nameOf(part))) part.open = true;
    panels.querySelector(".found")?.scrollTo({ top });
    const sum = panels.querySelector(".sum");
    sum?.removeAttribute("role"); // it is told once, by what stays in the page
    if (live.textContent !== sum?.textContent) live.textContent = sum?.textContent ?? "";
    host.dataset["said"] = String(Number(host.dataset["said"] ?? "0") + 1);
  }

  const end = (): number => view.state.doc.length;
  host.addEventListener("click", (event) => {
    const at = (event.target as Element).closest<HTMLElement>("a[href^='#l'], button[data-edits]");
    if (!at) return;
    if (at instanceof HTMLButtonElement) {
      event.preventDefault();
      if (view.state.doc.toString() !== shown) return refresh();
      const edits = JSON.parse(at.dataset["edits"] ?? "[]") as Edit[];
      view.dispatch({ changes: edits.map((e) => ({ from: e.from, to: e.to, insert: e.text })), userEvent: "input.fix", scrollIntoView: true });
      view.focus();
      return;
    }
    event.preventDefault();
    const line = Number(at.getAttribute("href")?.slice(2));
    const from = at.dataset["from"] ? Number(at.dataset["from"]) : view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines))).from;
    view.dispatch({ selection: { anchor: Math.min(from, end()), head: Math.min(Number(at.dataset["to"] ?? from), end()) }, scrollIntoView: true });
    view.focus();
  });
  addEventListener("submit", () => {
    field.value = view.state.doc.toString();
    unkept = false;
  }, true);
  addEventListener("beforeunload", (event) => {
    if (unkept) event.preventDefault(); // the browser asks in its own words
  });

  field.hidden = true;
  field.parentElement?.append(place, notes);
  host.classList.add("live");
  host.querySelector("label[for='draft-text']")?.addEventListener("click", () => view.focus());
  shown = panels.querySelector(".findings") ? view.state.doc.toString() : "";
  if (view.state.doc.length > 0 && shown === "") refresh();
  const address = new URL(word("socket"), location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  address.searchParams.set("lang", lang);
  keepLine(
    address.href,
    (line) => {
      if (client.connected) client.disconnect();
      client.connect(line);
    },
    (how) => {
      host.dataset["line"] = how;
      standing.textContent = word(how === "open" ? "live" : how);
      if (how !== "open") view.dispatch(setDiagnostics(view.state, []));
    },
  );
}

function nameOf(part: HTMLDetailsElement): string {
  const item = part.closest(".finding");
  return (item?.querySelector(".code")?.textContent ?? "") + (item?.querySelector(".what")?.textContent ?? "") + (part.querySelector("summary")?.textContent ?? "");
}

/** Sets the names of keys in a sentence apart: beside Arabic their signs would change places. */
function withKeys(sentence: string): (string | HTMLElement)[] {
  return sentence.split(/((?:Ctrl|Alt|Shift|Escape|Tab|F\d+)(?:\+(?:[\p{L}]+|\.))*)/u).map((part, i) => {
    if (i % 2 === 0) return part;
    const key = document.createElement("kbd");
    key.textContent = part;
    return key;
  });
}

function paragraph(classes: string): HTMLParagraphElement {
  const p = document.createElement("p");
  p.className = classes;
  return p;
}
