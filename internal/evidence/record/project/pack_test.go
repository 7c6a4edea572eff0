package project

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// TestPackKeepsEveryField: a field added to a payload type and forgotten in Pack would be lost in every status.
func TestPackKeepsEveryField(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var b, got record.Bundle
		fillBundle(r, &b)
		b.Merged = make([]record.Bundle, 2)
		for i := range b.Merged {
			fillBundle(r, &b.Merged[i])
		}
		packed := string(Pack(nil, &b))
		if err := Unpack(packed, &got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, b) {
			t.Fatalf("packed %+v\nunpacked %+v", b, got)
		}
		var lean record.Bundle
		if err := UnpackLean(packed, &lean); err != nil {
			t.Fatal(err)
		}
		if strip(&got); !reflect.DeepEqual(got, lean) {
			t.Fatalf("stripped %+v\nunpacked lean %+v", got, lean)
		}
		cut := r.IntN(len(packed))
		if err := Unpack(packed[:cut], &got); err == nil {
			t.Fatalf("%d of %d bytes were unpacked", cut, len(packed))
		}
	}
}

func fillBundle(r *rand.Rand, b *record.Bundle) {
	v := reflect.ValueOf(b).Elem()
	for i := range v.NumField() {
		if v.Type().Field(i).Name != "Merged" { // bundles again
			fill(r, v.Field(i))
		}
	}
	for i := range b.Accounts { // these are not packed again: they are the bundle's own
		b.Accounts[i].Incident = b.Incident.ID
	}
	for i := range b.Assessments {
		b.Assessments[i].Incident = b.Incident.ID
	}
	for i := range b.Denials {
		b.Denials[i].About = b.Incident.ID
	}
}

// fill gives every field a value that is not empty.
func fill(r *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(string(rune('a'+r.IntN(26))) + string(rune(0x621+r.IntN(30))))
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int, reflect.Int64:
		v.SetInt(r.Int64() - r.Int64())
	case reflect.Uint8:
		v.SetUint(uint64(1 + r.IntN(int(grade.Verified))))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1+r.IntN(3), 3))
		for i := range v.Len() {
			fill(r, v.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(r, v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range 1 + r.IntN(3) {
			k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(r, k)
			fill(r, e)
			v.SetMapIndex(k, e)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Field(i))
		}
	default:
		panic(v.Kind().String())
	}
}
