import { contains, formatCidr, parseCidr, type Cidr } from '../../manifests/validate';

/**
 * Where clouds tell a machine about itself and hand out its credentials. Whoever asks there from a pod may become the node.
 *
 * - 169.254.169.254: AWS, Azure, Google Cloud, Oracle, DigitalOcean, OpenStack
 * - fd00:ec2::254: AWS (docs.aws.amazon.com, "Access instance metadata for an EC2 instance")
 * - fd20:ce::254: Google Cloud (cloud.google.com, "About VM metadata")
 * - 169.254.170.2: credentials of AWS tasks; 169.254.170.23 and fd00:ec2::23, the agent of EKS Pod Identity, stay open
 * - 100.100.100.200: Alibaba Cloud
 */
export const METADATA_ADDRESSES: readonly string[] = [
  '169.254.169.254/32', '169.254.170.2/32', '100.100.100.200/32', 'fd00:ec2::254/128', 'fd20:ce::254/128',
];

const BLOCKS = METADATA_ADDRESSES.map(text => parseCidr(text)!);

/** The metadata address that is all of a block, or that holds all of it; nothing would be left of the block without it. */
export function metadataAddressAround(block: Cidr): string | undefined {
  const found = BLOCKS.find(each => contains(each, block));
  return found && formatCidr(found);
}

/** What a block must leave out: the given exceptions, and each metadata address inside that none of them covers. */
export function withoutMetadata(block: Cidr, except: readonly Cidr[]): string[] {
  const missing = BLOCKS.filter(address => contains(block, address) && !except.some(each => contains(each, address)));
  return [...new Set([...except, ...missing].map(formatCidr))].sort();
}
