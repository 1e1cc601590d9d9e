// Runs `kuorum get pods` of a bundle once, over TLS against a server of its own that answers with one pod, and writes down what
// V8 has compiled until then: the code cache of packages/cli/src/bundle.ts. Started by scripts/bundle.mjs.
//   node scripts/code-cache.mjs DIRECTORY PROGRAM
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeProto, make } from '../packages/api/dist/index.js';
import { cacheName, compileProgram } from '../packages/cli/dist/bundle.js';
import { makeAuthority, makeCertificate } from '../packages/cli/dist/local/pki/issue.js';

const [directory, program] = process.argv.slice(2);

/** gRPC: one message, not compressed, and its length before it. */
function framed(message) {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

const pod = {
  metadata: { name: 'web', namespace: 'default', creationTimestamp: new Date().toISOString() },
  spec: { containers: [{ name: 'web', image: 'web' }] },
  status: { phase: 'Running', containerStatuses: [{ name: 'web', ready: true }] },
};
const answer = framed(encodeProto('PodList', make('PodList', { metadata: { resourceVersion: '1' }, items: [pod] })));

const now = new Date();
const authority = await makeAuthority('code-cache', now);
const server = await makeCertificate(authority, { commonName: 'server', hosts: ['127.0.0.1'] }, now);
const client = await makeCertificate(authority, { commonName: 'client' }, now);

const grpc = createSecureServer({ ca: authority.cert, requestCert: true, ...server });
grpc.on('stream', (stream) => {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(answer);
});
await new Promise((resolve) => grpc.listen(0, '127.0.0.1', resolve));
grpc.unref();

const base64 = (text) => Buffer.from(text).toString('base64');
const kubeconfig = `apiVersion: v1
kind: Config
current-context: local
contexts:
  - { name: local, context: { cluster: local, user: local } }
clusters:
  - name: local
    cluster:
      server: https://127.0.0.1:${grpc.address().port}
      certificate-authority-data: ${base64(authority.cert)}
users:
  - name: local
    user: { client-certificate-data: ${base64(client.cert)}, client-key-data: ${base64(client.key)} }
`;
const home = mkdtempSync(join(tmpdir(), 'kuorum-code-cache-'));
const config = join(home, 'config');
writeFileSync(config, kubeconfig, { mode: 0o600 });

const { script, run } = compileProgram(directory, program);
process.on('exit', () => {
  rmSync(home, { recursive: true, force: true });
  if (process.exitCode !== undefined && process.exitCode !== 0) return;
  const file = join(directory, cacheName(program));
  writeFileSync(`${file}.new`, script.createCachedData());
  renameSync(`${file}.new`, file);
});
process.argv = [process.argv[0], 'kuorum', 'get', 'pods', '--kubeconfig', config];
run();
