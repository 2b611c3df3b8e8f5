package commet

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"

	"github.com/commet/commet-go/internal/native"
)

// handler receives webhooks over HTTP.
type handler struct {
	settings settings
	// Each gives its error, and whether it had to do with the event.
	handlers []registration
	onEvent  []func(context.Context, *Event) error
	onError  func(context.Context, *Event, error)

	webhooks *Webhooks
	// setUpError is why webhooks is nil.
	setUpError error
}

type registration struct {
	eventType string
	handle    func(context.Context, *Event) (handled bool, err error)
}

// Handler answers Commet's webhooks, for use with [net/http] and what builds on it:
//
//	http.Handle("POST /webhooks/commet", commet.Handler(os.Getenv("COMMET_WEBHOOK_SECRET"),
//		commet.OnSubscriptionActivated(grant),
//		commet.OnSubscriptionCanceled(revoke),
//	))
//
// It verifies the request, hands the event to the handlers of its type and to those of [OnEvent],
// one after the other in the order in which they were given, and answers:
//
//   - 200 {"received":true} when they are done, also when there are none for the event;
//   - 403 to what is not authentic, 400 to what is authentic but cannot be read or is not expected,
//     413 to what is too large, as [Error.HTTPStatus] says;
//   - 500 when a handler fails or panics, so that the provider sends the event again; the remaining
//     handlers are not called. Deliveries repeat: see [Event.IdempotencyKey].
//
// A blank secret answers every request with 500 and [ErrEmptySecret]; [NewWebhooks] tells earlier.
func Handler(secret string, options ...HandlerOption) http.Handler {
	h := &handler{settings: newSettings(secret), onError: logError}
	limit := native.DefaultMaxBodyBytes
	h.settings.MaxBodyBytes = &limit
	for _, option := range options {
		option.setUpHandler(h)
	}
	h.webhooks, h.setUpError = h.settings.webhooks()
	// Whoever prints a handler shows its settings.
	h.settings.secrets = nil
	return h
}

// On handles the events whose data is of a type, for instance
//
//	commet.On(func(ctx context.Context, event *commet.Event, data *commet.PaymentFailed) error { … })
//
// There is a function for each event that does the same, such as [OnPaymentFailed]. With [*Unknown]
// it handles the events that have no type here.
func On[D Data](handle func(ctx context.Context, event *Event, data D) error) HandlerOption {
	var none D
	return handlerOption(func(h *handler) {
		h.handlers = append(h.handlers, registration{none.EventType(), func(ctx context.Context, event *Event) (bool, error) {
			data, ok := event.Data.(D)
			if !ok {
				return false, nil
			}
			return true, handle(ctx, event, data)
		}})
	})
}

// OnEvent handles every event, after the handlers of its type: known and unknown ones.
func OnEvent(handle func(ctx context.Context, event *Event) error) HandlerOption {
	return handlerOption(func(h *handler) { h.onEvent = append(h.onEvent, handle) })
}

// OnError learns of every request that is not answered with 200, once it is clear. The error is an
// [*Error] for a request that was refused, and the event nil; a [*PanicError] for a handler that
// panicked; or what a handler returned. Without OnError, errors are logged with [slog].
func OnError(handle func(ctx context.Context, event *Event, err error)) HandlerOption {
	return handlerOption(func(h *handler) { h.onError = handle })
}

// Handlers makes one option of several.
func Handlers(options ...HandlerOption) HandlerOption {
	return handlerOption(func(h *handler) {
		for _, option := range options {
			option.setUpHandler(h)
		}
	})
}

type handlerOption func(*handler)

func (o handlerOption) setUpHandler(h *handler) { o(h) }

// PanicError is that a handler panicked.
type PanicError struct {
	// Value is what it panicked with.
	Value any
	// Stack is where.
	Stack []byte
}

func (e *PanicError) Error() string {
	return fmt.Sprintf("panic: %v\n\n%s", e.Value, e.Stack)
}

// ServeHTTP answers a webhook.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	event, err := h.receive(w, r)
	if err == nil {
		err = h.handle(r.Context(), event)
	}
	if err != nil {
		h.onError(r.Context(), event, err)
	}
	answer(w, event, err)
}

func (h *handler) receive(w http.ResponseWriter, r *http.Request) (*Event, error) {
	if h.setUpError != nil {
		return nil, h.setUpError
	}
	body, err := readBody(w, r, *h.settings.MaxBodyBytes)
	if err != nil {
		return nil, err
	}
	return h.webhooks.Receive(body, r.Header)
}

// readBody reads one byte more than the limit of a body that is too large: enough to be refused.
func readBody(w http.ResponseWriter, r *http.Request, limit int) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, int64(limit)))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return append(body, 0), nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the body: %w", err)
	}
	return body, nil
}

// handle calls the handlers that are there for an event.
func (h *handler) handle(ctx context.Context, event *Event) (err error) {
	defer func() {
		if value := recover(); value != nil {
			if value == http.ErrAbortHandler {
				panic(value)
			}
			err = &PanicError{value, debug.Stack()}
		}
	}()
	missed, handled := false, len(h.onEvent) > 0
	for _, registration := range h.handlers {
		done, err := registration.handle(ctx, event)
		if err != nil {
			return err
		}
		handled = handled || done
		missed = missed || !done && registration.eventType == event.Type
	}
	for _, handle := range h.onEvent {
		if err := handle(ctx, event); err != nil {
			return err
		}
	}
	if unknown, ok := event.Data.(*Unknown); ok && missed && !handled {
		// Its handler wants data of the type. To say that all is well would lose the event.
		return fmt.Errorf("%s: %s", event.Type, unknown.Reason)
	}
	return nil
}

func answer(w http.ResponseWriter, event *Event, err error) {
	status, body := http.StatusOK, `{"received":true}`
	var refused *Error
	switch {
	case err == nil:
	case event == nil && errors.As(err, &refused):
		status, body = refused.HTTPStatus, `{"received":false,"code":`+strconv.Quote(refused.Code)+`}`
	case event == nil:
		status, body = http.StatusBadRequest, `{"received":false}`
	default:
		status, body = http.StatusInternalServerError, `{"received":false}`
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	// An error means that the provider has hung up, and will send the event again.
	_, _ = io.WriteString(w, body)
}

func logError(ctx context.Context, event *Event, err error) {
	attributes := []any{"error", err}
	if event != nil {
		attributes = append(attributes, "event", event.Type, "id", event.ID)
	}
	slog.ErrorContext(ctx, "webhook", attributes...)
}
