package intake

import (
	"strings"

	"mithaq/internal/base/diag"
)

// Proposal is what a header lets one guess about a file. It is shown and never applied by itself.
type Proposal struct {
	Layout  string   `json:"layout"`            // the layout that fits; "generic": Mapping is a first draft
	Missing []string `json:"missing,omitempty"` // required columns of Layout that the header lacks
	Mapping *Mapping `json:"mapping,omitempty"` // of a generic file
	Open    []string `json:"open,omitempty"`    // fields of Mapping that the user must still fill in
	Unused  []string `json:"unused,omitempty"`  // columns that the proposal does not read
}

// guesses are the names under which columns of event data go, the commonest first, for each field of a mapping. HXL tags are among them.
var guesses = map[string][]string{
	"key":       {"event_id_cnty", "event_id", "incident_id", "id", "entry", "key", "hc_id", "_uuid", "rootuuid", "#event+code"},
	"date":      {"date_start", "event_date", "date", "incident_date", "start_date", "day", "#date+start", "#date+occurred"},
	"end":       {"date_end", "end_date", "#date+end"},
	"act":       {"sub_event_type", "event_type", "type", "incident_type", "act", "#event+type"},
	"place":     {"location", "place", "town/city", "town", "city", "location_en", "where_coordinates", "from", "#loc+name"},
	"lat":       {"latitude", "lat", "from_latitude", "#geo+lat"},
	"lon":       {"longitude", "lon", "lng", "long", "from_longitude", "#geo+lon"},
	"actor":     {"actor1", "belligerent", "perpetrator", "side_a", "actor", "#group+name+first"},
	"url":       {"url", "link", "source_url"},
	"dead":      {"fatalities", "killed", "deaths", "best", "#affected+killed"},
	"low":       {"killed_min", "low", "deaths_low", "min_deaths", "min deaths"},
	"high":      {"killed_max", "high", "deaths_high", "max_deaths", "max deaths"},
	"grade":     {"grade", "confidence", "verification", "status"},
	"zone":      {"admin3", "admin2", "adm_2", "district", "admin1", "adm_1", "province", "governorate", "country"},
	"published": {"published", "publication_date"},
}

// Propose says which layout a header is, or drafts a mapping for it from the names of its columns.
func Propose(header []string) Proposal {
	name, nearest := detect(header)
	if name == "" {
		name = nearest
	}
	if name != "" {
		p := Proposal{Layout: name}
		for _, c := range requiredOf(name) {
			if !hasColumn(header, c) {
				p.Missing = append(p.Missing, c)
			}
		}
		return p
	}
	find := func(field string) string {
		for _, g := range guesses[field] {
			for _, h := range header {
				if strings.EqualFold(strings.TrimSpace(h), g) {
					return h
				}
			}
		}
		return ""
	}
	m := &Mapping{
		Key: find("key"), Date: find("date"), DateEnd: find("end"), DateFormat: isoDate, Lat: find("lat"), Lon: find("lon"), URL: find("url"),
		Act: Value{Column: find("act")}, Published: find("published"),
	}
	if m.Lat == "" || m.Lon == "" {
		m.Lat, m.Lon = "", ""
	}
	if c := find("place"); c != "" {
		m.Place = map[string]string{"en": c}
	}
	for _, g := range guesses["zone"] {
		for _, h := range header {
			if strings.EqualFold(h, g) {
				m.Zones = append(m.Zones, h)
			}
		}
	}
	if c := find("actor"); c != "" {
		m.Attribution = &Value{Column: c}
	}
	if low, best, high := find("low"), find("dead"), find("high"); low+best+high != "" {
		// A lone figure of 0 is as often "none reported" as "none".
		m.Counts = []CountColumns{{Role: "killed", Low: low, Best: best, High: high, ZeroUnknown: low == "" && high == ""}}
	}
	p := Proposal{Layout: LayoutGeneric, Mapping: m, Open: []string{"id", "publisher"}}
	for _, f := range []struct {
		open bool
		name string
	}{
		{m.Key == "", "key"},
		{m.Date == "", "date"},
		{m.Act.Column == "", "act"},
		{m.Lat != "", "radius"},
		{m.Attribution != nil, "attribution"}, // who did it and who took part look alike in a header: look at it
		{find("grade") != "", "grade"},
	} {
		if f.open {
			p.Open = append(p.Open, f.name)
		}
	}
	used := m.columns()
	for _, h := range header {
		if h != "" && !hasColumn(used, h) {
			p.Unused = append(p.Unused, h)
		}
	}
	return p
}

func hasColumn(header []string, c string) bool {
	for _, h := range header {
		if strings.EqualFold(strings.TrimSpace(h), c) {
			return true
		}
	}
	return false
}

// Header reads the header of a file, for Propose.
func Header(data []byte, opt Options) ([]string, []diag.Diagnostic) {
	t, ds := open(data, opt)
	if ds != nil {
		return nil, ds
	}
	return t.header, nil
}
