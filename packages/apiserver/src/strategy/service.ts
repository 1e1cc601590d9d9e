/**
 * What a service is given once and nobody else may have: its cluster address and its node ports. Each is a claim, a key
 * of its own in the store, written in the same transaction as the service. So two apiservers can never give one out
 * twice, and there is nothing to repair after a crash (Kubernetes keeps a bitmap beside the services and repairs it).
 */
import { checkCidr, headless, invalidField, type FieldError, type Service } from '@kuorum/api';
import type { Prng } from '@kuorum/base';
import { claimKey, claimPrefix } from '../registry/keys.js';

export interface Claim {
  /** Key in the store. */
  readonly key: string;
  /** Field of the service that holds it. */
  readonly path: string;
  readonly value: string | number;
}

/** IPv4 addresses of a CIDR. */
export interface AddressRange {
  readonly text: string;
  readonly first: number;
  readonly size: number;
}

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Throws RangeError that says what is wrong. */
export function parseAddressRange(text: string): AddressRange {
  const wrong = checkCidr(text);
  if (wrong !== undefined)
    throw new RangeError(`Cannot use ${JSON.stringify(text)} as service address range: ${wrong}`);
  const [address = '', bits = ''] = text.split('/');
  const size = 2 ** (32 - Number(bits));
  if (size < 8) throw new RangeError(`Cannot use ${text} as service address range: it has less than 8 addresses`);
  return { text, first: Math.floor(toNumber(address) / size) * size, size };
}

/** Throws RangeError that says what is wrong. */
export function parsePortRange(text: string): PortRange {
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(text);
  const [first, last] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || first < 1 || last > 65_535 || first > last) {
    throw new RangeError(`Cannot use ${JSON.stringify(text)} as node port range: write it as 30000-32767`);
  }
  return { first, last };
}

/** Everything a stored service holds. */
export function claimsOf({ spec }: Service): Claim[] {
  const claims: Claim[] = [];
  if (spec.clusterIP !== '' && spec.clusterIP !== headless) {
    claims.push({ key: claimKey('serviceips', spec.clusterIP), path: 'spec.clusterIP', value: spec.clusterIP });
  }
  spec.ports.forEach(({ nodePort }, i) => {
    if (nodePort === 0) return;
    claims.push({ key: claimKey('servicenodeports', nodePort), path: `spec.ports[${i}].nodePort`, value: nodePort });
  });
  return claims;
}

/** Ranges the allocator looks through when random picks keep being taken. */
export const claimPrefixes: readonly string[] = [claimPrefix('serviceips'), claimPrefix('servicenodeports')];

export class ServiceAllocator {
  constructor(
    private readonly addresses: AddressRange,
    private readonly ports: PortRange,
    private readonly prng: Prng,
  ) {}

  /**
   * Fills in what was not asked for, in place, avoiding the keys in `taken`. Gives the keys that it picked (those may be
   * picked anew when they turn out to be taken), or what cannot be had.
   */
  allocate({ spec }: Service, taken: ReadonlySet<string>): { picked: Set<string>; errors: FieldError[] } {
    const picked = new Set<string>();
    const errors: FieldError[] = [];
    if (spec.clusterIP === '') {
      const address = this.pick(this.addresses.size - 3, (i) => toText(this.addresses.first + 2 + i), 'serviceips', [
        taken,
      ]);
      if (address === undefined) {
        errors.push(
          invalidField('spec.clusterIP', '', `failed to allocate an IP: range ${this.addresses.text} is full`),
        );
      } else {
        spec.clusterIP = address;
        picked.add(claimKey('serviceips', address));
      }
    } else if (spec.clusterIP !== headless && !this.inRange(spec.clusterIP)) {
      const detail = `the provided IP is not in the valid range. The range of valid IPs is ${this.addresses.text}`;
      errors.push(invalidField('spec.clusterIP', spec.clusterIP, detail));
    }
    if (spec.type === 'NodePort') this.allocatePorts(spec, taken, picked, errors);
    return { picked, errors };
  }

  private allocatePorts(
    spec: Service['spec'],
    taken: ReadonlySet<string>,
    picked: Set<string>,
    errors: FieldError[],
  ): void {
    const { first, last } = this.ports;
    const asked = new Set(spec.ports.map(({ nodePort }) => claimKey('servicenodeports', nodePort)));
    spec.ports.forEach((port, i) => {
      const path = `spec.ports[${i}].nodePort`;
      if (port.nodePort === 0) {
        const avoid = [taken, picked, asked];
        const text = this.pick(last - first + 1, (n) => String(first + n), 'servicenodeports', avoid);
        if (text === undefined) {
          errors.push(invalidField(path, 0, `failed to allocate a port: range ${first}-${last} is full`));
          return;
        }
        port.nodePort = Number(text);
        picked.add(claimKey('servicenodeports', text));
      } else if (port.nodePort < first || port.nodePort > last) {
        const detail = `provided port is not in the valid range. The range of valid ports is ${first}-${last}`;
        errors.push(invalidField(path, port.nodePort, detail));
      }
    });
  }

  /** From a random place on, the first that is free. */
  private pick(
    size: number,
    nth: (i: number) => string,
    range: 'serviceips' | 'servicenodeports',
    avoid: readonly ReadonlySet<string>[],
  ): string | undefined {
    const start = this.prng.int(size);
    for (let n = 0; n < size; n++) {
      const value = nth((start + n) % size);
      const key = claimKey(range, value);
      if (!avoid.some((set) => set.has(key))) return value;
    }
    return undefined;
  }

  private inRange(address: string): boolean {
    const offset = toNumber(address) - this.addresses.first;
    return offset > 0 && offset < this.addresses.size - 1;
  }
}

/** A client that does not send what was allocated keeps it, as Kubernetes' patchAllocatedValues has it. */
export function prepareServiceForUpdate(next: Service, old: Service): void {
  if (next.spec.clusterIP === '') next.spec.clusterIP = old.spec.clusterIP;
  const nodePortOf = new Map(old.spec.ports.map(({ port, protocol, nodePort }) => [`${protocol}/${port}`, nodePort]));
  for (const port of next.spec.ports) {
    const before = nodePortOf.get(`${port.protocol}/${port.port}`) ?? 0;
    if (next.spec.type === 'NodePort') {
      if (port.nodePort === 0) port.nodePort = before;
    } else if (old.spec.type === 'NodePort' && port.nodePort === before) port.nodePort = 0;
  }
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toText(address: number): string {
  return [2 ** 24, 2 ** 16, 2 ** 8, 1].map((scale) => Math.floor(address / scale) % 256).join('.');
}
