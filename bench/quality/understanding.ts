import { readMeaning } from "../../subgraphs/resources/src/matching/understanding/meaning.ts";
import { predict } from "../../subgraphs/resources/src/matching/understanding/predict.ts";
import type { City, Truth } from "./city.ts";
import { share } from "./verdicts.ts";

/** How often the category that is meant is found: by the text alone, and where the clerk's code is blank or wrong. */
export function predictedCategory({ needs, truth }: City): [string, string][] {
  const wrong = needs.filter((need) => need.category !== truth.get(need.id)?.trueCategory);
  const right = needs.filter((need) => need.category === truth.get(need.id)?.trueCategory);
  const figures = (given: typeof needs, meant: (need: (typeof needs)[number]) => string): string => {
    const truthOf = (id: string): Truth | undefined => truth.get(id);
    const leaf = given.filter((need) => meant(need) === truthOf(need.id)?.trueCategory);
    const family = given.filter(
      (need) => meant(need).slice(0, 1) === truthOf(need.id)?.trueCategory.slice(0, 1),
    );
    return `leaf ${share(leaf.length, given.length)}, parent ${share(family.length, given.length)}`;
  };
  const byText = ({ tokens }: (typeof needs)[number]): string => predict(tokens)[0]?.category ?? "";
  const meant = ({ category, tokens }: (typeof needs)[number]): string =>
    [...readMeaning(category, tokens).categories].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
  return [
    ["category from the text alone", figures(needs, byText)],
    ["category meant, code blank or wrong", figures(wrong, meant)],
    ["category meant, code right", figures(right, meant)],
  ];
}
