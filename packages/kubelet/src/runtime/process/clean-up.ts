/** Ends all processes of one node's process runtime and removes their files: what `kuorum down` does last. */
import { join } from 'node:path';
import { ProcessRuntime } from './process-runtime.js';

/** `dataDir` is the kubelet's; nothing happens when it has no such runtime. May be called again. */
export async function removeProcesses(dataDir: string): Promise<{ pods: number }> {
  const runtime = new ProcessRuntime({ cluster: '', node: '', dataDir: join(dataDir, 'process') });
  try {
    const pods = await runtime.listPods();
    await Promise.all(pods.map((pod) => runtime.removePod(pod)));
    return { pods: pods.length };
  } finally {
    await runtime.close();
  }
}
