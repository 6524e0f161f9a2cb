module talos

go 1.25

require github.com/siderolabs/talos/pkg/machinery v1.13.0
