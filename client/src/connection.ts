import { readFileSync } from "node:fs";
import { CommandFailed, EXIT } from "./exit-code.ts";
import type { Say } from "./language.ts";

/** Where the server is and who we are to it. The credential is never printed. */
export interface Connection {
  readonly url: URL;
  readonly credential: Credential | null;
}

export interface Credential {
  readonly header: "x-api-key" | "authorization";
  readonly value: string;
}

export interface ConnectionOptions {
  readonly url?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly apiKeyFile?: string | undefined;
  readonly token?: string | undefined;
}

const DEFAULT_URL = "http://127.0.0.1:4000";

/** From options first, then from the environment. @throws CommandFailed where they contradict each other */
export function connectionOf(options: ConnectionOptions, env: NodeJS.ProcessEnv, say: Say): Connection {
  return {
    url: urlOf(options.url ?? env.GONGJIAN_URL ?? DEFAULT_URL, say),
    credential: credentialOf(options, env, say),
  };
}

function urlOf(text: string, say: Say): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw wrong(
      say("--url 应为 http:// 或 https:// 开头的地址。", "--url has to start with http:// or https://."),
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw wrong(
      say(
        "请不要把密码写进地址，用 --api-key-file。",
        "Keep passwords out of the address; use --api-key-file.",
      ),
    );
  }
  return url;
}

function credentialOf(options: ConnectionOptions, env: NodeJS.ProcessEnv, say: Say): Credential | null {
  const given = [options.apiKey, options.apiKeyFile, options.token].filter((value) => value !== undefined);
  if (given.length > 1) {
    throw wrong(
      say(
        "--api-key、--api-key-file、--token 只能给一个。",
        "Give one of --api-key, --api-key-file, --token.",
      ),
    );
  }
  if (options.apiKeyFile !== undefined) return apiKey(readKey(options.apiKeyFile, say), say);
  if (options.apiKey !== undefined) return apiKey(options.apiKey, say);
  if (options.token !== undefined) return token(options.token, say);
  if (env.GONGJIAN_API_KEY) return apiKey(env.GONGJIAN_API_KEY, say);
  if (env.GONGJIAN_TOKEN) return token(env.GONGJIAN_TOKEN, say);
  return null;
}

function readKey(path: string, say: Say): string {
  try {
    return readFileSync(path, "utf8").replace(/^\ufeff/, "");
  } catch {
    throw wrong(say(`读不了密钥文件 ${path}。`, `The key file ${path} cannot be read.`));
  }
}

function apiKey(text: string, say: Say): Credential {
  return { header: "x-api-key", value: headerValue(text, say) };
}

function token(text: string, say: Say): Credential {
  return { header: "authorization", value: `Bearer ${headerValue(text.replace(/^bearer\s+/i, ""), say)}` };
}

function headerValue(text: string, say: Say): string {
  const value = text.trim();
  if (/^[\x21-\x7e]{1,8000}$/.test(value)) return value;
  throw wrong(
    say(
      "密钥或令牌里有空格、换行或别的字符，可能没有抄全。",
      "The key or token has spaces or other odd characters.",
    ),
  );
}

/** Whether whoever listens on the way would read the credential. */
export function isExposed({ url, credential }: Connection): boolean {
  const isHere = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  return credential !== null && url.protocol === "http:" && !isHere;
}

function wrong(message: string): CommandFailed {
  return new CommandFailed(EXIT.usage, message);
}
