/** One good object of each kind that makes pods, as a manifest would have it. */
import type { DeepPartial, Kinds } from '@kuorum/api';

const labels = { app: 'web' };
const inDefault = { namespace: 'default' };
const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'nginx:1' }] } };
const once = { spec: { restartPolicy: 'Never' as const, containers: [{ name: 'main', image: 'perl:5' }] } };

export const workloadSamples = {
  ReplicaSet: {
    metadata: { name: 'web', ...inDefault },
    spec: { replicas: 3, selector: { matchLabels: labels }, template },
  },
  Deployment: {
    metadata: { name: 'web', ...inDefault },
    spec: { replicas: 3, selector: { matchLabels: labels }, template },
  },
  DaemonSet: { metadata: { name: 'agent', ...inDefault }, spec: { selector: { matchLabels: labels }, template } },
  Job: { metadata: { name: 'pi', uid: 'uid-1', ...inDefault }, spec: { template: once } },
  CronJob: {
    metadata: { name: 'backup', ...inDefault },
    spec: { schedule: '*/5 * * * *', jobTemplate: { spec: { template: once } } },
  },
} satisfies { [K in keyof Kinds]?: DeepPartial<Kinds[K]> };
