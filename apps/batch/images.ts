/** Images by digest: the digests stand for those that a registry prints. */
const REGISTRY = 'registry.example';

export const REPORT_IMAGE = `${REGISTRY}/reports/nightly:2.4.1@sha256:${'3c'.repeat(32)}`;
export const SPARK_IMAGE = `${REGISTRY}/analytics/spark:4.2.0@sha256:${'7e'.repeat(32)}`;
export const DATABASE_IMAGE = `postgres:17@sha256:${'a1'.repeat(32)}`;
