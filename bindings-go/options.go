package commet

import (
	"time"

	"github.com/commet/commet-go/internal/native"
	"github.com/commet/commet-go/internal/provider"
)

// A HandlerOption sets up a [Handler]: any [Option] does, and so do [OnEvent], [OnError], [On] and
// the functions named after events.
type HandlerOption interface {
	setUpHandler(*handler)
}

// An Option sets up a receiver: any [ReceiveOption] does.
type Option interface {
	HandlerOption
	setUp(*settings)
}

// A ReceiveOption says who may have signed an event, and what is expected of it. It counts for all
// events when it is given to [NewWebhooks] or [Handler], and for one when it is given to
// [Webhooks.Receive].
type ReceiveOption interface {
	Option
	expect(*expectations)
}

// settings are what options set.
type settings struct {
	// provider is nil for Commet.
	provider *provider.Provider
	expectations
}

func (s *settings) source() *provider.Provider {
	if s.provider == nil {
		return source
	}
	return s.provider
}

type expectations struct {
	native.Expectations
	// secrets is nil where none were given.
	secrets []string
	clock   func() time.Time
}

// WithSecrets accepts what any of these secrets has signed, as while a secret is being rotated: for
// a receiver besides its own secret, for one call in its place.
func WithSecrets(secrets ...string) ReceiveOption {
	return receiveOption(func(e *expectations) {
		if e.secrets == nil {
			e.secrets = []string{}
		}
		e.secrets = append(e.secrets, secrets...)
	})
}

// WithProvider receives the webhooks of another provider than Commet. It serves the packages of
// other providers: use their own NewWebhooks and Handler.
func WithProvider(other *provider.Provider) Option {
	return option(func(s *settings) { s.provider = other })
}

// WithMode expects a mode, such as "live", so that an event of a test cannot act in production:
// other events are refused with [ErrWrongMode].
func WithMode(mode string) ReceiveOption {
	return receiveOption(func(e *expectations) { e.Mode = &mode })
}

// WithMaxAge refuses events whose signed time is longer ago, with [ErrTooOld]. It is off unless
// asked for, as providers retry for hours with the same time: rather remember the
// [Event.IdempotencyKey] of what was handled. Fractions of a second are rounded up.
func WithMaxAge(age time.Duration) ReceiveOption {
	return receiveOption(func(e *expectations) { e.MaxAge = &age })
}

// WithClockSkew sets how far, with a maximum age, an event's time may lie in the future before it is
// refused with [ErrFromTheFuture]; five minutes if it is not set. Fractions of a second are rounded
// up.
func WithClockSkew(skew time.Duration) ReceiveOption {
	return receiveOption(func(e *expectations) { e.ClockSkew = &skew })
}

// WithClock sets what tells the current time, which a maximum age needs; the system's clock if it is
// not set.
func WithClock(now func() time.Time) ReceiveOption {
	return receiveOption(func(e *expectations) { e.clock = now })
}

// WithMaxBodyBytes refuses larger bodies with [ErrBodyTooLarge]. A [Handler] reads no more than
// that, and 1 MiB if it is not set; elsewhere the limit is then 128 MiB.
func WithMaxBodyBytes(limit int) ReceiveOption {
	return receiveOption(func(e *expectations) { e.MaxBodyBytes = &limit })
}

type option func(*settings)

func (o option) setUp(s *settings)       { o(s) }
func (o option) setUpHandler(h *handler) { o(&h.settings) }

type receiveOption func(*expectations)

func (o receiveOption) expect(e *expectations)  { o(e) }
func (o receiveOption) setUp(s *settings)       { o(&s.expectations) }
func (o receiveOption) setUpHandler(h *handler) { o(&h.settings.expectations) }
