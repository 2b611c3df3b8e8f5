module github.com/commet/commet-go/bench

go 1.24

require github.com/commet/commet-go v0.0.0

require (
	github.com/standard-webhooks/standard-webhooks/libraries v0.0.1
	github.com/svix/svix-webhooks v1.44.0
)

require gopkg.in/validator.v2 v2.0.1 // indirect

replace github.com/commet/commet-go => ../
