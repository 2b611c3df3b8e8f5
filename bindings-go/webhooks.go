package commet

import (
	"net/http"
	"strings"
	"sync/atomic"
	"unsafe"

	"github.com/commet/commet-go/internal/native"
	"github.com/commet/commet-go/internal/provider"
	"github.com/commet/commet-go/internal/tape"
)

// Webhooks verifies and reads webhooks. The zero value is Commet's, and has no secrets of its own:
// each call is given one. A receiver is rather made by [NewWebhooks] when the program starts, which
// prepares its secrets once. Any number of goroutines may use it.
//
// Its secrets are kept in native memory, which is zeroed after it has become unreachable; so is the
// one that the last two calls were given, to be prepared once.
type Webhooks struct {
	settings settings
	// verifier has the secrets; nil if there are none.
	verifier *native.Verifier
	// given is what a call was given last.
	given atomic.Pointer[given]
}

// WebhooksResource is what later versions of Commet's own package call [Webhooks].
type WebhooksResource = Webhooks

// given is a secret that came with a call.
type given struct {
	secret string
	// verifier has it prepared; nil until it has come twice in a row.
	verifier *native.Verifier
}

// prepared gives a verifier with the secret of a call, if one call after the other brings it: to
// prepare one for a single call would take longer than to do without, as can be done for Commet.
func (w *Webhooks) prepared(secret string) *native.Verifier {
	last := w.given.Load()
	again := last != nil && last.secret == secret
	if again && last.verifier != nil {
		return last.verifier
	}
	next := &given{secret: secret}
	if again || w.settings.provider != nil {
		next.verifier, _ = native.NewVerifier(w.settings.source().Number, secret)
	}
	w.given.Store(next)
	return next.verifier
}

// NewWebhooks gives a receiver of Commet's webhooks. The secret is the whole string that the
// dashboard shows, with its prefix. The error is [ErrEmptySecret] where one is blank.
func NewWebhooks(secret string, options ...Option) (*Webhooks, error) {
	settings := newSettings(secret)
	for _, option := range options {
		option.setUp(&settings)
	}
	return settings.webhooks()
}

func newSettings(secret string) settings {
	return settings{expectations: expectations{secrets: []string{secret}}}
}

func (s settings) webhooks() (*Webhooks, error) {
	verifier, failure := native.NewVerifier(s.source().Number, s.secrets...)
	if failure != nil {
		return nil, refusal(failure)
	}
	s.secrets = nil
	return &Webhooks{settings: s, verifier: verifier}, nil
}

// Receive verifies a request and decodes its event. It takes the body as it came, before anything
// parses it, and all headers, in whose names case does not matter. The error is an [*Error].
//
// The event keeps the body: leave it unchanged for as long as the event is in use. Options that
// are given here count for this call, in place of the receiver's own. One that has no secrets is
// given them by [WithSecrets].
func (w *Webhooks) Receive(body []byte, header http.Header, options ...ReceiveOption) (*Event, error) {
	verifier, expected := w.verifier, &w.settings.expectations
	if len(options) > 0 {
		own := *expected
		for _, option := range options {
			option.expect(&own)
		}
		expected = &own
	}
	source := w.settings.source()
	if verifier == nil || expected.secrets != nil {
		made, failure := native.NewVerifier(source.Number, expected.secrets...)
		if failure != nil {
			return nil, refusal(failure)
		}
		verifier = made
	}
	text := unsafe.String(unsafe.SliceData(body), len(body))
	request := native.Request{Body: text}
	request.Signature, request.Event = headers(source, header)

	buffer := native.GetBuffer()
	defer buffer.Free()
	words, failure := verifier.Receive(buffer, request, expected.now())
	if failure != nil {
		return nil, refusal(failure)
	}
	payload, ok := tape.Open(words, text)
	if !ok {
		return nil, refusal(native.Fault)
	}
	return newEvent(payload.Clone(), body, source), nil
}

// VerifyAndParse gives the body as encoding/json decodes it into a map, if this secret has signed it:
// numbers are float64. Otherwise the map is nil and the error is an [*Error]. Pass the body as it
// came; the envelope may be any.
func (w *Webhooks) VerifyAndParse(rawBody, signature, secret string) (map[string]any, error) {
	buffer := native.GetBuffer()
	defer buffer.Free()
	var words []uint32
	var failure *native.Failure
	if verifier := w.prepared(secret); verifier != nil {
		words, failure = verifier.VerifyAndParse(buffer, rawBody, signature)
	} else {
		words, failure = native.VerifyAndParse(buffer, rawBody, signature, secret)
	}
	if failure != nil {
		return nil, refusal(failure)
	}
	payload, ok := tape.Open(words, rawBody)
	if !ok {
		return nil, refusal(native.Fault)
	}
	decoder := tape.NewStringDecoder(payload)
	return decoder.Plain(0), nil
}

// Verify tells whether the signature is that of the payload with this secret. Anything wrong is
// false; the comparison takes constant time.
func (w *Webhooks) Verify(payload, signature, secret string) bool {
	if verifier := w.prepared(secret); verifier != nil {
		return verifier.Verify(payload, signature)
	}
	return native.Verify(payload, signature, secret)
}

// Sign is [Sign], of text.
func (*Webhooks) Sign(payload, secret string) (string, error) {
	signature, failure := native.Sign(payload, secret)
	if failure != nil {
		return "", refusal(failure)
	}
	return signature, nil
}

// Sign gives the signature of a payload, for tests: 64 lower-case hexadecimal digits, to be sent in
// [SignatureHeader]. The error is [ErrEmptySecret] or nil.
func Sign(payload []byte, secret string) (string, error) {
	signature, failure := native.Sign(unsafe.String(unsafe.SliceData(payload), len(payload)), secret)
	if failure != nil {
		return "", refusal(failure)
	}
	return signature, nil
}

// now gives the expectations of a moment.
func (e *expectations) now() *native.Expectations {
	if e.clock == nil {
		return &e.Expectations
	}
	moment := e.Expectations
	now := e.clock()
	moment.Now = &now
	return &moment
}

// headers gives the two that matter. What came more than once is joined, as by HTTP, and then
// refused. Names are compared one by one: not every framework brings them into Go's form.
func headers(source *provider.Provider, header http.Header) (signature, event string) {
	var signatures, events []string
	for name, values := range header {
		if len(name) == len(source.SignatureHeader) && strings.EqualFold(name, source.SignatureHeader) {
			signatures = join(signatures, values)
		} else if len(name) == len(source.EventHeader) && strings.EqualFold(name, source.EventHeader) {
			events = join(events, values)
		}
	}
	return strings.Join(signatures, ", "), strings.Join(events, ", ")
}

func join(some, more []string) []string {
	if some == nil {
		return more
	}
	return append(some[:len(some):len(some)], more...)
}
