package commet

import (
	"net/http"
	"strings"
	"unsafe"

	"github.com/commet/commet-go/internal/native"
	"github.com/commet/commet-go/internal/tape"
)

// Webhooks receives the webhooks of one endpoint. Make one when the program starts: its secrets are
// prepared once. Any number of goroutines may use it.
//
// It keeps its secrets in native memory, which is zeroed after it has become unreachable.
type Webhooks struct {
	settings settings
	verifier *native.Verifier
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
	return settings{provider: source, secrets: []string{secret}}
}

func (s settings) webhooks() (*Webhooks, error) {
	verifier, failure := native.NewVerifier(s.provider.Number, s.secrets...)
	if failure != nil {
		return nil, refusal(failure)
	}
	s.secrets = nil
	return &Webhooks{s, verifier}, nil
}

// Receive verifies a request and decodes its event. It takes the body as it came, before anything
// parses it, and all headers, in whose names case does not matter. The error is an [*Error].
//
// The event keeps the body: leave it unchanged for as long as the event is in use. Options that
// are given here count for this call, in place of the receiver's own.
func (w *Webhooks) Receive(body []byte, header http.Header, options ...ReceiveOption) (*Event, error) {
	expected := &w.settings.expectations
	if len(options) > 0 {
		own := *expected
		for _, option := range options {
			option.expect(&own)
		}
		expected = &own
	}
	text := unsafe.String(unsafe.SliceData(body), len(body))
	request := native.Request{Body: text}
	request.Signature, request.Event = w.headers(header)

	buffer := native.GetBuffer()
	defer buffer.Free()
	words, failure := w.verifier.Receive(buffer, request, expected.now())
	if failure != nil {
		return nil, refusal(failure)
	}
	payload, ok := tape.Open(words, text)
	if !ok {
		return nil, refusal(native.Fault)
	}
	return newEvent(payload.Clone(), body, w.settings.provider), nil
}

// Verify tells whether one of the secrets has signed the payload. Anything wrong is false; the
// comparison takes constant time.
func (w *Webhooks) Verify(payload []byte, signature string) bool {
	return w.verifier.Verify(unsafe.String(unsafe.SliceData(payload), len(payload)), signature)
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
func (w *Webhooks) headers(header http.Header) (signature, event string) {
	source := w.settings.provider
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
