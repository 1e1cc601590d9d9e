/**
 * Is there an order of the operations, each at one moment between its call and its return, that the model allows?
 * The algorithm of Wing and Gong ("Testing and Verifying Concurrent Objects", 1993) with the memory of Lowe ("Testing
 * for Linearizability", 2017), in the form that the tool porcupine made known: calls and returns are one linked list in
 * order of time; taking an operation lifts its call and its return out of the list, undoing that puts them back.
 *
 * An operation without a return has an unknown outcome: it may take effect at any moment after its call, or never.
 *
 * Invariant of the search: what is in the list is exactly what is not taken, and the state is that after all taken ones.
 */
import { assert, mustGet } from '@kuorum/base';
import { SEARCH_STATES_MAX, SEARCH_STEPS_MAX } from './limits.js';

export interface Model<S, O> {
  readonly initial: S;
  /** The state after `operation` as it was observed; undefined when it could not have been observed in `state`. */
  step(state: S, operation: O): { readonly state: S } | undefined;
  /** Equal strings = equal states. */
  describe(state: S): string;
  /** For counterexamples; absent = JSON. */
  show?(operation: O): string;
  showState?(state: S): string;
}

export interface Call<O> {
  readonly operation: O;
  readonly client?: number | string | undefined;
  /** Moments of one clock, all different. */
  readonly calledAt: number;
  /** Undefined = nobody knows whether it took effect, it may do so at any time after the call, or never. */
  readonly returnedAt: number | undefined;
}

/** Positions are those of the calls as they were given. */
export type Verdict<S> =
  | { readonly kind: 'legal'; readonly order: readonly number[] }
  /** `order` is the longest legal beginning that was found, `state` what it leads to. */
  | { readonly kind: 'illegal'; readonly order: readonly number[]; readonly state: S; readonly visited: number }
  /** The search was given up, with so many configurations visited. */
  | { readonly kind: 'undecided'; readonly visited: number };

interface Node {
  readonly position: number;
  /** Of a call: its return, absent when the outcome is unknown. */
  readonly return: Node | undefined;
  readonly isCall: boolean;
  previous: Node | undefined;
  next: Node | undefined;
}

interface Taken<S> {
  readonly node: Node;
  readonly stateBefore: S;
  /**
   * It left the state as it is (a read). Whatever order can still be found without it now can be found with it, so there
   * is no point in coming back to leave it for later: what many concurrent reads would else cost is exponential.
   */
  readonly isFree: boolean;
}

export function checkLinearizable<S, O>(
  model: Model<S, O>,
  calls: readonly Call<O>[],
  statesMax: number = SEARCH_STATES_MAX,
  stepsMax: number = SEARCH_STEPS_MAX,
): Verdict<S> {
  return new Search(model, calls, statesMax, stepsMax).run();
}

class Search<S, O> {
  private readonly head: Node;
  private readonly taken: Taken<S>[] = [];
  private readonly memory: Memory;
  private state: S;
  /** Returns that are still in the list: none left = done. */
  private pendingReturns = 0;
  private longest: { readonly order: readonly number[]; readonly state: S };

  constructor(
    private readonly model: Model<S, O>,
    private readonly calls: readonly Call<O>[],
    private readonly statesMax: number,
    private readonly stepsMax: number,
  ) {
    this.state = model.initial;
    this.longest = { order: [], state: model.initial };
    this.memory = new Memory(calls.length);
    this.head = this.link();
  }

  run(): Verdict<S> {
    let node = this.head.next;
    let steps = 0;
    while (this.pendingReturns > 0) {
      if (node?.isCall === true) {
        const took = this.maybeTake(node);
        // Most steps of a long search lead where it was before, or nowhere: they add nothing to the memory.
        if (this.memory.size > this.statesMax || ++steps > this.stepsMax)
          return { kind: 'undecided', visited: this.memory.size };
        node = took ? this.head.next : node.next;
        continue;
      }
      // A return whose operation is not taken, or the end: nothing further can come next. Go back.
      const undone = this.undo();
      if (undone === undefined) return { kind: 'illegal', ...this.longest, visited: this.memory.size };
      node = undone.next;
    }
    return { kind: 'legal', order: this.order() };
  }

