/** Who may import whom: the table of the design, checked by scripts/tidy.mjs against code, package.json and tsconfig. */

/** Package → packages of ours that its sources may import. */
export const packageImports = {
  base: [],
  wire: ['base'],
  api: ['base'],
  client: ['base', 'wire', 'api'],
  'controller-runtime': ['base'],
  store: ['base', 'wire'],
  apiserver: ['base', 'wire', 'api', 'client'],
  scheduler: ['base', 'api', 'client', 'controller-runtime'],
  controllers: ['base', 'api', 'client', 'controller-runtime'],
  kubelet: ['base', 'api', 'client', 'controller-runtime'],
  proxy: ['base', 'api', 'client', 'controller-runtime'],
  cli: [
    'base',
    'wire',
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
  testing: ['base', 'wire', 'api', 'client', 'controller-runtime', 'store'],
};

/** Inside the store: folder → sibling folders it may import. Pure folders never import one another or the shell. */
export const storeFolderImports = {
  raft: [],
  mvcc: [],
  lease: [],
  storage: ['raft', 'mvcc', 'lease'],
  server: ['raft', 'mvcc', 'lease', 'storage'],
};

/** Folders in which only @kuorum/base may be imported from outside the folder's own package. */
export const pureFolders = [
  'packages/store/src/raft',
  'packages/store/src/mvcc',
  'packages/store/src/lease',
  'packages/api/src',
];
