// Package tape decodes the binary form in which the C library hands over a body, as docs/tape.md
// of the project describes it.
//
// A tape was written by the same process, so its claims are believed; bounds checks stand guard.
// Words are read as the machine has them: the library is built for little-endian machines only.
package tape

import (
	"slices"
	"unsafe"
)

const (
	magic       = 'C' | 'W'<<8 | 'T'<<16 | '1'<<24
	headerWords = 16
)

// Words of the header.
const (
	wordMagic = iota
	wordFlags
	wordNodes
	wordStrings
	wordIdentity
	wordTime
	_
	wordType
	wordID
	wordMode
	wordOrganizationID
	wordAPIVersion
	wordData
	wordNodeStrings
	wordReason
	wordFingerprint
)

// Flags of the header.
const (
	flagKnown = 1 << 9
	flagTyped = 1 << 10
	flagTimed = 1 << 11
)

// Tape is a body, parsed. It is never changed.
type Tape struct {
	words []uint32
	nodes []uint32
	// Strings that the body writes with escapes, and the reason why an event is not typed.
	strings string
	body    string
}

// Open gives the tape that some words are, with the body that it was made from. False for what is
// no tape of this version of the package.
func Open(words []uint32, body string) (Tape, bool) {
	if len(words) < headerWords || words[wordMagic] != magic || words[wordFingerprint] != fingerprint {
		return Tape{}, false
	}
	nodesEnd := headerWords + int(words[wordNodes])
	if nodesEnd > len(words) {
		return Tape{}, false
	}
	rest := words[nodesEnd:]
	strings := unsafe.String((*byte)(unsafe.Pointer(unsafe.SliceData(rest))), 4*len(rest))
	return Tape{words, words[headerWords:nodesEnd], strings[:words[wordStrings]], body}, true
}

// Clone gives a tape with memory of its own. It shares the body.
func (t *Tape) Clone() Tape {
	clone, _ := Open(slices.Clone(t.words), t.body)
	return clone
}

// Empty tells that there is none: the zero tape, of an event that somebody has made by hand.
func (t *Tape) Empty() bool { return len(t.words) == 0 }

// Known tells whether the catalog has the event.
func (t *Tape) Known() bool { return t.words[wordFlags]&flagKnown != 0 }

// Typed tells whether the catalog has the event and its data fits.
func (t *Tape) Typed() bool { return t.words[wordFlags]&flagTyped != 0 }

// Access is what the event says of access: 0 nothing, 1 granted, 2 grace, 3 denied.
func (t *Tape) Access() int { return int(t.words[wordIdentity] >> 8 & 0xff) }

// Number is the event's number in the catalog; meaningful if it is known.
func (t *Tape) Number() int { return int(t.words[wordIdentity] >> 16) }

// Time is when the event was emitted, in milliseconds since 1970, if it says so.
func (t *Tape) Time() (millis int64, stated bool) {
	low, high := t.words[wordTime], t.words[wordTime+1]
	return int64(uint64(low) | uint64(high)<<32), t.words[wordFlags]&flagTimed != 0
}

// Reason is why the event is not typed; empty if it is.
func (t *Tape) Reason() string {
	start := int(t.words[wordNodeStrings])
	return t.strings[start : start+int(t.words[wordReason])]
}

// Nodes of what is read of the envelope; 0 where there is none.
func (t *Tape) Type() int           { return int(t.words[wordType]) }
func (t *Tape) ID() int             { return int(t.words[wordID]) }
func (t *Tape) Mode() int           { return int(t.words[wordMode]) }
func (t *Tape) OrganizationID() int { return int(t.words[wordOrganizationID]) }
func (t *Tape) APIVersion() int     { return int(t.words[wordAPIVersion]) }
func (t *Tape) Data() int           { return int(t.words[wordData]) }
