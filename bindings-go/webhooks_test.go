package commet_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/commet/commet-go"
)

func TestReceive(t *testing.T) {
	event := receive(t, activated)
	equal(t, event.Type, commet.EventSubscriptionActivated, "Type")
	equal(t, event.ID, "whev_1", "ID")
	equal(t, event.IdempotencyKey(), "whev_1", "IdempotencyKey")
	equal(t, event.Mode, "live", "Mode")
	equal(t, event.APIVersion, "2026-08-27", "APIVersion")
	equal(t, event.OrganizationID, "org_1", "OrganizationID")
	equal(t, event.Access, commet.AccessGranted, "Access")
	equal(t, event.Known && event.Typed(), true, "known and typed")
	equal(t, string(event.Body), activated, "Body")
	emitted, stated := event.Time()
	equal(t, stated && emitted.Equal(time.Date(2026, 9, 14, 8, 30, 0, 0, time.UTC)), true, "Time")
	granted, stated := event.GrantsAccess()
	equal(t, granted && stated, true, "GrantsAccess")

	data := event.Data.(*commet.SubscriptionActivated)
	equal(t, data.EventType(), event.Type, "EventType")
	equal(t, data.CustomerID, "user_1", "CustomerID")
	equal(t, data.Status, commet.SubscriptionStatusActive, "Status")
	equal(t, *data.CurrentPeriodStart, emitted, "CurrentPeriodStart")
	equal(t, data.CurrentPeriodEnd, nil, "CurrentPeriodEnd")
	equal(t, *data.Provider, commet.PaymentProviderStripe, "Provider")
	total, err := data.InvoiceTotal.Int64()
	equal(t, total, 1<<53+1, "InvoiceTotal")
	equal(t, err, nil, "InvoiceTotal")

	raw := event.RawData()["new"].(map[string]any)
	equal(t, raw["field"].([]any)[0], any(1.5), "a field that has no type")
	equal(t, event.Raw()["event"], any(event.Type), "Raw")
}

func TestUnknown(t *testing.T) {
	for body, known := range map[string]bool{
		`{"event":"subscription.dreamt","data":{"status":"active"}}`: false,
		strings.Replace(activated, `"user_1"`, "1", 1):               true,
	} {
		event := receive(t, body)
		unknown, ok := event.Data.(*commet.Unknown)
		if !ok {
			t.Fatalf("%s: %T", body, event.Data)
		}
		equal(t, event.Known, known, "Known")
		equal(t, event.Typed(), false, "Typed")
		equal(t, unknown.EventType(), event.Type, "EventType")
		equal(t, unknown.Reason != "", true, "Reason")
		equal(t, event.RawData()["status"], any("active"), "status")
		equal(t, event.Access, commet.AccessGranted, "Access")
	}
}

// Tests of handlers make them so.
func TestEventsMadeByHand(t *testing.T) {
	event := &commet.Event{Type: commet.EventPaymentFailed, Data: &commet.PaymentFailed{}}
	_, stated := event.Time()
	equal(t, stated, false, "Time")
	equal(t, event.Typed(), true, "Typed")
	equal(t, event.Raw() == nil && event.RawData() == nil, true, "Raw")
	equal(t, (&commet.Event{}).Typed(), false, "Typed without data")
}

func TestIdempotencyKeyWithoutID(t *testing.T) {
	event := receive(t, `{"event":"x","data":{}}`)
	equal(t, event.IdempotencyKey(), "c6f27999bad1bc24a6458757334d8f44620b39dc3e5aafe2cc352bc0d3f41ba3", "IdempotencyKey")
	_, stated := event.Time()
	equal(t, stated, false, "Time")
	_, stated = event.GrantsAccess()
	equal(t, stated, false, "GrantsAccess")
}

