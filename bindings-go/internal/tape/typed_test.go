package tape

import (
	"testing"

	"github.com/commet/commet-go/internal/native"
)

func TestNumbers(t *testing.T) {
	for text, want := range map[string]struct {
		number  string
		integer int64
		whole   bool
	}{
		"9900":                 {"9900", 9900, true},
		"9900.0":               {"9900", 9900, true},
		"99e2":                 {"9900", 9900, true},
		"-7":                   {"-7", -7, true},
		"9007199254740993":     {"9007199254740993", 9007199254740993, true},
		"9223372036854775807":  {"9223372036854775807", 9223372036854775807, true},
		"-9223372036854775808": {"-9223372036854775808", -9223372036854775808, true},
		"9223372036854775808":  {"9223372036854775808", 0, false},
		"18446744073709551615": {"18446744073709551615", 0, false},
		"18446744073709551616": {"1.8446744073709552e+19", 0, false},
		"1e18":                 {"1000000000000000000", 1000000000000000000, true},
		"-0":                   {"-0", 0, true},
		"1.5":                  {"1.5", 0, false},
		"1e-7":                 {"1e-07", 0, false},
	} {
		decoder, at := decode(t, text)
		if number := Number(&decoder, at); number.String() != want.number || decoder.Misfit {
			t.Errorf("%s: got %s, want %s", text, number, want.number)
		}
		if integer := Integer(&decoder, at); integer != want.integer || decoder.Misfit == want.whole {
			t.Errorf("%s: got %d, want %d", text, integer, want.integer)
		}
	}
}

// What is not of the kind that is asked for is a misfit, and no more.
func TestMisfits(t *testing.T) {
	readers := map[string]func(*Decoder, int){
		"string":  func(d *Decoder, at int) { String[string](d, at) },
		"boolean": func(d *Decoder, at int) { Boolean(d, at) },
		"number":  func(d *Decoder, at int) { Number(d, at) },
		"object":  func(d *Decoder, at int) { Free(d, at) },
		"array":   func(d *Decoder, at int) { List(d, at, String[string]) },
	}
	for text, kind := range map[string]string{
		`"x"`: "string", `"\n"`: "string", `"é"`: "string", "true": "boolean", "1": "number", "1.5": "number",
		"{}": "object", "[]": "array", "null": "",
	} {
		for name, read := range readers {
			decoder, at := decode(t, text)
			if read(&decoder, at); decoder.Misfit == (name == kind) {
				t.Errorf("%s as %s: a misfit is %v", text, name, decoder.Misfit)
			}
		}
	}
}

func TestForeignTapes(t *testing.T) {
	decoder, _ := decode(t, "1")
	for name, change := range map[string]func([]uint32) []uint32{
		"version":     func(words []uint32) []uint32 { words[wordMagic]++; return words },
		"fingerprint": func(words []uint32) []uint32 { words[wordFingerprint]++; return words },
		"too short":   func(words []uint32) []uint32 { return words[:len(words)-1] },
		"no header":   func(words []uint32) []uint32 { return words[:headerWords-1] },
		"nothing":     func([]uint32) []uint32 { return nil },
	} {
		clone := decoder.Clone()
		if _, ok := Open(change(clone.words), clone.body); ok {
			t.Errorf("%s: the tape is accepted", name)
		}
	}
}

// decode gives the value of a text, and where it is.
func decode(t *testing.T, text string) (decoder Decoder, at int) {
	t.Helper()
	body := `{"data":` + text + `}`
	signature, _ := native.Sign(body, "secret")
	buffer := native.GetBuffer()
	defer buffer.Free()
	words, failure := native.VerifyAndParse(buffer, body, signature, "secret")
	if failure != nil {
		t.Fatalf("%s: %+v", text, failure)
	}
	tape, ok := Open(words, body)
	if !ok {
		t.Fatal("this is no tape")
	}
	decoder = NewDecoder(tape.Clone())
	fields := decoder.Fields(0)
	fields.Next()
	return decoder, fields.At
}
