// An open page is told what changed of what it shows: <mithaq-live> says it in a bar and to screen readers. What stands on the page is
// replaced only when the reader asks for it, or while nobody looks at the page and nothing on it is focused, opened, marked or typed.

import { follow, type Change, type News } from "../lib/told";

interface Words {
  entries: boolean; // the reader is told of entries; others are told of incidents
  came: Record<string, string>; // by plural form
  more: Record<string, string>;
  about: string;
  changed: Record<string, string>; // incidents of which others than those see something else
  moved: string;
  between: string;
  show: string;
  later: string;
  shown: string;
  kept: string;
}

/** What a page hands on to itself when it is asked for anew. */
interface Handed {
  address: string;
  asked: boolean; // by the reader
  changed: Change[];
  typed: Typed[];
}

/** What was typed into a field, and how the field is found again: others may stand before it then. */
interface Typed {
  form: string;
  field: string;
  value: string | boolean;
}

const key = "mithaq.live";
const listed = 3; // changes that are said one by one
const unseenFor = 4_000; // a hidden page is replaced after a while of its own, so that not all ask at once

class Live extends HTMLElement {
  private words!: Words;
  private came = 0;
  private more = 0;
  private about = false;
  private touched = new Set<string>(); // incidents of which who is told of incidents sees something else
  private moved = false;
  private changed = new Map<string, Change>();

  connectedCallback(): void {
    if (!("EventSource" in globalThis)) return;
    this.words = JSON.parse(this.dataset["words"] ?? "{}") as Words;
    this.receive();
    follow(this.dataset["mark"] ?? "", (news) => this.hear(news));
    document.addEventListener("visibilitychange", () => this.quietly());
  }

  private hear(news: News): void {
    const { agreement, incident } = this.dataset;
    const about = news.about ?? [];
    if (incident) {
      const mine = incident.split(" ").some((id) => about.includes(id));
      this.about ||= mine;
      if (this.words.entries) this.moved ||= news.reload ?? false;
      else {
        this.moved ||= (news.reload ?? false) && about.length === 0; // what became otherwise is not known
        return this.say();
      }
      if (!mine && !(news.came && !news.about)) return this.say();
    } else {
      this.moved ||= news.reload ?? false;
      if (!this.words.entries) for (const id of about) this.touched.add(id);
      for (const change of news.changed ?? []) {
        if (!agreement || change.agreement === agreement) this.changed.set([change.agreement, change.norm, change.claim].join(" "), change);
      }
      this.more += news.more ?? 0;
    }
    this.came += news.came ?? 0;
    this.say();
  }

  private parts(): string[] {
    const parts: string[] = [];
    const { words } = this;
    if (this.moved) return [words.moved];
    if (this.about) return [words.about];
    if (this.came > 0) parts.push(this.count(words.came, this.came));
    const changed = this.touched.size - this.came; // those that are new are told already
    if (changed > 0) parts.push(this.count(words.changed, changed));
    const said: string[] = [];
    for (const change of this.changed.values()) {
      const say = change.say?.[document.documentElement.lang];
      if (say && said.length < listed) said.push(this.dataset["agreement"] ? say : change.agreement + ": " + say);
    }
    const more = this.more + this.changed.size - said.length;
    parts.push(...said);
    if (more > 0) parts.push(this.count(words.more, more));
    return parts;
  }

  private count(forms: Record<string, string>, n: number): string {
    const lang = document.documentElement.lang;
    const form = forms[new Intl.PluralRules(lang).select(n)] ?? forms["other"] ?? "";
    return form.replace("{n}", new Intl.NumberFormat(lang, { numberingSystem: "latn" }).format(n));
  }

  private say(): void {
    const parts = this.parts();
    const status = this.querySelector("p");
    if (parts.length === 0 || !status) return;
    const text = parts.reduce((a, b) => this.words.between.replace("{a}", () => a).replace("{b}", () => b));
    status.textContent = text.charAt(0).toLocaleUpperCase(document.documentElement.lang) + text.slice(1);
    if (!this.querySelector("button")) {
      this.button(this.words.show, () => this.show(true));
      this.button(this.words.later, () => this.hush());
    }
    this.dataset["told"] = "";
    this.quietly();
  }

  private button(word: string, press: () => void): void {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = word;
    button.addEventListener("click", press);
    this.append(button);
  }

  /** What was typed into fields that the page has no more is not lost: it stands in the bar, to be copied. */
  private keep(list: string[]): void {
    const status = this.querySelector("p");
    if (!status) return;
    status.textContent = this.words.kept;
    this.dataset["told"] = "";
    this.button(this.words.later, () => this.hush());
    for (const text of list) {
      const kept = document.createElement("blockquote");
      kept.dir = "auto";
      kept.textContent = text;
      this.append(kept);
    }
  }

  /** The bar goes until something else changes; what it said is said again then. */
  private hush(): void {
    delete this.dataset["told"];
    for (const part of this.querySelectorAll("button, blockquote")) part.remove();
    this.querySelector("p")?.replaceChildren();
  }

