/**
 * The program of a pod's sandbox: it does nothing, for ever, so that the pod's network outlives any of its containers
 * (Kubernetes' pause container). A static ELF executable of one system call in a loop, written out byte by byte since
 * no compiler can be expected on a user's machine. As PID 1 without signal handlers it is deaf to SIGTERM: its
 * container's stop signal is SIGKILL. Layout after the ELF-64 specification: file header, one program header, code.
 */
const headerBytes = 64;
const programHeaderBytes = 56;
const loadAddress = 0x40_0000n;

interface Machine {
  /** e_machine. */
  readonly id: number;
  readonly code: readonly number[];
}

const machines: Readonly<Record<string, Machine>> = {
  // loop: mov eax, 34 (pause); syscall; jmp loop
  amd64: { id: 0x3e, code: [0xb8, 0x22, 0, 0, 0, 0x0f, 0x05, 0xeb, 0xf7] },
  // loop: mov x8, 73 (ppoll); mov x0..x3, 0; svc 0; b loop
  arm64: {
    id: 0xb7,
    code: [0xd2800928, 0xd2800000, 0xd2800001, 0xd2800002, 0xd2800003, 0xd4000001, 0x17fffffa].flatMap((word) => [
      word & 0xff,
      (word >>> 8) & 0xff,
      (word >>> 16) & 0xff,
      word >>> 24,
    ]),
  },
};

/** The executable for an engine's architecture (`amd64`, `arm64`), or undefined for one that has no code here. */
export function pauseBinary(architecture: string): Uint8Array | undefined {
  const machine = machines[architecture];
  if (machine === undefined) return undefined;
  const codeStart = headerBytes + programHeaderBytes;
  const size = codeStart + machine.code.length;
  const file = new DataView(new ArrayBuffer(size));
  const littleEndian = true;
  [0x7f, 0x45, 0x4c, 0x46, 2 /* 64 bit */, 1 /* little endian */, 1 /* version */].forEach((b, i) =>
    file.setUint8(i, b),
  );
  file.setUint16(16, 2, littleEndian); // e_type: executable
  file.setUint16(18, machine.id, littleEndian);
  file.setUint32(20, 1, littleEndian); // e_version
  file.setBigUint64(24, loadAddress + BigInt(codeStart), littleEndian); // e_entry
  file.setBigUint64(32, BigInt(headerBytes), littleEndian); // e_phoff
  file.setUint16(52, headerBytes, littleEndian);
  file.setUint16(54, programHeaderBytes, littleEndian);
  file.setUint16(56, 1, littleEndian); // e_phnum
  file.setUint32(headerBytes, 1, littleEndian); // PT_LOAD
  file.setUint32(headerBytes + 4, 5, littleEndian); // readable, executable
  file.setBigUint64(headerBytes + 16, loadAddress, littleEndian);
  file.setBigUint64(headerBytes + 24, loadAddress, littleEndian);
  file.setBigUint64(headerBytes + 32, BigInt(size), littleEndian);
  file.setBigUint64(headerBytes + 40, BigInt(size), littleEndian);
  file.setBigUint64(headerBytes + 48, 0x1_0000n, littleEndian); // alignment: the largest page size
  const bytes = new Uint8Array(file.buffer);
  bytes.set(machine.code, codeStart);
  return bytes;
}
