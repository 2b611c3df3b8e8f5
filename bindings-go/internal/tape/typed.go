package tape

import (
	"encoding/json"
	"iter"
	"math"
	"slices"
	"strconv"
	"time"
)

// Fields walks through the entries of an object whose keys the catalog has.
type Fields struct {
	decoder   *Decoder
	next, end int
	// Key is the number of the entry's key.
	Key int
	// At is the node of the entry's value.
	At int
}

// Fields starts before the first entry of the object at a node.
func (d *Decoder) Fields(at int) Fields {
	if d.tag(at) != tagObject {
		d.Misfit = true
		return Fields{}
	}
	return Fields{decoder: d, next: at + 2, end: d.after(at)}
}

// Next moves on to an entry; false at the end.
func (f *Fields) Next() bool {
	for f.next < f.end {
		key := f.next
		known := f.decoder.tag(key) == tagKey
		f.At = key + int(lengths[f.decoder.tag(key)])
		f.next = f.decoder.after(f.At)
		if known {
			f.Key = f.decoder.payload(key)
			return true
		}
	}
	return false
}

// Null tells whether the value at a node is null.
func (d *Decoder) Null(at int) bool { return d.tag(at) == tagNull }

// Discriminator gives the string under a key of an object, by which a union's variants are told
// apart, if it is there.
func (d *Decoder) Discriminator(at, key int) (value string, there bool) {
	for fields := d.Fields(at); fields.Next(); {
		if fields.Key == key && isText(d.tag(fields.At)) {
			return d.text(fields.At), true
		}
	}
	return "", false
}

// Require notes a misfit unless a condition is met.
func (d *Decoder) Require(met bool) {
	d.Misfit = d.Misfit || !met
}

// Try reads a value, and tells whether it fits rather than noting it.
func Try[T any](d *Decoder, at int, read func(*Decoder, int) T) (value *T, fits bool) {
	before := d.Misfit
	d.Misfit = false
	decoded := read(d, at)
	fits = !d.Misfit
	d.Misfit = before
	return &decoded, fits
}

// misfit notes that a value is of another kind, and stands for it.
func misfit[T any](d *Decoder) (none T) {
	d.Misfit = true
	return none
}

// Text tells whether the value at a node is a string.
func (d *Decoder) Text(at int) bool { return isText(d.tag(at)) }

func isText(tag uint32) bool { return tag == tagASCII || tag == tagUTF8 || tag == tagUnescaped }

func isNumber(tag uint32) bool {
	return tag == tagSmall || tag == tagInteger || tag == tagUnsigned || tag == tagDouble
}

// String reads a string.
func String[T ~string](d *Decoder, at int) T {
	if !isText(d.tag(at)) {
		return misfit[T](d)
	}
	return T(d.string(at))
}

// Boolean reads a boolean.
func Boolean(d *Decoder, at int) bool {
	if tag := d.tag(at); tag != tagFalse && tag != tagTrue {
		return misfit[bool](d)
	}
	return d.tag(at) == tagTrue
}

// Integer reads a number that is an integer of 64 bits, however it is written.
func Integer(d *Decoder, at int) int64 {
	switch d.tag(at) {
	case tagSmall:
		return d.small(at)
	case tagInteger:
		return int64(d.wide(at))
	case tagDouble:
		if value, whole := integer(d.float(at)); whole {
			return value
		}
	}
	return misfit[int64](d)
}

// Number reads any number: integers exactly, others as the shortest text of the nearest double.
func Number(d *Decoder, at int) json.Number {
	var digits [32]byte
	text := digits[:0]
	switch d.tag(at) {
	case tagSmall:
		text = strconv.AppendInt(text, d.small(at), 10)
	case tagInteger:
		text = strconv.AppendInt(text, int64(d.wide(at)), 10)
	case tagUnsigned:
		text = strconv.AppendUint(text, d.wide(at), 10)
	case tagDouble:
		text = appendDouble(text, d.float(at))
	default:
		return misfit[json.Number](d)
	}
	return json.Number(d.texts.copy(string(text)))
}

// appendDouble writes whole numbers as integers, so that they can be read as such.
func appendDouble(text []byte, value float64) []byte {
	if whole, fits := integer(value); fits && (whole != 0 || !math.Signbit(value)) {
		return strconv.AppendInt(text, whole, 10)
	}
	return strconv.AppendFloat(text, value, 'g', -1, 64)
}

// integer gives a whole number, if it fits.
func integer(value float64) (whole int64, fits bool) {
	// Both bounds are doubles; the upper one is the first that does not fit.
	if value != math.Trunc(value) || value < math.MinInt64 || value >= -math.MinInt64 {
		return 0, false
	}
	return int64(value), true
}

// Time reads a point in time: ISO 8601, or a number of seconds or milliseconds.
func Time(d *Decoder, at int) time.Time {
	tag := d.tag(at)
	var millis int64
	var fits bool
	if isText(tag) {
		millis, fits = parseTime(d.text(at))
	} else if isNumber(tag) {
		millis, fits = numberTime(d.float(at))
	}
	if !fits {
		return misfit[time.Time](d)
	}
	return time.UnixMilli(millis).UTC()
}

// Free reads an object with any keys.
func Free(d *Decoder, at int) map[string]any {
	if d.tag(at) != tagObject {
		return misfit[map[string]any](d)
	}
	return d.Plain(at)
}

// List reads an array.
func List[T any](d *Decoder, at int, read func(*Decoder, int) T) []T {
	length, all := Elements(d, at, read)
	return slices.AppendSeq(make([]T, 0, length), all)
}

// Elements reads an array of which each element is decoded when it is walked through. They keep
// the tape, and the body, which must not change.
func Elements[T any](d *Decoder, at int, read func(*Decoder, int) T) (length int, all iter.Seq[T]) {
	tape := d.Tape
	if tape.tag(at) != tagArray {
		d.Misfit = true
		return 0, func(func(T) bool) {}
	}
	return tape.payload(at), func(yield func(T) bool) {
		decoder := NewDecoder(tape)
		end := tape.after(at)
		for element := at + 2; element < end && yield(read(&decoder, element)); {
			element = tape.after(element)
		}
	}
}

// OneOrMany is as Elements, of an array that may come as one bare element.
func OneOrMany[T any](d *Decoder, at int, read func(*Decoder, int) T) (length int, all iter.Seq[T]) {
	if d.tag(at) == tagArray {
		return Elements(d, at, read)
	}
	element := read(d, at)
	return 1, func(yield func(T) bool) { yield(element) }
}

// Optional reads a value that may be null.
func Optional[T any](d *Decoder, at int, read func(*Decoder, int) T) *T {
	if d.Null(at) {
		return nil
	}
	value := read(d, at)
	return &value
}
