import { connect, type Socket } from "node:net";

export interface Answer {
  /** 0: the connection broke. */
  readonly status: number;
  /** Bytes of the body, without a line end after it. */
  readonly length: number;
  readonly body: () => string;
}

const LINE_END = 10;

/** One connection that is kept: a request at a time, read with as little work as can be. */
export class Connection {
  private socket: Socket;
  private chunks: Buffer[] = [];
  private answered: ((answer: Answer) => void) | null = null;
  private head: { readonly status: number; readonly length: number | null } | null = null;
  private received = 0;

  constructor(private readonly port: number) {
    this.socket = this.open();
  }

  /** @param request the whole text of it, ASCII; sent on a new connection when the old one broke */
  ask(request: string): Promise<Answer> {
    if (this.socket.destroyed) this.socket = this.open();
    return new Promise((resolve) => {
      this.answered = resolve;
      this.socket.write(request, "latin1");
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private open(): Socket {
    const socket = connect({ port: this.port, host: "127.0.0.1", noDelay: true });
    const broken = (why: unknown): void => {
      if (socket === this.socket) this.finish({ status: 0, length: 0, body: () => String(why) });
    };
    return socket
      .on("data", (chunk: Buffer) => {
        this.read(chunk);
      })
      .on("error", broken)
      .on("close", broken);
  }

  private read(chunk: Buffer): void {
    let bytes = chunk;
    if (this.head === null) {
      if (this.chunks.length > 0) bytes = Buffer.concat([...this.chunks.splice(0), chunk]);
      const end = bytes.indexOf("\r\n\r\n");
      if (end === -1) {
        this.chunks = [bytes];
        return;
      }
      this.head = readHead(bytes.toString("latin1", 0, end));
      bytes = bytes.subarray(end + 4);
      this.received = 0;
    }
    this.chunks.push(bytes);
    this.received += bytes.length;
    const { status, length } = this.head;
    if (length === null) this.readChunked(status);
    else if (this.received >= length) this.finish(answer(status, this.chunks, this.received));
  }

  /** The length is not told before: pieces with their sizes, and an empty one at the end. */
  private readChunked(status: number): void {
    const whole = Buffer.concat(this.chunks);
    this.chunks = [whole];
    if (whole.subarray(-5).toString("latin1") !== "0\r\n\r\n") return;
    const pieces: Buffer[] = [];
    let received = 0;
    for (let at = 0; ;) {
      const sizeEnd = whole.indexOf("\r\n", at);
      const size = Number.parseInt(whole.toString("latin1", at, sizeEnd), 16);
      if (!(size > 0)) break;
      pieces.push(whole.subarray(sizeEnd + 2, sizeEnd + 2 + size));
      received += size;
      at = sizeEnd + 2 + size + 2;
    }
    this.finish(answer(status, pieces, received));
  }

  private finish(result: Answer): void {
    const { answered } = this;
    this.answered = null;
    this.head = null;
    this.chunks = [];
    answered?.(result);
  }
}

function readHead(head: string): { status: number; length: number | null } {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  return { status: Number(head.slice(9, 12)), length: length === undefined ? null : Number(length) };
}

function answer(status: number, chunks: readonly Buffer[], received: number): Answer {
  const last = chunks.at(-1)?.at(-1) === LINE_END ? 1 : 0;
  return { status, length: received - last, body: () => Buffer.concat(chunks).toString() };
}
