/** Passwords, hashed by bcrypt in a thread of its own that is started when first needed. None is kept or logged. */
import { Worker } from 'node:worker_threads';
import { etcdError, invalidArgument, type EtcdError } from '../errors.js';
import type { Done } from '../waiters.js';
import type { PasswordJob, PasswordJobResult } from './bcrypt-worker.js';
import { PASSWORD_BYTES_MAX, PASSWORDS_WAITING } from './limits.js';

type Settle = (error: EtcdError | undefined, result?: PasswordJobResult) => void;
type WithoutId<J> = J extends PasswordJob ? Omit<J, 'id'> : never;

export class Passwords {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Settle>();
  private lastId = 0;

  constructor(private readonly cost: number) {}

  hash(password: string, done: Done<string>): void {
    if (Buffer.byteLength(password) > PASSWORD_BYTES_MAX) {
      done(invalidArgument(`a password has at most ${PASSWORD_BYTES_MAX} bytes: choose a shorter one`));
      return;
    }
    this.post({ kind: 'hash', password }, (error, result) =>
      result !== undefined && 'hash' in result ? done(undefined, result.hash) : done(error ?? etcdError('stopped')),
    );
  }

  /** `hash` undefined = nobody's: takes as long, and does not match. */
  compare(password: string, hash: string | undefined, done: Done<boolean>): void {
    // Of a longer one bcrypt would look at the beginning alone.
    const known = Buffer.byteLength(password) <= PASSWORD_BYTES_MAX ? hash : undefined;
    this.post({ kind: 'compare', password, hash: known }, (error, result) =>
      result !== undefined && 'matches' in result
        ? done(undefined, result.matches)
        : done(error ?? etcdError('stopped')),
    );
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.lose();
    await worker?.terminate();
  }

  private post(job: WithoutId<PasswordJob>, settle: Settle): void {
    if (this.waiting.size >= PASSWORDS_WAITING) return settle(etcdError('tooManyRequests'));
    const id = ++this.lastId;
    this.waiting.set(id, settle);
    this.worker ??= this.start();
    this.worker.postMessage({ ...job, id });
  }

  private start(): Worker {
    const worker = new Worker(new URL('./bcrypt-worker.js', import.meta.url), { workerData: this.cost });
    worker.unref();
    worker.on('message', (result: PasswordJobResult) => {
      const settle = this.waiting.get(result.id);
      this.waiting.delete(result.id);
      settle?.(undefined, result);
    });
    // The next password starts another one.
    worker.on('error', () => this.lose());
    return worker;
  }

  private lose(): void {
    this.worker = undefined;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const settle of waiting) settle(etcdError('stopped'));
  }
}
