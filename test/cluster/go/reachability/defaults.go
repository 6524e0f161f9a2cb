package main

import networkingv1 "k8s.io/api/networking/v1"

// setDefaults does what the API server does with a policy before it stores it: SetDefaults_NetworkPolicy of
// k8s.io/kubernetes/pkg/apis/networking/v1/defaults.go. Peers and ports without protocol are the matcher's own affair.
func setDefaults(policy *networkingv1.NetworkPolicy) {
	if len(policy.Spec.PolicyTypes) > 0 {
		return
	}
	policy.Spec.PolicyTypes = []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
	if len(policy.Spec.Egress) != 0 {
		policy.Spec.PolicyTypes = append(policy.Spec.PolicyTypes, networkingv1.PolicyTypeEgress)
	}
}
