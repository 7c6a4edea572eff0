// How the live map is drawn: the colours of the style sheet, and layers that need nothing but this server. No glyphs are named: MapLibre then
// draws labels with the fonts of the page, and shapes Arabic by itself.
import type { StyleSpecification } from "maplibre-gl";

export interface Ground {
  land: GeoJSON.FeatureCollection;
  lines: GeoJSON.FeatureCollection;
  zones: GeoJSON.FeatureCollection;
  names: GeoJSON.FeatureCollection;
  reach: GeoJSON.FeatureCollection;
}

export const empty = (): GeoJSON.FeatureCollection => ({ type: "FeatureCollection", features: [] });

/** A colour of the style sheet as the browser computes it now, light or dark. */
function colour(at: HTMLElement, name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  probe.style.setProperty("forced-color-adjust", "none"); // the map is drawn in its own colours also where the reader's rule the page
  at.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** Hatching in a colour: where nobody could look. */
export function hatch(at: HTMLElement): ImageData {
  const side = 16;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const pen = canvas.getContext("2d");
  if (!pen) return new ImageData(side, side);
  pen.strokeStyle = colour(at, "--purple");
  pen.globalAlpha = 0.6;
  pen.lineWidth = 2;
  for (const shift of [-side, 0, side]) {
    pen.beginPath();
    pen.moveTo(shift, side);
    pen.lineTo(shift + side, 0);
    pen.stroke();
  }
  return pen.getImageData(0, 0, side, side);
}

export function style(at: HTMLElement, ground: Ground): StyleSpecification {
  const paper = colour(at, "--paper"), mark = colour(at, "--mark"), edge = colour(at, "--edge"), soft = colour(at, "--soft");
  const accent = colour(at, "--accent"), purple = colour(at, "--purple");
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: ground.land },
      lines: { type: "geojson", data: ground.lines },
      zones: { type: "geojson", data: ground.zones },
      names: { type: "geojson", data: ground.names },
      reach: { type: "geojson", data: ground.reach },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": paper } },
      { id: "land", type: "fill", source: "land", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": mark } },
      { id: "borders", type: "line", source: "lines", paint: { "line-color": edge, "line-width": 0.8 } },
      {
        id: "blank", type: "fill", source: "zones", paint: { "fill-pattern": "hatch" },
        filter: ["all", ["==", ["get", "shape"], "area"], ["in", ["get", "looked"], ["literal", ["unknown", "denied"]]]],
      },
      { id: "zones", type: "line", source: "zones", filter: ["!=", ["get", "shape"], "point"], paint: { "line-color": purple, "line-width": 1.6, "line-dasharray": [4, 2] } },
      { id: "points", type: "circle", source: "zones", filter: ["==", ["get", "shape"], "point"], paint: { "circle-color": purple, "circle-radius": 4 } },
      { id: "reach", type: "fill", source: "reach", paint: { "fill-color": accent, "fill-opacity": 0.07 } },
      { id: "rim", type: "line", source: "reach", paint: { "line-color": accent, "line-opacity": 0.4, "line-width": 1, "line-dasharray": [2, 2] } },
      {
        id: "names", type: "symbol", source: "names",
        layout: {
          "text-field": ["get", "name"], "text-font": ["Mithaq Sans", "Noto Sans Arabic", "sans-serif"], "text-max-width": 7,
          "text-size": ["interpolate", ["linear"], ["zoom"], 1, 11, 6, 15], "symbol-sort-key": ["-", 0, ["get", "size"]],
        },
        paint: { "text-color": soft, "text-halo-color": mark, "text-halo-width": 1.5 },
      },
      {
        id: "zone-names", type: "symbol", source: "zones", minzoom: 5,
        layout: { "text-field": ["get", "name"], "text-font": ["Mithaq Sans", "Noto Sans Arabic", "sans-serif"], "text-size": 12, "text-max-width": 8 },
        paint: { "text-color": purple, "text-halo-color": paper, "text-halo-width": 1.5 },
      },
    ],
  };
}
