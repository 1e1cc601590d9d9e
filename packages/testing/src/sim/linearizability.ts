/**
 * Is there an order of the operations, each at one moment between its call and its return, that the model allows?
 * The algorithm of Wing and Gong ("Testing and Verifying Concurrent Objects", 1993) with the memory of Lowe ("Testing
 * for Linearizability", 2017): a set of operations that was seen to lead to a state is not tried again.
 *
 * Linearizability is local (Herlihy and Wing, 1990): a history is linearizable when its part on each key is, so the
 * caller checks key by key, which keeps the search small.
 */

export interface Model<S, O> {
  readonly initial: S;
  /** The state after `operation` as it was observed; undefined when it could not have been observed in `state`. */
  step(state: S, operation: O): { readonly state: S } | undefined;
  /** Equal strings = equal states. */
  describe(state: S): string;
}

export interface Call<O> {
  readonly operation: O;
  /** Moments of one clock, all different. */
  readonly calledAt: number;
  /** Undefined = nobody knows whether it took effect, it may do so at any time after the call, or never. */
  readonly returnedAt: number | undefined;
}

/** States that a search may visit: each open call may double them, and a run must end. */
const SEARCH_STATES_MAX = 200_000;

/** Undefined = the search was given up. */
export function isLinearizable<S, O>(model: Model<S, O>, calls: readonly Call<O>[]): boolean | undefined {
  const sorted = [...calls].sort((a, b) => a.calledAt - b.calledAt);
  const ends = sorted.map(({ returnedAt }) => returnedAt ?? Infinity);
  const seen = new Set<string>();
  const taken = new Array<boolean>(sorted.length).fill(false);

  const search = (state: S): boolean | undefined => {
    // What returned before the call of another one comes before it: only calls before the first open return may be next.
    let firstReturn = Infinity;
    ends.forEach((end, i) => {
      if (!taken[i] && end < firstReturn) firstReturn = end;
    });
    if (firstReturn === Infinity) return true;
    const key = `${taken.map((yes) => (yes ? '1' : '0')).join('')} ${model.describe(state)}`;
    if (seen.has(key)) return false;
    if (seen.size === SEARCH_STATES_MAX) return undefined;
    seen.add(key);
    for (const [i, { calledAt, operation }] of sorted.entries()) {
      if (calledAt > firstReturn) break;
      if (taken[i]) continue;
      const next = model.step(state, operation);
      if (next === undefined) continue;
      taken[i] = true;
      const found = search(next.state);
      if (found !== false) return found;
      taken[i] = false;
    }
    return false;
  };
  return search(model.initial);
}