  private maybeTake(node: Node): boolean {
    const { operation } = this.calls[node.position] as Call<O>;
    const next = this.model.step(this.state, operation);
    if (next === undefined) return false;
    if (!this.memory.maybeAdd(node.position, this.model.describe(next.state))) return false;
    this.taken.push({ node, stateBefore: this.state, isFree: next.state === this.state });
    this.state = next.state;
    this.lift(node);
    if (this.taken.length > this.longest.order.length) this.longest = { order: this.order(), state: this.state };
    return true;
  }

  /** Back to the last decision that could have been another one; undefined = there was none. */
  private undo(): Node | undefined {
    for (;;) {
      const last = this.taken.pop();
      if (last === undefined) return undefined;
      this.state = last.stateBefore;
      this.memory.remove(last.node.position);
      this.putBack(last.node);
      if (!last.isFree) return last.node;
    }
  }

  private order(): number[] {
    return this.taken.map(({ node }) => node.position);
  }

  private link(): Node {
    const moments: { readonly at: number; readonly node: Node }[] = [];
    this.calls.forEach(({ calledAt, returnedAt }, position) => {
      const links = { previous: undefined, next: undefined };
      const end: Node | undefined =
        returnedAt === undefined ? undefined : { position, isCall: false, return: undefined, ...links };
      moments.push({ at: calledAt, node: { position, isCall: true, return: end, ...links } });
      if (end === undefined || returnedAt === undefined) return;
      assert(returnedAt > calledAt, `an operation returns after its call: ${calledAt}, ${returnedAt}`);
      moments.push({ at: returnedAt, node: end });
      this.pendingReturns++;
    });
    moments.sort((a, b) => a.at - b.at);
    const head: Node = { position: -1, isCall: false, return: undefined, previous: undefined, next: undefined };
    let last = head;
    for (const { node } of moments) {
      last.next = node;
      node.previous = last;
      last = node;
    }
    return head;
  }

  private lift(call: Node): void {
    unlink(call);
    if (call.return === undefined) return;
    unlink(call.return);
    this.pendingReturns--;
  }

  private putBack(call: Node): void {
    if (call.return !== undefined) {
      relink(call.return);
      this.pendingReturns++;
    }
    relink(call);
  }
}

function unlink(node: Node): void {
  mustGet(node.previous, 'the node before').next = node.next;
  if (node.next !== undefined) node.next.previous = node.previous;
}

/** Undoes the latest {@link unlink} that is not undone: the neighbours are what they were. */
function relink(node: Node): void {
  mustGet(node.previous, 'the node before').next = node;
  if (node.next !== undefined) node.next.previous = node;
}

/** Which sets of operations were seen to lead to which state; exact, the hash only finds the place. */
class Memory {
  size = 0;
  private readonly bits: Uint32Array;
  private hash = 0;
  private readonly seen = new Map<number, { readonly bits: Uint32Array; readonly state: string }[]>();

  constructor(operations: number) {
    this.bits = new Uint32Array(Math.ceil(operations / 32));
  }

  /** False = that set with that state is known, and nothing was added. */
  maybeAdd(position: number, state: string): boolean {
    this.flip(position);
    const place = this.seen.get(this.hash) ?? [];
    if (place.some((known) => known.state === state && sameBits(known.bits, this.bits))) {
      this.flip(position);
      return false;
    }
    place.push({ bits: this.bits.slice(), state });
    this.seen.set(this.hash, place);
    this.size++;
    return true;
  }

  remove(position: number): void {
    this.flip(position);
  }

  private flip(position: number): void {
    const word = position >>> 5;
    this.bits[word] = (this.bits[word] as number) ^ (1 << (position & 31));
    let mixed = Math.imul(position + 1, 0x9e3779b1);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
    this.hash ^= mixed ^ (mixed >>> 13);
  }
}

function sameBits(a: Uint32Array, b: Uint32Array): boolean {
  return a.every((word, i) => word === b[i]);
}
