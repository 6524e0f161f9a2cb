// The programs of this folder are built with the module file of a minor: go build -modfile=minors/1.37.mod.
module cdk8s-bulwark/test/cluster

go 1.24.0
