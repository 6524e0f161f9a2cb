import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Client, Credentials } from './client';
import type { ControlPlane } from './control-plane';

/** What a certificate is asked for. */
export interface CertificateOptions {
  /** Name of the request and of the files. */
  readonly name: string;
  readonly commonName: string;
  /** Organizations, and the host names of a serving certificate as `dns:HOST`. */
  readonly organizations?: readonly string[];
  readonly signer: string;
  readonly usages?: readonly string[];
}

/** A certificate that the cluster signed. */
export interface Issued extends Credentials {
  readonly cert: string;
  readonly key: string;
  /** Hours from the start of its validity to the end. */
  readonly hours: number;
}

const REQUESTS = '/apis/certificates.k8s.io/v1/certificatesigningrequests';

/**
 * Asks the cluster for a client certificate, as kubelets and users do, and waits for the controllers.
 *
 * @param asker who asks
 * @param approver who approves; without one, only the cluster's own approver can
 */
export async function requestCertificate(
  plane: ControlPlane, pki: string, asker: Client, options: CertificateOptions, approver?: Client, seconds = 30,
): Promise<Issued> {
  execFileSync(pki, [plane.folder, options.name, options.commonName, ...options.organizations ?? []]);
  const created = await asker.send('POST', REQUESTS, {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: options.name },
    spec: {
      request: readFileSync(plane.file(`${options.name}.csr`)).toString('base64'),
      signerName: options.signer,
      usages: options.usages ?? ['digital signature', 'client auth'],
    },
  });
  if (created.status !== 201) {
    throw new Error(`the request ${options.name} was refused: ${JSON.stringify(created.body)}`);
  }
  if (approver) {
    const { body } = await approver.send('GET', `${REQUESTS}/${options.name}`);
    const approved = await approver.send('PUT', `${REQUESTS}/${options.name}/approval`, {
      ...body, status: { conditions: [{ type: 'Approved', status: 'True', reason: 'Test', message: 'approved by the test' }] },
    });
    if (approved.status !== 200) {
      throw new Error(`the request ${options.name} could not be approved: ${JSON.stringify(approved.body)}`);
    }
  }
  let cert = '';
  await plane.until(async () => {
    cert = (await plane.admin.send('GET', `${REQUESTS}/${options.name}`)).body.status?.certificate ?? '';
    return cert !== '';
  }, seconds);
  const pem = Buffer.from(cert, 'base64').toString('utf8');
  const { validFrom, validTo } = new X509Certificate(pem);
  return { cert: pem, key: readFileSync(plane.file(`${options.name}.key`), 'utf8'), hours: (Date.parse(validTo) - Date.parse(validFrom)) / 3_600_000 };
}
