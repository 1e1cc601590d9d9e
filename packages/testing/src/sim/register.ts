/** What clients saw of the keys: one history of all, checked as one register a key. */
import { isLinearizable, type Call, type Model } from './linearizability.js';
import type { Operation, Outcome } from './sim-state.js';

/** `outcome` undefined = unknown. */
export interface Observation {
  readonly operation: Exclude<Operation, { kind: 'compact' }>;
  readonly outcome: Outcome | undefined;
}

export const registerModel: Model<string | undefined, Observation> = {
  initial: undefined,
  describe: (state) => state ?? '',
  step(state, { operation, outcome }) {
    switch (operation.kind) {
      case 'put':
        return { state: operation.value };
      case 'delete':
        if (outcome?.kind === 'deleted' && outcome.existed !== (state !== undefined)) return undefined;
        return { state: undefined };
      case 'swap': {
        const succeeds = state === operation.expected;
        if (outcome?.kind === 'swapped' && outcome.succeeded !== succeeds) return undefined;
        return { state: succeeds ? operation.value : state };
      }
      case 'get':
        if (outcome?.kind === 'value' && outcome.value !== state) return undefined;
        return { state };
    }
  },
};

interface Recorded {
  readonly client: number;
  readonly operation: Observation['operation'];
  readonly calledAt: number;
  returnedAt?: number;
  outcome?: Outcome;
}

export class ClientHistory {
  private readonly calls = new Map<string, Recorded[]>();
  private moment = 0;

  get keys(): readonly string[] {
    return [...this.calls.keys()];
  }

  get counts(): { readonly answered: number; readonly unknown: number } {
    const all = [...this.calls.values()].flat();
    const answered = all.filter(({ returnedAt }) => returnedAt !== undefined).length;
    return { answered, unknown: all.length - answered };
  }

  /** Call the result with the outcome; a call that never returns stays open. */
  call(client: number, operation: Observation['operation']): { returned(outcome: Outcome): void; withdraw(): void } {
    const recorded: Recorded = { client, operation, calledAt: ++this.moment };
    const ofKey = this.calls.get(operation.key) ?? [];
    this.calls.set(operation.key, ofKey);
    ofKey.push(recorded);
    return {
      returned: (outcome) => {
        recorded.outcome = outcome;
        recorded.returnedAt = ++this.moment;
      },
      // It is known to have had no effect: it was refused, or it was a read that nobody answered.
      withdraw: () => void ofKey.splice(ofKey.indexOf(recorded), 1),
    };
  }

  /** Throws when the history of any key has no legal order. Gives the number of keys whose search was given up. */
  check(): number {
    let undecided = 0;
    for (const [key, recorded] of this.calls) {
      const calls = recorded.map(({ operation, outcome, calledAt, returnedAt }): Call<Observation> => ({
        operation: { operation, outcome },
        calledAt,
        returnedAt,
      }));
      const verdict = isLinearizable(registerModel, calls);
      if (verdict === undefined) undecided++;
      else if (!verdict) {
        throw new Error(`linearizability: no legal order of what happened to ${key}:\n${describeCalls(recorded)}`);
      }
    }
    return undecided;
  }
}

function describeCalls(calls: readonly Recorded[]): string {
  return calls
    .map(({ client, operation, calledAt, returnedAt, outcome }) => {
      const result = outcome === undefined ? 'unknown' : JSON.stringify(outcome);
      return `  [${calledAt}, ${returnedAt ?? '…'}] client ${client}: ${JSON.stringify(operation)} → ${result}`;
    })
    .join('\n');
}
