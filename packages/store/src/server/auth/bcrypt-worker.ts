/**
 * The thread that hashes passwords: a hash is meant to take long, and the member's heartbeats must not wait for it. It
 * works through its messages one after the other and holds nothing on to but the hash that nobody's password has.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { compareSync, hashSync } from 'bcryptjs';

export type PasswordJob =
  | { readonly id: number; readonly kind: 'hash'; readonly password: string }
  /** `hash` undefined: there is no such user, which must take as long to say as that the password is wrong. */
  | { readonly id: number; readonly kind: 'compare'; readonly password: string; readonly hash: string | undefined };

export type PasswordJobResult =
  { readonly id: number; readonly hash: string } | { readonly id: number; readonly matches: boolean };

const cost = Number(workerData);
let nobodys: string | undefined;

parentPort?.on('message', (job: PasswordJob) => {
  const { id, password } = job;
  if (job.kind === 'hash') {
    answer({ id, hash: hashSync(password, cost) });
    return;
  }
  const hash = job.hash ?? (nobodys ??= hashSync('', cost));
  const matches = compareSync(password, hash) && job.hash !== undefined;
  answer({ id, matches });
});

function answer(result: PasswordJobResult): void {
  parentPort?.postMessage(result);
}
