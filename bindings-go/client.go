package commet

// Client gives the calls of Commet's documentation.
type Client struct {
	// Webhooks verifies and signs. It has no secrets of its own.
	Webhooks *Webhooks
}

// New gives a client. Webhooks need no API key: the one that is given is not kept. The error is
// always nil.
func New(apiKey string) (*Client, error) {
	return &Client{Webhooks: &Webhooks{}}, nil
}
