import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { holdsPrivateKey, warnOfReaders } from '../dist/node.js';

describe('a file that holds a secret', () => {
  let directory: string;
  before(() => (directory = mkdtempSync(join(tmpdir(), 'kuorum-readers-'))));
  after(() => rmSync(directory, { recursive: true, force: true }));

  function warningsOf(files: readonly (string | undefined)[]): string[] {
    const warnings: string[] = [];
    warnOfReaders(files, { warn: (fields, text) => void warnings.push(`${JSON.stringify(fields)} ${text}`) });
    return warnings;
  }

  for (const [mode, warns] of [
    [0o600, false],
    [0o400, false],
    [0o640, true],
    [0o604, true],
    [0o620, true],
    [0o644, true],
  ] as const) {
    it(`of mode ${mode.toString(8)} ${warns ? 'is warned of, with what to do' : 'is fine'}`, () => {
      const file = join(directory, 'key');
      writeFileSync(file, 'secret');
      chmodSync(file, mode);
      const fields = JSON.stringify({ file, mode: `0${mode.toString(8)}` });
      const text = `others on this machine may read or write ${file}: change that with: chmod 600 ${file}`;
      expect(warningsOf([undefined, file])).to.deep.equal(warns ? [`${fields} ${text}`] : []);
    });
  }

  it('that is not there is somebody else to complain about', () => {
    expect(warningsOf([join(directory, 'none')])).to.deep.equal([]);
  });

  it('is one of keys when one of them is private', () => {
    const file = join(directory, 'keys.pem');
    const block = (label: string): string => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`;
    const holds = (text: string): boolean => {
      writeFileSync(file, text);
      return holdsPrivateKey(file);
    };
    expect(holds(block('PUBLIC KEY') + block('CERTIFICATE'))).to.equal(false);
    for (const label of ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'ENCRYPTED PRIVATE KEY']) {
      expect(holds(block('PUBLIC KEY') + block(label)), label).to.equal(true);
    }
    expect(holdsPrivateKey(join(directory, 'none'))).to.equal(false);
    expect(holdsPrivateKey(directory)).to.equal(false);
  });
});
