/**
 * Makes the bundled images inside a Docker Engine, by `docker import` of a small root filesystem: no registry, no
 * compiler, no Dockerfile. The echo image holds this machine's node, the libraries it is linked with, and one script.
 *
 * Race-free between kubelets: each imports under a name of its own; who finds the real name taken afterwards throws its
 * import away. So one image of the name remains, whoever was first.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import type Docker from 'dockerode';
import { engineCallTimeoutMs, engineEventBytesMax, imageImportTimeoutMs } from '../../limits.js';
import { echoImage, echoScriptPath, normalizeImage, pauseImage } from '../bundled-images.js';
import { RuntimeError } from '../types.js';
import { engineCall, isEngineNotFound, runtimeError } from './engine.js';
import { JsonLines } from './json-lines.js';
import { pauseBinary } from './pause-binary.js';
import { tarArchive, type TarEntry } from './tar.js';

const run = promisify(execFile);

/** Id of a local image, or undefined when it is not there. */
export async function findImage(engine: Docker, image: string): Promise<string | undefined> {
  try {
    const found = await engineCall(`inspect image ${image}`, engineCallTimeoutMs, () =>
      engine.getImage(image).inspect(),
    );
    return found.Id;
  } catch (error) {
    if (isEngineNotFound(error)) return undefined;
    throw error;
  }
}

/** Makes a bundled image when the engine lacks it; gives its id. `as` names the result differently, for tests. */
export async function ensureBundledImage(engine: Docker, image: string, as: string = image): Promise<string> {
  const target = normalizeImage(as);
  const found = await findImage(engine, target);
  if (found !== undefined) return found;
  const { entries, changes } = await rootFilesystem(engine, normalizeImage(image));
  const staging = `kuorum-import-${randomUUID()}`;
  await importArchive(engine, entries, staging, changes);
  try {
    const theirs = await findImage(engine, target);
    if (theirs !== undefined) return theirs;
    const [repo, tag] = splitTag(target);
    await engineCall(`tag ${target}`, engineCallTimeoutMs, () => engine.getImage(`${staging}:new`).tag({ repo, tag }));
  } finally {
    await engineCall('remove the staging tag', engineCallTimeoutMs, () => engine.getImage(`${staging}:new`).remove());
  }
  const made = await findImage(engine, target);
  if (made === undefined) throw new RuntimeError('ErrImagePull', `Cannot find ${target} after making it`);
  return made;
}

function splitTag(image: string): [string, string] {
  const colon = image.lastIndexOf(':');
  return [image.slice(0, colon), image.slice(colon + 1)];
}

interface RootFilesystem {
  readonly entries: Iterable<TarEntry>;
  /** Dockerfile instructions that set the image's configuration. */
  readonly changes: readonly string[];
}

async function rootFilesystem(engine: Docker, image: string): Promise<RootFilesystem> {
  switch (image) {
    case pauseImage:
      return pauseFilesystem(engine);
    case echoImage:
      return echoFilesystem(engine);
    default:
      throw new RuntimeError('ErrImagePull', `Cannot provide ${image}: it is not among the bundled images`);
  }
}

async function pauseFilesystem(engine: Docker): Promise<RootFilesystem> {
  const architecture = await engineArchitecture(engine);
  const content = pauseBinary(architecture);
  if (content === undefined) {
    throw new RuntimeError('ErrImagePull', `Cannot make ${pauseImage}: no code for architecture ${architecture}`);
  }
  return { entries: [{ path: 'pause', mode: 0o755, content }], changes: ['ENTRYPOINT ["/pause"]'] };
}

async function echoFilesystem(engine: Docker): Promise<RootFilesystem> {
  const architecture = await engineArchitecture(engine);
  const ours = process.arch === 'x64' ? 'amd64' : process.arch;
  if (process.platform !== 'linux' || architecture !== ours) {
    throw new RuntimeError(
      'ErrImagePull',
      `Cannot make ${echoImage}: it needs Linux and the engine's architecture ${architecture}, ` +
        `this is ${process.platform} on ${ours}; load the image into the engine by hand`,
    );
  }
  const entries: TarEntry[] = [
    { path: 'tmp/', mode: 0o1777 },
    { path: 'etc/passwd', mode: 0o644, content: Buffer.from('root:x:0:0:root:/:/bin/false\n') },
    { path: 'app/echo-server.mjs', mode: 0o644, content: await readFile(echoScriptPath()) },
    { path: 'usr/local/bin/node', mode: 0o755, content: await readFile(await realpath(process.execPath)) },
  ];
  for (const library of await linkedLibraries(process.execPath)) {
    entries.push({ path: library.slice(1), mode: 0o755, content: await readFile(await realpath(library)) });
  }
  return {
    entries,
    changes: [
      'ENV PATH=/usr/local/bin',
      'WORKDIR /app',
      'EXPOSE 8080',
      'CMD ["/usr/local/bin/node", "/app/echo-server.mjs"]',
    ],
  };
}

async function engineArchitecture(engine: Docker): Promise<string> {
  const version = await engineCall('ask the version', engineCallTimeoutMs, () => engine.version());
  return version.Arch;
}

/** Paths of the shared libraries and the loader, as the loader itself looks them up. Empty for a static binary. */
async function linkedLibraries(binary: string): Promise<string[]> {
  const { stdout } = await run('ldd', [binary]).catch(() => ({ stdout: '' }));
  const paths = stdout.split('\n').flatMap((line) => /(?:=> )?(\/\S+) \(0x/.exec(line)?.[1] ?? []);
  return [...new Set(paths)];
}

async function importArchive(
  engine: Docker,
  entries: Iterable<TarEntry>,
  repo: string,
  changes: readonly string[],
): Promise<void> {
  try {
    await engineCall(`import ${repo}`, imageImportTimeoutMs, async (abortSignal) => {
      const archive = Readable.from(tarArchive(entries), { objectMode: false });
      const options = { repo, tag: 'new', changes: changes.join('\n'), abortSignal };
      const progress = await engine.importImage(archive, options);
      await finished(progress);
    });
  } catch (error) {
    throw runtimeError(error, 'ErrImagePull');
  }
}

/** Waits for the end of the engine's progress report. An error comes as one of its lines, with the status long sent. */
export function finished(progress: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    const lines = new JsonLines(engineEventBytesMax);
    let failure: string | undefined;
    progress.on('data', (chunk: Uint8Array) => {
      for (const line of lines.push(chunk) as { error?: string }[]) failure ??= line.error;
    });
    progress.on('end', () => {
      if (failure === undefined) resolve();
      else reject(new RuntimeError('ErrImagePull', failure));
    });
    progress.on('error', reject);
  });
}
