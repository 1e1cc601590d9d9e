/**
 * Files that the program needs beside its code. Looked up from here alone: this module lies one level below the package
 * as it is compiled (`dist/`) and in the bundle (`dist-bundle/`), a module further down would be at two places.
 */
import { fileURLToPath } from 'node:url';

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const manifestFile = fromHere('../package.json');
export const kuorumBinary = fromHere('../bin/kuorum.js');
export const sampleFile = fromHere('../../../deploy/samples/echo.yaml');
