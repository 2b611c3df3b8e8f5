package commet_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/commet/commet-go"
)

const secret = "whsec_test"

const activated = `{"id":"whev_1","event":"subscription.activated","timestamp":"2026-09-14T08:30:00.000Z",
	"organizationId":"org_1","mode":"live","apiVersion":"2026-08-27","data":{"subscriptionId":"sub_1",
	"customerId":"user_1","status":"active","currentPeriodStart":"2026-09-14T08:30:00.000Z",
	"currentPeriodEnd":null,"name":"Café 株式会社","invoiceId":"inv_1","invoiceNumber":"INV-0001",
	"invoiceTotal":9007199254740993,"invoiceCurrency":"usd","provider":"stripe","new":{"field":[1.5]}}}`

// signed gives the headers of a request with a body.
func signed(tb testing.TB, body string) http.Header {
	tb.Helper()
	signature, err := commet.Sign([]byte(body), secret)
	if err != nil {
		tb.Fatal(err)
	}
	return http.Header{commet.SignatureHeader: {signature}}
}

func newWebhooks(tb testing.TB, options ...commet.Option) *commet.Webhooks {
	tb.Helper()
	webhooks, err := commet.NewWebhooks(secret, options...)
	if err != nil {
		tb.Fatal(err)
	}
	return webhooks
}

// receive gives the event of a body that is signed.
func receive(tb testing.TB, body string) *commet.Event {
	tb.Helper()
	event, err := newWebhooks(tb).Receive([]byte(body), signed(tb, body))
	if err != nil {
		tb.Fatal(err)
	}
	return event
}

// vectors reads a file of the project's conformance vectors.
func vectors[T any](tb testing.TB, suite string) []T {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join("..", "tests", "vectors", suite+".json"))
	if err != nil {
		tb.Fatal(err)
	}
	var file struct {
		Count int `json:"count"`
		Cases []T `json:"cases"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		tb.Fatal(err)
	}
	if len(file.Cases) == 0 || len(file.Cases) != file.Count {
		tb.Fatalf("%s: %d cases, %d announced", suite, len(file.Cases), file.Count)
	}
	return file.Cases
}

func equal[T comparable](tb testing.TB, got, want T, what string) {
	tb.Helper()
	if got != want {
		tb.Errorf("%s: got %s, want %s", what, fmt.Sprintf("%#v", got), fmt.Sprintf("%#v", want))
	}
}
