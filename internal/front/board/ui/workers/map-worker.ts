// The worker of MapLibre, as a file of this server: the policy lets no page start one from its own text.
export { default } from "maplibre-gl/dist/maplibre-gl-worker.mjs";
