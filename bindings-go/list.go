package commet

import (
	"encoding/json"
	"iter"
	"slices"
)

// List is an array of objects within an event's data, decoded while it is walked through: an event
// may list hundreds of features, and its receiver need but one field beside them.
//
//	for feature := range data.Features.All() { … }
//
// The zero list has no elements, and is written to JSON as null.
type List[T any] struct {
	length int
	all    iter.Seq[T]
}

// NewList gives a list of so many elements.
func NewList[T any](length int, all iter.Seq[T]) List[T] {
	return List[T]{length, all}
}

// ListOf gives a list of elements, for tests of what uses one.
func ListOf[T any](elements ...T) List[T] {
	return NewList(len(elements), slices.Values(elements))
}

// Len is the number of elements.
func (l List[T]) Len() int { return l.length }

// All walks through the elements, and decodes them each time.
func (l List[T]) All() iter.Seq[T] {
	if l.all == nil {
		return func(func(T) bool) {}
	}
	return l.all
}

// Slice gives all elements; nil for the zero list.
func (l List[T]) Slice() []T {
	if l.all == nil {
		return nil
	}
	return slices.AppendSeq(make([]T, 0, l.length), l.all)
}

// MarshalJSON writes an array.
func (l List[T]) MarshalJSON() ([]byte, error) {
	return json.Marshal(l.Slice())
}

// UnmarshalJSON reads what MarshalJSON has written. Elements of several types cannot be read, as
// nothing says of which one each is.
func (l *List[T]) UnmarshalJSON(text []byte) error {
	var elements []T
	if err := json.Unmarshal(text, &elements); err != nil {
		return err
	}
	*l = List[T]{}
	if elements != nil {
		*l = ListOf(elements...)
	}
	return nil
}
