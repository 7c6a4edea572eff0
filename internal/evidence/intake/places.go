package intake

import (
	"strconv"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/evidence/record"
)

// coordinates reads a pair of decimal degrees into scaled integers without passing through floats. Both blank: none.
func (r *row) coordinates(lat, lon string) (y, x int64, given bool, ds []diag.Diagnostic) {
	a, b := r.get(lat), r.get(lon)
	if a == "" && b == "" {
		return 0, 0, false, nil
	}
	if a == "" || b == "" {
		blank, beside := lat, lon
		if b == "" {
			blank, beside = lon, lat
		}
		ds = append(ds, r.needed(blank, beside, "place"))
	}
	y, okY := degrees(a, 90)
	x, okX := degrees(b, 180)
	if !okY && a != "" {
		ds = append(ds, r.bad(CodeCoordinate, lat, "limit", "90"))
	}
	if !okX && b != "" {
		ds = append(ds, r.bad(CodeCoordinate, lon, "limit", "180"))
	}
	if ds == nil && r.t.ground.swaps(x, y) {
		d := r.bad(CodePointSwapped, lat, "lon", short(b))
		d.Severity = diag.Note
		r.t.doubts = append(r.t.doubts, d)
	}
	return y, x, ds == nil, ds
}

// degrees reads decimal degrees as 1e-7 degree; further digits (under 1 cm) are cut off.
func degrees(s string, limit int64) (int64, bool) {
	neg := strings.HasPrefix(s, "-")
	whole, frac, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if whole == "" || len(whole) > 3 {
		return 0, false
	}
	if len(frac) > 7 {
		if strings.Trim(frac[7:], "0123456789") != "" {
			return 0, false
		}
		frac = frac[:7]
	}
	v, err := strconv.ParseUint(whole+frac+strings.Repeat("0", 7-len(frac)), 10, 63)
	if err != nil || int64(v) > limit*10_000_000 {
		return 0, false
	}
	if neg {
		return -int64(v), true
	}
	return int64(v), true
}

// airwarsRadius is how far, in metres, the true place may lie from the coordinates, by the accuracy that Airwars states. The labels
// within_1m and within_100m say it; the others are our reading, on the wide side. A label that is not here (subdistrict,
// district, province_governorate, none) stands for an area whose extent the file does not give: its coordinates are left out.
var airwarsRadius = map[string]int64{
	"within_1m": 10, "within_100m": 100,
	"exact_location": 100, "exact_location_other": 100, "exact_location_coalition": 100,
	"street": 1000, "nearby_landmark": 1000, "neighbourhood_area": 2000,
	"village": 3000, "town": 5000, "city": 15000,
}

// airwarsAreas are the accuracies that name an area.
var airwarsAreas = map[string]bool{"subdistrict": true, "district": true, "province_governorate": true}

// ucdpPlace reads where_prec (UCDP GED codebook). 1: a named place whose coordinates are its centre, taken as within 5 km; 2: within
// about 25 km of it; 3 and 4: somewhere in the second- or first-order area named; 5: along a feature or in a vague area; 6: in the
// country; 7: international waters. From 3 on the coordinates only represent an area, so the area's name is kept and they are not.
func ucdpPlace(prec string, p *record.Place, lat, lon int64, adm2, adm1, country string) bool {
	zones := map[string][]string{"1": {adm2, adm1, country}, "2": {country}, "3": {adm2, adm1, country}, "4": {adm1, country}, "5": {country}, "6": {country}, "7": nil}
	words, ok := zones[prec]
	if !ok {
		return false
	}
	for _, w := range words {
		if w != "" {
			p.Zones = append(p.Zones, w)
		}
	}
	switch prec {
	case "1":
		p.Lat, p.Lon, p.Radius = lat, lon, 5000
	case "2":
		p.Lat, p.Lon, p.Radius = lat, lon, 25000
	}
	return true
}
