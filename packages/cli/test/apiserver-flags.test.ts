/** The apiserver's flags about security onto its options; what contradicts itself is refused with what to do. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Command } from 'commander';
import {
  addSecurityOptions,
  etcdTlsOf,
  secretFilesOf,
  securityOf,
  type SecurityFlags,
} from '../dist/commands/apiserver-security.js';

describe('the flags of a secured apiserver', () => {
  const pair = { tlsCertFile: 'c', tlsPrivateKeyFile: 'k' };

  it('make a secured server as soon as there is one', () => {
    expect(securityOf({})).to.deep.equal({ kind: 'insecure' });
    const tls = { certFile: 'c', keyFile: 'k', clientCaFile: 'ca' };
    expect(securityOf({ ...pair, clientCaFile: 'ca', tokenAuthFile: 't' })).to.deep.include({
      kind: 'secure',
      tls,
      tokenAuthFile: 't',
    });
  });

  it('know service accounts once there is a key', () => {
    expect(securityOf(pair)).to.have.property('serviceAccounts', undefined);
    const serviceAccountIssuer = ['https://new', 'https://old'];
    const keys = { serviceAccountSigningKeyFile: 'sa.key', serviceAccountKeyFile: ['old.pub', 'older.pub'] };
    expect(securityOf({ ...pair, ...keys, serviceAccountIssuer, apiAudiences: 'a,b' })).to.deep.include({
      serviceAccounts: {
        issuers: serviceAccountIssuer,
        signingKeyFile: 'sa.key',
        keyFiles: ['old.pub', 'older.pub'],
        audiences: ['a', 'b'],
      },
    });
  });

  it('name who decides', () => {
    expect(securityOf({ ...pair, authorizationMode: 'RBAC,Node' })).to.deep.include({
      authorizationModes: ['RBAC', 'Node'],
    });
  });

  const refused: readonly [SecurityFlags, string][] = [
    [{ ...pair, insecure: true }, '--tls-cert-file is for a server with security: leave it out, or --insecure'],
    [{ tokenAuthFile: 't', insecure: true }, '--token-auth-file is for a server with security'],
    [{ clientCaFile: 'ca' }, '--client-ca-file needs --tls-cert-file and --tls-private-key-file too'],
    [{ serviceAccountSigningKeyFile: 'k' }, '--service-account-signing-key-file needs --tls-cert-file and'],
    [
      { ...pair, apiAudiences: 'a' },
      '--api-audiences needs --service-account-signing-key-file or --service-account-key-file too',
    ],
    [{ authorizationMode: 'AlwaysAllow' }, '--authorization-mode needs --tls-cert-file and'],
    [
      { ...pair, authorizationMode: 'rbac' },
      'Cannot use --authorization-mode=rbac: "rbac" is not one of Node, RBAC, AlwaysAllow',
    ],
    [{ ...pair, authorizationMode: 'Node,RBAC,RBAC' }, 'a mode is named twice'],
    [{ ...pair, authorizationMode: 'RBAC,AlwaysAllow' }, 'beside AlwaysAllow nothing else decides anything'],
    [{ ...pair, authorizationMode: 'Node' }, 'with Node alone nobody but nodes could do anything'],
    [{ ...pair, authorizationMode: '' }, '"" is not one of'],
    [{ tlsCertFile: 'c' }, '--tls-cert-file needs --tls-cert-file and --tls-private-key-file too'],
  ];
  for (const [flags, message] of refused) {
    it(`refuse ${JSON.stringify(flags)}`, () => {
      expect(() => securityOf(flags)).to.throw(message);
    });
  }

  it('that name keys and tokens are warned of where others may read the file', () => {
    const { options } = addSecurityOptions(new Command());
    // Those that verify tokens may be public: below.
    const open = '--service-account-key-file';
    const secret = options.filter(
      ({ long }) => long !== open && /key-?file$|client-key$|token-auth-file$/.test(long ?? ''),
    );
    expect(secret.length).to.be.at.least(5);
    for (const option of secret) {
      const files = secretFilesOf({ [option.attributeName()]: 'the file' });
      expect(files, option.long).to.include('the file');
    }
  });

  it('that name keys which verify tokens are warned of where such a key could make some too', () => {
    const directory = mkdtempSync(join(tmpdir(), 'kuorum-flags-'));
    try {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const [open, secret] = [join(directory, 'open.pem'), join(directory, 'secret.pem')];
      writeFileSync(open, publicKey.export({ type: 'spki', format: 'pem' }));
      writeFileSync(secret, privateKey.export({ type: 'pkcs8', format: 'pem' }));
      const files = secretFilesOf({ serviceAccountKeyFile: [open, secret, join(directory, 'none')] });
      expect(files.filter((file) => file !== undefined)).to.deep.equal([secret]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('speak to the store with TLS when its authority is named', () => {
    expect(etcdTlsOf({})).to.equal(undefined);
    expect(() => etcdTlsOf({ etcdCertfile: 'c' })).to.throw('--etcd-certfile needs --etcd-cafile too');
    expect(() => etcdTlsOf({ etcdCafile: '/nowhere/ca.pem' })).to.throw('/nowhere/ca.pem');
  });
});
