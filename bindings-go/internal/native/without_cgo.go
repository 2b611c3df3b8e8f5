//go:build !cgo

package native

// Nothing declares this name: the compiler's error is the message.
var _ = commet_go_calls_a_C_library__build_with_CGO_ENABLED_1_and_a_C_compiler
