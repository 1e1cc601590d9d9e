import { expect } from 'chai';
import {
  ApiStatusError,
  applyJsonPatch,
  applyPatch,
  jsonPatchShiftsMax,
  make,
  mergeListFields,
  mergePatch,
  mergeStepsMax,
  schemaOf,
  strategicMerge,
  type DeepPartial,
  type Pod,
} from '@kuorum/api';
import { Xoshiro128, type Prng } from '@kuorum/base';

type Json = Record<string, unknown>;

describe('JSON patch (RFC 6902)', () => {
  const cases: [what: string, document: unknown, patch: unknown[], result: unknown][] = [
    // The cases of the RFC's appendix A, with data of our own.
    ['adds a member', { a: 1 }, [{ op: 'add', path: '/b', value: 2 }], { a: 1, b: 2 }],
    ['adds into a list', { l: [1, 3] }, [{ op: 'add', path: '/l/1', value: 2 }], { l: [1, 2, 3] }],
    ['removes a member', { a: 1, b: 2 }, [{ op: 'remove', path: '/b' }], { a: 1 }],
    ['removes from a list', { l: [1, 2, 3] }, [{ op: 'remove', path: '/l/1' }], { l: [1, 3] }],
    ['replaces a value', { a: 1 }, [{ op: 'replace', path: '/a', value: [2] }], { a: [2] }],
    ['moves a value', { a: { x: 1 }, b: {} }, [{ op: 'move', from: '/a/x', path: '/b/y' }], { a: {}, b: { y: 1 } }],
    ['moves within a list', { l: [1, 2, 3] }, [{ op: 'move', from: '/l/0', path: '/l/2' }], { l: [2, 3, 1] }],
    ['goes on after a test', { a: ['x', 2] }, [{ op: 'test', path: '/a/0', value: 'x' }], { a: ['x', 2] }],
    ['adds a nested object', { a: 1 }, [{ op: 'add', path: '/c', value: { d: {} } }], { a: 1, c: { d: {} } }],
    ['passes over members it does not know', {}, [{ op: 'add', path: '/a', value: 1, xyz: 2 }], { a: 1 }],
    ['adds a null', {}, [{ op: 'add', path: '/a', value: null }], { a: null }],
    ['tells ~0 and ~1 apart', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }], { '/': 9, '~1': 10 }],
    ['appends a list to a list', { l: [1] }, [{ op: 'add', path: '/l/-', value: [2, 3] }], { l: [1, [2, 3]] }],
    // And what the RFC says elsewhere.
    ['adds over what is there', { a: 1 }, [{ op: 'add', path: '/a', value: 2 }], { a: 2 }],
    ['adds at the end by number', { l: [1] }, [{ op: 'add', path: '/l/1', value: 2 }], { l: [1, 2] }],
    ['replaces the whole', { a: 1 }, [{ op: 'replace', path: '', value: { b: 2 } }], { b: 2 }],
    [
      'copies a copy',
      { a: [1] },
      [
        { op: 'copy', from: '/a', path: '/b' },
        { op: 'add', path: '/b/-', value: 2 },
      ],
      { a: [1], b: [1, 2] },
    ],
    ['moves to where it is', { a: 1 }, [{ op: 'move', from: '/a', path: '/a' }], { a: 1 }],
    [
      'tests without minding the order of members',
      { a: { x: 1, y: 2 } },
      [{ op: 'test', path: '/a', value: { y: 2, x: 1 } }],
      { a: { x: 1, y: 2 } },
    ],
    [
      'writes a name with a slash',
      {},
      [{ op: 'add', path: '/example.com~1team', value: 'a' }],
      { 'example.com/team': 'a' },
    ],
    ['takes the empty name', { '': 1 }, [{ op: 'replace', path: '/', value: 2 }], { '': 2 }],
    ['takes __proto__ for a name', {}, [{ op: 'add', path: '/__proto__', value: 1 }], JSON.parse('{"__proto__":1}')],
  ];
  for (const [what, document, patch, result] of cases) {
    it(what, () => {
      const before = structuredClone(document);
      expect(applyJsonPatch(document, patch)).to.deep.equal(result);
      expect(document).to.deep.equal(before);
    });
  }

  const bad: [what: string, patch: unknown, code: number, message: RegExp][] = [
    ['a test that fails', [{ op: 'test', path: '/a', value: 2 }], 422, /operation 0: testing value \/a failed/],
    ['a number for a text', [{ op: 'test', path: '/a', value: '1' }], 422, /testing value/],
    ['a member that is not there', [{ op: 'remove', path: '/z' }], 422, /there is nothing at \/z/],
    ['replacing what is not there', [{ op: 'replace', path: '/z', value: 1 }], 422, /there is nothing at \/z/],
    ['adding into nothing', [{ op: 'add', path: '/z/y', value: 1 }], 422, /\/z\/y/],
    ['adding into a number', [{ op: 'add', path: '/a/y', value: 1 }], 422, /could hold \/a\/y/],
    ['a place past the end', [{ op: 'add', path: '/l/3', value: 1 }], 422, /"3" is no place in a list of 2/],
    ['removing at the end', [{ op: 'remove', path: '/l/-' }], 422, /"-" is no place/],
    ['a leading zero', [{ op: 'remove', path: '/l/01' }], 422, /"01" is no place/],
    ['a name in a list', [{ op: 'remove', path: '/l/x' }], 422, /"x" is no place/],
    ['moving into itself', [{ op: 'move', from: '/o', path: '/o/x' }], 422, /cannot move \/o into itself/],
    ['what Object inherits', [{ op: 'remove', path: '/constructor' }], 422, /nothing at/],
    ['no list', { op: 'add' }, 400, /must be a list/],
    ['no operation', [7], 400, /operation 0 .* must be an object/],
    ['an unknown operation', [{ op: 'spam', path: '' }], 400, /op must be one of/],
    ['a path without a slash', [{ op: 'remove', path: 'a' }], 400, /must begin with a slash/],
    ['a lone tilde', [{ op: 'remove', path: '/a~2' }], 400, /neither ~0 nor ~1/],
    ['an add without a value', [{ op: 'add', path: '/a' }], 400, /add needs a value/],
    ['a copy from nowhere', [{ op: 'copy', path: '/a' }], 400, /copy needs from/],
    ['too many operations', Array(10_001).fill({ op: 'test', path: '/a', value: 1 }), 413, /is 10000, got 10001/],
    [
      'copies without end',
      Array(40)
        .fill({ op: 'copy', from: '/o', path: '/o/-' })
        .map((operation: Json, i) => ({ ...operation, path: `/o/${i}` })),
      422,
      /copies add more than/,
    ],
  ];
  for (const [what, patch, code, message] of bad) {
    it(`refuses ${what}`, () => {
      const document = { a: 1, l: [1, 2], o: { x: 'x'.repeat(64) } };
      expect(() => applyJsonPatch(document, patch, 10_000))
        .to.throw(ApiStatusError, message)
        .with.property('code', code);
      expect(document).to.deep.equal({ a: 1, l: [1, 2], o: { x: 'x'.repeat(64) } });
    });
  }
});

