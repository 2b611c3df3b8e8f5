package native

import (
	"strings"
	"testing"
)

// A tape may be far longer than its body: the call says so, and is made again.
func TestBuffersGrow(t *testing.T) {
	body := `{"x":[` + strings.Repeat("0,", 50_000) + `0]}`
	signature, _ := Sign(body, "secret")
	buffer := new(Buffer)
	for range 2 {
		words, failure := VerifyAndParse(buffer, body, signature, "secret")
		if failure != nil {
			t.Fatalf("%+v", failure)
		}
		if len(words) < 50_000 {
			t.Errorf("the tape has %d words", len(words))
		}
	}
}

func TestFailuresHaveDetails(t *testing.T) {
	body := `{"x":}`
	signature, _ := Sign(body, "secret")
	_, failure := VerifyAndParse(new(Buffer), body, signature, "secret")
	if failure == nil || failure.Offset != 5 || failure.Message == "" {
		t.Errorf("got %+v", failure)
	}
}
