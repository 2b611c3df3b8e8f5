module github.com/commet/commet-go/bench

go 1.24

require github.com/commet/commet-go v0.0.0

require github.com/standard-webhooks/standard-webhooks/libraries v0.0.1

replace github.com/commet/commet-go => ../
