package commet

import (
	"github.com/commet/commet-go/internal/native"
	"github.com/commet/commet-go/internal/tape"
)

// Client gives the calls of Commet's documentation. For a receiver of webhooks, see [NewWebhooks]
// and [Handler], which say more and cost less.
type Client struct {
	// Webhooks verifies and signs.
	Webhooks *WebhooksResource
}

// WebhooksResource verifies and signs with a secret that is given each time. Any number of
// goroutines may use it.
type WebhooksResource struct{}

// New gives a client. Webhooks need no API key: the one that is given is not kept. The error is
// always nil.
func New(apiKey string) (*Client, error) {
	return &Client{Webhooks: &WebhooksResource{}}, nil
}

// VerifyAndParse gives the body as encoding/json decodes it into a map, if the secret has signed it:
// numbers are float64. Otherwise the map is nil and the error is an [*Error]. Pass the body as it
// came; the envelope may be any.
func (*WebhooksResource) VerifyAndParse(rawBody, signature, secret string) (map[string]any, error) {
	buffer := native.GetBuffer()
	defer buffer.Free()
	words, failure := native.VerifyAndParse(buffer, rawBody, signature, secret)
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

// Verify tells whether the signature is that of the payload with the secret. Anything wrong is
// false; the comparison takes constant time.
func (*WebhooksResource) Verify(payload, signature, secret string) bool {
	return native.Verify(payload, signature, secret)
}

// Sign gives the signature of a payload, for tests: 64 lower-case hexadecimal digits. The error is
// [ErrEmptySecret] or nil.
func (*WebhooksResource) Sign(payload, secret string) (string, error) {
	signature, failure := native.Sign(payload, secret)
	if failure != nil {
		return "", refusal(failure)
	}
	return signature, nil
}
