// Package provider describes to the receiver whose webhooks it receives.
package provider

import "github.com/commet/commet-go/internal/tape"

// Provider is a provider of the catalog.
type Provider struct {
	// Number is the library's.
	Number int32
	// SignatureHeader carries the signature.
	SignatureHeader string
	// EventHeader repeats the event's name; empty where there is none.
	EventHeader string
	// Decode reads the data, at a node, of the event with a number of the catalog.
	Decode func(decoder *tape.Decoder, event, data int) any
}
