/** TLS between members: who is let into a cluster, who is not, and what operators are told of it. */
import { readFile } from 'node:fs/promises';
import { connect } from 'node:tls';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { etcdctl, flagsOf, TlsBed, type Started } from './tls-bed.js';

describe('TLS between members', () => {
  const cleanup = new Cleanup();
  let bed: TlsBed;

  beforeEach(async () => {
    bed = await TlsBed.create(cleanup);
  });
  afterEach(() => cleanup.run());

  const isTrouble = (line: string): boolean => line.includes('cannot agree on TLS with a peer');

  /** That two of the three agree, that the third takes no part, and that two sides say why. */
  const expectThirdLeftOut = async (members: readonly Started[], reason: RegExp): Promise<void> => {
    const [first, , third] = members as [Started, Started, Started];
    await eventually(() => first.store.member.leader !== 0n, 'a leader of the two');
    for (const { logged } of [first, third])
      await eventually(
        () => logged.some((line) => isTrouble(line) && reason.test(line)),
        `the reason: ${logged.join()}`,
      );
    expect(third.store.member.leader).to.equal(0n);
    expect(third.store.member.node.status().commit, 'of the first members only').to.equal(1);
  };

  it('certificates of one authority make a cluster', async () => {
    const members = await bed.startThree(() => bed.peerSide());
    await eventually(() => members.some(({ store }) => store.member.isLeader), 'a leader');
    const [first] = members as [Started];
    expect(await etcdctl(first, 'put', 'k', 'v')).to.equal('OK');
    for (const member of members) expect(await etcdctl(member, 'get', 'k')).to.equal('k\nv');
    expect(members.flatMap(({ logged }) => logged).filter(isTrouble)).to.deep.equal([]);
  });

  it('a member of another authority is not let in, and both sides say why', async () => {
    // It trusts the others: that they do not trust it must do.
    const members = await bed.startThree(async (name) => ({
      files: await (name === 'm3' ? bed.otherCa : bed.ca).issue(),
      caFile: bed.ca.caFile,
    }));
    await expectThirdLeftOut(members, /certificate|issuer|alert/);
  });

  it('a member whose certificate is for another host is not connected to', async () => {
    const members = await bed.startThree(async (name) => ({
      files: await bed.ca.issue(name === 'm3' ? { hosts: ['elsewhere'] } : {}),
      caFile: bed.ca.caFile,
    }));
    const [first, second, third] = members as [Started, Started, Started];
    await eventually(() => first.store.member.leader !== 0n, 'a leader of the two');
    for (const { logged } of [first, second])
      await eventually(() => logged.some((line) => isTrouble(line) && line.includes("certificate's altnames")), 'why');
    expect(third.store.member.node.status().commit, 'of the first members only').to.equal(1);
  });

  it('members that trust nobody of the others never form a cluster', async () => {
    const strangers = [bed.ca, bed.otherCa, (await TlsBed.create(cleanup)).ca];
    const members = await bed.startThree((name) => bed.peerSide(strangers[['m1', 'm2', 'm3'].indexOf(name)]));
    for (const { logged } of members)
      await eventually(() => logged.some((line) => isTrouble(line) && /certificate|issuer|alert/.test(line)), 'why');
    for (const { store } of members) expect(store.member.leader).to.equal(0n);
  });

  it('with --peer-cert-allowed-cn only certificates of that name are let in', async () => {
    const members = await bed.startThree(async (name) => ({
      files: await bed.ca.issue({ commonName: name === 'm3' ? 'somebody' : 'member' }),
      caFile: bed.ca.caFile,
      more: ['--peer-cert-allowed-cn=member'],
    }));
    const [, , third] = members as [Started, Started, Started];
    await eventually(() => members.some(({ store }) => store.member.isLeader), 'a leader of the two');
    const [first] = members as [Started];
    await eventually(
      () =>
        first.logged.some((line) => line.includes('its certificate names somebody, and --peer-cert-allowed-cn=member')),
      'the reason',
    );
    expect(third.store.member.node.status().commit).to.equal(1);
  });

  it('with --peer-cert-allowed-hostname only certificates for that host are let in', async () => {
    const members = await bed.startThree((name) =>
      bed.peerSide(bed.ca, `--peer-cert-allowed-hostname=${name === 'm3' ? 'elsewhere' : 'localhost'}`),
    );
    const [, , third] = members as [Started, Started, Started];
    await eventually(() => members.some(({ store }) => store.member.isLeader), 'a leader of the two');
    await eventually(
      () =>
        third.logged.some((line) => line.includes('its certificate is not for --peer-cert-allowed-hostname=elsewhere')),
      'the reason',
    );
    expect(third.store.member.node.status().commit).to.equal(1);
  });

  it('certificates that are replaced under way are shown and taken from then on', async () => {
    const files = await bed.ca.issue({ commonName: 'before' });
    const members = await bed.startThree(async (name) =>
      name === 'm1' ? { files, caFile: bed.ca.caFile } : bed.peerSide(),
    );
    const [first] = members as [Started];
    const client = await bed.ca.issue();
    const [key, cert] = [await readFile(client.keyFile), await readFile(client.certFile)];
    const port = Number(new URL(first.store.peerUrls[0] ?? '').port);
    const shown = (): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connect({ host: '127.0.0.1', port, key, cert, rejectUnauthorized: false }, () => {
          resolve(String(socket.getPeerCertificate().subject.CN));
          socket.destroy();
        });
        socket.on('error', reject);
      });
    expect(await shown()).to.equal('before');
    await bed.ca.issueTo(files, { commonName: 'after' });
    await eventually(async () => (await shown()) === 'after', 'the new certificate');
    first.store.member.transport.resetStreams('to connect anew');
    await eventually(
      () =>
        etcdctl(first, 'put', 'k', 'v').then(
          (said) => said === 'OK',
          () => false,
        ),
      'a write',
    );
    for (const member of members) expect(await etcdctl(member, 'get', 'k')).to.equal('k\nv');
  });

  it('plain text is refused by a peer port', async () => {
    const [first] = (await bed.startThree(() => bed.peerSide())) as [Started];
    const answer = await bed.answerToPlainText(first.store.peerUrls[0] ?? '', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    expect(answer.length, 'an alert at most').to.be.below(16);
  });

  it('certificates for a peer port of plain text are not used, and the log says so', async () => {
    const { logged } = await bed.start([
      `--data-dir=${bed.directory}/m1`,
      '--listen-client-urls=http://127.0.0.1:0',
      '--listen-peer-urls=http://127.0.0.1:0',
      ...flagsOf(await bed.ca.issue(), 'peer-'),
    ]);
    expect(logged.join()).to.contain(
      'its scheme is http: --peer-cert-file, --peer-key-file and --peer-client-cert-auth',
    );
  });
});
