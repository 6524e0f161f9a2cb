import { validateManifest, validateUpdate } from '../../../src/manifests/validate';

const head = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'a', namespace: 'b' } };

function complaints(spec: unknown, kubernetesMinor = 36): string[] {
  return validateManifest({ ...head, spec }, { kubernetesMinor }).map(({ field, type }) => `${field} ${type}`);
}

const ofPeer = (peer: unknown) => complaints({ ingress: [{ from: [peer] }] }).map(text => text.replace('spec.ingress[0].from[0]', 'peer'));
const ofPort = (port: unknown) => complaints({ egress: [{ ports: [port] }] }).map(text => text.replace('spec.egress[0].ports[0].', ''));
const ofBlock = (ipBlock: unknown, minor?: number) =>
  complaints({ egress: [{ to: [{ ipBlock }] }] }, minor).map(text => text.replace('spec.egress[0].to[0].ipBlock.', ''));

test.each([undefined, null, {}, { podSelector: null }, { podSelector: {}, ingress: [null], egress: [{}] }])('spec %j is one', spec => {
  expect(complaints(spec)).toEqual([]);
});

describe('a peer', () => {
  test.each([
    [{ podSelector: {} }, []],
    [{ podSelector: {}, namespaceSelector: {} }, []],
    [{}, ['peer FieldValueRequired']],
    [null, ['peer FieldValueRequired']],
    [{ podSelector: null }, ['peer FieldValueRequired']],
    [{ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }, ['peer FieldValueForbidden']],
    [{ serviceAccount: 'x' }, ['peer.serviceAccount FieldUnknown']],
    [{ podSelector: { app: 'web' } }, ['peer.podSelector.app FieldUnknown']],
    [{ podSelector: { matchLabels: { app: 1 } } }, ['peer.podSelector.matchLabels.app FieldTypeInvalid']],
    [{ podSelector: { matchLabels: { app: 'a b' } } }, ['peer.podSelector.matchLabels FieldValueInvalid']],
  ])('%j', (peer, expected) => expect(ofPeer(peer)).toEqual(expected));
});

describe('a selector', () => {
  const at = 'spec.podSelector.matchExpressions[0].';
  test.each([
    [{ key: 'a', operator: 'In', values: ['x'] }, []],
    [{ key: 'a', operator: 'NotIn' }, [`${at}values FieldValueRequired`]],
    [{ key: 'a', operator: 'Exists', values: ['x'] }, [`${at}values FieldValueForbidden`]],
    [{ key: 'a', operator: 'Exists', values: [] }, []],
    [{ key: 'a', operator: 'in', values: ['x'] }, [`${at}operator FieldValueInvalid`]],
    [{ key: 'a b', operator: 'DoesNotExist' }, [`${at}key FieldValueInvalid`]],
    [{ key: 'a', operator: 'In', values: ['x', 'y z'] }, [`${at}values[1] FieldValueInvalid`]],
  ])('%j', (requirement, expected) => {
    expect(complaints({ podSelector: { matchExpressions: [requirement] } })).toEqual(expected);
  });
});

describe('a port', () => {
  test.each([
    [{}, []],
    [null, []],
    [{ port: 80 }, []],
    [{ port: 'http', protocol: 'UDP' }, []],
    [{ port: 80, endPort: 80 }, []],
    [{ port: 0 }, ['port FieldValueInvalid']],
    [{ port: '80' }, ['port FieldValueInvalid']],
    [{ port: true }, ['port FieldTypeInvalid']],
    [{ port: 80, protocol: 'tcp' }, ['protocol FieldValueNotSupported']],
    [{ port: 80, protocol: '' }, ['protocol FieldValueNotSupported']],
    [{ port: 80, endPort: 79 }, ['endPort FieldValueInvalid']],
    [{ port: 80, endPort: 65536 }, ['endPort FieldValueInvalid']],
    [{ port: 'http', endPort: 80 }, ['endPort FieldValueInvalid']],
    [{ endPort: 80 }, ['endPort FieldValueInvalid']],
  ])('%j', (port, expected) => expect(ofPort(port)).toEqual(expected));
});

