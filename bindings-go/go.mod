module github.com/commet/commet-go

go 1.24
