/** A real apiserver on a real etcd in the test's own process, for commands that write: one a file, a namespace a test. */
import type { Command } from 'commander';
import { startApiserver } from '@kuorum/apiserver';
import { kinds, make, type KindName, type Kinds } from '@kuorum/api';
import { createApiClient, type ApiClient } from '@kuorum/client';
import { Cleanup, startRealEtcd } from '@kuorum/testing';
import type { Env } from '../dist/commands/env.js';
import { capturedEnv, run, type Ran } from './harness.js';

export class Cluster {
  private readonly cleanup = new Cleanup();
  private namespaces = 0;
  client!: ApiClient;
  /** host:port, plaintext. */
  address = '';
  /** Of the present test. */
  namespace = '';

  /** For mocha's `before`. */
  async start(): Promise<void> {
    const etcd = this.cleanup.own(await startRealEtcd(), (each) => each.stop());
    const etcdServers = [etcd.endpoint];
    const server = await startApiserver({ listen: '127.0.0.1:0', etcdServers, compactionIntervalMs: 0 });
    this.cleanup.own(server, (each) => each.stop());
    await server.ready;
    this.address = server.address;
    this.client = this.cleanup.own(createApiClient({ servers: [server.address] }), (each) => each.close());
  }

  /** For mocha's `after`. */
  stop(): Promise<void> {
    return this.cleanup.run();
  }

  /** For mocha's `beforeEach`. */
  async newNamespace(): Promise<void> {
    this.namespace = `test-${++this.namespaces}`;
    await this.client.resource('Namespace').create(make('Namespace', { metadata: { name: this.namespace } }));
  }

  /** `kuorum ARGS -n NAMESPACE`; what is after `--` stays last. */
  run(command: (env: Env) => Command, ...args: string[]): Promise<Ran> {
    const end = args.indexOf('--');
    const at = end < 0 ? args.length : end;
    const all = [...args.slice(0, at), '-n', this.namespace, ...args.slice(at)];
    return run(command, capturedEnv(this.client), all);
  }

  create<K extends KindName>(kind: K, object: Kinds[K]): Promise<Kinds[K]> {
    const whole = structuredClone(object);
    if (kinds[kind].namespaced) whole.metadata.namespace ||= this.namespace;
    return this.client.resource(kind).create(whole);
  }

  get<K extends KindName>(kind: K, name: string): Promise<Kinds[K]> {
    return this.client.resource(kind).get(kinds[kind].namespaced ? this.namespace : '', name);
  }

  /** A pod, with these labels. */
  pod(name: string, labels: Record<string, string> = {}): Promise<Kinds['Pod']> {
    return this.create(
      'Pod',
      make('Pod', { metadata: { name, labels }, spec: { containers: [{ name: 'c', image: 'i:1' }] } }),
    );
  }

  deployment(name: string, replicas = 2): Promise<Kinds['Deployment']> {
    const labels = { app: name };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i:1' }] } };
    const spec = { replicas, selector: { matchLabels: labels }, template };
    return this.create('Deployment', make('Deployment', { metadata: { name, labels }, spec }));
  }
}
