/** An object of an answer: what JSON.parse makes, with keys that strangers chose. */
export type ResponseObject = Record<string, unknown>;

export function isResponseObject(value: unknown): value is ResponseObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * How the value under a key is read. A key may be called like something that every object inherits, such as
 * `constructor`; only those few pay for asking whether the object has one of its own.
 */
export function readerOf(key: string): (object: ResponseObject) => unknown {
  return INHERITED.has(key) ? (object) => own(object, key) : (object) => object[key];
}

/** The value under a key, undefined where the object has none of its own. */
export function own(object: ResponseObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets a key, also one with which an assignment would do something else. */
export function put(object: ResponseObject, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}

/**
 * Adds what another subgraph told about the same object. Objects are merged, lists of one length item by
 * item; a null does not take away what is there.
 */
export function merge(target: ResponseObject, source: ResponseObject): void {
  for (const key of Object.keys(source)) {
    const added = source[key];
    const present = own(target, key);
    if (present === undefined || present === null) put(target, key, added);
    else if (added !== null) put(target, key, mergedValue(present, added));
  }
}

function mergedValue(present: unknown, added: unknown): unknown {
  if (isResponseObject(present) && isResponseObject(added)) {
    merge(present, added);
    return present;
  }
  if (Array.isArray(present) && Array.isArray(added) && present.length === added.length) {
    return present.map((item: unknown, index) => {
      const other: unknown = added[index];
      return item === null || item === undefined ? other : other === null ? item : mergedValue(item, other);
    });
  }
  return added;
}

/** A copy that shares nothing with the original. */
export function copyOf<Value>(value: Value): Value {
  return typeof value === "object" && value !== null ? (copyOfObject(value) as Value) : value;
}

function copyOfObject(value: object): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => copyOf(item));
  const copy: ResponseObject = {};
  for (const [key, inner] of Object.entries(value)) put(copy, key, copyOf(inner));
  return copy;
}
