// bootstrap prints the roles and bindings that the API server of this version creates at its first start with default
// feature gates, as one JSON object. One source serves every supported minor: only this program's module file differs.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac/bootstrappolicy"
)

type policy struct {
	ClusterRoles        []rbacv1.ClusterRole            `json:"clusterRoles"`
	ClusterRoleBindings []rbacv1.ClusterRoleBinding     `json:"clusterRoleBindings"`
	Roles               map[string][]rbacv1.Role        `json:"roles"`
	RoleBindings        map[string][]rbacv1.RoleBinding `json:"roleBindings"`
}

func main() {
	all := policy{
		ClusterRoles:        append(bootstrappolicy.ClusterRoles(), bootstrappolicy.ControllerRoles()...),
		ClusterRoleBindings: append(bootstrappolicy.ClusterRoleBindings(), bootstrappolicy.ControllerRoleBindings()...),
		Roles:               bootstrappolicy.NamespaceRoles(),
		RoleBindings:        bootstrappolicy.NamespaceRoleBindings(),
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", " ")
	if err := out.Encode(all); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
