// What the language server says in the editor: findings with what would mend them, and what a thing is.

import { setDiagnostics, type Action, type Diagnostic } from "@codemirror/lint";
import { LSPClient, LSPPlugin } from "@codemirror/lsp-client";
import { ViewPlugin, hoverTooltip, type EditorView, type ViewUpdate } from "@codemirror/view";
import type { Extension, Text } from "@codemirror/state";

interface Position {
  line: number;
  character: number;
}
interface Range {
  start: Position;
  end: Position;
}
interface Remark {
  range: Range;
  severity?: number;
  code?: string;
  message: string;
}
interface Published {
  uri: string;
  version?: number;
  diagnostics: Remark[];
}
interface CodeAction {
  title: string;
  diagnostics?: Remark[];
  edit?: { changes?: Record<string, { range: Range; newText: string }[]> };
}

const severities = ["error", "error", "warning", "info", "hint"] as const;

/** How long after the last letter the server is told of what was typed. */
const pause = 250;

/** Makes the client of an editor's language server. Whatever the server writes in Markdown is shown without any HTML of its own. */
export function clientOf(lang: string): LSPClient {
  return new LSPClient({
    timeout: 10_000,
    initializationOptions: { lang },
    sanitizeHTML: withoutHTML,
    notificationHandlers: { "textDocument/publishDiagnostics": (client, params: Published) => published(client, params) },
  });
}

/** Keeps of HTML its text. */
function withoutHTML(html: string): string {
  const text = new DOMParser().parseFromString(html, "text/html").body.textContent ?? "";
  const safe = document.createElement("p");
  safe.textContent = text;
  return safe.outerHTML;
}

function published(client: LSPClient, params: Published): boolean {
  const file = client.workspace.getFile(params.uri);
  const view = file?.getView();
  const plugin = view && LSPPlugin.get(view);
  if (!file || !view || !plugin || (params.version != null && params.version !== file.version)) return true; // of a text that is no more
  const doc = plugin.syncedDoc;
  show(view, plugin, doc, params.diagnostics, []);
  const whole: Range = { start: { line: 0, character: 0 }, end: plugin.toPosition(doc.length, doc) };
  client.request<unknown, CodeAction[] | null>("textDocument/codeAction", { textDocument: { uri: params.uri }, range: whole, context: { diagnostics: [] } }).then(
    (actions) => {
      if (plugin.syncedDoc === doc) show(view, plugin, doc, params.diagnostics, actions ?? []);
    },
    () => {
      // The line broke: the findings stay without what would mend them.
    },
  );
  return true;
}

/** Shows remarks on a text, at the places where they stand in what it has become. */
function show(view: EditorView, plugin: LSPPlugin, doc: Text, remarks: Remark[], actions: CodeAction[]): void {
  const place = (p: Position): number => plugin.unsyncedChanges.mapPos(plugin.fromPosition(p, doc));
  const found: Diagnostic[] = remarks.map((r) => ({
    from: place(r.range.start),
    to: place(r.range.end),
    severity: severities[r.severity ?? 1] ?? "error",
    source: r.code ?? "",
    message: r.message,
    actions: actions.filter((a) => a.diagnostics?.some((d) => same(d, r))).map((a): Action => ({ name: a.title, apply: (v) => mend(v, plugin, doc, a) })),
  }));
  view.dispatch(setDiagnostics(view.state, found));
}

function same(a: Remark, b: Remark): boolean {
  return a.code === b.code && a.range.start.line === b.range.start.line && a.range.start.character === b.range.start.character;
}

/** Makes the edits of an action, if the text is still the one that it is for. */
function mend(view: EditorView, plugin: LSPPlugin, doc: Text, action: CodeAction): void {
  if (!view.state.doc.eq(doc)) return;
  const edits = action.edit?.changes?.[plugin.uri] ?? [];
  view.dispatch({
    changes: edits.map((e) => ({ from: plugin.fromPosition(e.range.start, doc), to: plugin.fromPosition(e.range.end, doc), insert: e.newText })),
    userEvent: "input.fix",
  });
  view.focus();
}

/** Tells the server what was typed, once typing pauses. */
const told = ViewPlugin.fromClass(
  class {
    waiting = 0;
    update(update: ViewUpdate): void {
      if (!update.docChanged) return;
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => {
        const client = LSPPlugin.get(update.view)?.client;
        if (client?.connected) client.sync();
      }, pause);
    }
    destroy(): void {
      clearTimeout(this.waiting);
    }
  },
);

/** What stands under the pointer, in words. */
const hover = hoverTooltip(async (view, pos) => {
  const plugin = LSPPlugin.get(view);
  if (!plugin?.client.connected) return null;
  plugin.client.sync();
  const answer = await plugin.client
    .request<unknown, { contents: { value: string }; range?: Range } | null>("textDocument/hover", { textDocument: { uri: plugin.uri }, position: plugin.toPosition(pos) })
    .catch(() => null);
  if (!answer) return null;
  const from = answer.range ? plugin.fromPosition(answer.range.start) : pos;
  return { pos: Math.min(from, pos), create: () => ({ dom: paragraphs(answer.contents.value) }) };
});

/** Sets the little of Markdown that our server writes (paragraphs, **bold**, code) as elements: a text never becomes HTML. */
function paragraphs(markdown: string): HTMLElement {
  const box = document.createElement("div");
  box.className = "cm-told";
  box.dir = "auto";
  for (const part of markdown.split(/\n{2,}/)) {
    const fence = /^```[a-z]*\n([\s\S]*?)\n?```$/.exec(part);
    const p = document.createElement(fence ? "pre" : "p");
    p.dir = "auto";
    if (fence) p.textContent = fence[1] ?? "";
    else for (const [i, piece] of part.split("**").entries()) {
      const run = document.createElement(i % 2 ? "b" : "span");
      run.textContent = piece;
      p.append(run);
    }
    box.append(p);
  }
  return box;
}

export const fromServer: Extension = [told, hover];
