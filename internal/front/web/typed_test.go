package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

var wrongAt = regexp.MustCompile(`(?s)<ul class="wrong" id="w-([^"]*)">(.*?)</ul>`)

// What people type by mistake, or in the digits and with the marks of their language: either it is understood, or the remark at its field says what would
// be right, in the language of the page. Nothing typed is lost.
func TestTypedWrongly(t *testing.T) {
	h := newDesk(t)
	incident := []string{"incident", "test-1", "act", "attack", "title_en", "A title that is not to be lost", "accounts", "1"}
	coverage := []string{"observer", "un", "zone", "town", "from", "2016-03-01", "to", "2016-03-02", "note", "A title that is not to be lost"}
	assess := []string{"assessor", "mona", "grade", "alleged", "why", "A title that is not to be lost", "parties", "3"}
	for _, x := range []struct {
		at     string
		form   []string
		field  string
		typed  string
		remark string // "": it is understood
	}{
		{"/en/enter", incident, "when", "01.02.2024", "If you mean 1 February 2024, write 2024-02-01."},
		{"/ru/enter", incident, "when", "31.02.2024", "Пишите год, месяц и день"},
		{"/ar/enter", incident, "when", "٢٠١٦-٠٣-٠٢", ""},
		{"/ar/enter", incident, "when", "۲۰۱۶–۰۳–۰۲؟", ""},
		{"/en/enter", incident, "when", "2016-03-02~", ""},
		{"/en/enter", incident, "when", "2016-03-02/2016-03", ""},
		{"/ar/enter", incident, "when", "", "اكتب متى وقع"},
		{"/ru/enter", incident, "when", "2030-01-01", ""}, // remarked on before it is entered (TestOddDays)
		{"/ru/enter", append(incident, "when", "2016-03-02", "lon", "36,65", "radius", "500"), "lat", "35,95", ""},
		{"/ar/enter", append(incident, "when", "2016-03-02", "lon", "٣٦٫٦٥", "radius", "٥٠٠"), "lat", "٣٥٫٩٥", ""},
		{"/en/enter", append(incident, "when", "2016-03-02", "lon", "35.95", "radius", "500"), "lat", "136.65", "swapped?"},
		{"/en/enter", append(incident, "when", "2016-03-02", "lat", "35.95", "lon", "36.65"), "radius", "near", "Write digits alone"},
		{"/ru/coverage/new", coverage, "from", "01.03.2016", "напишите 2016-03-01"},
		{"/en/coverage/new", coverage, "to", "2031-01-01", "has not come yet"},
		{"/ar/coverage/new", coverage, "observer", "", "لا يجوز أن يبقى هذا فارغاً"},
		{"/ru/i/market-1/assess", assess, "killed.low", "5,5", "не целое число"},
		{"/en/i/market-1/assess", append(assess, "killed.high", "3"), "killed.low", "٥", "The least is more than the most"},
		{"/en/i/market-1/assess", assess, "acts", "many", "or from–to"},
		{"/en/i/market-1/assess", assess, "acts", "16–26", ""},
		{"/en/i/market-1/assess", assess, "assessed", "2031-01-01", "has not come yet"},
		{"/en/i/market-1/follow", []string{"note", "A title that is not to be lost"}, "due", "1/2/2024", "If you mean 1 February 2024"},
		{"/ar/i/market-1/follow", []string{"due", "2016-04-01"}, "note", "", "لا يجوز"},
	} {
		user := "rami"
		if strings.Contains(x.at, "assess") {
			user = "mona"
		}
		typed := []string{x.field, x.typed, "do", "look"}
		for i := 0; i < len(x.form); i += 2 {
			if x.form[i] != x.field {
				typed = append(typed, x.form[i], x.form[i+1])
			}
		}
		form := h.get(t, user, strings.Replace(x.at, "/follow", "", 1))
		r := h.post(t, h.token[user], x.at, again(form, typed...)...)
		said := map[string]string{}
		for _, m := range wrongAt.FindAllStringSubmatch(r.body, -1) {
			said[m[1]] = html.UnescapeString(tagOf.ReplaceAllString(m[2], " "))
		}
		if x.remark == "" {
			if r.status != http.StatusOK || len(said) > 0 {
				t.Errorf("%s: %s %q: %d %v", x.at, x.field, x.typed, r.status, said)
			}
		} else if r.status != http.StatusUnprocessableEntity || !strings.Contains(said[x.field], x.remark) {
			t.Errorf("%s: %s %q: %d %v", x.at, x.field, x.typed, r.status, said)
		}
		if x.typed != "" && !r.has(`value="`+x.typed+`"`) || !strings.HasSuffix(x.at, "ar/i/market-1/follow") && !r.has("A title that is not to be lost") {
			t.Errorf("%s: %s %q: something typed was lost", x.at, x.field, x.typed)
		}
	}
}
