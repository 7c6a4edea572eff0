// Package display makes copies of images for the eye. The original is decoded and the pixels are encoded anew, so that the copy holds
// nothing of the file but what can be seen: no metadata, no thumbnail, no second type, no byte behind the end. Originals are never shown
// in a page; what is no image of the kinds below has no copy.
//
// In: JPEG, PNG, GIF (the first picture), WebP, BMP, TIFF. Out: JPEG, or PNG where there is transparency.
package display

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/bmp"
	"golang.org/x/image/draw"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"mithaq/internal/evidence/files/look"
)

// Limits against images that are small in a file and large in memory, or slow.
const (
	MaxBytes  = 256 << 20  // of the file
	MaxPixels = 64_000_000 // of the image as its header says; 256 MB when decoded
	MaxSide   = 30_000     // pixels
	MaxScans  = 200        // of a JPEG file
)

// Side is how long the longer side of a copy is at most, in pixels.
const Side = 1600

// Errors that callers tell apart.
var (
	ErrNoCopy = errors.New("files of this type have no display copy")
	ErrBroken = errors.New("the image cannot be decoded whole")
)

// TooLargeError tells that an image is beyond what is decoded.
type TooLargeError struct{ Width, Height int }

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("an image of %d × %d pixels is not decoded", e.Width, e.Height)
}

// Copy is a copy for the eye.
type Copy struct {
	Data          []byte
	Type          string // "image/jpeg" or "image/png"
	Width, Height int    // pixels, upright
	Scaled        bool   // smaller than the original
}

type codec struct {
	config func(*bytes.Reader) (image.Config, error)
	decode func(*bytes.Reader) (image.Image, error)
}

// codecs are chosen by the type that was found by content, never by registration: no other decoder is ever tried.
var codecs = map[string]codec{
	"image/jpeg": {
		func(r *bytes.Reader) (image.Config, error) { return jpeg.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return jpeg.Decode(r) },
	},
	"image/png": {
		func(r *bytes.Reader) (image.Config, error) { return png.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return png.Decode(r) },
	},
	"image/gif": {
		func(r *bytes.Reader) (image.Config, error) { return gif.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return gif.Decode(r) },
	},
	"image/webp": {
		func(r *bytes.Reader) (image.Config, error) { return webp.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return webp.Decode(r) },
	},
	"image/bmp": {
		func(r *bytes.Reader) (image.Config, error) { return bmp.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return bmp.Decode(r) },
	},
	"image/tiff": {
		func(r *bytes.Reader) (image.Config, error) { return tiff.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return tiff.Decode(r) },
	},
}

func init() { codecs["image/apng"] = codecs["image/png"] }

// Has says whether files of a media type have display copies.
func Has(mediaType string) bool { return codecs[mediaType].decode != nil }

// Likely says whether a file that was looked at will have a copy, without decoding it. What nobody looked at may have one.
func Likely(mediaType string, l *look.Look) bool {
	return Has(mediaType) && (l == nil || Has(l.Type) && !l.Broken && !beyond(l.Width, l.Height) && l.Scans() <= MaxScans)
}

func beyond(w, h int) bool { return w > MaxSide || h > MaxSide || int64(w)*int64(h) > MaxPixels }

// Make makes the copy of a file whose content is data. ErrNoCopy, ErrBroken and *TooLargeError say why there is none.
func Make(data []byte) (*Copy, error) {
	p, scaled, err := Decode(data, Side)
	if err != nil {
		return nil, err
	}
	return encode(p, scaled)
}

// blurSide is of how many pixels a blurred copy is made: enough for its colours, too few for anything to be recognised.
const blurSide = 8

// MakeBlurred makes a copy in which nothing can be recognised: it is drawn from a few pixels, so that what it hides is not in it.
func MakeBlurred(data []byte) (*Copy, error) {
	p, _, err := Decode(data, blurSide)
	if err != nil {
		return nil, err
	}
	few := opaque(p)
	w, h := few.Bounds().Dx(), few.Bounds().Dy()
	out := image.NewRGBA(image.Rect(0, 0, w*40, h*40))
	draw.BiLinear.Scale(out, out.Bounds(), few, few.Bounds(), draw.Src, nil)
	return encode(out, false)
}

// Decode gives the picture, upright, and scaled where a side is longer than so many pixels.
func Decode(data []byte, side int) (p image.Image, scaled bool, err error) {
	whole, orientation, err := decode(data)
	if err != nil {
		return nil, false, err
	}
	return upright(fit(whole, side), orientation), fits(whole.Bounds(), side), nil
}

