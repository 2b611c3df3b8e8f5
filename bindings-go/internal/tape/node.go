package tape

import "math"

// Tags of nodes.
const (
	tagNull = iota
	tagFalse
	tagTrue
	tagSmall
	tagInteger
	tagUnsigned
	tagDouble
	tagASCII
	tagUTF8
	tagUnescaped
	tagArray
	tagObject
	tagKey
)

const (
	tagBits = 4
	tagMask = 1<<tagBits - 1
)

func (t *Tape) tag(at int) uint32 { return t.nodes[at] & tagMask }

// payload is what a node's first word holds besides the tag: a length, a count or a number.
func (t *Tape) payload(at int) int { return int(t.nodes[at] >> tagBits) }

// wide is what a node's two further words hold.
func (t *Tape) wide(at int) uint64 {
	words := t.nodes[at+1 : at+3]
	return uint64(words[0]) | uint64(words[1])<<32
}

// text gives the string at a node that is one; a view.
func (t *Tape) text(at int) string {
	source := t.body
	if t.tag(at) == tagUnescaped {
		source = t.strings
	}
	start := int(t.nodes[at+1])
	return source[start : start+t.payload(at)]
}

// float gives the number at a node that is one.
func (t *Tape) float(at int) float64 {
	switch t.tag(at) {
	case tagSmall:
		return float64(t.small(at))
	case tagInteger:
		return float64(int64(t.wide(at)))
	case tagUnsigned:
		return float64(t.wide(at))
	default:
		return math.Float64frombits(t.wide(at))
	}
}

func (t *Tape) small(at int) int64 { return int64(int32(t.nodes[at]) >> tagBits) }

// lengths are the words that a node takes, by its tag, without a container's content.
var lengths = [1 << tagBits]uint8{
	tagNull: 1, tagFalse: 1, tagTrue: 1, tagSmall: 1,
	tagInteger: 3, tagUnsigned: 3, tagDouble: 3,
	tagASCII: 2, tagUTF8: 2, tagUnescaped: 2,
	tagArray: 2, tagObject: 2, tagKey: 1,
}

// after gives the node that follows this one.
func (t *Tape) after(at int) int {
	tag := t.tag(at)
	next := at + int(lengths[tag])
	if tag == tagArray || tag == tagObject {
		next += int(t.nodes[at+1])
	}
	return next
}
