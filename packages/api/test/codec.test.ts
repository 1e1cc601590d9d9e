import { expect } from 'chai';
import {
  decodeJson,
  encodeJson,
  findKind,
  fromWire,
  keyOf,
  kindNames,
  kindOf,
  kinds,
  kindsOfCategory,
} from '@kuorum/api';
import { make, schemaOf, splitKey, toWire } from '@kuorum/api';

describe('codec', () => {
  const manifest = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', labels: { app: 'web' } },
    spec: {
      containers: [
        {
          name: 'main',
          image: 'nginx',
          ports: [{ containerPort: 80 }],
          resources: { requests: { cpu: 1, memory: '64Mi' } },
          readinessProbe: { httpGet: { path: '/', port: 'http' } },
        },
      ],
      terminationGracePeriodSeconds: 0,
    },
  };

  it('decodes a Kubernetes manifest, leaving nothing absent that has a zero', () => {
    const { object, errors } = decodeJson('Pod', manifest);
    expect(errors).to.deep.equal([]);
    expect(object.metadata.annotations).to.deep.equal({});
    expect(object.spec).to.include({ nodeName: '', terminationGracePeriodSeconds: 0 });
    expect(object.spec.containers[0]?.resources?.requests).to.deep.equal({ cpu: '1', memory: '64Mi' });
    expect(object.status.conditions).to.deep.equal([]);
  });

  it('encodes what was given and no more', () => {
    const { object } = decodeJson('Pod', manifest);
    const expected = structuredClone(manifest) as unknown as { spec: { containers: { resources: object }[] } };
    if (expected.spec.containers[0]) expected.spec.containers[0].resources = { requests: { cpu: '1', memory: '64Mi' } };
    expect(encodeJson('Pod', object)).to.deep.equal(expected);
  });

  it('goes to the shape of the wire and back', () => {
    const { object } = decodeJson('Pod', manifest);
    const wire = toWire('Pod', object);
    expect(wire).to.have.nested.property('spec.containers[0].readinessProbe.httpGet.port.stringValue', 'http');
    expect(fromWire('Pod', wire)).to.deep.equal(object);
    expect(fromWire('Pod', {})).to.deep.equal(make('Pod', {}));
  });

  const bad: [json: unknown, path: string, message: RegExp][] = [
    [{ spec: { contianers: [] } }, 'spec.contianers', /unknown field/],
    [{ spec: { containers: {} } }, 'spec.containers', /must be a list, not an object/],
    [
      { spec: { containers: [{ ports: [{ containerPort: '80' }] }] } },
      'spec.containers[0].ports[0].containerPort',
      /number/,
    ],
    [
      { spec: { containers: [{ ports: [{ containerPort: 1.5 }] }] } },
      'spec.containers[0].ports[0].containerPort',
      /whole/,
    ],
    [{ metadata: { generation: 2 ** 31 } }, 'metadata.generation', /whole number of at most 32 bits, not 2147483648/],
    [{ metadata: { labels: { a: 1 } } }, 'metadata.labels[a]', /must be a string, not 1/],
    [{ metadata: 'x' }, 'metadata', /must be an object, not "x"/],
    [[], '', /must be an object, not a list/],
    ['x', '', /must be an object/],
  ];
  for (const [json, path, message] of bad) {
    it(`refuses ${JSON.stringify(json)} at ${path || 'the top'}`, () => {
      const [error] = decodeJson('Pod', json).errors;
      expect(error?.path).to.equal(path);
      expect(error?.message).to.match(message);
    });
  }

  it('reports every error at once', () => {
    expect(decodeJson('Pod', { a: 1, b: 2, spec: { c: 3 } }).errors.map(({ path }) => path)).to.have.members([
      'a',
      'b',
      'spec.c',
    ]);
  });

  it('takes null for not given', () => {
    expect(decodeJson('Pod', { spec: null, metadata: { labels: null } }).object).to.deep.equal(make('Pod', {}));
  });
});

describe('kinds', () => {
  const table: [text: string, kind: string | undefined][] = [
    ['Pod', 'Pod'],
    ['pods', 'Pod'],
    ['po', 'Pod'],
    ['RC', 'ReplicationController'],
    ['svc', 'Service'],
    ['endpoints', 'Endpoints'],
    ['ns', 'Namespace'],
    ['leases.coordination.k8s.io', 'Lease'],
    ['lease.coordination.k8s.io', 'Lease'],
    ['leases.coordination', 'Lease'],
    ['leases.v1.coordination.k8s.io', 'Lease'],
    ['leases.v2.coordination.k8s.io', undefined],
    ['leases.apps', undefined],
    ['leases.coord', undefined],
    ['pods.v1', 'Pod'],
    ['pods.', 'Pod'],
    ['pods.apps', undefined],
    ['.', undefined],
    ['widgets', undefined],
    ['', undefined],
  ];
  for (const [text, kind] of table) {
    it(`${JSON.stringify(text)} is ${kind ?? 'none'}`, () => expect(findKind(text)?.kind).to.equal(kind));
  }
  it('are told apart by their group', () => {
    expect(kinds.Pod).to.include({ group: '', apiVersion: 'v1', groupResource: 'pods' });
    expect(kinds.Lease).to.include({ group: 'coordination.k8s.io', apiVersion: 'coordination.k8s.io/v1' });
    expect(kinds.Lease.groupResource).to.equal('leases.coordination.k8s.io');
    expect(kindOf('coordination.k8s.io/v1', 'Lease')).to.equal(kinds.Lease);
    expect(kindOf('example.com/v1', 'Lease')).to.equal(undefined);
    expect(kindOf('v1', 'toString')).to.equal(undefined);
  });
  it('have words that mean one of them only, and a service, a key and a status as the table says', () => {
    const words = kindNames.flatMap((kind) => [kinds[kind].plural, kinds[kind].singular, ...kinds[kind].shortNames]);
    // The singular of Endpoints is its plural, as in Kubernetes.
    expect(words.filter((word, i) => words.indexOf(word) !== i)).to.deep.equal(['endpoints']);
    for (const kind of kindNames) {
      const { hasStatus, subresources, group, apiVersion } = kinds[kind];
      const fields = schemaOf(kind).fields.map(({ name }) => name);
      expect(fields.includes('status'), `${kind} has a status`).to.equal(hasStatus);
      expect(apiVersion.startsWith(group), kind).to.equal(true);
      if (subresources.includes('scale')) expect(fields, kind).to.include.members(['spec', 'status']);
    }
  });
  it('of a category come in the order of the table', () => {
    const all = kindsOfCategory('all').map(({ kind }) => kind);
    expect(all.slice(0, 3)).to.deep.equal(['Pod', 'ReplicationController', 'Service']);
  });
  it('have a schema each, and keys that split as they were joined', () => {
    for (const kind of kindNames)
      expect(encodeJson(kind, make(kind, { metadata: { name: 'a' } }))).to.have.property('metadata');
    const table = [
      { namespace: 'default', name: 'web' },
      { namespace: '', name: 'node-1' },
    ];
    for (const metadata of table) expect(splitKey(keyOf({ metadata }))).to.deep.equal(metadata);
  });
});
