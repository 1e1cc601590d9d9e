/**
 * Assertions that stay on in production. A broken invariant is a bug: it throws {@link AssertionError}, nobody
 * catches it, and the process dies before it can spread a wrong state.
 */

/** A bug in Kuorum itself, never a condition of the outside world. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** Throws {@link AssertionError} unless `condition` holds. Split compound conditions into several asserts. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Gives `value` back, asserting that it is there. `what` names it in the error. */
export function mustGet<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new AssertionError(`${what} must be present`);
  return value;
}

/** Ends a `switch` over a discriminated union: does not compile while a case is missing. */
export function assertNever(value: never, what = 'value'): never {
  throw new AssertionError(`unexpected ${what}: ${JSON.stringify(value)}`);
}
