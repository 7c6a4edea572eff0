// <mithaq-map>: the drawing of the server, made live. Signs are asked of the server for the part that is looked at; nothing else is loaded, and
// nothing comes from elsewhere. Where the browser cannot draw it (no WebGL) the drawing stays, and in print it is what is printed.
import { Map as Chart, Marker, setWorkerUrl } from "maplibre-gl";
import { feature } from "topojson-client";
import { type Sign, button, circle, isArea, keyOf } from "../lib/mapsign";
import { type Ground, empty, hatch, style } from "../lib/mapstyle";

interface Base {
  zones: GeoJSON.FeatureCollection;
  names: GeoJSON.FeatureCollection;
  bounds: [number, number, number, number] | null;
}

interface Incident {
  id: string;
  title: string;
  when: string;
  grade: string;
  by: string;
  near: string;
}

/** Each entry of the browser's history keeps what was looked at: a page that is asked for anew, or come back to, shows that again. */
interface Entry {
  looked?: { lon: number; lat: number; zoom: number };
}

/** Finer outlines are fetched from this scale on. */
const fineFrom = 4;

function element<K extends keyof HTMLElementTagNameMap>(name: K, className: string, text = ""): HTMLElementTagNameMap[K] {
  const e = document.createElement(name);
  e.className = className;
  e.textContent = text;
  return e;
}

class MithaqMap extends HTMLElement {
  private chart!: Chart;
  private readonly box = element("div", "maplive");
  private readonly panel = element("section", "mappanel");
  private readonly ground: Ground = { land: empty(), lines: empty(), zones: empty(), names: empty(), reach: empty() };
  private readonly markers = new Map<string, { marker: Marker; button: HTMLButtonElement }>();
  private bounds: Base["bounds"] = null;
  private asked: AbortController | undefined;
  private coarse = empty();
  private framed: readonly [number, number, number, number] | undefined; // where the finer outlines are
  private opener: HTMLElement | undefined;

  connectedCallback(): void {
    if (!document.createElement("canvas").getContext("webgl2")) return;
    this.start().catch(() => this.fall());
  }

  private word(name: string): string {
    return this.dataset[name] ?? "";
  }

  /** The address of what the server knows, with the filters of the page. */
  private address(path: string, more: Record<string, string | string[]> = {}): string {
    const query = new URLSearchParams(this.word("query"));
    query.set("lang", this.word("lang"));
    for (const [key, value] of Object.entries(more)) for (const v of [value].flat()) query.append(key, v);
    return `${path}?${query}`;
  }

  private async fetch<T>(address: string, signal?: AbortSignal): Promise<T> {
    const answer = await fetch(address, signal ? { signal } : {});
    if (!answer.ok) throw new Error(`${answer.status}`);
    return (await answer.json()) as T;
  }

  /** Outlines of the world, coarse: none where others than those of the program are served. */
  private async world(): Promise<GeoJSON.FeatureCollection> {
    if (this.word("coarse") === "") return empty();
    const file = await this.fetch<{ objects: { countries: unknown } }>(this.word("coarse"));
    return feature(file, file.objects.countries);
  }

  /** Finer outlines of what is looked at and around it, unless they are there. */
  private async outlines(): Promise<void> {
    const b = this.chart.getBounds(), f = this.framed;
    if (this.chart.getZoom() < fineFrom && this.word("coarse") !== "") {
      if (f) this.outline(this.coarse, this.coarse);
      this.framed = undefined;
      return;
    }
    if (f && b.getWest() >= f[0] && b.getSouth() >= f[1] && b.getEast() <= f[2] && b.getNorth() <= f[3]) return;
    const aside = (b.getEast() - b.getWest()) / 2, up = (b.getNorth() - b.getSouth()) / 2;
    const frame = [b.getWest() - aside, b.getSouth() - up, b.getEast() + aside, b.getNorth() + up] as const;
    this.framed = frame;
    const cut = await this.fetch<{ land: GeoJSON.FeatureCollection; lines: GeoJSON.FeatureCollection }>(
      this.address("/map/outlines.json", { bbox: frame.map((n) => n.toFixed(2)).join(",") }),
    );
    if (this.framed === frame) this.outline(cut.land, cut.lines);
  }