describe('policy types', () => {
  test.each([
    [null, []],
    [['Egress', 'Egress'], []],
    [['egress'], ['spec.policyTypes[0] FieldValueNotSupported']],
    [['Ingress', 'Ingress', 'x'], ['spec.policyTypes FieldValueInvalid']],
    ['Ingress', ['spec.policyTypes FieldTypeInvalid']],
  ])('%j', (policyTypes, expected) => expect(complaints({ policyTypes })).toEqual(expected));
});

describe('an ipBlock', () => {
  test.each([
    [{ cidr: '::/0', except: ['fc00::/7', 'fc00::/7'] }, []],
    [{}, ['cidr FieldValueRequired']],
    [{ except: ['bad'] }, ['cidr FieldValueRequired']],
    [{ cidr: '10.0.0.0' }, ['cidr FieldValueInvalid']],
    [{ cidr: 'bad', except: ['bad'] }, ['cidr FieldValueInvalid']],
  ])('%j', (block, expected) => expect(ofBlock(block)).toEqual(expected));

  test.each([
    '10.0.0.0/8', '0.0.0.0/0', '11.0.0.0/16', '::/64', 'bad', '',
  ])('an except block must be strictly inside its cidr: %j is not', except => {
    expect(ofBlock({ cidr: '10.0.0.0/8', except: ['10.1.0.0/16', except] })).toEqual(['except[1] FieldValueInvalid']);
  });

  test.each(['10.0.0.1/8', '010.0.0.0/8', '10.0.0.0/08', '::ffff:10.0.0.0/104'])('%s is refused from 1.36 on, and taken before', cidr => {
    expect(ofBlock({ cidr }, 36)).toEqual(['cidr FieldValueInvalid']);
    expect(ofBlock({ cidr }, 35)).toEqual([]);
    expect(ofBlock({ cidr: '0.0.0.0/0', except: [cidr] }, 36)).toEqual(['except[0] FieldValueInvalid']);
  });

  test('a stored block stays valid in an update, wherever it moves', () => {
    const policy = (ipBlock: object) => ({ ...head, spec: { ingress: [{ from: [{ ipBlock }] }] } });
    const moved = (ipBlock: object) => ({ ...head, spec: { egress: [{ to: [{ ipBlock }] }] } });
    const stored = policy({ cidr: '10.0.0.1/8', except: ['10.1.0.1/16'] });
    expect(validateUpdate(stored, moved({ cidr: '10.0.0.1/8', except: ['10.1.0.1/16'] }), { kubernetesMinor: 36 })).toEqual([]);
    expect(validateUpdate(stored, moved({ cidr: '10.0.0.2/8' }), { kubernetesMinor: 36 })).toHaveLength(1);
  });

  test('a stored bad label value lets others pass', () => {
    const policy = (value: string) => ({
      ...head, spec: { podSelector: { matchExpressions: [{ key: 'a', operator: 'In', values: [value] }] } },
    });
    expect(validateUpdate(policy('x y'), policy('y z'), { kubernetesMinor: 36 })).toEqual([]);
    expect(validateUpdate(policy('x'), policy('y z'), { kubernetesMinor: 36 })).toHaveLength(1);
  });
});

test.each([[28, ['metadata.generateName FieldValueInvalid']], [35, ['metadata.generateName FieldValueInvalid']], [36, []]])(
  'up to 1.35 a changed policy is judged as a new one: in 1.%d', (kubernetesMinor, expected) => {
    const stored = { ...head, spec: {} };
    const next = { ...stored, metadata: { ...head.metadata, generateName: 'a.' } };
    expect(validateUpdate(stored, next, { kubernetesMinor }).map(({ field, type }) => `${field} ${type}`)).toEqual(expected);
  });
