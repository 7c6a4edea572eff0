package release

import (
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
)

// madeUp are names of nobody, in three scripts.
var madeUp = []string{
	"Khaldun Darwish al-Mahari", "خلدون درويش المهاري", "Халдун Дарвишев", "فاطمة بنت سعد", "Пётр Ветров", "Павел Лисицкий", "Мария Ветрова", "Лев Кий", "Ия Соль", "Li Bo", "مي صالح",
	"Dr Ben Carver",
}

// TestPartsOfNames: no form of a part of a name goes out, in any script.
func TestPartsOfNames(t *testing.T) {
	n := NewNames()
	for _, name := range madeUp {
		n.Add(name)
	}
	for in, want := range map[string]string{
		"Darwish was seen, and KHALDUN too":              "[…] was seen, and […] too",
		"the house of al-Mahari's son; AlMahari, Mahari": "the house of […]'s son; […], […]",
		"K. Darwish and Abu Khaldun":                     "[…] and […]",
		"Khaldun  Darwish Al-Mahari came":                "[…] came",
		"the Darwishes, the Khalduni family":             "the […], the […] family",
		"Ben was there, they met Carver":                 "[…] was there, they met […]",
		"Bo came; a bo staff":                            "[…] came; a bo staff",
		"قال درويش إنه رأى خلدون":                        "قال […] إنه رأى […]",
		"ذهبوا بخلدون ولدرويش وخلدون":                    "ذهبوا […]",
		"وبالمهاري، فللمهاري. كالمَهَاري":                "[…]، […]. […]",
		"رأيت خلدونًا مع أبو درويش":                      "رأيت […] مع […]",
		"رأوا فاطمه وفاطمة، وابنة سعد":                   "رأوا […]، وابنة […]",
		"كانت مي هناك ومي":                               "كانت […] هناك […]",
		"Видели Халдуна, с Халдуном":                     "Видели […], с […]",
		"Дарвишевым и Дарвишевой":                        "[…] и […]",
		"Петру Ветрову сказали о Петре":                  "[…] сказали о […]",
		"Павла Лисицкого искали; Павлу, о Лисицком":      "[…] искали; […], о […]",
		"Марией, Марии, Марию":                           "[…], […], […]",
		"Ветровой нет, Ветровых нет, Петровичу нет":      "[…] нет, […] нет, […] нет",
		"Льва и Львом":                                   "[…] и […]",
		"видели Ию, с Ией":                               "видели […], с […]",
		"The market was hit at noon":                     "The market was hit at noon",
		"قُصف السوق ظهرا":                                "قُصف السوق ظهرا",
		"Рынок обстреляли в полдень":                     "Рынок обстреляли в полдень",
	} {
		if got, _ := n.Without(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestNoPartLeaks: every part of every name, with everything that may be written onto it, alone in a text.
func TestNoPartLeaks(t *testing.T) {
	n := NewNames()
	tried := 0
	for _, name := range madeUp {
		n.Add(name)
	}
	for _, name := range madeUp {
		for _, w := range cut(name) {
			if particles[w.folded] || len([]rune(w.folded)) < 3 {
				continue
			}
			var forms []string
			switch {
			case arabic(w.folded):
				for _, p := range []string{"", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل"} {
					forms = append(forms, p+w.folded)
				}
			case cyrillic(w.folded):
				stem := strings.TrimRight(w.folded, "аяоеиыйь")
				if len([]rune(stem)) < 2 {
					stem = w.folded
				}
				for _, e := range []string{"а", "у", "ом", "е", "ы", "ой", "ым", "ого", "ому"} {
					forms = append(forms, stem+e)
				}
			default:
				forms = append(forms, w.folded, strings.ToUpper(w.folded), w.folded+"'s", w.folded+"s")
			}
			for _, f := range forms {
				tried++
				if got, found := n.Without("x " + f + " y"); found == 0 {
					t.Errorf("%s: told as %q", w.folded, got)
				}
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d forms were tried", tried)
	}
}

// TestWhoseParts: a made-up name and that of an agency go whole only; of a witness the words that say what they are stay.
func TestWhoseParts(t *testing.T) {
	v := &View{Day: "2024-01-01", Sources: map[string]record.Source{
		"w": {ID: "w", Sort: "witness", Name: record.Text{"en": "A teacher Darwish from the town"}},
		"a": {ID: "a", Sort: "agency", Name: record.Text{"en": "River Desk"}},
	}, Consents: map[string]record.Consent{"source/a": {Kind: record.KindSource, Subject: "a"}}}
	n := v.Suppressed([]record.Person{{ID: "p", Pseudo: true, Name: record.Text{"en": "Mister Blue"}}})
	for in, want := range map[string]string{
		"a teacher was hit, Darwish said so":         "a teacher was hit, […] said so",
		"the river is blue, the desk of Mister Blue": "the river is blue, the desk of […]",
		"as River Desk says":                         "as […] says",
	} {
		if got, _ := n.Without(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestSpots: what may be a name is shown to whoever looks before it goes out.
func TestSpots(t *testing.T) {
	n := NewNames()
	n.Add("Khaldun Darwish")
	n.Add("خلدون درويش")
	n.Add("Халдун Дарвишев")
	for in, want := range map[string]string{
		"Then Khaldun spoke to Hama. Noon came": "Then […Khaldun] spoke to [?Hama]. Noon came",
		"a man called khaldoun of dervish":      "a man called [?khaldoun] of dervish",
		"they saw Sheikh salim":                 "they saw [?Sheikh] [?salim]",
		"رأوا خلدون العمري هناك":                "[?رأوا] […خلدون] [?العمري] هناك",
		"قال الشيخ سالم شيئا":                   "قال الشيخ [?سالم] شيئا",
		"потом Халдуна увёл Орлов. Утром":       "потом […Халдуна] увёл [?Орлов]. Утром",
		"nothing here": "nothing here",
	} {
		if got := Marked(in, n.Spots(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
