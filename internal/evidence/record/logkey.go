package record

// LogKey says that the sealed log is signed by another key from this entry on (spec/log.md, 3.1). It holds public keys only.
type LogKey struct {
	Key    string `cbor:"key" json:"key"`                           // public half of the new key, NAME+ID+BASE64 (C2SP signed-note)
	Old    string `cbor:"old" json:"old"`                           // of the key that it follows on
	Note   string `cbor:"note" json:"note"`                         // the statement, signed by the new key and, where that was at hand, by the old one
	By     string `cbor:"by,omitempty" json:"by,omitempty"`         // who changed the key
	Second string `cbor:"second,omitempty" json:"second,omitempty"` // another administrator, where the old key did not sign
	Why    string `cbor:"why,omitempty" json:"why,omitempty"`
	When   string `cbor:"when,omitempty" json:"when,omitempty"`
}
