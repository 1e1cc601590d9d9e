/** Pods and containers for tables. */
import { make, type DeepPartial, type Pod } from '@kuorum/api';
import type { RuntimeContainer, RuntimePod } from '@kuorum/kubelet';

export const nowMs = Date.parse('2026-01-01T00:00:00Z');

export function pod(partial: DeepPartial<Pod> = {}, containers: readonly string[] = ['main']): Pod {
  return make('Pod', {
    ...partial,
    metadata: { name: 'web', namespace: 'default', uid: 'uid-1', ...partial.metadata },
    spec: {
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      containers: containers.map((name) => ({ name, image: 'kuorum/echo' })),
      ...partial.spec,
    },
  });
}

export function deleting(partial: DeepPartial<Pod> = {}, seconds = 30): Pod {
  const metadata = { deletionTimestamp: '2026-01-01T00:00:30Z', deletionGracePeriodSeconds: seconds };
  return pod({ ...partial, metadata: { ...partial.metadata, ...metadata } });
}

/** `running(0)`: attempt 0 runs since a minute. */
export function running(attempt: number, partial: Partial<RuntimeContainer> = {}): RuntimeContainer {
  const { name = 'main' } = partial;
  return {
    ...{ id: `test://${name}.${attempt}`, name, attempt, backoffMs: 0, state: 'running', startedAtMs: nowMs - 60_000 },
    ...{
      finishedAtMs: 0,
      exitCode: 0,
      oomKilled: false,
      message: '',
      image: 'kuorum/echo:latest',
      imageId: 'sha256:1',
    },
    ...partial,
  };
}

/** `exited(0, 1)`: attempt 0 ended a second ago with exit code 1. */
export function exited(attempt: number, exitCode: number, partial: Partial<RuntimeContainer> = {}): RuntimeContainer {
  return running(attempt, { state: 'exited', exitCode, finishedAtMs: nowMs - 1_000, ...partial });
}

export function observed(containers: readonly RuntimeContainer[], partial: Partial<RuntimePod> = {}): RuntimePod {
  return { namespace: 'default', name: 'web', uid: 'uid-1', ip: '10.0.0.2', network: 'none', containers, ...partial };
}