describe('a large JSON patch', () => {
  it('is refused when it moves the items of a long list again and again', () => {
    const patch = Array(10_000).fill({ op: 'add', path: '/l/0', value: 1 }) as unknown[];
    expect(() => applyJsonPatch({ l: Array(100_000).fill(1) }, patch))
      .to.throw(ApiStatusError, `move more than ${jsonPatchShiftsMax} items`)
      .with.property('code', 413);
    expect(applyJsonPatch({ l: [] }, patch)).to.deep.equal({ l: Array(10_000).fill(1) });
  });
});

describe('merge patch (RFC 7396)', () => {
  const pod = make('Pod', {
    metadata: { name: 'web', labels: { a: '1', b: '2' } },
    spec: { hostname: 'h', containers: [{ name: 'main', image: 'i' }] },
  });
  it('merges objects, replaces lists, removes by null', () => {
    const patch = {
      metadata: { labels: { a: null, c: '3' } },
      spec: { hostname: null, containers: [{ name: 'other', image: 'i' }] },
    };
    const { metadata, spec } = applyPatch('Pod', pod, 'merge', JSON.stringify(patch));
    expect(metadata.labels).to.deep.equal({ b: '2', c: '3' });
    expect(spec.hostname).to.equal('');
    expect(spec.containers.map(({ name }) => name)).to.deep.equal(['other']);
  });
  const bad: [patch: string, message: RegExp][] = [
    ['', /^the patch is not JSON/],
    ['{"a"', /^the patch is not JSON/],
    ['[]', /must be a JSON object/],
    ['null', /must be a JSON object/],
    ['{"spec":{"replicas":1}}', /spec\.replicas: unknown field/],
    ['{"spec":{"nodeName":7}}', /spec\.nodeName: must be a string, not 7/],
    ['{"metadata":{"labels":{"a":{}}}}', /metadata\.labels\[a\]: must be a string/],
    [`{"metadata":${'{"labels":'.repeat(100)}{}${'}'.repeat(100)}}`, /nested deeper than 64 levels/],
    ['{"__proto__":{"x":1}}', /__proto__: unknown field/],
  ];
  for (const [patch, message] of bad) {
    it(`refuses ${patch.slice(0, 40) || 'nothing'}`, () =>
      expect(() => applyPatch('Pod', pod, '', patch)).to.throw(ApiStatusError, message));
  }
});

