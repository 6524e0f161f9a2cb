import * as fc from 'fast-check';

// Blocks of addresses, right, nearly right and wrong.

const octets = fc.constantFrom('10.0.0.0', '10.1.0.0', '10.1.2.3', '192.168.0.0', '0.0.0.0', '255.255.255.255', '256.0.0.0',
  '10.0.0', '010.0.0.0', '10.00.0.0',
  '10.0.0.0000', '1.2.3.4.5', '0x0a.0.0.0', '-1.0.0.0', ' 10.0.0.0', '10.0.0.0 ', '10.0.0.٣', '10..0.0');
const hextets = fc.constantFrom('::', '::1', '2001:db8::', '2001:DB8::', '2001:db8:0:0:0:0:0:0', '2001:0db8::', '02001:db8::',
  '2001:db8::1', 'fe80::', '1:2:3:4:5:6:7:8',
  '1:2:3:4:5:6:7::', '::2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8:9', '1::2::3', ':::', 'fe80::1%eth0', 'g::', ':1', '1:', '[::1]',
  '00000::', '1:2:3:4:5:6:7');
/** IPv4 in IPv6 clothes: mapped, compatible, translated. */
const mixed = fc.tuple(fc.constantFrom('::ffff:', '::FFFF:', '0:0:0:0:0:ffff:', '::', '64:ff9b::', '::ffff:0:', '1:2:3:4:5:6:',
  '1:2:3:4:5:6:7:'), octets)
  .map(([prefix, ipv4]) => `${prefix}${ipv4}`);
/** Groups in any number, with gaps anywhere. */
const scrambled = fc.array(fc.constantFrom('0', '1', 'ffff', 'FFFF', 'db8', '0db8', '00db8', '', 'g',
  '10.0.0.0'), { minLength: 2, maxLength: 9 })
  .map(groups => groups.join(':'));
const mask = fc.oneof(
  fc.constantFrom('/0', '/8', '/16', '/24', '/31', '/32', '/33', '/64', '/95', '/96', '/97', '/104', '/120', '/127', '/128', '/129'),
  fc.constantFrom('', '/', '/08', '/00', '/+8', '/-1', '/ 8', '/8 ', '/8/8', '/255.0.0.0', '/1e1', '/08.0',
    '/999999999999999999999', '\\8'),
);

export const cidr = fc.tuple(fc.oneof(octets, hextets, mixed, scrambled), mask).map(([address, bits]) => `${address}${bits}`);
