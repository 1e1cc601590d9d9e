import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessRuntime } from '../../dist/runtime/process/process-runtime.js';
import { runtimeContract } from './runtime-contract.js';

describe('process runtime', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kuorum-process-'));
  const open = (): ProcessRuntime => new ProcessRuntime({ cluster: 'test', node: 'node-1', dataDir });
  const runtime = open();
  after(async () => {
    for (const pod of await runtime.listPods()) await runtime.removePod(pod);
    await runtime.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  runtimeContract('process', () => ({
    runtime,
    image: 'kuorum/echo',
    missingImage: 'nobody/nothing:1',
    real: true,
    reopen: open,
  }));
});
