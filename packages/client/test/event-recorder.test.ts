import { make, unavailable } from '@kuorum/api';
import { VirtualClock } from '@kuorum/base';
import { createEventRecorder } from '@kuorum/client';
import { createFakeApi, eventually } from '@kuorum/testing';
import { expect } from 'chai';

const pod = make('Pod', {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace: 'default', name: 'web', uid: 'uid-1' },
});

describe('event recorder', () => {
  it('writes what happened to whom', async () => {
    const api = createFakeApi();
    const recorder = createEventRecorder(api.client, 'scheduler', 'node-1');
    recorder.event(pod, 'Normal', 'Scheduled', 'bound to node-1');
    const event = await eventually(() => api.all('Event')[0]);
    expect(event).to.deep.include({ type: 'Normal', reason: 'Scheduled', message: 'bound to node-1', count: 1 });
    expect(event.involvedObject).to.include({ kind: 'Pod', namespace: 'default', name: 'web', uid: 'uid-1' });
    expect(event.source).to.deep.equal({ component: 'scheduler', host: 'node-1' });
    expect(event.metadata.name).to.match(/^web\.[0-9a-f]+$/);
    recorder.close();
  });

  it('counts repeats up, and starts over when the event has lapsed', async () => {
    const api = createFakeApi();
    const recorder = createEventRecorder(api.client, 'kubelet');
    for (let i = 0; i < 3; i++) recorder.event(pod, 'Warning', 'BackOff', 'again');
    recorder.event(pod, 'Warning', 'BackOff', 'something else');
    await eventually(() => api.all('Event').length === 2);
    expect(api.all('Event').map(({ count }) => count)).to.have.members([3, 1]);
    for (const { metadata } of api.all('Event')) await api.client.resource('Event').delete('default', metadata.name);
    recorder.event(pod, 'Warning', 'BackOff', 'again');
    await eventually(() => api.all('Event').length === 1);
    expect(api.all('Event')[0]?.count).to.equal(1);
  });

  it('files events of cluster-scoped objects under the default namespace', async () => {
    const api = createFakeApi();
    const node = make('Node', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' } });
    createEventRecorder(api.client, 'controllers').event(node, 'Warning', 'NodeNotReady', 'no heartbeat');
    const event = await eventually(() => api.all('Event')[0]);
    expect(event.metadata.namespace).to.equal('default');
  });

  it('tries again while the API is away, gives up in the end, and never throws', async () => {
    const api = createFakeApi();
    const clock = new VirtualClock();
    const recorder = createEventRecorder(api.client, 'kubelet', '', { clock });
    let failures = 0;
    api.onCall(() => (failures++ < 2 ? unavailable('down') : undefined));
    recorder.event(pod, 'Normal', 'Started', 'first');
    await eventually(() => {
      clock.advance(1000);
      return api.all('Event').length === 1;
    });
    api.onCall(() => unavailable('down'));
    for (let i = 0; i < 3000; i++) recorder.event(pod, 'Normal', 'Started', `number ${i}`);
    recorder.close();
    recorder.event(pod, 'Normal', 'Started', 'after the end');
    expect(api.all('Event')).to.have.length(1);
  });
});
