package intake

import (
	"slices"
	"strings"

	"mithaq/internal/base/fold"
)

// guesses are the names under which columns of event data go, the commonest first, for each field of a mapping: in the field's data sets, and as people who keep
// such tables write them in English, Arabic, Russian and French.
var guesses = map[string][]string{
	"key": {
		"event_id_cnty", "event_id", "incident_id", "rootuuid", "id", "entry", "key", "hc_id", "_uuid", "event", "no", "nr", "number", "code",
		"رقم الحادث", "رقم الحادثة", "معرف الحادث", "المعرف", "معرف", "الرقم", "رقم", "الرمز", "номер", "номер инцидента", "идентификатор", "ид", "код", "№", "numéro", "identifiant", "n°",
	},
	"date": {
		"date_start", "event_date", "date", "incident_date", "start_date", "day", "when", "date of incident", "تاريخ الحادث", "تاريخ الحادثة", "التاريخ", "تاريخ", "تاريخ البداية", "اليوم",
		"дата", "дата инцидента", "дата события", "дата начала", "день", "date de l'incident", "date de début", "jour",
	},
	"end": {"date_end", "end_date", "enddate", "تاريخ النهاية", "дата окончания", "date de fin"},
	"act": {
		"sub_event_type", "event_type", "type", "incident_type", "act", "what", "نوع الحادث", "نوع الحادثة", "النوع", "نوع", "الفعل", "тип", "тип события", "тип инцидента", "вид", "что", "type d'incident", "nature",
	},
	"place": {
		"location", "place", "town/city", "town", "city", "village", "location_en", "where_coordinates", "from", "where", "المكان", "مكان", "الموقع", "البلدة", "المدينة", "القرية",
		"место", "населённый пункт", "населенный пункт", "город", "где", "lieu", "ville", "localité",
	},
	"lat":  {"latitude", "lat", "y", "from_latitude", "خط العرض", "دائرة العرض", "العرض", "широта"},
	"lon":  {"longitude", "lon", "lng", "long", "x", "from_longitude", "خط الطول", "الطول", "долгота"},
	"spot": {"_geolocation", "gps", "geopoint"},
	"actor": {
		"actor1", "belligerent", "perpetrator", "side_a", "actor", "who", "الجهة", "الفاعل", "الجاني", "الطرف", "исполнитель", "виновник", "сторона", "кто", "auteur", "acteur", "responsable",
	},
	"url":  {"url", "link", "source_url", "الرابط", "رابط", "ссылка", "lien"},
	"dead": {"fatalities", "killed", "deaths", "best", "dead", "القتلى", "عدد القتلى", "الوفيات", "убито", "погибло", "погибшие", "число погибших", "morts", "tués", "décès"},
	"low":  {"killed_min", "low", "deaths_low", "min_deaths", "min deaths", "الحد الأدنى للقتلى", "убито минимум", "morts min"},
	"high": {"killed_max", "high", "deaths_high", "max_deaths", "max deaths", "الحد الأقصى للقتلى", "убито максимум", "morts max"},
	"hurt": {"injured", "wounded", "injuries", "الجرحى", "عدد الجرحى", "المصابون", "ранено", "раненые", "blessés"},
	"grade": {
		"grade", "confidence", "verification", "status", "_validation_status/uid", "درجة التحقق", "الموثوقية", "достоверность", "степень", "fiabilité",
	},
	"zone": {
		"admin3", "admin2", "adm_2", "district", "admin1", "adm_1", "province", "governorate", "country", "الناحية", "القضاء", "المنطقة", "المحافظة", "البلد", "الدولة", "район", "область", "провинция", "страна",
		"commune", "région", "pays", "gouvernorat",
	},
	"published": {"published", "publication_date", "_submission_time", "تاريخ النشر", "дата публикации", "date de publication"},
	"title":     {"title", "brief description", "headline", "summary", "العنوان", "الملخص", "заголовок", "краткое описание", "titre", "résumé"},
}

// hxl are the tags by which the HXL standard names the same, each with the attributes that it has to have.
var hxl = map[string][]string{
	"key": {"#event+code", "#event+id", "#meta+id"}, "date": {"#date+start", "#date+occurred", "#date"}, "end": {"#date+end"}, "act": {"#event+type", "#event"},
	"place": {"#loc+name", "#loc"}, "lat": {"#geo+lat"}, "lon": {"#geo+lon"}, "actor": {"#group+name+first", "#group+name", "#group"}, "url": {"#meta+url"},
	"dead": {"#affected+killed"}, "hurt": {"#affected+injured"}, "low": {"#affected+killed+min"}, "high": {"#affected+killed+max"},
	"zone": {"#adm3+name", "#adm2+name", "#adm1+name", "#country+name", "#adm3", "#adm2", "#adm1", "#country"}, "title": {"#description"},
}

// plainName writes the name of a column so that spelling does not matter: small letters, one form of each letter, blanks for other signs.
func plainName(s string) string {
	s = strings.Map(func(c rune) rune {
		switch c {
		case '_', '-', '.', '/', '(', ')', ':', '\'', '’':
			return ' '
		}
		return c
	}, fold.Text(s))
	return strings.Join(strings.Fields(s), " ")
}

// tagFits says whether a tag is the one named with at least its attributes, in any order (HXL 1.1).
func tagFits(tag, want string) bool {
	have := strings.Split(strings.ReplaceAll(strings.ToLower(tag), " ", ""), "+")
	for i, part := range strings.Split(want, "+") {
		switch {
		case i == 0 && have[0] != part:
			return false
		case i > 0 && !slices.Contains(have[1:], part):
			return false
		}
	}
	return true
}