func decode(data []byte) (image.Image, int, error) {
	if len(data) > MaxBytes {
		return nil, 0, &TooLargeError{}
	}
	l := look.Inspect("", bytes.NewReader(data), int64(len(data)))
	c, ok := codecs[l.Type]
	if !ok {
		return nil, 0, ErrNoCopy
	}
	cfg, err := c.config(bytes.NewReader(data))
	switch {
	case err != nil:
		return nil, 0, ErrBroken // the decoder's words may repeat the file's
	case cfg.Width <= 0 || cfg.Height <= 0:
		return nil, 0, ErrBroken
	case beyond(cfg.Width, cfg.Height):
		return nil, 0, &TooLargeError{cfg.Width, cfg.Height}
	case l.Scans() > MaxScans:
		return nil, 0, ErrBroken
	}
	p, err := c.decode(bytes.NewReader(data))
	if err != nil || p.Bounds().Empty() {
		return nil, 0, ErrBroken
	}
	return p, l.Orientation(), nil
}

func fits(r image.Rectangle, side int) bool { return max(r.Dx(), r.Dy()) > side }

// fit scales a picture down until no side is longer.
func fit(p image.Image, side int) image.Image {
	b := p.Bounds()
	if !fits(b, side) {
		return p
	}
	long := max(b.Dx(), b.Dy())
	w, h := max(1, b.Dx()*side/long), max(1, b.Dy()*side/long)
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	average(out, p)
	return out
}

// average fills each pixel of a smaller picture with the mean of those that it stands for.
func average(out *image.NRGBA, p image.Image) {
	b, w, h := p.Bounds(), out.Rect.Dx(), out.Rect.Dy()
	row := image.NewRGBA64(image.Rect(0, 0, b.Dx(), 1))
	sums := make([][4]uint64, w)
	for y := range h {
		clear(sums)
		top, bottom := b.Dy()*y/h, max(b.Dy()*(y+1)/h, b.Dy()*y/h+1)
		for sy := top; sy < bottom; sy++ {
			draw.Draw(row, row.Rect, p, image.Pt(b.Min.X, b.Min.Y+sy), draw.Src)
			for sx := range b.Dx() {
				c, s := row.Pix[8*sx:8*sx+8], &sums[sx*w/b.Dx()]
				for i := range 4 {
					s[i] += uint64(c[2*i])<<8 | uint64(c[2*i+1])
				}
			}
		}
		for x := range w {
			left, right := (b.Dx()*x+w-1)/w, (b.Dx()*(x+1)+w-1)/w
			n := uint64(max(right-left, 1)) * uint64(bottom-top)
			s, o := sums[x], out.Pix[out.PixOffset(x, y):]
			if s[3] == 0 {
				continue
			}
			for i := range 3 { // the sums are of colours that are multiplied by their opacity
				o[i] = uint8(min(s[i]*255/s[3], 255))
			}
			o[3] = uint8(s[3] / n >> 8)
		}
	}
}

// encode writes the pixels: as JPEG, or as PNG where something shines through.
func encode(p image.Image, scaled bool) (*Copy, error) {
	c := &Copy{Width: p.Bounds().Dx(), Height: p.Bounds().Dy(), Scaled: scaled, Type: "image/jpeg"}
	var b bytes.Buffer
	var err error
	if o, ok := p.(interface{ Opaque() bool }); ok && !o.Opaque() {
		c.Type = "image/png"
		err = png.Encode(&b, p)
	} else {
		err = jpeg.Encode(&b, p, &jpeg.Options{Quality: 85})
	}
	c.Data = b.Bytes()
	return c, err
}

// opaque draws a picture on white.
func opaque(p image.Image) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, p.Bounds().Dx(), p.Bounds().Dy()))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, p, p.Bounds().Min, draw.Over)
	return out
}

// upright turns a picture as its orientation says (Exif 2.32, tag 274).
func upright(p image.Image, orientation int) image.Image {
	if orientation == 1 {
		return p
	}
	b := p.Bounds()
	w, h := b.Dx(), b.Dy()
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewNRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			sx, sy := x, y
			switch orientation {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, h-1-x
			case 7:
				sx, sy = w-1-y, h-1-x
			case 8:
				sx, sy = w-1-y, x
			}
			out.Set(x, y, p.At(b.Min.X+sx, b.Min.Y+sy))
		}
	}
	return out
}