  private waiting = 0;
  private quietly(): void {
    clearTimeout(this.waiting);
    if (document.visibilityState === "visible" || this.dataset["told"] === undefined) return;
    this.waiting = window.setTimeout(() => {
      if (document.visibilityState === "hidden" && atRest()) this.show(false);
    }, unseenFor * (1 + Math.random()));
  }

  /** Asks for the page anew. Where the reader was, and what stands opened, is kept by the browser and by place.ts. */
  private show(asked: boolean): void {
    const handed: Handed = { address: location.href, asked, changed: [...this.changed.values()], typed: typed() };
    try {
      sessionStorage.setItem(key, JSON.stringify(handed));
    } catch {
      if (handed.typed.length > 0 && !asked) return; // nothing would be kept of what was typed
    }
    location.reload();
  }

  /** Takes what the page handed on: what was typed stands in its fields again, and what changed is marked. */
  private receive(): void {
    let handed: Handed | null = null;
    try {
      handed = JSON.parse(sessionStorage.getItem(key) ?? "null") as Handed | null;
      sessionStorage.removeItem(key);
    } catch {
      return;
    }
    if (handed?.address !== location.href) return;
    const named = new Map([...fieldsOfPage()].map((f) => [f.form + "\n" + f.field, f.at]));
    const homeless: string[] = [];
    for (const { form, field, value } of handed.typed) {
      const at = named.get(form + "\n" + field);
      if (at instanceof HTMLInputElement && typeof value === "boolean") at.checked = value;
      else if (at && typeof value === "string") at.value = value;
      else if (typeof value === "string" && value.trim() !== "") homeless.push(value);
      for (let part = at?.closest("details"); part; part = part.parentElement?.closest("details")) part.open = true;
    }
    if (homeless.length > 0) this.keep(homeless);
    let first: HTMLElement | undefined;
    for (const change of handed.changed) {
      const at = document.getElementById("n" + (change.norm ?? "")) ?? document.getElementById("t" + (change.term ?? ""));
      const head = at?.querySelector<HTMLElement>("h2, th.title");
      if (!head || head.querySelector(".fresh")) continue;
      const mark = document.createElement("span");
      mark.className = "fresh";
      mark.textContent = this.words.shown;
      head.append(" ", mark);
      first ??= head;
    }
    if (!handed.asked) return;
    first ??= document.querySelector<HTMLElement>("main") ?? undefined;
    first?.setAttribute("tabindex", "-1");
    first?.focus({ preventScroll: true });
  }
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function fields(e: unknown): e is Field {
  return (e instanceof HTMLInputElement && !["password", "file", "hidden"].includes(e.type)) || e instanceof HTMLTextAreaElement || e instanceof HTMLSelectElement;
}

/** The fields of the page's forms, each by the form that it is in and its name; of several alike, by which of them it is. */
function* fieldsOfPage(): Generator<{ form: string; field: string; at: Field }> {
  const forms = new Map<string, number>();
  const nth = (seen: Map<string, number>, name: string): string => {
    const n = seen.get(name) ?? 0;
    seen.set(name, n + 1);
    return n === 0 ? name : name + " " + n;
  };
  for (const form of document.forms) {
    const sends = [...form.querySelectorAll<HTMLButtonElement>("button[name]")].map((b) => b.value).join();
    const named = nth(forms, [form.method, new URL(form.action).pathname, sends].join(" "));
    const inside = new Map<string, number>();
    for (const at of form.elements) {
      if (!fields(at)) continue;
      const box = at instanceof HTMLInputElement && (at.type === "checkbox" || at.type === "radio");
      yield { form: named, field: nth(inside, box ? at.name + "=" + at.value : at.name), at };
    }
  }
}

/** What the reader changed in the page's forms. */
function typed(): Typed[] {
  const list: Typed[] = [];
  for (const { form, field, at } of fieldsOfPage()) {
    if (at instanceof HTMLSelectElement) {
      const first = [...at.options].findIndex((o) => o.defaultSelected);
      if (at.selectedIndex !== Math.max(first, 0)) list.push({ form, field, value: at.value });
    } else if (at instanceof HTMLInputElement && (at.type === "checkbox" || at.type === "radio")) {
      if (at.checked !== at.defaultChecked) list.push({ form, field, value: at.checked });
    } else if (at.value !== at.defaultValue) list.push({ form, field, value: at.value });
  }
  return list;
}

const opened = new Set([...document.querySelectorAll("details")].filter((d) => d.open));

/** Nothing on the page is focused, marked, opened or typed, and it has no form that is sent: whoever decides something must have seen what the form rests on. */
function atRest(): boolean {
  const focused = document.activeElement;
  return (
    !document.querySelector("main form[method='post']") &&
    (!focused || focused === document.body || focused.matches("main, [tabindex='-1']")) &&
    (getSelection()?.isCollapsed ?? true) &&
    [...document.querySelectorAll("details")].every((d) => d.open === opened.has(d)) &&
    typed().length === 0
  );
}

customElements.define("mithaq-live", Live);
