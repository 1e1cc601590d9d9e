import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeJson, make, type KindName } from '@kuorum/api';
import { createCommand, runCommand } from '../dist/commands/create.js';
import { exposeCommand } from '../dist/commands/expose.js';
import { containerNameOf } from '../dist/generate/workloads.js';
import { Cluster } from './cluster.js';
import type { Ran } from './harness.js';

const cluster = new Cluster();
describe('commands that make objects', () => {
  before(() => cluster.start());
  after(() => cluster.stop());
  beforeEach(() => cluster.newNamespace());

  const done = (out: string): Ran => ({ out: `${out}\n`, err: '', status: 0 });
  const create = (...args: string[]): Promise<Ran> => cluster.run(createCommand, ...args);

  /** Words of a command line; "…" holds spaces. */
  const words = (line: string): string[] =>
    [...line.matchAll(/"([^"]*)"|\S+/g)].map(([whole, quoted]) => quoted ?? whole);

  async function stored(kind: KindName, name: string): Promise<Record<string, unknown>> {
    return encodeJson(kind, (await cluster.get(kind, name)) as never);
  }

  describe('kuorum create TYPE', () => {
    // arguments, what is printed, kind, what the object has
    const table: [string, string, KindName, object][] = [
      [
        'configmap cm --from-literal=a=1 --from-literal=b=x=y',
        'configmap/cm created',
        'ConfigMap',
        { data: { a: '1', b: 'x=y' } },
      ],
      ['secret generic s --from-literal=a=1', 'secret/s created', 'Secret', { type: 'Opaque', data: { a: 'MQ==' } }],
      [
        'secret docker-registry r --docker-username=u --docker-password=p',
        'secret/r created',
        'Secret',
        { type: 'kubernetes.io/dockerconfigjson' },
      ],
      ['serviceaccount robot', 'serviceaccount/robot created', 'ServiceAccount', {}],
      [
        'deployment web --image=nginx:1.27 --replicas=3 --port=80 -- serve "a b"',
        'deployment.apps/web created',
        'Deployment',
        {
          spec: {
            replicas: 3,
            template: {
              metadata: { labels: { app: 'web' } },
              spec: {
                containers: [
                  { name: 'nginx', image: 'nginx:1.27', command: ['serve', 'a b'], ports: [{ containerPort: 80 }] },
                ],
              },
            },
          },
        },
      ],
      [
        'job once --image=busybox -- date',
        'job.batch/once created',
        'Job',
        {
          spec: {
            template: {
              spec: { restartPolicy: 'Never', containers: [{ name: 'once', image: 'busybox', command: ['date'] }] },
            },
          },
        },
      ],
      [
        'cronjob nightly --image=busybox --schedule="0 3 * * *" -- date',
        'cronjob.batch/nightly created',
        'CronJob',
        {
          spec: {
            schedule: '0 3 * * *',
            jobTemplate: { spec: { template: { spec: { restartPolicy: 'OnFailure' } } } },
          },
        },
      ],
      [
        'service clusterip web --tcp=80:8080',
        'service/web created',
        'Service',
        { spec: { selector: { app: 'web' }, ports: [{ name: '80-8080', port: 80, targetPort: 8080 }] } },
      ],
      [
        'service nodeport np --tcp=80',
        'service/np created',
        'Service',
        { spec: { type: 'NodePort', ports: [{ name: '80', port: 80, targetPort: 80 }] } },
      ],
      [
        'role r --verb=get,list --resource=pods,deployments.apps --resource=pods/log',
        'role.rbac.authorization.k8s.io/r created',
        'Role',
        {
          rules: [
            { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods', 'pods/log'] },
            { verbs: ['get', 'list'], apiGroups: ['apps'], resources: ['deployments'] },
          ],
        },
      ],
      [
        'clusterrole health --verb=get --non-resource-url=/healthz',
        'clusterrole.rbac.authorization.k8s.io/health created',
        'ClusterRole',
        { rules: [{ verbs: ['get'], nonResourceURLs: ['/healthz'] }] },
      ],
      [
        'rolebinding b --clusterrole=view --user=ann --serviceaccount=ns:bot',
        'rolebinding.rbac.authorization.k8s.io/b created',
        'RoleBinding',
        {
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
          subjects: [
            { kind: 'User', name: 'ann', apiGroup: 'rbac.authorization.k8s.io' },
            { kind: 'ServiceAccount', name: 'bot', namespace: 'ns' },
          ],
        },
      ],
      [
        'clusterrolebinding cb --clusterrole=view --group=ops',
        'clusterrolebinding.rbac.authorization.k8s.io/cb created',
        'ClusterRoleBinding',
        { subjects: [{ kind: 'Group', name: 'ops', apiGroup: 'rbac.authorization.k8s.io' }] },
      ],
      [
        'priorityclass high --value=1000 --description="what matters"',
        'priorityclass.scheduling.k8s.io/high created',
        'PriorityClass',
        { value: 1000, description: 'what matters' },
      ],
      [
        'pdb budget --selector=app=web --min-available=50%',
        'poddisruptionbudget.policy/budget created',
        'PodDisruptionBudget',
        { spec: { minAvailable: '50%', selector: { matchLabels: { app: 'web' } } } },
      ],
      ['namespace fresh', 'namespace/fresh created', 'Namespace', {}],
    ];
    for (const [line, printed, kind, has] of table) {
      it(line, async () => {
        expect(
          await create(
            ...words(
              line
                .replace('--schedule="0 3 * * *"', '"--schedule=0 3 * * *"')
                .replace('--description="what matters"', '"--description=what matters"'),
            ),
          ),
        ).to.deep.equal(done(printed));
        const name = /\/(\S+)/.exec(printed)?.[1] ?? '';
        expect(contains(await stored(kind, name), has)).to.equal(true);
      });
    }

    it('a dry run by the client shows the manifest and asks nobody', async () => {
      const ran = await create('deployment', 'web', '--image=nginx', '--dry-run=client', '-o', 'yaml');
      expect(ran.out)
        .to.match(/^apiVersion: apps\/v1\nkind: Deployment\n/)
        .and.to.include('- image: nginx\n');
      expect(await create('cm', 'x', '--dry-run=client')).to.deep.equal(done('configmap/x created (dry run)'));
      expect(await create('cm', 'x', '--dry-run=server')).to.deep.equal(done('configmap/x created (server dry run)'));
      expect((await create('cm', 'x', '-o', 'name')).out).to.equal('configmap/x\n');
    });

    it('a job of a cron job takes its template and belongs to it', async () => {
      await create('cronjob', 'nightly', '--image=busybox', '--schedule=@daily', '--', 'date');
      expect(await create('job', 'now', '--from=cronjob/nightly')).to.deep.equal(done('job.batch/now created'));
      const { metadata, spec } = await cluster.get('Job', 'now');
      expect(spec.template?.spec?.containers[0]?.command).to.deep.equal(['date']);
      expect(metadata.ownerReferences[0]).to.include({ kind: 'CronJob', name: 'nightly', controller: true });
      expect(metadata.annotations).to.deep.equal({ 'cronjob.kubernetes.io/instantiate': 'manual' });
    });

    const refused: [string, RegExp][] = [
      ['deployment web', /required flag\(s\) "image" not set/],
      [
        'configmap cm --from-literal=a',
        /invalid literal source, expected --from-literal=key=value: number 1 has no "="/,
      ],
      [
        'configmap cm --from-literal=a=1 --from-literal=a=2',
        /cannot add key "a", another key by that name already exists/,
      ],
      ['configmap cm --from-file=/nonexistent', /error reading \/nonexistent: no such file or directory/],
      ['role r --resource=pods', /at least one verb must be specified/],
      ['role r --verb=get --resource=lions', /the server doesn't have a resource type "lions"/],
      ['rolebinding b --role=a --clusterrole=b', /exactly one of clusterrole or role must be specified/],
      ['job j', /either --image or --from must be specified/],
      ['job j --from=pod/x', /from must be an existing cronjob/],
      ['pdb b --selector=a=b', /one of min-available or max-unavailable must be specified/],
      ['priorityclass p --value=high', /invalid argument "high" for "--value"/],
      ['service clusterip s', /at least one tcp port specifier must be provided/],
      ['secret tls t --cert=/nonexistent --key=/nonexistent', /error reading \/nonexistent/],
      ['configmap UPPER', /Error from server \(Invalid\): .*UPPER/s],
    ];
    for (const [line, message] of refused) {
      it(`refuses ${line}`, async () => {
        const { err, out, status } = await create(...words(line));
        expect(err).to.match(message);
        expect({ out, status }).to.deep.equal({ out: '', status: 1 });
      });
    }

    it('takes options before the type too', async () => {
      expect(await cluster.run(createCommand, '--dry-run=client', 'configmap', 'x')).to.deep.equal(
        done('configmap/x created (dry run)'),
      );
    });

    it('gives a container the name of its image', () => {
      const names = ['nginx', 'nginx:1.2', 'registry:5000/a/Web_App@sha256:00'].map(containerNameOf);
      expect(names).to.deep.equal(['nginx', 'nginx', 'web-app']);
    });
  });

  describe('kuorum create -f', () => {
    let dir: string;
    beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'kuorum-create-'))));
    afterEach(() => rm(dir, { recursive: true, force: true }));

    it('makes what files say; what is there already is an error, the others are made', async () => {
      const manifest = (name: string): string =>
        JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
      await writeFile(join(dir, 'a.json'), manifest('a'));
      await writeFile(join(dir, 'b.yaml'), `${manifest('a')}\n---\n${manifest('b')}`);
      expect(await create('-f', join(dir, 'a.json'), '--save-config')).to.deep.equal(done('configmap/a created'));
      const { annotations } = (await cluster.get('ConfigMap', 'a')).metadata;
      expect(Object.keys(annotations)).to.deep.equal(['kubectl.kubernetes.io/last-applied-configuration']);
      const err = 'Error from server (AlreadyExists): configmaps "a" already exists\n';
      expect(await create('-f', dir)).to.deep.equal({ out: 'configmap/b created\n', err: err + err, status: 1 });
    });

    it('reads files and directories into a configmap, bytes that are no text as they are', async () => {
      await writeFile(join(dir, 'app.conf'), 'x=1\n');
      await writeFile(join(dir, 'bytes'), Buffer.from([0xff, 0x00]));
      await writeFile(join(dir, 'env'), '# comment\nA=1\n\n  B=two words\n');
      await create('configmap', 'files', `--from-file=${dir}`, `--from-file=other=${join(dir, 'env')}`);
      const files = await cluster.get('ConfigMap', 'files');
      expect(files.data['app.conf']).to.equal('x=1\n');
      expect(Object.keys(files.data).sort()).to.deep.equal(['app.conf', 'env', 'other']);
      expect(Buffer.from(files.binaryData['bytes'] ?? []).toString('hex')).to.equal('ff00');
      await create('configmap', 'env', `--from-env-file=${join(dir, 'env')}`);
      expect((await cluster.get('ConfigMap', 'env')).data).to.deep.equal({ A: '1', B: 'two words' });
    });
  });

  describe('kuorum run', () => {
    it('makes a pod', async () => {
      const line = 'web --image=nginx --port=80 --env=A=1 --env=B=2 --labels=tier=front --restart=Never -- -x y';
      expect(await cluster.run(runCommand, ...line.split(' '))).to.deep.equal(done('pod/web created'));
      const { metadata, spec } = await cluster.get('Pod', 'web');
      expect(metadata.labels).to.deep.equal({ tier: 'front' });
      expect(spec.restartPolicy).to.equal('Never');
      expect(spec.containers[0]).to.deep.include({ name: 'web', image: 'nginx', args: ['-x', 'y'], command: [] });
      expect(spec.containers[0]?.env.map(({ name, value }) => `${name}=${value}`)).to.deep.equal(['A=1', 'B=2']);
    });

    it('takes what follows -- as the command with --command, and run=NAME as label', async () => {
      await cluster.run(runCommand, 'web', '--image=nginx', '--command', '--', 'sh', '-c', 'true');
      const { metadata, spec } = await cluster.get('Pod', 'web');
      expect(metadata.labels).to.deep.equal({ run: 'web' });
      expect(spec.containers[0]).to.deep.include({ command: ['sh', '-c', 'true'], args: [] });
    });
  });

  describe('kuorum expose', () => {
    const expose = (args: string): Promise<Ran> => cluster.run(exposeCommand, ...args.split(' '));
    beforeEach(() => cluster.deployment('web'));

    it('a deployment by its selector', async () => {
      expect(await expose('deployment/web --port=80 --target-port=http --type=NodePort --name=front')).to.deep.equal(
        done('service/front exposed'),
      );
      const { spec, metadata } = await cluster.get('Service', 'front');
      expect(spec.selector).to.deep.equal({ app: 'web' });
      expect(metadata.labels).to.deep.equal({ app: 'web' });
      expect(spec.ports[0]).to.include({ port: 80, targetPort: 'http' });
      expect(spec.type).to.equal('NodePort');
    });

    it('a pod by its labels and ports', async () => {
      const containers = [{ name: 'c', image: 'i', ports: [{ containerPort: 80 }, { containerPort: 90 }] }];
      await cluster.create('Pod', make('Pod', { metadata: { name: 'p', labels: { x: 'y' } }, spec: { containers } }));
      expect(await expose('pod p')).to.deep.equal(done('service/p exposed'));
      const { spec } = await cluster.get('Service', 'p');
      expect(spec.ports.map(({ name, port }) => `${name} ${port}`)).to.deep.equal(['port-1 80', 'port-2 90']);
    });

    const refused: [string, RegExp][] = [
      ['deployment/web', /couldn't find port via --port flag or introspection/],
      ['configmap/x --port=80', /configmaps "x" not found/],
      ['configmap/there --port=80', /cannot expose a ConfigMap/],
    ];
    for (const [args, message] of refused) {
      it(`refuses ${args}`, async () => {
        await create('configmap', 'there');
        expect((await expose(args)).err).to.match(message);
      });
    }
  });

  /** Whether `value` has all that `part` has. */
  function contains(value: unknown, part: unknown): boolean {
    if (Array.isArray(part)) {
      return Array.isArray(value) && value.length === part.length && part.every((item, i) => contains(value[i], item));
    }
    if (typeof part !== 'object' || part === null) return value === part;
    const fields = value as Record<string, unknown>;
    return Object.entries(part).every(([name, item]) => contains(fields[name], item));
  }
});
