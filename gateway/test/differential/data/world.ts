import { Random } from "@gongjian/shared/testing/random";
import { Kind, parseType, type TypeNode } from "graphql";
import type { Field, Model } from "../graph/model.ts";

/** How many there are of each entity. */
export const ENTITIES = 5;
/** Objects without a key are numbered from here. */
const FIRST_VALUE = 100;
const VALUES = 50;
const LENGTHS = [0, 1, 2, 2, 3];

/** An object of the world: its type, never an abstract one, and its number. */
export class Ref {
  constructor(
    readonly concrete: string,
    readonly n: number,
  ) {}
}

export interface Shares {
  /** How many of the resolvers fail, 0 to 1. */
  readonly errors: number;
  /** How many of the values that may be null are. */
  readonly nulls: number;
}

/** What is asked of an object: `given` tells apart the arguments and whatever else the value depends on. */
interface Asked {
  readonly ref: Ref;
  readonly field: Field;
  readonly given: string;
}

/**
 * Everything there is to know. Nothing is stored: the same question has the same answer, whoever asks.
 * A resolver that fails is a value that is an `Error`, as graphql-js takes it, also within lists.
 */
export class World {
  constructor(
    readonly model: Model,
    private readonly seed: number,
    private readonly shares: Shares,
  ) {}

  value(ref: Ref, field: Field, given: string): unknown {
    const { concrete, n } = ref;
    const { name, type, keyOf } = field;
    if (keyOf) {
      const key = keyOf(concrete, n);
      return typeof key === "object" ? new Ref(key.named, n) : key;
    }
    const mayFail = !(field.isSafe && type.endsWith("!"));
    const isFailing = this.#random(`fails ${concrete} ${n} ${name}`).chance(this.shares.errors);
    if (mayFail && isFailing) return new Error(`${concrete} ${n} cannot tell ${name}.`);
    const random = this.#random(`${concrete} ${n} ${name} ${given}`);
    return this.#draw(random, parseType(type), { ref, field, given });
  }

  #random(text: string): Random {
    return new Random(hash(`${this.seed} ${text}`));
  }

  #draw(random: Random, type: TypeNode, asked: Asked, mayBeNull = true): unknown {
    if (type.kind === Kind.NON_NULL_TYPE) {
      const isBroken = !asked.field.isSafe && random.chance(this.shares.errors / 4);
      return isBroken ? null : this.#draw(random, type.type, asked, false);
    }
    if (mayBeNull && random.chance(this.shares.nulls)) return null;
    if (type.kind === Kind.NAMED_TYPE) return this.#drawNamed(random, type.name.value, asked);
    return Array.from({ length: random.pick(LENGTHS) }, (_, i) => {
      if (!asked.field.isSafe && random.chance(this.shares.errors / 3))
        return new Error(`Number ${i} is lost.`);
      return this.#draw(random, type.type, asked);
    });
  }

  #drawNamed(random: Random, named: string, { field }: Asked): unknown {
    const { model } = this;
    if (model.enums.has(named)) return random.pick(model.valuesFor(field, named));
    const isComposite = model.objects.has(named) || model.interfaces.has(named) || model.unions.has(named);
    if (!isComposite) return drawLeaf(random, named);
    const concrete = random.pick(model.possibleFor(field, named));
    const hasKey = /^(Entity|Part)/.test(concrete);
    return new Ref(concrete, hasKey ? random.below(ENTITIES) : FIRST_VALUE + random.below(VALUES));
  }
}

function drawLeaf(random: Random, named: string): unknown {
  switch (named) {
    case "Int":
      return random.below(1000) - 100;
    case "Float":
      return random.pick([0, 1, -2.5, 0.1, 1e21, 3.25, 1e-7]);
    case "Boolean":
      return random.chance(0.5);
    case "Size":
      return random.pick(["SMALL", "MEDIUM", "LARGE"]);
    case "Money":
      return random.pick(["12.50", 7, 0, "¥3"]);
    case "Anything":
      return random.pick([{ b: 1, a: [null, { c: "x" }] }, [], [1, "two"], "text", 5, true, {}]);
    default:
      return random.pick(["", "plain", '"quoted"\n', "共建 \u2028", "\\", "emoji 🙂", "\ud800"]);
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return state >>> 0;
}
