// What is used of packages that bring no types.
declare module "topojson-client" {
  export function feature(topology: unknown, object: unknown): GeoJSON.FeatureCollection;
}
declare module "maplibre-gl/dist/maplibre-gl-worker.mjs" {
  const worker: unknown;
  export default worker;
}
