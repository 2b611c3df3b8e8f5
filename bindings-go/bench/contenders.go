package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/commet/commet-go"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	svix "github.com/svix/svix-webhooks/go"
)

const secret = "whsec_benchmark"

// A request is a webhook, signed as each contender wants it.
type request struct {
	body      string
	bytes     []byte
	signature string
	header    http.Header
	standard  http.Header
}

// A contender is a way to receive a webhook and to read fields of it.
type contender struct {
	task    string // what it does: only what does the same is compared
	role    string // a "call" of ours, or a "peer"
	name    string
	receive func(*request) error
}

var contenders = []contender{
	{"parse", "call", "VerifyAndParse", verifyAndParse},
	{"parse", "call", "Receive, two fields", receive},
	{"parse", "peer", "official algorithm", official},
	{"parse", "peer", "hmac + encoding/json", standardLibrary},
	{"parse", "peer", "hmac + encoding/json, two fields", twoFields},
	{"parse", "peer", "standardwebhooks + encoding/json", standardWebhooks},
	{"parse", "peer", "svix + encoding/json", svixWebhooks},
	{"hash", "peer", "SHA-256 alone", hash},
}

var (
	client   = must(commet.New(""))
	webhooks = must(commet.NewWebhooks(secret))
	standard = must(standardwebhooks.NewWebhookRaw([]byte(secret)))
	ofSvix   = must(svix.NewWebhookRaw([]byte(secret)))

	errRefused = errors.New("refused")
)

func sign(kind, body string) request {
	event := commet.EventCustomerStateChanged
	if strings.HasPrefix(kind, "small") {
		event = commet.EventSubscriptionActivated
	}
	signature := must(client.Webhooks.Sign(body, secret))
	now := time.Now()
	return request{
		body:      body,
		bytes:     []byte(body),
		signature: signature,
		header: http.Header{
			"Accept":             {"*/*"},
			"Accept-Encoding":    {"gzip"},
			"Content-Length":     {strconv.Itoa(len(body))},
			"Content-Type":       {"application/json"},
			"User-Agent":         {"Commet-Webhooks/1.0"},
			"X-Commet-Signature": {signature},
			"X-Commet-Event":     {event},
			"X-Commet-Timestamp": {"2026-06-23T14:00:00.000Z"},
		},
		standard: http.Header{
			"Webhook-Id":        {"1"},
			"Webhook-Timestamp": {strconv.FormatInt(now.Unix(), 10)},
			"Webhook-Signature": {must(standard.Sign("1", now, []byte(body)))},
		},
	}
}

func verifyAndParse(request *request) error {
	payload, err := client.Webhooks.VerifyAndParse(request.body, request.signature, secret)
	if err != nil {
		return err
	}
	return use(payload)
}

func receive(request *request) error {
	event, err := webhooks.Receive(request.bytes, request.header)
	if err != nil {
		return err
	}
	customer, status := "", ""
	switch data := event.Data.(type) {
	case *commet.SubscriptionActivated:
		customer, status = data.CustomerID, string(data.Status)
	case *commet.CustomerStateChanged:
		customer, status = data.CustomerID, string(data.Status)
	}
	if customer == "" || status == "" {
		return errRefused
	}
	return nil
}

// official is what the provider's own package does.
func official(request *request) error {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(request.body))
	expected := hex.EncodeToString(mac.Sum(nil))
	if !hmac.Equal([]byte(request.signature), []byte(expected)) {
		return errRefused
	}
	return decodeToMap([]byte(request.body))
}

// standardLibrary is what a careful user writes.
func standardLibrary(request *request) error {
	if err := authenticate(request); err != nil {
		return err
	}
	return decodeToMap(request.bytes)
}

func standardWebhooks(request *request) error {
	if err := standard.VerifyIgnoringTimestamp(request.bytes, request.standard); err != nil {
		return err
	}
	return decodeToMap(request.bytes)
}

// svixWebhooks knows the headers of Standard Webhooks as well.
func svixWebhooks(request *request) error {
	if err := ofSvix.VerifyIgnoringTimestamp(request.bytes, request.standard); err != nil {
		return err
	}
	return decodeToMap(request.bytes)
}

func hash(request *request) error {
	if sha256.Sum256(request.bytes) == ([sha256.Size]byte{}) {
		return errRefused
	}
	return nil
}

// twoFields is the least that encoding/json can do: it skips what the struct does not have.
func twoFields(request *request) error {
	if err := authenticate(request); err != nil {
		return err
	}
	var payload struct {
		Data struct {
			CustomerID string `json:"customerId"`
			Status     string `json:"status"`
		} `json:"data"`
	}
	if err := json.Unmarshal(request.bytes, &payload); err != nil {
		return err
	}
	if payload.Data.CustomerID == "" || payload.Data.Status == "" {
		return errRefused
	}
	return nil
}

func authenticate(request *request) error {
	given, err := hex.DecodeString(request.signature)
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(request.bytes)
	if !hmac.Equal(given, mac.Sum(nil)) {
		return errRefused
	}
	return nil
}

func decodeToMap(body []byte) error {
	var payload map[string]any
	if err := json.Unmarshal(body, &payload); err != nil {
		return err
	}
	return use(payload)
}

func use(payload map[string]any) error {
	data, _ := payload["data"].(map[string]any)
	if payload["event"] == nil || data["customerId"] == nil {
		return errRefused
	}
	return nil
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
