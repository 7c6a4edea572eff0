package link

import (
	"bufio"
	"math"
	"os"
	"strings"
	"testing"

	"mithaq/internal/testroot"
)

// TestJaroWinkler: the vectors of Winkler (1990, 1994) and of the US Census Bureau's strcmp95.c.
func TestJaroWinkler(t *testing.T) {
	for _, c := range []struct {
		a, b       string
		jaro, with float64
	}{
		{"martha", "marhta", 0.944, 0.961},
		{"dixon", "dicksonx", 0.767, 0.813},
		{"dwayne", "duane", 0.822, 0.840},
		{"jones", "johnson", 0.790, 0.832},
		{"abroms", "abrams", 0.889, 0.922},
		{"hardin", "martinez", 0.722, 0.722},
		{"itman", "smith", 0.467, 0.467}, // t and i are moved
		{"jeraldine", "geraldine", 0.926, 0.926},
		{"michelle", "michael", 0.869, 0.921},
		{"julies", "julius", 0.889, 0.933},
		{"tanya", "tonya", 0.867, 0.880},
		{"sean", "susan", 0.783, 0.805},
		{"jon", "jan", 0.778, 0.800},
		{"", "x", 0, 0},
		{"دوما", "دوما", 1, 1},
	} {
		if got := jaro([]rune(c.a), []rune(c.b)); math.Abs(got-c.jaro) > 0.0006 {
			t.Errorf("jaro of %s and %s: %.4f, want %.3f", c.a, c.b, got, c.jaro)
		}
		if got := JaroWinkler(c.a, c.b); math.Abs(got-c.with) > 0.0006 || got != JaroWinkler(c.b, c.a) {
			t.Errorf("%s and %s: %.4f, want %.3f", c.a, c.b, got, c.with)
		}
	}
}

// TestSound: one name in three scripts.
func TestSound(t *testing.T) {
	for _, c := range [][]string{
		{"DM", "Douma", "دوما", "Дума"},
		{"HN CHN", "Khan Sheikhoun", "Khan Shaykhun", "Хан-Шейхун", "خان شيخون"},
		{"RST", "Harasta", "Ḥarastā", "حرستا"},
		{"HRST", "Хараста"}, // Russian writes ح like خ: such a name is not met
		{"B KML", "Abu Kamal", "Абу-Камаль", "أبو كمال"},
	} {
		for _, name := range c[1:] {
			if got := Sound(name); got != c[0] {
				t.Errorf("%s: %q, want %q", name, got, c[0])
			}
		}
	}
}

// TestSoundOfNames measures how many of the pairs of Wikidata's names (shared data; MIT, CC0) sound the same in Latin and Arabic, and how many strangers do.
func TestSoundOfNames(t *testing.T) {
	f, err := os.Open(testroot.Data(t, "data", "wikidata_arabic_names", "wd_arabic_80"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	type name struct{ latin, arabic string }
	var names []name
	for in := bufio.NewScanner(f); in.Scan(); {
		if p := strings.Split(in.Text(), "\t"); len(p) == 3 {
			names = append(names, name{p[0], strings.ReplaceAll(p[1], " ", "")})
		}
	}
	same, strangers, long := 0, 0, 0
	for i, n := range names {
		latin := Sound(n.latin)
		if len(latin) < shortestSound {
			continue
		}
		long++
		if latin == Sound(n.arabic) {
			same++
		}
		if o := names[(i*7919+13)%len(names)]; o.latin != n.latin && latin == Sound(o.arabic) {
			strangers++
		}
	}
	t.Logf("%d names of at least three sounds of %d: %.1f %% sound the same in Arabic; %d pairs of strangers do (%.3f %%)", long, len(names), 100*float64(same)/float64(long), strangers, 100*float64(strangers)/float64(long))
	if 100*same < 60*long || 1000*strangers > 2*long {
		t.Errorf("%d of %d names, %d strangers", same, long, strangers)
	}
}
