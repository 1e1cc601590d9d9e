import { apiClientContract } from '@kuorum/testing';
import { Harness } from './harness.js';

apiClientContract('apiserver on etcd', async () => {
  const harness = new Harness();
  await harness.start();
  return { client: harness.client, close: () => harness.stop() };
});
