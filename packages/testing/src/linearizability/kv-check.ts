/** Judges a whole history of a store: recording, checking, and the counterexample when there is no order. */
import { type Call, checkLinearizable, type Verdict } from './checker.js';
import { shrink, type ShrinkRules, showCounterexample } from './counterexample.js';
import { isReadOnly, keysOf, type KvAnswer, type KvObservation, type KvOperation } from './kv-history.js';
import { kvModel, needsRevisions, type KvModelOptions, type KvState } from './kv-model.js';

export type KvCall = Call<KvObservation>;

export type KvVerdict =
  | { readonly kind: 'legal' }
  | { readonly kind: 'illegal'; readonly counterexample: string }
  /** So many parts of the history were too wide to judge. */
  | { readonly kind: 'undecided'; readonly parts: number };

type Illegal = Verdict<KvState> & { readonly kind: 'illegal' };

export interface RecordedCall {
  answered(answer: KvAnswer): void;
  /** It certainly had no effect: it was refused, or it was a read that nobody answered. */
  withdraw(): void;
}

/** What clients did, in the order in which it came to the recorder. What is never answered has an unknown outcome. */
export class KvHistory {
  private readonly recorded = new Set<KvCall>();
  private moment = 0;

  get calls(): readonly KvCall[] {
    return [...this.recorded];
  }

  get counts(): { readonly answered: number; readonly unknown: number } {
    const answered = this.calls.filter(({ returnedAt }) => returnedAt !== undefined).length;
    return { answered, unknown: this.recorded.size - answered };
  }

  call(client: number | string, operation: KvOperation): RecordedCall {
    const observation: { operation: KvOperation; answer: KvAnswer | undefined } = { operation, answer: undefined };
    const call: {
      operation: KvObservation;
      client: number | string;
      calledAt: number;
      returnedAt: number | undefined;
    } = { client, operation: observation, calledAt: ++this.moment, returnedAt: undefined };
    this.recorded.add(call);
    return {
      answered: (answer) => {
        observation.answer = answer;
        call.returnedAt = ++this.moment;
      },
      withdraw: () => void this.recorded.delete(call),
    };
  }
}

const shrinkRules: ShrinkRules<KvObservation> = {
  isRead: ({ operation }) => isReadOnly(operation),
  forget: ({ operation }) => ({ operation, answer: undefined }),
};

/**
 * With all revisions the history is judged as a whole (strict serializability: one order over all keys). Where that is
 * too wide, or others write too, it is judged in parts that have no key in common.
 */
export function checkKvHistory(calls: readonly KvCall[], options: KvModelOptions): KvVerdict {
  // A read without an answer saw nothing and changed nothing.
  const all = calls.filter(({ operation: { operation, answer } }) => answer !== undefined || !isReadOnly(operation));
  if (options.revisions !== 'all') return judgeParts(all, options);
  const verdict = judge(all, options);
  if (verdict.kind === 'legal') return verdict;
  const ofParts = judgeParts(all, { ...options, revisions: 'some' });
  // The contradiction within a few keys is the easier one to read.
  return verdict.kind === 'undecided' || ofParts.kind === 'illegal' ? ofParts : explain(all, options, verdict);
}

function judgeParts(calls: readonly KvCall[], options: KvModelOptions): KvVerdict {
  let undecided = 0;
  for (const part of partition(calls)) {
    const judgeable = !part.some(({ operation }) => needsRevisions(operation.operation));
    const verdict = judgeable ? judge(part, options) : undefined;
    if (verdict?.kind === 'illegal') return explain(part, options, verdict);
    if (verdict?.kind !== 'legal') undecided++;
  }
  return undecided === 0 ? { kind: 'legal' } : { kind: 'undecided', parts: undecided };
}

function judge(calls: readonly KvCall[], options: KvModelOptions): Verdict<KvState> {
  return checkLinearizable(kvModel(calls, options), calls);
}

function explain(calls: readonly KvCall[], options: KvModelOptions, verdict: Illegal): KvVerdict {
  const modelOf = (tried: readonly KvCall[]): ReturnType<typeof kvModel> => kvModel(tried, options);
  const small = shrink<KvState, KvObservation>(modelOf, shrinkRules, calls) ?? { calls, verdict, irrelevant: 0 };
  return { kind: 'illegal', counterexample: showCounterexample(modelOf(small.calls), small) };
}

/** Operations that share a key, however indirectly, are in one part; one that may touch any key joins all. */
export function partition(calls: readonly KvCall[]): KvCall[][] {
  const parentOf = new Map<string, string>();
  const rootOf = (key: string): string => {
    const parent = parentOf.get(key) ?? key;
    return parent === key ? key : rootOf(parent);
  };
  if (calls.some(({ operation }) => keysOf(operation.operation) === undefined)) return [[...calls]];
  for (const { operation } of calls) {
    const [first, ...others] = keysOf(operation.operation) ?? [];
    for (const other of others) if (first !== undefined) parentOf.set(rootOf(other), rootOf(first));
  }
  const parts = new Map<string, KvCall[]>();
  for (const call of calls) {
    const root = rootOf(keysOf(call.operation.operation)?.[0] ?? '');
    const part = parts.get(root) ?? [];
    parts.set(root, part);
    part.push(call);
  }
  return [...parts.values()];
}
