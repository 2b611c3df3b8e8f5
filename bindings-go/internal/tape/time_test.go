package tape

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/commet/commet-go/internal/native"
)

// FuzzTime compares what this package and the library read as a time: the library has read the
// envelope's, and this package reads the data's.
func FuzzTime(f *testing.F) {
	for _, text := range []string{
		`"2026-03-25"`, `"2026-03-25T14:30:00Z"`, `"2026-03-25 14:30:00"`, `"2026-03-25t14:30:00,123987z"`,
		`"2026-03-25T00:30:00.5+01:00"`, `"2024-02-29T23:59:59-0130"`, `"2026-03-25T14:30:00+14"`,
		`"0000-01-01T00:00:00Z"`, `"9999-12-31T23:59:59.999Z"`, `"0000-01-01T00:00:00+01:00"`,
		`"9999-12-31T23:59:59-01:00"`, `"2023-02-29"`, `"1900-02-29"`, `"2000-02-29"`, `"2026-04-31"`,
		`"2026-13-01"`, `"2026-00-01"`, `"2026-01-00"`, `"2026-03-25T"`, `"2026-03-25T14:30Z"`,
		`"2026-03-25T24:00:00Z"`, `"2026-03-25T14:60:00Z"`, `"2026-03-25T14:30:60Z"`, `"2026-03-25T14:30:00.Z"`,
		`"2026-03-25T14:30:00+1"`, `"2026-03-25T14:30:00+24:00"`, `"2026-03-25T14:30:00+01:60"`,
		`"2026-03-25T14:30:00+01:"`, `"2026-03-25T14:30:00Zx"`, `"2026-03-25T14:30:00Z "`, `""`, `"２０２６-03-25"`,
		`"2026-03-25T14:30:00\u005a"`, `0`, `-0`, `1789374600`, `1789374600123`, `1789374600.9999`, `99999999999`,
		`100000000000`, `99999999999.9999`, `-62167219200`, `-62167219200.001`, `253402300799999`,
		`253402300800000`, `1e300`, `-1e300`, `9223372036854775807`, `18446744073709551615`, `null`, `true`, `{}`, `[]`,
	} {
		f.Add(text)
	}
	verifier, failure := native.NewVerifier(native.Commet, "secret")
	if failure != nil {
		f.Fatal(failure)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !json.Valid([]byte(text)) {
			t.Skip()
		}
		body := fmt.Sprintf(`{"event":"x","timestamp":%s,"data":{"timestamp":%s}}`, text, text)
		signature, _ := native.Sign(body, "secret")
		buffer := native.GetBuffer()
		defer buffer.Free()
		words, failure := verifier.Receive(buffer, native.Request{Body: body, Signature: signature}, &native.Expectations{})
		if failure != nil {
			t.Skip() // the library is stricter than encoding/json
		}
		tape, ok := Open(words, body)
		if !ok {
			t.Fatal("this is no tape")
		}
		want, stated := tape.Time()
		decoder := NewDecoder(tape)
		fields := decoder.Fields(tape.Data())
		fields.Next()
		got := Time(&decoder, fields.At)
		if decoder.Misfit == stated || stated && got.UnixMilli() != want {
			t.Errorf("%s: got %v (misfit: %v), want %d (%v)", text, got, decoder.Misfit, want, stated)
		}
	})
}