describe('strategic merge patch', () => {
  const old: Json = {
    metadata: { labels: { a: '1', b: '2' }, finalizers: ['x', 'y'] },
    spec: {
      hostname: 'h',
      tolerations: [{ key: 'k' }],
      containers: [
        { name: 'a', image: 'a:1', env: [{ name: 'P', value: '1' }], args: ['one', 'two'] },
        { name: 'b', image: 'b:1', ports: [{ containerPort: 53, protocol: 'UDP' }, { containerPort: 80 }] },
        { name: 'c', image: 'c:1' },
      ],
    },
  };
  type Case = [
    what: string,
    patch: Json,
    changed: (object: { metadata: Json; spec: Json & { containers: Json[] } }) => void,
  ];
  const cases: Case[] = [
    [
      'an image by the name of its container',
      { spec: { containers: [{ name: 'b', image: 'b:2' }] } },
      ({ spec }) => {
        spec.containers[1] = { ...spec.containers[1], image: 'b:2' };
      },
    ],
    [
      'a new container, at the end',
      { spec: { containers: [{ name: 'd', image: 'd:1', workingDir: null }] } },
      ({ spec }) => {
        spec.containers.push({ name: 'd', image: 'd:1' });
      },
    ],
    [
      'a variable of one container',
      { spec: { containers: [{ name: 'a', env: [{ name: 'Q', value: '2' }] }] } },
      ({ spec }) => {
        spec.containers[0] = {
          ...spec.containers[0],
          env: [
            { name: 'P', value: '1' },
            { name: 'Q', value: '2' },
          ],
        };
      },
    ],
    [
      'a list without a key is replaced',
      { spec: { tolerations: [{ key: 'q' }] } },
      ({ spec }) => (spec['tolerations'] = [{ key: 'q' }]),
    ],
    [
      'a list of words is replaced',
      { spec: { containers: [{ name: 'a', args: ['three'] }] } },
      ({ spec }) => {
        spec.containers[0] = { ...spec.containers[0], args: ['three'] };
      },
    ],
    [
      'null removes',
      { spec: { hostname: null, containers: [{ name: 'a', env: null }] } },
      ({ spec }) => {
        delete spec['hostname'];
        delete spec.containers[0]?.['env'];
      },
    ],
    [
      'labels merge',
      { metadata: { labels: { a: null, c: '3' } } },
      ({ metadata }) => (metadata['labels'] = { b: '2', c: '3' }),
    ],
    [
      'finalizers are a set',
      { metadata: { finalizers: ['y', 'z'] } },
      ({ metadata }) => (metadata['finalizers'] = ['x', 'y', 'z']),
    ],
    [
      '$patch: delete of an item',
      { spec: { containers: [{ name: 'b', $patch: 'delete' }] } },
      ({ spec }) => spec.containers.splice(1, 1),
    ],
    [
      '$patch: delete of an item that is not there',
      { spec: { containers: [{ name: 'z', $patch: 'delete' }] } },
      () => undefined,
    ],
    [
      '$patch: replace of a list',
      { spec: { containers: [{ name: 'n' }, { $patch: 'replace' }] } },
      ({ spec }) => (spec.containers = [{ name: 'n' }]),
    ],
    [
      '$patch: replace of an item',
      { spec: { containers: [{ name: 'a', $patch: 'merge', image: 'a:2' }] } },
      ({ spec }) => {
        spec.containers[0] = { ...spec.containers[0], image: 'a:2' };
      },
    ],
    [
      '$patch: replace of a map',
      { metadata: { labels: { $patch: 'replace', z: '1' } } },
      ({ metadata }) => (metadata['labels'] = { z: '1' }),
    ],
    [
      '$patch: delete of a map',
      { metadata: { labels: { $patch: 'delete' } } },
      ({ metadata }) => (metadata['labels'] = {}),
    ],
    [
      '$deleteFromPrimitiveList',
      { metadata: { '$deleteFromPrimitiveList/finalizers': ['x'] } },
      ({ metadata }) => (metadata['finalizers'] = ['y']),
    ],
    ['$retainKeys', { metadata: { $retainKeys: ['labels'] } }, ({ metadata }) => delete metadata['finalizers']],
    [
      '$setElementOrder',
      {
        spec: {
          '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }],
          containers: [{ name: 'a', image: 'a:2' }],
        },
      },
      ({ spec }) => {
        const [a, b, c] = spec.containers as [Json, Json, Json];
        spec.containers = [b, c, { ...a, image: 'a:2' }];
      },
    ],
    [
      '$setElementOrder of strings',
      { metadata: { '$setElementOrder/finalizers': ['y', 'x'] } },
      ({ metadata }) => (metadata['finalizers'] = ['y', 'x']),
    ],
    [
      'a port by its number',
      { spec: { containers: [{ name: 'b', ports: [{ containerPort: 80, name: 'web' }] }] } },
      ({ spec }) => {
        spec.containers[1] = {
          ...spec.containers[1],
          ports: [
            { containerPort: 53, protocol: 'UDP' },
            { containerPort: 80, name: 'web' },
          ],
        };
      },
    ],
    [
      'a port by its number alone, when there is one',
      { spec: { containers: [{ name: 'b', ports: [{ containerPort: 53, name: 'dns' }] }] } },
      ({ spec }) => {
        spec.containers[1] = {
          ...spec.containers[1],
          ports: [{ containerPort: 53, protocol: 'UDP', name: 'dns' }, { containerPort: 80 }],
        };
      },
    ],
    [
      'the same number by the other protocol',
      { spec: { containers: [{ name: 'b', ports: [{ containerPort: 53, protocol: 'TCP' }] }] } },
      ({ spec }) => {
        const ports = [
          { containerPort: 53, protocol: 'UDP' },
          { containerPort: 80 },
          { containerPort: 53, protocol: 'TCP' },
        ];
        spec.containers[1] = { ...spec.containers[1], ports };
      },
    ],
  ];
  for (const [what, patch, change] of cases) {
    it(what, () => {
      const before = structuredClone(old);
      const wanted = structuredClone(old) as Parameters<typeof change>[0];
      change(wanted);
      expect(strategicMerge('Pod', old, patch)).to.deep.equal(wanted);
      expect(old).to.deep.equal(before);
    });
  }

  const bad: [what: string, patch: Json, code: number, message: RegExp][] = [
    [
      'an item without its key',
      { spec: { containers: [{ image: 'i' }] } },
      400,
      /does not contain the declared merge key: name/,
    ],
    ['an item that is no object', { spec: { containers: ['a'] } }, 400, /an item of the patch is no object$/],
    [
      'an unknown directive',
      { spec: { $patch: 'spam' } },
      422,
      /Unknown patch type found: \$patch must be delete, replace or merge/,
    ],
    [
      'an order without one of the items',
      { spec: { '$setElementOrder/containers': [{ name: 'b' }], containers: [{ name: 'a' }] } },
      400,
      /doesn't match \$setElementOrder\/containers/,
    ],
    ['an order that is no list', { metadata: { '$setElementOrder/finalizers': 'x' } }, 400, /must be a list/],
    [
      'keys that are kept without what is set',
      { spec: { $retainKeys: ['hostname'], nodeName: 'n' } },
      400,
      /has no "nodeName"/,
    ],
    ['ordering a list without a key', { spec: { '$setElementOrder/tolerations': [] } }, 400, /no items/],
    ['a field that is not there', { spec: { colour: 'red' } }, 400, /spec\.colour: unknown field/],
  ];
  for (const [what, patch, code, message] of bad) {
    it(`refuses ${what}`, () => {
      const pod = make('Pod', old as DeepPartial<Pod>);
      expect(() => applyPatch('Pod', pod, 'strategic', JSON.stringify(patch)))
        .to.throw(ApiStatusError, message)
        .with.property('code', code);
    });
  }

  it('has rows for lists only, where the message exists', () => {
    for (const [message, name] of mergeListFields) {
      const field = fieldOf(message, name);
      if (field !== undefined) expect(field.cardinality, `${message}.${name}`).to.equal('list');
    }
  });
});

