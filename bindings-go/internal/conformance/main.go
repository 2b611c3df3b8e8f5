// Reads conformance cases, a line each, and writes what the package answers to them: see
// tests/README.md of the project.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"math"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/commet/commet-go"
	"github.com/commet/commet-go/creem"
)

func main() {
	log.SetFlags(0)
	if err := answerAll(os.Stdin, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func answerAll(cases io.Reader, results io.Writer) error {
	client, err := commet.New("")
	if err != nil {
		return err
	}
	in, out := json.NewDecoder(cases), bufio.NewWriter(results)
	encoder := json.NewEncoder(out)
	for {
		var question question
		if err := in.Decode(&question); errors.Is(err, io.EOF) {
			return out.Flush()
		} else if err != nil {
			return err
		}
		if err := encoder.Encode(answerTo(client, &question)); err != nil {
			return err
		}
	}
}

type question struct {
	ID        string            `json:"id"`
	Provider  string            `json:"provider"`
	Body      []byte            `json:"body"`
	Signature *string           `json:"signature"`
	Secret    string            `json:"secret"`
	Headers   map[string]string `json:"headers"`
	Options   struct {
		Secrets       *[]string  `json:"secrets"`
		MaxAgeSeconds *int64     `json:"max_age_seconds"`
		Now           *time.Time `json:"now"`
		Mode          *string    `json:"mode"`
		MaxBodyBytes  *int       `json:"max_body_bytes"`
	} `json:"options"`
}

type result struct {
	ID      string `json:"id"`
	Verify  bool   `json:"verify"`
	Parse   any    `json:"parse"`
	Receive any    `json:"receive"`
}

type received struct {
	OK             bool    `json:"ok"`
	Type           string  `json:"type"`
	Known          bool    `json:"known"`
	Typed          bool    `json:"typed"`
	EventID        *string `json:"event_id"`
	IdempotencyKey string  `json:"idempotency_key"`
	Time           *string `json:"time"`
	Mode           *string `json:"mode"`
	APIVersion     *string `json:"api_version"`
	GrantsAccess   *bool   `json:"grants_access"`
	Data           any     `json:"data"`
}

type refused struct {
	OK   bool   `json:"ok"`
	Code string `json:"code"`
}

func answerTo(client *commet.Client, question *question) result {
	body, signature := string(question.Body), ""
	if question.Signature != nil {
		signature = *question.Signature
	}
	answer := result{
		ID:      question.ID,
		Verify:  client.Webhooks.Verify(body, signature, question.Secret),
		Receive: receive(question),
	}
	if payload, err := client.Webhooks.VerifyAndParse(body, signature, question.Secret); err == nil {
		answer.Parse = value(payload)
	}
	return answer
}

func receive(question *question) any {
	newWebhooks, signatureHeader := commet.NewWebhooks, commet.SignatureHeader
	if question.Provider == "creem" {
		newWebhooks, signatureHeader = creem.NewWebhooks, creem.SignatureHeader
	}
	secret, others := question.Secret, []string(nil)
	if given := question.Options.Secrets; given != nil && len(*given) > 0 {
		secret, others = (*given)[0], (*given)[1:]
	} else if given != nil {
		secret = ""
	}
	header := http.Header{}
	for name, value := range question.Headers {
		header.Add(name, value)
	}
	if question.Headers == nil && question.Signature != nil {
		header.Set(signatureHeader, *question.Signature)
	}

	webhooks, err := newWebhooks(secret, commet.WithSecrets(others...))
	if err != nil {
		return refusal(err)
	}
	event, err := webhooks.Receive(question.Body, header, options(question)...)
	if err != nil {
		return refusal(err)
	}
	answer := received{
		OK:             true,
		Type:           event.Type,
		Known:          event.Known,
		Typed:          event.Typed(),
		IdempotencyKey: event.IdempotencyKey(),
		Data:           value(event.RawData()),
	}
	raw := event.Raw()
	answer.EventID = text(event.ID, raw["id"])
	if question.Provider == "creem" {
		answer.Mode = text(event.Mode, event.RawData()["mode"])
	} else {
		answer.Mode = text(event.Mode, raw["mode"])
		answer.APIVersion = text(event.APIVersion, raw["apiVersion"])
	}
	if emitted, stated := event.Time(); stated {
		text := emitted.Format("2006-01-02T15:04:05.000Z")
		answer.Time = &text
	}
	if granted, stated := event.GrantsAccess(); stated {
		answer.GrantsAccess = &granted
	}
	return answer
}

// text tells an empty text from one that is absent, which the package does not.
func text(value string, raw any) *string {
	if _, there := raw.(string); !there {
		return nil
	}
	return &value
}

func options(question *question) (options []commet.ReceiveOption) {
	given := question.Options
	if given.MaxAgeSeconds != nil {
		options = append(options, commet.WithMaxAge(time.Duration(*given.MaxAgeSeconds)*time.Second))
	}
	if given.Now != nil {
		options = append(options, commet.WithClock(func() time.Time { return *given.Now }))
	}
	if given.Mode != nil {
		options = append(options, commet.WithMode(*given.Mode))
	}
	if given.MaxBodyBytes != nil {
		options = append(options, commet.WithMaxBodyBytes(*given.MaxBodyBytes))
	}
	return options
}

func refusal(err error) any {
	var refusal *commet.Error
	if !errors.As(err, &refusal) {
		log.Fatalf("an error of another type: %v", err)
	}
	return refused{Code: refusal.Code}
}

// value writes a value as the protocol wants it.
func value(of any) any {
	switch of := of.(type) {
	case float64:
		return map[string]string{"n": fmt.Sprintf("%016x", math.Float64bits(of))}
	case []any:
		array := make([]any, len(of))
		for index, element := range of {
			array[index] = value(element)
		}
		return array
	case map[string]any:
		entries := make([][2]any, 0, len(of))
		for _, key := range slices.Sorted(maps.Keys(of)) {
			entries = append(entries, [2]any{key, value(of[key])})
		}
		return map[string]any{"o": entries}
	default:
		return of
	}
}
