// The timeline moves under the hand: by wheel, drag, pinch and keys. While it moves, what is drawn is stretched; when it rests, the
// server's page of the new stretch of time takes its place, and the address bar holds it. Without this script the links do the same.

interface Stretch {
  lo: number; // seconds since 1970
  hi: number;
}

const least = 6 * 3600;
const rest = 180; // milliseconds without a further movement after which the page is asked for
const threshold = 6; // pixels after which a press is a drag

class TimelineView extends HTMLElement {
  #loaded: Stretch = { lo: 0, hi: 1 }; // what the page shows
  #now: Stretch = { lo: 0, hi: 1 }; // what the reader moved to
  #pressed = new Map<number, number>(); // pointers that are down, each with its place
  #dragged = false;
  #waiting = 0;
  #asking?: AbortController;
  #search = location.search; // of the page that is shown

  connectedCallback(): void {
    this.#read();
    this.dataset.live = "";
    const keys = document.createElement("p");
    keys.className = "tl-keys";
    keys.textContent = this.dataset.keys ?? "";
    this.append(keys);
    this.addEventListener("keydown", (e) => this.#key(e));
    this.addEventListener("wheel", (e) => this.#wheel(e), { passive: false });
    this.addEventListener("pointerdown", (e) => this.#down(e));
    this.addEventListener("pointermove", (e) => this.#move(e));
    for (const end of ["pointerup", "pointercancel"]) this.addEventListener(end, (e) => this.#up(e as PointerEvent));
    this.addEventListener("click", (e) => this.#click(e), true);
    this.addEventListener("focusin", (e) => this.#rove(e.target as Element));
    addEventListener("popstate", () => {
      if (location.search !== this.#search) void this.#load(location.href, "");
    });
    this.#rove();
  }

  #read(): void {
    this.#loaded = { lo: Number(this.dataset.lo), hi: Number(this.dataset.hi) };
    this.#now = { ...this.#loaded };
  }

  get #backwards(): boolean {
    return getComputedStyle(this).direction === "rtl";
  }

  /** Where an instant would be asked for: the share of the field's width from the beginning of time. */
  #share(x: number): number {
    const box = this.querySelector(".tl-axis")?.getBoundingClientRect();
    if (!box || box.width === 0) return 0.5;
    const share = Math.min(Math.max((x - box.left) / box.width, 0), 1);
    return this.#backwards ? 1 - share : share;
  }

  #show(lo: number, hi: number): void {
    const min = Number(this.dataset.min);
    const max = Number(this.dataset.max);
    const length = Math.min(Math.max(hi - lo, least), max - min);
    const from = Math.min(Math.max(lo, min), max - length);
    this.#now = { lo: from, hi: from + length };
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) this.#stretch();
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => void this.#load(this.#address(), "replace"), rest);
  }

  /** Stretches what is drawn: places are shares of the inner drawing, so that letters keep their size. */
  #stretch(): void {
    const length = this.#now.hi - this.#now.lo;
    const width = ((this.#loaded.hi - this.#loaded.lo) / length) * 100;
    const x = this.#backwards ? 100 - ((this.#loaded.hi - this.#now.lo) / length) * 100 : ((this.#loaded.lo - this.#now.lo) / length) * 100;
    for (const inner of this.querySelectorAll(".tl-in")) {
      inner.setAttribute("x", `${x}%`);
      inner.setAttribute("width", `${width}%`);
    }
  }

  #zoom(times: number, share: number): void {
    const { lo, hi } = this.#now;
    const at = lo + (hi - lo) * share;
    const length = Math.max((hi - lo) * times, least);
    this.#show(at - length * share, at + length * (1 - share));
  }

  #pan(share: number): void {
    const by = (this.#now.hi - this.#now.lo) * share;
    this.#show(this.#now.lo + by, this.#now.hi + by);
  }

  #address(): string {
    const moment = (t: number) => new Date(Math.round(t / 60) * 60000).toISOString().slice(0, 16) + "Z";
    const address = new URL(location.href);
    address.searchParams.set("from", moment(this.#now.lo));
    address.searchParams.set("to", moment(this.#now.hi));
    address.searchParams.delete("page");
    address.hash = "";
    return address.href;
  }

  /** Puts the server's page of an address in the place of this one. */
  async #load(address: string, entry: "push" | "replace" | ""): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector<HTMLElement>("timeline-view");
      if (!answer.ok || !next || asking.signal.aborted) throw new Error(String(answer.status));
      if (entry === "push") history.pushState(null, "", address);
      if (entry === "replace") history.replaceState(history.state, "", address);
      this.#search = location.search;
      this.#take(next, page);
    } catch {
      if (!asking.signal.aborted) location.assign(address);
    }
  }

  #take(next: HTMLElement, page: Document): void {
    const open = [...this.querySelectorAll<HTMLDetailsElement>("details[id]")].filter((d) => d.open).map((d) => d.id);
    const focus = this.#focused();
    const row = this.#rows().indexOf(document.activeElement as HTMLElement);
    for (const name of ["lo", "hi", "min", "max"] as const) this.dataset[name] = next.dataset[name];
    this.#swap(this, next, ".tl-head");
    this.#swap(this, next, ".tl-beyond");
    this.#swap(this, next, ".tl-field");
    this.#swap(document, page, "nav.langs");
    for (const form of document.querySelectorAll("form.state")) {
      if (form.contains(document.activeElement)) continue;
      const other = page.querySelectorAll("form.state")[[...document.querySelectorAll("form.state")].indexOf(form)];
      if (other) form.replaceWith(document.importNode(other, true));
    }
    this.#read();
    for (const id of open) {
      const part = document.getElementById(id);
      if (part instanceof HTMLDetailsElement) part.open = true;
    }
    this.#rove();
    if (focus) {
      const rows = this.#rows(); // a row that has nothing in this time gives its place to another
      (this.querySelector<HTMLElement>(focus) ?? rows[Math.min(Math.max(row, 0), rows.length - 1)])?.focus({ preventScroll: true });
    }
    const says = this.querySelector(".tl-says");
    if (says) says.textContent = this.querySelector(".tl-period")?.textContent ?? "";
  }

  #swap(here: ParentNode, there: ParentNode, selector: string): void {
    const next = there.querySelector(selector);
    if (next) here.querySelector(selector)?.replaceWith(document.importNode(next, true));
  }

  /** How to find again what has the focus. */
  #focused(): string {
    const at = document.activeElement;
    if (!(at instanceof HTMLElement) || !this.contains(at)) return "";
    if (at.matches("summary") && at.parentElement?.id) return `#${CSS.escape(at.parentElement.id)} > summary`;
    for (const name of ["move", "span"] as const) if (at.dataset[name]) return `[data-${name}="${at.dataset[name]}"]`;
    return "";
  }

  #rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(".tl-row > details > summary")];
  }

