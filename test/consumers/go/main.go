// Command shop is the shop of test/consumers in Go: the folder with its workloads is the first argument.
package main

import (
	"os"
	"path/filepath"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdk8s-bulwark/cdk8s-bulwark-go/bulwark"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
)

func main() {
	defer jsii.Close()
	file := func(name string) *string { return jsii.String(filepath.Join(os.Args[1], name)) }

	app := bulwark.NewPolicyApp(&bulwark.PolicyAppProps{Name: jsii.String("shop")})
	prod := bulwark.NewCluster(app, jsii.String("prod"), &bulwark.ClusterProps{
		Target: bulwark.ClusterTarget_Kubeadm(&bulwark.TargetOptions{Kubernetes: jsii.String("1.34")}),
	})
	bulwark.NewAuditBaseline(prod, jsii.String("audit"), &bulwark.AuditBaselineProps{Profile: bulwark.AuditProfile_CIS})
	bulwark.NewKubeletCertificateRotation(prod, jsii.String("kubelet"), &bulwark.KubeletCertificateRotationProps{
		CertificateLifetime: cdk8s.Duration_Days(jsii.Number(30)),
	})

	shop := bulwark.NewSecuredNamespace(prod, jsii.String("shop"), &bulwark.SecuredNamespaceProps{
		Labels:      &map[string]*string{"team": jsii.String("shop")},
		PodSecurity: bulwark.PodSecurityLevel_RESTRICTED,
		Quota:       &bulwark.NamespaceQuota{Pods: jsii.Number(20), MemoryLimits: jsii.String("16Gi")},
		ContainerDefaults: &bulwark.ContainerResources{
			CpuRequest: jsii.String("50m"), CpuLimit: jsii.String("1"), MemoryRequest: jsii.String("64Mi"), MemoryLimit: jsii.String("512Mi"),
		},
		Readers: &[]interface{}{bulwark.Subject_Group(jsii.String("team-shop"))},
	})
	web := cdk8s.NewInclude(shop, jsii.String("web"), &cdk8s.IncludeProps{Url: file("web.yaml")})
	orders := cdk8s.NewInclude(shop, jsii.String("orders-db"), &cdk8s.IncludeProps{Url: file("orders-db.yaml")})

	bulwark.NewReadOnlyRole(shop, jsii.String("pod-reader"), &bulwark.ReadOnlyRoleProps{
		Resources: &[]bulwark.KubernetesResource{bulwark.KubernetesResource_PODS(), bulwark.KubernetesResource_PODS_LOG()},
		Subjects:  &[]interface{}{bulwark.Subject_User(jsii.String("jane"))},
	})
	restarter := bulwark.NewAccessRole(shop, jsii.String("restarter"), &bulwark.AccessRoleProps{
		Rules: &[]*bulwark.AccessRule{{
			Verbs:     &[]bulwark.Verb{bulwark.Verb_GET(), bulwark.Verb_PATCH()},
			Resources: &[]bulwark.KubernetesResource{bulwark.KubernetesResource_DEPLOYMENTS()},
			Names:     jsii.Strings("web"),
		}},
		Subjects: &[]interface{}{bulwark.Subject_Group(jsii.String("on-call"))},
	})
	bulwark.Acknowledgements_Of(restarter).Add(&bulwark.AcknowledgementProps{
		Ids:     jsii.Strings("access-workload-create"),
		Reason:  jsii.String("kubectl rollout restart patches the template of its pods"),
		Expires: jsii.String("2099-12-31"),
	})

	bulwark.NewTrafficPolicy(shop, jsii.String("customers"), &bulwark.TrafficPolicyProps{
		Pods: web,
		Ingress: &[]*bulwark.IngressRule{{
			From:  &[]interface{}{bulwark.Peer_IpBlock(jsii.String("10.0.0.0/8"), jsii.Strings("10.1.0.0/16"))},
			Ports: &[]bulwark.Port{bulwark.Port_Range(jsii.Number(8080), jsii.Number(8081), bulwark.Protocol_TCP)},
		}},
	})
	bulwark.NewIsolatedDatabase(shop, jsii.String("orders"), &bulwark.IsolatedDatabaseProps{
		Pods:    orders,
		Engine:  bulwark.DatabaseEngine_POSTGRESQL(),
		Clients: &[]interface{}{web},
		Operators: &[]interface{}{
			bulwark.Subject_Group(jsii.String("on-call")), bulwark.Subject_ServiceAccount(jsii.String("shop"), jsii.String("operator")),
		},
	})
	backup := bulwark.NewHardenedCronJob(shop, jsii.String("backup"), &bulwark.HardenedCronJobProps{
		Schedule: jsii.String("0 3 * * *"),
		Container: &bulwark.CronJobContainer{
			Image:       jsii.String("backup:1"),
			Args:        jsii.Strings("--all"),
			Environment: &map[string]*string{"TARGET": jsii.String("s3://orders")},
			RunAsUser:   jsii.Number(1000),
			Resources: &bulwark.ContainerResources{
				CpuRequest: jsii.String("100m"), CpuLimit: jsii.String("500m"), MemoryRequest: jsii.String("128Mi"), MemoryLimit: jsii.String("256Mi"),
			},
		},
		ActiveDeadline: cdk8s.Duration_Minutes(jsii.Number(30)),
		Egress: &[]*bulwark.EgressRule{{
			To:    &[]interface{}{bulwark.Peer_IpBlock(jsii.String("203.0.113.0/24"), nil)},
			Ports: &[]bulwark.Port{bulwark.Port_Tcp(jsii.Number(443))},
		}},
	})
	bulwark.Guarantees_Of(backup).Add(bulwark.Guarantee_Cannot(&bulwark.ForbiddenAccess{
		Subjects:  &[]interface{}{bulwark.Subject_User(jsii.String("jane"))},
		Verbs:     &[]bulwark.Verb{bulwark.Verb_DELETE()},
		Resource:  bulwark.KubernetesResource_CRON_JOBS(),
		Namespace: jsii.String("shop"),
	}))

	app.Synth()
}
