// Package crash holds the tests of what a record must survive: writers killed at any moment, power lost between a write and its sync, full and
// read-only disks, clocks set back, and many readers and writers at once. It has no code of its own but theirs.
//
// The tests speak to a record through app alone, as a path or an address, so that each store is held to the same.
package crash