describe('a large strategic merge patch', () => {
  const count = 20_000;
  const owners = Array.from({ length: count }, (_, i) => `uid-${i}`);

  it('looks at each item a few times only, in whatever order they are', () => {
    let reads = 0;
    const item = (uid: string, more: Json = {}): Json => ({
      get uid() {
        reads++;
        return uid;
      },
      ...more,
    });
    const old = { metadata: { ownerReferences: owners.map((uid) => item(uid)) } };
    const backwards = owners.toReversed();
    const patch = {
      metadata: {
        ownerReferences: backwards.map((uid) => item(uid, { name: 'x' })),
        '$setElementOrder/ownerReferences': backwards.map((uid) => item(uid)),
      },
    };
    const { metadata } = strategicMerge('ConfigMap', old, patch) as { metadata: Json };
    expect(metadata['ownerReferences']).to.deep.equal(backwards.map((uid) => ({ uid, name: 'x' })));
    expect(reads).to.be.at.most(30 * count);
    const deleted = { metadata: { ownerReferences: backwards.map((uid) => item(uid, { $patch: 'delete' })) } };
    reads = 0;
    expect(strategicMerge('ConfigMap', old, deleted)).to.deep.equal({ metadata: { ownerReferences: [] } });
    expect(reads).to.be.at.most(30 * count);
  }).timeout(10_000);

  it('is refused when it copies one large item again and again', () => {
    const members = Object.fromEntries(owners.map((uid) => [uid, 1]));
    const patch = {
      metadata: { ownerReferences: [{ uid: 'a', ...members }, ...Array<Json>(count).fill({ uid: 'a' })] },
    };
    expect(() => strategicMerge('ConfigMap', {}, patch))
      .to.throw(ApiStatusError, `more than ${mergeStepsMax} steps`)
      .with.property('code', 413);
  });

  it('meets items that are the same, told apart by a protocol, or none of both, as a short one does', () => {
    const merge = (ports: Json[], patch: Json[]): unknown =>
      strategicMerge('Service', { spec: { ports } }, { spec: { ports: patch } })['spec'];
    const tcp = { port: 1, protocol: 'TCP' };
    const udp = { port: 1, protocol: 'UDP' };
    expect(merge([udp, tcp], [{ port: 1, name: 'n' }])).to.deep.equal({ ports: [udp, { ...tcp, name: 'n' }] });
    expect(merge([udp], [{ port: 1, name: 'n' }])).to.deep.equal({ ports: [{ ...udp, name: 'n' }] });
    expect(
      merge(
        [tcp, { ...tcp, name: 'second' }],
        [
          { port: 1, $patch: 'delete' },
          { port: 1, name: 'n' },
        ],
      ),
    ).to.deep.equal({
      ports: [{ ...tcp, name: 'n' }],
    });
    expect(merge([udp, udp], [{ port: 1, $retainKeys: ['port'] }, { ...udp, name: 'n' }, tcp])).to.deep.equal({
      ports: [tcp, { ...udp, name: 'n' }],
    });
  });
});

