/**
 * Makes a history that cannot be ordered small, and shows it.
 *
 * Every step keeps the proof honest: if the whole history were legal, so would be what is left of it.
 * - Only a beginning is kept: what was not called yet is not there, what had not returned has an unknown outcome.
 * - An operation is taken out when the model says that it changes nothing (a read).
 * - The outcome of an operation is forgotten: it may then have happened at any time after its call, or never.
 * Operations with forgotten outcome are shown only when the contradiction would vanish without them.
 */
import { type Call, checkLinearizable, type Model, type Verdict } from './checker.js';
import { SHOWN_BEFORE_STUCK, SHRINK_SEARCH_STATES_MAX, SHRINK_STATES_MAX } from './limits.js';

export interface ShrinkRules<O> {
  /** Whatever the state, it changes nothing. */
  isRead(operation: O): boolean;
  /** The same without what was observed of it. */
  forget(operation: O): O;
}

export interface Counterexample<S, O> {
  readonly calls: readonly Call<O>[];
  readonly verdict: Verdict<S> & { readonly kind: 'illegal' };
  /** Further operations of which nothing is asked, and which cannot repair it. */
  readonly irrelevant: number;
}

export function shrink<S, O>(
  model: (calls: readonly Call<O>[]) => Model<S, O>,
  rules: ShrinkRules<O>,
  calls: readonly Call<O>[],
): Counterexample<S, O> | undefined {
  let visitsLeft = SHRINK_STATES_MAX;
  const illegal = (tried: readonly Call<O>[]): (Verdict<S> & { readonly kind: 'illegal' }) | undefined => {
    if (visitsLeft <= 0) return undefined;
    const verdict = checkLinearizable(model(tried), tried, SHRINK_SEARCH_STATES_MAX);
    visitsLeft -= Math.max(tried.length, verdict.kind === 'legal' ? 0 : verdict.visited);
    return verdict.kind === 'illegal' ? verdict : undefined;
  };
  let best = shortestBeginning([...calls].sort(byCall), rules, illegal);
  if (illegal(best) === undefined) return undefined;
  for (const chunk of chunksOf(best)) {
    const tried = best.flatMap((call) => {
      if (!chunk.has(call.calledAt) || call.returnedAt === undefined) return [call];
      return rules.isRead(call.operation) ? [] : [forgotten(call, rules)];
    });
    if (illegal(tried) !== undefined) best = tried;
  }
  let shown = best;
  for (const chunk of chunksOf(best)) {
    const tried = shown.filter((call) => !chunk.has(call.calledAt) || call.returnedAt !== undefined);
    if (tried.length < shown.length && illegal(tried) !== undefined) shown = tried;
  }
  visitsLeft = SHRINK_STATES_MAX;
  const verdict = illegal(shown);
  return verdict && { calls: shown, verdict, irrelevant: best.length - shown.length };
}

/** Runs of calls by their moments: halves, quarters and so on down to single ones, later calls first. */
function* chunksOf(calls: readonly Call<unknown>[]): Generator<ReadonlySet<number>> {
  const moments = calls.map(({ calledAt }) => calledAt).reverse();
  for (let size = Math.ceil(moments.length / 2); ; size = Math.ceil(size / 2)) {
    for (let at = 0; at < moments.length; at += size) yield new Set(moments.slice(at, at + size));
    if (size <= 1) return;
  }
}

function byCall(a: Call<unknown>, b: Call<unknown>): number {
  return a.calledAt - b.calledAt;
}

function forgotten<O>(call: Call<O>, rules: ShrinkRules<O>): Call<O> {
  return { ...call, operation: rules.forget(call.operation), returnedAt: undefined };
}

/** By bisection over the returns: a history that is illegal stays so however it goes on. */
function shortestBeginning<O>(
  calls: readonly Call<O>[],
  rules: ShrinkRules<O>,
  illegal: (calls: readonly Call<O>[]) => unknown,
): readonly Call<O>[] {
  const returns = calls.flatMap(({ returnedAt }) => returnedAt ?? []).sort((a, b) => a - b);
  const upTo = (end: number): readonly Call<O>[] =>
    calls
      .filter(({ calledAt }) => calledAt < end)
      .filter(({ operation, returnedAt }) => (returnedAt ?? Infinity) <= end || !rules.isRead(operation))
      .map((call) => ((call.returnedAt ?? Infinity) <= end ? call : forgotten(call, rules)));
  let [low, high] = [0, returns.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (illegal(upTo(returns[middle] as number)) !== undefined) high = middle;
    else low = middle + 1;
  }
  const end = returns[low];
  return end === undefined ? calls : upTo(end);
}

/** One line an operation in order of the calls, with the place it took in the longest legal beginning. */
export function showCounterexample<S, O>(
  model: Model<S, O>,
  { calls, verdict, irrelevant }: Counterexample<S, O>,
): string {
  const show = (operation: O): string => model.show?.(operation) ?? JSON.stringify(operation);
  const place = new Map(verdict.order.map((position, i) => [position, i + 1]));
  const firstShown = verdict.order.length - SHOWN_BEFORE_STUCK;
  // Of those that could not be placed only the first may come next: all that were called before one of them returned.
  const firstReturn = Math.min(
    ...calls.map(({ returnedAt }, i) => (place.has(i) ? Infinity : (returnedAt ?? Infinity))),
  );
  const lines = calls.flatMap(({ operation, client, calledAt, returnedAt }, position) => {
    const turn = place.get(position);
    if (turn === undefined ? calledAt > firstReturn : turn <= firstShown) return [];
    const mark = turn !== undefined ? `${turn}.` : returnedAt === undefined ? '' : 'stuck';
    const span = `[${calledAt}, ${returnedAt ?? '…'}]`;
    return [`  ${mark.padEnd(6)} ${span.padEnd(14)} client ${client ?? '?'}: ${show(operation)}`];
  });
  if (firstShown > 0) lines.unshift(`  1.–${firstShown}. are in order`);
  const state = model.showState?.(verdict.state) ?? model.describe(verdict.state);
  lines.push(`  none that is marked "stuck" or not marked fits the state after the numbered ones: ${state}`);
  if (irrelevant > 0) lines.push(`  (${irrelevant} other operations do not repair it, whatever their outcome)`);
  return lines.join('\n');
}
