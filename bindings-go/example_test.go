package commet_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/commet/commet-go"
)

// A body as Commet sends it.
const canceled = `{"event":"subscription.canceled","timestamp":"2026-09-14T08:30:00.000Z",
	"organizationId":"org_1","mode":"live","apiVersion":"2026-08-27","data":{
	"subscriptionId":"sub_1","customerId":"user_1","status":"canceled","cancelReason":"too_expensive"}}`

func ExampleHandler() {
	handler := commet.Handler("whsec_test",
		commet.OnSubscriptionCanceled(func(ctx context.Context, event *commet.Event, data *commet.SubscriptionCanceled) error {
			fmt.Println("revoke the access of", data.CustomerID)
			return nil
		}),
		commet.OnEvent(func(ctx context.Context, event *commet.Event) error {
			fmt.Println("received", event.Type)
			return nil
		}),
	)

	// As Commet does it, or your tests.
	signature, err := commet.Sign([]byte(canceled), "whsec_test")
	if err != nil {
		log.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodPost, "/webhooks/commet", strings.NewReader(canceled))
	request.Header.Set(commet.SignatureHeader, signature)
	response := httptest.NewRecorder()
	handler.ServeHTTP(response, request)
	fmt.Println(response.Code, response.Body)
	// Output:
	// revoke the access of user_1
	// received subscription.canceled
	// 200 {"received":true}
}

func ExampleWebhooks_Receive() {
	// Once, when the program starts.
	webhooks, err := commet.NewWebhooks("whsec_test", commet.WithMode("live"))
	if err != nil {
		log.Fatal(err)
	}

	// For each request: the raw body and all headers.
	body, header := []byte(canceled), http.Header{}
	signature, err := commet.Sign(body, "whsec_test")
	if err != nil {
		log.Fatal(err)
	}
	header.Set(commet.SignatureHeader, signature)

	event, err := webhooks.Receive(body, header)
	if err != nil {
		log.Fatal(err)
	}
	switch data := event.Data.(type) {
	case *commet.SubscriptionCanceled:
		fmt.Println(data.CustomerID, *data.CancelReason)
	case *commet.Unknown:
		fmt.Println("no type:", data.Reason)
	}
	if granted, stated := event.GrantsAccess(); stated {
		fmt.Println("access:", granted)
	}
	if emitted, stated := event.Time(); stated {
		fmt.Println(emitted.Format(time.RFC1123))
	}
	// Output:
	// user_1 too_expensive
	// access: false
	// Mon, 14 Sep 2026 08:30:00 UTC
}

func ExampleError() {
	webhooks, err := commet.NewWebhooks("whsec_test")
	if err != nil {
		log.Fatal(err)
	}
	_, err = webhooks.Receive([]byte(canceled), http.Header{commet.SignatureHeader: {"nonsense"}})

	fmt.Println(errors.Is(err, commet.ErrMalformedSignature))
	var refused *commet.Error
	if errors.As(err, &refused) {
		fmt.Println(refused.Code, refused.Kind == commet.KindNotAuthentic, refused.HTTPStatus)
	}
	// Output:
	// true
	// malformed_signature true 403
}

func ExampleNewWebhooks() {
	// While a secret is being rotated, both are right.
	_, err := commet.NewWebhooks("whsec_new", commet.WithSecrets("whsec_old"), commet.WithMaxBodyBytes(64<<10))
	fmt.Println(err)

	_, err = commet.NewWebhooks("")
	fmt.Println(errors.Is(err, commet.ErrEmptySecret))
	// Output:
	// <nil>
	// true
}

func ExampleWebhooks_VerifyAndParse() {
	client, err := commet.New("ck_your_api_key")
	if err != nil {
		log.Fatal(err)
	}
	signature, err := client.Webhooks.Sign(canceled, "whsec_test")
	if err != nil {
		log.Fatal(err)
	}
	payload, err := client.Webhooks.VerifyAndParse(canceled, signature, "whsec_test")
	if err != nil {
		log.Fatal(err)
	}
	switch payload["event"] {
	case "subscription.canceled":
		fmt.Println("revoke access")
	}
	// Output: revoke access
}
