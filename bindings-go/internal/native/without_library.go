//go:build cgo && !((linux && (amd64 || arm64)) || (darwin && (amd64 || arm64)) || (windows && amd64))

package native

// Nothing declares this name: the compiler's error is the message.
var _ = commet_go_has_no_library_for_this_platform__see_its_build_sh
