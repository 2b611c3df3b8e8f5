package tape

// Decoder reads values from a tape. The tape may go; of a body that never changes, what a decoder
// gives may be a view.
type Decoder struct {
	Tape
	texts texts
	boxes boxes
	views bool
	// Misfit tells that some value was not of the kind that was asked for.
	Misfit bool
}

// NewDecoder gives a decoder of a tape whose body may change, as bytes do.
func NewDecoder(tape Tape) Decoder {
	return Decoder{Tape: tape, texts: texts{expected: len(tape.body)}}
}

// NewStringDecoder gives a decoder of a tape whose body is a string for good.
func NewStringDecoder(tape Tape) Decoder {
	decoder := NewDecoder(tape)
	decoder.views = len(tape.body) <= largestViewed
	return decoder
}

// Envelope gives the string at a node; empty for node 0, which stands for none.
func (d *Decoder) Envelope(at int) string {
	if at == 0 {
		return ""
	}
	return d.string(at)
}

// string gives the string at a node that is one.
func (d *Decoder) string(at int) string {
	text := d.text(at)
	if d.views && d.tag(at) != tagUnescaped {
		return text
	}
	return d.texts.copy(text)
}
