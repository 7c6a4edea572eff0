package run

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"mithaq/internal/agreement/norms"
)

// Told is a run that a remark shows, with the program that it is a run of. Make one only of a run that Judge has confirmed.
type Told struct {
	Program *norms.Program
	Run     *Run
	Part    bool // of a long text it tells only what bears on the remark
}

type toldJSON struct {
	Part     bool         `json:"part"`
	Accepted []acceptJSON `json:"accepted"`
	Lists    []listJSON   `json:"lists"`
	Acts     []actJSON    `json:"acts"`
	End      string       `json:"end"`
}

type acceptJSON struct {
	Party     string `json:"party"`
	Agreement string `json:"agreement"`
}

type listJSON struct {
	Roster  string   `json:"roster"`
	Members []string `json:"members"`
}

type actJSON struct {
	At      string              `json:"at"`
	Act     string              `json:"act"`
	Acts    int64               `json:"acts"`
	Doers   []string            `json:"doers"`
	Roles   map[string][]string `json:"roles"`
	Amounts map[string]int64    `json:"amounts"`
	Zones   []string            `json:"zones"`
	For     string              `json:"for"`
}

// MarshalJSON writes the run as data (spec/schema/common.json, "run"). Values outside the vocabulary are left out.
func (t *Told) MarshalJSON() ([]byte, error) { return json.Marshal(t.data()) }

func (t *Told) data() toldJSON {
	out := toldJSON{Part: t.Part, Accepted: []acceptJSON{}, Lists: []listJSON{}, Acts: []actJSON{}, End: stamp(t.Run.End)}
	for _, p := range t.Run.Positions {
		if p.Stance == "accept" {
			out.Accepted = append(out.Accepted, acceptJSON{p.Party, p.Agree})
		}
	}
	for _, r := range t.Run.Rosters {
		l := listJSON{r.ID, []string{}}
		for _, m := range r.Members {
			l.Members = append(l.Members, m.ID)
		}
		out.Lists = append(out.Lists, l)
	}
	for i := range t.Run.Acts {
		a := &t.Run.Acts[i]
		x := actJSON{
			stamp(a.At), a.Act, a.N, Known(a.Doers), map[string][]string{}, map[string]int64{}, Known(a.Zones), a.For.Norm,
		}
		for _, r := range a.Roles {
			if k := Known(r.Values); len(k) > 0 {
				x.Roles[r.Name] = k
			}
		}
		for _, n := range a.Amounts {
			x.Amounts[n.Role] = n.N
		}
		out.Acts = append(out.Acts, x)
	}
	return out
}

// Known leaves out what is outside the vocabulary.
func Known(values []string) []string {
	return slices.DeleteFunc(append([]string{}, values...), func(v string) bool { return strings.HasPrefix(v, Elsewhere) })
}

func stamp(t int64) string { return time.Unix(t, 0).UTC().Format(time.RFC3339) }
