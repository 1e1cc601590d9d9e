import { ApiStatusError, isNotFound, isUnavailable, make, notFound, unavailable } from '@kuorum/api';
import { createApiClient, type ApiClient, type LogsOptions } from '@kuorum/client';
import { Cleanup, apiClientContract, createFakeApi, eventually, freePort } from '@kuorum/testing';
import { expect } from 'chai';
import { lastValueFrom, of, throwError, toArray } from 'rxjs';
import { serveApi } from './serve-fake-api.js';

apiClientContract('gRPC client', async () => {
  const served = await serveApi(createFakeApi().client);
  const client = createApiClient({ servers: [served.address] });
  return {
    client,
    close: () => {
      client.close();
      served.stop();
    },
  };
});

describe('API client over gRPC', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const pod = make('Pod', {
    metadata: { namespace: 'default', name: 'web' },
    spec: { containers: [{ name: 'main', image: 'kuorum/echo:latest' }] },
  });
  const clientFor = (...servers: string[]): ApiClient =>
    cleanup.own(createApiClient({ servers }), (client) => client.close());
  const serve = async (api = createFakeApi(), port = 0) =>
    cleanup.own(await serveApi(api.client, port), (served) => served.stop());

  it('goes to another server when one is down, writes included', async () => {
    const served = await serve();
    const dead = `127.0.0.1:${await freePort()}`;
    for (const [i, servers] of [
      [dead, served.address],
      [served.address, dead],
    ].entries()) {
      const client = clientFor(...servers);
      await client.pods.create({ ...pod, metadata: { ...pod.metadata, name: `web-${i}` } });
      expect((await client.pods.list()).items).to.have.length(i + 1);
      const seen: string[] = [];
      const subscription = client.pods.watch().subscribe(({ object }) => seen.push(object.metadata.name));
      cleanup.add(() => subscription.unsubscribe());
      await eventually(() => seen.length === i + 1);
    }
  });

  it('says why no server can be reached, in words', async () => {
    const dead = `127.0.0.1:${await freePort()}`;
    const refused = `Cannot connect to ${dead}: connection refused; is the apiserver running there?`;
    const error: unknown = await clientFor(dead)
      .pods.list()
      .catch((reason: unknown) => reason);
    expect(isUnavailable(error)).to.equal(true);
    expect(error).to.have.property('message', refused);
    const watched: unknown = await lastValueFrom(clientFor(dead).pods.watch()).catch((reason: unknown) => reason);
    expect(watched).to.have.property('message', refused);
    const unknown: unknown = await clientFor('nobody.invalid:1')
      .pods.list()
      .catch((reason: unknown) => reason);
    const message = 'Cannot connect to nobody.invalid:1: no such host; is the apiserver running there?';
    expect(unknown).to.have.property('message', message);
  });

  it('says what an address of a server looks like', () => {
    for (const server of ['', 'bogus', 'host:', ':6443', 'host:port', '127.0.0.1:65536', '127.0.0.1:0', 'a:1,b:2']) {
      const message = `Cannot use ${JSON.stringify(server)} as a server: expected host:port, such as 127.0.0.1:6443`;
      expect(() => createApiClient({ servers: [server] })).to.throw(message);
    }
    for (const server of ['127.0.0.1:6443', 'http://apiserver-1:6443/', '[::1]:6443']) clientFor(server);
  });

  it('moves to another server when the one in use goes away', async () => {
    const api = createFakeApi();
    const [first, second] = [await serve(api), await serve(api)];
    const client = clientFor(first.address, second.address);
    await client.pods.create(pod);
    for (const served of [first, second]) {
      served.stop();
      const name = served === first ? 'second' : 'third';
      if (served === second) cleanup.own(await serveApi(api.client, first.port), (again) => again.stop());
      await eventually(() => client.pods.create({ ...pod, metadata: { ...pod.metadata, name } }));
    }
    expect(api.all('Pod').map(({ metadata }) => metadata.name)).to.have.members(['web', 'second', 'third']);
  });

  it('tries a read again where a server says it is unavailable, and a write not', async () => {
    const [good, bad] = [createFakeApi(), createFakeApi()];
    bad.onCall(() => unavailable('starting'));
    const servers = [await serve(good), await serve(bad)];
    for (let i = 0; i < 8; i++) {
      const client = clientFor(...servers.map(({ address }) => address));
      await client.pods.list();
    }
    const onlyBad = clientFor(servers[1]?.address ?? '');
    const error = await onlyBad.pods.create(pod).catch((reason: unknown) => reason);
    expect(isUnavailable(error)).to.equal(true);
    expect(bad.calls.filter(({ verb }) => verb === 'create')).to.have.length(1);
  });

  it('says Timeout when the server does not answer in time, and Canceled when the call is aborted', async () => {
    const api = createFakeApi();
    api.onCall(() => new Promise(() => undefined));
    const client = clientFor((await serve(api)).address);
    const late = await client.pods.list({ timeoutMs: 100 }).catch((reason: unknown) => reason);
    expect(late).to.be.instanceOf(ApiStatusError).with.property('reason', 'Timeout');
    const abort = new AbortController();
    const call = client.pods.list({ signal: abort.signal }).catch((reason: unknown) => reason);
    await eventually(() => api.calls.length >= 2);
    abort.abort();
    expect(await call)
      .to.be.instanceOf(ApiStatusError)
      .with.property('reason', 'Canceled');
  });

  it('errors a watch whose server goes away, and cancels the call of one that is left', async () => {
    const api = createFakeApi();
    const served = await serve(api);
    const client = clientFor(served.address);
    const seen: string[] = [];
    const left = client.pods.watch().subscribe(({ object }) => seen.push(object.metadata.name));
    await client.pods.create(pod);
    await eventually(() => seen.length === 1);
    left.unsubscribe();
    let error: unknown;
    const watch = client.pods.watch().subscribe({ error: (reason: unknown) => (error = reason) });
    cleanup.add(() => watch.unsubscribe());
    await eventually(() => api.calls.filter(({ verb }) => verb === 'watch').length === 2);
    served.stop();
    await eventually(() => isUnavailable(error));
  });

  it('sends a write that names its version again elsewhere, when a server falls silent', async () => {
    const [silent, good] = [createFakeApi(), createFakeApi()];
    const stored = good.seed('Pod', pod);
    silent.onCall(() => unavailable('stopping'));
    const servers = [await serve(silent), await serve(good)].map(({ address }) => address);
    for (let i = 0; i < 6; i++) {
      const changed = structuredClone(await clientFor(...servers).pods.get('default', 'web'));
      expect(changed.metadata.uid).to.equal(stored.metadata.uid);
      changed.metadata.labels['step'] = String(i);
      expect((await clientFor(...servers).pods.update(changed)).metadata.labels['step']).to.equal(String(i));
    }
  });

  it('streams logs, to their end or to their error', async () => {
    const api = createFakeApi();
    const asked: LogsOptions[] = [];
    api.client.pods.logs = (options) => {
      asked.push(options);
      return of(Buffer.from('one\n'), Buffer.from([0xff, 0x00]));
    };
    const client = clientFor((await serve(api)).address);
    const options = { namespace: 'default', name: 'web', container: 'main', tailLines: 2, timestamps: true };
    const chunks = await lastValueFrom(client.pods.logs(options).pipe(toArray()));
    expect(Buffer.concat(chunks).toString('hex')).to.equal(Buffer.from('one\n').toString('hex') + 'ff00');
    expect(asked[0]).to.include({ ...options, follow: false });
    api.client.pods.logs = () => throwError(() => notFound('Pod', 'web'));
    const error = await lastValueFrom(client.pods.logs(options)).catch((reason: unknown) => reason);
    expect(isNotFound(error)).to.equal(true);
  });

  it('a server that is silent costs a read part of its time, and the next call nothing', async () => {
    const [silent, good] = [createFakeApi(), createFakeApi()];
    silent.onCall(() => new Promise(() => undefined));
    const servers = [await serve(silent), await serve(good)].map(({ address }) => address);
    const clients = Array.from({ length: 4 }, () => clientFor(...servers));
    for (const client of clients) {
      for (let i = 0; i < 2; i++) await client.pods.list({ timeoutMs: 1000 });
    }
    expect(silent.calls.length).to.be.at.most(clients.length);
  });

  it('gives up watches on a server that no longer answers calls', async () => {
    const api = createFakeApi();
    const client = clientFor((await serve(api)).address);
    let error: unknown;
    const watch = client.pods.watch().subscribe({ error: (reason: unknown) => (error = reason) });
    cleanup.add(() => watch.unsubscribe());
    await eventually(() => api.calls.some(({ verb }) => verb === 'watch'));
    api.onCall(() => new Promise(() => undefined));
    for (let i = 0; i < 2; i++) {
      expect(error).to.equal(undefined);
      await client.pods.get('default', 'web', { timeoutMs: 50 }).catch(() => undefined);
    }
    await eventually(() => isUnavailable(error));
  });

  it('lets a call that was begun before close() finish', async () => {
    const api = createFakeApi();
    const client = createApiClient({ servers: [(await serve(api)).address] });
    const call = client.pods.get('default', 'nobody').catch((reason: unknown) => reason);
    client.close();
    expect(isNotFound(await call)).to.equal(true);
    const late = await client.pods.list().catch((reason: unknown) => reason);
    expect(isUnavailable(late)).to.equal(true);
  });
});
