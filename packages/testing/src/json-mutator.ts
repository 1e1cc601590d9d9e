/** Valid JSON made odd: types flipped, keys that mean something to JavaScript, numbers and texts at the edges, deep nesting, duplicate keys. */
import type { Prng } from '@kuorum/base';

/** Stands for text that cannot be made by JSON.stringify. */
const DEEP = '@deep@';
const DEPTHS = [3, 40, 70, 200, 100_000];
const MUTATIONS_MAX = 4;

const oddKeys = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  'a.b/c',
  'x'.repeat(70_000),
  'spec',
  'metadata',
  '\u0000',
  '😀',
];
const oddTexts = [
  '',
  ' ',
  'x'.repeat(300),
  'y'.repeat(200_000),
  '\u0000\u0007',
  '\ud800',
  '\u202eevil',
  'ﬀ́́',
  '../../etc',
  '%2e%2e/',
  '__proto__',
  'NaN',
  '-1',
  '1e99999',
  '0x10',
  '9999999999999999999999Gi',
  '1.5m',
  '2026-13-45T99:99:99Z',
  '* * * * *',
  '*/0 60 * * *',
  'a=b,c in (d',
  '$(A)$(A)',
  `${'('.repeat(5_000)}`,
  DEEP,
];
const oddNumbers = [0, -0, -1, 1, 0.1, 65_536, 2 ** 31, -(2 ** 31), 2 ** 53, 1e21, 1e308, -1e308, 5e-324];
const oddOthers: readonly unknown[] = [null, true, false, [], {}, [[]], [null], [{}], { a: 1 }];

export class JsonMutator {
  constructor(private readonly prng: Prng) {}

  /** The text of `value` after some mutations; it need not be JSON any more. */
  mutate(value: unknown): string {
    const root = { value: structuredClone(value) };
    for (let n = this.prng.int(2) === 0 ? 1 : 1 + this.prng.int(MUTATIONS_MAX); n > 0; n--) this.mutateOnce(root);
    return this.damaged(this.textOf(root.value));
  }

  private mutateOnce(root: { value: unknown }): void {
    const places = placesIn(root);
    const { holder, key } = this.pick(places);
    const other = this.pick(places);
    switch (this.prng.int(7)) {
      case 0:
        return put(holder, key, this.odd());
      case 1:
        if (holder !== root) remove(holder, key);
        return;
      case 2:
        return put(holder, this.pick(oddKeys), this.odd());
      case 3:
        return put(holder, key, structuredClone(at(other.holder, other.key)));
      case 4:
        return put(holder, key, [at(holder, key), structuredClone(at(holder, key))]);
      case 5:
        if (Array.isArray(holder))
          for (let i = this.prng.int(300); i > 0; i--) holder.push(structuredClone(at(holder, key)));
        return;
      default:
        return put(holder, key, this.pick(oddTexts));
    }
  }

  private odd(): unknown {
    return this.pick<unknown>([this.pick(oddTexts), this.pick(oddNumbers), this.pick(oddOthers)]);
  }

  /** Now and then a key comes twice. */
  private textOf(value: unknown): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map((item) => this.textOf(item)).join(',')}]`;
    const members = Object.entries(value).flatMap(([key, item]) => {
      const member = `${JSON.stringify(key)}:${this.textOf(item)}`;
      return this.prng.int(60) === 0 ? [`${JSON.stringify(key)}:${JSON.stringify(this.odd())}`, member] : [member];
    });
    return `{${members.join(',')}}`;
  }

  private damaged(text: string): string {
    const depth = this.pick(DEPTHS);
    const [open, close] = this.prng.int(2) === 0 ? ['[', ']'] : ['{"a":', '}'];
    const deep = `${open.repeat(depth)}1${close.repeat(depth)}`;
    const whole = text.replaceAll(`"${DEEP}"`, deep);
    if (this.prng.int(25) > 0) return whole;
    const from = this.prng.int(whole.length);
    return whole.slice(0, from) + whole.slice(from + this.prng.int(5));
  }

  private pick<T>(values: readonly T[]): T {
    return values[this.prng.int(values.length)] as T;
  }
}

type Holder = Record<string, unknown> | unknown[];

interface Place {
  readonly holder: Holder;
  readonly key: string;
}

function placesIn(holder: Holder): Place[] {
  return Object.keys(holder).flatMap((key) => {
    const item = at(holder, key);
    return [{ holder, key }, ...(typeof item === 'object' && item !== null ? placesIn(item as Holder) : [])];
  });
}

function at(holder: Holder, key: string): unknown {
  return Object.getOwnPropertyDescriptor(holder, key)?.value;
}

/** A plain assignment of `__proto__` would set the prototype. */
function put(holder: Holder, key: string, value: unknown): void {
  if (Array.isArray(holder) && !/^\d+$/.test(key)) holder.push(value);
  else Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

function remove(holder: Holder, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}
