// How a text of terms is set in the editor: each line in the direction of its keywords, each quoted text within it isolated, so that a title in Arabic turns
// nothing around that stands beside it. A line whose keywords are Arabic runs from the right also where it begins with the number of a norm in Latin letters,
// which the first strong letter alone would not tell; from the left its last number would be torn apart.

import { Prec, RangeSetBuilder, type Extension } from "@codemirror/state";
import { Decoration, type DecorationSet, Direction, EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";

const quoted = Decoration.mark({ class: "cm-quoted", bidiIsolate: null });
const number = Decoration.mark({ class: "cm-number", bidiIsolate: Direction.LTR });
const comment = Decoration.mark({ class: "cm-comment" });

/** A quoted text, a comment to the end of its line, or a date, which behind an Arabic word would be read from its end. */
const parts = /"(?:[^"\\\n]|\\.)*"?|#[^\n]*|\b\d[\d:.T-]*\d\b/g;

const arabic = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const lines = { rtl: Decoration.line({ attributes: { dir: "rtl" } }), ltr: Decoration.line({ attributes: { dir: "ltr" } }), auto: Decoration.line({ attributes: { dir: "auto" } }) };

/** The direction of a line: that of its keywords; where it has none, that of what it quotes. An empty line runs as the one before it, so that the next word
 * is awaited where it will stand. */
function direction(line: string, before: keyof typeof lines): keyof typeof lines {
  const bare = line.replace(parts, " ");
  return arabic.test(bare) ? "rtl" : /\p{L}/u.test(bare) ? "ltr" : /\S/.test(line) ? "auto" : before;
}

function marks(view: EditorView): DecorationSet {
  const set = new RangeSetBuilder<Decoration>();
  let done = 0; // two ranges can show parts of one line
  let runs: keyof typeof lines = document.dir === "rtl" ? "rtl" : "ltr";
  for (const { from, to } of view.visibleRanges) {
    for (let line = view.state.doc.lineAt(from); ; line = view.state.doc.line(line.number + 1)) {
      if (line.number > done) {
        runs = direction(line.text, runs);
        set.add(line.from, line.from, lines[runs]);
        for (const m of line.text.matchAll(parts)) {
          const at = line.from + m.index;
          set.add(at, at + m[0].length, m[0].startsWith("#") ? comment : m[0].startsWith('"') ? quoted : number);
        }
        done = line.number;
      }
      if (line.to >= to || line.number === view.state.doc.lines) break;
    }
  }
  return set.finish();
}

const plugin = ViewPlugin.fromClass(
  class {
    set: DecorationSet;
    constructor(view: EditorView) {
      this.set = marks(view);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.set = marks(update.view);
    }
  },
  {
    provide: (p) => {
      const access = (view: EditorView): DecorationSet => view.plugin(p)?.set ?? Decoration.none;
      return Prec.lowest([EditorView.decorations.of(access), EditorView.bidiIsolatedRanges.of(access)]);
    },
  },
);

/** The look of the editor. Colours are the page's own. */
const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--sheet)", border: "1px solid var(--edge)", borderRadius: "2px", fontSize: "0.875rem", maxHeight: "44rem", minHeight: "26rem" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", minHeight: "26rem" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-line": { textAlign: "start" },
  ".cm-cursor, .cm-dropCursor": { borderInlineStartColor: "var(--ink)" },
  ".cm-gutters": { color: "var(--soft)", backgroundColor: "var(--paper)", borderInlineEnd: "1px solid var(--line)", borderInlineStart: "0" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  ".cm-activeLineGutter": { color: "var(--ink)", backgroundColor: "var(--mark)" },
  ".cm-quoted": { unicodeBidi: "isolate", color: "var(--green)" },
  ".cm-number": { unicodeBidi: "isolate", direction: "ltr" },
  ".cm-lint-marker": { width: "1em", textAlign: "center" },
  ".cm-lint-marker-error, .cm-lint-marker-warning, .cm-lint-marker-info, .cm-lint-marker-hint": { content: "normal" },
  ".cm-lint-marker-error::before": { content: '"✕"', color: "var(--red)", fontWeight: "700" },
  ".cm-lint-marker-warning::before": { content: '"▲"', color: "var(--amber)" },
  ".cm-lint-marker-info::before, .cm-lint-marker-hint::before": { content: '"○"', color: "var(--blue)" },
  ".cm-comment": { color: "var(--soft)" },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--sheet)", border: "1px solid var(--edge)", fontFamily: "var(--sans)", maxWidth: "34rem" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { color: "var(--on-accent)", backgroundColor: "var(--accent)" },
  ".cm-completionIcon": { display: "none" }, // a picture for which many have no font
  ".cm-completionDetail": { color: "inherit", fontStyle: "normal", marginInlineStart: "1em" },
  ".cm-told": { padding: "0.3rem 0.7rem" },
  ".cm-told p": { margin: "0.2rem 0" },
  ".cm-panels": { color: "var(--ink)", backgroundColor: "var(--mark)", fontFamily: "var(--sans)" },
  ".cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-panel input": { color: "inherit", backgroundColor: "var(--sheet)", border: "1px solid var(--edge)", font: "inherit" },
  ".cm-panel button": { color: "var(--accent)", background: "none", border: "1px solid var(--line)", font: "inherit" },
  ".cm-diagnostic": { borderLeft: "0", borderInlineStart: "3px solid var(--blue)", padding: "0.2rem 0.6rem", fontFamily: "var(--sans)", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeft: "0", borderInlineStart: "3px solid var(--red)" },
  ".cm-diagnostic-warning": { borderLeft: "0", borderInlineStart: "3px solid var(--amber)" },
  ".cm-diagnosticAction": { color: "var(--on-accent)", backgroundColor: "var(--accent)", font: "inherit", padding: "0.1rem 0.6rem", marginInline: "0.4rem", border: "0", cursor: "pointer" },
  ".cm-lintRange": { backgroundImage: "none", textDecoration: "underline wavy var(--blue) 1px", textUnderlineOffset: "3px", textDecorationSkipInk: "none" },
  ".cm-lintRange-error": { textDecorationColor: "var(--red)", textDecorationThickness: "2px" },
  ".cm-lintRange-warning": { textDecorationColor: "var(--amber)" },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { backgroundColor: "var(--sheet)" },
});

export const setting: Extension = [plugin, look, EditorView.perLineTextDirection.of(true)];
