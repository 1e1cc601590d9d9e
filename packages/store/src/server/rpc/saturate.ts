import { int64ToBigint, type WireInt64 } from '@kuorum/wire';

/**
 * A client's int64 as a number. Revisions, versions, limits and times here never reach 2^53, so what a client sends
 * beyond means the same as the largest number, and the smallest: a revision of the future, no limit, no time.
 */
export function saturate(value: WireInt64): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  return int64ToBigint(value) < 0n ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
}
