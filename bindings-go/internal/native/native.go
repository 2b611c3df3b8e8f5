//go:build cgo && ((linux && (amd64 || arm64)) || (darwin && (amd64 || arm64)) || (windows && amd64))

// Package native calls the C library, which makes every decision. Nothing else here touches C.
//
// What C is given it has for the time of the call only, and no Go memory that it sees holds a
// pointer. Each webhook is one call.
package native

/*
#cgo linux,amd64 LDFLAGS: ${SRCDIR}/libcommet_linux_amd64.a -lm -ldl -lpthread -static-libgcc
#cgo linux,arm64 LDFLAGS: ${SRCDIR}/libcommet_linux_arm64.a -lm -ldl -lpthread -static-libgcc
#cgo darwin,amd64 LDFLAGS: ${SRCDIR}/libcommet_darwin_amd64.a
#cgo darwin,arm64 LDFLAGS: ${SRCDIR}/libcommet_darwin_arm64.a
#cgo windows,amd64 LDFLAGS: ${SRCDIR}/libcommet_windows_amd64.a -lws2_32 -luserenv -lntdll

#cgo noescape commet_go_parse
#cgo nocallback commet_go_parse
#cgo noescape commet_go_verifier_parse
#cgo nocallback commet_go_verifier_parse
#cgo noescape commet_go_receive
#cgo nocallback commet_go_receive
#cgo noescape commet_go_verify
#cgo nocallback commet_go_verify
#cgo noescape commet_go_verifier_verify
#cgo nocallback commet_go_verifier_verify
#cgo noescape commet_go_sign
#cgo nocallback commet_go_sign

#if !__has_include("archives.h")
#error "libcommet has not been built for Go here: run ./build.sh in bindings-go (releases of the package bring it along)"
#endif

#include "archives.h"
#include "commet.h"

// How a call went, returned rather than written to Go's memory.
typedef struct {
    int32_t code;
    size_t needed;
} commet_go_outcome;

// The fields of commet_options, flat: a struct of Go's with a pointer in it could not be passed on.
typedef struct {
    uint64_t max_age_seconds;
    int64_t now_ms;
    uint64_t clock_skew_seconds;
    uint64_t max_body_bytes;
    uint8_t has_mode, has_max_age, has_now, has_clock_skew, has_max_body_bytes;
} commet_go_expectations;

static commet_go_outcome commet_go_parse(
    const char *body, size_t body_len, const char *signature, size_t signature_len,
    const char *secret, size_t secret_len, uint32_t *buffer, size_t capacity)
{
    commet_go_outcome outcome = {0, 0};
    outcome.code = commet_verify_and_parse_into(
        body, body_len, signature, signature_len, secret, secret_len, buffer, capacity, &outcome.needed);
    return outcome;
}

static commet_go_outcome commet_go_verifier_parse(
    const commet_verifier *verifier, const char *body, size_t body_len,
    const char *signature, size_t signature_len, uint32_t *buffer, size_t capacity)
{
    commet_go_outcome outcome = {0, 0};
    outcome.code = commet_verifier_verify_and_parse_into(
        verifier, body, body_len, signature, signature_len, buffer, capacity, &outcome.needed);
    return outcome;
}

static commet_go_outcome commet_go_receive(
    const commet_verifier *verifier, const char *body, size_t body_len,
    const char *signature, size_t signature_len, const char *event, size_t event_len,
    const char *mode, size_t mode_len, commet_go_expectations given, uint32_t *buffer, size_t capacity)
{
    commet_options options = {.size = sizeof options};
    if (given.has_mode) {
        options.mode.data = mode_len ? mode : "";
        options.mode.len = mode_len;
    }
    options.max_age_seconds = given.max_age_seconds;
    options.now_ms = given.now_ms;
    options.clock_skew_seconds = given.clock_skew_seconds;
    options.max_body_bytes = given.max_body_bytes;
    options.has_max_age = given.has_max_age;
    options.has_now = given.has_now;
    options.has_clock_skew = given.has_clock_skew;
    options.has_max_body_bytes = given.has_max_body_bytes;
    commet_go_outcome outcome = {0, 0};
    outcome.code = commet_receive_into(
        verifier, body, body_len, signature, signature_len, event, event_len, &options, buffer, capacity,
        &outcome.needed);
    return outcome;
}

// These take bytes as `char *`: Go would look through memory passed as `void *` for pointers.
static bool commet_go_verify(
    const char *payload, size_t payload_len, const char *signature, size_t signature_len,
    const char *secret, size_t secret_len)
{
    return commet_verify(payload, payload_len, signature, signature_len, secret, secret_len);
}

static bool commet_go_verifier_verify(
    const commet_verifier *verifier, const char *payload, size_t payload_len,
    const char *signature, size_t signature_len)
{
    return commet_verifier_verify(verifier, payload, payload_len, signature, signature_len);
}

static int32_t commet_go_sign(
    const char *payload, size_t payload_len, const char *secret, size_t secret_len, char *signature)
{
    return commet_sign(payload, payload_len, secret, secret_len, signature);
}
*/
import "C"

