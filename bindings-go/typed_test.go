package commet_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/commet/commet-go"
	"github.com/commet/commet-go/creem"
)

// TestTypesSayWhatTheBodySays reads every event of the catalog in every version, and compares each
// field of its type with the body.
func TestTypesSayWhatTheBodySays(t *testing.T) {
	type example struct {
		ID, Body, Signature, Secret string
	}
	for suite, receiver := range map[string]struct {
		newWebhooks func(string, ...commet.Option) (*commet.Webhooks, error)
		header      string
	}{
		"events-commet": {commet.NewWebhooks, commet.SignatureHeader},
		"events-creem":  {creem.NewWebhooks, creem.SignatureHeader},
	} {
		for _, example := range vectors[example](t, suite) {
			webhooks, err := receiver.newWebhooks(example.Secret)
			if err != nil {
				t.Fatal(err)
			}
			event, err := webhooks.Receive([]byte(example.Body), http.Header{receiver.header: {example.Signature}})
			if err != nil {
				t.Fatalf("%s: %v", example.ID, err)
			}
			equal(t, event.Data.EventType(), event.Type, example.ID)
			text, err := json.Marshal(event.Data)
			if err != nil {
				t.Fatal(err)
			}
			var typed any
			if err := json.Unmarshal(text, &typed); err != nil {
				t.Fatal(err)
			}
			if compared := compare(t, example.ID, typed, event.RawData()); compared == 0 {
				t.Errorf("%s: no field was compared", example.ID)
			}
		}
	}
}

// compare gives the number of values that are alike.
func compare(t *testing.T, place string, typed, raw any) (compared int) {
	t.Helper()
	switch typed := typed.(type) {
	case map[string]any:
		raw, _ := raw.(map[string]any)
		for key, value := range typed {
			compared += compare(t, place+"."+key, value, raw[key])
		}
		for key, value := range raw {
			if _, there := typed[key]; !there && value != nil {
				t.Errorf("%s has no %s", place, key)
			}
		}
		return compared
	case []any:
		elements, isArray := raw.([]any)
		if !isArray {
			elements = []any{raw}
		}
		if len(typed) != len(elements) {
			t.Errorf("%s has %d elements instead of %d", place, len(typed), len(elements))
			return 0
		}
		for index := range typed {
			compared += compare(t, place, typed[index], elements[index])
		}
		return compared
	default:
		if !reflect.DeepEqual(typed, raw) && !sameTime(typed, raw) {
			t.Errorf("%s is %v instead of %v", place, typed, raw)
		}
		return 1
	}
}

func sameTime(typed, raw any) bool {
	text, _ := typed.(string)
	got, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return false
	}
	switch raw := raw.(type) {
	case string:
		want, err := time.Parse(time.RFC3339, raw)
		return err == nil && got.Equal(want)
	case float64:
		return got.UnixMilli() == int64(raw) || got.UnixMilli() == int64(raw*1000)
	default:
		return false
	}
}
