import { category } from "@gongjian/shared/contracts/categories";
import type { NeedFacts } from "./facts.ts";
import { groupsNamedIn } from "./fits/audience-fit.ts";
import { demandedLicences } from "./gates/qualification.ts";
import type { NeedMeaning } from "./need-meaning.type.ts";
import { readMeaning } from "./understanding/meaning.ts";
import { predict } from "./understanding/predict.ts";

/** What the matching has understood of a need, by its stored tokens. */
export function meaningOf(need: NeedFacts): NeedMeaning {
  const { concepts, said, categories } = readMeaning(need.category, need.tokens);
  const text = `${need.title}\n${need.description}`;
  return {
    categories: predict(need.tokens).map(({ category: code, confidence }) => ({
      code,
      name: category(code)?.name ?? code,
      confidence,
    })),
    isCategoryDoubted: need.category !== null && (categories.get(need.category) ?? 0) < 1,
    concepts: [...concepts]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .map(([name, likelihood]) => ({ name, likelihood, isSaid: said.has(name) })),
    licences: demandedLicences(text),
    audiences: groupsNamedIn(text),
  };
}
