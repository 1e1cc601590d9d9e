/** The program as it is shipped, one script: what only the bundler misreads fails in nothing else. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Ran } from './harness.js';

export const kuorumFile = fileURLToPath(new URL('../bin/kuorum.js', import.meta.url));
const bundler = fileURLToPath(new URL('../../../scripts/bundle.mjs', import.meta.url));

/** A bundle takes some seconds to make. */
export const bundleMsMax = 60_000;

/** What the whole test run is measured with takes time of its own, and refuses the code cache. */
export function plainEnv(env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const plain = { ...process.env, ...env };
  delete plain['NODE_V8_COVERAGE'];
  return plain;
}

/** Does nothing where the bundle is current. */
export async function makeBundle(): Promise<void> {
  await promisify(execFile)(process.execPath, [bundler], { env: plainEnv() });
}

/** `kuorum WORDS` at a plaintext server, to its end. */
export function runBundle(server: string, words: readonly string[]): Promise<Ran> {
  const env = plainEnv({ KUORUM_SERVER: server, KUORUM_CONFIG: join(tmpdir(), 'kuorum-no-such-config') });
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [kuorumFile, ...words], { env }, (_error, out, err) =>
      resolve({ out, err, status: child.exitCode ?? -1 }),
    );
    child.stdin?.end();
  });
}
