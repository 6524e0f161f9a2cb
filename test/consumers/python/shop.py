"""The shop of test/consumers in Python: the folder with its workloads is the first argument."""
import sys
from os.path import join

from cdk8s import Duration, Include
from cdk8s_bulwark import (
    AccessRole, AccessRule, Acknowledgements, AuditBaseline, AuditProfile, Cluster, ClusterTarget, ContainerResources, CronJobContainer,
    DatabaseEngine, EgressRule, Guarantee, Guarantees, HardenedCronJob, IngressRule, IsolatedDatabase, KubeletCertificateRotation,
    KubernetesResource, NamespaceQuota, Peer, PodSecurityLevel, PolicyApp, Port, Protocol, ReadOnlyRole, SecuredNamespace, Subject,
    TrafficPolicy, Verb,
)

workloads = sys.argv[1]

app = PolicyApp(name="shop")
prod = Cluster(app, "prod", target=ClusterTarget.kubeadm(kubernetes="1.34"))
AuditBaseline(prod, "audit", profile=AuditProfile.CIS)
KubeletCertificateRotation(prod, "kubelet", certificate_lifetime=Duration.days(30))

shop = SecuredNamespace(
    prod, "shop",
    labels={"team": "shop"},
    pod_security=PodSecurityLevel.RESTRICTED,
    quota=NamespaceQuota(pods=20, memory_limits="16Gi"),
    container_defaults=ContainerResources(cpu_request="50m", cpu_limit="1", memory_request="64Mi", memory_limit="512Mi"),
    readers=[Subject.group("team-shop")],
)
web = Include(shop, "web", url=join(workloads, "web.yaml"))
orders = Include(shop, "orders-db", url=join(workloads, "orders-db.yaml"))

ReadOnlyRole(
    shop, "pod-reader",
    resources=[KubernetesResource.PODS, KubernetesResource.PODS_LOG],
    subjects=[Subject.user("jane")],
)
restarter = AccessRole(
    shop, "restarter",
    rules=[AccessRule(verbs=[Verb.GET, Verb.PATCH], resources=[KubernetesResource.DEPLOYMENTS], names=["web"])],
    subjects=[Subject.group("on-call")],
)
Acknowledgements.of(restarter).add(
    ids=["access-workload-create"],
    reason="kubectl rollout restart patches the template of its pods",
    expires="2099-12-31",
)

TrafficPolicy(
    shop, "customers",
    pods=web,
    ingress=[IngressRule(from_=[Peer.ip_block("10.0.0.0/8", ["10.1.0.0/16"])], ports=[Port.range(8080, 8081, Protocol.TCP)])],
)
IsolatedDatabase(
    shop, "orders",
    pods=orders,
    engine=DatabaseEngine.POSTGRESQL,
    clients=[web],
    operators=[Subject.group("on-call"), Subject.service_account("shop", "operator")],
)
backup = HardenedCronJob(
    shop, "backup",
    schedule="0 3 * * *",
    container=CronJobContainer(
        image="backup:1",
        args=["--all"],
        environment={"TARGET": "s3://orders"},
        run_as_user=1000,
        resources=ContainerResources(cpu_request="100m", cpu_limit="500m", memory_request="128Mi", memory_limit="256Mi"),
    ),
    active_deadline=Duration.minutes(30),
    egress=[EgressRule(to=[Peer.ip_block("203.0.113.0/24")], ports=[Port.tcp(443)])],
)
Guarantees.of(backup).add(Guarantee.cannot(
    subjects=[Subject.user("jane")],
    verbs=[Verb.DELETE],
    resource=KubernetesResource.CRON_JOBS,
    namespace="shop",
))

app.synth()
