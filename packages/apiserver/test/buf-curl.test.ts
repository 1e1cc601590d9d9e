/** The API through a client that nobody here wrote, by server reflection: buf curl stands in for grpcurl. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as api from '@kuorum/api';
import { expect } from 'chai';
import { Harness } from './harness.js';

const buf = join(dirname(createRequire(import.meta.url).resolve('@bufbuild/buf/package.json')), 'bin', 'buf');

interface Outcome {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

describe('apiserver through buf curl', () => {
  const harness = new Harness();
  before(() => harness.start());
  after(() => harness.stop());

  /** Runs outside the repository, so that the schema can come from reflection only. */
  function curl(path: string, ...options: string[]): Promise<Outcome> {
    const url = `http://${harness.server.address}${path}`;
    const arguments_ = ['curl', '--protocol', 'grpc', '--http2-prior-knowledge', ...options, url];
    return new Promise((resolve) => {
      execFile(process.execPath, [buf, ...arguments_], { cwd: '/', timeout: 20_000 }, (error, stdout, stderr) =>
        resolve({ ok: error === null, stdout, stderr }),
      );
    });
  }

  const call = (method: string, request: object): Promise<Outcome> =>
    curl(`/kuorum.v1.${method}`, '-d', JSON.stringify(request));

  it('lists the services', async () => {
    const { stdout } = await curl('', '--list-services');
    expect(stdout.split('\n')).to.include.members([
      ...api.kindNames.map((kind) => api.kinds[kind].service),
      'kuorum.v1.VersionService',
      'grpc.health.v1.Health',
    ]);
  }).timeout(90_000);

  it('says how it is, as a whole and by service', async () => {
    for (const request of ['{}', '{"service":"kuorum.v1.PodService"}']) {
      const { stdout, stderr } = await curl('/grpc.health.v1.Health/Check', '-d', request);
      expect(JSON.parse(stdout), stderr).to.deep.equal({ status: 'SERVING' });
    }
    const { stderr } = await curl('/grpc.health.v1.Health/Check', '-d', '{"service":"nope"}');
    expect(JSON.parse(stderr)).to.have.property('code', 'not_found');
  }).timeout(60_000);

  it('creates, gets, patches, selects, watches and deletes', async () => {
    const object = {
      metadata: { name: 'web', labels: { app: 'web' } },
      spec: {
        containers: [
          { name: 'main', image: 'nginx', readinessProbe: { httpGet: { port: 80 } }, ports: [{ containerPort: 80 }] },
        ],
      },
    };
    const created = await call('PodService/Create', { object });
    expect(created.stderr).to.equal('');
    const { metadata } = JSON.parse(created.stdout) as { metadata: { uid: string; resourceVersion: string } };
    const got = await call('PodService/Get', { name: 'web' });
    expect(JSON.parse(got.stdout)).to.deep.equal(JSON.parse(created.stdout));
    const patch = JSON.stringify({ metadata: { labels: { tier: 'front' } } });
    const patched = await call('PodService/Patch', { name: 'web', patch });
    expect(JSON.parse(patched.stdout)).to.have.nested.property('metadata.labels.tier', 'front');
    const listed = await call('PodService/List', { labelSelector: 'app=web,tier in (front)' });
    expect(JSON.parse(listed.stdout)).to.have.property('items').with.length(1);
    const watched = await call('PodService/Watch', { resourceVersion: metadata.resourceVersion, timeoutSeconds: 1 });
    expect(JSON.parse(watched.stdout)).to.have.property('type', 'MODIFIED');
    const deleted = await call('PodService/Delete', { name: 'web', preconditions: { uid: metadata.uid } });
    expect(deleted.ok, deleted.stderr).to.equal(true);
  }).timeout(60_000);

  it('shows what is wrong', async () => {
    const missing = await call('PodService/Get', { name: 'nope' });
    expect(missing.ok).to.equal(false);
    expect(JSON.parse(missing.stderr)).to.deep.include({ code: 'not_found', message: 'pods "nope" not found' });
    expect(missing.stderr).to.include('kuorum.v1.Status');
    const invalid = await call('PodService/Create', { object: { metadata: { name: 'web' } } });
    expect(JSON.parse(invalid.stderr)).to.deep.include({
      code: 'invalid_argument',
      message: 'Pod "web" is invalid: spec.containers: Required value',
    });
  }).timeout(60_000);
});
