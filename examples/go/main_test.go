package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/commet/commet-go"
	"github.com/commet/commet-go/creem"
)

const (
	activated = `{"id":"whev_1","event":"subscription.activated","data":{"subscriptionId":"sub_1","customerId":"user_1",
		"status":"active","invoiceId":"inv_1","invoiceNumber":"INV-1","invoiceTotal":9900,"invoiceCurrency":"usd"}}`
	canceled = `{"id":"whev_2","event":"subscription.canceled","data":{"subscriptionId":"sub_1","customerId":"user_1",
		"status":"canceled"}}`
	paid = `{"id":"evt_1","eventType":"subscription.paid","created_at":1789374600123,"object":{"id":"sub_2",
		"object":"subscription","mode":"test","product":"prod_1","customer":"cust_1","collection_method":"charge_automatically",
		"status":"active","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}`
)

func TestReceiver(t *testing.T) {
	access := newAccess()
	server := httptest.NewServer(routes(access, "whsec_test", "creem_test"))
	defer server.Close()
	for _, step := range []struct {
		path, header, secret, body string
		status                     int
		commet, creem              bool
	}{
		{"/webhooks/commet", commet.SignatureHeader, "guessed", activated, http.StatusForbidden, false, false},
		{"/webhooks/commet", commet.SignatureHeader, "whsec_test", activated, http.StatusOK, true, false},
		{"/webhooks/creem", creem.SignatureHeader, "creem_test", paid, http.StatusOK, true, true},
		{"/webhooks/commet", commet.SignatureHeader, "whsec_test", canceled, http.StatusOK, false, true},
		{"/webhooks/commet", commet.SignatureHeader, "whsec_test", activated, http.StatusOK, false, true}, // again
	} {
		signature, err := commet.Sign([]byte(step.body), step.secret)
		if err != nil {
			t.Fatal(err)
		}
		request, err := http.NewRequest(http.MethodPost, server.URL+step.path, strings.NewReader(step.body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set(step.header, signature)
		response, err := server.Client().Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != step.status || access.has("user_1") != step.commet || access.has("cust_1") != step.creem {
			t.Errorf("%s: %s, access %v and %v", step.body, response.Status, access.has("user_1"), access.has("cust_1"))
		}
	}
}