  /** One row alone is reached by Tab; from it the arrow keys lead to the others. */
  #rove(to?: Element): void {
    const rows = this.#rows();
    const chosen = rows.find((r) => r === to) ?? rows.find((r) => r.tabIndex === 0 && r.hasAttribute("tabindex")) ?? rows[0];
    if (to && !rows.includes(to as HTMLElement)) return;
    for (const row of rows) row.tabIndex = row === chosen ? 0 : -1;
  }

  #key(e: KeyboardEvent): void {
    if (e.altKey || e.ctrlKey || e.metaKey || !(e.target as Element).matches(".tl-row summary")) return;
    const rows = this.#rows();
    const at = rows.indexOf(e.target as HTMLElement);
    const later = this.#backwards ? -0.2 : 0.2;
    const { min, max } = { min: Number(this.dataset.min), max: Number(this.dataset.max) };
    const does: Record<string, () => void> = {
      ArrowRight: () => this.#pan(later),
      ArrowLeft: () => this.#pan(-later),
      ArrowDown: () => rows[at + 1]?.focus(),
      ArrowUp: () => rows[at - 1]?.focus(),
      "+": () => this.#zoom(0.5, 0.5),
      "=": () => this.#zoom(0.5, 0.5),
      "-": () => this.#zoom(2, 0.5),
      "−": () => this.#zoom(2, 0.5),
      Home: () => this.#show(min, max),
      End: () => this.#show(max - (this.#now.hi - this.#now.lo), max),
    };
    const act = does[e.key];
    if (!act) return;
    e.preventDefault();
    act();
  }

  #wheel(e: WheelEvent): void {
    const target = e.target as Element;
    if (!target.closest(".tl-field")) return;
    const sideways = e.shiftKey || Math.abs(e.deltaX) > Math.abs(e.deltaY);
    if (e.ctrlKey || e.metaKey || (target.closest(".tl-axis, .tl-strip") && !sideways)) {
      e.preventDefault();
      this.#zoom(Math.exp(Math.min(Math.max(e.deltaY, -200), 200) / 300), this.#share(e.clientX));
    } else if (sideways) {
      e.preventDefault();
      const by = (e.deltaX || e.deltaY) / this.#width();
      this.#pan(this.#backwards ? -by : by);
    }
  }

  #width(): number {
    return this.querySelector(".tl-axis")?.clientWidth || 1;
  }

  #down(e: PointerEvent): void {
    if (e.button !== 0 || !(e.target as Element).closest(".tl-axis, .tl-plot, .tl-strip")) return;
    this.#pressed.set(e.pointerId, e.clientX);
    this.#dragged = false;
  }

  #move(e: PointerEvent): void {
    const from = this.#pressed.get(e.pointerId);
    if (from === undefined) return;
    if (!this.#dragged && Math.abs(e.clientX - from) < threshold) return;
    if (!this.#dragged) this.setPointerCapture(e.pointerId); // what lies below may be replaced meanwhile
    this.#dragged = true;
    const others = [...this.#pressed].filter(([id]) => id !== e.pointerId);
    this.#pressed.set(e.pointerId, e.clientX);
    const other = others[0]?.[1];
    if (other === undefined) {
      const by = (from - e.clientX) / this.#width();
      this.#pan(this.#backwards ? -by : by);
      return;
    }
    const before = Math.max(Math.abs(from - other), 10);
    const after = Math.max(Math.abs(e.clientX - other), 10);
    this.#zoom(before / after, this.#share((e.clientX + other) / 2));
  }

  #up(e: PointerEvent): void {
    this.#pressed.delete(e.pointerId);
  }

  #click(e: MouseEvent): void {
    if (this.#dragged) { // the end of a drag opens nothing
      this.#dragged = false;
      e.preventDefault();
      e.stopPropagation();
      return;
    }
    const link = (e.target as Element).closest<HTMLAnchorElement>('a[rel="nofollow"]');
    if (!link || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
    e.preventDefault();
    const to = link.getAttribute("href") ?? "";
    void this.#load(new URL(to, location.href).href, "push");
  }
}

customElements.define("timeline-view", TimelineView);
