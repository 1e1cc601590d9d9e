/**
 * 64-bit integers of the wire. The etcd profile decodes them to decimal strings; code of ours works with `bigint` for
 * ids (lease, member, cluster: all 64 bits in use) and with safe-integer numbers for what counts (revisions, terms,
 * indexes). A value that does not fit is never rounded: it is an error.
 */

/** What proto-loader may hand over for a 64-bit field. */
export type WireInt64 = string | number | bigint | { toString(): string };

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

/** Throws RangeError when `value` is not an integer of 64 bits with sign. */
export function int64ToBigint(value: WireInt64): bigint {
  const big = toBigint(value);
  if (big < INT64_MIN || big > INT64_MAX) throw new RangeError(`Cannot decode ${String(value)} as int64`);
  return big;
}

/** Throws RangeError when `value` is not an integer of 64 bits without sign. */
export function uint64ToBigint(value: WireInt64): bigint {
  const big = toBigint(value);
  if (big < 0n || big > UINT64_MAX) throw new RangeError(`Cannot decode ${String(value)} as uint64`);
  return big;
}

/** Throws RangeError when `value` is beyond ±(2^53 − 1), where JavaScript numbers lose digits. */
export function int64ToNumber(value: WireInt64): number {
  const number = typeof value === 'number' ? value : Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`Cannot decode ${String(value)} as a safe integer`);
  return number;
}

/** What to put into a 64-bit field of an etcd message. */
export function toInt64(value: bigint | number): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError(`Cannot encode ${value} as a 64-bit integer`);
  }
  return value.toString();
}

function toBigint(value: WireInt64): bigint {
  try {
    return typeof value === 'bigint' ? value : BigInt(typeof value === 'number' ? value : value.toString());
  } catch (cause) {
    throw new RangeError(`Cannot decode ${String(value)} as a 64-bit integer`, { cause });
  }
}
