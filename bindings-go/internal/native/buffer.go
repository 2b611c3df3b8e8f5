//go:build cgo

package native

import (
	"sync"
	"unsafe"
)

const (
	wordSize = 4
	// Bodies whose buffer is larger are rare: it is left to the garbage collector.
	largestKept = 1 << 20
)

// Buffer is memory for tapes and error records. It grows with the bodies it is used for.
type Buffer struct {
	words []uint32
	// The longest body for which words nearly always are enough.
	enoughFor int
}

var buffers = sync.Pool{New: func() any { return new(Buffer) }}

// GetBuffer gives a buffer, to be freed.
func GetBuffer() *Buffer {
	return buffers.Get().(*Buffer)
}

// Free gives the buffer back. What was read from it is no longer valid.
func (b *Buffer) Free() {
	if len(b.words)*wordSize <= largestKept {
		buffers.Put(b)
	}
}

// fill makes a call write to the buffer, and gives the words that it has written.
func (b *Buffer) fill(bodyLength int, call func(words []uint32) (code int32, needed int)) ([]uint32, *Failure) {
	if b.words == nil || bodyLength > b.enoughFor {
		b.grow(bufferSize(bodyLength))
		b.enoughFor = bodyLength
	}
	code, needed := call(b.words)
	if code == bufferTooSmall {
		b.grow(needed)
		code, needed = call(b.words)
	}
	if code != ok {
		return nil, b.failure(code, needed)
	}
	return b.words[:(needed+wordSize-1)/wordSize], nil
}

func (b *Buffer) grow(bytes int) {
	if words := (bytes + wordSize - 1) / wordSize; words > len(b.words) {
		b.words = make([]uint32, words)
	}
}

// Failure is why a call was refused.
type Failure struct {
	// Code is the library's number for it.
	Code int32
	// Message has the details filled in; empty where the code says it all.
	Message string
	// Field is the envelope's field at fault, if one is.
	Field string
	// Offset is the byte of the body at which the fault showed, or -1.
	Offset int64
}

// failure reads the error record that a call has left.
func (b *Buffer) failure(code int32, needed int) *Failure {
	const header = 4 // words
	failure := &Failure{Code: code, Offset: -1}
	if needed < header*wordSize || needed > len(b.words)*wordSize {
		return failure
	}
	message, field := int(b.words[0]), int(b.words[1])
	failure.Offset = int64(uint64(b.words[2]) | uint64(b.words[3])<<32)
	text := Text(b.words[header:])
	failure.Message = string(text[:message])
	failure.Field = string(text[message : message+field])
	return failure
}

// Text is the memory of some words as bytes.
func Text(words []uint32) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), len(words)*wordSize)
}
