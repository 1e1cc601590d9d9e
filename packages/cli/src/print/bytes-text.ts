/** Sizes for people. */

const units = ['', 'Ki', 'Mi', 'Gi', 'Ti'] as const;

/** `512Mi`, `23.5Gi`: rounded, where a quantity would be exact. */
export function bytesText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${Number(size.toFixed(1))}${units[unit]}`;
}
