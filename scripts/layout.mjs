/** Who may import whom: the table of the design, checked by scripts/tidy.mjs against code, package.json and tsconfig. */

/** Package → packages of ours that its sources may import. */
export const packageImports = {
  base: [],
  wire: ['base'],
  rpc: ['base'],
  api: ['base'],
  client: ['base', 'wire', 'rpc', 'api'],
  'controller-runtime': ['base'],
  store: ['base', 'wire', 'rpc'],
  apiserver: ['base', 'wire', 'api', 'client'],
  scheduler: ['base', 'api', 'client', 'controller-runtime'],
  controllers: ['base', 'api', 'client', 'controller-runtime'],
  kubelet: ['base', 'api', 'client', 'controller-runtime'],
  proxy: ['base', 'api', 'client', 'controller-runtime'],
  cli: [
    'base',
    'wire',
    'rpc',
    'api',
    'client',
    'controller-runtime',
    'store',
    'apiserver',
    'scheduler',
    'controllers',
    'kubelet',
    'proxy',
  ],
  testing: ['base', 'wire', 'rpc', 'api', 'client', 'controller-runtime', 'store'],
};

/** Inside the store: folder → sibling folders it may import. Pure folders never import one another or the shell. */
export const storeFolderImports = {
  raft: [],
  mvcc: [],
  lease: [],
  auth: [],
  storage: ['raft', 'mvcc', 'lease'],
  server: ['raft', 'mvcc', 'lease', 'auth', 'storage'],
};

/** What tests may import beside what their package may: the package itself, built, and what tests share. */
export const packageTestImports = Object.fromEntries(
  Object.entries(packageImports).map(([name, allowed]) => [name, [...new Set([...allowed, name, 'testing'])]]),
);

/** What the tests that cross processes may import: they meet the components as their users do. */
export const crossProcessTestImports = ['base', 'wire', 'api', 'client', 'testing'];

const baseOnly = ['@kuorum/base'];
const baseAndApi = ['@kuorum/base', '@kuorum/api'];

/**
 * Where decisions are made: synchronous, deterministic, fit for a browser. `files` are globs of one place; they
 * import one another and `imports`, nothing else, but for `import type` of their own package, which is gone at run time.
 * eslint.config.mjs forbids there what is impure without an import: clocks, timers, randomness, async.
 */
export const purePlaces = [
  { files: ['packages/store/src/raft/**/*.ts'], imports: baseOnly },
  { files: ['packages/store/src/mvcc/**/*.ts'], imports: baseOnly },
  { files: ['packages/store/src/lease/**/*.ts'], imports: baseOnly },
  { files: ['packages/store/src/auth/**/*.ts'], imports: baseOnly },
  { files: ['packages/api/src/**/*.ts'], imports: baseOnly },
  { files: ['packages/apiserver/src/fairness/**/*.ts'], imports: baseOnly },
  { files: ['packages/scheduler/src/framework/**/*.ts'], imports: baseAndApi },
  {
    files: [
      'packages/apiserver/src/auth/node/*.ts',
      'packages/apiserver/src/auth/rbac/*.ts',
      'packages/apiserver/src/auth/attributes.ts',
      'packages/apiserver/src/auth/authorize.ts',
      'packages/apiserver/src/auth/user.ts',
    ],
    imports: baseAndApi,
  },
  {
    files: [
      'packages/controllers/src/*/plan.ts',
      'packages/controllers/src/node-ipam/cidr.ts',
      'packages/controllers/src/replication-controller/deletion-order.ts',
      'packages/controllers/src/limits.ts',
    ],
    imports: baseAndApi,
  },
  {
    files: [
      'packages/kubelet/src/compute-pod-actions.ts',
      'packages/kubelet/src/pod-status.ts',
      'packages/kubelet/src/restart-backoff.ts',
      'packages/kubelet/src/admission.ts',
      'packages/kubelet/src/unsupported-fields.ts',
      'packages/kubelet/src/container-env.ts',
      'packages/kubelet/src/probes/probe-state.ts',
      'packages/kubelet/src/node/node-object.ts',
      'packages/kubelet/src/node/node-readiness.ts',
      'packages/kubelet/src/node/route-plan.ts',
      'packages/kubelet/src/limits.ts',
    ],
    imports: baseAndApi,
  },
  { files: ['packages/proxy/src/plan.ts', 'packages/proxy/src/balancer.ts'], imports: baseAndApi },
];