describe('an unknown type of patch', () => {
  it('is refused with what there is', () =>
    expect(() => applyPatch('Pod', make('Pod', {}), 'apply', '{}')).to.throw(
      ApiStatusError,
      /use merge, json, strategic/,
    ));
});

describe('patches of random objects', () => {
  it('bring one to the other', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const prng = new Xoshiro128(seed);
      const [a, b] = [randomPod(prng), randomPod(prng)];
      expect(strategicMerge('Pod', a, strategicDiff(a, b)), `strategic, seed ${seed}`).to.deep.equal(b);
      expect(mergePatch(a, mergeDiff(a, b)), `merge, seed ${seed}`).to.deep.equal(b);
    }
  });
});

function fieldOf(message: string, name: string): { readonly cardinality: string } | undefined {
  try {
    return schemaOf(message).fields.find((field) => field.name === name);
  } catch {
    return undefined;
  }
}

function randomPod(prng: Prng): Json {
  const some = (names: readonly string[]): string[] => {
    const left = [...names];
    return names.slice(0, prng.int(names.length + 1)).map(() => left.splice(prng.int(left.length), 1)[0] as string);
  };
  const labels = Object.fromEntries(some(['a', 'b', 'c']).map((name) => [name, String(prng.int(3))]));
  const env = (): Json[] => some(['P', 'Q', 'R']).map((name) => ({ name, value: String(prng.int(3)) }));
  const containers = some(['a', 'b', 'c', 'd']).map((name) => ({ name, image: String(prng.int(3)), env: env() }));
  return {
    metadata: { labels, finalizers: some(['x', 'y', 'z']) },
    spec: { containers, hostname: String(prng.int(2)) },
  };
}

