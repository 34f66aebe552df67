import { createHash } from "node:crypto";
import type { UploadedFile } from "../uploaded-file.ts";

/** Bytes as if they had been uploaded. @param chunkSize 1 is the hardest way for a file to arrive */
export function uploadedBuffer(bytes: Uint8Array, chunkSize = 64 * 1024): UploadedFile {
  return {
    size: bytes.length,
    hash: createHash("sha256").update(bytes).digest("hex"),
    *read() {
      for (let start = 0; start < bytes.length; start += chunkSize) {
        yield bytes.subarray(start, start + chunkSize);
      }
    },
    readAt: (position, length) => Promise.resolve(Buffer.from(bytes.subarray(position, position + length))),
  };
}
