// Package accord makes a large case up: a peace accord of 578 stipulations under 18 themes with a protocol of 22 more, half of
// them with a deadline, and a record of any length over it. The shape is that of comprehensive accords as the Kroc Institute's
// Peace Accords Matrix codes them (578 stipulations, 18 themes); every word is made up. The same seed gives the same case.
package accord

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// The shape of the accord.
const (
	Themes       = 18
	Stipulations = 578 // of the accord
	Annexed      = 22  // of its protocol
)

// FirstDay and LastDay bound the dates of the incidents of a record; the accord is in force from Starts.
const (
	FirstDay = "2015-01-01"
	Starts   = "2016-12-01"
	LastDay  = "2022-11-30"
)

const (
	regions = 8
	towns   = 12 // of each region
	blocs   = 6  // of the insurgents
	members = 200
)

// act is a sort of act with the kinds that its role takes and how often it comes among a thousand incidents.
type act struct {
	name, role string
	kinds      []string
	person     bool
	often      int
}

var acts = []act{
	{"attack", "object", sites, false, 170},
	{"threaten", "people", people, false, 70},
	{"detain", "people", people, true, 60},
	{"release", "people", people, true, 50},
	{"displace", "people", people, false, 70},
	{"bring_home", "people", people, false, 40},
	{"recruit", "people", people, true, 25},
	{"lay_mine", "object", sites, false, 30},
	{"clear_mine", "object", sites, false, 35},
	{"grant_title", "land", lands, false, 70},
	{"pay", "people", people, false, 100},
	{"register", "people", people, true, 60},
	{"substitute", "crop", crops, false, 50},
	{"eradicate", "crop", crops, false, 30},
	{"build", "object", sites, false, 35},
	{"report", "topic", topics, false, 35},
	{"hand_over", "goods", goods, false, 20},
	{"assemble", "people", people, false, 10},
	{"protect", "people", people, true, 20},
	{"consult", "topic", topics, false, 15},
	{"enact", "topic", topics, false, 5},
}

var (
	sites  = []string{"school", "clinic", "bridge", "market", "military"}
	people = []string{"man", "woman", "child", "fighter"}
	lands  = []string{"farm", "forest", "commons"}
	crops  = []string{"coca", "poppy"}
	goods  = []string{"rifles", "munitions", "vehicles"}
	topics = []string{"land_reform", "justice", "security", "elections"}
	doers  = []string{"government", "army", "police", "land_agency", "insurgents", "militia", "mission", "commission"}
)

var themes = []string{
	"Land", "Rural plans", "Political participation", "Security guarantees", "Citizen participation", "Ceasefire", "Laying down of arms",
	"Reincorporation", "Fight against crime", "Crop substitution", "Prevention of consumption", "Truth", "Special jurisdiction",
	"Reparation", "Human rights", "Implementation", "Verification", "Ratification",
}

// Text gives the vocabulary, the accord and its protocol in the language of terms.
func Text(seed uint64) string {
	w := &writer{Rand: rand.New(rand.NewPCG(seed, 578))}
	w.vocabulary()
	w.accord()
	w.protocol()
	return w.out.String()
}

type writer struct {
	*rand.Rand
	out    strings.Builder
	labels []string // of the norms so far, that conditions may speak of
	n      int
}

func (w *writer) line(format string, args ...any) { fmt.Fprintf(&w.out, format+"\n", args...) }

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

func (w *writer) vocabulary() {
	w.line("vocabulary made_up \"Made up for measuring\"\n")
	w.line("party government \"Government\"\nparty army \"Army\" in government\nparty police \"Police\" in government")
	w.line("party land_agency \"Land agency\" in government\nparty insurgents \"Insurgents\"\nparty militia \"Militia\"")
	for i := range blocs {
		until := ""
		if i == blocs-1 {
			until = " until 2018-06-30"
		}
		w.line("party bloc_%d \"Bloc %d\" in insurgents%s", i, i, until)
	}
	w.line("body mission \"Verification mission\"\nbody commission \"Follow-up commission\"\n")
	w.line("kind site { civil { %s } military }", strings.Join(sites[:4], " "))
	w.line("kind people { civilian { %s } fighter }", strings.Join(people[:3], " "))
	w.line("kind land { %s }\nkind crop { %s }\nkind goods { %s }\nkind topic { %s }\n",
		strings.Join(lands, " "), strings.Join(crops, " "), strings.Join(goods, " "), strings.Join(topics, " "))
	w.line("zone country \"The country\"")
	for r := range regions {
		w.line("zone region_%d \"Region %d\" in country", r, r)
		for t := range towns {
			w.line("zone town_%d_%d \"Town %d of region %d\" in region_%d", r, t, t, r, r)
		}
	}
	w.line("")
	for _, a := range acts {
		person := ""
		if a.person {
			person = ", person"
		}
		kind := map[string]string{"object": "object site", "people": "people", "land": "land", "crop": "crop", "goods": "goods", "topic": "topic"}[a.role]
		w.line("act %s (doer party, %s%s, at place, number count)", a.name, kind, person)
	}
	w.line("act announce (doer party, what mark, day date)\n")
	w.line("state held (by party, person, people) begins detain(doer: by, person, people) ends release(person)")
	w.line("roster detainees \"People held\" of held\n")
}