/** The way of a two-way diff: what differs, what goes, and the order of each list. */
function strategicDiff(a: Json, b: Json): Json {
  const patch = mergeDiff(a, b);
  const lists = (object: Json): [Json, Json] => [object['metadata'] as Json, object['spec'] as Json];
  const [[metadataA, specA], [metadataB, specB]] = [lists(a), lists(b)];
  const finalizers = metadataB['finalizers'] as string[];
  const gone = (metadataA['finalizers'] as string[]).filter((name) => !finalizers.includes(name));
  return {
    ...patch,
    metadata: {
      ...(patch['metadata'] as Json),
      finalizers,
      '$deleteFromPrimitiveList/finalizers': gone,
      '$setElementOrder/finalizers': finalizers,
    },
    spec: { ...(patch['spec'] as Json), ...keyedDiff('containers', specA, specB) },
  };
}

function keyedDiff(name: string, a: Json, b: Json): Json {
  const [itemsA, itemsB] = [a[name] ?? [], b[name] ?? []] as [Json[], Json[]];
  const changed = itemsB.map((item) => {
    const before = itemsA.find((other) => other['name'] === item['name']) ?? {};
    const nested = Object.hasOwn(item, 'env') ? keyedDiff('env', before, item) : {};
    return { ...mergeDiff(before, item), ...nested, name: item['name'] };
  });
  const gone = itemsA.filter((item) => !itemsB.some((other) => other['name'] === item['name']));
  return {
    [name]: [...changed, ...gone.map((item) => ({ name: item['name'], $patch: 'delete' }))],
    [`$setElementOrder/${name}`]: itemsB.map((item) => ({ name: item['name'] })),
  };
}

function mergeDiff(a: Json, b: Json): Json {
  const patch: Json = Object.fromEntries(
    Object.keys(a)
      .filter((name) => !(name in b))
      .map((name) => [name, null]),
  );
  for (const [name, value] of Object.entries(b)) {
    const before = a[name];
    const both = [value, before].every((item) => typeof item === 'object' && !Array.isArray(item));
    patch[name] = both ? mergeDiff(before as Json, value as Json) : value;
  }
  return patch;
}
