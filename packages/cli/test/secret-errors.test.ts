/** What a Secret holds is in no error: errors end up in terminals that others watch, in logs of builds, in bug reports. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFakeApi } from '@kuorum/testing';
import { expect } from 'chai';
import { createCommand } from '../dist/commands/create.js';
import { patchCommand } from '../dist/commands/patch.js';
import { KubeconfigError, parseKubeconfig } from '../dist/kubeconfig/kubeconfig.js';
import { parseManifest } from '../dist/manifest/load.js';
import { capturedEnv, run } from './harness.js';

const secretValue = /hunter/;

function problemsOf(text: string): string[] {
  const problems: string[] = [];
  parseManifest('s.yaml', text, [], problems);
  return problems;
}

const block = `apiVersion: v1
kind: "Secret"
metadata:
  name: s
stringData:
  password: hunter2hunter2
  quoted: "hunter3hunter3"
data:
  key: 'aHVudGVy'
`;
const flow = '{apiVersion: v1, kind: Secret, stringData: {password: hunter2hunter2, more: [hunter4]}}\n';
const json = JSON.stringify(
  { apiVersion: 'v1', kind: 'Secret', stringData: { password: 'hunter2hunter2', n: 7 } },
  null,
  2,
);
const list = `apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Pod, metadata: {name: p}}
  - {apiVersion: v1, kind: Secret, stringData: {password: hunter2hunter2, token: hunter3}}
`;

describe('errors about Secrets', () => {
  const rows: [what: string, text: string, error: string][] = [
    [
      'wrong indentation',
      'apiVersion: v1\nkind: Secret\nstringData:\n  a: hunter2\n b: hunter3\n',
      's.yaml: line 5, column 1: wrong indentation, or a bracket that is not closed (not shown, as this may be a Secret)',
    ],
    [
      'an alias',
      'apiVersion: v1\nkind: Secret\nstringData:\n  a: *hunter2\n',
      's.yaml: an alias (*name) without its anchor (&name), or too many of them (not shown, as this may be a Secret)',
    ],
    [
      'a value that is no text',
      'apiVersion: v1\nkind: Secret\nstringData:\n  a: [hunter2]\n',
      's.yaml: Secret: stringData[a]: must be a string, not a list',
    ],
    [
      'what is not base64',
      'apiVersion: v1\nkind: Secret\ndata: {a: hunter2}\n',
      's.yaml: Secret: data[a]: must be base64 (RFC 4648, with padding)',
    ],
    [
      'a colon that is missing within braces',
      'apiVersion: v1\nkind: Secret\nstringData: {password hunter2}\n',
      's.yaml: Secret: stringData[…]: must be a string, not null',
    ],
    [
      'a kind that is misspelt',
      'apiVersion: v1\nkind: Secert\ndata:\n  a: "hunter2\n',
      's.yaml: line 5, column 1: a missing character: a quote, a bracket, a comma or the space after a colon (not shown, as this may be a Secret)',
    ],
  ];
  for (const [what, text, error] of rows) {
    it(`tell the place and no value: ${what}`, () => {
      expect(problemsOf(text)[0]).to.equal(error);
    });
  }

  it('show the lines around a mistake in what is surely none', () => {
    expect(problemsOf('apiVersion: v1\nkind: Pod\nspec: {nodeName: [\n')[0]).to.contain('spec: {nodeName: [');
  });

  it('hold no value whatever character is missing, or too many', () => {
    for (const text of [block, flow, json, list]) {
      for (let i = 0; i < text.length; i++) {
        const [before, after] = [text.slice(0, i), text.slice(i)];
        for (const wrong of [after.slice(1), ...['"', '{', ': ', '\n', '&', '*', '\t'].map((each) => each + after)]) {
          const problems = problemsOf(before + wrong).join('\n');
          if (secretValue.test(problems)) expect.fail(`${problems}\n--- of ---\n${before}${wrong}`);
        }
      }
    }
  }).timeout(30_000);

  it('repeat nothing of a patch', async () => {
    for (const patch of ['{"stringData": {"a": "hunter2}}', 'hunter2', '{a: *hunter2}']) {
      const { err, status } = await run(patchCommand, capturedEnv(createFakeApi().client), [
        'secret',
        's',
        '-p',
        patch,
      ]);
      expect([status, err]).to.satisfy(() => status === 1 && !secretValue.test(err));
      expect(err).to.contain('unable to parse the patch: ');
    }
  });

  it('repeat nothing of what a Secret is made of', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'kuorum-secret-errors-'));
    try {
      const file = join(directory, 'env');
      writeFileSync(file, 'A=1\n9hunter2==\n');
      for (const source of ['--from-literal=hunter2', '--from-literal==hunter2', `--from-env-file=${file}`]) {
        const { err } = await run(createCommand, capturedEnv(createFakeApi().client), [
          'secret',
          'generic',
          's',
          source,
        ]);
        expect(err).to.match(/number 1 has no|line 2: expected NAME=VALUE/);
        expect(err).not.to.match(secretValue);
      }
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('repeat nothing of a kubeconfig', () => {
    for (const text of ['token: *hunter2', 'token: "hunter2', 'users: [hunter2', '{"token": "\\qhunter2"}']) {
      expect(() => parseKubeconfig(text))
        .to.throw(KubeconfigError)
        .and.satisfy(({ message }: Error) => !secretValue.test(message));
    }
  });
});
