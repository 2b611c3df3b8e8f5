package commet_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/commet/commet-go"
)

func newClient(tb testing.TB) *commet.Client {
	tb.Helper()
	client, err := commet.New("")
	if err != nil {
		tb.Fatal(err)
	}
	return client
}

func TestNamesOfCommetsOwnPackage(t *testing.T) {
	webhooks := &commet.WebhooksResource{}
	signature, err := webhooks.Sign(activated, secret)
	if err != nil {
		t.Fatal(err)
	}
	payload, err := webhooks.VerifyAndParse(activated, signature, secret)
	if err != nil || payload["event"] != commet.EventSubscriptionActivated {
		t.Error(payload, err)
	}
	_, err = webhooks.VerifyAndParse(activated, "invalid_sig", secret)
	if refused, ok := err.(*commet.CommetError); !ok || refused.Code != "malformed_signature" {
		t.Errorf("a malformed signature gives %v", err)
	}
}

func TestVerifyAndParse(t *testing.T) {
	webhooks := newClient(t).Webhooks
	signature, err := webhooks.Sign(activated, secret)
	if err != nil {
		t.Fatal(err)
	}
	payload, err := webhooks.VerifyAndParse(activated, signature, secret)
	if err != nil {
		t.Fatal(err)
	}
	data := payload["data"].(map[string]any)
	equal(t, payload["event"], any(commet.EventSubscriptionActivated), "event")
	equal(t, data["name"], any("Café 株式会社"), "name")
	equal(t, data["invoiceTotal"], any(float64(1<<53)), "invoiceTotal")
	equal(t, data["currentPeriodEnd"], nil, "currentPeriodEnd")
	equal(t, webhooks.Verify(activated, strings.ToUpper(signature), secret), true, "Verify")

	payload, err = webhooks.VerifyAndParse(activated+" ", signature, secret)
	if payload != nil || !errors.Is(err, commet.ErrSignatureMismatch) {
		t.Errorf("a forged body gives %v, %v", payload, err)
	}
	equal(t, webhooks.Verify(activated+" ", signature, secret), false, "Verify of a forged body")
}

// A secret that comes with one call after the other is prepared; what a call is given always counts.
func TestSecretsComeInAnyOrder(t *testing.T) {
	webhooks := newClient(t).Webhooks
	signatures := map[string]string{}
	for _, name := range []string{secret, "whsec_other"} {
		signatures[name], _ = webhooks.Sign(activated, name)
	}
	secrets := []string{secret, secret, secret, "whsec_other", secret, "whsec_other", "whsec_other", "whsec_other", "", "", "", secret}
	for turn, given := range secrets {
		for signer, signature := range signatures {
			wanted := signer == given
			equal(t, webhooks.Verify(activated, signature, given), wanted, "Verify")
			payload, err := webhooks.VerifyAndParse(activated, signature, given)
			equal(t, payload != nil && err == nil, wanted, "VerifyAndParse")
			if given == "" {
				equal(t, errors.Is(err, commet.ErrEmptySecret), true, "the error of no secret")
			} else if !wanted {
				equal(t, errors.Is(err, commet.ErrSignatureMismatch), true, "the error of another secret")
			}
		}
		for _, text := range []string{fmt.Sprint(webhooks), fmt.Sprintf("%+v %#v", webhooks, webhooks)} {
			equal(t, strings.Contains(text, "whsec"), false, fmt.Sprint("what shows after call ", turn))
		}
	}
}

func TestVerifyAndParseTakesAnyEnvelope(t *testing.T) {
	webhooks := newClient(t).Webhooks
	for _, body := range []string{`{}`, `{"data":null}`, `{"":{"":[[],{}]}}`} {
		signature, _ := webhooks.Sign(body, secret)
		if payload, err := webhooks.VerifyAndParse(body, signature, secret); err != nil || payload == nil {
			t.Errorf("%s: %v, %v", body, payload, err)
		}
	}
}

func TestSignMatchesTheVectors(t *testing.T) {
	type known struct {
		ID           string
		Key, Payload any
		Signature    *string
	}
	webhooks, asked := newClient(t).Webhooks, 0
	for _, known := range vectors[known](t, "hmac") {
		key, isText := known.Key.(string)
		payload, isText2 := known.Payload.(string)
		if !isText || !isText2 {
			continue
		}
		asked++
		signature, err := webhooks.Sign(payload, key)
		if known.Signature == nil {
			equal(t, errors.Is(err, commet.ErrEmptySecret), true, known.ID)
		} else {
			equal(t, signature, *known.Signature, known.ID)
			equal(t, webhooks.Verify(payload, signature, key), payload != "", known.ID)
		}
	}
	if asked == 0 {
		t.Error("there is no vector in text")
	}
}

// Kept values must not change when memory of the package is used again.
func TestValuesOutliveTheirBody(t *testing.T) {
	webhooks := newWebhooks(t)
	large := `{"event":"x","data":{"long":"` + strings.Repeat("long ", 300) + `","escaped":"a\u00e9\n","n":-0.5}}`
	for _, body := range []string{activated, large} {
		bytes := []byte(body)
		event, err := webhooks.Receive(bytes, signed(t, body))
		if err != nil {
			t.Fatal(err)
		}
		kept, original := event.RawData(), receive(t, body).RawData()
		customer := ""
		if data, ok := event.Data.(*commet.SubscriptionActivated); ok {
			customer = data.CustomerID
		}
		for index := range bytes {
			bytes[index] = 'x'
		}
		for range 100 {
			receive(t, strings.Replace(activated, "user_1", "user_2", 1))
		}
		for key, value := range original {
			if text, ok := value.(string); ok {
				equal(t, kept[key], any(text), key)
			}
		}
		if customer != "" {
			equal(t, customer, "user_1", "customerId")
		}
	}
}
