package creem_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/commet/commet-go"
	"github.com/commet/commet-go/creem"
)

const secret = "creem_test"

const completed = `{"id":"evt_1","eventType":"checkout.completed","created_at":1789374600123,"object":{
	"id":"ch_1","object":"checkout","mode":"prod","status":"completed","product":"prod_1",
	"customer":{"id":"cust_1","object":"customer","mode":"prod","email":"a@example.com","name":"A","country":"SE",
		"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"},
	"metadata":{"seats":[1,2]}}}`

func subscription(event string) string {
	return `{"id":"evt_2","eventType":"` + event + `","created_at":1789374600123,"object":{
	"id":"sub_1","object":"subscription","mode":"prod","product":"prod_1","customer":"cust_1",
	"collection_method":"charge_automatically","status":"active",
	"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}`
}

func signed(t *testing.T, body string) http.Header {
	t.Helper()
	signature, err := commet.Sign([]byte(body), secret)
	if err != nil {
		t.Fatal(err)
	}
	header := http.Header{}
	header.Set(creem.SignatureHeader, signature)
	return header
}

func TestReceive(t *testing.T) {
	webhooks, err := creem.NewWebhooks(secret, commet.WithMode("prod"))
	if err != nil {
		t.Fatal(err)
	}
	event, err := webhooks.Receive([]byte(completed), signed(t, completed))
	if err != nil {
		t.Fatal(err)
	}
	checkout, ok := event.Data.(*creem.CheckoutCompleted)
	if !ok {
		t.Fatalf("%#v", event.Data)
	}
	if checkout.Product.ID != "prod_1" || checkout.Product.Object != nil {
		t.Errorf("product: %+v", checkout.Product)
	}
	if customer := checkout.Customer; customer.ID != "" || customer.Object.Email != "a@example.com" {
		t.Errorf("customer: %+v", customer)
	}
	if checkout.Metadata["seats"].([]any)[1] != 2.0 {
		t.Errorf("metadata: %v", checkout.Metadata)
	}
	if event.Mode != "prod" || event.ID != "evt_1" {
		t.Errorf("mode %q, id %q", event.Mode, event.ID)
	}
	if _, err := webhooks.Receive([]byte(completed), nil); !errors.Is(err, commet.ErrMissingSignature) {
		t.Error(err)
	}
	if _, err := creem.NewWebhooks(""); !errors.Is(err, commet.ErrEmptySecret) {
		t.Error(err)
	}
}

// Data that is kept as JSON, as in a queue, is what it was.
func TestDataIsReadBackFromJSON(t *testing.T) {
	webhooks, err := creem.NewWebhooks(secret)
	if err != nil {
		t.Fatal(err)
	}
	event, err := webhooks.Receive([]byte(completed), signed(t, completed))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(event.Data)
	if err != nil {
		t.Fatal(err)
	}
	var read creem.CheckoutCompleted
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	if read.Product == nil || read.Product.ID != "prod_1" || read.Product.Object != nil {
		t.Errorf("product: %+v", read.Product)
	}
	if read.Customer == nil || read.Customer.ID != "" || read.Customer.Object == nil || read.Customer.Object.Email != "a@example.com" {
		t.Errorf("customer: %+v", read.Customer)
	}
	again, err := json.Marshal(read)
	if err != nil || string(again) != string(text) {
		t.Errorf("%s\n%s\n%v", text, again, err)
	}
}

func TestAccess(t *testing.T) {
	var got []string
	handle := func(verb string) func(context.Context, *commet.Event, *creem.Subscription) error {
		return func(_ context.Context, event *commet.Event, data *creem.Subscription) error {
			got = append(got, verb+" "+data.ID+" "+event.Type)
			return nil
		}
	}
	handler := creem.Handler(secret, creem.OnGrantAccess(handle("grant")), creem.OnRevokeAccess(handle("revoke")))
	server := httptest.NewServer(handler)
	defer server.Close()
	for event, want := range map[string]string{
		creem.EventSubscriptionPaid:    "grant",
		creem.EventSubscriptionExpired: "revoke",
		creem.EventSubscriptionUpdate:  "",
		"subscription.dreamt":          "",
	} {
		got = nil
		body := subscription(event)
		request, err := http.NewRequest(http.MethodPost, server.URL, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header = signed(t, body)
		response, err := server.Client().Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", event, response.Status)
		}
		if want != "" {
			want += " sub_1 " + event
		}
		if strings.Join(got, ";") != want {
			t.Errorf("%s: got %q, want %q", event, got, want)
		}
	}
}
