package commet_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/commet/commet-go"
)

// post sends a body to a server on the loopback interface, signed unless the headers are given.
func post(t *testing.T, handler http.Handler, body string, header http.Header) (status int, answer string) {
	t.Helper()
	server := httptest.NewServer(handler)
	defer server.Close()
	request, err := http.NewRequest(http.MethodPost, server.URL, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header = header
	if header == nil {
		request.Header = signed(t, body)
	}
	response, err := server.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, response.Header.Get("Content-Type"), "application/json", "Content-Type")
	return response.StatusCode, string(text)
}

// calls is what handlers were called, in order.
type calls []string

func (c *calls) option() commet.HandlerOption {
	return commet.Handlers(
		commet.OnSubscriptionActivated(func(_ context.Context, event *commet.Event, data *commet.SubscriptionActivated) error {
			*c = append(*c, "activated "+data.CustomerID)
			return nil
		}),
		commet.OnPaymentFailed(func(context.Context, *commet.Event, *commet.PaymentFailed) error {
			return errors.New("the database is away")
		}),
		commet.OnSubscriptionPaused(func(context.Context, *commet.Event, *commet.SubscriptionPaused) error {
			panic("a mistake")
		}),
		commet.OnError(func(_ context.Context, event *commet.Event, err error) {
			line, _, _ := strings.Cut(err.Error(), "\n")
			*c = append(*c, "error "+line)
		}),
	)
}

const (
	failed   = `{"event":"payment.failed","data":{"invoiceId":"i","invoiceNumber":"1","customerId":"c","subscriptionId":"s"}}`
	paused   = `{"event":"subscription.paused","data":{"subscriptionId":"s","customerId":"c","status":"paused","mode":"now","effectiveAt":"2026-01-01"}}`
	dreamt   = `{"event":"subscription.dreamt","data":{}}`
	received = `{"received":true}`
)

func TestHandler(t *testing.T) {
	misfit := strings.Replace(activated, `"user_1"`, "1", 1)
	for _, test := range []struct {
		name   string
		body   string
		header http.Header
		status int
		answer string
		calls  string
	}{
		{"handled", activated, nil, 200, received, "activated user_1"},
		{"no handler", `{"event":"payout.paid","data":{}}`, nil, 200, received, ""},
		{"unknown", dreamt, nil, 200, received, ""},
		{"no signature", activated, http.Header{}, 403, `{"received":false,"code":"missing_signature"}`, "error commet: "},
		{"forged", activated + " ", signed(t, activated), 403, `{"received":false,"code":"signature_mismatch"}`, "error commet: "},
		{"empty", "", signed(t, activated), 403, `{"received":false,"code":"empty_body"}`, "error commet: "},
		{"no JSON", "{", nil, 400, `{"received":false,"code":"invalid_json"}`, "error commet: "},
		{"failing handler", failed, nil, 500, `{"received":false}`, "error the database is away"},
		{"panicking handler", paused, nil, 500, `{"received":false}`, "error panic: a mistake"},
		{"data that does not fit its handler", misfit, nil, 500, `{"received":false}`, "error subscription.activated: data.customerId: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			var called calls
			status, answer := post(t, commet.Handler(secret, called.option()), test.body, test.header)
			equal(t, status, test.status, "status")
			equal(t, answer, test.answer, "answer")
			equal(t, strings.HasPrefix(strings.Join(called, ";"), test.calls), true, strings.Join(called, ";"))
			equal(t, len(called) > 0, test.calls != "", "whether something was called")
		})
	}
}

func TestOnEvent(t *testing.T) {
	misfit := strings.Replace(activated, `"user_1"`, "1", 1)
	var called calls
	handler := commet.Handler(secret, called.option(),
		commet.OnEvent(func(_ context.Context, event *commet.Event) error {
			called = append(called, "event "+event.Type)
			return nil
		}),
		commet.On(func(_ context.Context, event *commet.Event, unknown *commet.Unknown) error {
			called = append(called, "unknown "+unknown.Type)
			return nil
		}),
	)
	for _, body := range []string{activated, dreamt, misfit} {
		status, _ := post(t, handler, body, nil)
		equal(t, status, 200, body)
	}
	equal(t, strings.Join(called, "; "), "activated user_1; event subscription.activated; "+
		"unknown subscription.dreamt; event subscription.dreamt; "+
		"unknown subscription.activated; event subscription.activated", "calls")
}

func TestBodyLimit(t *testing.T) {
	padded := func(size int) string { return activated + strings.Repeat(" ", size-len(activated)) }
	const tooLarge = `{"received":false,"code":"body_too_large"}`
	for _, test := range []struct {
		size   int
		status int
		answer string
	}{
		{1 << 20, 200, received},
		{1<<20 + 1, 413, tooLarge},
		{3 << 20, 413, tooLarge},
	} {
		status, answer := post(t, commet.Handler(secret), padded(test.size), nil)
		equal(t, status, test.status, "status")
		equal(t, answer, test.answer, "answer")
	}
	status, _ := post(t, commet.Handler(secret, commet.WithMaxBodyBytes(1000)), padded(1001), nil)
	equal(t, status, 413, "status with a limit of 1000")
	status, _ = post(t, commet.Handler(secret, commet.WithMaxBodyBytes(2<<20)), padded(2<<20), nil)
	equal(t, status, 200, "status with a limit of 2 MiB")
}

func TestHandlerOptions(t *testing.T) {
	status, answer := post(t, commet.Handler(secret, commet.WithMode("sandbox")), activated, nil)
	equal(t, status, 400, "status")
	equal(t, answer, `{"received":false,"code":"wrong_mode"}`, "answer")
	status, _ = post(t, commet.Handler("whsec_new", commet.WithSecrets(secret)), activated, nil)
	equal(t, status, 200, "status with a rotated secret")
	status, answer = post(t, commet.Handler(" "), activated, nil)
	equal(t, status, 500, "status without a secret")
	equal(t, answer, `{"received":false,"code":"empty_secret"}`, "answer without a secret")
}

func TestHandlersDoNotShowTheirSecrets(t *testing.T) {
	handler := commet.Handler("whsec_shown", commet.WithSecrets("whsec_shown too"))
	if shown := fmt.Sprintf("%v %+v %#v", handler, handler, handler); strings.Contains(shown, "whsec_shown") {
		t.Error(shown)
	}
}

func TestUnreadableBody(t *testing.T) {
	var got error
	handler := commet.Handler(secret, commet.OnError(func(_ context.Context, _ *commet.Event, err error) { got = err }))
	recorder := httptest.NewRecorder()
	broken := iotest.ErrReader(io.ErrUnexpectedEOF)
	handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodPost, "/", broken))
	equal(t, recorder.Code, 400, "status")
	equal(t, errors.Is(got, io.ErrUnexpectedEOF), true, "error")
}

func TestAbortedHandler(t *testing.T) {
	handler := commet.Handler(secret, commet.OnEvent(func(context.Context, *commet.Event) error {
		panic(http.ErrAbortHandler)
	}))
	request := httptest.NewRequest(http.MethodPost, "/", bytes.NewBufferString(activated))
	request.Header = signed(t, activated)
	defer func() { equal(t, recover(), any(http.ErrAbortHandler), "panic") }()
	handler.ServeHTTP(httptest.NewRecorder(), request)
}
