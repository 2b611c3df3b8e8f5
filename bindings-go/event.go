package commet

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/commet/commet-go/internal/provider"
	"github.com/commet/commet-go/internal/tape"
)

// Event is an authentic webhook. Its data is that of its type:
//
//	switch data := event.Data.(type) {
//	case *commet.SubscriptionActivated:
//		grant(data.CustomerID)
//	case *commet.Unknown:
//		slog.Warn("no type", "event", event.Type, "reason", data.Reason)
//	}
//
// Whatever else the body holds, an event with a name and a data object arrives: other fields of the
// envelope are empty where the body does not have them, or has something else in their place.
type Event struct {
	// Type is the event's name, such as [EventSubscriptionActivated].
	Type string
	// ID is the provider's, the same on every delivery. To skip repeated deliveries, see
	// [Event.IdempotencyKey].
	ID string
	// Mode is the environment: "live" or "sandbox" for Commet, such as "prod" or "test" for CREEM.
	Mode string
	// APIVersion is the version that shaped the data, such as "2026-08-27".
	APIVersion string
	// OrganizationID is the organization whose event it is.
	OrganizationID string
	// Access is what the event says of the customer's access.
	Access Access
	// Known tells whether the catalog has the event.
	Known bool
	// Data is a pointer to the type that is named after the event, or an [*Unknown].
	Data Data
	// Body is what the provider has signed.
	Body []byte

	payload tape.Tape
}

// Data is what an event is about.
type Data interface {
	// EventType gives the event's name.
	EventType() string
}

// Unknown stands for data that has no type here: the catalog does not have the event, or the data
// does not fit. [Event.RawData] has it as it came.
type Unknown struct {
	// Type is the event's name.
	Type string
	// Reason tells why, such as "data.plan.id: expected a string, found null".
	Reason string
}

// EventType gives the event's name.
func (u *Unknown) EventType() string {
	if u == nil {
		return ""
	}
	return u.Type
}

func newEvent(payload tape.Tape, body []byte, from *provider.Provider) *Event {
	decoder := tape.NewDecoder(payload)
	event := &Event{
		Type:           decoder.Envelope(payload.Type()),
		ID:             decoder.Envelope(payload.ID()),
		Mode:           decoder.Envelope(payload.Mode()),
		APIVersion:     decoder.Envelope(payload.APIVersion()),
		OrganizationID: decoder.Envelope(payload.OrganizationID()),
		Access:         accesses[payload.Access()],
		Known:          payload.Known(),
		Body:           body,
		payload:        payload,
	}
	if payload.Typed() {
		event.Data, _ = from.Decode(&decoder, payload.Number(), payload.Data()).(Data)
	}
	if event.Data == nil || decoder.Misfit {
		event.Data = &Unknown{event.Type, strings.Clone(payload.Reason())}
	}
	return event
}

// Time is when the provider emitted the event, in UTC, if the signed body says so.
func (e *Event) Time() (emitted time.Time, stated bool) {
	if e.payload.Empty() {
		return time.Time{}, false
	}
	millis, stated := e.payload.Time()
	if !stated {
		return time.Time{}, false
	}
	return time.UnixMilli(millis).UTC(), true
}

// Typed tells whether the catalog has the event and its data fits: whether the data is other than
// [*Unknown].
func (e *Event) Typed() bool {
	_, unknown := e.Data.(*Unknown)
	return e.Data != nil && !unknown
}

// GrantsAccess tells whether to let the customer in, if the event speaks of access.
func (e *Event) GrantsAccess() (granted, stated bool) {
	return e.Access.Grants()
}

// IdempotencyKey is a key under which to remember that the event was handled: deliveries of one
// event share it. It is the event's id, or where that is blank the SHA-256 of the body in
// hexadecimal digits.
func (e *Event) IdempotencyKey() string {
	if strings.Trim(e.ID, " \t\n\f\r") != "" {
		return e.ID
	}
	digest := sha256.Sum256(e.Body)
	return hex.EncodeToString(digest[:])
}

// Raw decodes the body as encoding/json does, anew with each call.
func (e *Event) Raw() map[string]any {
	return e.plain(0)
}

// RawData decodes the data as encoding/json does, anew with each call: all its fields, with those
// that this version of the package does not know.
func (e *Event) RawData() map[string]any {
	if e.payload.Empty() {
		return nil
	}
	return e.plain(e.payload.Data())
}

func (e *Event) plain(node int) map[string]any {
	if e.payload.Empty() {
		return nil
	}
	decoder := tape.NewDecoder(e.payload)
	return decoder.Plain(node)
}
