import type { NetworkPolicyPort } from '../../manifests/model';
import { invalidValue } from '../errors';
import { refuseWrongArguments } from '../props';

/** Transport protocols that a NetworkPolicy knows. */
export enum Protocol {
  /** TCP. */
  TCP = 'TCP',
  /** UDP. */
  UDP = 'UDP',
  /** SCTP. */
  SCTP = 'SCTP',
}

/**
 * Ports of the pods that traffic goes to: container ports, not the ports of a Service.
 */
export class Port {
  /** One TCP port, 1 to 65535. */
  public static tcp(port: number): Port {
    refuseWrongArguments('Port.tcp', { port: 'number' }, port);
    return Port.range(port, port, Protocol.TCP);
  }

  /** One UDP port, 1 to 65535. */
  public static udp(port: number): Port {
    refuseWrongArguments('Port.udp', { port: 'number' }, port);
    return Port.range(port, port, Protocol.UDP);
  }

  /** One SCTP port, 1 to 65535. */
  public static sctp(port: number): Port {
    refuseWrongArguments('Port.sctp', { port: 'number' }, port);
    return Port.range(port, port, Protocol.SCTP);
  }

  /** All ports from `first` to `last`, both included. */
  public static range(first: number, last: number, protocol: Protocol = Protocol.TCP): Port {
    refuseWrongArguments('Port.range', { first: 'number', last: 'number', protocol: 'Protocol' }, first, last, protocol);
    for (const port of [first, last]) {
      if (!Number.isInteger(port) || port < 1 || port > 65535) {
        throw invalidValue('Port', port, 'a port is a whole number from 1 to 65535', 'give one of them, or say Port.allOf(protocol), which means every port');
      }
    }
    if (last < first) {
      throw invalidValue('Port.range', [first, last], 'the last port is below the first', 'swap them');
    }
    return new Port({ port: first, ...(last > first ? { endPort: last } : {}), protocol });
  }

  /**
   * The port of that name on each pod that traffic goes to; different pods may give it different
   * numbers, and a pod without it is not opened.
   */
  public static named(name: string, protocol: Protocol = Protocol.TCP): Port {
    refuseWrongArguments('Port.named', { name: 'string', protocol: 'Protocol' }, name, protocol);
    if (!/^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/.test(name) || name.includes('--')) {
      throw invalidValue('Port.named', name, 'a port name has at most 15 of a-z, 0-9 and -, at least one letter', 'use the name of the container port, or its number');
    }
    return new Port({ port: name, protocol });
  }

  /** Every port of one protocol. */
  public static allOf(protocol: Protocol): Port {
    refuseWrongArguments('Port.allOf', { protocol: 'Protocol' }, protocol);
    return new Port({ protocol });
  }

  /** Every port of every protocol; it cannot stand beside others. */
  public static all(): Port {
    return new Port(undefined);
  }

  private constructor(
    /** undefined means every port of every protocol. @internal */
    public readonly _entry: NetworkPolicyPort | undefined,
  ) {}
}
