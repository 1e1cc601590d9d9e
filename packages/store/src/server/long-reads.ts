/**
 * Reads of many keys, in slices: a page is answered at once, a read of the whole store gives others their turn. What is
 * read stands at one revision, so it does not matter what is written meanwhile.
 *
 * Invariants: one read is under way at a time beyond its first slice, in the order in which they came, so that what they
 * gather is not held by all of them at once; each is answered once, at the stop or the end of its call at the latest.
 */
import type { Slices } from '@kuorum/base';
import { MvccError } from '../mvcc/index.js';
import { etcdError, toEtcdError, type EtcdError } from './errors.js';
import { READS_SLICE_MS } from './limits.js';
import type { StateMachine } from './state-machine.js';
import type { Done } from './waiters.js';

export interface LongReadsHome {
  readonly machine: { readonly generation: number; readonly alarms: Pick<StateMachine['alarms'], 'mustTrust'> };
  /** Why nothing can be read now. */
  readonly unavailable: EtcdError | undefined;
  /** Runs it in a turn of its own, unless the member has stopped by then, and sees to what it throws. */
  soon(fn: () => void): void;
}

/** Of a call: tells when nobody waits for its answer any more. */
export interface Reader {
  onCancel(listener: () => void): void;
}

export class LongReads {
  /** The first one is under way. Each takes a slice and says whether it needs no more. */
  private readonly waiting: (() => boolean)[] = [];

  constructor(
    private readonly home: LongReadsHome,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** What is short by its nature: most reads are of one key. */
  serveAtOnce<O>(answer: () => O, done: Done<O>): void {
    let response: O;
    try {
      this.home.machine.alarms.mustTrust();
      response = answer();
    } catch (thrown) {
      const refusal = toEtcdError(thrown);
      if (refusal === undefined) throw thrown;
      done(refusal);
      return;
    }
    done(undefined, response);
  }

  serve<O>(answer: () => Slices<O>, done: Done<O>, reader: Reader): void {
    const { machine } = this.home;
    const { generation } = machine;
    let slices = answer();
    let isFirst = true;
    let timeMs = READS_SLICE_MS;
    let isWanted = true;
    const take = (): boolean => {
      const gone = isFirst ? undefined : isWanted ? this.home.unavailable : etcdError('callCancelled');
      // Another state has taken the place of the one that it reads.
      if (gone !== undefined || machine.generation !== generation) {
        done(gone ?? etcdError('restoring'));
        return true;
      }
      let response: O | undefined;
      try {
        if (isFirst) machine.alarms.mustTrust();
        const step = this.slicesOf(slices, timeMs);
        isFirst = false;
        if (step === undefined) return false;
        response = step.value;
      } catch (thrown) {
        if (!isFirst && timeMs < Infinity && thrown instanceof MvccError && thrown.code === 'compacted') {
          // Its history went away under it. Whoever asked for what is current gets that, in one go.
          slices = answer();
          timeMs = Infinity;
          return take();
        }
        const refusal = toEtcdError(thrown);
        if (refusal === undefined) throw thrown;
        done(refusal);
        return true;
      }
      done(undefined, response);
      return true;
    };
    if (take()) return;
    reader.onCancel(() => (isWanted = false));
    this.waiting.push(take);
    if (this.waiting.length === 1) this.goOn();
  }

  /** Once nothing can be read any more: whoever waits hears of it. */
  stop(): void {
    for (const take of this.waiting.splice(0)) take();
  }

  /** As many as there is time for; undefined = there are more. */
  private slicesOf<O>(slices: Slices<O>, timeMs: number): { readonly value: O } | undefined {
    let endMs: number | undefined;
    for (;;) {
      const step = slices.next();
      if (step.done === true) return { value: step.value };
      endMs ??= this.nowMs() + timeMs;
      if (this.nowMs() > endMs) return undefined;
    }
  }

  private goOn(): void {
    this.home.soon(() => {
      if (this.waiting[0]?.() === true) this.waiting.shift();
      if (this.waiting.length > 0) this.goOn();
    });
  }
}
