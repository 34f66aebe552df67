import { sha256 } from "@gongjian/shared/signature";
import { viewerSchema, type Viewer } from "@gongjian/shared/viewer";
import { Refusal, unauthenticated } from "../refusal.ts";
import { ShortMemory } from "./short-memory.ts";

const FRESH_MS = 5_000;
/** How long a key that was good goes on while organisations is down. */
const GRACE_MS = 60_000;
const API_KEY = /^gjk_[\w-]{20,200}$/;

/** Who a key belongs to, as organisations says; null for a key that is unknown or revoked. */
export interface ApiKeyOwner {
  readonly role: string;
  readonly unitId: string | null;
  readonly keyId: string;
  readonly scopes: readonly string[];
}

/** Asks organisations about the SHA-256 of a key. @throws when organisations does not answer */
export type LookUpApiKey = (hash: string) => Promise<ApiKeyOwner | null>;

/** Turns a unit's API key into a viewer. Only the key's hash is remembered or sent. */
export class ApiKeyVerifier {
  private readonly fresh = new ShortMemory<Viewer | null>();
  private readonly grace = new ShortMemory<Viewer>();
  private readonly asking = new Map<string, Promise<Viewer | null>>();

  constructor(
    private readonly lookUp: LookUpApiKey,
    private readonly now: () => number = Date.now,
  ) {}

  /** @throws Refusal 401, or 503 when organisations is down and the key was not seen in the last minute */
  async viewerOf(key: string): Promise<Viewer> {
    if (!API_KEY.test(key)) throw unauthenticated("接口密钥格式不对。");
    const hash = sha256(key);
    const known = this.fresh.get(hash, this.now());
    const viewer = known === undefined ? await this.ask(hash) : known;
    if (viewer === null) throw unauthenticated("接口密钥无效或已停用。");
    return viewer;
  }

  /** Calls that arrive together share one question. */
  private ask(hash: string): Promise<Viewer | null> {
    const asked = this.asking.get(hash);
    if (asked) return asked;
    const asking = this.askOrganisations(hash).finally(() => this.asking.delete(hash));
    this.asking.set(hash, asking);
    return asking;
  }

  private async askOrganisations(hash: string): Promise<Viewer | null> {
    const asked = this.now();
    try {
      const viewer = viewerFrom(await this.lookUp(hash));
      this.fresh.set(hash, viewer, asked + FRESH_MS);
      if (viewer) this.grace.set(hash, viewer, asked + GRACE_MS);
      else this.grace.delete(hash);
      return viewer;
    } catch {
      const viewer = this.grace.get(hash, this.now());
      if (viewer) return viewer;
      throw new Refusal(503, "SUBGRAPH_DOWN", "暂时无法核对接口密钥，请稍后再试。", { "retry-after": "2" });
    }
  }
}

const SUBJECT = "api-key:";

/** Whether the viewer came with a unit's key. */
export function isApiKey({ subject }: Viewer): boolean {
  return subject.startsWith(SUBJECT);
}

function viewerFrom(owner: ApiKeyOwner | null): Viewer | null {
  if (owner === null) return null;
  const { role, unitId, keyId, scopes } = owner;
  const viewer = viewerSchema.safeParse({ role, subject: SUBJECT + keyId, unitId, areaCode: null, scopes });
  return viewer.success ? viewer.data : null;
}
