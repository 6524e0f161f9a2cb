// podsecurity judges pods as the admission of Kubernetes does, by every version of the Pod Security Standards.
// Usage: podsecurity; one pod a line of JSON on stdin; on stdout its reasons by level, from each version on at
// which they change.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

const newest = 37

type change struct {
	Since   int      `json:"since"`
	Reasons []string `json:"reasons"`
}

func main() {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var pod corev1.Pod
		if err := json.Unmarshal(line, &pod); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		answer := map[string]any{"pod": json.RawMessage(line)}
		for _, level := range []api.Level{api.LevelBaseline, api.LevelRestricted} {
			answer[string(level)] = changes(evaluator, level, &pod)
		}
		if err := out.Encode(answer); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func changes(evaluator policy.Evaluator, level api.Level, pod *corev1.Pod) []change {
	all := []change{}
	for minor := 0; minor <= newest; minor++ {
		reasons := []string{}
		version := api.LevelVersion{Level: level, Version: api.MajorMinorVersion(1, minor)}
		for _, result := range evaluator.EvaluatePod(version, &pod.ObjectMeta, &pod.Spec) {
			if !result.Allowed {
				reasons = append(reasons, result.ForbiddenReason)
			}
		}
		if len(all) == 0 || !reflect.DeepEqual(all[len(all)-1].Reasons, reasons) {
			all = append(all, change{minor, reasons})
		}
	}
	return all
}
