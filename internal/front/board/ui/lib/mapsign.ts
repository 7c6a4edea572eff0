// The signs of the live map: buttons, so that a keyboard and a screen reader reach them. They are drawn as the server draws them (board/mapdraw.go).

export interface Sign {
  lon: number;
  lat: number;
  reach: number; // metres
  n: number;
  number: string;
  grades: number[]; // not assessed, discounted, alleged, corroborated, verified
  place: string;
  says: string;
  acts: string;
  ids: string[];
}

const classes = ["g-none", "g-discounted", "g-alleged", "g-corroborated", "g-verified"];
const space = "http://www.w3.org/2000/svg";

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const e = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, String(value));
  return e;
}

/** What tells a sign from others: one that stays where it is is not made anew. */
export const keyOf = (s: Sign, zoom: number): string => [s.lon, s.lat, s.reach, s.grades.join(" "), s.ids[0], isArea(s, zoom)].join(",");

/** The drawing of a sign, in a square of 2r. */
function drawing(s: Sign, most: number, area: boolean): SVGElement {
  const r = !area ? 7 : Math.max(10 + 14 * Math.sqrt(s.n / most), 6 + 4 * s.number.length);
  const half = r + 3;
  const svg = shape("svg", { width: 2 * half, height: 2 * half, viewBox: `${-half} ${-half} ${2 * half} ${2 * half}`, "aria-hidden": "true" });
  const only = s.grades.findIndex((n) => n === s.n);
  const group = shape("g", { class: only < 0 ? "sign" : `sign ${classes[only]}` });
  svg.append(group);
  if (!area) {
    group.append(shape("path", { class: "mark", d: `M-6 -6h12v12h-12z${only === 1 ? "l12 12m0 -12l-12 12" : ""}` }));
    if (only === 3) group.append(shape("path", { class: "half", d: "M-6 -6h6v12h-6z" }));
    return svg;
  }
  group.append(shape("circle", { class: "disc", r }));
  if (only < 0) group.append(...ring(s, r));
  const text = shape("text", { dy: "0.35em", "text-anchor": "middle" });
  text.textContent = s.number;
  group.append(text);
  return svg;
}

/** The ring around the number: each grade has its part, from the best on. */
function ring(s: Sign, r: number): SVGElement[] {
  const arcs: SVGElement[] = [];
  let done = 0;
  const at = (part: number): string => `${r * Math.sin(2 * Math.PI * part)} ${-r * Math.cos(2 * Math.PI * part)}`;
  for (let i = classes.length - 1; i >= 0; i--) {
    const n = s.grades[i] ?? 0;
    if (n === 0) continue;
    const d = `M${at(done / s.n)}A${r} ${r} 0 ${2 * n > s.n ? 1 : 0} 1 ${at((done + n) / s.n)}`;
    arcs.push(shape("path", { class: `arc ${classes[i]}`, d }));
    done += n;
  }
  return arcs;
}

/** Several incidents, or one of which the place is known only roughly: no mark of a point stands for it. */
export const isArea = (s: Sign, zoom: number): boolean =>
  s.n > 1 || s.reach / ((78_271.5 * Math.cos((s.lat * Math.PI) / 180)) / 2 ** zoom) > 28;

export function button(s: Sign, most: number, area: boolean, open: (s: Sign, from: HTMLElement) => void): HTMLButtonElement {
  const b = document.createElement("button");
  b.type = "button";
  b.className = "mapsign";
  b.setAttribute("aria-label", s.says);
  b.append(drawing(s, most, area));
  b.addEventListener("click", (e) => {
    e.stopPropagation();
    open(s, b);
  });
  return b;
}

/** The circle in which what a sign stands for happened, as a polygon. */
export function circle(s: Sign): GeoJSON.Feature {
  const ring: [number, number][] = [];
  const up = s.reach / 111_319.49, aside = up / Math.max(Math.cos((s.lat * Math.PI) / 180), 0.01);
  for (let i = 0; i <= 48; i++) {
    const a = (2 * Math.PI * i) / 48;
    ring.push([s.lon + aside * Math.sin(a), Math.max(-85, Math.min(85, s.lat + up * Math.cos(a)))]);
  }
  return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } };
}
