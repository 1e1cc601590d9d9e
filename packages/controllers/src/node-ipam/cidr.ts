/** IPv4 ranges in CIDR notation, as numbers. */

export interface Cidr {
  /** First address, as an unsigned 32-bit number. */
  readonly base: number;
  /** Length of the network part. */
  readonly bits: number;
}

/** `10.244.0.0/16`; undefined when it is none, or has bits set behind its network part. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const octets = match.slice(1, 5).map(Number);
  const bits = Number(match[5]);
  if (bits > 32 || octets.some((octet) => octet > 255)) return undefined;
  const base = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return base % 2 ** (32 - bits) === 0 ? { base, bits } : undefined;
}

export function formatCidr({ base, bits }: Cidr): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256);
  return `${octets.join('.')}/${bits}`;
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.base < b.base + size(b) && b.base < a.base + size(a);
}

/** Every range of `bits` in `cidr`, in order. */
export function* subnets(cidr: Cidr, bits: number): Generator<Cidr> {
  const step = 2 ** (32 - bits);
  for (let base = cidr.base; base < cidr.base + size(cidr); base += step) yield { base, bits };
}

function size({ bits }: Cidr): number {
  return 2 ** (32 - bits);
}
