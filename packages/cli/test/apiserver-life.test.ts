/** The apiserver's flags about its life under load onto its options. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';
import { lifeOf, type LifeFlags } from '../dist/commands/apiserver-life.js';

describe('the flags of an apiserver about its life', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());
  const defaults: LifeFlags = { requestTimeout: '60s', shutdownDelayDuration: '0s', healthzBindAddress: '127.0.0.1:0' };

  it('leave calls unrecorded unless there is a file for it', () => {
    expect(lifeOf(defaults)).to.deep.include({ requestTimeoutMs: 60_000, shutdownDelayMs: 0, audit: undefined });
    const audit = lifeOf({ ...defaults, auditLogPath: 'a', auditLogMaxsize: '5', auditLogMaxbackup: '0' }).audit;
    expect(audit).to.deep.equal({ path: 'a', policy: undefined, fileBytesMax: 5 * 1024 * 1024, backupsMax: 0 });
  });

  it('read a policy as Kubernetes writes it', async () => {
    const file = join(await cleanup.tempDir(), 'policy.yaml');
    await writeFile(file, 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Request\n  verbs: [create]\n');
    const policy = lifeOf({ ...defaults, auditLogPath: 'a', auditPolicyFile: file }).audit?.policy;
    expect(policy?.rules[0]).to.deep.include({ level: 'Request', verbs: ['create'] });
    await writeFile(file, 'kind: Policy\n');
    expect(() => lifeOf({ ...defaults, auditLogPath: 'a', auditPolicyFile: file })).to.throw(
      `--audit-policy-file ${file}: Cannot read the audit policy: apiVersion, kind must be audit.k8s.io/v1, Policy`,
    );
  });

  const refused: [Partial<LifeFlags>, string][] = [
    [{ maxRequestsInflight: '0' }, '--max-requests-inflight: "0" is not a whole number of at least 1'],
    [{ maxRequestsInflight: '1.5' }, '--max-requests-inflight'],
    [{ requestTimeout: '0s' }, '--request-timeout: it must be longer than 0'],
    [{ auditLogMaxsize: '5' }, '--audit-log-maxsize needs --audit-log-path'],
    [{ auditPolicyFile: 'x' }, '--audit-policy-file needs --audit-log-path'],
  ];
  for (const [flags, message] of refused) {
    it(`refuse ${JSON.stringify(flags)}`, () => expect(() => lifeOf({ ...defaults, ...flags })).to.throw(message));
  }
});