import (
	"runtime"
	"time"
	"unsafe"
)

// Archives is the checksum of the archives that were there when this package was compiled.
const Archives = C.COMMET_ARCHIVES

// DefaultMaxBodyBytes is how large a body a handler accepts unless it is told otherwise.
const DefaultMaxBodyBytes = C.COMMET_DEFAULT_MAX_BODY_BYTES

// Providers, as the library numbers them.
const (
	Commet = C.COMMET_PROVIDER_COMMET
	Creem  = C.COMMET_PROVIDER_CREEM
)

// Fault is that of the library itself.
var Fault = &Failure{Code: C.COMMET_ERROR_INTERNAL, Offset: -1}

const (
	ok             = C.COMMET_OK
	bufferTooSmall = C.COMMET_ERROR_BUFFER_TOO_SMALL
)

// Verifier checks the webhooks of one endpoint. Any number of goroutines may use it.
type Verifier struct {
	pointer *C.commet_verifier
}

// NewVerifier prepares the secrets. The library zeroes what it keeps of them once the verifier has
// become unreachable.
func NewVerifier(provider int32, secrets ...string) (*Verifier, *Failure) {
	verifier := &Verifier{}
	if len(secrets) == 0 {
		// No secret is as good as an empty one.
		secrets = []string{""}
	}
	code := C.commet_verifier_new(C.int32_t(provider), chars(secrets[0]), length(secrets[0]), &verifier.pointer)
	if code != ok {
		return nil, &Failure{Code: int32(code), Offset: -1}
	}
	runtime.AddCleanup(verifier, func(pointer *C.commet_verifier) { C.commet_verifier_free(pointer) }, verifier.pointer)
	for _, secret := range secrets[1:] {
		code := C.commet_verifier_add_secret(verifier.pointer, chars(secret), length(secret))
		if code != ok {
			return nil, &Failure{Code: int32(code), Offset: -1}
		}
	}
	return verifier, nil
}

// Expectations are what a receiver expects of an event beyond its signature; nil is nothing.
type Expectations struct {
	Mode         *string
	MaxAge       *time.Duration
	Now          *time.Time
	ClockSkew    *time.Duration
	MaxBodyBytes *int
}

func (e *Expectations) flat() (flat C.commet_go_expectations, mode string) {
	if e.Mode != nil {
		flat.has_mode, mode = 1, *e.Mode
	}
	if e.MaxAge != nil {
		flat.has_max_age, flat.max_age_seconds = 1, seconds(*e.MaxAge)
	}
	if e.Now != nil {
		flat.has_now, flat.now_ms = 1, C.int64_t(e.Now.UnixMilli())
	}
	if e.ClockSkew != nil {
		flat.has_clock_skew, flat.clock_skew_seconds = 1, seconds(*e.ClockSkew)
	}
	if e.MaxBodyBytes != nil {
		flat.has_max_body_bytes, flat.max_body_bytes = 1, C.uint64_t(max(*e.MaxBodyBytes, 0))
	}
	return flat, mode
}

