// Package truce holds a ceasefire that has everything the UN asks as a minimum, for the checks that miss one of these things.
package truce

import "strings"

// Text is the whole ceasefire.
const Text = `vocabulary v
party red
party blue
body mission "Joint mission"
kind site { homes school hospital military }
act attack (doer party, object site, at place)
act patrol (doer party, at place)
zone valley "The valley" from "zones.geojson#valley"

agreement truce "Truce in the valley"
  uses v
  agreed between red and blue
  dated 2020-01-01
  in force from 2020-01-02T06:00
  zone "UTC"
  observed by mission at least 60%
  disputes to mission
term 1 "The truce opens the way to talks on a settlement"
  recital
term 2 "No attacks"
  2a: red and blue must not attack(at: valley) for 3 months
  2b: red and blue may patrol(at: valley)
`

// Without gives the text without a line, which must stand in it once.
func Without(line string) string { return With(line, "") }

// With gives the text with a line in the place of another.
func With(line, other string) string {
	if strings.Count(Text, line+"\n") != 1 {
		panic("truce: " + line)
	}
	if other != "" {
		other += "\n"
	}
	return strings.Replace(Text, line+"\n", other, 1)
}
