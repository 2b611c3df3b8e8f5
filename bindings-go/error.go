package commet

import "github.com/commet/commet-go/internal/native"

// Error is why a webhook was refused, or why its receiver cannot work. It is the only type of error
// that this package makes of a request, and has neither body nor secret nor signature in it, so it
// is safe to log.
//
//	if errors.Is(err, commet.ErrSignatureMismatch) { … }
//
//	var refused *commet.Error
//	if errors.As(err, &refused) {
//		slog.Warn(refused.Message, "code", refused.Code, "hint", refused.Hint)
//		http.Error(w, refused.Code, refused.HTTPStatus)
//	}
type Error struct {
	// Code is stable, and the same in every language of the project, such as "signature_mismatch".
	Code string
	// Kind tells what to do about it.
	Kind Kind
	// Message says what failed, in one line.
	Message string
	// Hint names the likely mistake and the next step.
	Hint string
	// HTTPStatus is what to answer the provider with.
	HTTPStatus int
	// Offset is the byte of the body at which a fault of its JSON or UTF-8 showed; otherwise -1.
	Offset int64
	// Field is the field of the envelope that is at fault, if one is.
	Field string
}

// CommetError is what Commet's own package calls its errors.
type CommetError = Error

// Kind says what an error is a case of.
type Kind string

// KindCall: the library was called wrongly, or is at fault itself.
const KindCall Kind = "call"

// Error gives the message and the hint.
func (e *Error) Error() string {
	return "commet: " + e.Message + ". " + e.Hint
}

// Is tells whether the target has the same code.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && e.Code == other.Code
}

// refusal is the error of a failure, with the details that the library has filled in.
func refusal(failure *native.Failure) *Error {
	refused := Error{Kind: KindCall}
	if number := int(failure.Code); number < len(errorsByNumber) {
		refused = *errorsByNumber[number]
	} else {
		refused.Code, refused.Message, refused.Hint, refused.HTTPStatus = native.Describe(failure.Code)
	}
	if failure.Message != "" {
		refused.Message = failure.Message
	}
	refused.Offset, refused.Field = failure.Offset, failure.Field
	return &refused
}
