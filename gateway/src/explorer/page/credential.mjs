/** It lives as long as the tab, and no other tab sees it. */
const KEY = "gongjian:credential";

export function readCredential() {
  return sessionStorage.getItem(KEY) ?? "";
}

/** @param {string} credential empty: forget it */
export function keepCredential(credential) {
  if (credential === "") sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, credential);
}

/**
 * An API key tells by its beginning that it is one; anything else is a token.
 * @param {string} credential
 * @returns {Record<string, string>}
 */
export function headersFor(credential) {
  if (credential === "") return {};
  return credential.startsWith("gjk_")
    ? { "x-api-key": credential }
    : { authorization: `Bearer ${credential}` };
}
