package intake

import (
	"slices"
	"strings"

	"mithaq/internal/evidence/record"
)

// platforms are hosts on which anybody may speak, under the names that they go by. Whoever speaks there is not told by the host, so all posts on
// one count as one source: that can make support look smaller than it is, never larger.
var platforms = map[string]string{
	"twitter.com": "x.com", "x.com": "x.com", "t.co": "x.com",
	"facebook.com": "facebook.com", "fb.com": "facebook.com", "fb.watch": "facebook.com",
	"youtube.com": "youtube.com", "youtu.be": "youtube.com",
	"t.me": "t.me", "telegram.me": "t.me", "telegram.org": "t.me",
	"instagram.com": "instagram.com", "tiktok.com": "tiktok.com", "vk.com": "vk.com", "soundcloud.com": "soundcloud.com", "dailymotion.com": "dailymotion.com",
	"blogspot.com": "blogspot.com", "wordpress.com": "wordpress.com", "docs.google.com": "docs.google.com", "drive.google.com": "drive.google.com", "sites.google.com": "sites.google.com",
}

// archives keep copies of others' pages: who said it first is hidden.
var archives = []string{
	"archive.fo", "archive.is", "archive.isx", "archive.md", "archive.ph", "archive.today", "archive.vn", "archive.li", "archive.org", "web.archive.org", "perma.cc", "ghostarchive.org",
	"webcache.googleusercontent.com",
}

// sourceOfHost gives the source that a host name stands for: "www." and the hosts for telephones are the same source. ok is false for what is no host name.
func sourceOfHost(host string) (record.Source, bool) {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	for _, p := range []string{"www.", "m.", "mobile.", "amp."} {
		if rest, ok := strings.CutPrefix(host, p); ok && strings.Contains(rest, ".") {
			host = rest
		}
	}
	labels := strings.Split(host, ".")
	if len(labels) < 2 || len(host) > 253 || slices.ContainsFunc(labels, func(l string) bool { return !label(l) }) {
		return record.Source{}, false
	}
	if host == "airwars.org" {
		return airwarsSource, true
	}
	s := record.Source{Sort: "website"}
	for parent := host; ; {
		if name, ok := platforms[parent]; ok {
			host, s.Sort = name, "platform"
			break
		}
		_, rest, ok := strings.Cut(parent, ".")
		if !ok {
			break
		}
		parent = rest
	}
	if slices.Contains(archives, host) {
		s.Sort = "archive"
	}
	s.ID, s.Name, s.URL = "web:"+host, record.Text{"en": host}, "https://"+host
	return s, true
}

// label says whether a part of a host name may be one, also in letters beyond ASCII.
func label(l string) bool {
	if l == "" || len(l) > 63 || l[0] == '-' {
		return false
	}
	return !strings.ContainsFunc(l, func(c rune) bool {
		return c < 0x80 && c != '-' && c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z')
	})
}

// addLineage lets each source below another one's host ("uk.reuters.com") rest on it: they are one house, and do not bear each other out.
func addLineage(sources map[string]record.Source) {
	for id, s := range sources {
		for _, rest, ok := strings.Cut(s.Name["en"], "."); ok; _, rest, ok = strings.Cut(rest, ".") {
			parent, there := sources["web:"+rest]
			if there && parent.Sort == "website" && s.Sort == "website" {
				s.Cites = []string{parent.ID}
				sources[id] = s
				break
			}
		}
	}
}
