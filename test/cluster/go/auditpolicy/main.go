// auditpolicy judges audit policies as the API server's own packages do, but strictly: the server falls back
// to lenient decoding, which drops unknown fields with a line in its log.
// Usage: auditpolicy; one policy a line of JSON on stdin, one verdict a line of JSON on stdout.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/validation/field"
	auditinternal "k8s.io/apiserver/pkg/apis/audit"
	auditv1 "k8s.io/apiserver/pkg/apis/audit/v1"
	"k8s.io/apiserver/pkg/apis/audit/validation"
	"k8s.io/apiserver/pkg/audit"
)

type fieldError struct {
	Field string `json:"field"`
	Type  string `json:"type"`
}

type verdict struct {
	Accepted bool `json:"accepted"`
	// Undecodable says why there is nothing to validate.
	Undecodable string `json:"undecodable,omitempty"`
	// Strict holds what only strict decoding refuses.
	Strict []string     `json:"strict"`
	Errors []fieldError `json:"errors"`
}

var (
	strictDecoder  = serializer.NewCodecFactory(audit.Scheme, serializer.EnableStrict).UniversalDecoder()
	lenientDecoder = audit.Codecs.UniversalDecoder(auditv1.SchemeGroupVersion)
)

func main() {
	in := bufio.NewReader(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		if err := out.Encode(judge(line)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// judge follows LoadPolicyFromBytes of k8s.io/apiserver/pkg/audit/policy/reader.go, which joins its errors to one text.
func judge(data []byte) verdict {
	result := verdict{Strict: []string{}, Errors: []fieldError{}}
	policy := &auditinternal.Policy{}
	_, gvk, err := strictDecoder.Decode(data, nil, policy)
	if err != nil {
		strict, ok := runtime.AsStrictDecodingError(err)
		if !ok {
			return undecodable(err)
		}
		for _, one := range strict.Errors() {
			result.Strict = append(result.Strict, one.Error())
		}
		if _, gvk, err = lenientDecoder.Decode(data, nil, policy); err != nil {
			return undecodable(err)
		}
	}
	if gvk.GroupVersion() != auditv1.SchemeGroupVersion {
		return undecodable(fmt.Errorf("unknown group version %v", gvk))
	}
	errs := validation.ValidatePolicy(policy)
	if len(policy.Rules) == 0 {
		errs = append(errs, field.Required(field.NewPath("rules"), "loaded illegal policy with 0 rules"))
	}
	for _, one := range errs {
		result.Errors = append(result.Errors, fieldError{Field: one.Field, Type: string(one.Type)})
	}
	result.Accepted = len(result.Strict) == 0 && len(result.Errors) == 0
	return result
}

func undecodable(err error) verdict {
	return verdict{Undecodable: err.Error(), Strict: []string{}, Errors: []fieldError{}}
}
