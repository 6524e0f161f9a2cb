/**
 * What random network worlds are made of.
 *
 * Covered: selectors with labels and expressions, empty, absent and null; both directions, told and by default; rules and
 * lists that are empty, absent or null; all combinations of peers; blocks of both families with exceptions, around pods
 * and around addresses outside; ports by number, range and name, protocols alone; names that mean different numbers, or
 * several, and those of init containers that keep running; pods with an address of each family.
 *
 * Not covered: pods in the network of their node, of which policies say nothing certain; pods that have ended; services;
 * blocks with bits behind the mask (the API server refuses them from 1.36 on); changes in time.
 */
export const NAMESPACES = ['default', 'shop', 'ops'];
export const LABEL_KEYS = ['app', 'tier'];
export const LABEL_VALUES = ['web', 'db', ''];
export const PORT_NAMES = ['http', 'dns', 'admin'];
export const PORT_NUMBERS = [53, 80, 8080];
export const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;

/** The address of a pod in each family: pods are numbered, and every fourth shares a block of 24 bits. */
export const podAddresses = (at: number) => [`10.0.${at % 4}.${at + 1}`, `fd00:0:0:${at % 4}::${(at + 1).toString(16)}`] as const;
/** Outside the cluster. */
export const OUTSIDE = ['192.0.2.7', '192.0.2.200', '203.0.113.9', '2001:db8::7', '2001:db8:1::9'];

export const BLOCKS = [
  { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '192.0.2.0/24', '10.0.1.2/32', '192.0.2.200/32'] },
  { cidr: '10.0.0.0/8', except: ['10.0.1.0/24', '10.0.0.0/23', '10.0.2.3/32'] },
  { cidr: '10.0.0.0/23', except: ['10.0.0.1/32'] },
  { cidr: '10.0.2.3/32', except: [] },
  { cidr: '192.0.2.0/24', except: ['192.0.2.128/25', '192.0.2.7/32'] },
  { cidr: '::/0', except: ['fd00::/8', '2001:db8::7/128', 'fd00:0:0:1::/64'] },
  { cidr: 'fd00::/8', except: ['fd00:0:0:1::2/128', 'fd00:0:0:2::/63'] },
  { cidr: '2001:db8::/32', except: ['2001:db8:1::/48'] },
];
