/** A file that has arrived whole and can be read more than once, from the start or at any place. */
export interface UploadedFile {
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the bytes, lower-case hex. */
  readonly hash: string;
  /** The bytes from the first to the last; every call begins anew. */
  read(): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Up to `length` bytes from `position`; fewer only at the end of the file. */
  readAt(position: number, length: number): Promise<Buffer>;
}