func TestErrors(t *testing.T) {
	emitted := time.Date(2026, 9, 14, 8, 30, 0, 0, time.UTC)
	after := func(age time.Duration) commet.ReceiveOption {
		return commet.WithClock(func() time.Time { return emitted.Add(age) })
	}
	hour := commet.WithMaxAge(time.Hour)
	header := signed(t, activated)
	with := func(name, value string) http.Header {
		header := header.Clone()
		header.Add(name, value)
		return header
	}
	for _, test := range []struct {
		name    string
		body    string
		header  http.Header
		options []commet.ReceiveOption
		want    *commet.Error
	}{
		{"all is well", activated, header, nil, nil},
		{"name in lower case", activated, http.Header{"x-commet-signature": header.Values(commet.SignatureHeader)}, nil, nil},
		{"event header", activated, with("X-Commet-Event", commet.EventSubscriptionActivated), nil, nil},
		{"no header", activated, nil, nil, commet.ErrMissingSignature},
		{"no signature", activated, http.Header{commet.SignatureHeader: {""}}, nil, commet.ErrMissingSignature},
		{"given twice", activated, with(commet.SignatureHeader, "x"), nil, commet.ErrMalformedSignature},
		{"given twice in other cases", activated, http.Header{
			commet.SignatureHeader: header.Values(commet.SignatureHeader),
			"x-commet-signature":   header.Values(commet.SignatureHeader),
		}, nil, commet.ErrMalformedSignature},
		{"forged", strings.Replace(activated, "user_1", "user_2", 1), header, nil, commet.ErrSignatureMismatch},
		{"empty", "", header, nil, commet.ErrEmptyBody},
		{"too large", activated, header, []commet.ReceiveOption{commet.WithMaxBodyBytes(10)}, commet.ErrBodyTooLarge},
		{"other event", activated, with("X-Commet-Event", "payment.failed"), nil, commet.ErrEventHeaderMismatch},
		{"right mode", activated, header, []commet.ReceiveOption{commet.WithMode("live")}, nil},
		{"other mode", activated, header, []commet.ReceiveOption{commet.WithMode("sandbox")}, commet.ErrWrongMode},
		{"empty mode", activated, header, []commet.ReceiveOption{commet.WithMode("")}, commet.ErrWrongMode},
		{"young enough", activated, header, []commet.ReceiveOption{hour, after(time.Hour)}, nil},
		{"too old", activated, header, []commet.ReceiveOption{hour, after(time.Hour + time.Millisecond)}, commet.ErrTooOld},
		{"half a second", activated, header, []commet.ReceiveOption{commet.WithMaxAge(time.Second / 2), after(time.Second)}, nil},
		{"no age at all", activated, header, []commet.ReceiveOption{commet.WithMaxAge(-time.Hour), after(time.Second)}, commet.ErrTooOld},
		{"within the skew", activated, header, []commet.ReceiveOption{hour, after(-5 * time.Minute)}, nil},
		{"in the future", activated, header, []commet.ReceiveOption{hour, after(-6 * time.Minute)}, commet.ErrFromTheFuture},
		{"with more skew", activated, header, []commet.ReceiveOption{hour, after(-6 * time.Minute), commet.WithClockSkew(time.Hour)}, nil},
		{"by the system's clock", activated, header, []commet.ReceiveOption{commet.WithMaxAge(50 * 365 * 24 * time.Hour), commet.WithClockSkew(50 * 365 * 24 * time.Hour)}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			perCall := newWebhooks(t)
			options := make([]commet.Option, len(test.options))
			for index, option := range test.options {
				options[index] = option
			}
			prepared := newWebhooks(t, options...)
			event, err := perCall.Receive([]byte(test.body), test.header, test.options...)
			check(t, event, err, test.want)
			event, err = prepared.Receive([]byte(test.body), test.header)
			check(t, event, err, test.want)
			if test.want == nil {
				_, err = perCall.Receive([]byte(test.body), test.header)
				equal(t, err, nil, "options of a call must not stay")
			}
		})
	}
}

