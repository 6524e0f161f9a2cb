import { ApiObject, type Duration } from 'cdk8s';
import { DATABASE_IMAGE, REPORT_IMAGE } from './images';
import { HardenedCronJob, Port, WorkloadIdentity, type SecuredNamespace } from 'cdk8s-bulwark';

/** A database that the nightly report reads, and nobody else. */
export function addReports(reports: SecuredNamespace, longest: Duration): void {
  const labels = { 'app.kubernetes.io/name': 'figures' };
  const figures = new ApiObject(reports, 'figures', {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    spec: {
      serviceName: 'figures',
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{
            name: 'postgres',
            image: DATABASE_IMAGE,
            ports: [{ containerPort: 5432 }],
            securityContext: { readOnlyRootFilesystem: true },
            resources: { limits: { memory: '1Gi' } },
            env: [
              { name: 'POSTGRES_PASSWORD_FILE', value: '/run/secrets/figures/password' },
              // Below the mount, since the volume's own folder belongs to root.
              { name: 'PGDATA', value: '/var/lib/postgresql/data/pgdata' },
            ],
            volumeMounts: [
              { name: 'data', mountPath: '/var/lib/postgresql/data' },
              { name: 'password', mountPath: '/run/secrets/figures', readOnly: true },
            ],
          }],
          volumes: [{ name: 'password', secret: { secretName: 'figures' } }],
        },
      },
      volumeClaimTemplates: [{
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
      }],
    },
  });
  const nightly = new HardenedCronJob(reports, 'nightly', {
    schedule: '30 2 * * *',
    timeZone: 'Europe/Berlin',
    activeDeadline: longest,
    container: {
      image: REPORT_IMAGE,
      args: ['--yesterday'],
      environment: { FIGURES_HOST: 'figures.reports.svc' },
      runAsUser: 10001,
      writablePaths: ['/tmp'],
      resources: { cpuRequest: '500m', memoryRequest: '512Mi', memoryLimit: '1Gi' },
    },
    egress: [{ to: [figures], ports: [Port.tcp(5432)] }],
  });
  new WorkloadIdentity(reports, 'figures-identity', { workload: figures, ingress: [{ from: [nightly.cronJob], ports: [Port.tcp(5432)] }] });
}
