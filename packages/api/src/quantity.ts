/**
 * Resource quantities as Kubernetes writes them: a decimal number with a suffix, such as 250m cpu, 64Mi or 1e3.
 * Grammar: apimachinery `pkg/api/resource`. Held as a plain number of base units (cores, bytes, pods), which is exact
 * up to 2^53; fractions below one thousandth are rounded up where a whole number is needed, as Kubernetes does.
 */

const suffixes: ReadonlyMap<string, number> = new Map([
  ['n', 1e-9],
  ['u', 1e-6],
  ['m', 1e-3],
  ['', 1],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['E', 1e18],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
  ['Pi', 2 ** 50],
  ['Ei', 2 ** 60],
]);

const syntax = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:([eE][+-]?\d{1,2})|([KMGTPE]i|[numkMGTPE]))?$/;

export const quantityRule =
  'quantities must match the regular expression ' +
  "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$', such as 250m, 1.5, 64Mi or 1G";

/** The number of base units, or undefined when `text` is no quantity. `maybeParseQuantity('250m')` is 0.25. */
export function maybeParseQuantity(text: string): number | undefined {
  const match = syntax.exec(text);
  if (match === null) return undefined;
  const value = valueOf(match);
  return Math.max(-quantityMax, Math.min(quantityMax, value));
}

/** Kubernetes' cap is 2^63 - 1, to which this is the nearest number: without one, enough digits would be infinite. */
const quantityMax = 2 ** 63;

function valueOf([, number = '', exponent = '', suffix = '']: RegExpExecArray): number {
  if (exponent !== '') return Number(number + exponent);
  // Milli and smaller divide: 1 / 1000 is the nearest double to 0.001, 3 × 0.001 is not the nearest one to 0.003.
  const scale = suffixes.get(suffix) ?? NaN;
  return scale < 1 ? Number(number) / Math.round(1 / scale) : Number(number) * scale;
}

/** As {@link maybeParseQuantity}; throws a RangeError that names the text. For objects that have been validated. */
export function parseQuantity(text: string): number {
  const value = maybeParseQuantity(text);
  if (value === undefined) throw new RangeError(`Cannot read quantity ${JSON.stringify(text)}: ${quantityRule}`);
  return value;
}

/** Thousandths of a core, rounded up: `parseCpuMillis('0.1')` is 100. Not given is 0. */
export function parseCpuMillis(text: string | undefined): number {
  return text === undefined || text === '' ? 0 : ceil(parseQuantity(text) * 1000);
}

/** Whole bytes, rounded up: `parseBytes('64Mi')` is 67108864. Not given is 0. */
export function parseBytes(text: string | undefined): number {
  return text === undefined || text === '' ? 0 : ceil(parseQuantity(text));
}

// A product such as 1.001 × 1000 may end in …0000001: that is noise of the representation, not a fraction.
function ceil(value: number): number {
  const nearest = Math.round(value);
  return Math.abs(value - nearest) < 1e-6 ? nearest : Math.ceil(value);
}

/** Whole numbers plainly, others in milli: `formatQuantity(0.25)` is `250m`. */
export function formatQuantity(value: number): string {
  return Number.isInteger(value) ? String(value) : `${ceil(value * 1000)}m`;
}

/** `formatCpu(1500)` is `1500m`, `formatCpu(2000)` is `2`. */
export function formatCpu(millis: number): string {
  return millis % 1000 === 0 ? String(millis / 1000) : `${millis}m`;
}

/** The largest binary suffix that divides evenly: `formatBytes(67108864)` is `64Mi`. */
export function formatBytes(bytes: number): string {
  for (const suffix of ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki']) {
    const scale = suffixes.get(suffix) ?? 1;
    if (bytes !== 0 && bytes % scale === 0) return `${bytes / scale}${suffix}`;
  }
  return String(bytes);
}

/** Billionths of a core, with the largest suffix that divides evenly: `formatNanoCores(250_000_000)` is `250m`. */
export function formatNanoCores(nanoCores: number): string {
  for (const [suffix, scale] of [
    ['', 1e9],
    ['m', 1e6],
    ['u', 1e3],
  ] as const) {
    if (nanoCores % scale === 0) return `${nanoCores / scale}${suffix}`;
  }
  return `${nanoCores}n`;
}
