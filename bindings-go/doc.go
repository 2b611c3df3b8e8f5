// Package commet receives the webhooks of Commet: it verifies that Commet has sent them, and gives
// them as typed events, for every API version, or an error that says what was wrong. Package creem
// does the same for CREEM.
//
// [Handler] is an [net/http.Handler] with a function for each event:
//
//	http.Handle("POST /webhooks/commet", commet.Handler(os.Getenv("COMMET_WEBHOOK_SECRET"),
//		commet.OnSubscriptionActivated(func(ctx context.Context, event *commet.Event, data *commet.SubscriptionActivated) error {
//			return grantAccess(ctx, data.CustomerID)
//		}),
//	))
//
// Where there is no net/http, make a receiver with [NewWebhooks], once, and call [Webhooks.Receive]
// with the body, before anything parses it, and the headers. [Client] has the calls of Commet's
// documentation.
//
// A signature does not stop a replay, and providers deliver more than once: remember the
// [Event.IdempotencyKey] of what was handled.
//
// # Types
//
// Data is generated from a catalog that covers all API versions. A field that some version may leave
// out or set to null is a pointer, a map or a list, and nil or empty then. Times are [time.Time] in
// UTC. Numbers that are integers in every version are int64; others, amounts of money among them,
// are [encoding/json.Number], which keeps integers exact. Enums are strings with constants, to which
// providers may add values. [Event.RawData] has every field, known or not.
//
// # The library
//
// The work is done by the project's C library, which is linked statically: cgo is needed, and a C
// compiler. Each webhook is one call into it.
package commet
