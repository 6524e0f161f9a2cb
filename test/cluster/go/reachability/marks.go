package main

import (
	"fmt"
	"slices"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// peer is a pod as the matcher knows it, and its named ports.
type peer struct {
	internal *matcher.InternalPeer
	pod      *corev1.Pod
}

// marked gives every selector of the policies a label of its own, puts it on the pods and namespaces that the selector
// matches by Kubernetes' own library, and lets the policies select by it.
func marked(w *world) map[string]*peer {
	namespaces := map[string]map[string]string{}
	for _, namespace := range w.Namespaces {
		namespaces[namespace.Name] = labels.Merge(namespace.Labels, labels.Set{corev1.LabelMetadataName: namespace.Name})
	}
	peers := map[string]*peer{}
	for at := range w.Pods {
		pod := &w.Pods[at]
		peers[pod.Namespace+"/"+pod.Name] = &peer{
			pod:      pod,
			internal: &matcher.InternalPeer{Namespace: pod.Namespace, PodLabels: map[string]string{}, NamespaceLabels: map[string]string{}},
		}
	}
	count := 0
	mark := func(selector *metav1.LabelSelector, ofPod bool) {
		if selector == nil || len(selector.MatchLabels)+len(selector.MatchExpressions) == 0 {
			return
		}
		compiled, err := metav1.LabelSelectorAsSelector(selector)
		if err != nil {
			panic(err)
		}
		name := fmt.Sprintf("selector-%d", count)
		count++
		for _, one := range peers {
			switch {
			case ofPod && compiled.Matches(labels.Set(one.pod.Labels)):
				one.internal.PodLabels[name] = "yes"
			case !ofPod && compiled.Matches(labels.Set(namespaces[one.pod.Namespace])):
				one.internal.NamespaceLabels[name] = "yes"
			}
		}
		*selector = metav1.LabelSelector{MatchLabels: map[string]string{name: "yes"}}
	}
	for _, policy := range w.Policies {
		mark(&policy.Spec.PodSelector, true)
		for _, rule := range policy.Spec.Ingress {
			for _, from := range rule.From {
				refuseEmpty(from)
				mark(from.PodSelector, true)
				mark(from.NamespaceSelector, false)
			}
		}
		for _, rule := range policy.Spec.Egress {
			for _, to := range rule.To {
				refuseEmpty(to)
				mark(to.PodSelector, true)
				mark(to.NamespaceSelector, false)
			}
		}
	}
	return peers
}

// refuseEmpty stops at a peer that no API server takes; the matcher would let it mean all pods of the namespace.
func refuseEmpty(one networkingv1.NetworkPolicyPeer) {
	if one.PodSelector == nil && one.NamespaceSelector == nil && one.IPBlock == nil {
		panic("a peer selects nothing")
	}
}

// portNames holds all names of a port: the init containers that keep running have ports too
// (kubernetes/kubernetes#127976).
func (p *peer) portNames(protocol corev1.Protocol, number int) []string {
	containers := slices.Clone(p.pod.Spec.Containers)
	for _, one := range p.pod.Spec.InitContainers {
		if one.RestartPolicy != nil && *one.RestartPolicy == corev1.ContainerRestartPolicyAlways {
			containers = append(containers, one)
		}
	}
	var names []string
	for _, container := range containers {
		for _, port := range container.Ports {
			theirs := port.Protocol
			if theirs == "" {
				theirs = corev1.ProtocolTCP
			}
			if port.Name != "" && theirs == protocol && int(port.ContainerPort) == number {
				names = append(names, port.Name)
			}
		}
	}
	return names
}
