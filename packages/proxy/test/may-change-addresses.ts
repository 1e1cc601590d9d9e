import { execFileSync } from 'node:child_process';

/** Root on Linux with iproute2. */
export function mayChangeAddresses(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('ip', ['address', 'add', '198.51.100.78/32', 'dev', 'lo'], { stdio: 'ignore' });
    execFileSync('ip', ['address', 'del', '198.51.100.78/32', 'dev', 'lo'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
