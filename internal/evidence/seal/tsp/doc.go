// Package tsp reads and checks time stamps of RFC 3161: signed statements of an authority that it saw a hash at an instant. Everything is done
// offline, on bytes that the user carries; nothing here reaches for a network.
//
//	Request ──DER──> (the user sends it to an authority) ──> Parse ──> Stamp ──> Check
//
// A stamp may come as a whole response (TimeStampResp, usually .tsr) or as the bare token (a CMS SignedData, RFC 5652). What a stamp says counts
// only after Check. Check cannot see whether a certificate was revoked: that takes a network.
package tsp
