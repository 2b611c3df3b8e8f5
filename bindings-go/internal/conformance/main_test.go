package main

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/commet/commet-go"
)

// TestVectors puts every case of the project's conformance vectors to the package.
func TestVectors(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "tests", "vectors", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no vectors: %v", err)
	}
	client, err := commet.New("")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		suite := strings.TrimSuffix(filepath.Base(path), ".json")
		if suite == "hmac" { // known answers of Sign, which the package's own tests look at
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var file struct {
			Count int              `json:"count"`
			Cases []map[string]any `json:"cases"`
		}
		if err := json.Unmarshal(text, &file); err != nil {
			t.Fatal(err)
		}
		if len(file.Cases) != file.Count {
			t.Errorf("%s: %d cases, %d announced", suite, len(file.Cases), file.Count)
		}
		for _, vector := range file.Cases {
			t.Run(vector["id"].(string), func(t *testing.T) {
				answer := convert[map[string]any](t, answerTo(client, questionOf(t, vector)))
				delete(answer, "id")
				if !reflect.DeepEqual(answer, vector["expect"]) {
					t.Errorf("got %v\nwant %v", answer, vector["expect"])
				}
			})
		}
	}
}

// questionOf gives a case of a file as the protocol has it.
func questionOf(t *testing.T, vector map[string]any) *question {
	t.Helper()
	line := map[string]any{}
	for key, value := range vector {
		line[key] = value
	}
	line["body"] = base64.StdEncoding.EncodeToString(bodyOf(t, vector["body"]))
	question := convert[question](t, line)
	return &question
}

// bodyOf gives the bytes of a body: a text, or some in base64, or parts that are repeated.
func bodyOf(t *testing.T, body any) []byte {
	t.Helper()
	if text, ok := body.(string); ok {
		return []byte(text)
	}
	object := body.(map[string]any)
	if encoded, ok := object["base64"].(string); ok {
		bytes, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			t.Fatal(err)
		}
		return bytes
	}
	var text strings.Builder
	for _, part := range object["repeat"].([]any) {
		part := part.([]any)
		text.WriteString(strings.Repeat(part[0].(string), int(part[1].(float64))))
	}
	return []byte(text.String())
}

// convert gives a value as JSON has it.
func convert[T any](t *testing.T, value any) (converted T) {
	t.Helper()
	text, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(text, &converted)
	}
	if err != nil {
		t.Fatal(err)
	}
	return converted
}
