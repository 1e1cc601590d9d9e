/** Writes docs/store-flags.md from the table of flags: `node scripts/store-flags.mjs`, after a build. */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { flagsPage } from '../packages/store/dist/server/flag-help.js';

const path = new URL('../docs/store-flags.md', import.meta.url);
const options = await resolveConfig(path);
const page = await format(flagsPage(), { ...options, parser: 'markdown' });
const before = await readFile(path, 'utf8').catch(() => '');
await writeFile(path, page);
console.log(page === before ? 'docs/store-flags.md is as it was' : 'docs/store-flags.md is written');