// seconds rounds up, so that no event is refused for a fraction.
func seconds(duration time.Duration) C.uint64_t {
	return C.uint64_t((max(duration, 0) + time.Second - 1) / time.Second)
}

// Request is what a receiver has of a webhook.
type Request struct {
	Body      string
	Signature string
	// Event is the header that repeats the event's name; empty where there is none.
	Event string
}

// Receive verifies and parses a request. The tape is that of the buffer: it is valid until the
// buffer is used again.
func (v *Verifier) Receive(buffer *Buffer, request Request, expected *Expectations) ([]uint32, *Failure) {
	options, mode := expected.flat()
	return buffer.fill(len(request.Body), func(words []uint32) (code int32, needed int) {
		outcome := C.commet_go_receive(v.pointer,
			chars(request.Body), length(request.Body),
			chars(request.Signature), length(request.Signature),
			chars(request.Event), length(request.Event),
			chars(mode), length(mode), options,
			(*C.uint32_t)(unsafe.SliceData(words)), C.size_t(len(words)*wordSize))
		runtime.KeepAlive(v)
		return int32(outcome.code), int(outcome.needed)
	})
}

// VerifyAndParse verifies and parses a body, whatever its envelope. For the tape see Receive.
func (v *Verifier) VerifyAndParse(buffer *Buffer, body, signature string) ([]uint32, *Failure) {
	return buffer.fill(len(body), func(words []uint32) (code int32, needed int) {
		outcome := C.commet_go_verifier_parse(v.pointer,
			chars(body), length(body), chars(signature), length(signature),
			(*C.uint32_t)(unsafe.SliceData(words)), C.size_t(len(words)*wordSize))
		runtime.KeepAlive(v)
		return int32(outcome.code), int(outcome.needed)
	})
}

// Verify tells whether one of the secrets has signed the payload.
func (v *Verifier) Verify(payload, signature string) bool {
	verified := bool(C.commet_go_verifier_verify(v.pointer,
		chars(payload), length(payload), chars(signature), length(signature)))
	runtime.KeepAlive(v)
	return verified
}

// VerifyAndParse is that of a verifier, with a secret that is not prepared.
func VerifyAndParse(buffer *Buffer, body, signature, secret string) ([]uint32, *Failure) {
	return buffer.fill(len(body), func(words []uint32) (code int32, needed int) {
		outcome := C.commet_go_parse(
			chars(body), length(body), chars(signature), length(signature), chars(secret), length(secret),
			(*C.uint32_t)(unsafe.SliceData(words)), C.size_t(len(words)*wordSize))
		return int32(outcome.code), int(outcome.needed)
	})
}

// Verify is that of a verifier, with a secret that is not prepared.
func Verify(payload, signature, secret string) bool {
	return bool(C.commet_go_verify(
		chars(payload), length(payload), chars(signature), length(signature), chars(secret), length(secret)))
}

// Sign gives the signature of a payload.
func Sign(payload, secret string) (string, *Failure) {
	var signature [C.COMMET_SIGNATURE_SIZE]byte
	code := C.commet_go_sign(chars(payload), length(payload), chars(secret), length(secret),
		(*C.char)(unsafe.Pointer(&signature)))
	if code != ok {
		return "", &Failure{Code: int32(code), Offset: -1}
	}
	return string(signature[:len(signature)-1]), nil
}

// Describe gives what the library says of a code.
func Describe(code int32) (name, message, hint string, httpStatus int) {
	number := C.int32_t(code)
	return C.GoString(C.commet_code_name(number)),
		C.GoString(C.commet_code_message(number)),
		C.GoString(C.commet_code_hint(number)),
		int(C.commet_code_http_status(number))
}

// bufferSize is the number of bytes that nearly always are enough for a body's tape.
func bufferSize(bodyLength int) int {
	return int(C.commet_buffer_size(C.size_t(bodyLength)))
}

func chars(text string) *C.char {
	return (*C.char)(unsafe.Pointer(unsafe.StringData(text)))
}

func length(text string) C.size_t {
	return C.size_t(len(text))
}
