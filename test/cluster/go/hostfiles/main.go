// hostfiles judges kubelet configuration as the kubelet's own packages do, but strictly: the kubelet falls
// back to lenient decoding, which drops unknown fields with a line in its log. An EncryptionConfiguration is
// loaded as the API server does it, which decodes strictly by itself.
// Usage: hostfiles FILE...; one line of JSON a file.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/apiserver/pkg/server/options/encryptionconfig"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	kubeletconfig "k8s.io/kubernetes/pkg/kubelet/apis/config"
	"k8s.io/kubernetes/pkg/kubelet/apis/config/scheme"
	"k8s.io/kubernetes/pkg/kubelet/apis/config/validation"
)

type verdict struct {
	File     string `json:"file"`
	Accepted bool   `json:"accepted"`
	Error    string `json:"error,omitempty"`
}

func main() {
	_, codecs, err := scheme.NewSchemeAndCodecs(serializer.EnableStrict)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	out := json.NewEncoder(os.Stdout)
	for _, file := range os.Args[1:] {
		result := verdict{File: file, Accepted: true}
		if err := judge(file, codecs.UniversalDecoder()); err != nil {
			result.Accepted, result.Error = false, err.Error()
		}
		if err := out.Encode(result); err != nil {
			os.Exit(1)
		}
	}
}

func judge(file string, decoder runtime.Decoder) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if bytes.Contains(data, []byte("kind: EncryptionConfiguration")) {
		return loadEncryption(file)
	}
	object, _, err := decoder.Decode(data, nil, nil)
	if err != nil {
		return err
	}
	config, ok := object.(*kubeletconfig.KubeletConfiguration)
	if !ok {
		return fmt.Errorf("is a %T", object)
	}
	// The validation also looks at the machine that it runs on, which is not the one that the file is for.
	return errors.FilterOut(validation.ValidateKubeletConfiguration(config, utilfeature.DefaultFeatureGate), func(err error) bool {
		return strings.Contains(err.Error(), "not run on a host using cgroup v1")
	})
}

// loadEncryption calls what the API server calls; later minors want the name of the server as well.
func loadEncryption(file string) error {
	load := reflect.ValueOf(encryptionconfig.LoadEncryptionConfig)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	arguments := []reflect.Value{reflect.ValueOf(ctx), reflect.ValueOf(file), reflect.ValueOf(false), reflect.ValueOf("test")}
	results := load.Call(arguments[:load.Type().NumIn()])
	err, _ := results[len(results)-1].Interface().(error)
	return err
}
