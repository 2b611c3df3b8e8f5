// Package creem receives the webhooks of CREEM. Its calls are those of package commet, with CREEM's
// header, events and types.
package creem

import (
	"net/http"
	"slices"

	"github.com/commet/commet-go"
)

// NewWebhooks gives a receiver of CREEM's webhooks. See [commet.NewWebhooks].
func NewWebhooks(secret string, options ...commet.Option) (*commet.Webhooks, error) {
	return commet.NewWebhooks(secret, append(slices.Clip(options), commet.WithProvider(source))...)
}

// Handler answers CREEM's webhooks. See [commet.Handler].
func Handler(secret string, options ...commet.HandlerOption) http.Handler {
	return commet.Handler(secret, append(slices.Clip(options), commet.WithProvider(source))...)
}
