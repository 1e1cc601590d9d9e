/**
 * Images that come with Kuorum instead of from a registry. On Docker they are made on the spot out of this machine's
 * own node (`docker-bundled-images.ts`), for the process runtime they name a script. Never pulled.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const echoImage = 'kuorum/echo:latest';
/** Holds the network of a pod of several containers. */
export const pauseImage = 'kuorum/pause:1';

/** `kuorum/echo`, `docker.io/kuorum/echo` and `kuorum/echo:latest` are one image. */
export function normalizeImage(image: string): string {
  const name = image.replace(/^docker\.io\//, '').replace(/^library\//, '');
  const lastPart = name.slice(name.lastIndexOf('/') + 1);
  return lastPart.includes(':') || lastPart.includes('@') ? name : `${name}:latest`;
}

/** Nobody serves these: pulling one could only fetch a stranger's. */
export function isBundledImage(image: string): boolean {
  return normalizeImage(image).startsWith('kuorum/');
}

/** Kubernetes' InvalidImageName: what no registry could understand. Distribution's reference grammar, in short. */
export function isValidImageName(image: string): boolean {
  return /^(?:(?:(?=[^/]*[.:])[a-zA-Z0-9.-]+(?::\d+)?|localhost)\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/.test(
    image,
  );
}

/** Path of the echo server's script: `deploy/echo/echo-server.mjs` of the repository this file runs from. */
export function echoScriptPath(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = join(directory, 'deploy', 'echo', 'echo-server.mjs');
    if (existsSync(candidate)) return candidate;
    const parent = dirname(directory);
    if (parent === directory) throw new Error('Cannot find deploy/echo/echo-server.mjs above the kubelet package');
    directory = parent;
  }
}
