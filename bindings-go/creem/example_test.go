package creem_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/commet/commet-go"
	"github.com/commet/commet-go/creem"
)

func ExampleHandler() {
	handler := creem.Handler("creem_test",
		creem.OnCheckoutCompleted(func(ctx context.Context, event *commet.Event, data *creem.CheckoutCompleted) error {
			fmt.Println("deliver", data.Product.ID, "to", data.Customer.Object.Email)
			return nil
		}),
		creem.OnGrantAccess(func(ctx context.Context, event *commet.Event, data *creem.Subscription) error {
			fmt.Println("grant access for", data.ID)
			return nil
		}),
	)

	// As CREEM does it, or your tests.
	signature, err := commet.Sign([]byte(completed), "creem_test")
	if err != nil {
		log.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodPost, "/webhooks/creem", strings.NewReader(completed))
	request.Header.Set(creem.SignatureHeader, signature)
	response := httptest.NewRecorder()
	handler.ServeHTTP(response, request)
	fmt.Println(response.Code, response.Body)
	// Output:
	// deliver prod_1 to a@example.com
	// 200 {"received":true}
}