func check(t *testing.T, event *commet.Event, err error, want *commet.Error) {
	t.Helper()
	if want == nil {
		if err != nil || event == nil {
			t.Fatalf("got %v, %v", event, err)
		}
		return
	}
	var refused *commet.Error
	if event != nil || !errors.Is(err, want) || !errors.As(err, &refused) {
		t.Fatalf("got %v, %v; want %s", event, err, want.Code)
	}
	equal(t, refused.Kind, want.Kind, "Kind")
	equal(t, refused.Hint, want.Hint, "Hint")
	equal(t, refused.HTTPStatus, want.HTTPStatus, "HTTPStatus")
	equal(t, strings.ContainsAny(refused.Message, "{}"), false, refused.Message)
	equal(t, strings.Contains(err.Error(), secret), false, "a secret in the message")
}

func TestDetailsOfErrors(t *testing.T) {
	for body, want := range map[string]commet.Error{
		`{"event":"x","data":{},}`:     {Code: "invalid_json", Offset: 23},
		"{\"event\":\"\xff\"}":         {Code: "invalid_utf8", Offset: 10},
		`[]`:                           {Code: "not_an_object", Offset: -1},
		`{"event":"x"}`:                {Code: "invalid_envelope", Offset: -1, Field: "data"},
		`{"event":"x","data":{}} {}`:   {Code: "invalid_json", Offset: 24},
		`{"event":null,"data":{"":1}}`: {Code: "invalid_envelope", Offset: -1, Field: "event"},
	} {
		_, err := newWebhooks(t).Receive([]byte(body), signed(t, body))
		var got *commet.Error
		if !errors.As(err, &got) {
			t.Fatalf("%q: %v", body, err)
		}
		equal(t, commet.Error{Code: got.Code, Offset: got.Offset, Field: got.Field}, want, body)
	}
}

// A fault of the call has no place in the catalog: its texts are the library's.
func TestFaultsOfTheCall(t *testing.T) {
	_, err := newWebhooks(t, commet.WithMode("\xff")).Receive([]byte(activated), signed(t, activated))
	var fault *commet.Error
	if !errors.As(err, &fault) {
		t.Fatal(err)
	}
	equal(t, fault.Kind, commet.KindCall, "Kind")
	equal(t, fault.Code != "" && fault.Message != "" && fault.HTTPStatus == http.StatusInternalServerError, true, err.Error())
}

func TestSecrets(t *testing.T) {
	for _, secrets := range [][]string{{""}, {" \n"}, {secret, ""}} {
		_, err := commet.NewWebhooks(secrets[0], commet.WithSecrets(secrets[1:]...))
		equal(t, errors.Is(err, commet.ErrEmptySecret), true, strings.Join(secrets, ","))
	}
	rotated, err := commet.NewWebhooks("whsec_new", commet.WithSecrets("whsec_older", secret))
	if err != nil {
		t.Fatal(err)
	}
	_, err = rotated.Receive([]byte(activated), signed(t, activated))
	equal(t, err, nil, "Receive")
}

func TestSecretsOfACall(t *testing.T) {
	header := signed(t, activated)
	another, err := commet.NewWebhooks("whsec_another")
	if err != nil {
		t.Fatal(err)
	}
	for name, webhooks := range map[string]*commet.Webhooks{"none of its own": {}, "another": another} {
		event, err := webhooks.Receive([]byte(activated), header, commet.WithSecrets("whsec_older", secret))
		if err != nil || event.Type != commet.EventSubscriptionActivated {
			t.Errorf("%s: %v, %v", name, event, err)
		}
		_, err = webhooks.Receive([]byte(activated), header, commet.WithSecrets())
		equal(t, errors.Is(err, commet.ErrEmptySecret), true, name)
	}
	_, err = (&commet.Webhooks{}).Receive([]byte(activated), header)
	equal(t, errors.Is(err, commet.ErrEmptySecret), true, "no secret at all")
}
