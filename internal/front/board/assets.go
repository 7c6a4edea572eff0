package board

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"path"
	"regexp"
	"sync"
)

// Assets are the style sheet and the fonts, to be served under "/assets/".
//
//go:embed assets
var Assets embed.FS

var fontAddress = regexp.MustCompile(`url\("(fonts/[^"?]+)"\)`)

// Asset gives a file beside the pages by its path under "assets/", and its version: the start of its content's SHA-256.
// The style sheet names fonts by their versions, so that a browser may keep both for ever.
func Asset(name string) (body []byte, version string, err error) {
	body, err = Assets.ReadFile(path.Join("assets", name))
	if err != nil {
		return nil, "", err
	}
	if path.Ext(name) == ".css" {
		body = fontAddress.ReplaceAllFunc(body, func(found []byte) []byte {
			font := string(fontAddress.FindSubmatch(found)[1])
			_, v, fontErr := Asset(path.Join(path.Dir(name), font))
			if fontErr != nil {
				err = fontErr
			}
			return []byte(`url("` + font + "?v=" + v + `")`)
		})
	}
	sum := sha256.Sum256(body)
	return body, hex.EncodeToString(sum[:8]), err
}

// StyleAddress is where pages find their style sheet.
var StyleAddress = sync.OnceValue(func() string {
	_, version, err := Asset("board.css")
	if err != nil {
		panic("board: " + err.Error()) // a slip in what is embedded
	}
	return "/assets/board.css?v=" + version
})
