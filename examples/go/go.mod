module example.com/receiver

go 1.24

require github.com/commet/commet-go v0.0.0

replace github.com/commet/commet-go => ../../bindings-go
