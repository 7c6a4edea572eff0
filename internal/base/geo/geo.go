// Package geo decides whether a place lies in an area.
//
// Coordinates are scaled integers, 1e-7 of a degree (about 1 cm), as in
// OpenStreetMap, so that every machine decides alike. Areas are small enough
// (a country at most) for plane geometry on latitude and longitude.
package geo

// Point is a place on the earth: latitude -900000000..900000000, longitude -1800000000..1800000000.
type Point struct {
	Lat int64 `json:"lat"`
	Lon int64 `json:"lon"`
}

// Area is a set of polygons. A ring is closed without repeating its first point. The first ring of a polygon is its outline, the others are holes.
type Area struct {
	Polygons [][][]Point `json:"polygons"`
}
