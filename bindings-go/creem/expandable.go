package creem

import (
	"encoding/json"

	"github.com/commet/commet-go/internal/tape"
)

// Expandable is a reference to an object, which CREEM sends as its id or as the object itself.
type Expandable[T any] struct {
	// ID is the object's id; empty where the object was sent.
	ID string
	// Object is the object; nil where its id was sent.
	Object *T
}

// MarshalJSON writes it as it was sent.
func (e Expandable[T]) MarshalJSON() ([]byte, error) {
	if e.Object != nil {
		return json.Marshal(e.Object)
	}
	return json.Marshal(e.ID)
}

// UnmarshalJSON reads what MarshalJSON has written.
func (e *Expandable[T]) UnmarshalJSON(text []byte) error {
	*e = Expandable[T]{}
	if len(text) > 0 && text[0] == '"' {
		return json.Unmarshal(text, &e.ID)
	}
	return json.Unmarshal(text, &e.Object)
}

func decodeExpandable[T any](read func(*tape.Decoder, int) T) func(*tape.Decoder, int) Expandable[T] {
	return func(d *tape.Decoder, at int) Expandable[T] {
		if d.Text(at) {
			return Expandable[T]{ID: tape.String[string](d, at)}
		}
		object := read(d, at)
		return Expandable[T]{Object: &object}
	}
}