  private outline(land: GeoJSON.FeatureCollection, lines: GeoJSON.FeatureCollection): void {
    Object.assign(this.ground, { land, lines });
    this.source("land", land);
    this.source("lines", lines);
  }

  private async start(): Promise<void> {
    const [base, coarse] = await Promise.all([this.fetch<Base>(this.address("/map/base.json")), this.world()]);
    Object.assign(this.ground, { zones: base.zones, names: base.names, land: coarse, lines: coarse });
    this.coarse = coarse;
    this.bounds = base.bounds;
    setWorkerUrl(new URL(this.word("worker"), location.href).href);
    this.append(this.box);
    const looked = (history.state as Entry | null)?.looked;
    this.chart = new Chart({
      container: this.box, style: style(this, this.ground), attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false,
      maxZoom: 14, maxPitch: 0, renderWorldCopies: true, cooperativeGestures: true, fadeDuration: 0,
      locale: {
        "Map.Title": this.word("name"), "CooperativeGesturesHandler.WindowsHelpText": this.word("wheel"),
        "CooperativeGesturesHandler.MacHelpText": this.word("wheelMac"), "CooperativeGesturesHandler.MobileHelpText": this.word("fingers"),
      },
      ...(looked ? { center: [looked.lon, looked.lat], zoom: looked.zoom } : base.bounds ? { bounds: base.bounds, fitBoundsOptions: { padding: 40, maxZoom: 11 } } : {}),
    });
    this.chart.touchZoomRotate.disableRotation();
    this.chart.keyboard.disableRotation();
    this.chart.addImage("hatch", hatch(this));
    this.chart.on("error", () => undefined); // what cannot be drawn is left out; the table has it
    await this.chart.once("load");
    this.dataset["live"] = "";
    this.controls();
    this.box.append(this.panel);
    this.panel.hidden = true;
    this.panel.addEventListener("keydown", (e) => {
      if (e.key === "Escape") this.close();
    });
    this.chart.on("moveend", () => {
      const { lng, lat } = this.chart.getCenter();
      history.replaceState({ ...(history.state as Entry | null), looked: { lon: lng, lat, zoom: this.chart.getZoom() } satisfies Entry["looked"] }, "");
      void this.look();
    });
    const repaint = (): void => {
      this.chart.updateImage("hatch", hatch(this));
      this.chart.setStyle(style(this, this.ground));
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
    new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const list = document.querySelector<HTMLElement>(".maplist");
    if (list) list.hidden = false;
    const places = document.querySelector<HTMLDetailsElement>(".byplace");
    if (places) places.open = false;
    await this.look();
  }

  /** Back to the drawing. */
  private fall(): void {
    delete this.dataset["live"];
    this.box.remove();
  }

  private controls(): void {
    const bar = element("div", "mapbar");
    for (const [name, sign, act] of [
      ["in", "+", () => this.chart.zoomIn()],
      ["out", "−", () => this.chart.zoomOut()],
      ["whole", "⤢", () => this.whole()],
    ] as const) {
      const b = element("button", "quiet", sign);
      b.type = "button";
      b.title = this.word(name);
      b.setAttribute("aria-label", this.word(name));
      b.addEventListener("click", act);
      bar.append(b);
    }
    this.box.append(bar);
  }

  private whole(): void {
    if (this.bounds) this.chart.fitBounds(this.bounds, { padding: 40, maxZoom: 11 });
  }

  /** Asks for the signs of what is looked at, a little more around it. */
  private async look(): Promise<void> {
    this.asked?.abort();
    this.asked = new AbortController();
    const { signal } = this.asked;
    const b = this.chart.getBounds(), zoom = this.chart.getZoom();
    const aside = (b.getEast() - b.getWest()) / 5, up = (b.getNorth() - b.getSouth()) / 5;
    const bbox = [b.getWest() - aside, b.getSouth() - up, b.getEast() + aside, b.getNorth() + up].map((n) => n.toFixed(4)).join(",");
    try {
      const signs = this.fetch<{ signs: Sign[] }>(
        this.address("/map/points.json", { bbox, zoom: String(Math.max(0, Math.min(20, Math.round(zoom)))) }), signal,
      ).then((answer) => this.show(answer.signs));
      await Promise.all([signs, this.outlines()]);
    } catch {
      if (!signal.aborted) this.tell(this.word("failed"));
    }
  }

  private source(id: string, data: GeoJSON.FeatureCollection): void {
    const source = this.chart.getSource(id);
    if (source && "setData" in source) (source as unknown as { setData(d: GeoJSON.FeatureCollection): void }).setData(data);
  }

  private tell(text: string): void {
    const list = document.querySelector(".maplist ol");
    list?.replaceChildren(element("li", "soft", text));
  }

  private show(signs: Sign[]): void {
    const most = Math.max(1, ...signs.map((s) => s.n));
    const zoom = this.chart.getZoom();
    const here = new Set(signs.map((s) => keyOf(s, zoom)));
    for (const [key, { marker }] of this.markers) {
      if (!here.has(key)) {
        marker.remove();
        this.markers.delete(key);
      }
    }
    for (const s of [...signs].reverse()) { // the largest last: it lies above
      const key = keyOf(s, zoom);
      if (this.markers.has(key)) continue;
      const b = button(s, most, isArea(s, zoom), (sign, from) => void this.open(sign, from));
      this.markers.set(key, { marker: new Marker({ element: b }).setLngLat([s.lon, s.lat]).addTo(this.chart), button: b });
    }
    this.ground.reach = { type: "FeatureCollection", features: signs.map(circle) };
    this.source("reach", this.ground.reach);
    this.list(signs);
    this.dataset["signs"] = String(signs.length);
  }

  /** The list beside the map: what stands in the view, the most first. */
  private list(signs: Sign[]): void {
    const b = this.chart.getBounds();
    const items = signs.filter((s) => b.contains([s.lon, s.lat])).slice(0, 30).map((s) => {
      const item = element("li", "");
      const open = element("button", "quiet", s.says);
      open.type = "button";
      open.addEventListener("click", () => void this.open(s, open));
      item.append(open);
      return item;
    });
    if (items.length === 0) this.tell(this.word("nothing"));
    else document.querySelector(".maplist ol")?.replaceChildren(...items);
  }

  /** What a sign stands for. */
  private async open(s: Sign, from: HTMLElement): Promise<void> {
    this.opener = from;
    const close = element("button", "quiet close", "×");
    close.type = "button";
    close.setAttribute("aria-label", this.word("close"));
    close.addEventListener("click", () => this.close());
    const head = element("h3", "", s.place);
    head.tabIndex = -1;
    const chain = element("ul", "chain");
    this.panel.setAttribute("aria-label", s.place);
    this.panel.replaceChildren(close, head, element("p", "soft", s.says), element("p", "soft", `${this.word("kinds")}: ${s.acts}`), chain);
    if (s.n > 1) {
      const closer = element("button", "", this.word("closer"));
      closer.type = "button";
      closer.addEventListener("click", () => this.closer(s));
      this.panel.append(closer);
    }
    this.panel.hidden = false;
    head.focus();
    try {
      const rows = await this.fetch<Incident[]>(this.address("/map/incidents.json", { id: s.ids }));
      chain.replaceChildren(...rows.map((row) => this.row(row)));
      this.panel.dataset["open"] = String(rows.length);
    } catch {
      chain.replaceChildren(element("li", "soft", this.word("failed")));
    }
  }

  private row(row: Incident): HTMLLIElement {
    const item = element("li", "");
    const link = element("a", "", row.title);
    link.href = `/${this.word("lang")}/i/${encodeURIComponent(row.id)}${this.word("keep")}`;
    link.dir = "auto";
    item.append(link, element("small", "", [row.when, row.grade, row.by, row.near].filter((part) => part !== "").join(" · ")));
    return item;
  }

  private closer(s: Sign): void {
    const up = Math.max(s.reach, 200) / 111_319, aside = up / Math.max(Math.cos((s.lat * Math.PI) / 180), 0.01);
    this.close();
    this.chart.fitBounds([s.lon - aside, s.lat - up, s.lon + aside, s.lat + up], { padding: 30, maxZoom: 13 });
  }

  private close(): void {
    this.panel.hidden = true;
    delete this.panel.dataset["open"];
    if (this.opener?.isConnected) this.opener.focus();
    else this.chart.getCanvas().focus();
  }
}

customElements.define("mithaq-map", MithaqMap);
